"""What follows from any indicator: as it was last year, against it, of its plan, of its whole, per household or person."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book import Book, Indicator
from ctxh.book.formulas import Change, Formula, LastYear, Ratio
from ctxh.book.vocabulary import SHARES
from ctxh.errors import CtxhError

WAYS = ("last_year", "change", *SHARES, "per")
DECIMALS = 1  # of a change and of a share; of what is divided, one more


def derived(book: Book, name: str, way: str, by: str = "") -> Indicator:
    """The indicator that follows from another one in one of ``WAYS``; ``by`` is what ``per`` divides it by.

    Raises KeyError for an unknown indicator, CtxhError where the book does not say what it is a share of or may be divided by.
    """
    entry = book.indicators[name]
    if way not in WAYS:
        raise ValueError(way)
    if entry.is_text:
        raise CtxhError(f"chỉ tiêu “{name}” là chữ hoặc ngày, không so sánh được.")
    if way == "last_year":
        return _with(entry, "năm trước", LastYear(name))
    if way == "change" and entry.differs_by_points:
        return _measured(book, _with(entry, "so với năm trước", Change(name, points=True)), "points", entry.decimals)
    if way == "change":
        return _measured(book, _with(entry, "so với năm trước", Change(name)), "percent", DECIMALS)
    if way == "per":
        return _per(book, entry, by)
    whole = getattr(entry, SHARES[way])
    if not whole:
        raise CtxhError(f"chỉ tiêu “{name}” chưa có {SHARES[way]} trong sổ định nghĩa, không tính được tỷ lệ. Thêm {SHARES[way]} ở mục ấy.")
    share = Ratio(name, whole)
    own = (other.decimals for other in book.indicators.values() if other.formula == share)  # one figure is printed in one way
    return _measured(book, _with(entry, f"so với {book.indicators[whole].label}", share), "percent", next(own, DECIMALS))


def _per(book: Book, entry: Indicator, by: str) -> Indicator:
    if by not in entry.per:
        known = f"chỉ chia được cho {', '.join(entry.per)}" if entry.per else "chưa có per trong sổ định nghĩa"
        raise CtxhError(f"chỉ tiêu “{entry.id}” không chia được cho “{by}”: {known}. Thêm per ở mục ấy.")
    other = book.indicators[by]
    found = _with(entry, f"chia cho {other.label}", Ratio(entry.id, by, 1))
    return replace(found, decimals=0 if entry.unit_of_measure == "VND" else DECIMALS + 1, measure=f"{entry.measure}/{other.measure}")


def _with(entry: Indicator, words: str, formula: Formula) -> Indicator:
    return replace(entry, label=f"{entry.label}, {words}", formula=formula, plan="", whole="", per=())


def _measured(book: Book, entry: Indicator, measure: str, decimals: int) -> Indicator:
    """The same in percent or in points."""
    words = book.measures[measure]
    return replace(
        entry,
        unit_of_measure=measure,
        notation=measure,
        decimals=decimals,
        rounding="half_up",
        step=0,
        qualifier="",
        measure=words,
        measure_of_change=book.measures["points"],
    )
