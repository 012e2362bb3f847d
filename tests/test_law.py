"""What the law of the day leaves open: arrears of the months before a norm came into force, and numbers that rest on unverified rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ctxh.book import check_norms, load_book
from ctxh.book.categories import load_categories
from ctxh.book.layouts import load_layouts
from ctxh.check.arrears import arrears_paid, owed
from ctxh.check.engine import checks_of, run_checks
from ctxh.check.verdict import EVERY
from ctxh.compute.computed import Computed
from ctxh.compute.norm_months import MULTIPLIED
from ctxh.compute.what_if import _parts
from ctxh.errors import CtxhError
from ctxh.tell import law_tables, resting_numbers
from small_checks import A, B, Small
from small_computed import norms
from small_sheets import BOOK, FOLDERS, REFERENCE

MERIT, ALLOWANCES, HOME = "ncc_monthly", "btxh_monthly", "home_care"


def edition(*paid: tuple, area: str = A, **settings) -> Computed:
    """2026 outside Hải Phòng: merit counts 3.012.000 from July, in force on 01/10; assistance 540.000, in force on 05/10.

    Months as (programme, month, persons, amount, arrears); B1 holds coefficients 10 on the base and 4 on the social pension.
    """
    rows = [("coefficients", area, "social_assistance_base", 10.0), ("coefficients", area, "social_pension_level", 4.0)]
    for programme, month, persons, amount, arrears in paid:
        values = (("persons_by_month", persons), ("spending_by_month", amount), ("arrears_by_month", arrears))
        rows += [(item, area, programme, value, f"2026-{month:02d}") for item, value in values]
    return Small({"cashless_btxh_base": 10}, rows=rows, year=2026, request={"norms": norms("")}, **settings).computed


def merit(arrears: float, level: int = 2_789_000) -> list[tuple]:
    """Two persons at one base each: June to September at a level, October at the new one with arrears."""
    months = [(MERIT, month, 2, 2 * (2_789_000 if month == 6 else level), 0) for month in (6, 7, 8, 9)]
    return [*months, (MERIT, 10, 2, 2 * 3_012_000 + arrears, arrears)]


def test_what_is_owed_is_the_difference_of_the_months_between():
    [one] = owed(edition(*merit(1_338_000)))

    assert ("10771", MERIT, ("2026-07", "2026-08", "2026-09")) == (one.area_code, one.programme, one.months)
    assert (1_338_000, 1_338_000) == (round(one.owed), one.paid)  # 3 months x 2 persons x (3.012.000 - 2.789.000)


def test_allowances_owe_what_the_base_alone_has_risen_by():
    # a month: 10 x 500.000 + 4 x 540.000 = 7.160.000, and by the new base 10 x 540.000 + 4 x 540.000 = 7.560.000
    months = [(ALLOWANCES, month, 10, 7_000_000 if month == 6 else 7_160_000, 0) for month in (6, 7, 8, 9)]
    [one] = owed(edition(*months, (ALLOWANCES, 10, 10, 8_760_000, 1_200_000)))

    assert (1_200_000, 1_200_000) == (round(one.owed), one.paid)  # 3 x 400.000


def test_home_care_is_owed_at_the_base():
    [one] = owed(edition(*((HOME, month, 3, 1_500_000, 0) for month in (6, 7, 8, 9)), (HOME, 10, 3, 1_620_000, 0)))

    assert 360_000 == round(one.owed)  # 3 months x 3 households x 40.000


def test_months_that_were_paid_by_the_new_norm_owe_nothing():
    [one] = owed(edition(*merit(0, level=3_012_000)))

    assert 0 == one.owed


def test_months_before_a_norm_has_a_row_are_left_out_of_what_is_owed_and_told_by_the_checks():
    early = edition(*merit(1_338_000))
    known = early.request.norms.query("norm != 'merit_base' or valid_from > '2026-06'")
    early = replace(early, request=replace(early.request, norms=known))
    checks, _ = run_checks(early, [check for check in checks_of(early.book) if check.id == "C41"])

    assert [] == owed(early)  # July to September have no norm in force, June has none that counts
    assert "không có định mức «merit_base» cho tháng 06/2026, chưa đối chiếu được" in checks["note"].tolist()[0]


def test_a_programme_of_an_offices_own_joins_what_is_asked_of_payments_by_the_norm_that_its_row_names(tmp_path):
    """Care for the wounded, two persons at the base of merit: paid wrongly in July, arrears not written down, another base supposed."""
    (tmp_path / "categories.csv").write_text(
        "form,column,code,label,synonyms,valid_from,valid_to,paid_by\npayments,programme,care,Chăm sóc thương binh,,,,merit_base\n",
        encoding="utf-8",
    )
    book, words = load_book([REFERENCE / "book", tmp_path]), load_categories(REFERENCE, date(2026, 12, 14), others=[tmp_path])
    months = [("care", month, 20 if month == 7 else 2, 2 * 2_789_000, 0) for month in (6, 7, 8, 9)]
    care = edition(*months, ("care", 10, 2, 2 * 3_012_000, 0))
    own = replace(care, request=replace(care.request, book=book, categories=words))
    told = {check.id: [verdict.note for verdict in check.judge(own)] for check in checks_of(book) if check.id in ("C41", "C45")}

    assert [one.partition(",")[0] for one in told["C41"]] == ["tháng 07/2026: bình quân 278.900 đồng một «người»"]
    assert [one.partition(",")[0] for one in told["C45"]] == ["«Chăm sóc thương binh»"]
    assert [3 * 2 * (3_012_000 - 2_789_000)] == [round(one.owed) for one in owed(own)]
    assert [("Chăm sóc thương binh", "merit_base")] == [(one.kind, one.norm) for one in _parts(own, frozenset(), {"merit_base"}, False)[:1]]
    assert [] == owed(care)


ELDERS = {  # a form of an office's own that pays by the month, by a norm of the law
    "forms.csv": "elders,B70,Phụ cấp già làng,area,no,2026-01-01,,B70. Già làng,PHỤ CẤP GIÀ LÀNG,dated,month,",
    "columns.csv": "elders,2026-01-01,,month,Tháng,,,month,,no,yes,Tháng,\nelders,2026-01-01,,kind,Loại,,,category,,no,yes,Loại,\n"
    "elders,2026-01-01,,persons,Số người,,,count,person,no,yes,Số,\nelders,2026-01-01,,amount,Số tiền,,,money,VND,no,yes,Tiền,\n"
    "elders,2026-01-01,,late,Truy lĩnh,,,money,VND,no,no,Tiền,",
    "categories.csv": "elders,kind,elder,Già làng,,,,,,,merit_base,",
}
OF_ELDERS = """
[elders_{name}]
label = "Già làng: {name}"
unit_of_measure = "{measure}"
sum = "elders.{name}"
by = ["kind"]
month = "month"
"""
CHECKED = """
[{rule}_elders]
number = "{number}"
title = "Phụ cấp già làng"
severity = "flagged"
rule = "{rule}"
of = {of}
why = "theo định mức của từng tháng"
"""


def test_a_form_of_an_offices_own_is_checked_by_the_rules_that_its_entries_name(tmp_path):
    """Two elders at the base of merit: a number of payments in July, and nothing written down of 3 x 2 x (3.012.000 - 2.789.000)."""
    for file, rows in ELDERS.items():
        header = (REFERENCE / "book" / file).read_text(encoding="utf-8").partition("\n")[0]
        (tmp_path / file).write_text(f"{header}\n{rows}\n", encoding="utf-8")
    measures = {"amount": "VND", "persons": "person", "late": "VND"}
    items = "".join(OF_ELDERS.format(name=name, measure=measure) for name, measure in measures.items())
    rules = {"K01": ("person_months", '["elders_amount", "elders_persons"]')}
    rules["K02"] = "arrears_paid", '["elders_amount", "elders_persons", "elders_late", "coefficients"]'
    checks = "".join(CHECKED.format(number=number, rule=rule, of=of) for number, (rule, of) in rules.items())
    (tmp_path / "items.toml").write_text(items, encoding="utf-8")
    (tmp_path / "checks.toml").write_text(checks, encoding="utf-8")
    book, on = load_book([REFERENCE / "book", tmp_path]), date(2026, 12, 14)
    words, layouts = (load(REFERENCE, on, others=[tmp_path]) for load in (load_categories, load_layouts))
    paid = [(month, 20 if month == 7 else 2, 2 * (3_012_000 if month == 10 else 2_789_000)) for month in (6, 7, 8, 9, 10)]
    rows = [
        (f"elders_{name}", A, "elder", value, f"2026-{month:02d}")
        for month, persons, amount in paid
        for name, value in (("amount", amount), ("persons", persons), ("late", 0))
    ]
    request = {"norms": norms(""), "categories": words, "layouts": layouts}
    own = Small(rows=rows, year=2026, request=request | {"book": book}).computed
    told = {check.id: [verdict.note for verdict in check.judge(own)] for check in checks_of(book) if check.id in rules}

    assert ["tháng 07/2026: bình quân 278.900 đồng một «người»"] == [one.partition(",")[0] for one in told["K01"]]
    assert ["«Già làng», tháng 07 đến 09/2026: số phải truy lĩnh theo mức mới và số đã ghi ở cột truy lĩnh của B70"] == told["K02"]
    assert [1_338_000] == [round(one.owed) for one in owed(own)]
    with pytest.raises(CtxhError, match=r"of: «elders_late» không làm tổng hệ số .*: phải là số liệu .* chia \(by\) theo level_norm"):
        (tmp_path / "checks.toml").write_text(checks.replace('"coefficients"', '"elders_late"'), encoding="utf-8")
        load_book([REFERENCE / "book", tmp_path])


@pytest.mark.parametrize(
    ("arrears", "agrees", "left", "right"),
    [
        (1_338_000, True, "1.338.000", "1.338.000"),
        (1_300_000, True, "1.338.000", "1.300.000"),
        (0, False, "1.338.000", "0"),
        (2_000_000, False, "1.338.000", "2.000.000"),
    ],
)
def test_arrears_written_down_are_those_owed(arrears, agrees, left, right):
    [verdict] = arrears_paid(edition(*merit(arrears)), BOOK.checks["arrears_paid"])

    assert (agrees, left, right) == (verdict.agrees, verdict.left, verdict.right)


def test_an_area_that_lacks_its_arrears_is_named_with_its_months():
    [verdict] = arrears_paid(edition(*merit(0), area=B), BOOK.checks["arrears_paid"])

    assert B == verdict.area_code
    assert (
        "«Trợ cấp NCC hằng tháng», tháng 07 đến 09/2026: số phải truy lĩnh theo mức mới và số đã ghi ở cột truy lĩnh của B4" == verdict.note
    )


def test_nothing_is_due_before_the_norm_is_in_force():
    [verdict] = arrears_paid(edition(*merit(0)[:4], period_name="nine-months"), BOOK.checks["arrears_paid"])

    assert (None, "1.338.000") == (verdict.agrees, verdict.left)
    assert "không xét cho kỳ 9 tháng đầu năm 2026: mức mới chưa có hiệu lực trong kỳ" == verdict.note


def test_a_year_without_such_a_norm_owes_nothing():
    assert [] == owed(Small(rows=[("spending_by_month", A, MERIT, 5.0, "2024-08")]).computed)


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_arrears_are_told_by_area_with_what_is_left():
    table = law_tables.arrears_table(edition(*merit(1_000_000)))
    rows = texts(table)

    assert (1, "") == (table.total_rows, table.note)
    assert [
        ["Xã Kim Xuyên", "Trợ cấp NCC hằng tháng", "07 đến 09/2026", "1.338.000", "1.000.000", "338.000"],
        ["Tổng cộng", "", "", "1.338.000", "1.000.000", "338.000"],
    ] == rows


def test_where_nothing_is_owed_the_table_says_so_and_has_no_total():
    table = law_tables.arrears_table(edition())

    assert ([], 0, "Trong kỳ không có mức nào được tính từ trước ngày có hiệu lực.") == (texts(table), table.total_rows, table.note)


@pytest.fixture(scope="module")
def rows(edition_2024):
    """Rows of 2024 with a doubt planted: the meal of a holiday may be 210.000."""
    norms = edition_2024.request.norms
    own = norms["norm"] == "holiday_meal"
    doubted = resting_numbers._under(
        edition_2024.computed,
        norms.assign(verified=norms["verified"].where(~own, "no"), other_value=norms["other_value"].where(~own, "210000")),
    )
    return texts(law_tables.unverified_table(doubted, edition_2024.verdicts))


class TestOfRowsThatNobodyVerified:
    """Numbers that rest on such a row, and what they would be by another source."""

    def test_what_moves_with_a_row_rests_on_it(self, rows):
        assert [
            "Tuổi được cấp thẻ BHYT theo chính sách của tỉnh (từ): 70 (Chính sách của tỉnh Hải Dương)",
            "Tuổi được cấp thẻ BHYT (từ), tuổi",
            "70",
            "không có nguồn khác",
            "–",
        ] in rows

    def test_another_source_is_reckoned_with(self, rows):
        moved = [row[1:] for row in rows if row[0].startswith("Tiền ăn thêm")]

        # 24 persons x 9 days = 216 days; a full year is 24 x 13 x 210.000 = 65.520.000
        assert [
            "Tiền ăn thêm ngày lễ, tết theo định mức (C15), đồng",
            "43.200.000 và 62.400.000",
            "43.200.000 và 65.520.000",
            "0 và 3.120.000",
        ] in moved

    def test_what_a_check_counts_stands_with_the_number_that_it_compared(self, edition_2024):
        counted, title = (
            resting_numbers._counted_in(edition_2024.computed, edition_2024.verdicts.checks),
            "Mai táng phí: số tiền theo tháng chết (C17)",
        )

        assert [", đồng", ", người"] == [counted[title, text] for text in ("2.645.600.000", "23 và 248")]

    def test_another_day_of_force_moves_what_follows_it(self):
        table = norms("")
        [row] = table[table["other_from"] != ""].itertuples()
        earlier = resting_numbers._with(table, row, **resting_numbers._other(row))
        lives = earlier[earlier["norm"] == row.norm]

        assert ["2014-01-01", "2021-07-01", "2024-07-01", "2026-09-01"] == list(lives["valid_from"])
        assert ["2021-07-01", "2024-07-01", "2026-09-01", ""] == list(lives["valid_to"])

    def test_a_check_asks_for_no_norms_but_those_that_it_names(self, edition_2024):
        known, norms = (
            edition_2024.checks(),
            edition_2024.request.norms,
        )  # what is sorted out for all checks is so before norms are taken away
        own = [check for check in checks_of(BOOK) if EVERY not in check.looks_at]
        asked = {check.norms_of(BOOK) for check in own}
        left = {names: resting_numbers._under(edition_2024.computed, norms[norms["norm"].isin(names)]) for names in asked}
        more = [f"{one.id} {one.title}" for one in own if one.judge(edition_2024.computed) != one.judge(left[one.norms_of(BOOK)])]

        assert [] == more, "they need other norms: name them in looks_at(norms=...)"
        assert {check.id for check in own} <= set(known["check"])

    def test_every_norm_that_coefficients_multiply_is_one_that_the_checks_of_allowances_name(self, edition_2024):
        assert {*edition_2024.request.coefficients["norm"]} - {""} <= {*MULTIPLIED}

    def test_a_row_under_one_of_a_higher_layer_is_not_reckoned_with(self, edition_2024):
        norms = edition_2024.request.norms
        [row] = norms[(norms["norm"] == "holiday_meal")].iloc[:1].itertuples()
        above = norms[(norms["file"] == row.file) & (norms["row"] == row.row)].assign(layer=row.layer + 1)

        assert not resting_numbers._outranked(edition_2024.computed, row)
        assert resting_numbers._outranked(resting_numbers._under(edition_2024.computed, pd.concat([norms, above])), row)
        assert not resting_numbers._outranked(
            resting_numbers._under(edition_2024.computed, pd.concat([norms, above.assign(valid_from="2024-06-01")])), row
        )


def test_a_word_of_a_list_by_an_unverified_source_is_told_of_the_days_on_which_it_holds():
    kinds = [load_categories(REFERENCE, day).unverified for day in (date(2024, 12, 31), date(2025, 12, 31))]

    assert ((), [("Quốc khánh 2/9", "NQ 263/NQ-CP ngày 29/8/2025"), ("Mọi người dân", "NQ 263/NQ-CP ngày 29/8/2025")]) == (
        kinds[0],
        list(kinds[1]),
    )


def test_such_a_word_stands_among_what_rests_on_rows_that_nobody_verified(edition_2024):
    doubted = replace(edition_2024.computed.categories, unverified=(("Dịp Mẫu", "NQ Mẫu"),))
    computed = replace(edition_2024.computed, request=replace(edition_2024.request, categories=doubted))

    [row] = law_tables._words(computed)

    assert ["Danh mục: Dịp Mẫu (NQ Mẫu)", "Dòng của biểu ghi chữ này", "", "không có nguồn khác", "–"] == [cell.text for cell in row]


@pytest.mark.parametrize(
    ("year", "slice_", "level", "said"),
    [
        (2026, "tet|president|merit_high", 600000, []),
        (2026, "tet|president|merit_high", 500000, ["600.000 và 500.000 đồng/suất; mức theo QĐ 01/QĐ-CTN ngày 05/01/2026."]),
        (
            2026,
            "tet|state|social_pension",
            300000,
            ["400.000 và 300.000 đồng/suất; mức theo NQ 418/NQ-CP, QĐ 2814/QĐ-TTg ngày 28/12/2025."],
        ),
        (
            2025,
            "national_day|state|resident",
            50000,
            ["100.000 và 50.000 đồng/suất; mức theo NQ 263/NQ-CP ngày 29/8/2025 (chưa đối chiếu với văn bản gốc)."],
        ),
        (2024, "tet|president|merit_high", 500000, []),  # no decision of that year is in the table
        (2026, "tet|president|merit", 500000, []),  # of both levels: nothing is set
    ],
)
def test_a_gift_is_of_the_level_that_the_decision_of_its_occasion_sets(year, slice_, level, said):
    [check] = [check for check in checks_of(BOOK) if check.id == "C46"]
    reported = Small(year=year, rows=[("gift_levels", A, slice_, level)])

    found = run_checks(reported.computed, [check])[1]

    assert [f"xã Kim Xuyên: Mức quà đúng quyết định của dịp tặng: {words}" for words in said] == [row["message"] for row in found]


def test_a_programme_paid_by_a_norm_that_there_is_not_is_refused_with_its_line_and_the_nearest(tmp_path):
    (tmp_path / "categories.csv").write_text(
        "form,column,code,label,synonyms,valid_from,valid_to,paid_by\npayments,programme,care,Chăm sóc,,,,merit_bse\n", encoding="utf-8"
    )
    folders = [*FOLDERS, tmp_path]

    with pytest.raises(CtxhError, match=r"categories\.csv, dòng 2, cột paid_by: norms\.csv không có định mức «merit_bse».*«merit_base»"):
        check_norms(load_book(folders), {"merit_base"}, set(), folders)
