"""A commune and the city that folds it, published whole: what is printed, and that nobody is in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest

from conftest import CTXH, ROOT
from test_privacy import ACCOUNT, CARD, IDENTITY, NAME, REGISTERS, REMARK, everything_in, plant

COMMUNE, CITY = "xa-kim-thanh", "hai-phong-mau"
QUOTED = re.compile(r"= [^=]{1,80} \(\d[\d.]*\)")  # words of cells with how many rows have them: they are the commune's
CANARIES = (NAME, IDENTITY, ACCOUNT, CARD, REMARK)
MEMBERS = (COMMUNE, "xa-phu-thai", "xa-an-thanh")


@pytest.fixture(scope="module")
def land(tmp_path_factory) -> Path:
    """Data and outputs of the commune and the city; every register of a village of each commune has a canary."""
    folder = tmp_path_factory.mktemp("offices")
    for name in ("reference", CITY, *MEMBERS):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    for member in MEMBERS:
        path = folder / "data" / member / "2026" / "Thon_Thuong_2026.xlsx"
        book = openpyxl.load_workbook(path)
        assert sum(plant(book[name], *CANARIES) for name in REGISTERS) >= 2 * len(REGISTERS)
        book.save(path)
    for office, formats in ((COMMUNE, "docx,pdf,html,xlsx"), (CITY, "docx,html,xlsx")):
        done = command(folder, "report", "2026", "--office", office, "--formats", formats)
        assert (0, "") == (done.returncode, done.stderr.partition("LỖI")[2])
    return folder


def command(land: Path, *arguments: str) -> subprocess.CompletedProcess:
    """A finished ``ctxh`` command on the land."""
    places = ("--data", str(land / "data"), "--outputs", str(land / "outputs"))
    return subprocess.run([*CTXH, *arguments, *places], cwd=ROOT, capture_output=True, text=True, env=os.environ)


def paragraphs(land: Path, office: str) -> list[str]:
    """The paragraphs of the Word report, those in its tables too."""
    document = docx.Document(land / "outputs" / office / "2026" / "report.docx")
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for owner in (document, *cells) for p in owner.paragraphs if p.text.strip()]


def test_the_commune_writes_to_both_departments(land):
    texts = paragraphs(land, COMMUNE)
    at = next(i for i, text in enumerate(texts) if text.startswith("Kính gửi"))
    assert [text.strip() for text in texts[at : at + 3]] == [
        "Kính gửi:",
        "- Sở Y tế thành phố Hải Phòng;",
        "- Sở Nội vụ thành phố Hải Phòng.",
    ]


def test_the_commune_speaks_of_villages_and_of_no_district(land):
    text = "\n".join(paragraphs(land, COMMUNE))
    assert "Các thôn vận động" in text and "Chủ tịch UBND xã đã ban hành quyết định" in text
    assert [word for word in ("huyện", "Huyện", "thị trấn", "các xã", "Lao động - Thương binh") if word in text] == []


def test_the_city_speaks_of_communes(land):
    text = "\n".join(paragraphs(land, CITY))
    assert "Chủ tịch UBND các xã đã ban hành 1.375 quyết định" in text
    assert [word for word in ("huyện", "thị trấn", "các thôn", "UBND xã") if word in text] == []


@pytest.mark.parametrize("office", [COMMUNE, CITY])
def test_under_a_city_a_province_is_one_that_is_named(land, office):
    edition = land / "outputs" / office / "2026"
    pages = [
        re.sub(r"<script.*?</script>|<[^>]+>", "", (edition / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in ("report.html", "appendix.html")
    ]
    alts = re.findall(r'(?:aria-label|alt)="([^"]*)"', (edition / "appendix.html").read_text(encoding="utf-8"))
    tables = [path.read_text(encoding="utf-8") for path in sorted((edition / "tables").glob("*.csv"))]
    annex = [str(cell.value) for sheet in openpyxl.load_workbook(edition / "annex.xlsx") for row in sheet for cell in row if cell.value]
    said = QUOTED.sub("", "\n".join((*pages, *alts, *tables, *annex)))
    assert "quà của cấp thành phố" in said.lower()

    assert [] == re.findall(r".{0,40}\btỉnh\b(?! [A-ZĐ]).{0,20}", said, re.IGNORECASE)


@pytest.mark.parametrize("office", [COMMUNE, CITY])
def test_no_output_holds_a_canary(land, office):
    canaries = [text.encode() for text in CANARIES]
    edition = land / "outputs" / office / "2026"
    paths = [path for path in edition.rglob("*") if path.is_file()]
    pdf = {".pdf"} if office == COMMUNE else set()
    assert {".docx", ".html", ".xlsx", ".csv", ".ipynb", ".json", ".svg", *pdf} <= {path.suffix for path in paths}
    assert [path.name for path in paths for part in everything_in(path) for canary in canaries if canary in part] == []


def test_the_city_sends_no_commune_s_list_back(land):
    assert [path.name for path in (land / "outputs" / CITY).rglob("*.xlsx")] == ["annex.xlsx"]


def test_the_city_says_from_where_each_commune_came(land):
    told = (land / "outputs" / CITY / "2026" / "tables" / "findings.csv").read_text(encoding="utf-8")

    assert "xã Kim Thành: lấy số đếm và tổng từ số liệu đã công bố." in told
    assert "xã An Thành: lấy số đếm và tổng từ các tệp của đơn vị." in told


def test_the_city_s_manifest_names_the_communes_workbooks(land):
    manifest = json.loads((land / "outputs" / CITY / "2026" / "manifest.json").read_text(encoding="utf-8"))
    for member in MEMBERS:
        assert f"{member}/2026/Thon_Dong_2026.xlsx" in manifest["inputs"]


def test_a_trace_of_the_city_leads_into_a_village_s_cell(land):
    done = command(land, "trace", "2026", "poor_households", "--office", CITY, "--area", "10750")
    assert done.returncode == 0
    line = next(text for text in done.stdout.splitlines() if "Thon_Nam" in text)
    value, file = line.strip().removeprefix("xã Phú Thái: ").split("  ←  ")
    name, sheet, cell = file.split(" › ")
    office, workbook = name.split("/")
    assert str(openpyxl.load_workbook(land / "data" / office / "2026" / workbook)[sheet][cell].value) == value


def test_a_missing_commune_ends_with_a_word_and_exit_code_1(land):
    shutil.move(land / "data" / "xa-phu-thai" / "2026", land / "aside")
    try:
        done = command(land, "check", "2026", "--office", CITY)
    finally:
        shutil.move(land / "aside", land / "data" / "xa-phu-thai" / "2026")
    assert done.returncode == 1
    assert "LỖI: Đơn vị thành viên xa-phu-thai không có dữ liệu năm 2026." in done.stderr
