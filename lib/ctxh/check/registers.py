"""Checks of persons between lists: two programmes at once (C37), deaths and decisions to stop (C38)."""

from __future__ import annotations

from collections.abc import Mapping

from ctxh.book.checks import DefinedCheck
from ctxh.check.verdict import Verdict, shown
from ctxh.citations import cells_in_words
from ctxh.compute.computed import Computed

YES, NO, UNKNOWN = "yes", "no", "unknown"  # whether a row has its counterpart, as it was marked before it was counted


def one_programme(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C37: nobody is paid by the register of allowances and by that of people with merit.

    Who is entitled to both has the higher of the two, and one gift on each occasion.
    """
    seen, verdicts = computed.by_item, []
    both, merit_in_both, *registers = check.inputs()
    others = [row for row in seen.rows(merit_in_both) if row.value]
    for row in (row for row in seen.rows(both) if row.value):
        there = [
            ", ".join((*other.place[:2], cells_in_words(other.place[2])))
            for other in others
            if (other.area_code, other.category) == (row.category, row.area_code)
        ]
        where = f" ({'; '.join(there)})" if there else ""
        note = (
            f"cũng có trong danh sách người có công{where}; mỗi người chỉ hưởng một mức cao nhất "
            "(khoản 2 Điều 6 NĐ 20/2021/NĐ-CP), mỗi dịp một suất quà"
        )
        verdicts.append(Verdict(shown(row.value), "0", False, note, row.area_code, place=row.place, measure="person"))
    codes = (computed.layouts[computed.book.items[name].form].code for name in (both, merit_in_both))
    note = f"không số CCCD nào có trong cả {' và '.join(codes)}"
    return verdicts or [Verdict("0", "0", True if all(map(computed.value, registers)) else None, note, measure="person")]


def deaths_and_decisions(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C38: whoever's funeral was paid was stopped by a decision; other reasons to stop are told only."""
    seen, verdicts = computed.by_item, []
    buried, stopped = check.inputs()
    funerals, stops = seen.by_category(buried), seen.by_category(stopped)
    for row in (row for row in seen.rows(buried) if row.category == NO and row.value):
        paid = sum(funerals.get((row.area_code, yes_or_no)) or 0 for yes_or_no in (NO, YES))
        note = f"{shown(row.value)} trường hợp mai táng phí (B3) không có quyết định thôi hưởng (B2) cùng số CCCD"
        verdicts.append(Verdict(shown(paid), shown(paid - row.value), False, note, row.area_code, place=row.place, measure="case"))
    paid = _of(funerals, YES)
    note = "mai táng phí có số CCCD và quyết định thôi hưởng của người ấy"
    met = [Verdict(shown(paid), shown(paid), True if paid else None, note, measure="case")]
    return (verdicts or met) + _other_stops(stops)


def _other_stops(stops: Mapping[tuple[str, str], float | None]) -> list[Verdict]:
    if not stops:
        return []
    others, unknown = shown(_of(stops, NO)), shown(_of(stops, UNKNOWN))
    note = f"quyết định thôi hưởng, hạ mức và số có mai táng phí; {others} vì lý do khác, {unknown} không ghi số CCCD"
    return [Verdict(shown(sum(count or 0 for count in stops.values())), shown(_of(stops, YES)), None, note, measure="case")]


def _of(counts: Mapping[tuple[str, str], float | None], answer: str) -> float:
    return sum(count or 0 for (_, category), count in counts.items() if category == answer)
