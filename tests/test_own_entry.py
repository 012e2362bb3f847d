"""One entry of an office's own book, a form with a list, a level and a plan, and all that must follow from it.

Seedlings given by two villages in 2026 and 2027; flowers are in the list, but no indicator is made of them.

village    fruit 2026   fruit 2027   timber (both years)   all 2026   all 2027
Nà Mẫu             10           20                    10         20         30
Pá Thử             20           40                    20         40         60
the office         30           60                    30         60         90   of 60 planned: 150%
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from test_office_new import HIGHLAND, STANDARD, Offices, data, offices, put, settings  # noqa: F401  (two of them are fixtures)

BOOK = {
    "forms.csv": """form,code,label,sender,required,valid_from,valid_to,sheet_names,title,tells
seedlings,B60,Tổng hợp cây giống hỗ trợ,area,yes,2024-01-01,,B60. Cây giống|Cây giống,TỔNG HỢP CÂY GIỐNG HỖ TRỢ,undated
""",
    "columns.csv": """form,valid_from,valid_to,column,label,group_label,synonyms,kind,unit_of_measure,personal,required,help,printed
seedlings,2024-01-01,,row_number,STT,,TT,row_number,,no,no,Số thứ tự,
seedlings,2024-01-01,,kind,Loại cây,,Giống cây,category,,no,yes,Loại cây được hỗ trợ,
seedlings,2024-01-01,,seedlings,Số cây,,Số lượng cây,count,seedling,no,yes,Số cây đã giao,
seedlings,2024-01-01,,level,Mức (đồng/cây),,Đơn giá,money,VND/seedling,no,no,Mức hỗ trợ một cây,
seedlings,2024-01-01,,amount,Số tiền (đồng),,Thành tiền,money,VND,no,no,Tổng số tiền,
""",
    "categories.csv": """form,column,code,label,synonyms,valid_from,valid_to,families
seedlings,kind,fruit,Cây ăn quả,Cây quả,,,grown
seedlings,kind,timber,Cây lấy gỗ,Gỗ,,,grown
seedlings,kind,flower,Cây hoa,Hoa,,,
""",
    "units_of_measure.csv": "id,label,kind,notation\nseedling,cây,count,count\nVND/seedling,đồng/cây,level,money\n",
    "fields.csv": "id,label\nforestry,Cây giống\n",
    "indicators/own.toml": """field = "forestry"
[seedlings]
label = "Cây giống hỗ trợ"
unit_of_measure = "seedling"
plus = ["seedlings_{grown}"]
plan = "seedlings_planned"
by_area = true
trend = 40
["seedlings_{code}"]
each = "seedlings.kind:grown"
label = "Cây giống: {label}"
unit_of_measure = "seedling"
sum = "seedlings.seedlings"
where = { kind = "{code}" }
by_area = true
[seedlings_planned]
label = "Kế hoạch cây giống"
unit_of_measure = "seedling"
desk = "number"
[seedlings_rate]
label = "Cây giống so với kế hoạch"
unit_of_measure = "percent"
share_of_plan = "seedlings"
""",
    "checks.toml": """[seedlings_planned_for]
number = "K01"
title = "Cây giống không quá kế hoạch"
severity = "flagged"
at_most = "seedlings"
plus = ["seedlings_planned"]
""",
}
TEXT = """# I. KẾT QUẢ

Hỗ trợ {{ count("seedlings") }} cây giống, {{ change("seedlings") }}, đạt {{ percent("seedlings_rate") }} kế hoạch.

{{ table("seedlings", "seedlings_fruit", caption="Cây giống theo bản") }}

{{ figure("trend") }}

"""
VILLAGES = {"Nà Mẫu": 10, "Pá Thử": 20}


@pytest.fixture
def made(offices) -> Offices:  # noqa: F811
    """A commune whose book has the entry, with the workbooks of two years filled in."""
    found = offices(2027)
    said = ("--name", HIGHLAND.name, "--province", HIGHLAND.province, "--areas", HIGHLAND.areas)
    found.run("office", "new", "xa-mau", "--like", "xa-kim-thanh", *said)
    own = found.data / "xa-mau"
    (own / "book" / "indicators").mkdir()
    for name, text in BOOK.items():
        (own / "book" / name).write_text(text, encoding="utf-8")
    sections = settings(own)["sections"]
    put(own / "office.toml", sections[1], "02_rieng")
    for name in sections[2:-2]:
        put(own / "office.toml", f'"{name}", ', "")
    (own / "text" / "02_rieng.md").write_text(TEXT, encoding="utf-8")
    for found.year in (2026, 2027):
        found.run("new", str(found.year), office="xa-mau")
        for village, given in VILLAGES.items():
            found.fill("xa-mau", village, 80, 20, {"B60": rows_of(given, found.year)})
        found.fill_desk("xa-mau", "Xa Muong Thu", {"B12": STANDARD["B12"] | {"Kế hoạch cây giống": [60]}})
    return found


def rows_of(given: int, year: int) -> list[list]:
    """Fruit, twice as many in 2027; timber, which is written down for 10 đồng more than count × level; flowers."""
    fruit = given * (year - 2025)
    return [[1, "Cây quả", fruit, 1000, fruit * 1000], [2, "Gỗ", given, 2000, given * 2000 + 10], [3, "Cây hoa", 7, 10, 70]]


def sheet_of(path: Path, title: str) -> list[list[str]]:
    """The rows of a sheet of a workbook, what is written in each."""
    book = openpyxl.load_workbook(path)
    [sheet] = [one for one in book if one.title.startswith(title)]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def rows_in(path: Path, **wanted: str) -> list[dict[str, str]]:
    """The rows of a published table in which columns hold some words."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [row for row in table.to_dict("records") if all(str(row[name]).find(words) >= 0 for name, words in wanted.items())]


def said_by(made: Offices, capsys, *words: str) -> str:
    capsys.readouterr()
    made.run(*words, office="xa-mau")
    return capsys.readouterr().out


def test_from_one_entry_follow_all_sixteen(made, capsys):
    """The column of the blank form, the words of the list, what is read and observed, the value, its change, the share of plan, table,
    figure, rows of the annex and of the method, the cells behind the number, the check, the search, coverage, what nothing uses."""
    made.run("report", "2027", "--formats", "html,xlsx", office="xa-mau")
    edition = made.outputs / "xa-mau" / "2027"
    blank, tables = made.outputs / "xa-mau" / "2027.forms" / "Ban_Na_Mau_2027.xlsx", edition / "tables"
    told = json.loads((tables / "report.json").read_text(encoding="utf-8"))["blocks"]
    texts = ["".join(run["text"] for run in block.get("runs", ())) for block in told]
    [table] = [block for block in told if block["kind"] == "table"]
    [figure] = [block for block in told if block["kind"] == "figure"]
    page = unescape(re.sub(r"<[^>]+>", "|", (edition / "appendix.html").read_text(encoding="utf-8")))
    fruit = rows_in(tables / "observations.csv", item="seedlings_fruit", period="2027")
    findings = rows_in(tables / "findings.csv", message="")
    annex = sheet_of(edition / "annex.xlsx", "Chỉ tiêu")

    assert ["STT", "Loại cây", "Số cây", "Mức (đồng/cây)", "Số tiền (đồng)"] in sheet_of(blank, "B60")
    assert {"Cây ăn quả", "Cây lấy gỗ", "Cây hoa"} <= {cell for row in sheet_of(blank, "Danh mục") for cell in row}
    assert [("0270001", 20, "C9"), ("0270002", 40, "C9")] == [(row["area_code"], float(row["value"]), row["cells"]) for row in fruit]
    assert ["Hỗ trợ 90 cây giống, tăng 30 cây so với năm trước, đạt 150% kế hoạch."] == [text for text in texts if "cây giống" in text]
    assert [("Bản Nà Mẫu", "30", "20"), ("Bản Pá Thử", "60", "40"), ("Tổng cộng", "90", "60")] == [
        tuple(cell["text"] for cell in row) for row in table["rows"]
    ]
    assert "Cây giống hỗ trợ: 2026: 60, 2027: 90." in figure["alt"]
    assert [["90", "seedlings"], ["60", "seedlings_fruit"], ["30", "seedlings_timber"], ["60", "seedlings_planned"]] == [
        [row[2], row[-1]] for row in annex if "eedling" in row[-1]
    ][:4]
    assert "(Cây giống hỗ trợ) ÷ (Kế hoạch cây giống) × 100" in page and "Ban_Na_Mau_2027.xlsx › C9" in page
    assert [("90", "60", "cảnh báo")] == [(row["left"], row["right"], row["result"]) for row in rows_in(tables / "checks.csv", check="K01")]
    assert ["xã Mường Thử: Cây giống không quá kế hoạch: 90 và 60 cây."] == [row["message"] for row in findings if row["check"] == "K01"]
    assert [("Ban_Na_Mau_2027.xlsx", "E10"), ("Ban_Pa_Thu_2027.xlsx", "E10")] == [
        (row["file"], row["cell"]) for row in findings if row["sheet"].startswith("B60")
    ]
    assert ["B60, Loại cây = Cây hoa: 2 dòng ở 2 đơn vị (Số cây = 14) không chỉ tiêu nào dùng."] == [
        row["message"] for row in findings if row["message"].startswith("B60, Loại cây")
    ]
    assert [("3", "1"), ("3", "1")] == [(row["rows"], row["unused_rows"]) for row in rows_in(tables / "coverage.csv", form="seedlings")]

    traced, found = said_by(made, capsys, "trace", "2027", "seedlings"), said_by(made, capsys, "book", "cay giong")

    assert "bản Pá Thử: 40  ←  Ban_Pa_Thu_2027.xlsx › B60. Cây giống › C9" in traced
    assert [] == [one for one in ("seedlings: Cây giống hỗ trợ", "Biểu (1)", "K01 Cây giống không quá kế hoạch") if one not in found]
