"""Passports: the path from a printed number to its formula, its parts and the workbook cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ctxh.book import Book, Indicator
from ctxh.book.formulas import NormValue
from ctxh.book.items import Item
from ctxh.book.layouts import Layout
from ctxh.book.printed_values import printed_source
from ctxh.book.quantities import HIDDEN, HIDDEN_SIGN, MISSING_SIGN
from ctxh.book.request import Request, items_behind, known_indicator
from ctxh.citations import SOURCE, Citation, citation_words
from ctxh.compute.computed import Computed
from ctxh.errors import WrongUsage, nearest
from ctxh.frames import Observation
from ctxh.reference.norms import CALLED, has_norm, norm_on
from ctxh.vietnamese import format_exact, format_number, under_province


@dataclass(frozen=True)
class Source:
    """One observation behind a number: its area, its value and where it was read."""

    item: str
    area: str
    printed: str
    cited: Citation
    label: str = ""  # of what was read

    def line(self) -> str:
        """The source in one line: area, value, then file, sheet and cells."""
        return f"{self.area}: {self.printed}  ←  {citation_words(self.cited)}"


@dataclass(frozen=True)
class Passport:
    """A printed number with everything that it stands on."""

    indicator: str
    label: str
    area: str
    year: int
    printed: str
    measure: str
    formula: str
    source: str
    legal_basis: str
    status: str
    parts: tuple[tuple[str, str, str], ...]  # indicator, label, printed
    sources: tuple[Source, ...]
    when: str  # the period: ``năm 2024``
    notice: str = ""  # what must be said first: inputs changed since

    def cells(self) -> list[tuple[str, str, str]]:
        """The workbook cells as (file, sheet, ranges)."""
        return [(s.cited.file, s.cited.sheet, s.cited.cells) for s in self.sources if s.cited.cells]

    @property
    def value(self) -> str:
        """The number with its unit of measure; a text, a date or a percent says it already."""
        return f"{self.printed} {self.measure}".strip()

    def as_text(self) -> str:
        """The passport as lines of Vietnamese text."""
        lines = [self.notice] if self.notice else []
        lines += [
            f"{self.label} ({self.indicator})",
            f"{self.area}, {self.when}: {self.value}",
            f"Cách tính: {self.formula}",
        ]
        lines += [f"Nguồn: {self.source}"] if self.source else []
        lines += [f"Căn cứ pháp lý: {self.legal_basis}"] if self.legal_basis else []
        if self.parts:
            lines += ["Thành phần:"] + [f"  {label} ({name}): {shown}" for name, label, shown in self.parts]
        if self.sources:
            lines += ["Số liệu gốc và ô Excel:"] + [f"  {source.line()}" for source in self.sources]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        """The passport as JupyterLab shows it."""
        head, *rest = self.as_text().split("\n")
        return f"**{head}**\n\n" + "\n".join(f"- {line.strip()}" for line in rest)


def formula_in_words(name: str, layouts: Mapping[str, Layout], book: Book) -> str:
    """An indicator's formula as a Vietnamese sentence, forms by their codes, parts by their labels."""
    text = book.indicators[name].formula.explain({part: entry.label for part, entry in book.indicators.items()})
    for form, layout in layouts.items():
        text = text.replace(f"{{{form}}}", f"{layout.code}")
    return text


def passport(computed: Computed, indicator: str, area_code: str = "") -> Passport:
    """The passport of an indicator, for the whole office or for one area.

    Raises CtxhError for an unknown indicator, naming the nearest; WrongUsage for an area that there is not, or that it is not told of.
    """
    area_code, entries, values = area_code or computed.area_code, computed.book.indicators, computed.printed_values
    entry = known_indicator(computed.book, indicator)
    if area_code != computed.area_code:
        _check_area(computed, entry, area_code, {code for _, code in values})
    shown, status = values.get((indicator, area_code), (MISSING_SIGN, "missing"))
    parts = tuple((name, entries[name].label, values.get((name, area_code), (MISSING_SIGN, ""))[0]) for name in entry.formula.inputs())
    return Passport(
        indicator,
        entry.label,
        computed.area_name(area_code),
        computed.year,
        shown,
        entry.measure_beside,
        formula_in_words(indicator, computed.layouts, computed.book),
        entry.source,
        entry.legal_basis,
        status,
        parts,
        tuple(_sources(computed, indicator, area_code)),
        computed.period.words,
        computed.changed_since,
    )


def all_passports(computed: Computed) -> dict[str, Passport]:
    """The passport of every indicator for the whole office, by id."""
    return {name: passport(computed, name) for name in computed.book.indicators}


def _check_area(computed: Computed, entry: Indicator, area_code: str, codes: set[str]) -> None:
    if area_code not in codes:
        names = {computed.area_name(code): code for code in sorted(codes)}
        hint = nearest(area_code, [*names, *codes])
        raise WrongUsage(
            f"Không có đơn vị có mã «{area_code}».{hint} Các mã: {', '.join(f'{code} ({name})' for name, code in names.items())}."
        )
    if not entry.by_area:
        raise WrongUsage(f"Chỉ tiêu «{entry.label}» chỉ có cho toàn địa bàn, không chia theo đơn vị: bỏ mã đơn vị «{area_code}».")


def _sources(computed: Computed, indicator: str, area_code: str) -> list[Source]:
    book, by_item = computed.book, computed.observed.by_item_sorted
    rows = [row for item in items_behind(book, indicator) for row in by_item.get(item, ())]
    if area_code != computed.area_code:
        rows = [row for row in rows if row.area_code == area_code]
    found = [
        Source(
            row.item,
            computed.area_name(row.area_code),
            _shown(row, book.items[row.item]),
            Citation(*(getattr(row, name) for name in SOURCE)),
            book.items[row.item].label,
        )
        for row in rows
    ]
    norms, on = computed.request.norms, computed.period.last
    return found + [_norm_source(computed.request, norm) for norm in _norms_behind(book, indicator) if has_norm(norms, norm, on)]


def _norms_behind(book: Book, indicator: str) -> list[str]:
    formula = book.indicators[indicator].formula
    own = [formula.norm] if isinstance(formula, NormValue) else []
    return own + [norm for part in formula.inputs() for norm in _norms_behind(book, part)]


def _norm_source(request: Request, norm: str) -> Source:
    row = norm_on(request.norms, norm, request.period.last)
    table = under_province(CALLED[row["layer"]], request.province_kind)
    return Source(norm, row["legal_basis"], format_exact(float(row["value"])), Citation(table, row["label"], f"dòng {row['row']}"))


def _shown(row: Observation, item: Item) -> str:
    """A source as its cells hold it; what was shared out stands in no cell and has two decimals at most."""
    if row.status == HIDDEN.status:
        return HIDDEN_SIGN
    if row.status == "estimated" and not row.text:
        return format_number(row.value, 2, trim=True)
    return printed_source(item, row.value, row.text)
