"""What a page shows of passports: each a closed fold that a link opens, with its areas line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ctxh.typeset.anchors import slug
from ctxh.typeset.html.page_blocks import Shown
from ctxh.typeset.mentions import Mention, base
from ctxh.typeset.passport_links import PASSPORTS, PageFacts, anchor, as_lines
from ctxh.typeset.text_width import normalised_json

SECTION = ("ho-chieu", PASSPORTS)
ON_PAPER = "Nguồn gốc của từng con số: mở tệp này trên máy, hoặc xem tệp appendix.pdf."
FACTS = (
    ("value", "Giá trị"),
    ("status", "Tình trạng"),
    ("formula", "Cách tính"),
    ("source", "Nguồn"),
    ("legal_basis", "Căn cứ pháp lý"),
)


def places_on_page(passports: Iterable[PageFacts], cites: Iterable[str]) -> dict[str, str]:
    """The ids on the page: of every passport, and of the area lines that something cites."""
    wanted, found = set(cites), {}
    for passport in passports:
        ident = passport["id"]
        found[ident] = "hc-" + anchor(ident)
        for line in passport.get("areas", ()):
            cite = f"{ident}@{line['code']}"
            if cite in wanted:
                found[cite] = "hc-" + anchor(cite)
    return found


def needed(passports: Sequence[PageFacts], cites: Iterable[str]) -> list[PageFacts]:
    """The passports of the citations and of all their parts, in their order."""
    known = {passport["id"]: passport for passport in passports}
    waiting = [base(cite) for cite in cites]
    found: set[str] = set()
    while waiting:
        ident = waiting.pop()
        if ident in known and ident not in found:
            found.add(ident)
            waiting += known[ident].get("part_ids", ())
    return [passport for passport in passports if passport["id"] in found]


class Passports:
    """Shows the passports of a page; ``printed`` tells where each indicator stands."""

    def __init__(self, passports: Sequence[PageFacts], places: Mapping[str, str], printed: Mapping[str, Sequence[Mention]]) -> None:
        self.passports = normalised_json(list(passports))
        self.places, self.printed = places, printed

    def headings(self) -> list[tuple[int, str, str]]:
        """The headings for the table of contents: level, id, text."""
        fields = [field for field, _ in self.groups() if field]
        return [(1, *SECTION), *((2, _field_id(field), field) for field in fields)] if self.passports else []

    def groups(self) -> list[tuple[str, list[PageFacts]]]:
        """The passports by field, fields in the order of their first passport."""
        order = {field: n for n, field in enumerate(dict.fromkeys(p.get("field", "") for p in self.passports))}
        ranked = sorted(self.passports, key=lambda p: order[p.get("field", "")])
        return [(field, list(group)) for field, group in groupby(ranked, key=lambda p: p.get("field", ""))]

    def fields(self) -> list[Shown]:
        """The passports as they are shown, by field."""
        return [
            {"text": field, "place": _field_id(field), "passports": [self.passport(passport) for passport in group]}
            for field, group in self.groups()
        ]

    def passport(self, passport: PageFacts) -> Shown:
        facts = [(name, _plain(passport.get(key))) for key, name in FACTS]
        facts += [("Thành phần", self.parts(passport)), ("In ở", self.where(passport))]
        return {
            "label": passport["label"],
            "shown": "; ".join(as_lines(passport.get("shown") or passport.get("value"))),
            "place": self.places[passport["id"]],
            "facts": facts,
            "id": passport["id"],
            "areas": [self.area(passport["id"], line) for line in passport.get("areas", ())],
            "sheet": passport.get("sheet", ""),
            "cells": _plain(passport.get("cells")),
        }

    def parts(self, passport: PageFacts) -> list[list[Mention]]:
        """The parts of a number, each a link to its own passport."""
        lines = as_lines(passport.get("parts"))
        idents = passport.get("part_ids") or [""] * len(lines)
        places = [self.places.get(ident, "") for ident in idents]
        return [[Mention(line, place and f"#{place}")] for place, line in zip(places, lines, strict=True) if line]

    def where(self, passport: PageFacts) -> list[list[Mention]]:
        mentions = self.printed.get(base(passport["id"]), ())
        return [list(mentions)] if mentions else []

    def area(self, ident: str, line: PageFacts) -> Shown:
        """The line of an area; the page's style keeps the lines of its cells apart."""
        place = self.places.get(f"{ident}@{line['code']}", "")
        return {"place": place, "name": line["name"], "value": line["value"], "cells": "\n".join(line["lines"])}


def _field_id(field: str) -> str:
    return f"{SECTION[0]}-{slug(field)}"


def _plain(entry: object) -> list[list[Mention]]:
    """The lines of a fact that lead nowhere."""
    return [[Mention(line, "")] for line in as_lines(entry) if line]
