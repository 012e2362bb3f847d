"""Passports as a bound page prints them: short lines, long lists of cells cut, parts that link."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from ctxh.citations import citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import Passport, Source
from ctxh.compute.selections import absent_documents
from ctxh.typeset.evidence import common_place
from ctxh.typeset.passport_links import PageFacts

CELLS_SHEET = "Ô dữ liệu gốc"
MOST_RANGES = 3
MOST_NAMES = 3
RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$")


def printed_passports(computed: Computed, passports: Mapping[str, Passport]) -> list[PageFacts]:
    """The passport of each indicator, grouped by field, as the facts that paper bears.

    None of a document that the register does not have, and of a part of a year only of what has a value.
    """
    fields, entries = computed.book.fields, computed.book.indicators
    absent, whole = absent_documents(computed, entries.values()), computed.period.whole
    traced = [found for name, found in passports.items() if name not in absent and (whole or found.status != "missing")]
    return [_facts(found, label) for field, label in fields.items() for found in traced if entries[found.indicator].field == field]


def _facts(found: Passport, group: str) -> PageFacts:
    """A derived number leaves its cells to the passports of its parts, which it links to."""
    sources = [source for source in found.sources if not source.cited.empty] if not found.parts else []
    areas = {source.area for source in sources}
    silent = (source.area for source in found.sources if source.cited.empty)
    empty = [area for area in dict.fromkeys(silent) if sources and area not in (found.area, *areas)]
    common = common_place(tuple(sources))
    count = f"{len(areas)} đơn vị" if sources else ""
    return {
        "id": found.indicator,
        "group": group,
        "label": found.label,
        "value": found.value,
        "formula": found.formula,
        "basis": "; ".join(text for text in (found.source, found.legal_basis) if text),
        "parts": [{"id": name, "text": f"{label}: {shown}"} for name, label, shown in found.parts],
        "sheet": f"{count}, trang tính {', '.join(common.values())}" if common else count,
        "cells": [_line(source, common) for source in sources],
        "empty": ", ".join(empty) if len(empty) <= MOST_NAMES else f"{len(empty)} đơn vị khác",
    }


def _line(source: Source, common: Collection[str]) -> str:
    short = replace(source.cited, cells=shortened(source.cited.cells))
    return f"{source.area}: {source.printed} ← {citation_words(short, common)}"


def shortened(cells: str) -> str:
    """A list of ranges, a long one cut after the first few with the count of all its cells."""
    ranges = cells.split(",")
    if len(ranges) <= MOST_RANGES:
        return ", ".join(ranges)
    count = sum(map(_size, ranges))
    return f"{', '.join(ranges[:MOST_RANGES])} … ({count} ô; đủ ở annex.xlsx, trang {CELLS_SHEET})"


def _size(cells: str) -> int:
    """How many cells a range in one column holds; what is not a range counts as one."""
    found = RANGE.match(cells.strip())
    return int(found[4]) - int(found[2]) + 1 if found and found[4] else 1
