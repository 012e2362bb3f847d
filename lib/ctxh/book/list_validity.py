"""What the flat lists of a book must hold together: each row of what there is, each word of one meaning, on any day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from ctxh.book.header_words import OTHER, ROLES
from ctxh.book.items import Item
from ctxh.book.layouts import (
    AT_MOST,
    BLANK_IS_ZERO,
    COUNTED,
    DONE,
    EQUALS,
    EVERY_MONTH,
    EVERY_WORD,
    FACTOR,
    HAPPENED,
    LEVEL_VARIES,
    LISTS_SHEET,
    NEAR,
    PART_OF_LEVEL,
    REACHES,
    VARIES,
    signed_columns,
)
from ctxh.book.lists import CITE_KEY, KEYS, NUMBERS, PlacedRow
from ctxh.errors import CtxhError, misspelt, nearest
from ctxh.reference.dated import OPEN_END
from ctxh.reference.periods import OCCASION
from ctxh.reference.tables import ID, name_of, words
from ctxh.vietnamese import header_key

FORM_CODE = re.compile(r"[A-Z]+\d+[a-z]?")
SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")  # what Excel lets a sheet be called
RULED_KINDS = {  # kinds of columns that a rule can be said of; of all kinds where none are named
    EVERY_MONTH: ("month",),
    EVERY_WORD: ("category",),
    BLANK_IS_ZERO: NUMBERS,
    FACTOR: ("count",),
    PART_OF_LEVEL: ("money",),
    LEVEL_VARIES: ("money",),
    AT_MOST: NUMBERS,
    EQUALS: NUMBERS,
    REACHES: ("money",),
    NEAR: ("money",),
    VARIES: ("category", "birth"),
    COUNTED: ("text",),
    DONE: ("text",),
}
_TIMELESS = (
    "cột trống thì báo cáo 6 tháng in số của cả năm. Ghi list (ai, gì đang có khi lập), dated (có cột ngày, ghi ở dated_by), "
    "undated (việc trong năm, không ghi ngày) hoặc standing (số của cả năm, lập lúc nào cũng thế)."
)
_DATED = ("forms.csv", "columns.csv", "categories.csv")


class Fault(NamedTuple):
    """A cell of a list that cannot be meant."""

    path: Path
    line: int
    column: str
    message: str


class _Tables(NamedTuple):
    """The lists of some folders by their names: where each row stands, and the row."""

    rows: Mapping[str, Sequence[PlacedRow]]

    def kinds(self) -> dict[tuple[str, str], str]:
        """The kind of each column by form and name."""
        return {(row.form, row.column): row.kind for _, _, row in self.rows["columns.csv"]}


def check_lists(rows: Mapping[str, Sequence[PlacedRow]]) -> None:
    """Nothing, when lists, by their names, fit one another. Raises CtxhError with file, line, column and the nearest right word."""
    tables = _Tables(rows)
    kinds = (_of_days, _of_sources, _of_ids, _of_forms, _of_columns, _of_places, _of_categories, _of_spellings, _of_measures, _of_rules)
    for faults in kinds:
        for fault in faults(tables):
            raise CtxhError(f"{name_of(fault.path)}, dòng {fault.line}, cột {fault.column}: {fault.message}")


def check_cited(rows: Sequence[PlacedRow], items: Iterable[Item]) -> None:
    """Nothing, when some item reads each document of the register. Raises CtxhError naming one whose families no entry is written for."""
    asked = {code for item in items for column, codes in item.where if (item.form, column) == CITE_KEY for code in codes}
    for path, line, row in rows:
        if row.cite_key not in asked:
            known = {word for _, _, other in rows if other.cite_key in asked for word in words(other.families)}
            message = f"không chỉ tiêu nào lấy văn bản «{row.cite_key}»: ghi nhóm của nó.{nearest(row.families, known)}"
            message += f" Các nhóm: {', '.join(sorted(known))}."
            raise CtxhError(f"{name_of(path)}, dòng {line}, cột families: {message}")


def _of_days(tables: _Tables) -> Iterator[Fault]:
    """Rows that end before they begin, two rows of one id that hold on one day."""
    for name in _DATED:
        lives = dict[tuple[str, ...], list[tuple[str, str, int, Path]]]()
        for path, line, row in tables.rows[name]:
            if row.valid_to and row.valid_to <= row.valid_from:
                yield Fault(path, line, "valid_to", f"{row.valid_to} không sau ngày bắt đầu (valid_from) {row.valid_from}.")
            id = tuple(vars(row)[key] for key in KEYS[name] if key != "valid_from")
            lives.setdefault(id, []).append((row.valid_from, row.valid_to or OPEN_END, line, path))
        for id, spans in lives.items():
            for (_, end, line, path), (start, _, other, at) in pairwise(sorted(spans)):
                if start < end:
                    message = f"«{' '.join(id)}» còn hiệu lực theo dòng {line} của {name_of(path)}: ghi valid_to ở dòng ấy, hoặc đổi ngày."
                    yield Fault(at, other, "valid_from", message)


def _of_sources(tables: _Tables) -> Iterator[Fault]:
    """Words that are said to be verified, or not, without the source that they were held against, and the other way round."""
    for path, line, row in tables.rows["categories.csv"]:
        if row.verified and not row.legal_basis:
            yield Fault(path, line, "legal_basis", "ghi văn bản mà cột verified nói đến, hoặc để trống cả hai.")
        if row.legal_basis and not row.verified:
            yield Fault(path, line, "verified", "ghi yes nếu đã đối chiếu với văn bản, no nếu chưa.")


def _of_ids(tables: _Tables) -> Iterator[Fault]:
    """Ids that no entry could write."""
    ids = {"forms.csv": "form", "columns.csv": "column", "categories.csv": "code", "documents.csv": "cite_key", "fields.csv": "id"}
    for name, column in ids.items():
        for path, line, row in tables.rows[name]:
            if not ID.fullmatch(vars(row)[column]):
                message = f"mã «{vars(row)[column]}» phải gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ."
                yield Fault(path, line, column, message)


def _of_forms(tables: _Tables) -> Iterator[Fault]:
    """Forms of one code or of one sheet, sheets that Excel cannot have, forms without columns."""
    codes, sheets = dict[str, str](), dict[str, str]()
    columned, kinds, summed = {row.form for _, _, row in tables.rows["columns.csv"]}, tables.kinds(), _summed(tables)
    for path, line, row in tables.rows["forms.csv"]:
        for column in words(row.dated_by):
            if column != OCCASION and kinds.get((row.form, column)) not in ("date", "month"):
                days = {name for (form, name), kind in kinds.items() if form == row.form and kind in ("date", "month")}
                yield Fault(path, line, "dated_by", f"biểu «{row.form}» không có cột ngày, tháng «{column}».{nearest(column, days)}")
        if row.tells == HAPPENED and not row.dated_by:
            yield Fault(path, line, "dated_by", "biểu kể việc có ngày (tells là dated): ghi các cột ngày, tháng của biểu, như death_date.")
        if path != tables.rows["forms.csv"][0][0] and row.sender != "desk" and not row.tells and not row.dated_by and summed.get(row.form):
            yield Fault(path, line, "tells", f"{_TIMELESS} Cột cộng được: {', '.join(summed[row.form])}.")
        if codes.setdefault(header_key(row.code), row.form) != row.form:
            yield Fault(path, line, "code", f"«{row.code}» đã là mã của biểu «{codes[header_key(row.code)]}». Chọn mã khác.")
        elif not FORM_CODE.fullmatch(row.code):
            upper = f"{row.code[:1].upper()}{row.code[1:]}"
            hint = f" Có phải ý bạn là «{upper}»?" if FORM_CODE.fullmatch(upper) else ""
            yield Fault(path, line, "code", f"mã biểu «{row.code}» phải là chữ hoa rồi số, như B60.{hint}")
        for sheet in words(row.sheet_names):
            if not SHEET_NAME.fullmatch(sheet) or header_key(sheet) == header_key(LISTS_SHEET):
                yield Fault(path, line, "sheet_names", f"«{sheet}» không làm tên trang tính được: tối đa 31 chữ, không có [ ] : * ? / \\.")
            if sheets.setdefault(header_key(sheet), row.form) != row.form:
                message = f"trang tính «{sheet}» đã là của biểu «{sheets[header_key(sheet)]}». Chọn tên khác."
                yield Fault(path, line, "sheet_names", message)
        if row.form not in columned:
            message = f"biểu «{row.form}» không có cột nào trong columns.csv.{nearest(row.form, columned)} Thêm các cột của biểu."
            yield Fault(path, line, "form", message)


def _summed(tables: _Tables) -> dict[str, list[str]]:
    """The columns of each form that add up and are not found at a year's end alone."""
    found = dict[str, dict[str, None]]()
    for _, _, row in tables.rows["columns.csv"]:
        if row.kind in ("count", "money") and row.at_year_end != "yes":
            found.setdefault(row.form, {})[row.column] = None
    return {form: [*columns] for form, columns in found.items()}


def _of_columns(tables: _Tables) -> Iterator[Fault]:
    """Columns of another unit of measure than there is, of categories without words, two under one header."""
    measures = {row.id for _, _, row in tables.rows["units_of_measure.csv"]}
    worded = {(row.form, row.column) for _, _, row in tables.rows["categories.csv"]}
    headers = dict[tuple[str, str], list[SimpleNamespace]]()
    for path, line, row in tables.rows["columns.csv"]:
        if row.unit_of_measure and row.unit_of_measure not in measures:
            message = f"không có «{row.unit_of_measure}» trong units_of_measure.csv.{nearest(row.unit_of_measure, measures)}"
            yield Fault(path, line, "unit_of_measure", message)
        if row.kind == "category" and (row.form, row.column) not in worded:
            yield Fault(path, line, "kind", f"cột «{row.column}» chọn theo danh mục (category) mà categories.csv không có từ nào của nó.")
        for word in (row.label, *words(row.synonyms)):
            same = headers.setdefault((row.form, header_key(f"{row.group_label} {word}")), [])
            other = next((one for one in same if one.column != row.column and _at_once(one, row)), None)
            if other:
                message = f"tiêu đề «{word}» cũng là của cột «{other.column}» trong biểu này. Đổi tiêu đề của một cột."
                yield Fault(path, line, "label" if word == row.label else "synonyms", message)
            same.append(row)


def _at_once(one: SimpleNamespace, other: SimpleNamespace) -> bool:
    """Whether two rows hold on a day both."""
    return all(first.valid_from < (second.valid_to or "9") for first, second in ((one, other), (other, one)))


def _of_places(tables: _Tables) -> Iterator[Fault]:
    """Rows about a form or a column that there is not."""
    kinds = tables.kinds()
    forms = {row.form for _, _, row in tables.rows["forms.csv"]}
    for name in ("columns.csv", "categories.csv", "rules.csv", "asked.csv", "header_words.csv", "category_words.csv", "sheet_words.csv"):
        for path, line, row in tables.rows[name]:
            column = getattr(row, "column", "")
            if not row.form and name == "header_words.csv":
                continue
            if row.form not in forms:
                yield Fault(path, line, "form", f"không có biểu «{row.form}» trong forms.csv.{nearest(row.form, forms)}")
            elif column and (row.form, column) not in kinds and not (name == "header_words.csv" and column in ROLES):
                known = [column for form, column in kinds if form == row.form]
                message = f"biểu «{row.form}» không có cột «{row.column}».{nearest(row.column, known)} Các cột: {', '.join(known)}."
                yield Fault(path, line, "column", message)


def _of_categories(tables: _Tables) -> Iterator[Fault]:
    """Words of columns that hold none, and words of two codes."""
    kinds, meanings = tables.kinds(), dict[tuple[str, str, str], str]()
    families = dict[tuple[str, str], set[tuple[Path, str]]]()  # of the rows above, by column
    for path, line, row in tables.rows["categories.csv"]:
        kind = kinds[row.form, row.column]
        if kind != "category":
            yield Fault(
                path, line, "column", f"cột «{row.form}.{row.column}» không chọn theo danh mục: kind là {kind}, không phải category."
            )
        if row.paid_by and "month" not in (kind for (form, _), kind in kinds.items() if form == row.form):
            yield Fault(path, line, "paid_by", f"chỉ ghi cho danh mục của biểu có cột tháng, như nội dung chi của B4: bỏ «{row.paid_by}».")
        for family in words(row.families):
            above = families.setdefault((row.form, row.column), set())
            others = {word for at, word in above if at != path}
            if family not in others and (likely := misspelt(family, others)):
                yield Fault(path, line, "families", f"không mã nào khác thuộc nhóm «{family}». Có phải ý bạn là «{likely}»?")
            above.add((path, family))
        for word in (row.label, *words(row.synonyms)):
            code = meanings.setdefault((row.form, row.column, header_key(word)), row.code)
            if code != row.code:
                message = f"«{word}» đã là chữ của mã «{code}» trong cột này: một chữ chỉ một nghĩa. Đổi chữ của một mã."
                yield Fault(path, line, "label" if word == row.label else "synonyms", message)


def _of_spellings(tables: _Tables) -> Iterator[Fault]:
    """Spellings of codes that there are not; words that end before they begin."""
    codes: dict[tuple[str, str], set[str]] = {}
    for _, _, row in tables.rows["categories.csv"]:
        codes.setdefault((row.form, row.column), {OTHER}).add(row.code)
    for path, line, row in tables.rows["category_words.csv"]:
        known = codes.get((row.form, row.column), set())
        if row.code not in known:
            message = f"cột «{row.form}.{row.column}» không có mã «{row.code}».{nearest(row.code, known)} Các mã đứng ở categories.csv."
            yield Fault(path, line, "code", message)
    for name in ("header_words.csv", "category_words.csv", "sheet_words.csv"):
        for path, line, row in tables.rows[name]:
            if row.valid_to and row.valid_to <= row.valid_from:
                yield Fault(path, line, "valid_to", f"{row.valid_to} không sau ngày bắt đầu (valid_from) {row.valid_from}.")


def _of_measures(tables: _Tables) -> Iterator[Fault]:
    """Words behind numbers that measure in nothing that there is, or in two ways; what may be counted as nothing that there is."""
    known, meanings = {row.id for _, _, row in tables.rows["units_of_measure.csv"]}, dict[str, str]()
    for path, line, row in tables.rows["measures.csv"]:
        if row.unit_of_measure not in known:
            message = f"không có «{row.unit_of_measure}» trong units_of_measure.csv.{nearest(row.unit_of_measure, known)}"
            yield Fault(path, line, "unit_of_measure", message)
        for word in words(row.words):
            if meanings.setdefault(header_key(word), row.unit_of_measure) != row.unit_of_measure:
                yield Fault(path, line, "words", f"«{word}» đã là chữ của «{meanings[header_key(word)]}». Bỏ ở một dòng.")
    for path, line, row in tables.rows["units_of_measure.csv"]:
        yield from (
            Fault(path, line, "counted_as", f"không có đơn vị tính «{other}».{nearest(other, known)}")
            for other in words(row.counted_as)
            if other not in known
        )


def _of_rules(tables: _Tables) -> Iterator[Fault]:
    """Rules that a column of its kind cannot follow."""
    kinds = tables.kinds()
    for path, line, row in tables.rows["rules.csv"]:
        fit: Iterable[str] = RULED_KINDS.get(row.rule, ())
        if fit and kinds[row.form, row.column] not in fit:
            message = f"«{row.rule}» chỉ đi với cột loại {', '.join(fit)}; cột «{row.column}» loại {kinds[row.form, row.column]}."
            yield Fault(path, line, "rule", message)
        yield from (Fault(path, line, "of", message) for message in _of_other_columns(row, kinds))


def _of_other_columns(row: SimpleNamespace, kinds: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """What is wrong with the other columns that a rule names, or that it names any or none."""
    if row.rule in (REACHES, NEAR, VARIES):
        yield from () if row.of.isdecimal() else (f"«{row.of}» không phải là số (100000).",)
        return
    if bool(row.of) != (row.rule in (AT_MOST, EQUALS)):
        yield f"chỉ {AT_MOST} và {EQUALS} cần các cột khác của dòng (at_start - escaped) hay số, các quy tắc khác để trống."
    for name, _ in signed_columns(row.of):
        if not name.isdecimal() and kinds.get((row.form, name)) != kinds[row.form, row.column]:
            known = [column for form, column in kinds if form == row.form]
            yield f"không có cột «{name}» loại {kinds[row.form, row.column]} trong biểu «{row.form}».{nearest(name, known)}"
