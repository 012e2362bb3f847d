"""Entries of a book found by words, ids or forms: what each is in Vietnamese, where it is written, and what it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctxh.book import Book, Indicator, load_book
from ctxh.book.check_entries import CHECKS_FILE
from ctxh.book.checks import AREAS, ROWS, DefinedCheck, Ruled
from ctxh.book.entries import Entry, read_entries
from ctxh.book.figure_entries import FIGURES_FILE
from ctxh.book.figures import CHART_WORDS, PARTS_OF, FigureEntry
from ctxh.book.items import Item
from ctxh.book.lists import read_lists
from ctxh.reference.tables import name_of, read_columns
from ctxh.vietnamese import clean_text, fold, nearest_word

KINDS = (  # as they are called, the most asked for first
    "chỉ tiêu",
    "số liệu",
    "biểu",
    "cột",
    "từ trong danh mục",
    "lĩnh vực",
    "đơn vị tính",
    "phép kiểm tra",
    "hình",
    "hàm của lời văn",
)
INDICATOR, ITEM, FORM, COLUMN, CODE, FIELD, MEASURE, CHECK, FIGURE, HELPER = KINDS
_WORD = re.compile(r"[^\W_]+")
_PREFIX = 3  # letters from which a part of a word is looked for


@dataclass(frozen=True)
class Found:
    """An entry as it is shown: its kind, id and label, what it is in sentences, and the keys of what it is made of.

    ``names`` are what it is known by beside its id, such as a form's code; ``origin`` is where it is written.
    """

    kind: str
    id: str
    label: str
    tells: tuple[str, ...]
    origin: Entry | tuple[Path, int]
    parts: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The file and the line that it is written in."""
        if isinstance(self.origin, Entry):
            return self.origin.place()
        return f"{name_of(self.origin[0])}, dòng {self.origin[1]}"

    @property
    def path(self) -> Path:
        """The file that it is written in."""
        return self.origin.path if isinstance(self.origin, Entry) else self.origin[0]

    @property
    def text(self) -> str:
        """What words are looked for in."""
        return " ".join((self.label, self.id, *self.names))


@dataclass(frozen=True)
class _Words:
    """What the rows of the flat lists say: labels and codes of forms, labels of columns and of their codes, each with its place."""

    forms: Mapping[str, tuple[str, str, str, tuple[Path, int]]]  # code, label, sender
    columns: Mapping[tuple[str, str], tuple[str, str, str, tuple[Path, int]]]  # label, help, unit of measure
    codes: Mapping[tuple[str, str, str], tuple[str, tuple[Path, int]]]

    def form(self, form: str) -> str:
        return self.forms[form][0] if form in self.forms else form

    def column(self, form: str, column: str) -> str:
        found = self.columns.get((form, column))
        return f"«{found[0]}»" if found else column

    def code(self, form: str, column: str, code: str | bool) -> str:
        if isinstance(code, bool):
            return "đúng" if code else "sai"
        found = self.codes.get((form, column, code))
        return found[0] if found else code


def entries_of(folders: Sequence[Path]) -> tuple[Found, ...]:
    """All entries of the book of some folders, in the order of kinds and of the book. Raises CtxhError as ``load_book`` does."""
    book, words, lists = load_book(folders), _words(folders), read_lists(folders)
    written = read_entries(folders, "indicators/*.toml", lists)
    plain = read_entries(folders, "items.toml", lists)
    fields = {key: (path, line) for path, line, key in _rows(folders, "fields.csv", "id")}
    measures = {key: (path, line) for path, line, key in _rows(folders, "units_of_measure.csv", "id")}
    return (
        *(_indicator(entry, book, words, written[name]) for name, entry in book.indicators.items()),
        *(_item(book.items[name], book, words, entry) for name, entry in plain.items()),
        *_forms(words),
        *_columns(words, book),
        *(
            Found(CODE, f"{form}.{column}={code}", label, (f"Ở biểu {words.form(form)}, cột {words.column(form, column)}.",), place)
            for (form, column, code), (label, place) in words.codes.items()
        ),
        *(Found(FIELD, name, label, (), fields[name]) for name, label in book.fields.items()),
        *(Found(MEASURE, name, label, (), measures[name]) for name, label in book.measures.items()),
        *(_check(book.checks[name], book, entry) for name, entry in read_entries(folders, CHECKS_FILE, lists).items()),
        *(_figure(book.figures[name], book, entry) for name, entry in read_entries(folders, FIGURES_FILE, lists).items()),
    )


def find(entries: Sequence[Found], asked: str) -> list[Found]:
    """The entries that some words mean, the nearest first: by id or a form's code, else by all words with their tones, else without."""
    exact = [entry for word in {asked.strip(), *asked.split()} for entry in _called(entries, word)]
    if exact and all(_called(entries, word) for word in asked.split()):
        return sorted(exact, key=list(entries).index)
    for key in (_toned, fold):
        if key is fold or key(asked) != fold(asked):
            found = _with_words(entries, key(asked), key)
            if found:
                return found
    return []


def users(entries: Iterable[Found], of: Found) -> list[Found]:
    """The entries that are made of one, or that read from it."""
    return [entry for entry in entries if _key(of.kind, of.id) in entry.parts and entry is not of]


def _key(kind: str, name: str) -> str:
    """What an entry is known by among parts: a field and a unit of measure may bear the id of a form, a figure that of an item."""
    return f"{kind} {name}" if kind in (FIELD, MEASURE, FIGURE) else name


def similar_entries(entries: Iterable[Found], asked: str) -> list[str]:
    """What may be meant by words that nothing is found for: the nearest id, the words with those mended that no entry has, else a label."""
    found = list(entries)
    known = {fold(word): word for entry in found for word in _WORD.findall(entry.label.lower())}
    mended = " ".join(word if fold(word) in known else (nearest_word(word, known.values()) or word) for word in asked.split())
    label = mended if find(found, mended) else nearest_word(asked, [entry.label for entry in found])
    suggested = (nearest_word(asked, {entry.id for entry in found}), label)
    return list(dict.fromkeys(filter(None, suggested)))


def _called(entries: Iterable[Found], word: str) -> list[Found]:
    return [entry for entry in entries if word.lower() in (entry.id.lower(), *map(str.lower, entry.names))]


def _toned(text: str) -> str:
    return clean_text(text).lower()


def _with_words(entries: Sequence[Found], asked: str, key: Callable[[str], str]) -> list[Found]:
    """The entries that have all words, those with the words as one phrase first; where none has, those with words that begin so."""
    wanted = _WORD.findall(asked)
    texts = [(entry, _WORD.findall(key(entry.text))) for entry in entries]
    whole = [(entry, words) for entry, words in texts if wanted and set(wanted) <= set(words)]
    begun = whole or [
        (entry, words)
        for entry, words in texts
        if wanted and all(any(word == one or (len(one) >= _PREFIX and word.startswith(one)) for word in words) for one in wanted)
    ]
    phrase = f" {' '.join(wanted)} "

    def far(pair: tuple[Found, list[str]]) -> tuple[bool, int, int]:
        return phrase not in f" {' '.join(pair[1])} ", KINDS.index(pair[0].kind), len(_WORD.findall(pair[0].label))

    return [entry for entry, _ in sorted(begun, key=far)]


def _indicator(entry: Indicator, book: Book, words: _Words, origin: Entry) -> Found:
    formula = entry.formula
    item = getattr(formula, "item", None)
    explained = formula.explain({part: other.label for part, other in book.indicators.items()})
    for form in words.forms:
        explained = explained.replace(f"{{{form}}}", words.form(form))
    origin_of = getattr(formula, "origin", "")  # what it looks back to, which is no part of its value in the year
    parts = [*formula.inputs(), *filter(None, (entry.plan, entry.whole, origin_of)), *entry.per]
    belongs = [
        f"Đơn vị tính: {entry.measure}" if entry.measure else "",
        f"mục {entry.section}" if entry.section else "",
        f"lĩnh vực {book.fields[entry.field]}" if entry.field in book.fields else "",
        "có cho từng đơn vị" if entry.by_area else "chỉ cho toàn địa bàn",
    ]
    tells = [
        f"{'; '.join(filter(None, belongs))}.",
        f"Cách tính: {explained}.",
        _read_from(item, words) if item else "",
        f"Gồm: {', '.join(formula.inputs())}." if formula.inputs() else "",
        f"Kế hoạch: {entry.plan}." if entry.plan else "",
        f"Là phần của: {entry.whole}." if entry.whole else "",
        f"Có thể chia cho: {', '.join(entry.per)}." if entry.per else "",
        f"Nguồn: {entry.source}." if entry.source else "",
        f"Căn cứ: {entry.legal_basis}." if entry.legal_basis else "",
    ]
    keys = {*parts, *(_keys_of(item) if item else ()), _key(FIELD, entry.field), _key(MEASURE, entry.unit_of_measure)}
    return Found(INDICATOR, entry.id, entry.label, tuple(filter(None, tells)), origin, frozenset(keys))


def _item(item: Item, book: Book, words: _Words, origin: Entry) -> Found:
    measure = book.measures.get(item.unit_of_measure, "")
    tells = (f"Đơn vị tính: {measure}; không in, dùng cho hình và phép kiểm tra." if measure else "", _read_from(item, words))
    return Found(
        ITEM, item.id, item.label, tuple(filter(None, tells)), origin, frozenset({*_keys_of(item), _key(MEASURE, item.unit_of_measure)})
    )


def _check(check: DefinedCheck, book: Book, origin: Entry) -> Found:
    labels = {name: entry.label for known in (book.items, book.indicators) for name, entry in known.items()}
    grave = {"stopped": "sai thì dừng", "flagged": "sai thì cần xem", "info": "chỉ để xem"}[check.severity]
    where = {AREAS: "So của từng đơn vị và toàn địa bàn; ", ROWS: "So của từng dòng; "}.get(check.at, "So của toàn địa bàn; ")
    title = check.title.replace("{parts}", "các")
    tells = (f"Phải đúng: {check.test.explain(labels)}.", f"{grave if isinstance(check.test, Ruled) else where + grave}.")
    names = (check.number, *([check.test.rule] if isinstance(check.test, Ruled) else []))
    return Found(CHECK, check.id, f"{check.number} {title}", tells, origin, frozenset(check.inputs()), names=names)


def _figure(figure: FigureEntry, book: Book, origin: Entry) -> Found:
    trends = (name for name, entry in book.indicators.items() if entry.trend)
    drawn = figure.inputs() or tuple(trends)
    totals = (book.indicators[name].formula for name in drawn if figure.rows == PARTS_OF)
    keys = {*drawn, *(part for formula in totals for part in formula.inputs()), _key(FIELD, figure.of_field)}
    rest = ", chia theo " + ", ".join(figure.along) if figure.along else ""
    tells = (
        f"Hình {CHART_WORDS[figure.chart]} ({figure.chart}), lĩnh vực {book.fields[figure.of_field]}.",
        f"Vẽ {figure.rows}: {', '.join(drawn)}{rest}.",
        f'Viết vào lời văn: {{{{ figure("{figure.id}") }}}}',
    )
    return Found(FIGURE, figure.id, figure.called(), tells, origin, frozenset(keys))


def _read_from(item: Item, words: _Words) -> str:
    """The form and the column that an item is read from, and of which rows."""
    kept = [
        f"{words.column(item.form, column)} là {' hoặc '.join(words.code(item.form, column, code) for code in codes)}"
        for column, codes in item.where
    ]
    split = [words.column(item.form, column) for column in (*item.by, *filter(None, (item.month,)))]
    return (
        f"Đọc ở biểu {words.form(item.form)}, cột {words.column(item.form, item.fold.column)} ({item.form}.{item.fold.column})"
        + (f", các dòng có {'; '.join(kept)}" if kept else "")
        + (f", chia theo {', '.join(split)}" if split else "")
        + "."
    )


def _keys_of(item: Item) -> set[str]:
    """The keys of what an item is read from: its form, columns and codes."""
    columns = {item.fold.column, *item.by, *filter(None, (item.month,)), *(column for column, _ in item.where)}
    codes = {f"{item.form}.{column}={code}" for column, wanted in item.where for code in wanted}
    return {item.id, item.form, *(f"{item.form}.{column}" for column in columns), *codes}


def _forms(words: _Words) -> Iterable[Found]:
    senders = {"area": "các đơn vị gửi", "desk": "phòng tự ghi", "both": "các đơn vị gửi và phòng tự ghi"}
    for form, (code, label, sender, place) in words.forms.items():
        columns = [f"{about[0]} ({column})" for (of, column), about in words.columns.items() if of == form]
        yield Found(FORM, form, label, (f"Biểu {code}, {senders[sender]}.", f"Các cột: {'; '.join(columns)}."), place, names=(code,))


def _columns(words: _Words, book: Book) -> Iterable[Found]:
    for (form, column), (label, explained, measure, place) in words.columns.items():
        codes = [f"{about[0]} ({code})" for (of, name, code), about in words.codes.items() if (of, name) == (form, column)]
        tells = (
            f"Cột của biểu {words.form(form)}{f', đơn vị tính: {book.measures[measure]}' if measure in book.measures else ''}.",
            explained and f"{explained}.",
            f"Danh mục: {'; '.join(codes)}." if codes else "",
        )
        yield Found(COLUMN, f"{form}.{column}", label, tuple(filter(None, tells)), place)


def _words(folders: Sequence[Path]) -> _Words:
    forms = {row[0]: (*row[1:], (path, line)) for path, line, *row in _rows(folders, "forms.csv", "form", "code", "label", "sender")}
    columns = {
        (row[0], row[1]): (*row[2:], (path, line))
        for path, line, *row in _rows(folders, "columns.csv", "form", "column", "label", "help", "unit_of_measure")
    }
    codes = {
        (row[0], row[1], row[2]): (row[3], (path, line))
        for path, line, *row in _rows(folders, "categories.csv", "form", "column", "code", "label")
    }
    return _Words(forms, columns, codes)


def _rows(folders: Sequence[Path], name: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a list in some folders: path, line, then the cells of some columns."""
    for path in (folder / name for folder in folders):
        if path.is_file():
            lines, table = read_columns(path)
            yield from ((path, line, *cells) for line, *cells in zip(lines, *(table[column] for column in columns), strict=True))
