"""A report is made again when, and only when, something that it depends on has changed."""

from __future__ import annotations

import json
import os
import re

import openpyxl
import pytest

from ctxh.read.child_reader import read_workbooks
from ctxh.reference.inputs import digest
from ctxh.reference.values_read import keep_values
from ctxh.run import reruns

ARGUMENTS = ("2024", "--formats", "none")
UNCHANGED = "LƯU Ý: Không có gì thay đổi: bản 2024 đã công bố vẫn đúng, không lập lại. Muốn lập lại thì thêm --force.\n"


def plan_of(toy, *arguments: str) -> list[str]:
    """Why the next run would make the edition again."""
    done = toy.command("plan", *ARGUMENTS, *arguments)
    assert 0 == done.returncode, done.stderr
    reasons = re.findall(r"^  - (.*)$", done.stdout, re.MULTILINE)
    assert ("\n  Sổ sẽ chạy: 01_clean.ipynb.\n" in done.stdout) == bool(reasons)
    return reasons


def test_nothing_changed_nothing_runs_and_that_is_said(made):
    published, moment = made.bytes_published(), made.edition.stat().st_ino
    again = made.command("report", *ARGUMENTS)

    assert (0, UNCHANGED) == (again.returncode, again.stderr) and "Báo cáo năm 2024: outputs/kim-thanh/2024" in again.stdout
    assert (published, moment) == (made.bytes_published(), made.edition.stat().st_ino)
    assert "Báo cáo năm 2024: không có gì thay đổi, bản đã công bố vẫn đúng.\n" == made.command("plan", *ARGUMENTS).stdout


def test_a_workbook_that_was_saved_again_is_named_and_nothing_runs(made):
    book = made.root / "data/kim-thanh/2024/Xa_A_2024.xlsx"
    before = digest(book)
    openpyxl.Workbook().save(book)
    [reading] = read_workbooks([book])
    keep_values(record(made).parent, "2024", {before: reading.values})

    plan, report = (made.command(verb, *ARGUMENTS) for verb in ("plan", "report"))

    note = "Sổ được lưu lại, giá trị như cũ: Xa_A_2024.xlsx. Bản 2024 in mã băm của tệp trước khi lưu lại."
    assert f"Báo cáo năm 2024: không có gì thay đổi, bản đã công bố vẫn đúng. {note}\n" == plan.stdout
    assert (0, f"{UNCHANGED.rstrip()} {note}\n") == (report.returncode, report.stderr)


def test_force_runs_all_and_comes_to_the_same_bytes(made):
    published, moment = made.bytes_published(), made.edition.stat().st_ino
    again = made.command("report", *ARGUMENTS, "--force")

    assert 0 == again.returncode and "01_clean" in again.stderr
    assert published == made.bytes_published() and moment != made.edition.stat().st_ino


def touched(toy) -> None:
    """A workbook copied over itself: another date, the same content."""
    book = toy.root / "data/kim-thanh/2024/Xa_A_2024.xlsx"
    book.write_bytes(book.read_bytes())
    os.utime(book, (1, 1))


ALTERED = "tệp của bản đã công bố bị sửa hoặc mất: tables/codes.csv"
CHANGES = {
    "a workbook": (lambda toy: add(toy, "data/kim-thanh/2024/Xa_A_2024.xlsx"), "tệp vào đã khác: kim-thanh/2024/Xa_A_2024.xlsx"),
    "an earlier year": (lambda toy: add(toy, "data/kim-thanh/2023/Xa_A_2023.xlsx"), "tệp vào đã khác: kim-thanh/2023/Xa_A_2023.xlsx"),
    "the wording": (lambda toy: add(toy, "data/kim-thanh/text/01_mo_dau.md"), "tệp vào đã khác: kim-thanh/text/01_mo_dau.md"),
    "corrections": (lambda toy: add(toy, "data/kim-thanh/corrections.csv"), "tệp vào đã khác: kim-thanh/corrections.csv"),
    "the frame": (lambda toy: add(toy, "data/kim-thanh/frame.docx"), "tệp vào đã khác: kim-thanh/frame.docx"),
    "the office's book": (lambda toy: add(toy, "data/kim-thanh/book/items.toml"), "tệp vào đã khác: kim-thanh/book/items.toml"),
    "norms": (lambda toy: add(toy, "data/reference/norms.csv"), "tệp vào đã khác: reference/norms.csv"),
    "the national book": (lambda toy: add(toy, "data/reference/book/forms.csv"), "tệp vào đã khác: reference/book/forms.csv"),
    "a published table": (
        lambda toy: add(toy, "outputs/kim-thanh/2024/tables/codes.csv"),
        "tệp của bản đã công bố bị sửa hoặc mất: tables/codes.csv",
    ),
    "a lost table": (lambda toy: (toy.edition / "tables/codes.csv").unlink(), "tệp của bản đã công bố bị sửa hoặc mất: tables/codes.csv"),
    "returns": (lambda toy: add(toy, "outputs/kim-thanh/2024.returns/thu.docx"), "tệp trả lại bị sửa hoặc mất"),
    "no record": (lambda toy: record(toy).unlink(), reruns.NO_RECORD),
    "a cut record": (lambda toy: record(toy).write_text(record(toy).read_text()[:40]), reruns.NO_RECORD),
    "another library": (lambda toy: edit(record(toy), environment="0"), "thư viện của môi trường đã khác"),
    "a damaged manifest": (lambda toy: (toy.edition / "manifest.json").write_text("{"), reruns.NO_EDITION),
}


def add(toy, name: str) -> None:
    path = toy.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")


def record(toy):
    return toy.edition.parent / reruns.BESIDE / "2024.json"


def edit(path, **values: str) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_named_and_is_the_only_reason(made, what):
    change, reason = CHANGES[what]
    touched(made)
    assert [] == plan_of(made)

    change(made)

    assert [reason] == plan_of(made)


def test_a_notebook_or_the_program_that_changed_is_a_reason(made):
    made.notebook("01_clean.ipynb", 'office: str = "kim-thanh"\nyear: int = 2024', "print(year)")

    assert [
        "tham số khác lần trước: code, rate",
        "tệp vào đã khác: notebooks/01_clean.ipynb",
        "chương trình hoặc sổ notebook của chương trình đã khác",
    ] == plan_of(made)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (("-p", "code", "77"), "tham số khác lần trước: code"),
        (("--allow-missing",), "tham số khác lần trước: allow_missing"),
        (("--formats", "docx"), "bản đã công bố chưa có dạng docx"),
        (("--no-returns",), "lần trước có ghi tệp trả lại"),
    ],
)
def test_what_is_asked_for_otherwise_is_a_reason(made, asked, reason):
    assert [reason] == plan_of(made, *asked)


def test_the_record_is_for_its_owner_and_holds_neither_figure_nor_name(made):
    assert 0o700 == record(made).parent.stat().st_mode & 0o777
    assert {"manifest", "environment", "returns"} == set(json.loads(record(made).read_text()))


def test_neither_pandas_nor_a_notebook_library_is_loaded_to_see_that_nothing_changed(made):
    done = made.command("report", *ARGUMENTS, env=os.environ | {"PYTHONPROFILEIMPORTTIME": "1"})

    assert UNCHANGED in done.stderr
    assert [] == re.findall(r"\b(?:pandas|numpy|papermill|nbformat|jupyter_client)$", done.stderr, re.MULTILINE)
