"""Passports: the path from a printed number to its formula, its parts and the workbook cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from ctxh.book.definitions import INDICATORS, ITEMS, Indicator, called, items_behind, printed_source
from ctxh.book.formulas import NormValue
from ctxh.book.layouts import Layout
from ctxh.citations import SOURCE, Citation, in_words
from ctxh.compute.indicators import known_indicator
from ctxh.errors import WrongUsage, nearest
from ctxh.reference.norms import CALLED, has_norm, norm_on
from ctxh.reference.periods import Period
from ctxh.vietnamese import PROVINCE, format_exact, format_number, under_province


class Edition(Protocol):
    """What a passport asks of an edition."""

    year: int
    period: Period
    area_code: str
    layouts: dict[str, Layout]
    norms: pd.DataFrame
    printed_values: Mapping[tuple[str, str], tuple[str, str]]  # as ``printed_values`` gives them
    rows_by_item: Mapping[str, list]

    def indicators(self) -> pd.DataFrame: ...
    def observations(self) -> pd.DataFrame: ...
    def area_name(self, area_code: str) -> str: ...


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
        return f"{self.area}: {self.printed}  ←  {in_words(self.cited)}"


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


def formula_in_words(name: str, layouts: dict[str, Layout], entries: Mapping[str, Indicator] = INDICATORS) -> str:
    """An indicator's formula as a Vietnamese sentence, forms by their codes, parts by the labels of ``entries``."""
    text = entries[name].formula.explain(lambda part: entries[part].label)
    for form, layout in layouts.items():
        text = text.replace(f"{{{form}}}", f"{layout.code}")
    return text


def passport(edition: Edition, indicator: str, area_code: str = "") -> Passport:
    """The passport of an indicator, for the whole office or for one area.

    Raises CtxhError for an unknown indicator, naming the nearest; WrongUsage for an area that there is not, or that it is not told of.
    """
    area_code, entries = area_code or edition.area_code, called(edition)
    entry = entries[known_indicator(indicator).id]
    values = edition.printed_values
    if area_code != edition.area_code:
        _check_area(edition, entry, area_code, {code for _, code in values})
    shown, status = values.get((indicator, area_code), ("…", "missing"))
    parts = tuple((name, entries[name].label, values.get((name, area_code), ("…", ""))[0]) for name in entry.formula.inputs())
    return Passport(
        indicator,
        entry.label,
        edition.area_name(area_code),
        edition.year,
        shown,
        entry.measure_beside,
        formula_in_words(indicator, edition.layouts, entries),
        entry.source,
        entry.legal_basis,
        status,
        parts,
        tuple(_sources(edition, indicator, area_code)),
        edition.period.words,
        getattr(edition, "changed_since", ""),
    )


def of_office(edition: Edition) -> dict[str, Passport]:
    """The passports of the whole office, by indicator."""
    return {name: passport(edition, name) for name in INDICATORS}


def _check_area(edition: Edition, entry: Indicator, area_code: str, codes: set[str]) -> None:
    if area_code not in codes:
        names = {edition.area_name(code): code for code in sorted(codes)}
        near = nearest(area_code, [*names, *codes])
        raise WrongUsage(
            f"Không có đơn vị có mã «{area_code}».{near} Các mã: {', '.join(f'{code} ({name})' for name, code in names.items())}."
        )
    if not entry.by_area:
        raise WrongUsage(f"Chỉ tiêu «{entry.label}» chỉ có cho toàn cơ quan, không chia theo đơn vị: bỏ mã đơn vị «{area_code}».")


def printed_values(edition: Edition) -> dict[tuple[str, str], tuple[str, str]]:
    """Printed value and status by indicator and area."""
    table = edition.indicators()
    columns = [table[c] for c in ("indicator", "area_code", "printed", "status")]
    return {(n, a): (p, s) for n, a, p, s in zip(*columns, strict=True)}


def rows_by_item(edition: Edition) -> dict[str, list]:
    """Observations by item, in order of area and period."""
    found: dict[str, list] = {}
    for row in edition.observations().sort_values(["area_code", "period"], kind="stable").itertuples():
        found.setdefault(row.item, []).append(row)
    return found


def _sources(edition: Edition, indicator: str, area_code: str) -> list[Source]:
    rows = [row for item in items_behind(indicator) for row in edition.rows_by_item.get(item, ())]
    if area_code != edition.area_code:
        rows = [row for row in rows if row.area_code == area_code]
    kind = getattr(edition, "province_kind", PROVINCE)
    found = [
        Source(
            row.item,
            edition.area_name(row.area_code),
            _shown(row),
            Citation(*(getattr(row, name) for name in SOURCE)),
            under_province(ITEMS[row.item].label, kind),
        )
        for row in rows
    ]
    on = edition.period.last
    return found + [_norm_source(edition, norm) for norm in _norms_behind(indicator) if has_norm(edition.norms, norm, on)]


def _norms_behind(indicator: str) -> list[str]:
    formula = INDICATORS[indicator].formula
    own = [formula.norm] if isinstance(formula, NormValue) else []
    return own + [norm for part in formula.inputs() for norm in _norms_behind(part)]


def _norm_source(edition: Edition, norm: str) -> Source:
    row = norm_on(edition.norms, norm, edition.period.last)
    table = under_province(CALLED[row["layer"]], getattr(edition, "province_kind", PROVINCE))
    return Source(norm, row["legal_basis"], format_exact(float(row["value"])), Citation(table, row["label"], f"dòng {row['row']}"))


def _shown(row) -> str:
    """A source as its cells hold it; what was shared out stands in no cell and has two decimals at most."""
    if row.status == "estimated" and not row.text:
        return format_number(row.value, 2, trim=True)
    return printed_source(ITEMS[row.item], row.value, row.text)
