"""What a workbook's sheets, headers and words of categories may be: proposals, each with its reason and its doubt.

Nothing of a person stands in them: headers, words of closed lists, shares of cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ctxh.book.categories import Categories
from ctxh.book.header_words import BIRTH, ROLES
from ctxh.book.layouts import LISTS_SHEET, Layout
from ctxh.clean.category_columns import told_by_words
from ctxh.clean.likeness import APART, Likeness, Wordings, contested, likenesses, likest
from ctxh.clean.persons.gate import MASK, Gate, Registers
from ctxh.clean.persons.name_looks import given_names, like_name
from ctxh.clean.persons.personal_numbers import private_numbers
from ctxh.clean.rows import split_rows
from ctxh.clean.section_rows import SAID_BY_ROWS, sums_others, with_sections
from ctxh.read.child_reader import Sheet
from ctxh.read.flags import column_letters
from ctxh.read.header_matching import Heading, headings, holds_number
from ctxh.read.placement import HEADER_SEARCH_ROWS, Placed, form_of, found_columns, strange_headers
from ctxh.read.recognition import recognised
from ctxh.vietnamese import clean_text, header_key, nearest_word

SHEET, HEADER, CATEGORY, ABSENT = "sheet", "header", "category", "absent"
SURE = 0.55  # from this score on, and not near the next, a proposal is marked as accepted
_EMPTY = ("", None)
_LEAST_HEADERS = 3
_SOME_WORDS = 0.3  # of a header, from which on its words are like a column's
_MOST_WORDS = 12  # of a word of a category
_KINDS = {
    "date": "ngày",
    "month": "tháng",
    "birth": "ngày hoặc năm sinh",
    "identity": "dãy 9 hoặc 12 chữ số",
    "category": "từ trong danh mục",
    "money": "số tiền",
    "count": "số đếm",
    "coefficient": "hệ số",
    "percent": "tỷ lệ",
    "name": "họ tên",
    "mark": "dấu x",
    "text": "chữ",
}


@dataclass(frozen=True)
class Proposal:
    """What a sheet, a header or a word of a category may be; accepted where it is sure."""

    what: str
    sheet: str
    cell: str
    words: str
    form: str
    column: str = ""
    code: str = ""
    above: str = ""
    score: float = 0.0
    reason: str = ""
    doubt: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is marked as accepted before anybody has looked."""
        return self.score >= SURE and not self.doubt and bool(self.column or self.what == SHEET)


def proposals(
    sheets: Sequence[Sheet], layouts: dict[str, Layout], categories: Categories, sender: str = "", year: int = 0
) -> list[Proposal]:
    """The proposals for the sheets of a workbook, of forms that its sender sends in a year, whose own words are known already."""
    found: list[Proposal] = []
    given: set[str] = set()  # names: the last words of the persons'
    registers, by_header = Registers(), recognised(sheets, layouts, tuple(layouts), categories, sender, year)
    known = {form: Wordings.of(layout, year) for form, layout in layouts.items()}
    for sheet in sheets:
        if header_key(sheet.name) == header_key(LISTS_SHEET):
            continue
        layout, unsure = form_of(sheet, layouts) or by_header.get(sheet.name), ""
        if layout is None:
            ranked = _forms(sheet, known, categories)
            found.append(_of_sheet(sheet, ranked))
            layout = ranked[0][1].layout if ranked and found[-1].form else None
            unsure = "chưa chắc là biểu này" if found[-1].doubt else ""
        if layout is not None:
            parted = with_sections(_placed(sheet, known[layout.form]), categories, sender, guessed=True)
            placed, _ = told_by_words(parted, categories, area_code=sender)
            registers.take(placed, [index + 1 for index in _records(placed)])
            given |= given_names(placed)
            own = _of_table(placed, known[layout.form], categories, sender) if placed.heads else [_headless(sheet)]
            found += [replace(one, doubt=one.doubt or unsure) for one in own]
    gate, called = Gate.of(registers), _words(" ".join(_called(layouts)))
    return [shown for one in found if (shown := _naming_nobody(one, gate, called, given, layouts))]


def _called(layouts: Mapping[str, Layout]) -> Iterator[str]:
    """What forms and their sheets are called."""
    return (text for layout in layouts.values() for text in (layout.label, layout.title, *layout.sheet_names))


def _naming_nobody(one: Proposal, gate: Gate, called: set[str], given: set[str], layouts: Mapping[str, Layout]) -> Proposal | None:
    """A proposal without what is or looks like somebody's name, listed or not; None for a header that names one who is listed."""
    sheet, person = gate.passed(one.sheet, name_of_file=True)
    village = any(layout.row_words.names_village(one.sheet) for layout in layouts.values())
    if not person and not village and (like_name(one.sheet, called) or header_key(one.sheet) in given - called):
        sheet = person = MASK
    if one.what == SHEET and person:
        doubt = "tên trang tính có tên người: đổi tên trang tính rồi chạy lại"
        return replace(one, sheet=sheet, words=sheet, form="", reason="không ghi được vào sổ định nghĩa", doubt=doubt)
    return None if gate.passed(one.words)[1] else replace(one, sheet=sheet)


def _headless(sheet: Sheet) -> Proposal:
    doubt = "ghi dòng tiêu đề như trong biểu mẫu phía trên số liệu"
    return Proposal(SHEET, sheet.name, "", sheet.name, "", reason="không thấy dòng tiêu đề", doubt=doubt)


def _placed(sheet: Sheet, wordings: Wordings) -> Placed:
    """A form in a sheet as far as its header is known; where none of it is, below the first row that looks like one.

    There are no headers where that row looks like a person's.
    """
    placed = found_columns(sheet, wordings.layout)
    if len(placed.columns) > 1:
        return placed
    for index, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
        texts = [value for value in row if isinstance(value, str) and value.strip()]
        if len(texts) >= _LEAST_HEADERS and not any(holds_number(value) for value in row):
            heads = headings(sheet, index, 0)
            known = _heads_columns(wordings, heads)
            return replace(placed, columns={}, first_row=index + 1 if known else 0, heads=heads if known else {})
    return placed


def _heads_columns(wordings: Wordings, heads: Mapping[int, Heading]) -> bool:
    """Whether a row is one of headers, not of a person: no cell is a number, and most have words of some column of the form."""
    if any(header_key(head.own).replace(" ", "").isdigit() for head in heads.values()):
        return False
    return 2 * sum(likest(wordings, head) > _SOME_WORDS for head in heads.values()) > len(heads)


def _forms(sheet: Sheet, known: Mapping[str, Wordings], categories: Categories) -> list[tuple[float, Placed]]:
    """The forms that a sheet may be, the most like first: by its headers, known or alike, by what a form must have, its title, its name."""
    found = []
    for wordings in known.values():
        layout, placed = wordings.layout, _placed(sheet, wordings)
        if not placed.heads or not any(any(value not in _EMPTY for value in row) for row in sheet.rows[placed.first_row :]):
            continue
        alike = {index: ranked[0] for index, ranked in _ranked(placed, wordings, categories).items() if ranked}
        like = len(placed.columns) + len(placed.others) + sum(one.score for one in alike.values())
        required = [column for column in layout.columns if column.required]
        there = {*placed.columns, *(one.column.column for one in alike.values() if one.score >= SURE)}
        words = {word for row in sheet.rows[: placed.first_row - 1] for value in row if isinstance(value, str) for word in _words(value)}
        wanted = _words(f"{layout.title} {layout.label}")
        titled = len((words | _words(sheet.name)) & wanted) / len(wanted)
        owed = sum(column.column in there for column in required) / len(required)
        found.append((0.45 * like / len(placed.heads) + 0.35 * owed + 0.2 * titled, placed))
    return sorted(found, key=lambda one: -one[0])


def _words(text: str) -> set[str]:
    return {word for word in header_key(text.replace("_", " ")).split() if len(word) > 1}


def _of_sheet(sheet: Sheet, ranked: Sequence[tuple[float, Placed]]) -> Proposal:
    if not ranked or ranked[0][0] < SURE / 2:
        return Proposal(SHEET, sheet.name, "", sheet.name, "", reason="không giống biểu nào", doubt="không phải số liệu, hoặc chưa rõ")
    score, placed = ranked[0]
    reason = f"biết {len(placed.columns)}/{len(placed.heads)} tiêu đề của biểu {placed.layout.code}"
    others = [other.layout for rivals, other in ranked[1:] if rivals > score - APART]
    doubt = f"cũng có thể là {', '.join(f'{one.code} ({one.label})' for one in others)}" if others else ""
    return Proposal(SHEET, sheet.name, "", sheet.name, placed.layout.form, score=score, reason=reason, doubt=doubt)


def _records(placed: Placed) -> Sequence[int]:
    """The rows of the records of a form as far as its columns are known; all rows below the header where none are."""
    known = tuple(column for column in placed.layout.columns if column.column in placed.columns)
    found = split_rows(replace(placed, layout=replace(placed.layout, columns=known))).data
    found = [index for index in found if not sums_others(placed, placed.sheet.rows[index])]
    return found or range(placed.first_row, len(placed.sheet.rows))


def _of_table(placed: Placed, wordings: Wordings, categories: Categories, sender: str) -> Iterator[Proposal]:
    """A proposal for each header with cells below that nobody knows, of the columns that the sheet has not, and for words of categories.

    Those of a column that is but proposed are among them, so that both are accepted at once.
    """
    ranked = _ranked(placed, wordings, categories)
    headers = {index: _of_header(placed, index, likely) for index, likely in ranked.items()}
    yield from headers.values()
    perhaps = {one.column: index for index, one in headers.items() if one.column and one.column not in ROLES}
    yield from _of_words(replace(placed, columns=perhaps | placed.columns), categories, sender)
    yield from _of_lacking(placed, {one.column for one in headers.values()})


def _of_lacking(placed: Placed, proposed: Collection[str]) -> Iterator[Proposal]:
    """A proposal, never a sure one, for each column that the form must have and no header may be: that the sender never keeps it."""
    born = BIRTH in proposed
    guessed = {placed.between.column} if placed.between and not placed.between.known else set()
    for column in (c for c in placed.layout.columns if c.column in placed.layout.needed - placed.columns.keys() | guessed):
        if column.column not in proposed and not (born and column.kind == "birth"):
            base = Proposal(ABSENT, placed.sheet.name, "", column.label, placed.layout.form, column.column)
            doubt = "chỉ nhận nếu nơi gửi không bao giờ có cột này: chỉ tiêu cần cột ấy sẽ chưa có số liệu"
            if column.kind in SAID_BY_ROWS:
                doubt += "; nếu có thì thêm cột, hoặc ghi từ của cột ở một dòng phía trên các dòng số liệu"
            yield replace(base, reason="biểu cần mà trang tính không có", doubt=doubt)


def _ranked(placed: Placed, wordings: Wordings, categories: Categories) -> dict[int, list[Likeness]]:
    """The columns that each unknown header may be, the most like first; each column goes to the header that is most like it."""
    rows = [placed.sheet.rows[index] for index in _records(placed)]
    free = [column.column for column in placed.layout.columns if column.column not in placed.columns]
    found: dict[int, list[Likeness]] = {}
    for index in strange_headers(placed):
        cells = [row[index] for row in rows]
        roles = {word.column for word in placed.layout.header_words.get(header_key(placed.heads[index].own), ())} & {*ROLES}
        if index not in placed.others and not roles and any(value not in _EMPTY for value in cells):
            alike = likenesses(wordings, placed.heads[index], cells, categories)
            found[index] = [one for one in alike if one.column.column in free]
    pairs = sorted(((one.score, index, one) for index, ranked in found.items() for one in ranked), key=lambda pair: (-pair[0], pair[1]))
    taken: dict[str, int] = {}
    for _, index, one in pairs:
        if index not in taken.values():
            taken.setdefault(one.column.column, index)
    return {
        index: [replace(one, contested=contested(found, one, index)) for one in ranked if taken.get(one.column.column, index) == index]
        for index, ranked in found.items()
    }


def _of_header(placed: Placed, index: int, ranked: Sequence[Likeness]) -> Proposal:
    head, cell = placed.heads[index], f"{column_letters(index)}{placed.first_row}"
    base = Proposal(HEADER, placed.sheet.name, cell, head.own, placed.layout.form, above=head.above[0] if head.above else "")
    if not ranked or ranked[0].score < SURE / 3:
        return replace(base, reason="không giống cột nào còn thiếu", doubt="không thuộc biểu thì ghi other ở cột column")
    best, births = ranked[0], ("birth_male", "birth_female")
    born = best.column.column in births
    close = [one for one in ranked[1:] if one.score > best.score - APART or best.is_part_of(one)]
    rivals = [one for one in close if not (born and one.column.column in births)]
    doubt = f"cũng có thể là {', '.join(f'«{one.column.label}»' for one in rivals[:3])}" if rivals else _unlike(best)
    column = BIRTH if born and set(births) & placed.columns.keys() == set() else best.column.column
    return replace(base, column=column, score=best.score, reason=_reason(best), doubt=doubt)


def _reason(best: Likeness) -> str:
    words = f"chữ gần với «{best.nearest}»" if best.words > _SOME_WORDS else "chữ không giống"
    cells = "không có ô nào" if best.cells is None else f"{best.cells:.0%} số ô là {_KINDS.get(best.column.kind, 'giá trị hợp cột')}"
    return f"{words}; {cells}"


def _unlike(best: Likeness) -> str:
    if best.words <= _SOME_WORDS:
        return "chỉ theo giá trị của các ô, tiêu đề không giống"
    if best.strange and best.score >= SURE:
        return "tiêu đề có chữ mà cột này không có, có thể là số liệu khác"
    if best.contested:
        return "tiêu đề khác của trang tính cũng giống cột này"
    return "" if best.score >= SURE else "chữ chưa đủ gần"


def _of_words(placed: Placed, categories: Categories, sender: str) -> Iterator[Proposal]:
    """A proposal for each word in a column of categories that the list has not; what may be a person's is left out."""
    rows = [placed.sheet.rows[index] for index in _records(placed)]
    personal = {placed.columns[c.column] for c in placed.layout.columns if c.personal and c.column in placed.columns}
    named = {header_key(str(row[index])) for row in rows for index in personal if row[index] not in _EMPTY}
    given = given_names(placed)
    for column in (c for c in placed.layout.columns if c.kind == "category" and c.column in placed.columns):
        at, form = placed.columns[column.column], placed.layout.form
        letter = placed.between.letter if placed.between and placed.between.column == column.column else column_letters(at)
        known, labels = categories.codes_by_word(form, column.column, sender), categories.labels.get((form, column.column), {})
        words = {word for text in (*known, *map(header_key, labels.values())) for word in text.split()}
        texts = [clean_text(row[at]) for row in rows if isinstance(row[at], str) and row[at]]
        for text in dict.fromkeys(texts):
            key = header_key(text)
            person = any(f" {name} " in f" {key} " for name in named if " " in name) or key in named
            if len(known.get(key, ())) == 1 or person or private_numbers(text) or len(key.split()) > _MOST_WORDS:
                continue
            if like_name(text, words) or (" " not in key and key not in words and (key in given or texts.count(text) == 1)):
                base = Proposal(CATEGORY, placed.sheet.name, f"cột {letter}", MASK, form, column.column)
                yield replace(base, reason=f"{texts.count(text)} ô", doubt="chữ như họ tên, không hiện ra: xem lại trong tệp")
                continue
            yield _of_word(placed, letter, column.column, text, known, labels, texts.count(text))


def _of_word(
    placed: Placed, letter: str, column: str, text: str, known: Mapping[str, tuple[str, ...]], labels: Mapping[str, str], many: int
) -> Proposal:
    base = Proposal(CATEGORY, placed.sheet.name, f"cột {letter}", text, placed.layout.form, column, reason=f"{many} ô")
    several = known.get(header_key(text), ())
    if several:
        perhaps = " hoặc ".join(f"«{labels.get(one, one)}»" for one in several)
        return replace(base, code=several[0], score=SURE, doubt=f"có thể là {perhaps}")
    code = known.get(nearest_word(text, [*known], cutoff=0.6) or "", ("",))[0]
    closest = labels.get(code, code)
    return replace(base, code=code, score=SURE / 2, doubt=f"gần nhất là «{closest}»" if code else "không gần từ nào")
