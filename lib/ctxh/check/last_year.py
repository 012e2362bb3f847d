"""This year against the last one (C42): a number that lost or won three digits on the way."""

from __future__ import annotations

from dataclasses import replace

from ctxh.book.checks import DefinedCheck
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import UNJUDGED, Verdict, shown
from ctxh.compute.computed import Computed
from ctxh.vietnamese import absent

TIMES = 500  # nothing that is counted in a commune grows or falls so in a year, but a lost dot makes a thousand


def thousands_kept(computed: Computed) -> list[Verdict]:
    """C42: no count or amount of an area is a thousandth, or a thousand times, of last year's."""
    before = computed.last_year
    names = dict.fromkeys(name for name, _ in before)
    found = [
        _lost(computed, name, code, now, before[name, code])
        for name in names
        for code, (now, _) in computed.area_values(name).items()
        if _far(now, before.get((name, code)))
    ]
    count = str(len(names)) if names else MISSING_SIGN
    note = "không số đếm hay số tiền nào của đơn vị gấp hay kém năm trước 500 lần" if names else f"{UNJUDGED}: chưa có số liệu năm trước"
    return found or [Verdict(count, count, True if names else None, note, measure="chỉ tiêu")]


def year_begins(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C47: what each area has at the start of a year is what it had at the end of the one before."""
    names = check.inputs()
    pairs = [
        (start, code, now, computed.last_year[end, code])
        for start, end in zip(names[::2], names[1::2], strict=True)
        for code, (now, _) in computed.area_values(start).items()
        if not absent(now) and not absent(computed.last_year.get((end, code)))
    ]
    if not pairs or computed.request.boundaries:
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None, f"{UNJUDGED}: chưa có số liệu năm trước")]
    found = [_begun_otherwise(computed, *pair) for pair in pairs if pair[2] != pair[3]]
    return found or [Verdict(str(len(pairs)), str(len(pairs)), True, check.note, measure="số")]


def _begun_otherwise(computed: Computed, start: str, code: str, now: float, before: float) -> Verdict:
    note = f"{computed.book.indicators[start].label} và số cuối năm trước phải bằng nhau; có thể số liệu của biểu khác hoặc năm khác"
    found = Verdict(shown(now), shown(before), False, note, code, (start,), found=shown(now), expected=shown(before))
    return replace(found, measure=computed.book.indicators[start].measure)


def _far(now: float | None, before: float | None) -> bool:
    if absent(now) or absent(before) or now <= 0 or before <= 0:
        return False
    return max(now, before) >= TIMES * min(now, before)


def _lost(computed: Computed, name: str, code: str, now: float, before: float) -> Verdict:
    note = f"{computed.book.indicators[name].label}: năm nay và năm trước lệch nhau cỡ nghìn lần, có thể mất hoặc thừa dấu chấm hàng nghìn"
    return Verdict(shown(now), shown(before), False, note, code, (name,), found=shown(now), measure=computed.book.indicators[name].measure)
