"""The number beside a cell: every source of every passport of all samples, against workbooks that code of the tests opens."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ctxh.book.formulas import Total
from ctxh.book.items import Count, Sum, Text
from ctxh.compute.passports import passport
from opened import sample
from read_back import DATA, layout_columns, text
from small_sheets import ITEMS, cells_in

SAMPLES = sorted((path.parent.name, int(path.name)) for path in DATA.glob("*/20*") if path.is_dir())
COLUMNS = layout_columns()


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda sample: f"{sample[0]} {sample[1]}")
def edition(request):
    return sample(*request.param)


@cache
def sheet(office: str, year: int, file: str, name: str) -> list[list]:
    """The rows of a sheet; a file of a member of a fold has the member's name before its own."""
    path = DATA / office / str(year) / file if "/" not in file else DATA / file.split("/")[0] / str(year) / Path(file).name
    book = CalamineWorkbook.from_path(path)
    return book.get_sheet_by_name(next(n for n in book.sheet_names if n == name)).to_python(skip_empty_area=False)


def at(rows: list[list], cell: str):
    """What stands in a cell such as H12."""
    letters, row = re.fullmatch(r"([A-Z])(\d+)", cell).groups()
    return rows[int(row) - 1][ord(letters) - ord("A")]


def number(value) -> float:
    """A number as a clerk types it: 1134000000, `1.134.000.000đ`, `1,6`, `-` for zero."""
    if isinstance(value, str):
        digits = re.sub(r"[^\d,]", "", value).replace(",", ".")
        return float(digits) if digits else 0.0
    return float(value)


def as_printed(value) -> str:
    """A text or a day as the report prints it: no nought before months after February."""
    if isinstance(value, (date, datetime)):
        value = f"{value:%d/%m/%Y}"
    return re.sub(r"^(\d\d)/0([3-9])/(\d{4})$", r"\1/\2/\3", text(value))


def read(edition, source):
    """What the cells of a source hold, added up or agreed on as its item is; of a register what its condition leaves."""
    rows, item = sheet(edition.request.office_id, edition.year, source.cited.file, source.cited.sheet), ITEMS[source.item]
    if source.cited.rows:
        return filtered(rows, source.cited, item)
    cells = sorted(cells_in(source.cited.cells), key=lambda cell: (len(cell), cell))
    if isinstance(item.fold, Count):
        return float(len(cells))
    if isinstance(item.fold, Sum):
        return sum((number(at(rows, cell)) for cell in cells), 0.0)
    if isinstance(item.fold, Text):
        return as_printed(at(rows, cells[0]))
    [agreed] = {number(at(rows, cell)) for cell in cells}
    return agreed


def filtered(rows: list[list], cited, item) -> float:
    """The count or the sum over a range of the rows that meet a condition in words, as a filter in Excel finds them."""
    asked = conditions(cited.condition)
    met = [row for row in range(*ends(cited.range)) if all(word(rows[row - 1][place(item.form, label)]) in words for label, words in asked)]
    met = [row for row in met if len([value for value in rows[row - 1] if value != ""]) > 2 and "cộng" not in str(rows[row - 1][1]).lower()]
    assert int(cited.rows) == len(met)
    for label, counted in ((label, {word: count for word, count in words.items() if count}) for label, words in asked):
        assert counted == {word: n for word, n in Counter(word(rows[row - 1][place(item.form, label)]) for row in met).items() if counted}
    values = [at(rows, f"{cited.range[0]}{row}") for row in met]
    return float(len(met)) if isinstance(item.fold, Count) else sum((number(value) for value in values if value != ""), 0.0)


def ends(cells: str) -> tuple[int, int]:
    first, last = map(int, re.fullmatch(r"[A-Z](\d+):[A-Z](\d+)", cells).groups())
    return first, last + 1


def conditions(words: str) -> list[tuple[str, dict[str, int | None]]]:
    """``Nhóm = A hoặc B (3), Hạng = C`` as the columns' labels with the words of a filter, and how many rows each is said to have."""
    parts = re.split(r", (?=[^,=]+ = )", words) if words else []
    wanted = (
        (label, re.findall(r"(.+?)(?: \(([\d.]+)\))?(?: hoặc |$)", said)) for label, _, said in (part.partition(" = ") for part in parts)
    )
    return [(label, {word.casefold(): int(count.replace(".", "")) if count else None for word, count in told}) for label, told in wanted]


@cache
def word(value) -> str:
    """What a filter calls a cell: its text, in capitals or small letters alike."""
    return text(value).casefold()


@cache
def place(form: str, label: str) -> int:
    return next(n for n, column in enumerate(COLUMNS[form]) if column["label"] == label)


def as_number(printed: str) -> float:
    return float(printed.replace(".", "").replace(",", "."))


def sources(edition, name: str) -> list:
    """The sources of an indicator that are read from workbooks; a norm is not."""
    return [source for source in passport(edition.computed, name).sources if source.item in ITEMS]


def test_every_source_is_what_its_cells_hold(edition):
    seen, wrong = 0, []
    for source in (source for name in edition.request.book.indicators for source in sources(edition, name) if source.printed != "…"):
        found = "0" if source.cited.empty else read(edition, source)
        told = source.printed if isinstance(found, str) else as_number(source.printed)
        seen, wrong = seen + 1, wrong + ([(source.line(), found)] if told != found else [])

    assert [] == wrong
    assert seen > 100


def test_the_sources_of_a_number_add_up_to_it_in_every_area(edition):
    added = [name for name, entry in edition.request.book.indicators.items() if isinstance(entry.formula, Total)]
    areas = [edition.area_code, *edition.areas["area_code"]]
    told = {(row.indicator, row.area_code): row.value for row in edition.computed.indicators.itertuples()}
    off = []
    for name, area in ((name, area) for name in added for area in areas if told.get((name, area)) is not None):
        parts = [as_number(source.printed) for source in passport(edition.computed, name, area).sources]
        off += [(name, area)] if parts and sum(parts) != told[name, area] else []

    assert [] == off
