"""The one table of indicators: whole, used, and about forms that exist."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from ctxh.book import MADE
from ctxh.book.categories import load_categories
from ctxh.book.formulas import NormValue
from ctxh.book.items import Count, Text
from ctxh.book.layouts import load_layouts
from ctxh.book.printed_values import printed
from ctxh.book.request import items_behind
from ctxh.clean.records import carried
from ctxh.compute.norm_months import allowances_of
from ctxh.compute.passports import all_passports, formula_in_words
from ctxh.compute.series import trend_of
from ctxh.reference.dated import in_force
from ctxh.reference.norms import load_norms
from ctxh.reference.tables import read_reference
from ctxh.typeset.annex_contents import annex_sheets
from ctxh.vietnamese import header_key
from small_sheets import BOOK, CATEGORIES, FIELDS, INDICATORS, ITEMS, LAYOUTS, MEASURES, REFERENCE

ROOT = REFERENCE.parents[1]
USERS_OF_THE_BOOK = [f"lib/ctxh/{room}" for room in ("reference", "compute", "check", "draw", "tell")]
CHECKED = {name for check in BOOK.checks.values() for name in check.inputs()}
COLUMNS = {(form, column.column): column for form, layout in LAYOUTS.items() for column in layout.columns}
SECTIONS = {"", "header", "I.1", "I.3.1", "I.3.2", "I.3.3", "I.3.4", "I.3.5", "I.3.6", "I.4"}


def words_in(*folders: str) -> set[str]:
    """Every word of the files of some folders."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).iterdir()) if path.is_file()]
    return {word for path in paths for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


def differing(entries: dict, right) -> list[str]:
    """The names of the entries that are not as they should be."""
    return [name for name, entry in entries.items() if not right(entry)]


NOTATIONS = ("count", "money", "billion", "percent", "points", "year", "date", "text")


@pytest.mark.parametrize(
    "right",
    [
        lambda entry: entry.label and entry.field in FIELDS and entry.section in SECTIONS,
        lambda entry: entry.unit_of_measure in MEASURES,
        lambda entry: entry.notation in NOTATIONS,
        lambda entry: entry.better in ("", "lower", "higher"),
        lambda entry: re.fullmatch(r"[a-z][a-z0-9_]+", entry.id),
    ],
    ids=["words", "measure", "notation", "better", "name"],
)
def test_every_indicator_is_whole(right):
    assert [] == differing(INDICATORS, right)


def test_a_number_is_measured_as_what_it_adds_up():
    def measured(entry) -> bool:
        item = getattr(entry.formula, "item", None)
        return item is None or item.unit_of_measure in ("text", entry.unit_of_measure)

    assert [] == differing(INDICATORS, measured)


def test_every_indicator_explains_itself_without_a_gap():
    assert [] == differing(INDICATORS, lambda entry: not re.search(r"[{}]", formula_in_words(entry.id, LAYOUTS, BOOK)))


def test_parts_of_an_indicator_are_defined_and_never_itself():
    def below(name: str, above: tuple[str, ...] = ()) -> bool:
        parts = INDICATORS[name].formula.inputs()
        return name not in above and all(part in INDICATORS and below(part, (*above, name)) for part in parts)

    assert [] == differing(INDICATORS, lambda entry: below(entry.id))


def test_an_indicator_by_area_has_parts_by_area():
    parts = {name: entry.formula.inputs() for name, entry in INDICATORS.items() if entry.by_area}

    assert [] == [(name, part) for name, inputs in parts.items() for part in inputs if not INDICATORS[part].by_area]


def test_a_number_from_workbooks_says_its_source():
    own = {name: entry for name, entry in INDICATORS.items() if hasattr(entry.formula, "item") or isinstance(entry.formula, NormValue)}

    assert [] == differing(own, lambda entry: entry.source)


def test_a_floored_number_has_a_step_and_a_qualifier():
    assert [] == differing(INDICATORS, lambda entry: (entry.rounding == "floor") == bool(entry.step) == bool(entry.qualifier))


def test_every_norm_that_an_indicator_asks_for_exists():
    of_provinces = [read_reference(path) for path in (REFERENCE.parent / "provinces").glob("*/norms.csv")]
    known = set(pd.concat([load_norms(REFERENCE), *of_provinces])["norm"])

    assert set() == {entry.formula.norm for entry in INDICATORS.values() if isinstance(entry.formula, NormValue)} - known


def test_an_indicator_stands_on_known_items():
    assert [] == differing(INDICATORS, lambda entry: set(items_behind(BOOK, entry.id)) <= set(ITEMS))


def test_an_item_is_found_in_a_form():
    def there(item) -> bool:
        columns = {column.column for column in LAYOUTS[item.form].columns if carried(column)} | set(MADE)
        cited = {column.column for column in LAYOUTS[item.form].columns} if isinstance(item.fold, Count) else columns
        wanted = {*item.by, *(column for column, _ in item.where), *filter(None, [item.month])}
        return item.fold.column in cited and wanted <= columns  # of a personal column a count says where its cells are, and nothing else

    assert [] == differing(ITEMS, there)


def test_a_text_that_an_item_takes_along_stands_in_a_column_that_may_be_printed():
    def printable(item) -> bool:
        kinds = {column.column: column for column in LAYOUTS[item.form].columns}
        taken = {*item.by} | ({item.fold.column.removesuffix("_text")} if isinstance(item.fold, Text) else set())
        free = {name for name in taken if name in kinds and kinds[name].kind in ("text", "name", "code", "any")}
        return all(kinds[name].printed for name in free)

    assert [] == differing(ITEMS, printable)


def test_an_item_asks_for_categories_that_exist():
    asked = [(name, column, codes) for name, item in ITEMS.items() for column, codes in item.where]

    assert [] == [
        (name, column)
        for name, column, codes in asked
        if (known := CATEGORIES.labels.get((ITEMS[name].form, column))) and not set(codes) <= set(known)
    ]


def test_a_sum_or_a_level_is_of_a_column_of_numbers():
    numbers = ("count", "money", "percent", "coefficient", "any")
    summed = {name: item for name, item in ITEMS.items() if type(item.fold).__name__ in ("Sum", "Value") and item.fold.column not in MADE}

    assert len(summed) > 50
    assert [] == differing(summed, lambda item: LAYOUTS[item.form].column(item.fold.column).kind in numbers)


def test_a_month_is_taken_from_a_required_date():
    months = {name: LAYOUTS[item.form].column(item.month) for name, item in ITEMS.items() if item.month}

    assert [] == differing(months, lambda column: column.kind in ("date", "month") and column.required)


def test_labels_of_indicators_are_told_apart():
    labels = [entry.label for entry in INDICATORS.values()]

    assert [] == sorted({label for label in labels if labels.count(label) > 1})


def test_every_item_of_a_series_is_drawn_or_checked():
    own = {entry.formula.item.id for entry in INDICATORS.values() if hasattr(entry.formula, "item")}
    drawn = {item for entry in BOOK.figures.values() for item in entry.of}

    supposed = {*allowances_of(BOOK)[:-1]}  # what what_if takes

    assert set() == set(ITEMS) - own - words_in(*USERS_OF_THE_BOOK) - CHECKED - drawn - supposed


def test_the_text_asks_only_for_indicators_that_exist():
    folder = ROOT / "data" / "kim-thanh" / "text"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.md"))
    asked = re.findall(r"\b(?:value|money|percent|count|date|long_date|has|change|measure)\(\"([^\"]+)\"", text)

    assert len(asked) > 150
    assert set() == set(asked) - set(INDICATORS)


def test_every_indicator_of_a_section_is_told_drawn_checked_or_a_part():
    used = words_in(*USERS_OF_THE_BOOK, "data/kim-thanh/text", "notebooks") | CHECKED
    used |= {f"{name}_{part}" for name in used for part in ("no", "date", "title")}  # what document("...") prints
    parts = {part for entry in INDICATORS.values() for part in entry.formula.inputs()} | {n for n, e in INDICATORS.items() if e.whole}
    only_listed = {"redcross_amount", "poor_near_poor_rate", "new_jobs_plan_rate", "mid_autumn_gifts"}  # the annex is their place

    assert only_listed == set(INDICATORS) - used - parts


def test_the_trend_is_in_its_order():
    known = ["poor_households_rate", "near_poor_households_rate", "btxh_total_spending", "decisions_total", "bhyt_total"]

    assert [*known, "tet_gifts_total_amount", "new_jobs", "enterprise_bhxh_rate"] == list(trend_of(BOOK))


def test_the_annex_lists_every_indicator_and_breaks_down_every_one_by_area(edition_2024):
    _, sheets = annex_sheets(edition_2024.computed, edition_2024.verdicts, all_passports(edition_2024.computed))
    columns = {column.label for sheet in sheets for column in sheet.columns}
    by_area = {f"{entry.label} ({entry.measure})" for entry in INDICATORS.values() if entry.by_area}

    codes = [column.label for column in sheets[0].columns].index("Mã chỉ tiêu")

    assert list(INDICATORS) == [row[codes] for row in sheets[0].rows]
    assert set() == by_area - columns


@pytest.mark.parametrize(
    ("indicator_id", "value", "text", "shown"),
    [
        ("poor_households", 1234, "", "1.234"),
        ("poor_households_rate", 0.940657, "", "0,94%"),
        ("poor_households_rate", 100.0, "", "100%"),
        ("btxh_total_spending", 72_402_538_000, "", "hơn 70 tỷ"),
        ("btxh_home_care_amount", 5_299_000_000, "", "5,299 tỷ"),
        ("btxh_funeral_amount", 158_400_000, "", "158,4 triệu"),
        ("btxh_total_spending", 964_500_000, "", "hơn 960 triệu"),
        ("btxh_monthly_allowance_amount", 64_167_900_000, "", "trên 64,167 tỷ"),
        ("tet_president_gift_amount", 1_134_000_000, "", "1.134.000.000"),
        ("report_year", 2024, "", "2024"),
        ("dbp_date_from", None, "1954-05-07", "07/5/1954"),
        ("plan_btxh_no", None, "893/KH-UBND", "893/KH-UBND"),
        ("poor_households", None, "", "…"),
        ("poor_households", float("nan"), "", "…"),
    ],
)
def test_a_value_is_printed_as_its_definition_says(indicator_id, value, text, shown):
    assert shown == printed(INDICATORS[indicator_id], value, text)


@pytest.mark.parametrize(
    ("indicator_id", "beside"),
    [
        ("poor_households", "hộ"),
        ("dbp_anniversary_years", "năm"),
        ("bhyt_elderly_age_from", "tuổi"),
        ("poor_households_rate", ""),
        ("report_year", ""),
        ("doc_place_date", ""),
        ("dbp_date_from", ""),
        ("plan_btxh_no", ""),
    ],
)
def test_no_measure_stands_beside_what_says_it_itself(indicator_id, beside):
    assert beside == INDICATORS[indicator_id].measure_beside


class TestLayouts:
    """The tables of forms, columns and categories that items are found in."""

    def test_a_form_is_whole(self):
        senders = ("area", "desk", "both")
        whole = {name: layout.code and layout.label and layout.sheet_names and layout.sender in senders for name, layout in LAYOUTS.items()}

        assert [] == [name for name, layout in LAYOUTS.items() if not whole[name] or not any(one.required for one in layout.columns)]

    def test_a_column_is_whole(self):
        texts = ("text", "name", "code", "date", "month", "birth", "mark", "identity", "category", "invalid_class", "any")
        kinds = (*texts, "row_number", "count", "money", "change", "percent", "coefficient")

        assert [] == [place for place, column in COLUMNS.items() if column.kind not in kinds or not column.label]

    def test_names_numbers_and_accounts_of_persons_are_personal(self):
        words = ("name", "citizen_id", "account", "birth", "card_number", "file_number")
        found = {name: column.personal for (_, name), column in COLUMNS.items() if any(word in name for word in words)}

        assert {"through_account"} >= {name for name, personal in found.items() if not personal}

    def test_a_personal_column_is_never_printed(self):
        assert [] == [place for place, column in COLUMNS.items() if column.personal and column.printed]

    def test_a_personal_column_is_not_carried_on_except_a_birth(self):
        assert {"birth"} >= {column.kind for column in COLUMNS.values() if column.personal and carried(column)}

    def test_a_header_word_means_one_column(self):
        headers = [(form, header_key(f"{column.group_label} {column.label}")) for (form, _), column in COLUMNS.items()]

        assert [] == [header for header, count in Counter(headers).items() if count > 1]

    def test_every_category_column_has_its_values(self):
        assert {place for place, column in COLUMNS.items() if column.kind == "category"} == set(CATEGORIES.labels)

    def test_a_spelling_means_one_category(self):
        rows = read_reference(REFERENCE / "book" / "categories.csv")
        seen: dict[tuple, set] = {}
        for row in rows.itertuples():
            for word in filter(None, [row.label, *row.synonyms.split("|")]):
                seen.setdefault((row.form, row.column, header_key(word)), set()).add(row.code)
        assert {} == {key: codes for key, codes in seen.items() if len(codes) > 1}

    @pytest.mark.parametrize(("on", "gone"), [(date(2024, 12, 14), []), (date(2026, 12, 14), ["huyện", "thị trấn"])])
    def test_a_form_asks_for_no_kind_of_place_that_has_ended(self, on, gone):
        areas = read_reference(REFERENCE / "areas.csv").query("level != 'province'")
        kinds = [set(rows["kind"]) for rows in (areas, in_force(areas, on))]
        labels = [label for words in load_categories(REFERENCE, on).labels.values() for label in words.values()]
        asked = labels + [f"{column.label} {column.help}" for form in load_layouts(REFERENCE, on).values() for column in form.columns]

        assert gone == sorted(kinds[0] - kinds[1])
        assert [] == [words for words in asked if any(re.search(rf"\b{kind}\b", words.lower()) for kind in gone)]

    @pytest.mark.parametrize("year", [2024, 2026])
    @pytest.mark.parametrize(
        ("form", "column", "code", "words"),
        [
            ("gifts", "payer", "commune", ["Xã, thị trấn vận động", "Cấp xã vận động", "Xã"]),
            ("payments", "programme", "service_fee", ["Lệ phí chi trả", "Chi phí chi trả"]),
        ],
    )
    def test_what_a_list_called_it_before_is_read_on_any_day(self, year, form, column, code, words):
        known = load_categories(REFERENCE, date(year, 12, 14)).codes_by_word(form, column)

        assert [(code,)] * len(words) == [known.get(header_key(word)) for word in words]
