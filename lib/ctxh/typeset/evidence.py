"""Evidence: the passports of an edition as plain facts that pages print."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from ctxh.citations import citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import Passport, Source
from ctxh.compute.selections import area_names
from ctxh.typeset.passport_links import PageFacts
from ctxh.vietnamese import format_number

STATUS = {"estimated": "ước tính", "partial": "chưa đủ địa phương", "missing": "không có số liệu"}


def evidence(computed: Computed, passports: Mapping[str, Passport]) -> tuple[PageFacts, ...]:
    """A passport an indicator, as facts: id, label, field, value, formula, basis, parts, areas, cells."""
    codes = {computed.area_name(code): code for code in (*area_names(computed).index, computed.area_code)}
    return tuple(facts(computed, found, codes) for found in passports.values())


def facts(computed: Computed, found: Passport, codes: dict[str, str]) -> PageFacts:
    """The facts of one passport; ``cells`` are its sources a line, ``areas`` the same area by area."""
    common = common_place(found.sources)
    return {
        "id": found.indicator,
        "label": found.label,
        "field": computed.book.fields[computed.book.indicators[found.indicator].field],
        "shown": found.value,
        "value": f"{found.value} ({found.area}, {found.when})",
        "status": STATUS.get(found.status, ""),
        "formula": found.formula,
        "source": found.source,
        "legal_basis": found.legal_basis,
        "parts": [f"{label}: {shown}" for _, label, shown in found.parts],
        "part_ids": [name for name, _, _ in found.parts],
        "sheet": ", ".join(common.values()),
        "areas": area_lines(found, computed.area_values(found.indicator), codes, common),
        "cells": [source.line() for source in found.sources],
    }


def common_place(sources: tuple[Source, ...]) -> dict[str, str]:
    """The sheet, and the condition if there is one, that every area has its one source by; nothing where areas have several."""
    if len({source.area for source in sources}) != len(sources) or len(sources) < 2:
        return {}
    cited = {(source.cited.sheet, source.cited.condition) for source in sources}
    sheet, condition = next(iter(cited))
    same = {"sheet": sheet, "condition": condition} if len(cited) == 1 else {}
    return {name: text for name, text in same.items() if text}


def area_lines(found: Passport, values: dict[str, tuple[float, str]], codes: dict[str, str], known: Collection[str]) -> list[PageFacts]:
    """The sources of a passport by area, areas in the order of ``codes``: code, name, value and lines of cells.

    What is not an area, such as a norm, comes last and has no code. ``known`` are the parts of a citation that stand above.
    """
    order = {name: place for place, name in enumerate(codes)}
    sources = sorted(found.sources, key=lambda source: order.get(source.area, len(order)))
    one_kind, lines = len({source.item for source in sources}) == 1, []
    for name, group in groupby(sources, key=lambda source: source.area):
        own, code = list(group), codes.get(name, "")
        shown = values[code][1] if code in values else own[0].printed if len(own) == 1 else ""
        lines.append({"code": code, "name": name, "value": shown, "lines": _cells(own, known, one_kind)})
    return lines


def _known_already(part: Source) -> tuple[str, ...]:
    """What need not be repeated of one of several parts: its condition stands in its own passport, its rows may be its value."""
    counted = part.cited.rows and part.printed == format_number(int(part.cited.rows))
    return ("file", "sheet", "condition", *(("rows",) if counted else ()))


def _cells(sources: list[Source], known: Collection[str], one_kind: bool) -> list[str]:
    """Where an area's numbers stand: file, sheet and cells; each part is named unless they are all of one kind."""
    if len(sources) == 1:
        return [citation_words(sources[0].cited, known)]
    found, sheets = [], dict.fromkeys((source.cited.file, source.cited.sheet) for source in sources)  # each sheet is named once
    order = {sheet: place for place, sheet in enumerate(sheets)}
    ranked = sorted(sources, key=lambda source: order[source.cited.file, source.cited.sheet])
    for (file, sheet), group in groupby(ranked, key=lambda source: (source.cited.file, source.cited.sheet)):
        named = ((s, "" if one_kind else f"{s.label} ") for s in group)
        parts = [f"{label}{s.printed} ({citation_words(s.cited, _known_already(s))})" for s, label in named]
        found.append(f"{file} › {sheet}: {'; '.join(parts)}")
    return found
