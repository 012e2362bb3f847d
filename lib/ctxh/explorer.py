"""Pickers in a notebook by which an analyst goes through the offices and years: table, figure and source follow what is picked.

It shows the published edition where there is one, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

from ctxh.blocks import Table, plain_html
from ctxh.book import Indicator
from ctxh.check.wording_findings import findings_of_wording
from ctxh.compute.explained import Explained
from ctxh.compute.passports import all_passports
from ctxh.draw.by_area import by_area
from ctxh.edition import Edition, open_edition
from ctxh.errors import CtxhError
from ctxh.reference.inputs import SETTINGS
from ctxh.reference.places import handed_over, no_such_office, years_of_office
from ctxh.reference.settings import settings_of
from ctxh.typeset.evidence import evidence
from ctxh.typeset.html.draft_page import draft_document, draft_html

WHOLE = "Toàn địa bàn"
ORDERS = (("Thứ tự danh mục", ""), ("Từ cao xuống", "down"), ("Từ thấp lên", "up"))
Choices = list[tuple[str, Any]]


def office_choices(data: Path) -> Choices:
    """The offices that have a year, by name and id."""
    found = [path.parent for path in sorted(data.glob(f"*/{SETTINGS}")) if years_of_office(path.parent)]
    return [(settings_of(folder / SETTINGS).name, folder.name) for folder in found]


def indicators_of_field(edition: Edition, field: str) -> Choices:
    """The indicators of a field that are numbers, by label and id."""
    return [(entry.label, entry.id) for entry in _numbers(edition) if entry.field == field]


def _numbers(edition: Edition) -> Iterable[Indicator]:
    return (entry for entry in edition.request.book.indicators.values() if not entry.is_text)


def fields_of(edition: Edition) -> Choices:
    """The fields that have an indicator that is a number, by name and id; those that areas have numbers of first."""
    used = {entry.field for entry in _numbers(edition)}
    shared = {entry.field for entry in _numbers(edition) if entry.by_area}
    found = [(label, name) for name, label in edition.request.book.fields.items() if name in used]
    return sorted(found, key=lambda pair: pair[1] not in shared)


def areas_of(edition: Edition) -> Choices:
    """The whole office, then the areas, by name and code."""
    return [(WHOLE, ""), *((edition.area_name(code), code) for code in edition.areas["area_code"].astype(str))]


def table_html(edition: Edition, indicator: str, order: str = "") -> str:
    """An indicator area by area beside the others of its field, sorted by it; of what only the office has its own row."""
    entry = edition.request.book.indicators[indicator]
    frame = edition.indicators(indicator, by="area") if entry.by_area else edition.indicators(indicator)
    if order and entry.by_area:
        frame = frame.sort_values(frame.columns[0], ascending=order == "up", kind="stable")
    cites = {str(column): [indicator] * len(frame) for column in frame.columns}
    return plain_html(Table.from_frame(frame, entry.label, decimals=entry.decimals, cites=cites))


def figure_html(edition: Edition, indicator: str, area: str = "") -> str:
    """The same as bars, with what must be said under them."""
    return plain_html(by_area(edition.computed, indicator, area))


def source_html(edition: Edition, indicator: str, area: str = "") -> str:
    """Where the number comes from, level by level; a level opens by a click or Enter."""
    return _level(edition[indicator, area] if area else edition[indicator], True)


def _level(number: Explained, first: bool) -> str:
    own = number.passport
    head = f"{escape(own.label)} <code>{escape(own.indicator)}</code>: <strong>{escape(own.value)}</strong>"
    lines = "".join(f"<li>{escape(source.line())}</li>" for source in (() if number.parts else own.sources))
    below = "".join(_level(part, False) for part in number.parts) or f"<ul>{lines}</ul>"
    explained = f"<p>{escape(own.area)}, {escape(own.when)}. {escape(own.formula)}</p>"
    return f"<details{' open' if first else ''}><summary>{head}</summary>{explained}{below}</details>"


@dataclass(frozen=True)
class Draft:
    """A page that a cell ends with, in a frame of its own; ``page`` is its HTML."""

    page: str

    def _repr_html_(self) -> str:
        inside = self.page.replace("<head>", '<head><base href="about:srcdoc">', 1)  # links within it stay within it
        return f'<iframe title="Bản nháp báo cáo" srcdoc="{escape(inside)}" style="width: 100%; height: 40rem; border: 1px solid"></iframe>'


def tell(edition: Edition) -> Draft:
    """The report told with the wording as it is saved now, as ``ctxh preview`` shows it: typed numbers red, what was found beside it.

    Change a sentence in ``data/ID/text``, save, run the cell again. Settings and workbooks are those of when the edition was opened.
    """
    computed = edition.computed
    try:
        document, fault = draft_document(computed), ""
    except CtxhError as error:
        document, fault = None, str(error)
    passports = evidence(computed, all_passports(computed)) if document else ()
    return Draft(draft_html(document, passports, findings_of_wording(computed), fault, ""))


class Explorer:
    """The pickers and what they show. ``box`` is what a cell ends with; each picker is an attribute of its name."""

    def __init__(self, office: str = "") -> None:
        self.data = handed_over()[0].data
        known = office_choices(self.data)
        chosen = office if office in dict(known).values() else known[0][1]
        self.office = ipywidgets.Dropdown(options=known, value=chosen, description="Cơ quan")
        self.year, self.field, self.indicator, self.area = (
            ipywidgets.Dropdown(description=name) for name in ("Năm", "Lĩnh vực", "Chỉ tiêu", "Đơn vị")
        )
        self.order = ipywidgets.Dropdown(options=ORDERS, value="", description="Xếp bảng")
        self.table, self.figure, self.source = (ipywidgets.HTML() for _ in range(3))
        self._settling = False  # while pickers are filled, what they tell is not listened to
        self._follow("office")
        for name in ("office", "year", "field", "indicator", "area", "order"):
            getattr(self, name).observe(lambda change, name=name: self._follow(name), "value")
        pickers = ipywidgets.VBox([self.office, self.year, self.field, self.indicator, self.area, self.order])
        shown = ipywidgets.HBox([self.table, self.figure])
        self.box = ipywidgets.VBox([pickers, self.source, shown])

    def _follow(self, picked: str) -> None:
        """Fill what depends on a picker that was moved, then show."""
        if self._settling:
            return
        self._settling = True
        try:
            if picked == "office":
                _offer(self.year, [(str(year), year) for year in reversed(years_of_office(self.data / self.office.value))])
            if picked in ("office", "year"):
                self.edition = open_edition(self.office.value, self.year.value, published=True)
                _offer(self.area, areas_of(self.edition))
                _offer(self.field, fields_of(self.edition))
            if picked in ("office", "year", "field"):
                _offer(self.indicator, indicators_of_field(self.edition, self.field.value))
        finally:
            self._settling = False
        self.show()

    def show(self) -> None:
        """Show what is picked; an indicator that areas have no number of is shown of the whole office."""
        indicator, area = self.indicator.value, self.area.value
        area = area if self.edition.request.book.indicators[indicator].by_area else ""
        self.source.value = source_html(self.edition, indicator, area)
        self.table.value = table_html(self.edition, indicator, self.order.value)
        self.figure.value = figure_html(self.edition, indicator, area)


def _offer(picker: ipywidgets.Dropdown, options: Choices) -> None:
    """Give a picker its options; what was picked stays where it is one of them."""
    kept = picker.value
    picker.options = options
    picker.value = kept if kept in [value for _, value in options] else options[0][1]


def explore(office: str = "") -> ipywidgets.VBox:
    """Pickers by label for office, year, field, indicator and area, with the table, the figure and the source that follow them."""
    return Explorer(office).box


def latest_edition(office: str) -> Edition:
    """The newest published edition of an office; where none is, the newest year that has data."""
    places, _ = handed_over()
    for files in ((places.outputs / office).glob("*/tables"), (places.data / office).glob("*/*")):
        years = [int(file.parent.name) for file in files if file.parent.name.isdigit()]
        if years:
            return open_edition(office, max(years), published=True)
    raise no_such_office(office, places.data)
