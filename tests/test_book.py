"""The book: entries of data become values; what cannot be meant is refused with its place and the nearest word."""

from __future__ import annotations

import re

import pytest

from ctxh.book import load_book
from ctxh.book.formulas import Agreed, Change, Fact, LastYear, Minus, Plus, Ratio, Total
from ctxh.book.items import Item, Sum, Value
from ctxh.book.layouts import UNDATED, datings_of, forms_telling, load_layouts
from ctxh.compute.series import trend_of
from ctxh.draw.row_kinds import parts_of
from ctxh.observe.observations import indexes_of_item
from ctxh.reference.periods import period_of, tellable
from own_books import GOOD, NATIONAL, clubs, refused
from small_sheets import BOOK, REFERENCE

TOLD_OF = ("tet", "jul27")  # occasions whose totals are told


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
    half, book = period_of("half-year", 2024, {}), BOOK
    items = [book.items["dbp_anniversary_typed"], book.items["jul27_anniversary_typed"]]

    assert items[:1] == tellable(items, half, {"dbp": "05-07", "jul27": "07-27"}, False, {})
    assert items == tellable(items, half, {"dbp": "05-07", "jul27": "06-10"}, False, {})


def test_a_centre_of_an_offices_own_joins_the_total(own):
    rows = "form,column,code,label,synonyms,valid_from,valid_to,families\nmerit_services,service,centre_z,Trung tâm Z,,,,convalescence\n"
    parts = load_book(own(rows, "categories.csv")).indicators["convalescence_total"].formula.parts

    assert ("convalescence_in_province", "convalescence_elsewhere", "centre_z") == parts


def test_what_is_one_offices_or_one_provinces_is_not_in_the_book_of_all():
    events = r"yagi|storm|martyrs|dbp|1975|rectify|orphan|inspection_team|supervised$|interagency"
    book, own = load_book([NATIONAL]), re.compile(rf"{events}|nq03|resolution_province|hai_duong|quang_ninh")

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
    asked = Item("jobs_asked", "Người đăng ký", "person", "desk_figures", Value("value"), (("key", ("jobs_asked",)),), undated=True)

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
