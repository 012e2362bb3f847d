"""A reader of a public edition's files who adds up all that they print: what he knows of each number, from files alone.

Numbers are read where a page, a sheet, a table or an executed notebook says itself whose they are; PDF, Word, drawings and
texts for screen readers may print no number that these do not.
"""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
from pypdf import PdfReader

from ctxh.book import Book
from ctxh.book.formulas import Minus, Plus, Ratio, Total
from ctxh.protect.ledger import Kept
from ctxh.protect.pattern import intervals
from ctxh.protect.redrawn_areas import shown_code
from ctxh.protect.system import Cell, System
from ctxh.protect.together import Relations, named, with_editions

HIDDEN = "(*)"
WIDE = 1e-3
DATA = re.compile(r'<script type="application/json" id="so-lieu">(.*?)</script>', re.DOTALL)
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
Place = tuple[str, str]  # an indicator or item with its category, and an area


def read(edition: Path, book: Book, office: str) -> dict[Place, dict[str, set[str]]]:
    """What each file prints of each indicator of each area, the office's own under its code."""
    found: dict[Place, dict[str, set[str]]] = {}

    def seen(file: str, numbers: Iterable[tuple[str, str, str]]) -> None:
        for name, area, text in numbers:
            found.setdefault((name, area or office), {}).setdefault(file, set()).add(text.strip())

    pages = {name: (edition / name).read_text(encoding="utf-8") for name in ("appendix.html", "report.html")}
    codes = {name: code for code, name in json.loads(DATA.search(pages["appendix.html"])[1])["numbers"]["areas"]}
    for name, page in pages.items():
        seen(name, _linked(page))
        seen(f"{name}, passports", _of_passports(page, codes))
    seen("appendix.html, data", _of_data(pages["appendix.html"]))
    for path in sorted((edition / "notebooks").glob("*.ipynb")):
        seen(path.name, _of_blocks(json.loads(path.read_text(encoding="utf-8"))))
    seen("report.json", _of_blocks(json.loads((edition / "tables" / "report.json").read_text(encoding="utf-8"))))
    seen("annex.xlsx", _of_annex(edition / "annex.xlsx", book))
    for row in _rows(edition / "tables" / "indicators.csv"):
        seen("indicators.csv", [(row["indicator"], row["area_code"], row["printed"])])
        assert not (row["status"] == "hidden" and (row["value"] or row["text"])), row
    return found


def of_items(edition: Path) -> dict[Cell, str]:
    """What the table of observations prints of items, by area, category and month; what is left over tells the office's own number."""
    return {
        Cell(row["item"], row["area_code"], row["category"], row["period"] if len(row["period"]) > 4 else ""): row["value"]
        for row in _rows(edition / "tables" / "observations.csv")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _linked(page: str) -> Iterator[tuple[str, str, str]]:
    """Every number of a page that leads to its passport, and the passports themselves."""
    for name, text in re.findall(r'<a href="#hc-([^"]+)"[^>]*>([^<]*)', page):
        yield (*_split(name, "--"), html.unescape(text))


def _split(cite: str, sign: str = "@") -> tuple[str, str]:
    name, _, area = cite.partition(sign)
    return name, area


def _of_passports(page: str, codes: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """What a passport says of each area."""
    for name, words in re.findall(r'<div id="hc-(\w+)" tabindex="-1">(.*?)</div>', page, re.DOTALL):
        for area, text in re.findall(r"<th>([^<]+)<td>([^<]*)", words):
            if html.unescape(area) in codes:
                yield name, codes[html.unescape(area)], text


def _of_data(page: str) -> Iterator[tuple[str, str, str]]:
    """The data by which a page makes tables of a reader's own."""
    numbers = json.loads(DATA.search(page)[1])["numbers"]
    for entry in numbers["indicators"]:
        yield entry["id"], "", entry["office"]
        for (code, _), text in zip(numbers["areas"], entry["areas"], strict=False):
            yield entry["id"], code, text


def _of_blocks(told: object) -> Iterator[tuple[str, str, str]]:
    """Whatever in a structure names the number that it prints."""
    if isinstance(told, dict):
        if told.get("cite") and isinstance(told.get("text"), str):
            yield (*_split(told["cite"]), told["text"])
        for value in told.values():
            yield from _of_blocks(value)
    elif isinstance(told, list):
        for value in told:
            yield from _of_blocks(value)


def _of_annex(path: Path, book: Book) -> Iterator[tuple[str, str, str]]:
    """The sheets by area, whose columns are called as indicators are."""
    named = {f"{e.label} ({e.measure})" if e.measure else e.label: e.id for e in book.indicators.values()}
    for sheet in openpyxl.load_workbook(path):
        (table,) = sheet.tables.values()
        heads, *rows = [[cell.value for cell in line] for line in sheet[table.ref]]
        if heads[:2] == ["Mã đơn vị", "Đơn vị"]:
            for row in rows:
                for head, value in zip(heads[2:], row[2:], strict=True):
                    yield named.get(head, f"? {head}"), str(row[0]), "" if value is None else str(value)


DOTS = re.compile(r"(?:\s*\.){4,}\W*\d+")  # what leads to the number of a page, and it


def numbers_in(edition: Path, name: str) -> set[str]:
    """The numbers of a document or drawing, without the numbers of its pages: in the head of each, and behind the dots of contents."""
    path = edition / name
    if path.suffix == ".pdf":
        pages = [page.extract_text() for page in PdfReader(path).pages]
        text = DOTS.sub(" ", "\n".join(page.partition("\n")[2] if page[:1].isdigit() else page for page in pages))
    elif path.suffix == ".docx":
        text = re.sub(r"<[^>]+>", " ", zipfile.ZipFile(path).read("word/document.xml").decode())
    else:
        text = path.read_text(encoding="utf-8")
        text = " ".join([*re.findall(r'aria-label="([^"]*)"', text), *re.findall(r">([^<]+)<", text)])
    return set(NUMBER.findall(html.unescape(text)))


def is_told(text: str) -> bool:
    """Whether a text prints a number."""
    return bool(re.search(r"\d", text))


def printed_cells(edition: Path, book: Book, system: System) -> set[Cell]:
    """The cells whose numbers the files tell. Raises AssertionError for a number without a variable, or told in two ways."""
    found, wrong, day = set[Cell](), list[str](), edition.name.partition("@")[2]

    def variables(name: str, area: str) -> list[Cell]:
        formula = book.indicators[name].formula
        own = Cell(formula.item.id if isinstance(formula, Total) else name, area)
        if own in system.values:
            return [own]
        parts = formula.inputs() if isinstance(formula, Ratio | Plus | Minus) else ()
        return [cell for part in parts for cell in variables(part, area)]

    for (name, area), told in read(edition, book, system.office).items():
        if area == system.office:
            continue
        numbers = {file: sorted(filter(is_told, texts)) for file, texts in told.items()}
        if not any(numbers.values()):
            continue
        cells = variables(name, shown_code(area, day, system.office)) if name in book.indicators else []
        wrong += [] if cells else [f"{name} of {area} has no variable: {numbers}"]
        wrong += [f"{name} of {area} is told and hidden: {told}"] * any(HIDDEN in texts for texts in told.values())
        found |= set(cells)
    for one, value in of_items(edition).items():
        item, cell = book.items[one.name], one._replace(area=shown_code(one.area, day, system.office))
        if value and (cell.area != system.office or (item.unit_of_measure == "person" and (cell.category or cell.period))):
            wrong += [] if cell in system.values else [f"{cell} has no variable"]
            found.add(cell)
    if wrong:
        raise AssertionError("; ".join(wrong))
    return found


def narrowed(system: System, printed: set[Cell], asked: dict[Cell, tuple[float, float]], whole: bool = False) -> list[Cell]:
    """The protected cells that a reader of all that is printed knows more closely than the pattern promises."""
    hidden = set(system.values) - printed - system.known
    found = intervals(system, hidden, asked, whole)
    return [cell for cell, (low, high) in asked.items() if found[cell][0] > low + WIDE or found[cell][1] < high - WIDE]


def told_only_elsewhere(edition: Path, *left_out: str) -> dict[str, set[str]]:
    """The numbers that PDF, Word and drawings print and no page, sheet or table does; some files left out."""
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted(edition.glob("*.html")))
    pages = re.sub(r"<style.*?</style>", "", pages, flags=re.DOTALL)
    said = " ".join([re.sub(r"<[^>]+>", " ", pages), *re.findall(r'(?:aria-label|title)="([^"]*)"', pages)])
    known = set(NUMBER.findall(html.unescape(said)))
    known |= {found for path in sorted((edition / "tables").iterdir()) for found in NUMBER.findall(path.read_text(encoding="utf-8"))}
    files = ["report.docx", "report.pdf", "appendix.pdf", *(f"figures/{path.name}" for path in sorted((edition / "figures").glob("*.svg")))]
    return {name: more for name in files if name not in left_out and (more := numbers_in(edition, name) - known)}


def together(editions: list[tuple[Path, Kept, Book]], relations: Relations) -> tuple[System, set[Cell], dict[Cell, tuple[float, float]]]:
    """Editions as one system, the cells that their files tell, and what all their patterns promise; ``relations`` are the last one's."""
    last, *others = [kept for _, kept, _ in reversed(editions)]
    joined, printed, asked = with_editions(last.system, others, relations), set[Cell](), dict[Cell, tuple[float, float]]()
    for folder, kept, book in editions:
        told = printed_cells(folder, book, kept.system) | kept.system.known
        printed |= {named(relations.prefix(kept.whose), cell) for cell in told}
        for one, ends in kept.pattern.asked.items():
            cell = named(relations.prefix(kept.whose), one)
            before = asked.get(cell, ends)
            asked[cell] = max(ends[0], before[0]), min(ends[1], before[1])
    joined.known = {cell for cell in joined.known if cell in printed}
    return joined, printed, {cell: ends for cell, ends in asked.items() if cell not in printed}
