"""The closed vocabulary of entries: which keys there are, of which kind, and the value that each formula word becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ctxh.book.entries import AFTER, CODE, LIKE, PLAN_OF, Entry
from ctxh.book.entry_items import item_of
from ctxh.book.formulas import (
    Agreed,
    Anniversary,
    Change,
    Fact,
    Formula,
    LastYear,
    LunarYear,
    Minus,
    NormValue,
    Plus,
    Ratio,
    ReportDate,
    ReportYear,
    Total,
    YearsSince,
)
from ctxh.book.indicator import Indicator
from ctxh.book.items import Item
from ctxh.book.lists import Lists
from ctxh.book.optional import nearest_or_optional
from ctxh.book.targets import TARGETS, Targets, targets_of
from ctxh.book.value_kinds import LABEL, PAIR, PARTS, WHERE, WHOLE, YES_NO, one_of
from ctxh.errors import nearest
from ctxh.reference.settings import TEXT, TEXTS, Kind
from ctxh.reference.tables import LISTS

MOST_DECIMALS = 6
COMMON = {"label": LABEL, "unit_of_measure": TEXT, "replaces": YES_NO, AFTER: TEXT, "where": WHERE}
READ = {"count": TEXT, "sum": TEXT, "agreed": TEXT, "value": TEXT, "text": TEXT, "desk": one_of("number", "text")}
COMPUTED = {
    "plus": PARTS,
    "minus": PAIR,
    "ratio": PAIR,
    **dict.fromkeys(("share_of_plan", "share_of_whole", "last_year", "change", "years_since", "anniversary", "norm"), TEXT),
    "report_year": WHOLE,
    "lunar_year": Kind(lambda value: value is True, "true"),
    "report_date": TEXT,
} | dict.fromkeys(TARGETS, PARTS)
OF_INDICATORS = (
    COMMON
    | READ
    | COMPUTED
    | {
        **dict.fromkeys(
            (
                "section",
                "field",
                "qualifier",
                "source",
                "legal_basis",
                "plan",
                "whole",
                "item",
                "item_label",
                "key",
                "occasion",
                LIKE,
                PLAN_OF,
            ),
            TEXT,
        ),
        "decimals": Kind(lambda value: type(value) is int and 0 <= value <= MOST_DECIMALS, f"số nguyên từ 0 đến {MOST_DECIMALS}"),
        **dict.fromkeys(("step", "scale", "trend"), Kind(lambda value: type(value) is int and value > 0, "số nguyên lớn hơn 0")),
        **dict.fromkeys(("by_area", "of_province", "undated"), YES_NO),
        "notation": one_of(*LISTS["notation"]),
        "rounding": one_of("half_up", "floor"),
        "better": one_of("lower", "higher"),
        "per": TEXTS,
    }
)
OF_ITEMS = COMMON | READ | {"key": TEXT, "by": TEXTS, "month": TEXT, "rare": YES_NO}
FIELDS_TAKEN = {entry.name for entry in fields(Indicator)} - {"id", "formula", "per", "measure", "measure_of_change", "family", "member"}
ONLY_WITH = {
    "scale": ("ratio",),
    "of_province": ("norm",),
    "key": ("desk",),
    "occasion": ("desk",),
    "item": tuple(READ),
    "item_label": (*READ, "report_date"),
    "where": tuple(READ),
    "undated": (*READ, "report_date"),
    "rare": ("sum",),
}
SHARES = {"share_of_plan": "plan", "share_of_whole": "whole"}  # formula word -> the key that says what it is a share of


def word_of(entry: Entry, kinds: Mapping[str, Kind]) -> str:
    """The one formula word of an entry. Raises CtxhError where a key is not known or of another kind, or words are not one."""
    for key, value in entry.says.items():
        if key not in kinds:
            hint = f" «{key}» chỉ dùng ở mục lập theo danh sách, có each." if key == "labels" else nearest(key, (*kinds, "each"))
            raise entry.fault(key, f"không có khóa «{key}».{hint} Các khóa: {', '.join(kinds)}.")
        if not kinds[key].holds(value):
            raise entry.fault(key, f"phải là {kinds[key].words}.")
    words = [key for key in entry.says if key in READ or key in COMPUTED]
    if len(words) != 1:
        known = ", ".join(word for word in (*READ, *COMPUTED) if word in kinds)
        message = f"có {' và '.join(words)}, chỉ được một." if words else f"thiếu cách tính: một trong {known}."
        raise entry.fault(words[1] if words else "", message)
    for key in ONLY_WITH.keys() & entry.says.keys():
        if words[0] not in ONLY_WITH[key]:
            raise entry.fault(key, f"chỉ đi với {', '.join(ONLY_WITH[key])}, không đi với {words[0]}.")
    for key in ("label", "unit_of_measure"):
        if not entry.says.get(key):
            raise entry.fault("", f"thiếu khóa {key}.")
    return words[0]


def formula_of(entry: Entry, word: str, lists: Lists, entries: Mapping[str, Entry]) -> Formula | Targets:
    """The formula of an entry. Raises CtxhError as ``item_of`` does, and for parts that nobody defines."""
    value: Any = entry.says[word]
    if word in READ:
        item = item_of(entry, word, lists, printed=True)
        return (Total if word in ("count", "sum") else Agreed if word == "agreed" else Fact)(item)
    if word == "plus":
        parts = [part for name in value for part in parts_of_plus(entry, name, entries, word)]
        twice = [part for part in parts if parts.count(part) > 1]
        if twice:
            raise entry.fault(word, f"«{twice[0]}» được cộng hai lần. Bỏ một lần.")
        return Plus(tuple(parts))
    if word in TARGETS:
        return targets_of(entry, word, [part for name in value for part in parts_of_plus(entry, name, entries, word)], entries)
    if word == "ratio":
        [part, whole] = _known(entry, word, value, entries)
        return Ratio(part, whole, entry.says.get("scale", 100))
    if word in SHARES:
        [name], key = _known(entry, word, [value], entries), SHARES[word]
        if not (other := entries[name].says.get(key)):
            raise entry.fault(word, f"chỉ tiêu «{name}» không có {key}: ghi {key} ở mục của nó.")
        return Ratio(name, other)
    if word in ("last_year", "change", "years_since", "anniversary"):
        [name] = _known(entry, word, [value], entries)
        if word == "change":
            return Change(name, entry.says["unit_of_measure"] == "points")
        return LastYear(name) if word == "last_year" else YearsSince(name) if word == "years_since" else Anniversary(name)
    if word == "minus":
        return Minus(*_known(entry, word, value, entries))
    if word == "norm":
        return NormValue(value, entry.says.get("of_province", False))
    if word == "report_date":
        return ReportDate(item_of(entry, word, lists, printed=True))
    return ReportYear(value) if word == "report_year" else LunarYear()


def parts_of_plus(entry: Entry, name: str, entries: Mapping[str, Entry], word: str) -> list[str]:
    """The ids that a part of a sum means: its own, those of all members of a family, or of those of one name."""
    before, brace, rest = name.partition("{")
    if not brace:
        return _known(entry, word, [name], entries)
    group, _, after = rest.partition("}")
    table = f"{before}{CODE}{after}"
    members = [other for other in entries.values() if other.family == table]
    if not members:
        tables = {other.family for other in entries.values() if other.family}
        raise entry.fault(word, f'không có mục ["{table}"] lập theo danh sách.{nearest(table, tables)}')
    chosen = [other.id for other in members if CODE == f"{{{group}}}" or group in other.families]
    if not chosen:
        known = {word for other in members for word in other.families}
        raise entry.fault(word, f'không mã nào của ["{table}"] thuộc nhóm «{group}».{nearest(group, known)}')
    return chosen


def _known(entry: Entry, key: str, names: list[str], entries: Mapping[str, Entry]) -> list[str]:
    for name in names:
        if name not in entries:
            raise entry.fault(key, f"không có chỉ tiêu «{name}».{nearest_or_optional(name, entries)}")
    return names


def indicator_of(entry: Entry, lists: Lists, entries: Mapping[str, Entry]) -> Indicator:
    """The indicator that an entry means. Raises CtxhError for what its keys or its formula may not say."""
    word = word_of(entry, OF_INDICATORS)
    _listed(entry, "unit_of_measure", lists.measures)
    printed_as = {"section": "", "notation": lists.measures[entry.says["unit_of_measure"]].notation}
    says = printed_as | {key: value for key, value in entry.says.items() if key in FIELDS_TAKEN}
    if "field" not in says:
        raise entry.fault("", "thiếu khóa field.")
    _listed(entry, "field", lists.fields)
    linked = [(key, [says[key]]) for key in ("plan", "whole") if key in says] + [("per", entry.says.get("per", []))]
    for key, names in linked:
        _known(entry, key, names, entries)
    measures, own = lists.measures, says["unit_of_measure"]
    change = "points" if measures[own].kind == "share" else own
    return Indicator(
        id=entry.id,
        formula=formula_of(entry, word, lists, entries),
        per=tuple(entry.says.get("per", ())),
        measure=measures[own].label,
        measure_of_change=measures[change].label,
        family=entry.family,
        member=entry.member,
        **says,
    )


def plain_item_of(entry: Entry, lists: Lists) -> Item:
    """The item of an entry that is not printed. Raises CtxhError as ``item_of`` does."""
    word = word_of(entry, OF_ITEMS)
    _listed(entry, "unit_of_measure", lists.measures)
    return item_of(entry, word, lists)


def _listed(entry: Entry, key: str, known: Mapping[str, object]) -> None:
    if entry.says[key] not in known:
        raise entry.fault(key, f"không có «{entry.says[key]}».{nearest(str(entry.says[key]), known)} Các từ: {', '.join(known)}.")
