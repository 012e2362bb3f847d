"""The kinds of mess of which no cell alone is wrong: between lists, against the norms, in rounded figures (cases 72, 74-77).

Two communes and the desk of 2024 are copied and given the faults; the rules are read off the edition made of them.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from check_cases import CASES
from conftest import ROOT
from ctxh.check.engine import run_checks
from ctxh.check.last_year import thousands_kept
from ctxh.clean.form_records import Records
from ctxh.clean.persons.matching import match
from ctxh.clean.rounding import half_unit
from ctxh.tell.reconciliation import funerals_and_stops, funerals_table
from opened import knowing, opened
from small_checks import A, B, Small
from small_sheets import BOOK, LAYOUTS, messages, records

XUYEN, LIEN, DESK = "Xa_Kim_Xuyen_2024.xlsx", "Xa_Kim_Lien_2024.xlsx", "Huyen_Kim_Thanh_2024.xlsx"
B1, B1B, B2, B3, B13 = "B1. BTXH", "B1b. NCC", "B2. Biến động", "B3. Mai táng phí", "B13. Bản giấy"
KIM_XUYEN = "10771"
BETWEEN = ("C17", "C18", "C20", "C27", "C36", "C37", "C38")  # they hold one form of the communes against another
PRINTED = {
    "poor_households": "11.572 hộ nghèo",
    "poor_households_rate": "3,04%",
    "near_poor_households": "12.947 hộ cận nghèo",
    "near_poor_households_rate": "3,37%",
    "longevity_total_amount": "1,469 tỷ đồng",
    "longevity_gift_amount": "1,285 tỷ đồng",
    "longevity_village_amount": "0,182 tỷ đồng",
}


def copied(folder, *files: str):
    """A data folder with some workbooks of 2024."""
    office = folder / "kim-thanh"
    (office / "2024").mkdir(parents=True)
    for name in ("office.toml", "norms.csv"):
        shutil.copy(ROOT / "data" / "kim-thanh" / name, office)
    shutil.copytree(ROOT / "data" / "kim-thanh" / "book", office / "book")
    for name in files:
        shutil.copy(ROOT / "data" / "kim-thanh" / "2024" / name, office / "2024")
    return office / "2024"


def row_of(sheet, column: int, text: str) -> int:
    """The first row with a text in a column."""
    return next(row for row in range(9, sheet.max_row + 1) if str(sheet.cell(row, column).value or "").startswith(text))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """The edition, and the cells in which a test looks for its fault."""
    folder = tmp_path_factory.mktemp("faulty")
    year = copied(folder, XUYEN, LIEN, DESK)
    xuyen, lien, desk = (openpyxl.load_workbook(year / name) for name in (XUYEN, LIEN, DESK))
    person, elsewhere = xuyen[B1]["E12"].value, xuyen[B1]["E20"].value
    xuyen[B1B]["E13"].value, lien[B1B]["E11"].value = person, elsewhere  # 72: one in both lists, one in those of two communes
    paid = row_of(xuyen[B1], 9, "1000000")
    xuyen[B1].cell(paid, 9).value = 720_000  # 75: the coefficient 2.0 at the base of before 1/7/2024
    xuyen[B1].cell(row_of(xuyen[B1], 2, "Tổng cộng"), 9).value -= 280_000
    dead, unnumbered = xuyen[B3]["C10"].value, xuyen[B3]["C12"].value
    stops = {xuyen[B2].cell(row, 3).value: row for row in range(10, xuyen[B2].max_row) if xuyen[B2].cell(row, 5).value == "Thôi hưởng"}
    xuyen[B2].cell(stops[dead], 5).value = "Chuyển nơi cư trú"  # 74: a funeral without a decision to stop
    for sheet, cell in ((B3, "C12"), (B2, f"C{stops[unnumbered]}")):
        xuyen[sheet][cell].value = None  # 74: what cannot be matched, for want of a number
    for row in range(9, desk[B13].max_row + 1):
        if desk[B13].cell(row, 3).value in PRINTED:
            desk[B13].cell(row, 5).value = PRINTED[desk[B13].cell(row, 3).value]  # 76, 77
    for name, book in ((XUYEN, xuyen), (LIEN, lien), (DESK, desk)):
        book.save(year / name)
    edition = opened("kim-thanh", 2024, folder, folder / "work", shown_here=True, allow_missing=True)
    return SimpleNamespace(edition=edition, paid=f"I{paid}", hidden=[person, elsewhere, dead])


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The edition of the same workbooks as they are."""
    folder = tmp_path_factory.mktemp("sound")
    copied(folder, XUYEN, LIEN, DESK)
    return opened("kim-thanh", 2024, folder, folder / "work")


def found(edition, check: str) -> list[tuple[str, str, str, str]]:
    """Severity, file, cell and message of the findings of a check."""
    rows = edition.findings()
    own = rows[rows["check"] == check].fillna("")
    return list(zip(own["severity"], own["file"], own["cell"], own["message"], strict=True))


def results(edition, check: str) -> list[tuple[str, str, str]]:
    """Both sides and the result of a check."""
    rows = edition.checks()
    own = rows[rows["check"] == check]
    return list(zip(own["left"], own["right"], own["result"], strict=True))


def test_case_72_a_person_in_two_programmes_is_flagged_with_both_cells(faulty):
    own, other = sorted(found(faulty.edition, "C37"), key=lambda row: row[2])

    assert ("flagged", XUYEN, "E12") == own[:3] and f"({XUYEN}, {B1B}, ô E13)" in own[3]
    assert ("flagged", XUYEN, "E20") == other[:3] and f"({LIEN}, {B1B}, ô E11)" in other[3]
    assert "1 và 0 người" in own[3] and "chỉ hưởng một mức cao nhất (khoản 2 Điều 6 NĐ 20/2021/NĐ-CP), mỗi dịp một suất quà" in own[3]


def test_case_74_a_funeral_without_a_decision_to_stop_is_flagged(faulty):
    [(severity, file, cell, message)] = found(faulty.edition, "C38")

    assert ("flagged", XUYEN, "D10") == (severity, file, cell)
    assert "19 và 18 trường hợp; 1 trường hợp mai táng phí (B3) không có quyết định thôi hưởng (B2) cùng số CCCD" in message


def test_case_74_deaths_and_decisions_are_reconciled_by_commune(faulty, sound):
    before, after = (funerals_and_stops(edition.computed).set_index("area_code").loc[KIM_XUYEN] for edition in (sound, faulty.edition))

    assert (20, 20, 0, 0) == tuple(before[["funerals", "stopped", "not_stopped", "unknown"]])
    assert (20, 18, 1) == tuple(after[["funerals", "stopped", "not_stopped"]])
    assert (before["stops"] - 1, 18, before["not_buried"], 2) == tuple(after[["stops", "buried", "not_buried", "unknown"]])


def test_case_74_of_funerals_without_numbers_no_stop_is_said_to_have_another_reason():
    def listed(form: str, file: str, area: str, kinds: list[str]) -> Records:
        return Records(form, file, form, area, pd.DataFrame({"row": [2, 3], "kind": kinds}), {})

    lists = [listed(form, f"{area}.xlsx", area, ["stop", "moved"]) for form in ("funerals", "changes") for area in ("1", "2")]
    match(
        lists,
        {("funerals", "2.xlsx", "funerals"): {2: "a"}, **{("changes", f"{area}.xlsx", "changes"): {2: area, 3: "c"} for area in "12"}},
    )

    assert [["unknown", ""], ["no", ""]] == [one.table["funeral"].tolist() for one in lists[2:]]  # area 1 keeps no numbers in B3
    assert [["unknown", "unknown"], ["no", "unknown"]] == [one.table["stop_decision"].tolist() for one in lists[:2]]


def test_case_74_the_table_names_the_communes_and_adds_them_up(sound):
    table = funerals_table(sound.computed)
    rows = [[cell.text for cell in row] for row in table.rows]
    both = [row for row in rows if row[0] in ("Xã Kim Liên", "Xã Kim Xuyên")]

    assert ["–"] * 7 == next(row[1:] for row in rows if row[0] == "Xã Lai Vu")
    assert ["Tổng cộng", *(str(int(a) + int(b)) for a, b in zip(both[0][1:], both[1][1:], strict=True))] == rows[-1]
    assert "Mai táng phí và quyết định thôi hưởng, năm 2024" == table.caption and "số CCCD" in table.note


def test_case_75_an_amount_of_the_old_base_is_flagged_with_the_expected_one_and_its_day(faulty):
    [(severity, file, cell, message)] = found(faulty.edition, "C34")

    assert ("flagged", XUYEN, faulty.paid) == (severity, file, cell)
    assert message.endswith(
        "720.000 và 1.000.000 đồng; 1 dòng có mức hưởng khác hệ số × 500.000 đồng (mức chuẩn từ 01/7/2024, NĐ 76/2024/NĐ-CP): "
        "hệ số 2,0 thì 1.000.000 đồng."
    )


def test_case_76_a_total_beyond_the_rounding_of_its_parts_is_flagged(faulty):
    [(severity, file, _, message)] = found(faulty.edition, "C40")

    assert ("flagged", DESK) == (severity, file)
    assert (
        "1.469.000.000 và 1.467.000.000" in message and "cộng 2 phần lệch 2.000.000 đồng, làm tròn chỉ cho lệch 1.000.000 đồng" in message
    )


def spending(total: str) -> list[tuple]:
    """The paper's spending on assistance: three parts rounded to millions, a fourth that is nought, and their total."""
    parts = {
        "btxh_monthly_allowance_amount": "1,149 tỷ đồng",
        "btxh_funeral_amount": "5,811 tỷ đồng",
        "btxh_home_care_amount": "3,156 tỷ đồng",
        "btxh_service_fee_amount": "0",
        "btxh_total_spending": total,
    }
    values = dict.fromkeys(parts, 1) | {"btxh_service_fee_amount": 0, "btxh_total_spending": 3}  # these parts are all of the total
    edition = Small(values, rows=[("printed_on_paper", "293", name, text) for name, text in parts.items()])
    return [row for row in run_checks(edition.computed)[0].itertuples() if row.check == "C40"]


@pytest.mark.parametrize(
    ("total", "result"),
    [("10,116 tỷ đồng", "đạt"), ("10,117 tỷ đồng", "đạt"), ("10,118 tỷ đồng", "cảnh báo"), ("khoảng 11 tỷ đồng", "thông tin")],
)
def test_case_76_half_a_unit_a_part_is_what_rounding_can_do(total, result):
    assert [result] == [row.result for row in spending(total)]


def funerals(total: str, parts=("1,149 tỷ", "5,811 tỷ", "3,156 tỷ")) -> list[str]:
    """The findings about the typed total of a form whose parts are written so."""
    rows = [f"{n} | Mẫu Văn Thử | | 04/11/2024 | | Đông | {part} | 12/QĐ | 11/2024 | " for n, part in enumerate(parts, 1)]
    found = records("funerals", "\n".join([*rows, f" | Tổng cộng | | | | | {total} | | | "]))
    return [line for line in messages(found) if "Dòng tổng" in line]


def test_case_76_a_typed_total_may_differ_by_the_rounding_of_its_rows():
    [told] = funerals("10,117 tỷ")

    assert told.startswith(
        "info G6: Dòng tổng, cột «Mức hỗ trợ (đồng)»: ghi 10.117.000.000, cộng các dòng được 10.116.000.000; lệch không quá nửa"
    )
    assert [] == funerals("10,116 tỷ")


def test_case_76_and_no_further():
    [told] = funerals("10,118 tỷ")

    assert told.startswith("stopped G6: ") and told.endswith("lệch 2.000.000.")
    assert ["stopped"] == [line[:7] for line in funerals("10.117.000.000", ("1.149.000.000", "5.811.000.000", "3.156.000.000"))]


@pytest.mark.parametrize(
    ("cell", "scale", "half"),
    [
        ("1,149 tỷ", 1, 500_000),
        ("1,149 tỷ", 1_000_000, 500_000),
        (1.149, 1_000_000_000, 500_000),
        (12, 1_000_000, 500_000),
        (12, 1, 0),
        ("12", 1000, 500),
        ("khoảng", 1000, 0),
        (None, 1000, 0),
        (0, 1000, 0),
        ("1.149.000.000", 1, 0),
    ],
)
def test_case_76_half_of_the_last_place_of_a_cell(cell, scale, half):
    assert half == half_unit(cell, scale)


def test_case_77_two_rates_that_no_number_of_households_gives_are_flagged(faulty):
    [(severity, file, _, message)] = found(faulty.edition, "C39")

    assert ("flagged", DESK) == (severity, file)
    assert "[380.033; 381.285] và [383.615; 384.754]" in message and "không số hộ nào cho cả hai tỷ lệ, hai mẫu số khác nhau" in message
    assert "«11.572 hộ nghèo ở 3,04% và 12.947 hộ cận nghèo ở 3,37%»" in message


def test_no_finding_shows_a_number_of_a_person(faulty):
    told = faulty.edition.findings().to_csv() + faulty.edition.observations().to_csv() + faulty.edition.checks().to_csv()

    assert [] == [number for number in faulty.hidden if str(number) in told]


def test_the_same_workbooks_without_their_faults_agree(sound):
    assert [] == [row for check in ("C34", "C37", "C38", "C39", "C40") for row in found(sound, check)]
    assert [("0", "0", "đạt")] == results(sound, "C37")
    assert ["đạt", "thông tin"] == [result for *_, result in results(sound, "C38")]
    assert [("[47.302; 47.807]", "[47.417; 47.706]", "đạt")] == results(sound, "C39")


def test_the_paper_of_2024_adds_up(edition_2024):
    assert [("7", "7", "đạt")] == results(edition_2024, "C40")


FORMS = {"C22": "employment", "C24": "changes", "C33": "labour"}  # one of those that each looks at
LACKED = {"C22": "B9b", "C24": "B1, B2", "C33": "số liệu"}


@pytest.mark.parametrize("check", FORMS)
def test_case_69_without_an_area_the_whole_is_not_held_against_what_the_desk_knows(check):
    faulty = next((bad for id, _, _, bad, _ in CASES if id == check), Small(rows=[("printed_on_paper", "293", "new_jobs", "1 người")]))
    found = []
    for case in (faulty, replace(faulty, absent=(B,)), replace(faulty, faulty=((A, FORMS[check]),))):
        table, _ = run_checks(case.computed)
        found.append([(row.result, row.note) for row in table.itertuples() if row.check == check])

    assert "cảnh báo" in [result for result, _ in found[0]]
    assert [("thông tin", f"không xét: thiếu {LACKED[check]} của thị trấn Phú Thái")] == found[1]
    assert [("thông tin", f"không xét: {LAYOUTS[FORMS[check]].code} của xã Kim Xuyên còn lỗi phải sửa")] == found[2]


def grave(edition) -> list[tuple[str, str, str, str]]:
    """Check, file, sheet and message of what stops or is flagged of a commune, and of what holds forms against each other.

    The months of deaths are of one form alone.
    """
    rows = edition.findings()
    rows = rows[~rows["message"].str.contains("theo tháng chết")]
    rows = rows[rows["severity"].isin(["stopped", "flagged"]) & ((rows["file"] == XUYEN) | rows["check"].isin(BETWEEN))]
    return list(zip(rows["check"], rows["file"], rows["sheet"], rows["message"], strict=True))


def test_case_69_the_workbook_of_another_year_is_one_finding_and_none_of_its_rows_counts(tmp_path):
    year = copied(tmp_path, LIEN, DESK)
    (year / XUYEN).write_bytes((ROOT / "data/kim-thanh/2023/Xa_Kim_Xuyen_2023.xlsx").read_bytes())
    edition = opened("kim-thanh", 2024, tmp_path, tmp_path / "work")

    assert [("kỳ báo cáo", XUYEN, "", "Tiêu đề của 12 trang tính ghi năm 2023, không phải năm 2024.")] == grave(edition)
    assert KIM_XUYEN not in set(edition.observations()["area_code"])
    assert {0} == set(edition.computed.coverage.query("area_code == @KIM_XUYEN")["rows"])


@pytest.mark.parametrize("sheet", [B1, B2, B3, "B4. Chi trả", "B8a. Hộ nghèo"])
def test_case_69_what_follows_from_a_form_of_another_year_is_not_said_beside_it(tmp_path, sheet):
    book = openpyxl.load_workbook(copied(tmp_path, XUYEN, LIEN, DESK) / XUYEN)
    titles = [cell for row in book[sheet].iter_rows(max_row=8) for cell in row if "2024" in str(cell.value)]
    for cell in titles:
        cell.value = cell.value.replace("2024", "2023")
    book.save(tmp_path / "kim-thanh/2024" / XUYEN)

    assert [("kỳ báo cáo", XUYEN, sheet, "Tiêu đề ghi năm 2023, không phải năm 2024.")] == grave(
        opened("kim-thanh", 2024, tmp_path, tmp_path / "work")
    )


def test_case_69_what_disagrees_between_forms_that_were_read_is_said(sound, faulty):
    assert ["C37", "C38"] == sorted({check for check, *_ in grave(faulty.edition)} & {"C37", "C38"})
    assert set() == {check for check, *_ in grave(sound)} & {"C37", "C38"}


@pytest.mark.parametrize(
    ("now", "before", "agrees"),
    [(3, 2_600, False), (2_600_000, 2_600, False), (1_300, 2_600, True), (0, 2_600, True), (None, 2_600, True), (3, None, True)],
)
def test_case_05_a_count_a_thousandth_of_last_years_is_flagged(now, before, agrees):
    """A lost dot makes 2.600 new jobs 3; half of them, none of them and no word of them are other things."""
    known = {("new_jobs", "10771"): before} if before else {("new_jobs", "10750"): 5}
    [verdict] = thousands_kept(SimpleNamespace(book=BOOK, last_year=known, area_values=lambda name: {"10771": (now, "")}))

    assert agrees == verdict.agrees
    assert agrees or (verdict.area_code, "dấu chấm hàng nghìn" in verdict.note) == ("10771", True)


def test_case_05_a_first_year_has_nothing_to_be_held_against():
    [verdict] = thousands_kept(SimpleNamespace(last_year={}))

    assert (None, "không xét: chưa có số liệu năm trước") == (verdict.agrees, verdict.note)


def test_case_05_the_last_year_is_known_by_commune(edition_2024):
    known = edition_2024.computed.last_year

    assert 18 == len({area for _, area in known}) and edition_2024.area_code not in {area for _, area in known}
    assert 2023 in edition_2024.computed.earlier.tables and all(value == value for value in known.values())


def test_what_follows_from_a_refused_cell_is_not_said_again(tmp_path):
    """One cause, one finding: households at the year's end written in words stop; the sums that lack them do not."""
    year = copied(tmp_path, XUYEN, LIEN, DESK)
    book = openpyxl.load_workbook(year / XUYEN)
    book["B8a. Hộ nghèo"]["H11"].value = "mười ba"
    book.save(year / XUYEN)
    findings = opened("kim-thanh", 2024, tmp_path, tmp_path / "work").findings()
    stopped = findings[(findings["severity"] == "stopped") & (findings["check"] != "đủ xã")]

    assert [(XUYEN, "H11")] == list(zip(stopped["file"], stopped["cell"], strict=True))


def test_case_05_a_shorter_series_hides_no_last_year(edition_2024):
    edition = knowing(edition_2024, replace(edition_2024.observed, request=replace(edition_2024.request, since=2024)))

    assert ([2023], {2024}) == (list(edition.computed.earlier.tables), set(edition.series()["year"]))
