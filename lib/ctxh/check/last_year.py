"""This year against the last one (C42): a number that lost or won three digits on the way."""

from __future__ import annotations

from ctxh.book.definitions import called
from ctxh.check.verdict import Verdict, absent, shown

TIMES = 500  # nothing that is counted in a commune grows or falls so in a year, but a lost dot makes a thousand


def thousands_kept(edition) -> list[Verdict]:
    """C42: no count or amount of an area is a thousandth, or a thousand times, of last year's."""
    before = edition.last_year
    names = dict.fromkeys(name for name, _ in before)
    found = [
        _lost(edition, name, code, now, before[name, code])
        for name in names
        for code, (now, _) in edition.area_values(name).items()
        if _far(now, before.get((name, code)))
    ]
    count = str(len(names)) if names else "…"
    note = "không số đếm hay số tiền nào của đơn vị gấp hay kém năm trước 500 lần" if names else "chưa có số liệu năm trước"
    return found or [Verdict(count, count, True if names else None, note)]


def _far(now: float | None, before: float | None) -> bool:
    if absent(now) or absent(before) or now <= 0 or before <= 0:
        return False
    return max(now, before) >= TIMES * min(now, before)


def _lost(edition, name: str, code: str, now: float, before: float) -> Verdict:
    note = f"{called(edition)[name].label}: năm nay và năm trước lệch nhau cỡ nghìn lần, có thể mất hoặc thừa dấu chấm hàng nghìn"
    return Verdict(shown(now), shown(before), False, note, code, (name,), found=shown(now))
