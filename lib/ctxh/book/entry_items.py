"""What an entry reads: a form, a column, the codes that it keeps of it, and what may leave the rows."""

from __future__ import annotations

from ctxh.book.entries import Entry
from ctxh.book.items import Count, Item, Sum, Text, Value
from ctxh.book.lists import COUNTED, DAYS, NUMBERS, Column, Lists
from ctxh.errors import nearest

DESK = "desk_figures"


def item_of(entry: Entry, word: str, lists: Lists, printed: bool = False) -> Item:
    """The item that an entry reads; ``printed`` where an indicator prints it: a text is then measured by the indicator.

    Raises CtxhError for a form, column, code or family that does not exist, and for one that may not leave the rows.
    """
    says = entry.says
    if word in ("desk", "report_date"):
        form, key = DESK, says.get("key", says.get("report_date", entry.id))
        fold: Count | Sum | Value | Text = Value("value") if says.get("desk") == "number" else Text("value_text")
        where: tuple[tuple[str, tuple[str, ...]], ...] = (("key", (key,)),)
    else:
        form, column = _form_and_column(entry, word, lists)
        fold, where = _fold(word, column, says.get("rare", False)), where_of(entry, form, lists)
    by, month = tuple(says.get("by", ())), says.get("month", "")
    for key, names in (("by", by), ("month", filter(None, [month]))):
        for one in names:
            kind = _carried(entry, key, form, one, lists).kind
            if (key == "month") != (kind in DAYS) or kind in COUNTED:
                asked = "cột tháng hoặc ngày" if key == "month" else "cột danh mục"
                raise entry.fault(key, f"cột «{form}.{one}» loại {kind}, không phải {asked}.")
    measure = "text" if printed and isinstance(fold, Text) else says["unit_of_measure"]
    return Item(
        says.get("item", says.get("report_date", entry.id)),
        says.get("item_label", says["label"]),
        measure,
        form,
        fold,
        where,
        by,
        month,
        says.get("undated", False),
        _occasion(entry, lists),
    )


def _occasion(entry: Entry, lists: Lists) -> str:
    """The occasion that a figure of the desk is of. Raises CtxhError for one that gifts do not know."""
    named: str = entry.says.get("occasion", "")
    known = lists.codes.get(("gifts", "occasion"), {})
    if named and named not in known:
        raise entry.fault("occasion", f"biểu «gifts» không có dịp «{named}».{nearest(named, known)}")
    return named


def _fold(word: str, column: str, rare: bool) -> Count | Sum | Value | Text:
    if word == "sum":
        return Sum(column, rare)
    return Count(column) if word == "count" else Text(column) if word == "text" else Value(column)


def _form_and_column(entry: Entry, word: str, lists: Lists) -> tuple[str, str]:
    form, point, column = entry.says[word].partition(".")
    if form not in lists.forms or not point:
        raise entry.fault(word, f'không có biểu «{form}».{nearest(form, lists.forms)} Viết biểu.cột, ví dụ "gifts.amount".')
    if word == "count":
        _found(entry, word, form, column, lists)
    elif (kind := _carried(entry, word, form, column, lists).kind) not in (*NUMBERS, "made") and word != "text":
        raise entry.fault(word, f"cột «{form}.{column}» không phải cột số ({kind}).")
    return form, column


def _found(entry: Entry, key: str, form: str, column: str, lists: Lists) -> Column:
    found = lists.column(form, column)
    if found is None:
        known = {name for own, name in lists.columns if own == form}
        raise entry.fault(key, f"biểu «{form}» không có cột «{column}».{nearest(column, known)} Các cột: {', '.join(sorted(known))}.")
    return found


def _carried(entry: Entry, key: str, form: str, column: str, lists: Lists) -> Column:
    """A column whose values may go into observations: no person's, and no free words that nobody said may be printed."""
    found = _found(entry, key, form, column, lists)
    if found.personal:
        raise entry.fault(key, f"cột «{form}.{column}» là của cá nhân, không được đưa ra khỏi danh sách; chỉ được đếm (count).")
    if key in ("text", "by") and found.kind in ("text", "name", "code", "any") and not found.printed:
        raise entry.fault(key, f"cột «{form}.{column}» chưa được phép in: ghi yes ở cột printed của columns.csv nếu được phép.")
    return found


def where_of(entry: Entry, form: str, lists: Lists) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The codes that an entry keeps of each column of a form, families written out. Raises CtxhError for one that there is not."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for column, asked in entry.says.get("where", {}).items():
        kind = _carried(entry, "where", form, column, lists).kind
        if kind not in ("category", "code", "mark", "made") or (kind == "mark" and asked is not True):
            hint = f"cột «{form}.{column}» loại {kind}: "
            raise entry.fault(
                "where", hint + ("viết true." if kind == "mark" else "chỉ chọn được theo cột danh mục (category, code), đánh dấu (mark).")
            )
        known, codes = lists.codes.get((form, column)), []
        for word in asked if isinstance(asked, list) else [asked]:
            family = [code for code, about in (known or {}).items() if word in about.families]
            if known is not None and word not in known and not family:
                hint = nearest(str(word), {*known, *(name for about in known.values() for name in about.families)})
                raise entry.fault("where", f"cột «{form}.{column}» không có mã hay nhóm «{word}».{hint}")
            codes += family or [word]
        found.append((column, tuple(codes)))
    return tuple(found)
