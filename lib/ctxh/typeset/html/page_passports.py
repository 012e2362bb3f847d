"""Passports as HTML: each a closed fold that a link opens, with its areas line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from ctxh.typeset.anchors import slug
from ctxh.typeset.html.page_blocks import links
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


def places_of(passports: Iterable[PageFacts], cites: Iterable[str]) -> dict[str, str]:
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
    """Writes the passports of a page; ``printed`` tells where each indicator stands."""

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

    def section(self) -> str:
        """The section of all passports; nothing when there are none."""
        if not self.passports:
            return ""
        place, title = SECTION
        parts = [f'<section id="{place}"><h2>{title}</h2>\n<p class="paper">{ON_PAPER}</p>\n']
        for field, group in self.groups():
            parts += [f'<h3 id="{_field_id(field)}">{escape(field)}</h3>\n'] if field else []
            parts += [self.passport(passport) for passport in group]
        return "".join(parts) + "</section>\n"

    def passport(self, passport: PageFacts) -> str:
        value = escape("; ".join(as_lines(passport.get("shown") or passport.get("value"))))
        facts = "".join(_fact(name, map(escape, as_lines(passport.get(key)))) for key, name in FACTS)
        facts += _fact("Thành phần", self.parts(passport)) + self.where(passport)
        return (
            f"<details><summary>{escape(passport['label'])}: <b>{value}</b></summary>\n"
            f'<div id="{self.places[passport["id"]]}" tabindex="-1"><dl>{facts}</dl>{self.areas(passport)}</div></details>\n'
        )

    def parts(self, passport: PageFacts) -> list[str]:
        """The parts of a number, each a link to its own passport."""
        lines = as_lines(passport.get("parts"))
        idents = passport.get("part_ids") or [""] * len(lines)
        return [self.part(ident, escape(line)) for ident, line in zip(idents, lines, strict=True)]

    def part(self, ident: str, line: str) -> str:
        return f'<a href="#{self.places[ident]}">{line}</a>' if ident in self.places else line

    def where(self, passport: PageFacts) -> str:
        mentions = self.printed.get(base(passport["id"]), ())
        return _fact("In ở", [links(mentions)]) if mentions else ""

    def areas(self, passport: PageFacts) -> str:
        """The lines of cells by area as a table; a passport without areas lists its cells."""
        lines = passport.get("areas")
        if lines:
            rows = "".join(self.area(passport["id"], line) for line in lines)
            sheet = f" › {escape(passport['sheet'])}" if passport.get("sheet") else ""
            head = f"<thead><tr><th>Địa phương<th>Giá trị<th>Ô trong tệp Excel{sheet}"
            return f"<table>{head}<tbody>{rows}</table>"
        cells = _fact("Ô trong tệp Excel", map(escape, as_lines(passport.get("cells"))))
        return f"<dl>{cells}</dl>" if cells else ""

    def area(self, ident: str, line: PageFacts) -> str:
        place = self.places.get(f"{ident}@{line['code']}")
        mark = f' id="{place}"' if place else ""
        cells = "\n".join(map(escape, line["lines"]))  # the page's style keeps these lines apart
        return f"<tr{mark}><th>{escape(line['name'])}<td>{escape(line['value'])}<td>{cells}\n"


def _field_id(field: str) -> str:
    return f"{SECTION[0]}-{slug(field)}"


def _fact(name: str, lines: Iterable[str]) -> str:
    found = "".join(f"<dd>{line}" for line in lines if line)
    return f"<dt>{name}{found}\n" if found else ""
