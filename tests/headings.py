"""What becomes of a wording that real workbooks have: read as what it is, asked about, taken for something else, or lost.

``cases/headings.csv`` has a wording a row: its ``part`` of a sheet, the form and column it belongs to (the columns, in order,
of a whole header row; ``-`` of none, ``birth`` and ``sex`` where one column of births stands beside one of sex), and what is
``expected``. Each wording stands in a small sheet whose other words are those of the form.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from ctxh.book.layouts import Layout
from ctxh.clean.likeness import Wordings, likenesses
from ctxh.clean.money_scale import money_scale
from ctxh.clean.records import records_of
from ctxh.errors import CtxhError
from ctxh.findings import Finding, finding, quoted
from ctxh.read.child_reader import Sheet
from ctxh.read.header_matching import Heading
from ctxh.read.placement import Placed, form_of, found_columns, place
from ctxh.read.recognition import recognised
from ctxh.vietnamese import header_key
from small_sheets import CATEGORIES, LAYOUTS, even

HEADINGS = Path(__file__).parent / "cases" / "headings.csv"
UNSEEN = HEADINGS.with_name("headings_unseen.csv")
READ, ASKED, WRONG, LOST = "read", "asked", "wrong", "lost"
NONE, BIRTH, SEX = "-", "birth", "sex"
OF_SUMS = ("payments", "gifts", "poor_review", "labour")
_CELLS = {
    "row_number": ("1", "2", "3"),
    "name": ("Mẫu Văn Thử", "Mẫu Thị Thử", "Mẫu Văn Ví Dụ"),
    "birth": (1942, 1950, 1961),
    "identity": ("099042000001", "099050000002", "099061000003"),
    "count": (4, 5, 6),
    "change": (4, 5, 6),
    "money": (500_000, 700_000, 900_000),
    "coefficient": (1, 1.5, 2),
    "percent": (61, 62, 63),
    "month": ("01/2024", "02/2024", "03/2024"),
    "date": ("15/01/2024", "16/02/2024", "17/03/2024"),
    BIRTH: (1942, 1950, 1961),
    "text": ("Thôn Đông", "Thôn Đoài", "Thôn Nam"),
    SEX: ("Nam", "Nữ", "Nam"),
    NONE: ("a", "b", "c"),
}


@dataclass(frozen=True)
class Wording:
    """A row of the table."""

    part: str
    form: str
    column: str
    wording: str
    expected: str


def wordings(path: Path = HEADINGS) -> list[Wording]:
    """The rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Wording(**row) for row in csv.DictReader(file)]


def cells(form: str, column: str) -> list:
    """Three cells as a column of a form holds them."""
    known = {c.column: c for c in LAYOUTS[form].columns}
    kind = column if column not in known else known[column].kind
    if kind == "category":
        labels = list(CATEGORIES.labels[form, column].values())
        return [labels[i % len(labels)] for i in range(3)]
    return list(_CELLS.get(kind, ("", "", "")))


def sheet_of(form: str, heads: list[tuple[str, str]], above: str = "", name: str = "") -> Sheet:
    """A sheet with three records under headers, each with its column; ``upper / lower`` makes a header of two rows."""
    pairs = [head.partition(" / ") if " / " in head else (head, "", "") for head, _ in heads]
    two = any(lower for _, _, lower in pairs)
    rows: list[list] = [[above], [""]] if above else [[f"{LAYOUTS[form].title} NĂM 2024"], [""]]
    rows.append([upper if i == 0 or not lower or pairs[i - 1][0] != upper else "" for i, (upper, _, lower) in enumerate(pairs)])
    rows += [[lower for _, _, lower in pairs]] if two else []
    rows += [list(row) for row in zip(*(cells(form, column) for _, column in heads), strict=True)]
    return Sheet("Xa_Mau_2024.xlsx", name or LAYOUTS[form].sheet_names[0], even(rows))


def own_heads(form: str) -> list[tuple[str, str]]:
    """The headers of a form in its own words, with their columns."""
    return [(f"{c.group_label} / {c.label}" if c.group_label else c.label, c.column) for c in LAYOUTS[form].asked().columns]


def heads_with(form: str, column: str, wording: str) -> list[tuple[str, str]]:
    """The headers of a form with another wording of one column."""
    if column == BIRTH:
        rest = [head for head in own_heads(form) if not head[1].startswith("birth_")]
        return [*rest[:2], (wording, BIRTH), ("Giới tính", SEX), *rest[2:]]
    return [(wording, name) if name == column else (head, name) for head, name in own_heads(form)]


def became(form: str, heads: list[tuple[str, str]], judged: list[int] | None = None) -> list[str]:
    """What becomes of headers, or of those at some places."""
    placed = found_columns(sheet_of(form, heads), LAYOUTS[form])
    try:
        place(placed.sheet, placed.layout)
        findings = [row for row in records_of(placed, "10771", CATEGORIES, 2024).findings if row["check"] == "tiêu đề"]
    except CtxhError as fault:
        findings = [finding("stopped", str(fault))]
    columns = {index: name for name, index in placed.columns.items()} | dict(zip(placed.births, (BIRTH, SEX), strict=False))
    return [_became(placed, columns.get(index), index, *heads[index], findings) for index in judged or range(len(heads))]


def _became(placed: Placed, found: str | None, index: int, head: str, column: str, findings: list[Finding]) -> str:
    """What becomes of one header, for which a column was found or none."""
    word = quoted(head.rpartition(" / ")[2])
    asked = any(word in row["message"] for row in findings if row["severity"] in ("stopped", "flagged"))
    rival = any(index in (placed.columns[name], *others) for name, others in placed.rivals.items())
    if rival or asked:
        return ASKED
    if found is not None and found != column:
        return WRONG
    noted = any(word in row["message"] for row in findings)
    return READ if found == column or (column == NONE and (noted or index in placed.others)) else LOST


def header(row: Wording) -> str:
    """What becomes of one header among those of its form."""
    heads = heads_with(row.form, row.column, row.wording)
    return became(row.form, heads, [next(i for i, (head, _) in enumerate(heads) if head == row.wording)])[0]


def whole_row(row: Wording) -> str:
    """What becomes of a whole header row: the worst of its headers."""
    return _worst(became(row.form, list(zip(row.wording.split(" ¦ "), row.column.split(" ¦ "), strict=True))))


def total(row: Wording) -> str:
    """What becomes of the label of a row of sums in forms of totals, with right and with wrong sums."""
    return _worst([_total_in(form, row.wording) for form in OF_SUMS])


def _worst(results: list[str]) -> str:
    return next(word for word in (WRONG, LOST, ASKED, READ) if word in results)


def _total_in(form: str, label: str) -> str:
    """A row of right sums is left out without a word, one of wrong sums is told; either may be asked about, none counted."""
    results = []
    for off in (0, 1):
        heads = own_heads(form)
        sheet, columns = sheet_of(form, heads), [LAYOUTS[form].column(name) for _, name in heads]
        at = next(i for i, c in enumerate(columns) if c.kind in ("text", "category", "month"))
        summed = [sum(cells(form, c.column)) + off if c.kind in ("count", "money") and not c.level_of else "" for c in columns]
        summed[at] = label
        rows = [*sheet.rows, summed]
        records = records_of(place(Sheet(sheet.file, sheet.name, even(rows)), LAYOUTS[form]), "10771", CATEGORIES, 2024)
        told = ("stopped", "flagged") if off else ("stopped",)
        stopped = any(f["severity"] in told and str(len(rows)) in f["cell"] for f in records.findings)
        counted = len(rows) in records.table["row"].tolist()
        results.append((READ if off else ASKED) if stopped else WRONG if counted else LOST if off else READ)
    return _worst(results)


def category(row: Wording) -> str:
    """What becomes of a word in a column of categories."""
    heads = own_heads(row.form)
    sheet = sheet_of(row.form, heads)
    index = next(i for i, (_, name) in enumerate(heads) if name == row.column)
    sheet.rows[-1][index] = row.wording
    records = records_of(place(sheet, LAYOUTS[row.form]), "10771", CATEGORIES, 2024)
    if records.table["row"].tolist()[-1] != len(sheet.rows):  # not asked for by the form: left out, and told
        return READ if any(quoted(row.wording) in f["message"] for f in records.findings) else LOST
    value = records.table[row.column].tolist()[-1]
    if any(quoted(row.wording) in f["message"] for f in records.findings if f["severity"] == "stopped"):
        return ASKED
    return READ if value == value and value is not None else LOST


def caption(row: Wording) -> str:
    """What becomes of a caption that says in what amounts are told; ``column`` is the factor."""
    return _worst([_caption_in(form, row) for form in ("payments", "changes", "merit_people")])


def _caption_in(form: str, row: Wording) -> str:
    name = next(c.column for c in LAYOUTS[form].columns if c.kind == "money")
    of_header = row.wording.startswith("header: ")
    heads = heads_with(form, name, row.wording.removeprefix("header: ") if of_header else "Số tiền")
    placed = found_columns(sheet_of(form, heads, "" if of_header else row.wording), LAYOUTS[form])
    if name not in placed.columns:
        return ASKED if header(Wording("header", form, name, row.wording.removeprefix("header: "), "")) == ASKED else LOST
    scale = money_scale(placed, name)
    return ASKED if scale.doubt or not scale.factor else READ if scale.factor == int(row.column) else WRONG


def village(row: Wording) -> str:
    """What becomes of a village's name: behind the code of a form, as a row above others, behind the word for a sum."""
    heads = own_heads("beneficiaries")
    index = next(i for i, (_, name) in enumerate(heads) if name == "village")
    sheet = sheet_of("beneficiaries", heads)
    for r in sheet.rows[-3:]:
        r[index] = ""
    sheet.rows.insert(-3, ["", row.wording, *[""] * (len(heads) - 2)])
    records = records_of(place(sheet, LAYOUTS["beneficiaries"]), "10771", CATEGORIES, 2024)
    villages = records.table["village"].tolist()
    stopped = any(f["severity"] == "stopped" and "cột" in f["message"].lower() for f in records.findings)
    as_row = READ if set(villages) == {row.wording} and len(villages) == 3 else ASKED if stopped else LOST
    named = form_of(Sheet("", f"B1 {row.wording.replace('/', '-').replace(':', '')}", []), LAYOUTS)
    as_sheet = READ if named is not None and named.form == "beneficiaries" else ASKED
    return _worst([as_row, as_sheet, *(_total_in(form, f"Cộng {row.wording}") for form in ("poor_review",))])


def sheet_name(row: Wording) -> str:
    """What becomes of a sheet under a name, by its header and words: of each form in turn, and with nothing of any."""
    bare = Sheet("", row.wording, [[""]])
    found = [_form_of_sheet(sheet_of(form, own_heads(form), name=row.wording)) for form in LAYOUTS]
    wrong = any(one not in ("", form) for one, form in zip(found, LAYOUTS, strict=True)) or _form_of_sheet(bare)
    return WRONG if wrong else ASKED if "" in found else READ


def _form_of_sheet(sheet: Sheet) -> str:
    named = form_of(sheet, LAYOUTS)
    by_header = recognised([sheet], LAYOUTS, tuple(LAYOUTS), CATEGORIES, "", 2024).values()
    return named.form if named else next((layout.form for layout in by_header), "")


JUDGES = {
    "header": header,
    "row": whole_row,
    "total": total,
    "category": category,
    "caption": caption,
    "village": village,
    "sheet": sheet_name,
}


def judged(rows: list[Wording]) -> list[tuple[Wording, str]]:
    """Each wording with what becomes of it."""
    return [(row, JUDGES[row.part](row)) for row in rows]


def counted(results: list[tuple[Wording, str]]) -> dict[str, Counter]:
    """How many wordings of each part become what."""
    found: dict[str, Counter] = {}
    for row, result in results:
        found.setdefault(row.part, Counter())[result] += 1
    return found


def without(layout: Layout, wording: str) -> Layout:
    """A form whose tables do not have a wording, above another or alone."""
    keys = {header_key(part) for part in (wording, wording.rpartition(" / ")[2])}
    columns = tuple(replace(c, synonyms=tuple(w for w in c.synonyms if header_key(w) not in keys)) for c in layout.columns)
    return replace(layout, columns=columns, spellings=tuple(w for w in layout.spellings if w.key not in keys))


def proposed(row: Wording) -> list[str]:
    """The columns of the whole form that a header may be, the most like first, by its cells and by other words than its own."""
    upper, _, lower = row.wording.rpartition(" / ")
    known = Wordings.of(without(LAYOUTS[row.form], row.wording), 2024)
    found = likenesses(known, Heading(lower, (upper,) if upper else ()), cells(row.form, row.column), CATEGORIES)
    return [BIRTH if one.column.column.startswith("birth_") else one.column.column for one in found]
