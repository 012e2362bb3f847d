"""The worked examples of CONTRIBUTING.md, done as they stand there: an office of two communes, worked by hand.

commune        households   members of clubs   rate
Kim Xuyên            300                 60     20%
Phú Thái             100                 40     40%
the office           400                100     25%  (not 30%, the mean of the rates)
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ctxh.book import load_book
from ctxh.book.categories import load_categories
from ctxh.book.layouts import load_layouts
from ctxh.check.engine import checks_of, run_checks
from ctxh.clean.expected import Expected
from ctxh.compute.indicators import indicators_by
from ctxh.draw import draw_figure
from ctxh.errors import CtxhError
from ctxh.observe.observations import observe
from ctxh.reference.norms import load_norms, norm_value
from ctxh.reference.tables import LISTS
from drawn import words_of
from messy import AREAS, BANNER, received_from
from small_computed import computed_of, indicators_of, request_of
from small_sheets import REFERENCE, grid, header, observation_table
from surgery import saved, written

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
KIM_XUYEN, PHU_THAI = "10771", "10750"
COMMUNES = {KIM_XUYEN: "xã Kim Xuyên", PHU_THAI: "thị trấn Phú Thái"}
YEAR_END = date(2024, 12, 31)
CLUBS = """
1 | Bằng Lai | 1 | 25
2 | Thôn Đông | 2 | 35
"""


def blocks(example: str, kind: str) -> list[str]:
    """What stands in the blocks of a kind under the heading of an example."""
    section = PAGE.split(f"\n### {example}\n")[1].partition("\n##")[0]
    return re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL)


def defined(example: str) -> dict:
    """What the first block of Python of an example defines."""
    names: dict = {}
    exec(compile(blocks(example, "python")[0], f"CONTRIBUTING.md, {example}", "exec"), names)
    return names


@pytest.fixture(scope="module")
def reference(tmp_path_factory) -> Path:
    """A copy of the reference tables with the form, the indicators and the norm of the page."""
    copy = tmp_path_factory.mktemp("data") / "reference"
    shutil.copytree(REFERENCE, copy)
    added = zip(("book/forms.csv", "book/columns.csv", "norms.csv"), blocks("A form", "csv") + blocks("A norm", "csv"), strict=True)
    entries = [("indicators/9_society", "An indicator"), ("checks", "A check")]
    for name, rows in (*added, *((f"book/{name}.toml", "\n" + blocks(example, "toml")[0]) for name, example in entries)):
        with (copy / name).open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    return copy


def test_the_form_is_found_on_its_sheet_and_read(reference, tmp_path):
    layout = load_layouts(reference, YEAR_END)["clubs"]
    saved(tmp_path, written(**{"Câu lạc bộ": BANNER + header(layout) + grid(CLUBS)}), "Xa_Kim_Xuyen_2024.xlsx")
    expected = Expected(2024, "293", "huyện Kim Thành", AREAS[:1], {"clubs": layout}, load_categories(reference, YEAR_END))
    received = received_from(tmp_path, expected)
    item = load_book([reference / "book"]).items["club_members"]

    assert () == received.findings
    assert [(KIM_XUYEN, 60, "D5:D6")] == list(
        observe(received.records, [item], 2024)[["area_code", "value", "cells"]].itertuples(index=False)
    )


def test_the_indicators_of_the_office_are_sums_and_the_ratio_of_sums(reference):
    observed = {"households": {KIM_XUYEN: 300, PHU_THAI: 100}, "club_members": {KIM_XUYEN: 60, PHU_THAI: 40}}
    rows = [
        (item, area, "2024", "", n, "", "observed", "f", "s", "A1") for item, by_area in observed.items() for area, n in by_area.items()
    ]
    book = load_book([reference / "book"])
    found = indicators_by(book, observation_table(rows), load_norms(reference), 2024, "293", list(COMMUNES))
    printed = found.set_index(["indicator", "area_code"])["printed"]

    assert ("60", "40", "100") == tuple(printed["club_members", code] for code in (KIM_XUYEN, PHU_THAI, "293"))
    assert ("20%", "40%", "25%") == tuple(printed["club_members_rate", code] for code in (KIM_XUYEN, PHU_THAI, "293"))


def test_the_norm_changes_on_its_day_and_is_not_known_before_its_first(reference):
    norms = load_norms(reference)

    assert (3_000_000, 5_000_000) == tuple(norm_value(norms, "club_support", date(2025, *day)) for day in ((6, 30), (7, 1)))
    with pytest.raises(CtxhError, match="club_support"):
        norm_value(norms, "club_support", date(2023, 12, 31))


def computed(**values):
    """What is computed of the office when its indicators are these."""
    request = request_of(COMMUNES)
    return computed_of(request, observation_table([]), indicators_of(request, values, {}))


@pytest.mark.parametrize(("escaped", "result"), [(9, "đạt"), (11, "lỗi"), (None, "thông tin")])
def test_the_check_passes_fails_and_has_nothing_to_say(reference, escaped, result):
    [check] = [one for one in checks_of(load_book([reference / "book"])) if one.id == "C90"]
    table, findings = run_checks(computed(poor_households_start=10, poor_households_escaped=escaped), [check])

    assert [("C90", result)] == list(table[["check", "result"]].itertuples(index=False))
    assert ([("stopped", "C90")] if result == "lỗi" else []) == [(row["severity"], row["check"]) for row in findings]


def test_the_figure_shows_its_rows_the_largest_first(reference, tmp_path):
    with (reference / "book" / "figures.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + blocks("A figure", "toml")[0])
    request = replace(request_of(COMMUNES, 2024), book=load_book([reference / "book"]), layouts=load_layouts(reference, YEAR_END))
    values = indicators_of(request, {"club_members": 100}, {"club_members": {PHU_THAI: 40, KIM_XUYEN: 60}})
    drawn = draw_figure(computed_of(request, observation_table([]), values), "club_members_by_commune")

    assert ["Kim Xuyên", "60", "Phú Thái", "40"] == words_of(drawn)
    assert (
        "Biểu đồ thanh ngang: thành viên câu lạc bộ của các đơn vị. Lớn nhất: Kim Xuyên – 60 người; nhỏ nhất: Phú Thái – 40 người."
        == drawn.alt
    )


def test_the_map_of_the_house_names_modules_that_are_there():
    package, rows = ROOT / "lib" / "ctxh", re.findall(r"^\| `(\w+)/` \|.*\| (.*) \|$", PAGE, re.MULTILINE)
    named = [(room, name) for room, where in rows for name in re.findall(r"`([^`]+)`", where)]
    places = {(room, name): (package / room / name, package / room / f"{name}.py", ROOT / name) for room, name in named}

    assert [] == [place for place, perhaps in places.items() if not any(path.exists() for path in perhaps)]


def test_the_page_on_the_data_lists_the_kinds_of_columns():
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    told = text[text.index("**A form of an office's own**") : text.index("`items.toml` holds")]

    assert [] == [kind for kind in LISTS["column_kind"] if f"`{kind}`" not in told]
