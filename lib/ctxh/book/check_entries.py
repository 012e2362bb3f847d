"""Checks of a book as they are written: entries of ``checks.toml`` become values, or are refused with the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ctxh.book.check_rules import ALLOWING, MULTIPLYING, NORMS_ASKED, PAIRED, RULED, RULES
from ctxh.book.checks import (
    AREAS,
    OFFICE,
    PART,
    ROWS,
    YEAR,
    Compared,
    DefinedCheck,
    Hundred,
    Mean,
    Product,
    Quotient,
    Ruled,
    Share,
    Sum,
    Test,
    Told,
)
from ctxh.book.entries import AFTER, Entry
from ctxh.book.entry_items import where_of
from ctxh.book.indicator import Indicator
from ctxh.book.items import Item, Text, Value
from ctxh.book.lists import Lists
from ctxh.book.optional import nearest_or_optional
from ctxh.book.value_kinds import PAIR, PARTS, WHERE, YES_NO, one_of
from ctxh.book.vocabulary import parts_of_plus
from ctxh.errors import nearest
from ctxh.reference.settings import FILLED, TEXT, Kind
from ctxh.reference.tables import name_of

CHECKS_FILE = "checks.toml"
OF_ALL = "C"  # how the numbers of the checks of all offices begin
NUMBER = re.compile(r"[A-Z]{1,3}\d{2,3}")
_AMOUNT = Kind(lambda value: isinstance(value, int | float) and type(value) is not bool and value >= 0, "số không âm, ví dụ 5 hoặc 0.5")
COMPARED = ("equal", "at_most", "at_least")
ALONE = ("share", "mean", "adds_to_100", "told")
WORDS = {**dict.fromkeys(COMPARED, TEXT), "share": PAIR, "mean": PAIR, "adds_to_100": PARTS, "told": PARTS, RULED: TEXT}

AGAINST = {"plus": PARTS, "product": PARTS, "quotient": PAIR}
KEYS = (
    {"number": FILLED, "title": FILLED, "severity": one_of("stopped", "flagged", "info"), "replaces": YES_NO, AFTER: TEXT}
    | WORDS
    | AGAINST
    | dict.fromkeys(("minus", "perhaps_minus"), PARTS)
    | dict.fromkeys(("within", "within_percent", "from", "to"), _AMOUNT)
    | dict.fromkeys(("both", "of_year"), YES_NO)
    | {"of": PARTS, "norms": PARTS, "why": FILLED}
    | {"at": one_of(OFFICE, AREAS, ROWS), "when": one_of(YEAR, PART), "where": WHERE, "note": TEXT, "note_of_all": TEXT}
)
_ONLY_WITH = {
    **dict.fromkeys((*AGAINST, "within_percent"), COMPARED),
    **dict.fromkeys(("minus", "perhaps_minus"), ("plus",)),
    "within": (*COMPARED, "adds_to_100", RULED),
    **dict.fromkeys(("from", "to", "both", "of_year"), ("share",)),
    "note_of_all": ("at",),
    "where": ("at", *COMPARED, "share"),
    **dict.fromkeys(("of", "norms", "why"), (RULED,)),
    "at": (*COMPARED, *ALONE),
}
_FILLED_IN = {"share": ("share",), "mean": ("mean",), RULED: ("times",)}  # what a note may tell, by the word of its check


class _Known:
    """The indicators and items that a check may name, with what each measures."""

    def __init__(self, indicators: Mapping[str, Indicator], items: Mapping[str, Item], entries: Mapping[str, Entry], lists: Lists) -> None:
        self.indicators, self.items, self.entries, self.lists = indicators, items, entries, lists

    def ids(self, entry: Entry, key: str, names: list[str]) -> tuple[str, ...]:
        """The ids that some names mean, families written out. Raises CtxhError for one that there is not or that is no number."""
        found = [id for name in names for id in (parts_of_plus(entry, name, self.entries, key) if "{" in name else [name])]
        for id in found:
            if id not in self.indicators and id not in self.items:
                hint = nearest_or_optional(id, {*self.indicators, *self.items})
                raise entry.fault(key, f"không có chỉ tiêu hay số liệu «{id}».{hint}")
            if self.kind(id) == "text":
                raise entry.fault(key, f"«{id}» là chữ hoặc ngày, không so sánh được.")
        return tuple(found)

    def kind(self, id: str) -> str:
        """What an id measures: count, money, level, share, number or text."""
        found = self.indicators.get(id) or self.items[id]
        return "text" if isinstance(getattr(found, "fold", None), Text) else self.lists.measures[found.unit_of_measure].kind

    def item(self, id: str) -> Item | None:
        """The item that an id means, where it is no indicator."""
        return None if id in self.indicators else self.items[id]


def check_own_numbers(entries: Mapping[str, Entry], shared: Collection[Path]) -> None:
    """Nothing, when checks that a province or an office adds to those of ``shared`` folders have numbers of their own.

    Raises CtxhError for one that bears a number of the checks of all offices, or of another folder's, for whose it would be taken.
    """
    numbered = dict[str, Entry]()
    for entry in entries.values():
        number = str(entry.says.get("number", ""))
        own = entry.path.parent not in shared and not entry.says.get("replaces")
        if own and number.startswith(OF_ALL):
            free = number.replace(OF_ALL, "K", 1)
            raise entry.fault("number", f"«{number}» là số của phép kiểm tra chung ({OF_ALL}). Đánh số riêng, ví dụ {free}.")
        other = numbered.setdefault(number, entry)
        if own and other.path.parent != entry.path.parent:
            raise entry.fault("number", f"«{number}» đã là số của [{other.table}] ở {name_of(other.path)}. Chọn số khác.")


def checks_of_entries(
    entries: Mapping[str, Entry],
    indicators: Mapping[str, Indicator],
    items: Mapping[str, Item],
    of_indicators: Mapping[str, Entry],
    lists: Lists,
) -> dict[str, DefinedCheck]:
    """The checks by id. Raises CtxhError for an entry that cannot be meant, with file, line, key and the nearest right word."""
    known = _Known(indicators, items, of_indicators, lists)
    return {name: _check(entry, known) for name, entry in entries.items()}


def _check(entry: Entry, known: _Known) -> DefinedCheck:
    word, says = _word(entry), entry.says
    test = _test(entry, word, known)
    made = DefinedCheck(
        entry.id,
        says["number"],
        says["title"],
        says["severity"],
        test,
        says.get("note", ""),
        says.get("note_of_all", says.get("note", "")),
        says.get("at", OFFICE),
        says.get("when", ""),
        _where(entry, test, known),
        says.get("of_year", False),
    )
    _check_place(entry, made, known)
    _check_notes(entry, word)
    return made


def _word(entry: Entry) -> str:
    """The one word that says what a check compares. Raises CtxhError for keys that are not known, of another kind or missing."""
    for key, value in entry.says.items():
        if key not in KEYS:
            raise entry.fault(key, f"không có khóa «{key}».{nearest(key, (*KEYS, 'each'))} Các khóa: {', '.join(KEYS)}.")
        if not KEYS[key].holds(value):
            raise entry.fault(key, f"phải là {KEYS[key].words}.")
    for key in ("number", "title", "severity"):
        if key not in entry.says:
            raise entry.fault("", f"thiếu khóa {key}.")
    if not NUMBER.fullmatch(entry.says["number"]):
        raise entry.fault("number", "phải là chữ in hoa và số, ví dụ K01; C là số của phép kiểm tra chung.")
    words = [key for key in entry.says if key in WORDS]
    if len(words) != 1:
        message = f"có {' và '.join(words)}, chỉ được một." if words else f"thiếu phép so sánh: một trong {', '.join(WORDS)}."
        raise entry.fault(words[1] if words else "", message)
    for key in _ONLY_WITH.keys() & entry.says.keys():
        if not entry.says.keys() & set(_ONLY_WITH[key]):
            raise entry.fault(key, f"chỉ đi với {', '.join(_ONLY_WITH[key])}.")
    return words[0]


def _test(entry: Entry, word: str, known: _Known) -> Test | Told | Ruled:
    says: Mapping[str, Any] = entry.says
    if word == RULED:
        return _ruled(entry, known)
    if word in COMPARED:
        [left] = known.ids(entry, word, [says[word]])
        right = _right(entry, known)
        made = Compared(word, left, right, says.get("within", 0), says.get("within_percent", 0))
        if isinstance(right, Sum):
            _check_measures(entry, word, made.inputs(), known)
        return made
    names = known.ids(entry, word, says[word])
    if word == "told":
        return Told(names)
    if word == "adds_to_100":
        for name in names:
            if known.kind(name) != "share":
                raise entry.fault(word, f"«{name}» không phải là tỷ lệ phần trăm.")
        return Hundred(names, says.get("within", 0))
    first, second = names
    if word == "mean":
        return Mean(first, second)
    _check_measures(entry, word, names, known)
    return Share(first, second, says.get("from", 0), says.get("to", 100), says.get("both", False))


def _ruled(entry: Entry, known: _Known) -> Ruled:
    """What a rule of the program looks at. Raises CtxhError for a rule that there is not, or figures that it cannot take."""
    rule, named = entry.says[RULED], entry.says.get("of", [])
    if rule not in RULES:
        raise entry.fault(RULED, f"chương trình không có quy tắc «{rule}».{nearest(rule, RULES)} Các quy tắc: {', '.join(RULES)}.")
    if "why" not in entry.says:
        raise entry.fault("", "thiếu khóa why: vì sao không từ nào nói được điều này.")
    asked, names = RULES[rule], known.ids(entry, "of", named)
    if len(named) != len(asked):
        words = "; ".join(one.words for one in asked)
        message = f"quy tắc «{rule}» cần {len(asked)} mã, theo thứ tự: {words}." if asked else f"quy tắc «{rule}» không nhận of."
        raise entry.fault("of" if named else "", message)
    for name, one in zip(names, asked, strict=True):
        item = known.item(name)
        if known.kind(name) != one.kind or (item is not None) != one.item or (item and not one.fits(item.by, bool(item.month))):
            raise entry.fault("of", f"«{name}» không làm {one.words} được: phải là {one.explain()}.")
    norms = entry.says.get("norms", [])
    if rule in PAIRED and (not norms or len(norms) % 2):
        raise entry.fault("norms" if norms else "", f"quy tắc «{rule}» cần norms từng cặp: số lần, rồi mức được nhân.")
    if rule in NORMS_ASKED and len(norms) != len(NORMS_ASKED[rule]):
        raise entry.fault("norms" if norms else "", f"quy tắc «{rule}» cần norms: {', rồi '.join(NORMS_ASKED[rule])}.")
    if norms and rule not in (*PAIRED, *NORMS_ASKED, *MULTIPLYING):
        raise entry.fault("norms", f"quy tắc «{rule}» không nhận norms.")
    if (rule in ALLOWING) != ("within" in entry.says):
        words = f"cần within, {ALLOWING[rule]}" if rule in ALLOWING else "không nhận within"
        raise entry.fault("within" if "within" in entry.says else "", f"quy tắc «{rule}» {words}.")
    return Ruled(rule, entry.says["why"], names, tuple(norms), entry.says.get("within", 0))


def _right(entry: Entry, known: _Known) -> Sum | Product | Quotient:
    words = [key for key in AGAINST if key in entry.says]
    if len(words) != 1:
        what = f"có {' và '.join(words)}, chỉ được một" if words else f"thiếu vế phải: một trong {', '.join(AGAINST)}"
        raise entry.fault(words[1] if words else "", f"{what}.")
    ids = {key: known.ids(entry, key, entry.says.get(key, [])) for key in (*AGAINST, "minus", "perhaps_minus")}
    if words == ["plus"]:
        return Sum(ids["plus"], ids["minus"], ids["perhaps_minus"])
    return Product(ids["product"]) if words == ["product"] else Quotient(*ids["quotient"])


def _check_measures(entry: Entry, key: str, names: tuple[str, ...], known: _Known) -> None:
    """Nothing, when what is compared is counted in one kind of measure. Raises CtxhError otherwise."""
    first = names[0]
    for name in names:
        if known.kind(name) != known.kind(first):
            measures = [(known.indicators.get(id) or known.items[id]).unit_of_measure for id in (first, name)]
            raise entry.fault(key, f"«{first}» tính bằng «{measures[0]}», «{name}» bằng «{measures[1]}», không so sánh được.")


def _where(entry: Entry, test: Test | Told | Ruled, known: _Known) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The codes that are kept of the categories of items."""
    if "where" not in entry.says:
        return ()
    items = [item for name in test.inputs() if (item := known.item(name))]
    split = {(item.form, item.by) for item in items if set(entry.says["where"]) <= set(item.by)}
    if len(split) != 1 or len({(item.form, item.by) for item in items if item.by}) != 1:
        raise entry.fault("where", "chỉ lọc các số liệu của items.toml đọc ở một biểu và chia (by) theo các cột ấy.")
    [(form, _)] = split
    return where_of(entry, form, known.lists)


def _check_place(entry: Entry, made: DefinedCheck, known: _Known) -> None:
    """Nothing, when figures are known where they are compared. Raises CtxhError otherwise."""
    items = {name: known.item(name) for name in made.inputs()}
    if made.at == ROWS:
        shapes = {(item.form, item.by, item.month) if item else None for item in items.values()}
        if len(shapes) != 1 or None in shapes or not isinstance(made.test, Compared):
            raise entry.fault("at", "rows chỉ so các số liệu của items.toml đọc ở một biểu, cùng by và month.")
        return
    for name, item in items.items():
        if item and isinstance(item.fold, Value) and not isinstance(made.test, Ruled):
            raise entry.fault("", f'«{name}» là mức của từng dòng: ghi at = "rows".')
        if made.at == AREAS and not item and not known.indicators[name].by_area:
            raise entry.fault("at", f"«{name}» không có số theo đơn vị (by_area).")


def _check_notes(entry: Entry, word: str) -> None:
    known = _FILLED_IN.get(word, ())
    for key, names in (("title", ("parts",)), ("note", (*known, "parts")), ("note_of_all", (*known, "parts"))):
        for name in _blanks(entry, key):
            if name not in names:
                raise entry.fault(key, f"không có chỗ điền «{{{name}}}».{nearest(name, names)} Các chỗ điền: {', '.join(names)}.")


def _blanks(entry: Entry, key: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(entry.says.get(key, "")) if name is not None]
    except ValueError:
        raise entry.fault(key, "ngoặc nhọn viết sai.") from None
