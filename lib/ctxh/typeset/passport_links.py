"""The passports that stand on a page, and where a cited number links to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PASSPORTS = "Nguồn gốc số liệu"


def targets(passports: Sequence[dict]) -> dict[str, str]:
    """For each passport's id the id of its place on the page."""
    return {passport["id"]: "hc-" + anchor(passport["id"]) for passport in passports}


def anchor(ident: str) -> str:
    """An indicator, or indicator and area, as an id that HTML, PDF and URLs accept."""
    return ident.replace("@", "--").replace(" ", "-")


def target(cite: str, places: dict[str, str]) -> str:
    """The place of a citation's own passport, else of its indicator's, else nothing."""
    return places.get(cite) or places.get(cite.partition("@")[0], "") if cite else ""


def as_lines(entry) -> list[str]:
    """A fact of a passport as lines, whether it was given as one text or as several."""
    if not entry:
        return []
    many = isinstance(entry, Iterable) and not isinstance(entry, str)
    return [str(line) for line in entry] if many else str(entry).split("\n")
