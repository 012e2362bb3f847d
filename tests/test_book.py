"""The book: entries of data become values; what cannot be meant is refused with its place and the nearest word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ctxh.book import load_book
from ctxh.book.formulas import Agreed, Change, Fact, LastYear, Minus, Plus, Ratio, Total
from ctxh.book.items import Item, Sum, Value
from ctxh.book.layouts import UNDATED, datings_of, forms_telling, load_layouts
from ctxh.compute.series import trend_of
from ctxh.draw.support import parts_of
from ctxh.errors import CtxhError
from ctxh.observe.observations import indexes_of_item
from ctxh.reference.periods import period_of, tellable
from small_sheets import REFERENCE

NATIONAL = REFERENCE / "book"
TOLD_OF = ("tet", "jul27", "dbp")  # occasions whose totals are told
GOOD = """[toys]
label = "Đồ chơi"
unit_of_measure = "gift"
sum = "gifts.gifts"
where = { occasion = "tet", payer = "own_budget" }
field = "gifts"
"""


@pytest.fixture
def own(tmp_path):
    """A function that writes a file of an office's own book; it gives back the folders of the whole book."""

    def write(text: str, name: str = "indicators/own.toml", data: Path = NATIONAL) -> list[Path]:
        path = tmp_path / "mau" / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return [data, tmp_path / "mau" / "book"]

    return write


def refused(folders: list[Path]) -> str:
    with pytest.raises(CtxhError) as told:
        load_book(folders)
    return str(told.value)


def test_an_entry_becomes_an_indicator_and_its_item_after_those_of_the_nation(own):
    book = load_book(own(GOOD))
    item = Item("toys", "Đồ chơi", "gift", "gifts", Sum("gifts"), (("occasion", ("tet",)), ("payer", ("district", "local"))))

    assert Total(item) == book.indicators["toys"].formula
    assert "toys" == list(book.indicators)[-1]
    assert item == book.items["toys"]
    assert ("count", "money") == (book.indicators["toys"].notation, book.indicators["redcross_unit_value"].notation)
    assert ("suất", "suất") == (book.indicators["toys"].measure, book.indicators["toys"].measure_of_change)


def test_an_entry_and_a_row_stand_behind_the_one_that_they_name(own):
    rows = "form,column,code,label,synonyms,valid_from,valid_to,families,after\nchanges,kind,new_relative,Mẫu,,,,new,new_disability\n"
    own(
        GOOD.replace("[toys]", '[toys]\nafter = "mid_autumn_gifts"')
        + GOOD.replace("[toys]", '[more]\nafter = "toys"').replace("Đồ chơi", "Bánh")
    )
    book = load_book(own(rows, "categories.csv"))
    ids = list(book.indicators)
    at = ids.index("mid_autumn_gifts")

    assert ["mid_autumn_gifts", "toys", "more"] == ids[at : at + 3]
    assert ("decisions_new_disability", "decisions_new_relative") == book.indicators["decisions_new_total"].formula.parts[:2]
    assert "after: không có mục «mid_autumn_gift» để đứng sau. Có phải ý bạn là «mid_autumn_gifts»?" in refused(
        own(GOOD.replace("[toys]", '[toys]\nafter = "mid_autumn_gift"'))
    )


def test_a_member_of_a_family_that_is_replaced_stays_in_its_totals(own):
    said = '[decisions_stop]\nreplaces = true\nlabel = "Cắt"\nunit_of_measure = "case"\ncount = "changes.kind"\nfield = "assistance"\n'
    book = load_book(own(said + 'where = { kind = "stop" }\nby_area = true\n'))

    assert "Cắt" == book.indicators["decisions_stop"].label
    assert "decisions_stop" in book.indicators["decisions_total"].formula.parts


def test_an_offices_own_figure_may_be_shown_over_the_years_and_happen_on_no_day(own):
    book = load_book(own(GOOD + "trend = 9\nundated = true\n"))
    items, half = [book.items["toys"]], period_of("half-year", 2024, {})

    assert "toys" == trend_of(book)[-1]
    assert ([], items) == tuple(tellable(items, half, {"tet": "01-29"}, late, {}) for late in (True, False))
    assert "[toys], trend: chữ và ngày" in refused(own(GOOD.replace("sum = ", "text = ").replace('"gift"', '"text"') + "trend = 9\n"))


def test_a_figure_of_the_desk_is_told_no_sooner_than_the_day_of_its_occasion():
    half, book = period_of("half-year", 2024, {}), load_book([NATIONAL])
    items = [book.items["dbp_anniversary_typed"], book.items["jul27_anniversary_typed"]]

    assert items[:1] == tellable(items, half, {"dbp": "05-07", "jul27": "07-27"}, False, {})
    assert items == tellable(items, half, {"dbp": "05-07", "jul27": "06-10"}, False, {})


def test_a_centre_of_an_offices_own_joins_the_total(own):
    rows = "form,column,code,label,synonyms,valid_from,valid_to,families\nmerit_services,service,centre_z,Trung tâm Z,,,,convalescence\n"
    parts = load_book(own(rows, "categories.csv")).indicators["convalescence_total"].formula.parts

    assert ("convalescence_in_province", "convalescence_elsewhere", "centre_z") == parts


def test_what_is_one_offices_or_one_provinces_is_not_in_the_book_of_all():
    book, own = load_book([NATIONAL]), re.compile(r"yagi|storm|martyrs|letter_martyrs|nq03|resolution_province|hai_duong|quang_ninh")

    assert [] == [name for name in (*book.indicators, *book.items, *book.checks) if own.search(name)]


def test_the_example_of_the_readme_is_an_entry(own):
    page = (REFERENCE.parent / "README.md").read_text(encoding="utf-8")
    example = page.partition("## The book")[2].partition("```toml\n")[2].partition("```")[0]

    assert "Đồ chơi Trung thu tặng trẻ em" == load_book(own(example)).indicators["mid_autumn_toys"].label


def test_each_word_becomes_its_value(own):
    text = """field = "labour"
[jobs_asked]
label = "Người đăng ký"
unit_of_measure = "person"
desk = "number"
plan = "new_jobs_plan"
whole = "labour_force"
[jobs_asked_share]
label = "Trong lực lượng lao động"
unit_of_measure = "percent"
share_of_whole = "jobs_asked"
[jobs_asked_before]
label = "Năm trước"
unit_of_measure = "person"
last_year = "jobs_asked"
[jobs_asked_change]
label = "So với năm trước"
unit_of_measure = "percent"
change = "jobs_asked"
[trained_change]
label = "Tỷ lệ so với năm trước"
unit_of_measure = "points"
change = "trained_certified_rate"
[jobs_asked_rate]
label = "So với kế hoạch"
unit_of_measure = "percent"
share_of_plan = "jobs_asked"
[jobs_left]
label = "Người còn chờ"
unit_of_measure = "person"
minus = ["jobs_asked", "new_jobs"]
[jobs_per_thousand]
label = "Người đăng ký trên 1.000 hộ"
unit_of_measure = "person"
ratio = ["jobs_asked", "households"]
scale = 1000
[gift_level]
label = "Mức quà Trung thu"
unit_of_measure = "VND/gift"
agreed = "gifts.unit_value"
where = { occasion = "mid_autumn" }
"""
    made = load_book(own(text)).indicators
    asked = Item("jobs_asked", "Người đăng ký", "person", "desk_figures", Value("value"), (("key", ("jobs_asked",)),))

    assert Fact(asked) == made["jobs_asked"].formula
    assert Ratio("jobs_asked", "new_jobs_plan") == made["jobs_asked_rate"].formula
    assert Ratio("jobs_asked", "labour_force") == made["jobs_asked_share"].formula
    assert LastYear("jobs_asked") == made["jobs_asked_before"].formula
    assert (Change("jobs_asked"), Change("trained_certified_rate", points=True)) == (
        made["jobs_asked_change"].formula,
        made["trained_change"].formula,
    )
    assert Minus("jobs_asked", "new_jobs") == made["jobs_left"].formula
    assert Ratio("jobs_asked", "households", 1000) == made["jobs_per_thousand"].formula
    assert isinstance(made["gift_level"].formula, Agreed)


def test_a_new_category_joins_every_total_of_its_list(own):
    rows = "form,column,code,label,synonyms,valid_from,valid_to,families\n"
    rows += "changes,kind,new_flood,Hưởng mới - người mất nhà do lũ,,,,new\ninsurance_cards,group,monks,Người tu hành,,,,\n"
    whole = load_book(own(rows, "categories.csv"))
    national, book = load_book([NATIONAL]).indicators, whole.indicators

    assert ["decisions_new_flood", "bhyt_monks"] == [name for name in book if name not in national]
    assert "Hưởng mới - người mất nhà do lũ" == book["decisions_new_flood"].label
    assert "Thẻ BHYT: Người tu hành" == book["bhyt_monks"].label
    new_in = {"decisions_total": "decisions_new_flood", "decisions_new_total": "decisions_new_flood", "bhyt_total": "bhyt_monks"}
    for total, new in new_in.items():
        assert Plus((*national[total].formula.parts, new)) == book[total].formula
        assert new == parts_of(whole, total)[-1]  # what figures draw


# total -> the row of its form that has a payer, a group, a programme or a kind which an office added
ADDED = "gifts,payer,temple,Cơ sở tôn giáo,,,,\ngifts,recipient_group,nurse,Cựu y tá chiến trường,,,,all_merit|visited\n"
ADDED += "payments,programme,flood,Trợ cấp sau lũ,,,,social_assistance\nlabour,kind,cooperative,Hợp tác xã,,,,\n"
JOINED = {
    **{f"{occasion}_gifts_total_amount": {"occasion": occasion, "payer": "temple", "recipient_group": "nurse"} for occasion in TOLD_OF},
    "longevity_total_amount": {"occasion": "longevity", "payer": "temple", "recipient_group": "nurse"},
    "tet_district_visit_gifts": {"occasion": "tet", "payer": "local", "recipient_group": "nurse"},
    "jul27_district_visit_amount": {"occasion": "jul27", "payer": "local", "recipient_group": "nurse"},
    "btxh_payments_amount": {"programme": "flood"},
    "workers_total": {"kind": "cooperative"},
    "insured_total": {"kind": "cooperative"},
}


@pytest.mark.parametrize(("total", "row"), JOINED.items(), ids=JOINED)
def test_a_new_payer_group_programme_or_kind_joins_the_totals_of_what_there_is(own, total, row):
    book = load_book(own("form,column,code,label,synonyms,valid_from,valid_to,families\n" + ADDED, "categories.csv"))

    columns = {"row": [8]} | {column: [code] for column, code in row.items()}
    assert [0] == list(indexes_of_item(columns, book.indicators[total].formula.item))
    assert ("btxh_payments_amount", "btxh_funeral_amount") == book.indicators["btxh_total_spending"].formula.parts


def test_a_document_added_to_the_register_has_its_number_day_and_title(own):
    book = load_book(own("cite_key,label,section,families\nplan_flood,Kế hoạch phòng lũ,I.1,letter\n", "documents.csv")).indicators
    after = list(book).index("plan_children_month_title") + 1

    assert ["plan_flood_no", "plan_flood_date", "plan_flood_title"] == list(book)[after : after + 3]
    assert ("Ngày ban hành: Kế hoạch phòng lũ", "I.1") == (book["plan_flood_date"].label, book["plan_flood_date"].section)


def test_an_entry_that_replaces_one_stands_in_its_place(own):
    text = 'field = "labour"\nby_area = true\n[new_jobs]\nlabel = "Việc làm"\nunit_of_measure = "person"\ndesk = "number"\n'
    text += 'plan = "new_jobs_plan"\nreplaces = true\n'
    national, book = load_book([NATIONAL]).indicators, load_book(own(text)).indicators

    assert list(national) == list(book)
    assert isinstance(book["new_jobs"].formula, Fact)


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("label", "lable", 2, "lable: không có khóa «lable». Có phải ý bạn là «label»?"),
        ("sum =", "summ =", 4, "summ: không có khóa «summ». Có phải ý bạn là «sum»?"),
        ("field =", 'plus = ["households"]\nfield =', 6, "plus: có sum và plus, chỉ được một."),
        ("sum = ", "# sum = ", 1, "thiếu cách tính: một trong count, sum, agreed"),
        ('field = "gifts"', "", 1, "thiếu khóa field."),
        ('"gifts"\n', '"gift"\n', 6, "field: không có «gift». Có phải ý bạn là «gifts»?"),
        ('"gift"', '"gifs"', 3, "unit_of_measure: không có «gifs». Có phải ý bạn là «gift»?"),
        ('"gift"', '"VND"', 3, "unit_of_measure: «VND» không hợp với cột «gifts.gifts» tính bằng «gift»."),
        ("gifts.gifts", "gifts.amount", 3, "unit_of_measure: «gift» không hợp với cột «gifts.amount» tính bằng «VND»."),
        ("gifts.gifts", "gitfs.gifts", 4, "sum: không có biểu «gitfs». Có phải ý bạn là «gifts»?"),
        ("gifts.gifts", "gifts.amont", 4, "sum: biểu «gifts» không có cột «amont». Có phải ý bạn là «amount»?"),
        ("gifts.gifts", "gifts.occasion", 4, "sum: cột «gifts.occasion» không phải cột số (category)."),
        ("occasion =", "ocasion =", 5, "where: biểu «gifts» không có cột «ocasion». Có phải ý bạn là «occasion»?"),
        ("own_budget", "own_buget", 5, "where: cột «gifts.payer» không có mã hay nhóm «own_buget». Có phải ý bạn là «own_budget»?"),
        ("where = {", "where = 3 # {", 5, 'where: phải là { cột = "mã" }'),
        ("field =", 'by_area = "yes"\nfield =', 6, "by_area: phải là true hoặc false."),
        ("field =", "decimals = 1.5\nfield =", 6, "decimals: phải là số nguyên"),
        ("field =", 'better = "more"\nfield =', 6, "better: phải là một trong các từ lower, higher"),
        ("field =", "scale = 1000\nfield =", 6, "scale: chỉ đi với ratio, không đi với sum."),
        ("field =", 'plan = "new_jobs_plann"\nfield =', 6, "plan: không có chỉ tiêu «new_jobs_plann». Có phải ý bạn là «new_jobs_plan»?"),
        ("field =", 'plan = "new_jobs_plan"\nfield =', 3, "«gift» không hợp: kế hoạch «new_jobs_plan» tính bằng «person»."),
        ('sum = "gifts.gifts"', 'text = "beneficiaries.full_name"', 4, "text: cột «beneficiaries.full_name» là của cá nhân"),
        ('sum = "gifts.gifts"', 'text = "gifts.note"', 4, "text: cột «gifts.note» chưa được phép in"),
        ("[toys]", "[households]", 1, "mã «households» đã có ở reference/book/indicators/7_poverty.toml, [households]. Muốn thay"),
        ("field =", "replaces = true\nfield =", 6, "replaces: chưa có «toys» để thay."),
        ("[toys]", "[Toys]", 1, "mã «Toys» phải gồm chữ thường không dấu"),
        ("[toys]", '["toys_{code}"]', 1, "thiếu khóa each, danh sách mà {code} lấy mã từ đó"),
        ("[toys]", '[toys]\neach = "gifts.occasion"', 2, "each: tên mục phải có {code} trong dấu nháy"),
        ("[toys]", '["toys_{code}"]\neach = "gifts.ocasion"', 2, "không có danh sách «gifts.ocasion». Có phải ý bạn là «gifts.occasion»?"),
        ("[toys]", '["toys_{code}"]\neach = "gifts.payer:own"', 2, "each: không mã nào của «gifts.payer» thuộc nhóm «own»."),
        (
            "[toys]",
            '["toys_{code}"]\neach = "gifts.payer"\nlabels.comune = "Xã"',
            3,
            "labels: danh sách «gifts.payer» không có mã «comune». Có phải ý bạn là «commune»?",
        ),
        ("[toys]", '["toys_{code}"]\neach = "gifts.payer"', 1, "mọi mã đều cho cùng một số: ghi {code} ở cách tính hoặc where"),
        ("[toys]", "[gifts]", 1, "mã «gifts» đã là mã của một lĩnh vực (fields.csv)"),
        ("Đồ chơi", "Đồ\\nchơi", 2, "label: phải là một dòng chữ"),
        ("Đồ chơi", "Tổng số hộ dân cư", 2, "label: tên này đã là của [households] (reference/book/indicators/7_poverty.toml, dòng"),
        ('"gift"', '"work"', 3, "«work» không hợp với cột «gifts.gifts» tính bằng «gift». Đếm cả bằng person, household, turn (counted_as"),
        (
            '"gift"\nsum = "gifts.gifts"',
            '"VND/gift"\nsum = "gifts.unit_value"',
            4,
            "tính bằng «VND/gift» không cộng được",
        ),
        ('occasion = "tet"', 'unit_value = "500000"', 5, "where: cột «gifts.unit_value» loại money: chỉ chọn được theo cột danh mục"),
        ("field =", 'notation = "date"\nfield =', 6, "notation: «date» không hợp với đơn vị tính «gift»: chọn count hoặc number."),
        ("field =", "decimals = 9\nfield =", 6, "decimals: phải là số nguyên từ 0 đến 6"),
        ("field =", 'section = "I,3.2"\nfield =', 6, "section: «I,3.2» không phải số của một mục: viết như I.3.2"),
        ("field =", 'whole = "toys"\nfield =', 6, "whole: không thể là chính chỉ tiêu này"),
        ("field =", 'whole = "households"\nfield =', 6, "whole: «households» tính bằng «household», không phải «gift»"),
        ("field =", 'per = ["doc_number"]\nfield =', 6, "per: «doc_number» là chữ hoặc ngày, không chia được"),
        ('where = { occasion = "tet", payer = "own_budget" }', 'item = "households"', 1, "số liệu «households» đã có ở một mục khác."),
    ],
)
def test_what_an_entry_may_not_say_is_refused(own, before, after, line, message):
    told = refused(own(GOOD.replace(before, after, 1)))

    assert told.startswith(f"mau/book/indicators/own.toml, dòng {line}, [")
    assert message in told


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ('plus = ["household"]', "plus: không có chỉ tiêu «household». Có phải ý bạn là «households»?"),
        ('plus = ["decision_{code}"]', 'plus: không có mục ["decision_{code}"] lập theo danh sách. Có phải ý bạn là «decisions_{code}»?'),
        ('plus = ["decisions_{nw}"]', 'plus: không mã nào của ["decisions_{code}"] thuộc nhóm «nw».'),
        ('plus = ["decisions_{code}", "decisions_stop"]\nunit_of_measure = "case"', "plus: «decisions_stop» được cộng hai lần."),
        ('plus = ["toys"]', "đi vòng: toys ← toys."),
        ("plus = []", "plus: phải là danh sách mã trong ngoặc vuông"),
        ('plus = ["households", "new_jobs"]', "unit_of_measure: «household» không hợp: «new_jobs» tính bằng «person»."),
        ('minus = ["households", "new_jobs"]', "unit_of_measure: «household» không hợp: «new_jobs» tính bằng «person»."),
        ('minus = ["households"]', "minus: phải là hai mã trong ngoặc vuông"),
        ('ratio = ["poor_households", "households"]', "tỷ số nhân 100 (scale) thì tính bằng «percent»"),
        ('ratio = ["doc_number", "households"]\nscale = 1', "«doc_number» không phải là số"),
        ('share_of_plan = "households"', "share_of_plan: chỉ tiêu «households» không có plan"),
        ('share_of_whole = "households"', "share_of_whole: chỉ tiêu «households» không có whole"),
        ('last_year = "household"', "last_year: không có chỉ tiêu «household». Có phải ý bạn là «households»?"),
        ('last_year = "new_jobs"', "unit_of_measure: «household» không hợp: của «new_jobs» phải là «person»."),
        ('change = "households"', "unit_of_measure: «household» không hợp: của «households» phải là «percent»."),
        ('change = "bhxh_rate"\nunit_of_measure = "percent"', "«percent» không hợp: của «bhxh_rate» phải là «points»."),
        ('change = "doc_number"\nunit_of_measure = "percent"', "«percent» không hợp: «doc_number» không phải là số."),
        ('last_year = "new_jobs_plan"\nby_area = true\nunit_of_measure = "person"', "by_area: thành phần «new_jobs_plan» không có"),
        ('change = "toys"', "đi vòng: toys ← toys."),
        ('years_since = "dbp_date_to"', "unit_of_measure: «household» không hợp: phải là «years»."),
        ('plus = ["new_jobs_plan"]\nby_area = true\nunit_of_measure = "person"', "by_area: thành phần «new_jobs_plan» không có"),
        ("report_year = true", "report_year: phải là số nguyên"),
        ('desk = "date"', "desk: phải là một trong các từ number, text"),
        ('desk = "number"\nkey = "new_jobs_plan"', "key: số liệu này của B12 đã do mục khác lấy: [new_jobs_plan]"),
        ('text = "documents.number"\nunit_of_measure = "date"', "«date» không hợp với cột «documents.number» loại text"),
        ('text = "documents.issued_on"\nunit_of_measure = "text"', "«text» không hợp với cột «documents.issued_on» loại date"),
    ],
)
def test_a_formula_that_cannot_be_is_refused(own, formula, message):
    measure = "" if "unit_of_measure" in formula else 'unit_of_measure = "household"\n'

    assert message in refused(own(f'field = "poverty"\n[toys]\nlabel = "Đồ chơi"\n{measure}{formula}\n'))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("indicators/own.toml", GOOD + GOOD, "mau/book/indicators/own.toml, dòng 7, cột 6: mục hoặc khóa này đã có ở trên"),
        ("indicators/own.toml", "[toys]\nlabel = Đồ chơi\n", "mau/book/indicators/own.toml, dòng 2, cột 9: viết sai"),
        ("indicators/own.toml", "[[toys]]\nlabel = 'Đồ chơi'\n", "[[toys]] có hai ngoặc; viết [toys]."),
        ("indicators/own.toml", 'label = "Đồ chơi"\n', "chưa có mục nào"),
        ("indicators/own.tml", GOOD, "mau/book/indicators/own.tml: không phải tệp của sổ định nghĩa"),
        ("catagories.csv", "a\n", "không phải tệp của sổ định nghĩa, không được đọc. Có phải ý bạn là «categories.csv»?"),
        (
            "categories.csv",
            "form,column,code,label,synonyms,valid_from,valid_to,families\ngifts,payer,firm,Doanh nghiệp,,,,president\n",
            "ở gifts.payer, «president» vừa là mã (code) vừa là nhóm (families).",
        ),
        (
            "fields.csv",
            "id,label\ngifts,Quà\n",
            "mau/book/fields.csv, dòng 2: «gifts» đã có trong reference/book/fields.csv. Muốn thay dòng ấy thì ghi yes ở cột replaces.",
        ),
        (
            "fields.csv",
            "id,label,replaces\ngift,Quà,yes\n",
            "mau/book/fields.csv, dòng 2, cột replaces: chưa có «gift» để thay. Có phải ý bạn là «gifts»?",
        ),
        (
            "items.toml",
            '[coefficients]\nlabel = "Hệ số"\nunit_of_measure = "times"\nsum = "beneficiaries.coefficient"\n',
            "mau/book/items.toml, dòng 1, [coefficients]: mã «coefficients» đã có ở reference/book/items.toml, [coefficients].",
        ),
        (
            "items.toml",
            '[households]\nlabel = "Hộ"\nunit_of_measure = "household"\nsum = "poor_review.households"\n',
            "mau/book/items.toml, dòng 1, [households]: số liệu «households» đã có ở một mục khác.",
        ),
        (
            "items.toml",
            '[toys]\nlabel = "Hộ"\nunit_of_measure = "household"\nsum = "poor_review.households"\nby = ["vilage"]\n',
            "mau/book/items.toml, dòng 5, [toys], by: biểu «poor_review» không có cột «vilage». Có phải ý bạn là «village»?",
        ),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(own, name, text, message):
    assert message in refused(own(text, name))


CLUBS = {  # a form of an office's own, whole: what stands in place of a row of it is refused
    "forms.csv": "clubs,B50,Câu lạc bộ,area,no,2026-01-01,,B50. Câu lạc bộ,CÂU LẠC BỘ,undated,,",
    "columns.csv": "clubs,2026-01-01,,kind,Loại,,,category,,no,yes,Loại,\n"
    "clubs,2026-01-01,,members,Số người,,Thành viên,count,person,no,yes,Số,",
    "categories.csv": "clubs,kind,chess,Cờ,Cờ tướng,,,,,\nclubs,kind,song,Hát,,,,,,",
    "units_of_measure.csv": "club,câu lạc bộ,count,count,",
    "measures.csv": "club,CLB",
    "rules.csv": "clubs,kind,every_word",
    "asked.csv": "clubs,members,Bao nhiêu người",
    "documents.csv": "plan_clubs,Kế hoạch câu lạc bộ,I.1,letter",
}


def clubs(folder: Path, name: str = "", before: str = "", after: str = "") -> list[Path]:
    """The folders of the national book and of an office with a form of its own, one piece of its lists changed."""
    (folder / "mau" / "book").mkdir(parents=True)
    for file, rows in CLUBS.items():
        header = (NATIONAL / file).read_text(encoding="utf-8").partition("\n")[0]
        assert file != name or before in rows
        changed = rows.replace(before, after, 1) if file == name else rows
        (folder / "mau" / "book" / file).write_text(f"{header}\n{changed}\n", encoding="utf-8")
    return [NATIONAL, folder / "mau" / "book"]


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "said"),
    [
        ("forms.csv", "B50,", "B6,", "dòng 2, cột code", "«B6» đã là mã của biểu «gifts»"),
        ("forms.csv", "B50. Câu lạc bộ", "Quà tặng", "dòng 2, cột sheet_names", "trang tính «Quà tặng» đã là của biểu «gifts»"),
        ("forms.csv", "B50. ", "B50: ", "dòng 2, cột sheet_names", "không làm tên trang tính được"),
        ("forms.csv", "clubs", "club", "dòng 2, cột form", "biểu «club» không có cột nào trong columns.csv. Có phải ý bạn là «clubs»?"),
        ("columns.csv", "category", "word", "dòng 2, cột kind", "phải là row_number hoặc"),
        (
            "columns.csv",
            "person",
            "persn",
            "dòng 3, cột unit_of_measure",
            "trong units_of_measure.csv. Có phải ý bạn là «person»?",
        ),
        ("columns.csv", "Thành viên", "Loại", "dòng 3, cột synonyms", "tiêu đề «Loại» cũng là của cột «kind»"),
        ("columns.csv", "members", "Members", "dòng 3, cột column", "mã «Members» phải gồm chữ thường không dấu"),
        ("columns.csv", "2026-01-01,,members", "2026-01-01,2025-01-01,members", "dòng 3, cột valid_to", "không sau ngày bắt đầu"),
        ("columns.csv", "kind,Loại,,,category,", "kind2,Loại,,,category,", "dòng 2, cột kind", "categories.csv không có từ nào của nó"),
        ("categories.csv", "clubs,kind,song", "clubs,kinds,song", "dòng 3, cột column", "không có cột «kinds». Có phải ý bạn là «kind»?"),
        ("categories.csv", "clubs,kind,song", "clubs,members,song", "dòng 3, cột column", "kind là count, không phải category"),
        ("categories.csv", "Hát", "cờ tướng", "dòng 3, cột label", "«cờ tướng» đã là chữ của mã «chess»"),
        ("categories.csv", "song,Hát,,", "chess,Hát,,2026-05-01", "dòng 3, cột valid_from", "còn hiệu lực theo dòng 2"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,Luật Mẫu,", "dòng 3, cột verified", "ghi yes nếu đã đối chiếu"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,,no", "dòng 3, cột legal_basis", "ghi văn bản mà cột verified nói đến"),
        ("categories.csv", "Hát,,,,,,", "Hát,,,,,,,merit_base", "dòng 3, cột paid_by", "chỉ ghi cho nội dung chi (payments.programme)"),
        ("units_of_measure.csv", ",count,count,", ",count,count,persons", "dòng 2, cột counted_as", "Có phải ý bạn là «person»?"),
        ("measures.csv", "CLB", "CLB|người", "dòng 2, cột words", "«người» đã là chữ của «person»"),
        ("measures.csv", "club,", "clubs,", "dòng 2, cột unit_of_measure", "Có phải ý bạn là «club»?"),
        ("rules.csv", "kind,every_word", "members,every_word", "dòng 2, cột rule", "«every_word» chỉ đi với cột loại category"),
        ("rules.csv", "every_word", "everyword", "dòng 2, cột rule", "phải là every_month hoặc every_word"),
        ("forms.csv", "undated,", "dated,membersince", "dòng 2, cột dated_by", "không có cột ngày, tháng «membersince»"),
        ("forms.csv", "undated", "undate", "dòng 2, cột tells", "phải là list hoặc dated hoặc undated"),
        ("asked.csv", "clubs", "clbs", "dòng 2, cột form", "không có biểu «clbs» trong forms.csv. Có phải ý bạn là «clubs»?"),
        (
            "documents.csv",
            "letter",
            "leter",
            "dòng 2, cột families",
            "văn bản «plan_clubs»: ghi nhóm của nó. Có phải ý",
        ),
    ],
)
def test_a_row_of_a_list_that_cannot_be_meant_is_refused_with_its_cell(tmp_path, name, before, after, place, said):
    told = refused(clubs(tmp_path, name, before, after))

    assert told.startswith(f"mau/book/{name}, {place}: ")
    assert said in told


def test_a_form_of_an_offices_own_says_that_what_it_tells_has_no_days(tmp_path):
    folders = clubs(tmp_path)
    (tmp_path / "mau" / "book" / "items.toml").write_text(
        '[club_members]\nlabel = "Thành viên"\nunit_of_measure = "person"\nsum = "clubs.members"\n', encoding="utf-8"
    )
    items, half = [load_book(folders).items["club_members"]], period_of("half-year", 2026, {})
    layouts = load_layouts(REFERENCE, half.last, folders[1:])

    assert ("merit_services", "employment", "clubs") == forms_telling(layouts, UNDATED)
    assert ([], items) == tuple(tellable(items, half, {}, late, datings_of(layouts)) for late in (True, False))


def test_a_column_of_an_offices_own_says_that_it_is_found_once_at_the_years_end(tmp_path):
    folders = clubs(tmp_path)
    columns = tmp_path / "mau" / "book" / "columns.csv"
    [header, *rows] = columns.read_text(encoding="utf-8").split("\n")
    header = header.removesuffix(",at_year_end")
    columns.write_text(
        "\n".join([f"{header},at_year_end", *(f"{row},{'yes' * (',members,' in row)}" for row in rows if row)]), encoding="utf-8"
    )
    entries = "\n".join(
        f'[{name}]\nlabel = "{name}"\nunit_of_measure = "person"\n{word} = "clubs.{column}"\n'
        for name, word, column in (("club_members", "sum", "members"), ("club_kinds", "count", "kind"))
    )
    (tmp_path / "mau" / "book" / "items.toml").write_text(entries, encoding="utf-8")
    items, half = load_book(folders).items, period_of("half-year", 2026, {})
    datings = datings_of(load_layouts(REFERENCE, half.last, folders[1:]))
    told = tellable([items["club_members"], items["club_kinds"]], half, {}, False, datings)

    assert ["club_kinds"] == [item.id for item in told]


def test_a_form_of_an_offices_own_is_taken_as_it_is_written(tmp_path):
    assert "plan_clubs_no" in load_book(clubs(tmp_path)).indicators


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("indicators/8_labour.toml", "[labour_force]", "[certified_workers], whole: không có chỉ tiêu «labour_force»."),
        ("categories.csv", "gifts,payer,redcross", "[redcross_gifts], where: cột «gifts.payer» không có mã hay nhóm «redcross»."),
        ("columns.csv", "labour,2021-01-01,,insured", "[household_business_insured], sum: biểu «labour» không có cột «insured»."),
        ("units_of_measure.csv", "conference,", "[labour_law_conferences], unit_of_measure: không có «conference»."),
    ],
)
def test_what_others_use_is_not_taken_away(tmp_path, name, row, message):
    shutil.copytree(NATIONAL, tmp_path / "book")
    path = tmp_path / "book" / name
    text = path.read_text(encoding="utf-8")
    start = text.index(f"\n{row}") + 1
    end = text.index("\n[" if name.endswith(".toml") else "\n", start + 1)
    path.write_text(text[:start] + text[end + 1 :], encoding="utf-8")

    assert message in refused([tmp_path / "book"])
