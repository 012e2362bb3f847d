"""The passports that stand on a page, and where a cited number links to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PASSPORTS = "Nguồn gốc số liệu"
PageFacts = dict[str, Any]  # a passport as pages take it: texts, lists of lines, and facts of areas and parts


def targets(passports: Sequence[PageFacts]) -> dict[str, str]:
    """For each passport's id the id of its place on the page."""
    return {passport["id"]: "hc-" + anchor(passport["id"]) for passport in passports}


def anchor(ident: str) -> str:
    """An indicator, or indicator and area, as an id that HTML, PDF and URLs accept."""
    return ident.replace("@", "--").replace(" ", "-")


def target(cite: str, places: Mapping[str, str]) -> str:
    """The place of a citation's own passport, else of its indicator's, else nothing."""
    return places.get(cite) or places.get(cite.partition("@")[0], "") if cite else ""


def as_lines(entry: object) -> list[str]:
    """A fact of a passport as lines, whether it was given as one text or as several."""
    if not entry:
        return []
    if isinstance(entry, Iterable) and not isinstance(entry, str):
        return [str(line) for line in entry]
    return str(entry).split("\n")
