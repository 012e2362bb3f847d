"""What goes back to a commune: the very cells marked, nothing else changed, a letter in order of gravity."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pytest

from conftest import CTXH, ROOT
from ctxh.clean import ingest
from ctxh.cli.exchange import findings_of
from ctxh.edition import edition_at
from ctxh.reference.places import Chosen, Places, places_of, returns_folder
from ctxh.reference.values_read import BESIDE
from ctxh.run.report_run import told_to_senders
from ctxh.typeset import returns
from ctxh.typeset.letters import Point, letter
from ctxh.typeset.returns import README, Return, returns_of, write_returns
from ctxh.typeset.xlsx import marked_workbooks
from ctxh.typeset.xlsx.marked_workbooks import annotated, cells_in_ranges
from opened import opened

FAULTY, DAMAGED, FINE = "Xa_Kim_Xuyen_2024", "Xa_Lai_Vu_2024", "Xa_Kim_Lien_2024"
B8A, B6, B1 = "B8a. Hộ nghèo", "B6. Quà tặng", "B1. BTXH"


def data_of(folder):
    """A data folder with one commune at fault in three cells, one whose file is damaged, one that is fine."""
    office = folder / "data" / "kim-thanh"
    (office / "2024").mkdir(parents=True)
    for name in ("office.toml", "frame.docx"):
        shutil.copy(ROOT / "data" / "kim-thanh" / name, office)
    shutil.copytree(ROOT / "data" / "kim-thanh" / "book", office / "book")
    for name in (FAULTY, FINE):
        shutil.copy(ROOT / "data" / "kim-thanh" / "2024" / f"{name}.xlsx", office / "2024")
    path = office / "2024" / f"{FAULTY}.xlsx"
    book = openpyxl.load_workbook(path)
    book[B8A]["C12"].value = "5O9"  # was 569
    book[B6]["B12"].value = "Lễ hội"
    birth = next(cell for row in book[B1].iter_rows(min_row=9, max_row=20, min_col=3, max_col=4) for cell in row if cell.value)
    birth.value = "sinh Canary"
    book.save(path)
    (office / "2024" / f"{DAMAGED}.xlsx").write_bytes(b"not a workbook")
    return folder / "data", birth.coordinate


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The returns of that data: their folder, the data and the cell of the birth."""
    folder = tmp_path_factory.mktemp("returns")
    data, birth = data_of(folder)
    before = hashes(data)
    edition = opened("kim-thanh", 2024, data, folder / "work", shown_here=True)
    written = write_returns(edition.computed, returns_of(edition.computed, edition.verdicts), folder / "returns")
    assert before == hashes(data)
    return folder / "returns", edition, birth, written


def hashes(folder) -> dict:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def text_of(path) -> list[str]:
    """The lines of a letter, tables after the paragraphs before them."""
    letter = docx.Document(path)
    return [
        " | ".join(cell.text for cell in node.cells) if hasattr(node, "cells") else node.text
        for block in letter.iter_inner_content()
        for node in (block.rows if hasattr(block, "rows") else [block])
    ]


def test_only_those_at_fault_get_something_and_the_desk_gets_nothing(sent):
    folder, _, _, written = sent

    assert [f"{FAULTY}.docx", f"{FAULTY}.xlsx", f"{DAMAGED}.docx"] == [path.name for path in written]
    assert {path.name for path in written} | {"README.txt"} == {path.name for path in folder.iterdir()}


def test_the_faulty_cells_are_commented_and_coloured(sent):
    folder, _, birth, _ = sent
    book = openpyxl.load_workbook(folder / f"{FAULTY}.xlsx")

    assert book[B8A]["C12"].comment.text.startswith("PHẢI SỬA: Cột «Tổng số hộ dân cư»: «5O9» có chữ cái lẫn trong chữ số.")
    assert "gửi lại" in book[B8A]["C12"].comment.text and "chạy lại" not in book[B8A]["C12"].comment.text
    assert "PHẢI SỬA: Cột «Dịp tặng quà»: «Lễ hội» không có trong danh mục" in book[B6]["B12"].comment.text
    assert {"00F8CBAD"} == {cell.fill.start_color.rgb for cell in (book[B8A]["C12"], book[B6]["B12"], book[B1][birth])}
    assert "Canary" not in book[B1][birth].comment.text


def test_every_stopped_cell_is_marked_and_no_other(sent):
    folder, edition, _, _ = sent
    book = openpyxl.load_workbook(folder / f"{FAULTY}.xlsx")
    marked = {(sheet.title, cell.coordinate) for sheet in book for row in sheet for cell in row if cell.comment}
    rows = edition.findings()
    own = rows[(rows["file"] == f"{FAULTY}.xlsx") & rows["severity"].isin(["stopped", "flagged"]) & (rows["sheet"] != "")]

    assert {(row.sheet, cell) for row in own.itertuples() for cell in cells_in_ranges(row.cell)} == marked and len(marked) >= 3


def test_no_value_of_the_workbook_is_changed(sent):
    folder, edition, _, _ = sent
    values = [
        {(sheet.title, cell.coordinate): cell.value for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row}
        for path in (folder / f"{FAULTY}.xlsx", edition.request.data / "kim-thanh" / "2024" / f"{FAULTY}.xlsx")
    ]

    assert values[0] == values[1]


def test_a_table_of_the_letter_does_not_repeat_the_heading_above_it(sent):
    lines = text_of(sent[0] / f"{FAULTY}.docx")

    assert ["1. Phải sửa trước khi lập báo cáo"] == [line.partition(" (")[0] for line in lines if "Phải sửa trước khi" in line]
    assert [] == [line for line in lines if line.startswith("Bảng ")]


def test_the_letter_names_the_commune_and_lists_the_gravest_first(sent):
    folder, _, birth, _ = sent
    lines = text_of(folder / f"{FAULTY}.docx")
    whole = " ".join("\n".join(lines).split())

    assert "Kính gửi: Ủy ban nhân dân xã Kim Xuyên" in whole and "ỦY BAN NHÂN DÂN HUYỆN KIM THÀNH" in whole
    assert (
        "/UBND-LĐTBXH" in whole and "V/v rà soát, chỉnh sửa số liệu báo cáo Công tác xã hội năm 2024" in whole and "THÔNG BÁO" not in whole
    )
    assert f"trong tệp {FAULTY}.xlsx gửi kèm" in whole
    assert any(line.endswith("Sửa các ô này (có thể là 509) rồi gửi lại.") and f"{B8A}, ô C12" in line for line in lines)
    assert f"{B1}, ô {birth}" in whole and "Canary" not in whole
    assert "Ủy ban nhân dân huyện Kim Thành yêu cầu Ủy ban nhân dân xã Kim Xuyên khẩn trương thực hiện./." in whole
    assert "ctxh" not in whole and ".csv" not in whole


def test_a_file_that_cannot_be_read_is_answered_by_letter_alone(sent):
    folder, _, _, _ = sent
    whole = "\n".join(text_of(folder / f"{DAMAGED}.docx"))

    assert "tệp hỏng hoặc thuộc loại khác, không phải Excel" in whole and "Cả tệp" in whole
    assert "gửi kèm" not in whole


def test_the_folder_says_whom_it_is_for_and_is_closed_to_others(sent):
    folder, _, _, _ = sent

    assert README == (folder / "README.txt").read_text(encoding="utf-8")
    assert os.name == "nt" or 0o700 == folder.stat().st_mode & 0o777


def test_the_same_findings_give_the_same_bytes(sent, tmp_path):
    folder, edition, _, _ = sent
    written = write_returns(edition.computed, returns_of(edition.computed, edition.verdicts), tmp_path / "again")

    assert {path.name: (folder / path.name).read_bytes() for path in written} == {path.name: path.read_bytes() for path in written}


def test_what_is_marked_comes_back_with_questions_about_comments_only(sent, tmp_path):
    """The colours are no colours that the reading asks about."""
    folder, edition, _, _ = sent
    office = tmp_path / "kim-thanh"
    shutil.copytree(edition.request.data / "kim-thanh", office)
    shutil.copy(folder / f"{FAULTY}.xlsx", office / "2024")
    rows = opened("kim-thanh", 2024, tmp_path, tmp_path / "work", shown_here=True).findings()
    old = set(edition.findings()["message"])
    new = [row.message for row in rows[rows["file"] == f"{FAULTY}.xlsx"].itertuples() if row.message not in old]

    assert [] == [message for message in new if "có chú thích" not in message]


@pytest.fixture
def placed(sent, tmp_path, monkeypatch):
    """Where the edition of that data would lie, told by the environment."""
    _, edition, _, _ = sent
    monkeypatch.setenv("CTXH_DATA", str(edition.request.data))
    monkeypatch.setenv("CTXH_OUTPUTS", str(tmp_path))
    return tmp_path / "kim-thanh" / "2024"


def test_nothing_to_send_back_leaves_no_folder(placed, monkeypatch):
    returns_folder(placed).mkdir(parents=True)
    monkeypatch.setattr(returns, "returns_of", lambda computed, verdicts: [])
    _, sentence = findings_of(places_of(os.environ), "kim-thanh", 2024, returns=True)

    assert ("", False, False) == (sentence, placed.exists(), returns_folder(placed).exists())


def written_beside_records(outputs: Path) -> set[str]:
    """The files below a folder of outputs but for the private records of reruns."""
    return {path.name for path in outputs.rglob("*") if path.is_file() and BESIDE not in path.parts}


def test_where_nothing_was_ever_sent_back_nothing_is_made(placed, monkeypatch):
    monkeypatch.setattr(returns, "returns_of", lambda computed, verdicts: [])
    findings_of(places_of(os.environ), "kim-thanh", 2024, returns=True)

    assert set() == written_beside_records(placed.parents[1])


def test_while_a_report_is_made_the_findings_are_told_and_nothing_is_written(placed):
    from ctxh.run.publish import staged

    with staged(placed):
        rows, sentence = findings_of(places_of(os.environ), "kim-thanh", 2024, returns=True)

    assert rows and sentence.startswith("Chưa ghi được tệp trả lại các đơn vị. Báo cáo kim-thanh 2024 đang được lập")
    assert not returns_folder(placed).exists()


def test_on_other_boundaries_they_lie_in_that_edition(placed):
    _, sentence = findings_of(places_of(os.environ), "kim-thanh", 2024, True, Chosen("2024-12-31"))

    assert f"{placed}@2024-12-31.returns" in sentence and not returns_folder(placed).exists()


def test_findings_that_are_only_fixed_send_nothing_back(sent):
    _, edition, _, _ = sent

    assert FINE not in [one.stem for one in returns_of(edition.computed, edition.verdicts)]
    assert FINE in "".join(edition.findings()["file"])


@pytest.mark.parametrize(
    ("ranges", "cells"),
    [("H9:H11,H13", ["H9", "H10", "H11", "H13"]), ("", ["A1"]), ("C:C", ["A1"]), ("AB7", ["AB7"]), ("H1:H9999", None)],
)
def test_cells_of_a_finding(ranges, cells):
    assert cells_in_ranges(ranges) == cells if cells else len(cells_in_ranges(ranges)) == marked_workbooks.MOST_CELLS


def small(merge: str = ""):
    book = openpyxl.Workbook()
    book.active.title = "B6"
    book.active["A1"].value = "đầu"
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fault(severity: str, cell: str, message: str) -> dict:
    return {"severity": severity, "sheet": "B6", "cell": cell, "message": message, "remedy": ""}


def test_a_merged_cell_is_marked_where_it_shows():
    marked = openpyxl.load_workbook(io.BytesIO(annotated(small("A1:C3"), [fault("stopped", "B2", "sai")], 0)))["B6"]

    assert "PHẢI SỬA: sai" == marked["A1"].comment.text


def test_of_two_faults_in_a_cell_the_gravest_comes_first_and_gives_the_colour():
    faults = [fault("stopped", "A1", "sai"), fault("flagged", "A1", "lạ")]
    cell = openpyxl.load_workbook(io.BytesIO(annotated(small(), faults, 0)))["B6"]["A1"]

    assert ("PHẢI SỬA: sai\n\nXEM LẠI: lạ", "00F8CBAD") == (cell.comment.text, cell.fill.start_color.rgb)


def test_what_was_found_cannot_steer_the_workbook():
    cell = openpyxl.load_workbook(io.BytesIO(annotated(small(), [fault("stopped", "A1", "=cmd\x07|x\u202e")], 0)))["B6"]["A1"]

    assert "PHẢI SỬA: =cmd|x" == cell.comment.text and "đầu" == cell.value


def test_a_letter_tells_what_was_repaired_last_and_briefly(tmp_path):
    own = opened("kim-thanh", 2024, ROOT / "data", tmp_path).office.frame
    points = [
        Point("stopped", "B6", "B12", "Sai.", "Sửa."),
        Point("flagged", "B7", "A1,B2,C3,D4,E5", "Lạ.", "Xem."),
        Point("fixed", "B8a", "C9", "Đã đọc.", ""),
    ]
    path = tmp_path / "letter.docx"
    path.write_bytes(
        letter(
            own, "huyện Kim Thành", "năm 2024", "Ủy ban nhân dân xã Mẫu", "", points, (ROOT / "data/kim-thanh/frame.docx").read_bytes(), 0
        )
    )
    lines = text_of(path)
    heads = [line for line in lines if line[:2] in ("1.", "2.", "3.")]

    assert [
        "1. Phải sửa trước khi lập báo cáo (1 điểm)",
        "2. Đề nghị xem lại và trả lời (1 điểm)",
        "3. Đã đọc được, báo để biết (1 điểm)",
    ] == heads
    styles = [p.style.name for p in docx.Document(path).paragraphs]

    assert not {"Tên loại văn bản", "Trích yếu", "Gạch ngắn"} & set(styles), "a công văn has its summary under its number"
    assert "1 | B7, ô A1, B2, C3, D4, E5 | Lạ. | Xem." in lines and "B8a, ô C9: Đã đọc." in "\n".join(lines)


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([*CTXH, *arguments], cwd=ROOT, capture_output=True, text=True)


def test_check_writes_them_and_says_where(sent, tmp_path):
    _, edition, _, _ = sent
    places = ("--data", str(edition.request.data), "--outputs", str(tmp_path))
    done = run("check", "2024", *places)

    assert 1 == done.returncode and f"Tệp trả lại và thư gửi từng đơn vị: {tmp_path}/kim-thanh/2024.returns" in done.stdout
    assert {FAULTY, DAMAGED, "README"} == {path.stem for path in (tmp_path / "kim-thanh" / "2024.returns").iterdir()}
    assert ["2024.returns"] == [path.name for path in (tmp_path / "kim-thanh").iterdir() if not path.name.startswith(".")]


def test_check_writes_nothing_when_told_so(sent, tmp_path):
    _, edition, _, _ = sent
    done = run("check", "2024", "--data", str(edition.request.data), "--outputs", str(tmp_path), "--no-returns")

    assert (1, set()) == (done.returncode, written_beside_records(tmp_path)) and "returns" not in done.stdout


def test_a_stopped_report_answers_and_leaves_the_edition_alone(sent, tmp_path):
    _, edition, _, _ = sent
    standing = tmp_path / "kim-thanh" / "2024" / "report.docx"
    old = returns_folder(standing.parent) / "Xa_Da_Sua_2023.docx"
    standing.parent.mkdir(parents=True)
    old.parent.mkdir()
    standing.write_bytes(b"the old edition")
    old.write_bytes(b"an old letter")
    done = run("report", "2024", "--data", str(edition.request.data), "--outputs", str(tmp_path))

    assert (
        1 == done.returncode and "LỖI: " in done.stderr and "2024.returns (có dữ liệu cá nhân, mỗi tệp chỉ gửi đúng đơn vị)." in done.stderr
    )
    assert b"the old edition" == standing.read_bytes() and ["report.docx"] == [path.name for path in standing.parent.iterdir()]
    assert {FAULTY, DAMAGED, "README"} == {path.stem for path in old.parent.iterdir()}


def test_a_folder_of_returns_alone_is_no_edition(placed, sent, monkeypatch):
    from ctxh.explorer import latest_edition

    findings_of(places_of(os.environ), "kim-thanh", 2024, returns=True)
    returns_folder(placed.parent / "2099").mkdir(parents=True)
    edition = latest_edition("kim-thanh")

    assert (2024, False) == (edition.year, edition.reuse) and returns_folder(placed).is_dir() and not placed.exists()


def test_a_remedy_is_put_in_words_for_the_sender():
    assert "Sửa ô rồi gửi lại." == marked_workbooks.to_sender("Sửa ô rồi chạy lại.")
    assert "" == marked_workbooks.to_sender("Xem các ô gốc: ctxh trace 2024 poor_households --area 10771.")
    assert "Hỏi lại thôn." == marked_workbooks.to_sender("Hỏi lại thôn. Xem các ô gốc: ctxh trace 2024 poor_households")


def test_a_workbook_that_openpyxl_cannot_take_is_answered_by_the_letter_alone(tmp_path, monkeypatch):
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    computed, one = (
        SimpleNamespace(request=SimpleNamespace(folder=tmp_path)),
        Return("xã A", "x.xlsx", "x", [fault("stopped", "A1", "sai") | {"file": "x.xlsx"}]),
    )
    monkeypatch.setattr(returns, "epoch", lambda _: 0)

    assert "" == returns._write_marked(computed, one, tmp_path)

    (tmp_path / "x.xlsx").write_bytes(small())
    monkeypatch.setattr(marked_workbooks, "cells_in_ranges", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # a fault of ours is no fault of the workbook
        returns._write_marked(computed, one, tmp_path)


def test_a_run_keeps_what_senders_are_told_and_reads_no_workbook_twice(tmp_path, monkeypatch):
    data, birth = data_of(tmp_path)
    places = Places(data, tmp_path / "out", ROOT / "notebooks", tmp_path / "stage", tmp_path / "private")
    anew = edition_at(replace(places, stage=None, private=None), "kim-thanh", 2024, Chosen(shown_here=True, allow_missing=True)).findings()
    begun, read = [], ingest.read_workbooks
    monkeypatch.setattr(ingest, "read_workbooks", lambda *asked: begun.append(asked) or read(*asked))

    edition = edition_at(places, "kim-thanh", 2024, Chosen(allow_missing=True))  # as the notebooks of a run save it
    edition.save("coverage", edition.observed.coverage)
    edition.save_observations()
    edition.save("reading_findings", edition.observed.reading_findings)
    published = edition.findings()
    kept = told_to_senders(SimpleNamespace(places=places))

    assert 1 == len(begun)
    assert anew.fillna("").equals(kept)
    assert birth in set(kept["cell"]) and birth not in set(published["cell"])


def test_what_no_notebook_kept_is_read_anew_for_the_senders(tmp_path, monkeypatch):
    anew = SimpleNamespace(findings=lambda: "read anew")
    monkeypatch.setattr("ctxh.run.report_run.opened", lambda plan, shown_here: anew)

    for private in (None, tmp_path):
        assert "read anew" == told_to_senders(SimpleNamespace(places=SimpleNamespace(private=private)))
