"""What only some offices collect: entries that are read where office.toml names them, and the figures that real reports print."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from ctxh.book import Book, load_book
from ctxh.book.categories import Categories, load_categories
from ctxh.book.formulas import Change, Fact, Minus, Ratio
from ctxh.book.layouts import Layout, load_layouts
from ctxh.book.optional import optional_folders, optional_forms
from ctxh.book.quantities import Quantity
from ctxh.book.reckoning import Reckoning
from ctxh.clean.form_records import Records
from ctxh.clean.records import records_of
from ctxh.compute.indicators import by_item
from ctxh.errors import CtxhError
from ctxh.observe.observations import observe
from ctxh.read.placement import Sheet, place
from ctxh.reference.tables import read_reference
from small_sheets import REFERENCE, even, grid, header

NATIONAL, DAY = REFERENCE / "book", date(2026, 12, 14)
FORMS = list(optional_forms(REFERENCE))
FOLDERS = optional_folders(REFERENCE, FORMS)
BOOK = load_book([NATIONAL, *FOLDERS])
LAYOUTS = load_layouts(REFERENCE, DAY, FOLDERS)
CATEGORIES = load_categories(REFERENCE, DAY, others=FOLDERS)
A, B = "10771", "10774"
with (Path(__file__).parent / "cases" / "wanted.csv").open(encoding="utf-8", newline="") as file:
    WANTED = list(csv.DictReader(file))


def told(form: str, text: str, area: str = A, categories: Categories = CATEGORIES) -> Records:
    """The records of a form of an office that collects all there is, its rows given as text."""
    layout = LAYOUTS[form]
    sheet = Sheet("Xa_A_2026.xlsx", layout.sheet_names[0], even(header(layout) + grid(text)))
    return records_of(place(sheet, layout), area, categories)


def computed(*names: str, of: list[Records], area: str = "", book: Book = BOOK, **given: float) -> list:
    """The values of indicators of some records; ``given`` are those of others."""
    assert [] == [row for records in of for row in records.findings if row["severity"] in ("stopped", "flagged")]
    rows = by_item(observe(of, list(book.items.values()), 2026), 2026)
    known = {name: Quantity(value) for name, value in given.items()}
    reckoning = Reckoning(2026, rows, read_reference(REFERENCE / "norms.csv"), book, area, known)
    return [reckoning.indicator(name).value for name in names]


def all_of(layout: Layout) -> list:
    """What is said of a form, but for the words above it: captions name the units of measure of all that an office collects."""
    return [getattr(layout, field.name) for field in fields(layout) if field.name != "row_words"]


class TestWhatAnOfficeCollects:
    def test_each_form_stands_alone_and_all_stand_together(self):
        alone = {name: load_book([NATIONAL, REFERENCE / "optional" / name]) for name in FORMS}
        national = set(load_book([NATIONAL]).indicators)
        added = {name: set(book.indicators) - national for name, book in alone.items()}

        assert [] == [name for name, own in added.items() if not own]
        assert set() == set().union(*added.values()) - set(BOOK.indicators)
        assert {folder.name for folder in (REFERENCE / "optional").iterdir() if folder.is_dir()} == set(FORMS)

    def test_the_readme_lists_them_all(self):
        page = (REFERENCE.parent / "README.md").read_text(encoding="utf-8").partition("**What only some offices collect**")[2]

        assert FORMS == re.findall(r"^\| `(\w+)` \|", page.partition("**Refused**")[0], re.MULTILINE)

    def test_what_is_not_named_is_not_seen(self):
        layouts, words = load_layouts(REFERENCE, DAY), load_categories(REFERENCE, DAY)
        own = load_layouts(REFERENCE, DAY, optional_folders(REFERENCE, ["houses"]))

        assert {"houses"} == set(own) - set(layouts)
        assert all_of(layouts["poor_review"]) == all_of(own["poor_review"])
        assert "elderly_90" not in words.labels["gifts", "recipient_group"]
        assert "elderly_90" in CATEGORIES.labels["gifts", "recipient_group"]

    def test_a_word_that_is_none_of_them_is_refused_with_the_nearest(self):
        with pytest.raises(CtxhError, match=r"office\.toml, forms: không có «house»\. Có phải ý bạn là «houses»\? Các từ: relief \(B14"):
            optional_folders(REFERENCE, ["relief", "house"])

    def test_labels_are_told_apart_and_numbers_say_their_source(self):
        labels = [entry.label for entry in BOOK.indicators.values()]
        read = [entry for entry in BOOK.indicators.values() if hasattr(entry.formula, "item")]

        assert set() == {label for label in labels if labels.count(label) > 1}
        assert [] == [entry.id for entry in read if not entry.source]
        assert len({layout.code for layout in LAYOUTS.values()}) == len(LAYOUTS)


class TestValuesByHand:
    def test_relief_is_told_by_group_persons_apart_from_households(self):
        rows = """
        1 | Đợt 1 | Dịch bệnh | Hỗ trợ tiền mặt | Gia đình chính sách | Người | 27 | 500000 | 3 | 40500000 | | NSTW | 27 | 40500000 |
        2 | Đợt 1 | Dịch bệnh | Hỗ trợ tiền mặt | Đối tượng BTXH | Người | 194 | 500000 | 3 | 291000000 | | NSTW | 190 | 285000000 |
        3 | Bão số 3 | Thiên tai | Gạo cứu đói | Hộ nghèo | Hộ | 56 | | | | 840 | DTQG | 56 | 0 |
        """
        names = ("relief_persons", "relief_households", "relief_recipients", "relief_cases", "relief_amount", "relief_policy_amount")
        more = ("relief_assistance_persons", "relief_poor_households", "relief_rice", "relief_paid_persons", "relief_from_central")

        assert [221, 56, 277, 56, 331_500_000, 40_500_000] == computed(*names, of=[told("relief", rows)])
        assert [194, 56, 840, 217, 331_500_000] == computed(*more, of=[told("relief", rows)])

    def test_houses_add_up_by_kind_and_work_over_two_communes_and_against_the_plan(self):
        one = told(
            "houses",
            """
        1 | NCC | Xây mới | NSTW | 6 | 6 | 6 | 80000000 | 480000000 |
        2 | NCC | Sửa chữa | NSĐP | 4 | 3 | 3 | 40000000 | 120000000 |
        """,
        )
        other = told("houses", "1 | Hộ nghèo | Xây mới | Quỹ VNN | 10 | 8 | 7 | 60000000 | 420000000 |", B)
        names = ("houses", "houses_merit", "houses_merit_built", "houses_merit_repaired_amount", "houses_poor", "houses_all_built")

        assert [16, 9, 6, 120_000_000, 7, 13] == computed(*names, of=[one, other])
        assert [80.0, 20] == computed("houses_plan_rate", "houses_planned", of=[one, other])
        assert [7] == computed("houses", of=[one, other], area=B)

    def test_a_level_of_whatever_it_is_is_not_added_up(self):
        rows = """
        1 | NCC | Xây mới | NSTW | 6 | 6 | 6 | 60000000 | 360000000 |
        2 | Hộ nghèo | Xây mới | NSTW | 4 | 4 | 4 | 60000000 | 240000000 |
        Tổng cộng | | | | 10 | 10 | 10 | 60000000 | 600000000 |
        """

        assert [10, 600_000_000] == computed("houses", "houses_amount", of=[told("houses", rows)])

    def test_gifts_are_told_over_all_payers_and_by_single_ages(self):
        rows = """
        1 | Tết | CTN | NCC mức 1 | 10 | 300000 | | 300000 | 3000000 |
        2 | Tết | UBND tỉnh | NCC mức 1 | 10 | 4500000 | 200000 | 4300000 | 45000000 |
        3 | Tết | UBND xã | GĐ chính sách | 4 | 500000 | | 500000 | 2000000 |
        4 | Tết | Chữ thập đỏ | Trẻ em | 7 | 100000 | 100000 | | 700000 |
        5 | Mừng thọ | UBND xã | NCT tròn 90 tuổi | 3 | 500000 | | 500000 | 1500000 |
        6 | Mừng thọ | UBND xã | NCT trên 100 tuổi | 2 | 700000 | | 700000 | 1400000 |
        """
        gifts = [told("gifts", rows)]

        assert [24, 50_000_000] == computed("tet_merit_gifts", "tet_merit_gifts_amount", of=gifts)
        assert [47_000_000, 2_000_000] == computed("tet_merit_gifts_beyond_president_amount", "tet_local_gifts_amount", of=gifts)
        assert [10, 4] == computed("tet_province_gift_turns", "tet_local_gifts", of=gifts)
        assert [31, 50_700_000] == computed("gifts_on_tet", "gifts_on_tet_amount", of=gifts)
        assert [4_300_000, 200_000] == computed("tet_province_gift_cash", "tet_province_gift_in_kind", of=gifts)
        assert [3, 2, 1_400_000] == computed(
            "longevity_elderly_90", "longevity_elderly_over_100", "longevity_elderly_over_100_amount", of=gifts
        )
        assert [5, 2_900_000] == computed("longevity_recipients", "longevity_gift_amount", of=gifts)

    def test_payments_are_told_over_the_months_by_programme_in_persons_and_in_money(self):
        rows = """
        01/2026 | Trợ cấp BTXH hằng tháng | 40 | 20000000 | 30 | 2 | |
        01/2026 | Trợ cấp NCC hằng tháng | 10 | 27890000 | 10 | | |
        02/2026 | Trợ cấp BTXH hằng tháng | 42 | 21000000 | 31 | | |
        02/2026 | Trợ cấp NCC hằng tháng | 9 | 25101000 | 9 | | |
        """
        paid = [told("payments", rows)]

        assert [82, 41_000_000] == computed("paid_btxh_monthly_turns", "paid_btxh_monthly_amount", of=paid)
        assert [19, 52_991_000] == computed("paid_ncc_monthly_turns", "paid_ncc_monthly_amount", of=paid)

    def test_a_rate_among_minorities_is_of_all_their_households(self):
        poor = told("poor_review", "1 | Thôn A | 400 | 20 | 5 | 0 | 1 | 16 | 120 | 12 | 51")

        assert [12, 10.0, 75.0, 51] == computed(
            "poor_minority_households", "poor_minority_rate", "poor_minority_share", "poor_members", of=[poor]
        )

    def test_money_of_people_with_merit_files_and_jobs(self):
        money = told(
            "merit_money",
            """
        1 | Trợ cấp hằng tháng | NSTW | 30 | | 900000000 |
        2 | Truy tặng BMVNAH | NSTW | 19 | | 563000000 |
        3 | Sổ tiết kiệm | Vận động | 33 | 1000000 | 33000000 |
        """,
        )
        files = told(
            "case_files",
            """
        1 | Công nhận NCC | 5 | 20 | 22 | 1 | 1 | 2 |
        2 | BMVNAH | 0 | 6 | 4 | | | 2 |
        3 | Số hóa | 100 | 20 | 90 | | | 30 |
        """,
        )
        jobs = told("employment", "1 | Giải quyết việc làm mới trong năm | 100 |\n2 | Đi làm việc ở nước ngoài | 35 |")
        of_money = ("merit_money_amount", "merit_heroic_mother_cases", "merit_one_off_amount", "savings_books", "merit_money_from_central")

        assert [1_463_000_000, 19, 563_000_000, 33, 1_463_000_000] == computed(*of_money, of=[money])
        assert [26, 26, 4] == computed("merit_files_received", "merit_files_settled", "merit_files_pending", of=[files])
        assert [90, 120, 75.0] == computed("files_digitised", "files_to_digitise", "files_digitised_rate", of=[files])
        assert [35, 65, 50.0] == computed("jobs_abroad", "jobs_at_home", "jobs_abroad_plan_rate", of=[jobs], jobs_abroad_plan=70)

    def test_a_figure_is_told_against_the_year_before_in_per_cent(self):
        before = {"new_jobs": 125, "jobs_abroad": 70, "tet_province_gift_amount": 40_000_000}
        known = {"new_jobs": Quantity(90), "jobs_abroad": Quantity(25), "tet_province_gift_amount": Quantity(45_000_000)}
        then = Reckoning(2026, {}, None, BOOK, known=known, before=lambda name, area: Quantity(before[name]))
        names = ("new_jobs_change", "tet_province_gift_of_last_year")

        assert [-28.0, 112.5] == [then.indicator(name).value for name in names]
        assert -64.3 == round(then.indicator("jobs_abroad_change").value, 1)

    def test_targets_are_counted_as_reached_and_exceeded_low_ones_the_other_way(self):
        plans = told(
            "plans",
            """
        1 | Việc làm mới | người | 100 | 120 |
        2 | Hộ nghèo | hộ | 16 | 10 |
        3 | Hộ cận nghèo | hộ | 30 | |
        4 | Tỷ lệ BHXH | % | 40 | 45 |
        """,
        )
        results = {"new_jobs": 101, "poor_households": 16, "near_poor_households": 31, "bhxh_rate": 45}

        assert [4, 3, 2] == computed("targets", "targets_reached", "targets_exceeded", of=[plans], **results)
        assert [101.0, 120] == computed("new_jobs_of_target", "new_jobs_next_target", of=[plans], **results)
        assert [None] == computed("targets_reached", of=[plans], **{**results, "new_jobs": float("nan")} | {"bhxh_rate": None})
        assert [None] == computed("targets", of=[])

    def test_a_payer_and_a_target_of_an_office_s_own_join_families_and_totals_by_themselves(self, tmp_path):
        folder = tmp_path / "book"
        folder.mkdir()
        head = "form,column,code,label,synonyms,valid_from,valid_to,families\n"
        rows = "gifts,payer,union,Công đoàn,,,,local_sources\nplans,target,enterprises,Số doanh nghiệp,,,,counted\n"
        (folder / "categories.csv").write_text(head + rows, encoding="utf-8")
        book = load_book([NATIONAL, *FOLDERS, folder])
        words = load_categories(REFERENCE, DAY, others=[*FOLDERS, folder])
        gifts = [told("gifts", "1 | Tết | Công đoàn | GĐ chính sách | 4 | 500000 | | 500000 | 2000000 |", categories=words)]
        plans = [told("plans", "1 | Số doanh nghiệp | doanh nghiệp | 8 | |", categories=words)]

        assert [2_000_000, 2_000_000] == computed("gifts_of_union_amount", "tet_local_gifts_amount", of=gifts, book=book)
        assert [1, 1, 112.5] == computed("targets", "targets_exceeded", "enterprises_of_target", of=plans, book=book, enterprises=9)
        assert "enterprises_target" == book.indicators["enterprises"].plan
        assert "new_jobs_plan" == book.indicators["new_jobs"].plan  # its own plan stays
        assert "doanh nghiệp" == book.indicators["enterprises_target"].measure

    @pytest.mark.parametrize(
        ("says", "fault"),
        [
            ('like = "houzes"\nvalue = "plans.this_year"', r"like: không có chỉ tiêu «houzes»\..*«houses»"),
            ('like = "new_jobs_target"\nvalue = "plans.this_year"', r"like: «new_jobs_target» lại theo chỉ tiêu khác\."),
            ('unit_of_measure = "target"\ntargets = ["new_jobs"]', r"targets: «new_jobs» không ghi plan_of"),
            ('unit_of_measure = "target"\ntargets = ["{code}_targt"]', r'targets: không có mục \["\{code\}_targt"\].*_target'),
        ],
    )
    def test_a_target_that_cannot_be_meant_is_refused_with_its_place(self, says, fault, tmp_path):
        (tmp_path / "book" / "indicators").mkdir(parents=True)
        (tmp_path / "book" / "indicators" / "own.toml").write_text(f'[own]\nlabel = "Riêng"\nfield = "general"\n{says}\n', encoding="utf-8")

        with pytest.raises(CtxhError, match=r"book/indicators/own\.toml, dòng \d, \[own\], " + fault):
            load_book([NATIONAL, *FOLDERS, tmp_path / "book"])


MEASURES = {"đồng/người/tháng": "đồng/đối tượng/tháng", "% của kỳ trước": "%"}  # how the book says what reports say


def fits(kind: str, name: str) -> bool:
    """Whether an indicator is of the kind that a printed figure is."""
    entry = BOOK.indicators[name]
    share = isinstance(entry.formula, Ratio) and entry.unit_of_measure == "percent"
    return {
        "amount": entry.unit_of_measure == "VND",
        "level": entry.unit_of_measure.startswith("VND/"),
        "rate": share,
        "share_of_plan": share,
        "change": isinstance(entry.formula, Change | Minus | Fact | Ratio),
        "date": entry.unit_of_measure == "date",
    }.get(kind, entry.notation in ("count", "number"))


class TestWhatReportsPrint:
    def test_nine_in_ten_figures_of_real_reports_have_an_entry(self):
        named = [row for row in WANTED if row["printed_by"]]

        assert len(WANTED) == 116
        assert len(named) >= 0.9 * len(WANTED)

    def test_each_entry_is_there_and_measured_as_the_figure_is(self):
        faults = []
        for row in WANTED:
            helper = re.fullmatch(r'change\("(\w+)"\)', row["printed_by"])
            name = helper[1] if helper else row["printed_by"]
            measure = MEASURES.get(row["unit_of_measure"], row["unit_of_measure"])
            entry = BOOK.indicators.get(name)
            if name and (entry is None or measure != (entry.measure_of_change if helper else entry.measure)):
                faults.append((row["figure"], name, measure, entry and entry.measure))
            elif name and not helper and not fits(row["kind"], name):
                faults.append((row["figure"], name, row["kind"]))

        assert [] == faults
