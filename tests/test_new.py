"""A year opened, and a year made without a commune that did not send: said wherever it is used."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from conftest import CTXH, ROOT
from ctxh.cli.new_year import open_year, settings_to_review
from ctxh.reference.places import Places
from ctxh.typeset.blank_forms import request_of_forms
from opened import opened as edition_in

WORDING = "Lời văn: một thư mục text/ dùng chung các năm (2 tệp), không chép; sửa thẳng nếu cần."


def office_of(folder):
    """An office folder without a year."""
    office = folder / "kim-thanh"
    (office / "text").mkdir(parents=True)
    for name in ("office.toml", "frame.docx", "corrections.csv"):
        shutil.copy(ROOT / "data" / "kim-thanh" / name, office)
    for name in ("01.md", "02.md"):
        (office / "text" / name).write_text("Lời văn.", encoding="utf-8")
    return office


def opened(folder, year: int, forms):
    return open_year(request_of_forms(Places(folder, folder, folder), "kim-thanh", year), forms)


def test_a_new_year_gets_a_folder_and_forms_that_nobody_reads_as_data(tmp_path):
    office = office_of(tmp_path)

    assert [
        "Đã mở thư mục 2024/ của đơn vị: chép vào đây tệp nhận từ các xã, thị trấn.",
        "Đã ghi 22 tệp biểu trống vào made/: gửi mỗi xã, thị trấn tệp của mình.",
        WORDING,
    ] == opened(tmp_path, 2024, tmp_path / "made")
    assert [] == list((office / "2024").iterdir()) and 22 == len(list((tmp_path / "made").glob("*.xlsx")))


def test_what_is_there_is_left_as_it_is(tmp_path):
    office = office_of(tmp_path)
    (office / "2024").mkdir()
    (office / "2024" / "Xa_A_2024.xlsx").write_bytes(b"received")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "Xa_Kim_Xuyen_2024.xlsx").write_bytes(b"half filled in")

    assert [
        "Thư mục 2024/ của đơn vị đã có, giữ nguyên (1 tệp).",
        "Biểu trống đã có ở made/, giữ nguyên.",
        WORDING,
    ] == opened(tmp_path, 2024, tmp_path / "made")
    assert b"received" == (office / "2024" / "Xa_A_2024.xlsx").read_bytes()
    assert [b"half filled in"] == [path.read_bytes() for path in (tmp_path / "made").iterdir()]


class Reviewed:
    """An edition with reference tables of its own."""

    def __init__(self, folder, year: int = 2024) -> None:
        office_of(folder)
        self.reference = folder / "reference"
        shutil.copytree(ROOT / "data" / "reference", self.reference)
        (folder / "provinces").mkdir()
        self.folder, self.year = folder, year

    def norms(self, *lines: str) -> None:
        head = "norm,label,value,unit_of_measure,valid_from,valid_to,scope,legal_basis,verified,note"
        rows = [f"{head},counted_from,follows,other_value,other_from", *(f"{line},,,," for line in lines), ""]
        (self.reference / "norms.csv").write_text("\n".join(rows), encoding="utf-8")

    def lines(self) -> list[str]:
        return settings_to_review(edition_in("kim-thanh", self.year, self.folder, self.folder).request)


@pytest.fixture
def reviewed(tmp_path) -> Reviewed:
    return Reviewed(tmp_path)


def test_norms_that_end_in_the_year_or_were_never_compared_are_named(reviewed):
    reviewed.norms(
        "a,Mức A,1,VND,2021-01-01,2024-07-01,national,NĐ 1,yes,",
        "a,Mức A,2,VND,2024-07-01,,national,NĐ 2,yes,",
        "b,Mức B,1,VND,2021-01-01,2024-09-01,national,NĐ 3,yes,",
        "c,Mức C,1,VND,2021-01-01,,national,NĐ 4,no,",
        "d,Mức D,1,VND,2021-01-01,2023-01-01,national,NĐ 5,no,",
        "f,Tuổi cũ,80,year,2021-01-01,2024-07-01,national,NĐ 7,yes,",
        "f,Tuổi mới,75,year,2024-07-01,,national,NĐ 8,yes,",
        "e,Mức E,1,VND,2021-01-01,,national,NĐ 6,yes,",
    )

    assert [
        "Định mức «Mức A»: hết hiệu lực 01/7/2024, có mức mới (norms.csv, dòng 2).",
        "Định mức «Mức B»: hết hiệu lực 01/9/2024, CHƯA có mức sau (norms.csv, dòng 4).",
        "Định mức «Mức C»: chưa đối chiếu với văn bản (norms.csv, dòng 5).",
        "Định mức «Tuổi cũ»: hết hiệu lực 01/7/2024, có mức mới (norms.csv, dòng 7).",
    ] == [line for line in reviewed.lines() if line.startswith("Định mức")]


def test_areas_that_change_in_the_year_are_named(reviewed):
    lines = [line for line in reviewed.lines() if "areas.csv" in line or "Địa giới" in line]

    assert "Số đơn vị phải báo cáo: 18 (areas.csv)." == lines[0]
    assert "Địa giới: thôi tồn tại hoặc đổi từ 01/12/2024: " in lines[1] and "xã Phúc Thành" in lines[1] and "xã Kim Xuyên" not in lines[1]
    assert "Địa giới: bắt đầu từ 01/12/2024: " in lines[2] and "xã Lai Khê" in lines[2]


def test_forms_that_changed_since_last_year_are_named(reviewed):
    path = reviewed.reference / "book" / "columns.csv"
    table = path.read_text(encoding="utf-8")
    assert [] == [line for line in reviewed.lines() if line.startswith("Biểu")]
    path.write_text(table.replace("labour,2021-01-01,,insured", "labour,2024-03-01,,insured"), encoding="utf-8")

    assert ["Biểu B9a có bản mới từ 01/3/2024: báo các xã, thị trấn dùng biểu trống mới."] == [
        x for x in reviewed.lines() if x.startswith("Biểu")
    ]


def test_the_office_is_asked_about_its_own_settings(reviewed):
    period, *lines = reviewed.lines()[-5:]

    assert period.startswith(
        "Kỳ báo cáo: năm 2024 chốt 20/12/2024, Ngày chốt số liệu do phòng ghi ở biểu B12; "
        "6 tháng đầu năm 2024 chốt 14/6/2024, Điều 12 Nghị định"
    )
    assert "Ngày chốt số liệu: ghi ở biểu B12, dòng cashless_cutoff, năm 2024; cùng số kế hoạch và số cuối năm 2023." == lines[0]
    assert lines[1].startswith("Nơi gửi: Sở Lao động") and "Nơi nhận: Như trên;" in lines[1]
    assert "(để trống)" in lines[2] and "Năm 2024 được đánh dấu là số liệu minh họa (office.toml, illustrative)." == lines[3]


def run(*arguments: str, cwd=ROOT) -> subprocess.CompletedProcess:
    return subprocess.run([*CTXH, *arguments], cwd=cwd, capture_output=True, text=True)


def test_the_command_opens_a_year_beside_the_editions(tmp_path):
    office_of(tmp_path / "data")
    done = run("new", "2025", "--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "out"))

    assert 0 == done.returncode, done.stderr
    assert done.stdout.startswith("Năm 2025, huyện Kim Thành:\n  - Đã mở thư mục 2025/") and "\n  [ ] " in done.stdout
    assert (tmp_path / "data/kim-thanh/2025").is_dir() and (tmp_path / "out/kim-thanh/2025.forms/Xa_Kim_Xuyen_2025.xlsx").is_file()


def test_a_commune_opens_a_year_for_its_villages(tmp_path):
    office = tmp_path / "data" / "xa-kim-thanh"
    shutil.copytree(ROOT / "data" / "xa-kim-thanh", office, ignore=shutil.ignore_patterns("2*"))
    done = run("new", "2027", "--office", "xa-kim-thanh", "--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "out"))
    forms = {path.name for path in (tmp_path / "out/xa-kim-thanh/2027.forms").iterdir()}

    assert 0 == done.returncode, done.stderr
    assert "chép vào đây tệp nhận từ các thôn" in done.stdout and "Số đơn vị phải báo cáo: 12 (areas.csv)." in done.stdout
    assert (office / "2027").is_dir() and 13 == len(forms) and {"Thon_Bac_2027.xlsx", "Xa_Kim_Thanh_2027.xlsx"} <= forms


def test_a_fold_opens_a_year_for_its_desk_alone(tmp_path):
    for name in ("hai-phong-mau", "xa-kim-thanh", "xa-phu-thai", "xa-an-thanh"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name, ignore=shutil.ignore_patterns("2*"))
    done = run("new", "2027", "--office", "hai-phong-mau", "--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "out"))

    assert 0 == done.returncode, done.stderr
    assert "chép vào đây tệp của phòng; số liệu của các đơn vị thành viên nằm ở thư mục của từng đơn vị (xa-kim-thanh, " in done.stdout
    assert (
        "Đã ghi 1 tệp biểu trống vào 2027.forms/: phòng tự ghi; đơn vị thành viên mở năm riêng, như ctxh new 2027 --office xa-kim-thanh."
        in done.stdout
    )
    assert ["TP_Hai_Phong_2027.xlsx"] == [path.name for path in (tmp_path / "out/hai-phong-mau/2027.forms").iterdir()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("new 1999", "Chưa có biểu mẫu nào có hiệu lực cuối năm 1999"),
        ("new hai", "NĂM"),
        ("new 2025 --office kim-than", "«kim-thanh»"),
        ("forms 2024", "--out"),
        ("forms 2024 --area 10770 --out made", "Không có đơn vị có mã «10770»"),
    ],
)
def test_wrong_usage_makes_nothing(tmp_path, arguments, said):
    office_of(tmp_path / "data")
    done = run(*arguments.split(), "--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "out"), cwd=tmp_path)

    assert 2 == done.returncode and said in done.stderr and 1 == done.stderr.count("LỖI")
    assert {"data"} == {path.name for path in tmp_path.iterdir()} and not list((tmp_path / "data/kim-thanh").glob("[12]*"))


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """The edition of 2024 made without the workbooks of two communes."""
    folder = tmp_path_factory.mktemp("without")
    for part in ("2024", "book"):
        shutil.copytree(ROOT / "data" / "kim-thanh" / part, folder / "kim-thanh" / part)
    shutil.copy(ROOT / "data" / "kim-thanh" / "office.toml", folder / "kim-thanh")
    for name in ("Xa_Lai_Vu_2024.xlsx", "Xa_Kim_Xuyen_2024.xlsx"):
        (folder / "kim-thanh" / "2024" / name).unlink()
    edition = edition_in("kim-thanh", 2024, folder, folder / "work", allow_missing=True)
    edition.findings()
    return edition


NOTE = "Số liệu của 16/18 đơn vị; thiếu: Lai Vu, Kim Xuyên."


def test_a_missing_commune_is_flagged_when_allowed(without):
    rows = without.findings()
    own = rows[rows["check"] == "đủ xã"]

    assert [("flagged", "Thiếu 2/18 đơn vị: xã Lai Vu, xã Kim Xuyên.")] == list(zip(own["severity"], own["message"], strict=True))
    assert [] == rows[rows["severity"] == "stopped"]["message"].tolist()


def test_every_page_that_uses_it_says_how_many_there_are(without):
    from ctxh.compute.passports import all_passports
    from ctxh.tell.indicator_tables import area_table, indicator_table
    from ctxh.tell.report import breakdown_note, illustrative_note
    from ctxh.typeset.annex_contents import annex_sheets

    facts, sheets = annex_sheets(without.computed, without.verdicts, all_passports(without.computed))
    notes = [
        illustrative_note(without.computed),
        breakdown_note(without.computed),
        dict(facts)["Lưu ý"],
        indicator_table(without.computed, "merit").note,
        area_table(without.computed, ["poor_households"], "Hộ nghèo").note,
        next(sheet for sheet in sheets if sheet.name == "Giảm nghèo").notes[0],
    ]
    notes += [sheet.notes[0] for sheet in sheets if sheet.name in ("Chỉ tiêu", "Nguồn gốc số liệu", "Ô dữ liệu gốc", "Kiểm tra")]
    assert [NOTE] * 10 == [note[: len(NOTE)] for note in notes]


def test_the_report_says_so_at_the_foot_of_each_page(without):
    from ctxh.tell import Telling
    from ctxh.tell.report import report_document

    assert NOTE == report_document(without.computed, Telling((), ())).frame.watermark


def test_with_all_communes_nothing_is_said(edition_2024):
    from ctxh.tell.report import illustrative_note

    assert "" == illustrative_note(edition_2024.computed)
