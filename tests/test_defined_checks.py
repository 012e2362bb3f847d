"""Checks that a book defines: entries become values that compare, and say both sides; what cannot be meant is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ctxh.book import check_norms, load_book
from ctxh.book.check_rules import RULES
from ctxh.book.checks import Compared, Hundred, Mean, Product, Quotient, Ruled, Share, Sum
from ctxh.book.optional import optional_folders, optional_forms
from ctxh.check.engine import RULES as JUDGES
from ctxh.check.engine import checks_of, run_checks
from ctxh.errors import CtxhError
from small_checks import A, B, Small
from small_sheets import BOOK, FOLDERS, REFERENCE

HEAD = '[own]\nnumber = "K01"\ntitle = "Của cơ quan"\nseverity = "flagged"\n'
OPTIONAL = load_book([REFERENCE / "book", *optional_folders(REFERENCE, optional_forms(REFERENCE))])
PAGE = (REFERENCE.parent / "README.md").read_text(encoding="utf-8").partition("**Checks**")[2].partition("**What only")[0]
EXAMPLE = PAGE.partition("```toml\n")[2].partition("```")[0]


@pytest.fixture
def own(tmp_path):
    """A function that gives the book of an office with checks of its own."""

    def load(text: str):
        folder = tmp_path / "mau" / "book"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checks.toml").write_text(text, encoding="utf-8")
        return load_book([*FOLDERS, folder])

    return load


def told(book, number: str, values: dict, areas: dict | None = None, rows: list | None = None, **more) -> list[tuple]:
    """What the checks of one number say: area, left, right, result, note."""
    known = Small(values, areas or {}, rows or [], request={"book": book}, **more).computed
    table, _ = run_checks(known, [check for check in checks_of(book) if check.id == number])
    columns = ("area_code", "left", "right", "result", "note")
    return list(zip(*(table[name] for name in columns), strict=True))


@pytest.mark.parametrize(
    ("test", "values", "sides", "agrees"),
    [
        (Compared("equal", "a", Sum(("b", "c"), ("d",))), {"a": 8, "b": 5, "c": 4, "d": 1}, (8, 8), True),
        (Compared("equal", "a", Sum(("b", "c"), ("d",))), {"a": 9, "b": 5, "c": 4, "d": 1}, (9, 8), False),
        (Compared("equal", "a", Sum(("b",), (), ("c",))), {"a": 8, "b": 9, "c": 2}, (8, 9), True),  # 7 to 9
        (Compared("equal", "a", Sum(("b",), (), ("c",))), {"a": 6, "b": 9, "c": 2}, (6, 9), False),
        (Compared("equal", "a", Sum(("b",)), within=1), {"a": 8, "b": 9}, (8, 9), True),
        (Compared("equal", "a", Sum(("b",)), within_percent=10), {"a": 89, "b": 100}, (89, 100), False),
        (Compared("equal", "a", Product(("b", "c"))), {"a": 600, "b": 2, "c": 300}, (600, 600), True),
        (Compared("equal", "a", Quotient("b", "c")), {"a": 2, "b": 900, "c": 300}, (2, 3), False),
        (Compared("equal", "a", Quotient("b", "c")), {"a": 2, "b": 900, "c": 0}, (2, None), None),
        (Compared("equal", "a", Sum(("b", "c"))), {"a": 0.3, "b": 0.1, "c": 0.2}, (0.3, 0.1 + 0.2), True),
        (Compared("at_most", "a", Sum(("b",))), {"a": 8, "b": 9}, (8, 9), True),
        (Compared("at_most", "a", Sum(("b",))), {"a": 10, "b": 9}, (10, 9), False),
        (Compared("at_least", "a", Sum(("b",))), {"a": 8, "b": 9}, (8, 9), False),
        (Compared("at_least", "a", Sum(("b",))), {"a": 8}, (8, None), None),
        (Share("a", "b"), {"a": 3, "b": 4}, (3, 4), True),
        (Share("a", "b", 80, 100), {"a": 3, "b": 4}, (3, 4), False),
        (Share("a", "b"), {"a": 3}, (3, None), None),
        (Share("a", "b", both=True), {"a": 3}, (3, None), False),
        (Mean("a", "b"), {"a": 900, "b": 3}, (3, 900), None),
        (Mean("a", "b"), {"a": 900}, (None, 900), False),
        (Hundred(("a", "b")), {"a": 60.1, "b": 39.9}, (100, 100), True),
        (Hundred(("a", "b")), {"a": 60, "b": 39.9}, (99.9, 100), False),
        (Hundred(("a", "b"), 0.1), {"a": 60, "b": 39.9}, (99.9, 100), True),
        (Hundred(("a", "b"), 0.1), {"a": 60}, (None, 100), None),
    ],
)
def test_each_word_compares(test, values, sides, agrees):
    found = test.compute(values)

    assert (*sides, agrees) == (found.left, found.right, found.agrees)


def test_a_check_says_what_it_compares_and_what_it_is_made_of():
    labels = {name: name.upper() for name in "abcd"}

    assert "(A) = (B) + (C) − (D), lệch không quá 5" == Compared("equal", "a", Sum(("b", "c"), ("d",)), 5).explain(labels)
    assert "(A) ÷ (B) × 100 từ 0 đến 150" == Share("a", "b", 0, 150).explain(labels)
    assert ("changes_rows", "decisions_total") == BOOK.checks["decisions"].inputs()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('at_most = "new_jobs"\nplus = ["new_jobs_plans"]', r"dòng 6, \[own\], plus: không có .*«new_jobs_plans».*«new_jobs_plan»"),
        ('at_mots = "new_jobs"', r"dòng 5, \[own\], at_mots: không có khóa «at_mots».*«at_most»"),
        ('at_most = "new_jobs"', r"dòng 1, \[own\]: thiếu vế phải: một trong plus, product, quotient"),
        ("", r"dòng 1, \[own\]: thiếu phép so sánh: một trong equal"),
        ('equal = "new_jobs"\nplus = ["households"]\nshare = ["new_jobs", "households"]', r"dòng 7, \[own\], share: có equal và share"),
        ('equal = "new_jobs"\nplus = ["redcross_amount"]', r"dòng 5, .*«new_jobs» tính bằng «person», «redcross_amount» bằng «VND»"),
        ('equal = "storm_name"\nplus = ["new_jobs"]', "«storm_name» là chữ hoặc ngày"),
        ('equal = "new_jobs"\nplus = ["new_jobs_plan"]\nat = "areas"', r"dòng 7, .*«new_jobs_plan» không có số theo đơn vị"),
        ('equal = "new_jobs"\nplus = ["new_jobs_plan"]\nat = "rows"', r"dòng 7, .*rows chỉ so các số liệu"),
        ('equal = "gift_levels"\nplus = ["gift_cash"]', '«gift_levels» là mức của từng dòng: ghi at = "rows"'),
        ('equal = "gift_levels"\nplus = ["gift_cash"]\nat = "rows"\nwhere = { payer = "provinces" }', "«provinces».*«province»"),
        ('share = ["new_jobs", "new_jobs_plan"]\nwithin = 5', r"dòng 6, .*chỉ đi với equal, at_most, at_least, adds_to_100"),
        ('share = ["new_jobs", "new_jobs_plan"]\nnote = "đạt {shares}%"', r"dòng 6, .*«\{shares\}».*«share»"),
        ('adds_to_100 = ["new_jobs"]', "«new_jobs» không phải là tỷ lệ phần trăm"),
        ('equal = "new_jobs"\nplus = "new_jobs_plan"', r"dòng 6, .*plus: phải là danh sách mã"),
        ('rule = "mean_level"\nwhy = "hai vế là bình quân"', r"dòng 5, .*không có quy tắc «mean_level».*«mean_levels»"),
        ('rule = "gifts_by_law"', r"dòng 1, .*thiếu khóa why"),
        ('rule = "printed_total"\nwhy = "x"\nof = ["households"]', r"dòng 7, .*cần 2 mã, theo thứ tự: tổng được in làm tròn; khoản"),
        (
            'rule = "printed_total"\nwhy = "x"\nof = ["btxh_total_spending", "households"]',
            r"dòng 7, .*«households» không làm khoản có thể nằm ngoài tổng được: phải là chỉ tiêu tính bằng tiền",
        ),
        ('rule = "gifts_by_law"\nwhy = "x"\nat = "areas"', r"dòng 7, .*at: chỉ đi với"),
        ('rule = "gifts_by_law"\nwhy = "x"\nof = ["gift_levels"]\nnorms = ["merit_base"]', r"«gifts_by_law» không nhận norms"),
        ('told = ["decisions_{nw}"]', r"không mã nào .*«nw».*«new»"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line_and_the_nearest_word(own, text, message):
    with pytest.raises(CtxhError) as refused:
        own(HEAD + text)

    assert re.search(rf"mau/book/checks\.toml|book/checks\.toml.*{message}", str(refused.value))
    assert re.search(message, str(refused.value))


def test_the_rules_that_the_book_may_name_are_those_of_the_program():
    named = [check.test for check in BOOK.checks.values() if isinstance(check.test, Ruled)]

    assert set(RULES) == set(JUDGES)
    assert [] == [test.rule for test in named if len(test.why.split()) < 5]
    assert set(RULES) == {test.rule for test in named}


def test_an_office_holds_its_own_figures_by_a_rule_of_the_program(own):
    rates = 'of = ["households", "bhxh_rate", "households_near_poor", "enterprise_bhxh_rate"]'  # 50 at 5,00 %, 60 at 12,0 %
    book = own(HEAD + f'rule = "rates_of_one_whole"\n{rates}\nnote = "hai tỷ lệ"\nwhy = "hai khoảng phải giao nhau ở một số"')
    values = {"households": 50, "bhxh_rate": 5.0, "households_near_poor": 60, "enterprise_bhxh_rate": 12.0}

    # 50 ÷ 5,005 % and ÷ 4,995 %; 60 ÷ 12,005 % and ÷ 11,995 %
    assert [("293", "[1.000; 1.001]", "[500; 500]", "cảnh báo", "hai tỷ lệ")] == told(book, "K01", values)


def test_a_norm_that_a_rule_asks_for_and_there_is_not_is_refused_with_the_nearest(own, tmp_path):
    of = 'of = ["btxh_home_care_amount", "home_care_households"]\nnorms = ["social_assistance_bse"]'
    book = own(HEAD + f'rule = "paid_for_listed"\nwhy = "chia cho mức của từng tháng"\n{of}')

    with pytest.raises(CtxhError, match=r"checks\.toml, dòng 8, .*không có định mức «social_assistance_bse».*«social_assistance_base»"):
        check_norms(book, {"social_assistance_base"}, set(), (*FOLDERS, tmp_path / "mau" / "book"))


def test_what_a_funeral_is_paid_by_is_said_by_the_book(own):
    """A death of June 2026 paid 20 times the base of merit, 2.789.000: wrong by the nation's book, right by one that says so."""
    entry = 'number = "C17"\ntitle = "Mai táng phí"\nseverity = "flagged"\nreplaces = true\n'
    entry += 'rule = "funeral_money"\nwithin = 5\nwhy = "hai mức"\n'
    of = 'of = ["deaths_by_month", "funeral_amount_by_month", "btxh_funeral_amount"]\nnorms = ["funeral_multiple", "merit_base"]\n'
    paid = [("deaths_by_month", A, "", 1, "2026-06"), ("funeral_amount_by_month", A, "", 20 * 2_789_000, "2026-06")]
    books = {"nation": BOOK, "own": own(f"[funeral_money]\n{entry}{of}")}
    rows = {book: told(one, "C17", {}, rows=paid, year=2026) for book, one in books.items()}
    result = {book: {row[3] for row in found if "55.780.000" in row[1:3]} for book, found in rows.items()}

    assert {"nation": {"cảnh báo"}, "own": {"đạt"}} == result
    with pytest.raises(CtxhError, match=r"norms: quy tắc «funeral_money» cần norms từng cặp"):
        own(f"[funeral_money]\n{entry}" + of.replace(', "merit_base"', ""))
    with pytest.raises(CtxhError, match=r"quy tắc «funeral_money» cần within, số năm mà hồ sơ có thể đến sau"):
        own(f"[funeral_money]\n{entry.replace('within = 5', '')}{of}")


@pytest.mark.parametrize(("years", "doubted"), [(5, False), (1, True)])
def test_how_long_after_a_death_its_funeral_may_be_paid_for_is_said_by_the_book(years, doubted):
    """A death of 2024 in the lists of 2026."""
    entry = BOOK.checks["funeral_money"]
    book = replace(BOOK, checks={"funeral_money": replace(entry, test=replace(entry.test, within=years))})
    paid = [("deaths_by_month", A, "", 1, "2024-06"), ("funeral_amount_by_month", A, "", 7_200_000, "2024-06")]
    said = " ".join(str(row) for row in told(book, "C17", {}, rows=paid, year=2026))

    assert doubted == ("không thuộc hồ sơ của năm 2026" in said)


def test_a_day_of_the_desks_own_that_lies_years_away_is_doubted(tmp_path):
    folder = tmp_path / "mau" / "book" / "indicators"
    folder.mkdir(parents=True)
    entry = '[{}]\nlabel = "{}"\nunit_of_measure = "date"\ndesk = "text"\nfield = "labour"\n{}\n'
    days = entry.format("fair_day", "Ngày hội việc làm", "undated = true") + entry.format("founded", "Ngày thành lập", "")
    (folder / "own.toml").write_text(days, encoding="utf-8")
    book = load_book([*FOLDERS, folder.parent])
    [found] = told(book, "C30", {"fair_day": "2042-03-08", "founded": "1979-03-08"})

    assert ("08/3/2042", "năm 2024", "cảnh báo", "«Ngày hội việc làm» không hợp với báo cáo của năm 2024: sửa ngày ở phiếu B12") == found[
        1:
    ]


def test_an_own_check_bears_no_number_of_those_of_all_offices(own):
    with pytest.raises(CtxhError, match=r"dòng 2, \[own\], number: «C28» là số của phép kiểm tra chung \(C\).*ví dụ K28"):
        own(HEAD.replace("K01", "C28") + 'told = ["new_jobs"]')


def test_a_number_of_a_provinces_check_is_no_offices(tmp_path):
    check = '[{}]\nnumber = "K07"\ntitle = "Kiểm"\nseverity = "info"\ntold = ["poor_households"]\n'
    folders = [tmp_path / name / "book" for name in ("tinh-mau", "mau")]
    for folder, name in zip(folders, ("of_province", "own"), strict=True):
        folder.mkdir(parents=True)
        (folder / "checks.toml").write_text(check.format(name), encoding="utf-8")

    with pytest.raises(
        CtxhError, match=r"mau/book/checks.toml, dòng 2, \[own\], number: «K07» đã là số của \[of_province\] ở tinh-mau/book"
    ):
        load_book((*FOLDERS, *folders))


def test_a_check_of_the_nation_is_replaced_only_by_an_entry_that_says_so(own):
    milder = 'number = "C21"\ntitle = "Bảo hiểm"\nseverity = "info"\nat_most = "insured_total"\nplus = ["workers_total"]\n'

    assert "info" == own(f"[insured]\nreplaces = true\n{milder}").checks["insured"].severity
    with pytest.raises(CtxhError, match=r"mã «insured» đã có ở reference/book/checks\.toml.*replaces = true"):
        own(f"[insured]\n{milder}")


def test_the_example_of_the_page_is_a_check_of_each_area_and_of_the_office(own):
    book = own(EXAMPLE)
    start, escaped = {A: 10, B: 5}, {A: 4, B: 5}
    good = {"poor_households_start": start, "poor_households_escaped": escaped}

    assert [("293", "9", "15", "đạt", "thoát nghèo ≤ hộ nghèo đầu năm")] == told(
        book, "K01", {"poor_households_start": 15, "poor_households_escaped": 9}, good
    )
    assert [(B, "6", "5", "cảnh báo", "thoát nghèo ≤ hộ nghèo đầu năm")] == told(
        book, "K01", {}, good | {"poor_households_escaped": escaped | {B: 6}}
    )


def test_the_page_tells_every_key():
    keys = {"equal", "at_most", "at_least", "plus", "minus", "perhaps_minus", "product", "quotient", "within", "within_percent"}
    more = {"share", "from", "to", "both", "of_year", "mean", "adds_to_100", "told", "at", "when", "where", "note", "note_of_all"}
    more |= {"rule", "of", "norms", "why"}

    assert set() == {key for key in keys | more if not re.search(rf"`{key}\b", PAGE)}


@pytest.mark.parametrize(
    ("text", "number", "values", "expected"),
    [
        (
            'adds_to_100 = ["poor_households_rate", "bhxh_rate"]',
            "K01",
            {"poor_households_rate": 60, "bhxh_rate": 39},
            ("99", "100", "cảnh báo"),
        ),
        (
            'equal = "new_jobs"\nplus = ["new_jobs_plan"]\nwithin_percent = 5',
            "K01",
            {"new_jobs": 96, "new_jobs_plan": 100},
            ("96", "100", "đạt"),
        ),
        (
            'equal = "households"\nplus = ["households_near_poor"]',
            "K01",
            {"households": 9, "households_near_poor": 8},
            ("9", "8", "cảnh báo"),
        ),
    ],
)
def test_words_that_no_national_check_uses_are_judged(own, text, number, values, expected):
    [(_, left, right, result, _)] = told(own(HEAD + text), number, values)

    assert expected == (left, right, result)


# number, what is good, what is not, what is said of it
OF_FORMS = [
    (
        "C50",
        {"relief_paid_persons": 56, "relief_persons": 56},
        {"relief_paid_persons": 57},
        ("57", "56", "người đã nhận ≤ người được duyệt"),
    ),
    ("C50", {"relief_paid_amount": 5, "relief_amount": 6}, {"relief_paid_amount": 7}, ("7", "6", "tiền đã chi ≤ tiền được duyệt")),
    ("C51", {"houses": 3, "houses_started": 3}, {"houses": 4}, ("4", "3", "hoàn thành ≤ khởi công")),
    (
        "C56",
        {"minority_households": 90, "households": 100},
        {"minority_households": 101},
        ("101", "100", "hộ dân tộc thiểu số ≤ tổng số hộ (B8a)"),
    ),
    ("C57", {"minority_households": 90, "minority_households_near_poor": 90}, {"minority_households": 91}, ("91", "90", "B8a = B8b")),
    (
        "C58",
        {"poor_minority_households": 9, "poor_households": 12, "minority_households": 90},
        {"poor_minority_households": 13},
        ("13", "12", "hộ nghèo dân tộc thiểu số ≤ hộ nghèo"),
    ),
    ("C59", {"jobs_abroad": 35, "new_jobs": 100}, {"jobs_abroad": 135}, ("135", "100", "ở nước ngoài ≤ việc làm mới")),
    ("C60", {"trained_workers": 60, "labour_force": 90}, {"trained_workers": 91}, ("91", "90", "qua đào tạo ≤ lực lượng lao động")),
]


@pytest.mark.parametrize(("number", "good", "wrong", "said"), OF_FORMS)
def test_what_only_some_offices_collect_has_checks_of_its_own_in_every_area(number, good, wrong, said):
    in_one = {name: {A: value, B: value} for name, value in good.items()}
    faulty = {name: known | ({B: wrong[name]} if name in wrong else {}) for name, known in in_one.items()}

    assert "cảnh báo" not in (found := {row[3] for row in told(OPTIONAL, number, good, in_one)}) and "lỗi" not in found
    assert "đạt" in found
    assert (B, *said) in [(area, left, right, note) for area, left, right, _, note in told(OPTIONAL, number, {}, faulty)]


def test_houses_and_money_are_the_sum_of_what_the_list_holds():
    kinds = [name for name in OPTIONAL.checks["houses_by_household"].inputs() if name != "houses"]
    by_kind = {name: {A: 1, B: 1} for name in kinds}

    assert ["houses_merit", "houses_programme", "houses_poor", "houses_other_household"] == kinds
    assert ("293", "8", "8", "đạt") in [
        row[:4] for row in told(OPTIONAL, "C52", {"houses": 8} | dict.fromkeys(kinds, 2), by_kind | {"houses": {A: 4, B: 4}})
    ]
    assert (A, "5", "4", "cảnh báo") in [row[:4] for row in told(OPTIONAL, "C52", {}, by_kind | {"houses": {A: 5, B: 4}})]


def files(pending: int, late: int = 0, returned: int | None = None) -> list[tuple]:
    counts = {"carried": 5, "received": 20, "settled": 22, "late": late, "returned": returned, "pending": pending}
    return [(f"files_{name}_by_kind", A, "recognition", float(count)) for name, count in counts.items() if count is not None]


def test_files_that_came_in_went_out_or_are_left_row_by_row():
    right = "5 + 20 − 22 − 1"

    assert ("1", "1", "đạt") == told(OPTIONAL, "C53", {}, rows=files(2, returned=1))[0][1:4]
    assert ("1", "1", "đạt") == told(OPTIONAL, "C53", {}, rows=files(3))[0][1:4]  # nothing returned: a blank is nought
    assert [(A, "3", right, "lỗi", "còn lại = tồn + tiếp nhận − giải quyết − trả lại")] == told(
        OPTIONAL, "C53", {}, rows=files(3, returned=1)
    )
    assert ("đạt", "cảnh báo") == tuple(told(OPTIONAL, "C54", {}, rows=files(3, late))[0][3] for late in (22, 23))


def test_a_new_kind_of_a_list_joins_the_checks_of_its_totals(own, tmp_path):
    folder = tmp_path / "mau" / "book"
    folder.mkdir(parents=True)
    (folder / "categories.csv").write_text(
        "form,column,code,label,synonyms,valid_from,valid_to,families\nchanges,kind,new_relative,Hưởng mới - mẫu,,,,new\n", encoding="utf-8"
    )
    book = own(EXAMPLE)
    said = told(book, "C01", {"decisions_total": 5}, rows=[("changes_rows", A, "", 5)])

    assert [("293", "5", "5", "đạt", "số dòng B2 và tổng 14 loại")] == said


def test_lists_drawn_up_after_a_part_of_a_year_are_not_held_against_what_happened_in_it():
    values = dict.fromkeys(BOOK.checks["stock_and_flow"].inputs(), 9)
    half = Small(values, period_name="half-year", listed_until="2024-12").computed
    [check] = [one for one in checks_of(BOOK) if one.id == "C24"]

    assert ["không xét cho kỳ 6 tháng đầu năm 2024: danh sách lập sau kỳ, đến tháng 12/2024"] == list(run_checks(half, [check])[0]["note"])
