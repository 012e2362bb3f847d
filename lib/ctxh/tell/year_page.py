"""One page of the year: what changed most, how far plans were reached, what must be answered."""

from __future__ import annotations

from collections.abc import Iterable

from ctxh.blocks import Cell, Column, Table, number_column
from ctxh.book import Indicator
from ctxh.book.printed_values import printed
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.selections import notice
from ctxh.reference.period_names import spoken
from ctxh.tell.change_reasons import reasons
from ctxh.tell.comparison import change, share_of_plan
from ctxh.tell.withheld import internal
from ctxh.vietnamese import absent

MOST = 10
SMALLEST_BASE = 30  # below it a change in per cent says little
NO_YEAR_BEFORE = "Chưa có năm trước để so"


def most_changed_table(computed: Computed, cited: Iterable[str]) -> Table:
    """The ten printed indicators that changed most against the year before, in per cent of a base of at least 30.

    ``cited`` are the indicators that the report prints. A year that the office calls illustrative is nothing to compare with.
    Reasons are said where they are computed: the number of cases or persons, the norm that is paid by, areas.
    """
    past = spoken(computed.period.name, computed.year - 1)
    caption, columns = f"Thay đổi nhiều nhất so với {past}", ("Chỉ tiêu", computed.period.words, past, "Tăng, giảm (%)", "Vì sao")
    made = (Column(columns[0]), *(number_column(name[:1].upper() + name[1:]) for name in columns[1:3]), *map(Column, columns[3:]))
    gone = _nothing_before(computed)
    entries = [] if gone else [entry for name in dict.fromkeys(cited) if (entry := computed.book.indicators.get(name)) and _counts(entry)]
    changed = [(abs(now - before) / before, entry, now, before) for entry in entries for now, before in [_pair(computed, entry)] if before]
    chosen = sorted((row for row in changed if row[0]), key=lambda row: -row[0])[:MOST]
    rows = tuple(
        (
            Cell(_measured(entry)),
            Cell(computed.printed(entry.id), cite=entry.id),
            Cell(printed(entry, before)),
            Cell(change(entry, now, before).relative),
            Cell(reasons(computed, entry)),
        )
        for _, entry, now, before in chosen
    )
    return Table(
        "most_changed", caption, made, rows, note=gone or notice(computed, breakdown=False) or ("" if rows else "Không có thay đổi.")
    )


def _nothing_before(computed: Computed) -> str:
    """Why there is no year to compare with; empty where there is one."""
    before = computed.year - 1
    if before in computed.request.illustrative.years:
        return f"Không so, vì số liệu năm {before} là số liệu minh họa."
    return "" if before in computed.request.years() else f"{NO_YEAR_BEFORE}."


def _counts(entry: Indicator) -> bool:
    """Whether a change of an indicator is told in per cent: an amount or a count, no rate and no text."""
    return not (entry.is_text or entry.differs_by_points or entry.notation == "year")


def _pair(computed: Computed, entry: Indicator) -> tuple[float, float]:
    """This year's value and the one before; noughts where one is missing or the base is small."""
    now, before = computed.value(entry.id), computed.earlier.last_year(entry.id).value
    return (0.0, 0.0) if absent(now) or absent(before) or before < SMALLEST_BASE else (float(now), float(before))


def _measured(entry: Indicator) -> str:
    return f"{entry.label} ({entry.measure})" if entry.measure else entry.label


def _beside(message: str, name: str) -> str:
    """A message without the name of the area with which it begins, which stands beside it."""
    bare = message.removeprefix(f"{name}: ") if name else message
    return bare[:1].upper() + bare[1:]


def plans_table(computed: Computed) -> Table:
    """How far each plan was reached: what was planned, what is there, the share; indicators without a plan are left out."""
    with_plan = [entry for entry in computed.book.indicators.values() if entry.plan and not absent(computed.value(entry.plan))]
    planned = [entry for entry in with_plan if entry.id not in computed.untold]
    rows = tuple(
        (
            Cell(_measured(entry)),
            Cell(computed.printed(entry.id), cite=entry.id),
            Cell(computed.printed(entry.plan), cite=entry.plan),
            Cell(share_of_plan(entry, computed.value(entry.id), computed.value(entry.plan))),
        )
        for entry in planned
    )
    columns = (Column("Chỉ tiêu"), number_column("Đã đạt"), number_column("Kế hoạch"), number_column("So với kế hoạch"))
    none = "Chưa có số thực hiện của kỳ để so với kế hoạch năm." if with_plan else "Không có chỉ tiêu kế hoạch."
    return Table("plans_of_year", "Mức đạt kế hoạch", columns, rows, note="" if rows else none)


@internal("answers", "Điều phải trả lời")
def answers_table(computed: Computed, verdicts: Verdicts) -> Table:
    """The findings that need an answer, the gravest first, ten at most; how many more there are is said."""
    found = verdicts.findings[verdicts.findings["severity"].isin(["stopped", "flagged"])]
    names = [computed.area_name(str(code)) if code else "" for code in found["area_code"][:MOST]]
    rows = tuple((Cell(_beside(str(message), name)), Cell(name)) for message, name in zip(found["message"][:MOST], names, strict=True))
    more = len(found) - len(rows)
    note = f"Còn {more} điều khác ở phần Điều cần xem." if more else "" if rows else "Không có điều nào phải trả lời."
    return Table("answers", "Điều phải trả lời", (Column("Nội dung"), Column("Đơn vị")), rows, note=note)
