"""Checks of persons between lists: two programmes at once (C37), deaths and decisions to stop (C38)."""

from __future__ import annotations

from ctxh.checks.verdict import Verdict, by_category, places, shown

YES, NO, UNKNOWN = "yes", "no", "unknown"  # whether a row has its counterpart, as it was marked before it was counted


def one_programme(edition) -> list[Verdict]:
    """C37: nobody is paid by the register of allowances and by that of people with merit.

    Who is entitled to both has the higher of the two, and one gift on each occasion.
    """
    observed = edition.observations()
    cells, others = places(observed, "in_both_registers"), places(observed, "merit_in_both_registers")
    verdicts = []
    for (area_code, other), count in by_category(observed, "in_both_registers").items():
        there = others.get((other, area_code))
        where = f" ({', '.join(there[:2])}, ô {there[2]})" if there else ""
        note = (f"cũng có trong danh sách người có công{where}; mỗi người chỉ hưởng một mức cao nhất "
                "(khoản 2 Điều 6 NĐ 20/2021/NĐ-CP), mỗi dịp một suất quà")  # fmt: skip
        verdicts.append(Verdict(f"{shown(count)} người", "0 người", False, note, area_code, place=cells[area_code, other]))
    listed = edition.value("cashless_btxh_base"), edition.value("cashless_ncc_base")
    note = "không số CCCD nào có trong cả B1 và B1b"
    return verdicts or [Verdict("0 người", "0 người", True if all(listed) else None, note)]


def deaths_and_decisions(edition) -> list[Verdict]:
    """C38: whoever's funeral was paid was stopped by a decision; other reasons to stop are told only."""
    observed = edition.observations()
    funerals, stops = by_category(observed, "funerals_by_stop"), by_category(observed, "stops_by_funeral")
    cells = places(observed, "funerals_by_stop")
    verdicts = []
    for (area_code, told), count in funerals.items():
        if told == NO:
            paid = count + funerals.get((area_code, YES), 0)
            note = f"{shown(count)} trường hợp mai táng phí (B3) không có quyết định thôi hưởng (B2) cùng số CCCD"
            verdicts.append(Verdict(shown(paid), shown(paid - count), False, note, area_code, place=cells[area_code, told]))
    paid = _of(funerals, YES)
    met = [Verdict(shown(paid), shown(paid), True if paid else None, "mai táng phí có số CCCD và quyết định thôi hưởng của người ấy")]
    return (verdicts or met) + _other_stops(stops)


def _other_stops(stops: dict[tuple[str, str], float]) -> list[Verdict]:
    if not stops:
        return []
    note = f"quyết định thôi hưởng và số có mai táng phí; {shown(_of(stops, NO))} vì lý do khác, {shown(_of(stops, UNKNOWN))} không ghi số CCCD"
    return [Verdict(shown(sum(stops.values())), shown(_of(stops, YES)), None, note)]


def _of(counts: dict[tuple[str, str], float], told: str) -> float:
    return sum(count for (_, category), count in counts.items() if category == told)
