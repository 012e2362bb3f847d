"""What was received and no indicator uses is told: for every combination of every form's closed lists, used or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest

from ctxh.book import load_book
from ctxh.book.categories import Categories, load_categories
from ctxh.book.desk import checked_desk
from ctxh.book.items import Count, Item, Sum, Value
from ctxh.book.layouts import Layout, load_layouts
from ctxh.book.lists import NUMBERS
from ctxh.book.optional import optional_folders, optional_forms
from ctxh.clean.form_records import Records
from ctxh.observe.observations import observe
from ctxh.observe.unused import CHECK, unused_by_sheet, unused_findings, unused_in, used_items
from small_sheets import BOOK, CATEGORIES, INDICATORS, ITEMS, LAYOUTS, REFERENCE, records

DAY = date(2026, 12, 14)
USED = used_items(INDICATORS, ITEMS)
GIFTS = """
1 | Tết        | CTN    | NCC mức 1 | 3 | 300000 | | | 900000
2 | Tết        | Huyện  | Thôn      | 2 | 500000 | | | 1000000
3 | Ngày 27/7  | Huyện  | Trẻ em    | 5 | 100000 | | | 500000
4 | Tết        | Huyện  | Thôn      | 1 | 500000 | | | 500000
5 | Trung thu  | Huyện  | Trẻ em    | 7 | 20000  | | | 140000
"""
SERVICES = """
1 | Mẫu Văn Thử | | | Điều dưỡng tập trung tại Hải Dương | | | 2000000
2 | Mẫu Thị Thử | | | Điều dưỡng tập trung tại Hải Dương | | | 2000000
3 | Mẫu Văn Mẫu | | | Mùa Xuân 1975                      | | |
"""


def of_every_combination(layout: Layout, categories: Categories) -> Records:
    """A row of each combination of the closed lists of a form, every number 1 or 10."""
    form = layout.form
    lists = {column.column: tuple(categories.labels[form, column.column]) for column in layout.columns if column.kind == "category"}
    table = pd.DataFrame(list(product(*lists.values())), columns=list(lists)) if lists else pd.DataFrame(index=range(1))
    columns = [column for column in layout.columns if column.column not in lists]
    filled = {column.column: 10 if column.kind == "money" else 1 if column.kind in NUMBERS else "chữ" for column in columns}
    table = table.assign(**filled, row=range(1, len(table) + 1))
    return Records(form, "a.xlsx", layout.code, "10771", table, dict.fromkeys(table, "A"), register=layout.register)


def seen(found: Records, used: list[Item], column: str = "") -> set[int]:
    """The rows that observations hold more than nothing of: those of any item, or of those that add up a column."""
    items = [item for item in used if item.form == found.form and (not column or item.fold == Sum(column))]
    table = observe([found], [replace(item, by=("row",), month="") for item in items], 2024)
    return {int(row.category) for row in table.itertuples() if row.text or row.value > 0}


def told(found: Records, items: list[Item] = USED) -> list[str]:
    """The findings of one sheet as one line each: severity, cells, message."""
    rows = unused_findings(unused_in(found, items, LAYOUTS[found.form]), LAYOUTS, CATEGORIES, "293")
    assert {CHECK} >= {row["check"] for row in rows}
    return [f"{row['severity']} {row['cell']}: {row['message']}" for row in rows]


OWN = {  # a form of two lists, two levels and a register's column; payers and programmes of the office's own
    "forms.csv": "form,code,label,sender,required,valid_from,valid_to,sheet_names,title,tells\n"
    "aid,B61,Cứu trợ,area,no,2024-01-01,,B61,CỨU TRỢ,undated\n",
    "columns.csv": """form,valid_from,valid_to,column,label,group_label,synonyms,kind,unit_of_measure,personal,required,help,printed
aid,2024-01-01,,kind,Loại,,,category,,no,yes,,
aid,2024-01-01,,source,Nguồn,,,category,,no,yes,,
aid,2024-01-01,,rice,Số hộ,Gạo,,count,household,no,no,,
aid,2024-01-01,,rice_level,Mức,Gạo,,money,VND/household,no,no,,
aid,2024-01-01,,rice_amount,Tiền,Gạo,,money,VND,no,no,,
aid,2024-01-01,,cash,Số hộ,Tiền mặt,,count,household,no,no,,
aid,2024-01-01,,cash_level,Mức,Tiền mặt,,money,VND/household,no,no,,
aid,2024-01-01,,cash_amount,Tiền,Tiền mặt,,money,VND,no,no,,
""",
    "categories.csv": """form,column,code,label,synonyms,valid_from,valid_to,families
aid,kind,flood,Lũ quét,,,,water
aid,kind,storm,Bão,,,,water
aid,kind,fire,Cháy,,,,
aid,source,state,Ngân sách,,,,
aid,source,temple,Chùa,,,,
gifts,payer,temple,Chùa,,,,local_sources
payments,programme,own_help,Hỗ trợ của xã,,,,
""",
    "units_of_measure.csv": "id,label,kind,notation\nVND/household,đồng/hộ,level,money\n",
    "indicators/own.toml": """field = "poverty"
[aid_rice_by_water]
label = "Hộ được gạo do lũ, bão"
unit_of_measure = "household"
sum = "aid.rice"
where = { kind = "water", source = "state" }
[aid_cash]
label = "Tiền cứu trợ hỏa hoạn"
unit_of_measure = "VND"
sum = "aid.cash_amount"
where = { kind = "fire" }
""",
}


def of_own(folder) -> list:
    """The folder of an office with a form and lists of its own."""
    (folder / "indicators").mkdir(parents=True)
    for name, text in OWN.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder]


def test_of_an_offices_own_form_that_is_told_which_no_indicator_uses(tmp_path):
    folders = of_own(tmp_path / "book")
    layouts, categories = load_layouts(REFERENCE, DAY, folders), load_categories(REFERENCE, DAY, others=folders)
    book = load_book([REFERENCE / "book", *folders])
    found = unused_in(of_every_combination(layouts["aid"], categories), used_items(book.indicators, book.items), layouts["aid"])

    # of six rows: flood and storm by the state are counted, fire of both is summed; what the others hold is told
    assert {
        ("flood|temple", ""): (("rice", 1), ("cash_amount", 10)),
        ("storm|temple", ""): (("rice", 1), ("cash_amount", 10)),
        ("flood|state", "cash_amount"): (("cash_amount", 10),),
        ("storm|state", "cash_amount"): (("cash_amount", 10),),
        ("fire|state", "rice"): (("rice", 1),),
        ("fire|temple", "rice"): (("rice", 1),),
    } == {("|".join(code for _, code in one.category), one.column): one.sums for one in found}


@pytest.mark.parametrize(
    ("optional", "own"),
    [([], False), (list(optional_forms(REFERENCE)), False), ([], True)],
    ids=["national", "with all that is optional", "with an office's own form and lists"],
)
def test_every_combination_of_the_closed_lists_of_every_form_is_used_or_told(tmp_path, optional, own):
    folders = [*optional_folders(REFERENCE, optional), *(of_own(tmp_path / "book") if own else [])]
    layouts, categories = load_layouts(REFERENCE, DAY, folders), load_categories(REFERENCE, DAY, others=folders)
    book = load_book([REFERENCE / "book", *folders])
    used = used_items(book.indicators, book.items)

    for form, layout in layouts.items():
        if form not in ("desk_figures", "printed_figures"):  # whose rows are told apart by free keys
            every = of_every_combination(layout, categories)
            rows, summed = set(every.table["row"]), {item.fold.column for item in used if item.form == form and isinstance(item.fold, Sum)}
            found = unused_in(every, used, layout)
            untold = rows - {index + 1 for one in found if not one.column for index in one.indexes}

            assert seen(every, used) == untold
            assert {name: seen(every, used, name) for name in summed} == {
                name: untold - {index + 1 for one in found if one.column == name for index in one.indexes} for name in summed
            }


def test_what_no_indicator_uses_is_one_line_a_form_and_category_with_its_cells_and_sums():
    assert [
        "flagged B4,B6: B6, Dịp tặng quà = Tết Nguyên đán, Nguồn quà = Huyện, Nhóm được tặng = Thôn, khu dân cư tổ chức mừng thọ: "
        "2 dòng (Số suất = 3, Thành tiền (đồng) = 1.500.000) không chỉ tiêu nào dùng.",
        "info E5: B6, Dịp tặng quà = Ngày Thương binh - Liệt sĩ 27/7, Nguồn quà = Huyện, Nhóm được tặng = Trẻ em có hoàn cảnh đặc biệt: "
        "Số suất = 5 của 1 dòng không chỉ tiêu nào dùng.",
        "info I7: B6, Dịp tặng quà = Tết Trung thu, Nguồn quà = Huyện, Nhóm được tặng = Trẻ em có hoàn cảnh đặc biệt: "
        "Thành tiền (đồng) = 140.000 của 1 dòng không chỉ tiêu nào dùng.",
    ] == told(records("gifts", GIFTS))


def test_rows_whose_category_was_refused_are_not_told_again():
    found = records("gifts", "1 | Tết Tây | Huyện | Thôn | 3 | 300000 | | | 900000")

    assert ["B3"] == [row["cell"] for row in found.findings]
    assert [] == told(found)


def test_a_key_of_the_desk_that_nobody_knows_is_told_once():
    found = records("desk_figures", "1 | new_jobs_plann | Việc làm mới | 2600 | người | ")
    _, faults = checked_desk(found.table, found.letters, BOOK, **found.place)
    found.findings += faults

    assert ["B2"] == [row["cell"] for row in found.findings]
    assert [] == told(found)


def test_rows_that_say_that_there_was_none_are_not_told():
    """Merit payments, of which this office has none but in March: the form asks for a row of them each month."""
    rows = "".join(f"'{month:02d}/2024 | Trợ cấp NCC hằng tháng | {n} | {n * 10}\n" for month, n in ((1, 0), (2, 0), (3, 2)))

    assert ["flagged B5: B4, Nội dung chi = Trợ cấp NCC hằng tháng: 1 dòng (Số tiền (đồng) = 20) không chỉ tiêu nào dùng."] == told(
        records("payments", rows)
    )


def test_rows_of_a_register_are_told_by_their_number_and_never_named():
    assert [
        "info : B7, Nội dung thực hiện = Điều dưỡng tập trung tại Hải Dương: Số tiền (đồng) = 4.000.000 của 2 dòng không chỉ tiêu nào dùng."
    ] == told(records("merit_services", SERVICES))


def test_several_senders_are_one_line_that_names_no_file():
    both = [records("gifts", GIFTS.splitlines()[4], area_code=code) for code in ("10771", "10750")]
    found = [one for sheet in both for one in unused_in(sheet, USED, LAYOUTS["gifts"])]

    [row] = unused_findings(found, LAYOUTS, CATEGORIES, "293")

    assert ("293", "", "", "") == (row["area_code"], row["file"], row["sheet"], row["cell"])
    assert "2 dòng ở 2 đơn vị (Số suất = 2, Thành tiền (đồng) = 1.000.000) không chỉ tiêu nào dùng." in row["message"]


def test_a_form_of_which_no_indicator_is_made_is_told_whole():
    [line] = told(records("poor_review", "1 | Thôn Đông | 100 | 3 | 1 | 0 | 0 | 2"), [])

    assert "B8a: 1 dòng (Tổng số hộ dân cư = 100, Số hộ nghèo đầu năm = 3" in line


def test_columns_that_no_indicator_adds_up_for_any_row_serve_checks_and_are_not_told():
    counted = Item("x", "X", "gift", "gifts", Count("occasion"))
    level = Item("y", "Y", "VND/gift", "gifts", Value("unit_value"))

    assert [] == told(records("gifts", GIFTS), [counted, level])


def test_the_sums_by_sheet_are_rows_and_money():
    found = unused_in(records("gifts", GIFTS), USED, LAYOUTS["gifts"])

    assert {("Xa_Kim_Xuyen_2024.xlsx", "B6. Quà tặng"): (2, 1_640_000)} == unused_by_sheet(found, LAYOUTS)
