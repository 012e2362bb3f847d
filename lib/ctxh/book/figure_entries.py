"""Figures of a book as they are written: entries of ``figures.toml`` become values, or are refused with the nearest right word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ctxh.book.entries import AFTER, Entry
from ctxh.book.figures import (
    AGE,
    AGES,
    AREA_PANELS,
    AREAS_BY_CATEGORY,
    BARS,
    BY_AREA,
    BY_CATEGORY,
    BY_MONTH,
    CHARTS,
    COLUMNS,
    GROUPED_BARS,
    ITEMS,
    LARGEST,
    LISTED,
    OVER_YEARS,
    PARTS_OF,
    POINTS,
    PYRAMID,
    SCALES,
    SHARE_BARS,
    SHARES,
    SMALLEST,
    STACKED_COLUMNS,
    TILE_MAP,
    FigureEntry,
)
from ctxh.book.formulas import Plus, Ratio
from ctxh.book.header_words import SEX
from ctxh.book.indicator import Indicator
from ctxh.book.items import Count, Item, Sum
from ctxh.book.lists import Lists
from ctxh.book.optional import nearest_or_optional
from ctxh.book.value_kinds import PARTS, YES_NO, one_of
from ctxh.errors import nearest
from ctxh.reference.settings import FILLED, TEXT, TEXTS, Kind

FIGURES_FILE = "figures.toml"
ROWS = {**dict.fromkeys((PARTS_OF, *ITEMS), TEXT), BY_AREA: PARTS, SHARES: PARTS, OVER_YEARS: TEXTS}
HEADINGS = {BARS: 2, GROUPED_BARS: 3, COLUMNS: 1}  # how many columns of rows an entry may name
BLANKS = {"caption": ("areas", "from_age"), "labels": ("Areas",), "words": ("rate", "part", "whole")}
_WORDS = ("caption", "alt", "note", "empty", "words", "darker")
_POSITIVE = Kind(lambda value: type(value) is int and value > 0, "số nguyên lớn hơn 0")
_LABELS = Kind(lambda value: isinstance(value, dict) and all(map(FILLED.holds, value.values())), 'các dòng labels.mã = "tên"')
KEYS = (
    dict.fromkeys(_WORDS, FILLED)
    | {"field": TEXT, "chart": one_of(*CHARTS), "replaces": YES_NO, AFTER: TEXT, "breakdown": YES_NO}
    | ROWS
    | {"along": PARTS, "unit_of_measure": TEXT, "scale": one_of(*SCALES), "order": one_of(LARGEST, SMALLEST, LISTED, AGE)}
    | {"headings": PARTS, "labels": _LABELS, "accent": TEXT, "most": _POSITIVE, "from_age": _POSITIVE}
)
_MEASURED = (PARTS_OF, *ITEMS, BY_AREA)
_ONLY_WITH: Mapping[str, tuple[str, ...]] = {
    "along": (BY_CATEGORY,),
    "unit_of_measure": (PARTS_OF, *ITEMS),
    "scale": _MEASURED,
    "order": (PARTS_OF, BY_CATEGORY, BY_AREA),
    "headings": tuple(HEADINGS),
    "accent": (PARTS_OF,),
    "most": (AREAS_BY_CATEGORY,),
    "from_age": (BY_CATEGORY,),
    "words": (SHARES,),
    "darker": (TILE_MAP,),
    "alt": (BARS, GROUPED_BARS, COLUMNS, STACKED_COLUMNS, AREA_PANELS),
}
_SCALED = (POINTS, TILE_MAP, COLUMNS, STACKED_COLUMNS)  # charts whose numbers stand side by side
_NEEDED = {SHARE_BARS: "words", TILE_MAP: "darker"}


def figures_of(
    entries: Mapping[str, Entry], indicators: Mapping[str, Indicator], items: Mapping[str, Item], lists: Lists, national: Path
) -> dict[str, FigureEntry]:
    """The figures by id. Raises CtxhError for an entry that cannot be meant, with file, line, key and the nearest right word."""
    return {name: _Reading(entry, indicators, items, lists).figure(national) for name, entry in entries.items()}


class _Reading:
    """One entry as it is read, by the indicators and items that there are."""

    def __init__(self, entry: Entry, indicators: Mapping[str, Indicator], items: Mapping[str, Item], lists: Lists) -> None:
        self.entry, self.says, self.lists = entry, entry.says, lists
        self.indicators, self.items = indicators, items

    def figure(self, national: Path) -> FigureEntry:
        """The figure that the entry means."""
        word = self._word()
        chart = self.says["chart"]
        of = self._of(word)
        along = self._along(word, chart, of)
        self._check_count(word, chart, len(along) if word in ITEMS else len(of))
        measured = self._measured(word, of)
        self._check_words(word, of, along)
        plain = (*_WORDS, "chart", "scale", "order", "accent", "most", "from_age", "breakdown", "labels")
        says: dict[str, Any] = {"order": self._order(word, along), "breakdown": word not in (PARTS_OF, SHARES)}
        says |= {key: self.says[key] for key in plain if key in self.says}
        headings, added = tuple(self.says.get("headings", ())), (self.entry.first or self.entry.path).parent != national
        return FigureEntry(
            self.entry.id,
            of_field=self.says["field"],
            rows=word,
            of=of,
            along=along,
            measure=measured,
            headings=headings,
            added=added,
            **says,
        )

    def _word(self) -> str:
        """The one word that says which rows are drawn. Raises CtxhError for keys that are not known, of another kind or missing."""
        for key, value in self.says.items():
            if key not in KEYS:
                raise self.entry.fault(key, f"không có khóa «{key}».{nearest(key, KEYS)} Các khóa: {', '.join(KEYS)}.")
            if not KEYS[key].holds(value):
                raise self.entry.fault(key, f"phải là {KEYS[key].words}.")
        for key in ("caption", "field", "chart"):
            if key not in self.says:
                raise self.entry.fault("", f"thiếu khóa {key}.")
        self._listed("field", self.lists.fields)
        words = [key for key in self.says if key in ROWS]
        if len(words) != 1:
            message = f"có {' và '.join(words)}, chỉ được một." if words else f"thiếu số liệu để vẽ: một trong {', '.join(ROWS)}."
            raise self.entry.fault(words[1] if words else "", message)
        chart = self.says["chart"]
        if words[0] not in CHARTS[chart]:
            charts = ", ".join(name for name, rows in CHARTS.items() if words[0] in rows)
            raise self.entry.fault("chart", f"«{chart}» vẽ {', '.join(CHARTS[chart])}, không vẽ {words[0]}. Hình vẽ {words[0]}: {charts}.")
        for key in _ONLY_WITH.keys() & self.says.keys():
            if not {words[0], chart} & set(_ONLY_WITH[key]):
                raise self.entry.fault(key, f"chỉ đi với {', '.join(_ONLY_WITH[key])}.")
        if (needed := _NEEDED.get(chart, "")) not in ("", *self.says):
            raise self.entry.fault("", f"thiếu khóa {needed}.")
        return words[0]

    def _of(self, word: str) -> tuple[str, ...]:
        """The ids that are drawn. Raises CtxhError for one that there is not, or that such rows cannot be made of."""
        value = self.says[word]
        names = (value,) if isinstance(value, str) else tuple(value)
        for key, asked in ((word, names), *((key, (self.says[key],)) for key in ("accent",) if key in self.says)):
            known: Mapping[str, object] = self.items if word in ITEMS else self.indicators
            for name in asked:
                if name not in known:
                    what = "số liệu (item)" if word in ITEMS else "chỉ tiêu"
                    raise self.entry.fault(key, f"không có {what} «{name}».{nearest_or_optional(name, known)}")
                if word not in ITEMS and (why := self._unfit(PARTS_OF if key == "accent" else word, self.indicators[name])):
                    raise self.entry.fault(key, f"«{name}» {why}.")
        if "accent" in self.says and not set(self._parts(self.says["accent"])) & set(self._parts(names[0])):
            raise self.entry.fault("accent", f"«{names[0]}» không có phần nào của «{self.says['accent']}», nên không thanh nào đậm màu.")
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise self.entry.fault(word, f"«{twice}» được vẽ hai lần. Bỏ một lần.")
        return names

    def _parts(self, name: str) -> tuple[str, ...]:
        formula = self.indicators[name].formula
        return formula.parts if isinstance(formula, Plus) else ()

    def _unfit(self, word: str, found: Indicator) -> str:
        """Why rows of a kind cannot be made of an indicator; nothing where they can."""
        if word == PARTS_OF and not isinstance(found.formula, Plus):
            return "không phải là tổng (plus) của các phần"
        if word == BY_AREA and (not found.by_area or found.is_text):
            return "không có số theo đơn vị (by_area)"
        if word == SHARES and not (isinstance(found.formula, Ratio) and found.unit_of_measure == "percent"):
            return "không phải là tỷ lệ phần trăm (ratio) của một phần trên cả nhóm"
        return "chưa theo dõi qua các năm: ghi trend ở mục của nó" if word == OVER_YEARS and not found.trend else ""

    def _along(self, word: str, chart: str, of: tuple[str, ...]) -> tuple[str, ...]:
        """The columns by which the item is split. Raises CtxhError for an item that is not split so."""
        if word not in ITEMS:
            return ()
        item = self.items[of[0]]
        if not isinstance(item.fold, Count | Sum):
            raise self.entry.fault(word, f"«{item.id}» không đếm, không cộng (count, sum), nên không vẽ được.")
        if (word == BY_MONTH) != bool(item.month):
            message = "không chia theo tháng (month)" if word == BY_MONTH else f"chia theo tháng: vẽ bằng {BY_MONTH}"
            raise self.entry.fault(word, f"«{item.id}» {message}.")
        along = tuple(self.says.get("along", item.by))
        for column in along:
            if column not in item.by:
                known = ", ".join(item.by) or "không cột nào"
                raise self.entry.fault("along", f"«{item.id}» không chia theo «{column}».{nearest(column, item.by)} Chia theo: {known}.")
        if chart == PYRAMID and along != (AGES, SEX):
            raise self.entry.fault("along", f'tháp tuổi cần số liệu chia theo along = ["{AGES}", "{SEX}"].')
        return along

    def _check_count(self, word: str, chart: str, count: int) -> None:
        asked = CHARTS[chart][word]
        if count not in asked:
            what = "cột mà số liệu chia theo (along)" if word in ITEMS else "chỉ tiêu"
            many = str(asked[0]) if len(asked) == 1 else f"{asked[0]} đến {asked[-1]}"
            raise self.entry.fault("along" if "along" in self.says else word, f"«{chart}» vẽ {many} {what}, không phải {count}.")

    def _measured(self, word: str, of: tuple[str, ...]) -> str:
        """What is drawn, in words. Raises CtxhError where that is not one thing, or not what the entry says."""
        if word not in _MEASURED:
            return ""
        own = [(self.items if word in ITEMS else self.indicators)[name].unit_of_measure for name in of]
        for name, measure in zip(of, own, strict=True):
            if measure != own[0]:
                raise self.entry.fault(word, f"«{of[0]}» tính bằng «{own[0]}», «{name}» bằng «{measure}»: không chung một thang đo.")
        asked = self.says.get("unit_of_measure", own[0])
        if "unit_of_measure" in self.says:
            self._listed("unit_of_measure", self.lists.measures)
        measures = self.lists.measures
        if measures[asked].kind != measures[own[0]].kind:
            raise self.entry.fault("unit_of_measure", f"«{of[0]}» tính bằng «{own[0]}», không đổi thành «{asked}» được.")
        if "scale" not in self.says:
            if measures[asked].kind == "money" and self.says["chart"] in _SCALED:
                raise self.entry.fault("chart", f"số tiền tính bằng đồng quá dài cho hình này: ghi scale = {' hoặc '.join(SCALES)}.")
            return measures[asked].label
        if measures[asked].kind != "money":
            raise self.entry.fault("scale", f"chỉ tiền mới chia ra triệu, tỷ; «{of[0]}» tính bằng «{measures[asked].label}».")
        return f"{SCALES[self.says['scale']][1]} {measures[asked].label}"

    def _order(self, word: str, along: tuple[str, ...]) -> str:
        """How rows are ordered. Raises CtxhError for ages where there are none."""
        aged = along[:1] == (AGES,)
        order: str = self.says.get("order", AGE if aged else LARGEST if word in (PARTS_OF, BY_CATEGORY) else LISTED)
        for key in ("order", "from_age"):
            if key in self.says and (key == "from_age" or order == AGE) and not aged:
                raise self.entry.fault(key, f"chỉ đi với số liệu chia theo tuổi ({AGES}).")
        return order

    def _check_words(self, word: str, of: tuple[str, ...], along: tuple[str, ...]) -> None:
        """Nothing, when labels are of what is drawn, and blanks and headings are those that are filled in. Raises CtxhError otherwise."""
        known = self._labelled(word, of, along)
        labels = self.says.get("labels", {})
        called = [*labels.values(), *(self.indicators[name].label for name in of if word not in ITEMS and name not in labels)]
        if same := next((label for label in called if called.count(label) > 1), ""):
            raise self.entry.fault("labels", f"hai thứ cùng tên «{same}»: người xem không phân biệt được. Gọi tên khác nhau.")
        for name, label in labels.items():
            if known and name not in known:
                raise self.entry.fault("labels", f"hình không vẽ «{name}».{nearest(name, known)}")
            self._check_blanks("labels", label)
        for key in _WORDS:
            self._check_blanks(key, self.says.get(key, ""))
        if "{rate}" not in self.says.get("words", "{rate}"):
            raise self.entry.fault("words", "phải có {rate}: thanh nào cũng ghi tỷ lệ của nó.")
        asked = HEADINGS.get(self.says["chart"], 0)
        if "headings" in self.says and len(self.says["headings"]) != asked:
            raise self.entry.fault("headings", f"cần tên của {asked} cột, không phải {len(self.says['headings'])}.")

    def _labelled(self, word: str, of: tuple[str, ...], along: tuple[str, ...]) -> set[str]:
        """The ids and codes that an entry may call otherwise; none where they are not known."""
        if word in ITEMS:
            return {code for column in along for code in self.lists.codes.get((self.items[of[0]].form, column), ())}
        formula = self.indicators[of[0]].formula if of else None
        return set(formula.parts) if word == PARTS_OF and isinstance(formula, Plus) else set(of)

    def _check_blanks(self, key: str, text: str) -> None:
        known = BLANKS.get(key, ())
        try:
            blanks = [name for _, name, rule, turned in Formatter().parse(text) if name is not None or rule or turned]
        except ValueError:
            raise self.entry.fault(key, "ngoặc nhọn viết sai.") from None
        for name in blanks:
            if name not in known:
                places = f" Các chỗ điền: {', '.join(known)}." if known else ""
                raise self.entry.fault(key, f"không có chỗ điền «{{{name}}}».{nearest(str(name), known)}{places}")

    def _listed(self, key: str, known: Mapping[str, object]) -> None:
        if self.says[key] not in known:
            raise self.entry.fault(key, f"không có «{self.says[key]}».{nearest(str(self.says[key]), known)} Các từ: {', '.join(known)}.")
