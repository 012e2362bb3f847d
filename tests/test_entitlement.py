"""What was paid, held against the norms: provincial levels, coefficients by group and age, months."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from ctxh.book.categories import load_categories
from ctxh.check.engine import checks_of, run_checks
from ctxh.clean.form_records import Records
from ctxh.clean.persons.ages import with_age
from ctxh.clean.persons.allowances import fits, judge
from ctxh.errors import CtxhError
from ctxh.observe.observations import observe
from ctxh.reference.norms import coefficients_on, load_coefficients, load_norms, norm_on, norm_value, norms_between
from ctxh.tell.law_tables import coefficients_table
from opened import opened, sample
from small_checks import Small, monthly
from small_sheets import BOOK, FOLDERS, ITEMS, REFERENCE

LATE = date(2024, 12, 31)
PROVINCE = REFERENCE.parent / "provinces" / "hai-duong"
NATIONAL = load_coefficients(REFERENCE)
COEFFICIENTS = load_coefficients(REFERENCE, PROVINCE)
ALLOWED = coefficients_on(COEFFICIENTS, LATE)
NAMES = ("row", "group", "birth_male", "coefficient", "monthly_amount")
HEADER = "norm,label,value,unit_of_measure,valid_from,valid_to,scope,legal_basis,verified,note\n"
OWN_BASE = "social_assistance_base,Mức chuẩn của tỉnh,600000,VND/month,2024-09-01,{to},{scope},NQ 9/2024/NQ-HĐND,no,\n"


def office(folder, *rows: str):
    (folder / "tinh-thu").mkdir()
    (folder / "tinh-thu" / "norms.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    return folder / "tinh-thu"


class TestOfAProvince:
    """A level that the province of an office has set."""

    def test_wins_over_the_national_one_while_it_lasts(self, tmp_path):
        norms = load_norms(REFERENCE, office(tmp_path, OWN_BASE.format(to="2025-01-01", scope="province")))
        days = [date(2024, 8, 31), date(2024, 9, 1), date(2025, 1, 1)]
        assert [norm_value(norms, "social_assistance_base", day) for day in days] == [Decimal(n) for n in (500_000, 600_000, 500_000)]

    def test_says_where_it_stands(self, tmp_path):
        norms = load_norms(REFERENCE, office(tmp_path, OWN_BASE.format(to="", scope="province")))
        row = norm_on(norms, "social_assistance_base", LATE)
        assert (row["file"], row["row"], row["scope"]) == ("tinh-thu/norms.csv", 2, "province")
        assert norms_between(norms, date(2023, 12, 31), LATE)["file"].value_counts()["tinh-thu/norms.csv"] == 1

    def test_is_refused_without_its_scope(self, tmp_path):
        rows = (OWN_BASE.format(to="2025-01-01", scope="province"), OWN_BASE.format(to="", scope="national"))
        with pytest.raises(CtxhError) as refused:
            load_norms(REFERENCE, office(tmp_path, *rows))
        assert str(refused.value) == "tinh-thu/norms.csv, dòng 3: cột scope phải là «province»; định mức chung ghi ở reference/norms.csv."

    def test_is_what_the_checks_reckon_with(self, tmp_path, edition_2024):
        office = edition_2024.request.data / "kim-thanh"
        shutil.copytree(office / "text", tmp_path / "data" / "kim-thanh" / "text")
        shutil.copy(office / "office.toml", tmp_path / "data" / "kim-thanh")
        (tmp_path / "data" / "kim-thanh" / "norms.csv").write_text(HEADER + OWN_BASE.format(to="", scope="province"))
        own = opened("kim-thanh", 2024, tmp_path / "data", tmp_path)
        assert norm_value(own.request.norms, "social_assistance_base", LATE) == 600_000

    def test_without_a_file_there_is_only_the_national_one(self, tmp_path):
        assert set(load_norms(REFERENCE, tmp_path)["scope"]) == {"national"}


@pytest.mark.parametrize(
    ("group", "age", "coefficient", "right"),
    [
        ("disability_severe", 30, 1.5, True),
        ("disability_severe", 30, 2.0, False),
        ("disability_severe", 10, 2.0, True),
        ("disability_severe", 60, 1.5, True),
        ("disability_severe", 60, 2.0, True),
        ("disability_severe", 61, 1.5, False),
        ("disability_grave", 61, 2.5, True),
        ("disability_grave", 40, 2.5, False),
        ("disability_grave", None, 2.5, True),
        ("child_no_support", 3, 2.5, True),
        ("child_no_support", 5, 2.5, False),
        ("child_no_support", 16, 1.5, True),
        ("child_no_support", 17, 1.5, False),
        ("single_parent", 30, 1.0, True),
        ("single_parent", 30, 3.0, True),
        ("single_parent", 30, 1.5, False),
        ("elderly_no_pension", 79, 1.0, False),
        ("elderly_no_pension", 80, 1.0, True),
        ("child_5_3", 3, 2.5, True),
        ("child_5_3", 10, 2.0, True),
        ("child_5_3", 10, 2.5, False),
        ("person_5_8", 40, 1.5, True),
        ("elderly_hard_area", 76, 1.0, True),
        ("elderly_hard_area", 81, 1.0, False),
        ("elderly_community_care", 70, 3.0, True),
        ("child_hard_area", 2, 1.5, True),
        ("child_hard_area", 4, 1.5, False),
        ("disability_with_children", 30, 2.0, True),
        ("care_family", 40, 1.0, True),
        ("care_disability", 10, 2.5, True),
        ("care_disability", 40, 1.5, True),
        ("care_child", 3, 2.5, True),
        ("care_elderly", 70, 1.5, True),
        ("institution", 3, 5.0, True),
        ("institution", 30, 5.0, False),
        ("no_such_group", 40, 1.0, False),
        (None, 40, 9.0, True),
        ("elderly_no_pension", 90, None, True),
    ],
)
def test_a_coefficient_is_one_that_the_group_has_at_that_age(group, age, coefficient, right):
    assert fits(ALLOWED, group, age, coefficient) is right


def test_a_group_that_has_lapsed_has_no_coefficient():
    before, after = (set(coefficients_on(NATIONAL, day)) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert (before - after, after - before) == ({"elderly_no_pension", "elderly_hard_area"}, {"social_pension"})


def test_a_group_that_a_province_has_added_is_its_own():
    assert set(COEFFICIENTS["group"]) - set(NATIONAL["group"]) == {"child_nq03"}


def test_coefficients_are_of_known_groups_and_have_a_basis():
    assert set(COEFFICIENTS["group"]) == set(load_categories(REFERENCE, LATE, others=FOLDERS[1:]).all("beneficiaries", "group"))
    assert (COEFFICIENTS["legal_basis"] != "").all() and set(COEFFICIENTS["verified"]) == {"yes", "no"}


def register(*rows: tuple) -> Records:
    """B1 of xã Kim Xuyên as rows of ``NAMES``."""
    letters = {"group": "F", "coefficient": "G", "monthly_amount": "H"}
    return Records("beneficiaries", "a.xlsx", "B1", "10771", pd.DataFrame(rows, columns=list(NAMES)), letters)


def observed(*rows: tuple) -> pd.DataFrame:
    """What is observed of a register that was held against the norms."""
    records = [with_age(register(*rows), LATE)]
    judge(records, load_norms(REFERENCE), COEFFICIENTS, LATE)
    items = [ITEMS[name] for name in ("off_coefficient", "off_amount", "off_amount_paid", "off_amount_due")]
    return observe(records, items, 2024, rows=True)


GOOD = (8, "disability_severe", 1990, 1.5, 750_000)
CHEAP = (9, "elderly_no_pension", 1930, 1.0, 360_000)
WRONG = (10, "disability_severe", 1990, 2.0, 1_000_000)


def test_rows_that_differ_are_counted_with_their_cells():
    table = observed(GOOD, CHEAP, WRONG)
    found = [(r.item, r.category, r.value, r.cells) for r in table.itertuples()]
    assert found == [
        ("off_coefficient", "disability_severe", 1.0, "G10"),
        ("off_amount", "social_assistance_base|1.0", 1.0, "H9"),
        ("off_amount_paid", "social_assistance_base|1.0", 360_000.0, "H9"),
        ("off_amount_due", "social_assistance_base|1.0", 500_000.0, "H9"),
    ]


def test_nothing_about_a_person_is_left():
    assert set(observed(GOOD, CHEAP, WRONG)["text"]) == {""}


def seen(edition: Small, check: str) -> list[tuple]:
    return [
        (f["severity"], f["area_code"], f["cell"], f["message"], f["expected"])
        for f in run_checks(edition.computed, [c for c in checks_of(BOOK) if c.id == check])[1]
    ]


def holding(*rows: tuple, **settings) -> Small:
    return Small(
        {"cashless_btxh_base": len(rows)},
        request={"categories": load_categories(REFERENCE, LATE, others=FOLDERS[1:]), "coefficients": COEFFICIENTS},
        table=observed(*rows),
        **settings,
    )


def test_an_amount_off_the_norm_is_told_with_the_expected_one():
    assert seen(holding(GOOD, CHEAP), "C34") == [
        (
            "flagged",
            "10771",
            "H9",
            "xã Kim Xuyên: Mức hưởng trong B1 bằng hệ số × mức chuẩn: 360.000 và 500.000 đồng; 1 dòng có mức hưởng "
            "khác hệ số × 500.000 đồng (mức chuẩn từ 01/7/2024, NĐ 76/2024/NĐ-CP): hệ số 1,0 thì 500.000 đồng.",
            "500.000 đồng",
        )
    ]


def test_rows_of_several_coefficients_are_one_finding_with_what_each_should_hold():
    [(_, _, cells, message, used)] = seen(
        holding(CHEAP, (11, "disability_severe", 1990, 1.5, 540_000), (12, "elderly_no_pension", 1931, 1.0, 1)), "C34"
    )

    assert ("H11,H9,H12", "1.750.000 đồng") == (cells, used)
    assert message.endswith(
        ": 900.001 và 1.750.000 đồng; 3 dòng có mức hưởng khác hệ số × 500.000 đồng (mức chuẩn từ 01/7/2024, "
        "NĐ 76/2024/NĐ-CP): hệ số 1,5 thì 750.000 đồng, hệ số 1,0 thì 500.000 đồng."
    )


def test_a_coefficient_off_the_norm_is_told_with_its_group():
    assert seen(holding(GOOD, WRONG), "C35") == [
        (
            "flagged",
            "10771",
            "G10",
            "xã Kim Xuyên: Hệ số trong B1 đúng nhóm và tuổi: 1 dòng và 0 dòng; "
            "nhóm «Người khuyết tật nặng»: hệ số đúng của người dưới 16 tuổi là 2,0; người từ 16 đến dưới 60 tuổi là 1,5; "
            "người từ 60 tuổi là 2,0 (Điều 6 NĐ 20/2021/NĐ-CP).",
            "1,5 hoặc 2,0",
        )
    ]


def test_a_group_that_has_lapsed_is_told_without_a_coefficient():
    edition = replace(holding(WRONG, year=2026), table=observed(WRONG).assign(category="elderly_hard_area"))
    [(_, _, cells, message, used)] = seen(edition, "C35")
    assert (cells, used) == ("G10", "")
    assert message.endswith(
        "nhóm «Người cao tuổi từ 75 đến dưới 80 tuổi ở xã, thôn đặc biệt khó khăn»: "
        "không có hệ số nào theo quy định vào ngày 14/12/2026; xem lại nhóm đối tượng."
    )


def test_a_register_by_the_norms_passes():
    edition = holding(GOOD)
    assert seen(edition, "C34") == seen(edition, "C35") == []
    table = run_checks(edition.computed)[0].set_index("check")
    assert (table.loc["C34", "result"], table.loc["C35", "result"]) == ("đạt", "đạt")


def paid(**amounts: float) -> Small:
    """Ten persons a month whose coefficients sum to 15, paid as told: m06=... , m12=..."""
    months = {int(name[1:]): amount for name, amount in amounts.items()}
    rows = [*monthly("persons_by_month", "btxh_monthly", dict.fromkeys(months, 10)), ("coefficients", "10771", "", 15.0)]
    return Small({"cashless_btxh_base": 10}, rows=[*rows, *monthly("spending_by_month", "btxh_monthly", months)])


def test_each_month_is_paid_at_the_base_of_that_month():
    assert seen(paid(m06=5_400_000, m07=7_500_000, m12=7_500_000), "C36") == []


def test_a_month_paid_at_the_old_base_is_told():
    assert seen(paid(m06=5_400_000, m07=5_400_000, m12=7_500_000), "C36") == [
        (
            "flagged",
            "293",
            "",
            "huyện Kim Thành: Tiền trợ cấp từng tháng so với hệ số × mức chuẩn: 5.400.000 và 7.500.000 đồng; "
            "tháng 07/2024: tiền đã chi lệch -28,0% so với số người × hệ số × mức chuẩn.",
            "7.500.000 đồng",
        )
    ]


def test_the_last_month_must_fit_the_register_more_closely():
    assert seen(paid(m11=7_725_000, m12=7_500_000), "C36") == []
    assert len(seen(paid(m11=7_500_000, m12=7_725_000), "C36")) == 1


def test_coefficients_are_listed_for_the_reader(edition_2024):
    rows = [tuple(cell.text for cell in row) for row in coefficients_table(edition_2024.computed).rows]
    assert ("Người khuyết tật nặng", "từ 16 đến dưới 60", "1,5", "cả nước", "Điều 6 NĐ 20/2021/NĐ-CP") in rows
    assert ("Người cao tuổi từ đủ 80 tuổi", "từ 80", "1,0", "cả nước", "Điều 6 NĐ 20/2021/NĐ-CP") in rows
    assert [row[1] for row in rows[:2]] == ["dưới 4", "từ 4 đến dưới 16"]
    assert ("Người đơn thân nuôi con nhỏ", "mọi tuổi", "1,0 mỗi con", "cả nước", "Điều 6 NĐ 20/2021/NĐ-CP") in rows
    assert rows[-1][3:] == ("tỉnh", "Nghị quyết 03/NQ-HĐND của tỉnh Hải Dương (chưa đối chiếu với văn bản gốc)")


@pytest.mark.parametrize("year", [2022, 2024])
def test_the_sample_years_give_no_false_alarm(year):
    table = run_checks(sample("kim-thanh", year).computed)[0]
    assert set(table.loc[table["check"].isin(["C34", "C35", "C36"]), "result"]) == {"đạt"}
