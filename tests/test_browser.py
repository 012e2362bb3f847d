"""The two pages in a real browser: what they load, say and show, with and without mouse and script."""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

BROWSER = Path(__file__).parent / "browser"
VNU = BROWSER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def node_is_new_enough() -> bool:
    if not shutil.which("node"):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return int(said.lstrip("v").partition(".")[0] or 0) >= 20


NEEDED = {
    "Chromium": CHROMIUM,
    "node 20": node_is_new_enough(),
    "npm ci --prefix tests/browser": (BROWSER / "node_modules").is_dir(),
}
ABSENT = [name for name, found in NEEDED.items() if not found]

pytestmark = [pytest.mark.documents, pytest.mark.skipif(bool(ABSENT), reason=f"thiếu {', '.join(ABSENT)}")]
PAGES = ("appendix", "report")
LOOKS = [(page, look) for page in PAGES for look in ("wide light", "wide dark", "phone light", "phone dark")]


@pytest.fixture(scope="module")
def seen(published_2024) -> dict:
    addresses = [*(address for address, _ in chosen(published_2024)), *COMPARED]
    command = ["node", str(BROWSER / "probe.mjs"), str(CHROMIUM), str(published_2024), json.dumps(addresses)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr[-3000:])
    return json.loads(done.stdout)


OFFICE = "293"
PICKED = 8
COMPARED = (
    "bang?i=poor_households_rate,tet_gifts_total_amount,btxh_total_spending&c=year,2022,2024",
    "bang?i=poor_households,households&c=area,10771,10774",
)


def table_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chosen(folder: Path) -> list[tuple[str, list[list[str]]]]:
    """Random tables of one's own: the part of the address after #, and the cells that they hold, as the edition's tables print them."""
    rng, texts = random.Random(20241231), {(r["indicator"], r["area_code"]): r["printed"] for r in table_of(folder, "indicators")}
    by_area = sorted({name for name, code in texts if code != OFFICE and texts[name, code] not in ("", "…")})
    areas = list(dict.fromkeys(code for _, code in texts if code != OFFICE))
    found = []
    for number in range(PICKED):
        names, codes = rng.sample(by_area, 3), sorted(rng.sample(areas, 4), key=areas.index)
        cells = [[texts[name, code] for name in names] for code in (*codes, OFFICE)]
        address = f"bang?i={','.join(names)}&a={','.join([*codes, OFFICE])}"
        if number % 2:
            address, cells = f"{address}&t=1", [list(row) for row in zip(*cells, strict=True)]
        found.append((address, cells))
    return found


@pytest.mark.parametrize(("page", "look"), LOOKS)
def test_a_page_loads_nothing_else_and_reports_no_fault(seen, page, look):
    found = seen["looks"][page][look]
    assert (found["requests"], found["console"]) == ([], [])


@pytest.mark.parametrize(("page", "look"), LOOKS)
def test_axe_finds_no_barrier_on_the_page_in_the_search_or_in_a_passport(seen, page, look):
    assert seen["looks"][page][look]["axe"] == []


@pytest.mark.parametrize(("page", "look"), LOOKS)
def test_neither_page_nor_passport_is_wider_than_the_window_and_names_stand_on_two_lines(seen, page, look):
    found = seen["looks"][page][look]
    assert (found["overflow"], found["spill"]) == (0, 0)
    assert [] == found["spilt"] == found["torn"] == found["tall"]


@pytest.mark.parametrize("page", PAGES)
def test_a_number_opens_its_passport_from_the_keyboard_and_gets_the_focus_back(seen, page):
    found = seen["keyboard"][page]
    assert found["skip"] == "#noi-dung"
    assert found["link"].startswith("#hc-") and found["open"] and found["inside"]
    assert re.search(r"Giá trị\n.+\nCách tính\n.+", found["text"])
    assert re.search(r"Ô trong tệp Excel(.|\n)+\.xlsx › .*[A-Z]+\d+", found["text"])
    assert found["closed"] and found["returned"] == found["link"]


def test_the_number_of_a_commune_opens_the_line_of_the_commune(seen):
    found = seen["passport"]
    area = re.search(r"\((.*)\)$", found["title"])[1]
    assert found["title"].startswith("Tỷ lệ hộ nghèo: ") and found["marked"].startswith(area)
    assert found["rows"] == 18 and found["unfolded"] == found["marked"]
    for words in ("Cách tính\n(Số hộ nghèo cuối năm) ÷ (Tổng số hộ dân cư) × 100", "Thành phần", "In ở", ".xlsx › "):
        assert words in found["text"]
    assert ("poor_households_rate", []) == (found["copied"], found["axe"])
    assert found["part"].startswith("Số hộ nghèo cuối năm: ") and found["back"] == found["title"]


def test_a_table_of_ones_own_holds_what_the_edition_prints_and_its_address_opens_it_again(seen, published_2024):
    found = seen["ownTables"]

    assert [cells for _, cells in chosen(published_2024)] == [[row[1:] for row in grid[1:]] for grid in found["grids"][:PICKED]]
    assert "Địa chỉ có mã không có trong phụ lục này: no_such." == found["strange"]
    assert "Chọn ít nhất một chỉ tiêu và một đơn vị." == found["none"]
    assert "bang?f=poverty&i=poor_households_start&a=10771" == found["picked"]["address"]
    assert found["picked"]["grid"] == found["again"] and "xã Kim Xuyên" == found["again"][1][0]
    assert f"Số hộ nghèo đầu năm: {found['again'][1][1]} (xã Kim Xuyên)" == found["title"] and found["here"].startswith("xã Kim Xuyên")


def test_two_years_and_two_areas_are_compared_to_the_last_printed_decimal(seen):
    years, areas = seen["ownTables"]["grids"][PICKED:]

    assert [
        ["Chỉ tiêu", "Năm 2022", "Năm 2024", "Chênh lệch"],
        ["Tỷ lệ hộ nghèo", "1,30%", "0,94%", "giảm 0,36 điểm phần trăm"],
        ["Tổng kinh phí quà Tết cho NCC (đồng)", "3.757.850.000", "4.433.250.000", "tăng 675.400.000"],
        ["Tổng kinh phí BTXH: trợ cấp, mai táng phí, chăm sóc, chi phí chi trả (đồng)", "hơn 58 tỷ", "hơn 70 tỷ", "–"],
    ] == years
    assert [
        ["Chỉ tiêu", "xã Kim Xuyên", "xã Phúc Thành", "Chênh lệch"],
        ["Số hộ nghèo cuối năm (hộ)", "31", "15", "kém 16"],
        ["Tổng số hộ dân cư (hộ)", "3.047", "1.837", "kém 1.210"],
    ] == areas


def test_each_value_of_a_figure_is_named_by_keys_and_pointer(seen):
    found = seen["figures"]
    first, second = "Hộ nghèo, chung 0,94% – Ngũ Phúc: 1,49%", "Hộ cận nghèo, chung 1,64% – Ngũ Phúc: 2,26%"

    assert [first, second, "Hộ cận nghèo, chung 1,64% – Tuấn Việt: 1,35%", first] == found["keys"][:4]
    assert found["keys"][2] == found["keys"][4] and found["hidden"]
    assert "Nam – 90–94 tuổi: 88" == found["pointed"] and [] == found["named"]


def test_on_a_phone_figures_are_drawn_anew_and_the_first_column_stays(seen):
    found = seen["figures"]

    assert (36, "Ngũ Phúc\n1,49%", 0) == (len(found["bars"]), found["bars"][0], found["svg"])
    assert (120, 0) == (found["moved"], found["stays"]) and found["printed"]


def test_tables_sort_the_vietnamese_way_and_keep_the_total_last(seen):
    found = seen["sorting"]
    bare = [re.sub(r"^(Xã|Thị trấn) ", "", name) for name in found["names"]]
    assert found["names state"] == "ascending" and len(bare) == 18
    assert bare.index("Cộng Hòa") < bare.index("Đại Đức") < bare.index("Kim Anh") < bare.index("Kim Đính") < bare.index("Kim Liên")
    rates = [float(rate.rstrip("%").replace(",", ".")) for rate in found["rates"]]
    assert found["rates state"] == "descending" and rates == sorted(rates, reverse=True) and rates[0] > rates[-1]
    assert found["last"].startswith("Tổng cộng")


def test_search_finds_indicators_with_and_without_tone_marks(seen):
    found = seen["search"]
    assert found["plain"] == found["toned"] and found["plain"]["hits"][0].startswith("Tỷ lệ hộ nghèo: ")
    assert found["plain"]["count"] == f"{len(found['plain']['hits'])} chỉ tiêu khớp"
    assert len(found["cell"]["hits"]) == 40 and found["cell"]["count"].endswith(" chỉ tiêu khớp, hiện 40")
    assert found["none"] == {"count": "Không có chỉ tiêu khớp", "hits": []}
    assert found["title"] == found["plain"]["hits"][0] and found["returned"] == "#hc-poor_households_rate"


def test_a_reader_goes_from_a_sentence_to_the_figure_the_cell_and_back(seen):
    found = seen["path"]
    assert re.search(r"Xa_\w+\.xlsx › .*\([A-Z]+\d+", found["text"])
    assert "Tỷ lệ hộ nghèo" in found["figure"] and "Bảng cùng số liệu: Bảng " in found["figure"]
    assert found["number"].endswith("%") and found["number"] in found["sentence"]


@pytest.mark.parametrize("page", PAGES)
def test_without_script_a_number_leads_to_its_unfolded_passport(seen, page):
    found = seen["scriptless"][page]
    assert found["extras"] == 0 and found["folds"] > 100
    assert found["visible"] and "Cách tính" in found["text"] and ".xlsx › " in found["text"]
    assert re.search(r"Mã\n[a-z_]+\w*(\n|$)", found["text"])


@pytest.mark.parametrize("page", PAGES)
def test_a_printed_page_leaves_passports_and_buttons_out(seen, page):
    paper = PdfReader(io.BytesIO(base64.b64decode(seen["paper"][page]["pdf"])))
    text = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert seen["paper"][page]["hidden"] == 0 and "Cách tính Cộng" not in text
    assert ("appendix.pdf" in text) == (page == "appendix")
    assert len(paper.pages) < {"report": 12, "appendix": 60}[page]
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert page == "appendix" or "báo cáo./." in paper.pages[-1].extract_text()  # the signature takes along what is before it


@pytest.mark.skipif(not (shutil.which("java") and VNU.is_file()), reason="thiếu java hoặc vnu-jar")
def test_the_checker_of_html_finds_no_error(published_2024):
    pages = [str(published_2024 / f"{page}.html") for page in PAGES]
    command = ["java", "-jar", str(VNU), "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True)
    assert json.loads(done.stderr)["messages"] == []
