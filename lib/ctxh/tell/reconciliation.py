"""Deaths reconciled with decisions: funerals paid (B3) beside decisions to stop (B2), area by area."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ctxh.blocks import Cell, Column, Table
from ctxh.book.check_rules import RECONCILED
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL, area_order, notice
from ctxh.reference.places import PUBLIC
from ctxh.tell.territory_tables import AS_REPORTED
from ctxh.tell.withheld import internal
from ctxh.vietnamese import format_number

COLUMNS = (
    ("funerals", "Mai táng phí (B3)"),
    ("stopped", "Đã có QĐ thôi hưởng"),
    ("not_stopped", "Chưa có QĐ thôi hưởng"),
    ("stops", "Thôi hưởng, hạ mức (B2)"),
    ("buried", "Có mai táng phí"),
    ("not_buried", "Vì lý do khác"),
    ("unknown", "Không ghi số CCCD"),
)
NOTE = "Hai danh sách được đối chiếu theo số CCCD; cột cuối là các dòng của B2 và B3 không có số CCCD nên không đối chiếu được."


def funerals_and_stops(computed: Computed) -> pd.DataFrame:
    """A row an area: funerals with and without a decision to stop, decisions with and without a funeral.

    Of an area that did not send one of the two lists nothing is known.
    """
    names = [name for name, _ in COLUMNS]
    if computed.request.audience == PUBLIC:
        return pd.DataFrame(columns=["area_code", *names])
    computed = computed.as_reported
    counts = computed.observations.groupby(["item", "area_code", "category"])["value"].sum()
    sent = computed.coverage.groupby("form")["area_code"].agg(set)
    [(buried, stopped), *_] = computed.book.looked_at_by(RECONCILED)
    both = set[str].intersection(*(sent.get(computed.book.items[item].form, set()) for item in (buried, stopped)))
    rows = [
        (code, *(_reconciled(counts, buried, stopped, code) if code in both else [None] * len(COLUMNS)))
        for code in computed.areas["area_code"]
    ]
    return pd.DataFrame(rows, columns=["area_code", *names]).astype(dict.fromkeys(names, "Int64"))


def _reconciled(counts: pd.Series, funerals: str, decisions: str, code: str) -> list[int]:
    """The numbers of an area in the order of ``COLUMNS``."""
    stopped, not_stopped, no_number = (int(counts.get((funerals, code, answer), 0)) for answer in ("yes", "no", "unknown"))
    buried, not_buried, unmatched = (int(counts.get((decisions, code, answer), 0)) for answer in ("yes", "no", "unknown"))
    stops = buried + not_buried + unmatched
    return [stopped + not_stopped + no_number, stopped, not_stopped, stops, buried, not_buried, no_number + unmatched]


@internal("funerals_and_stops", "Mai táng phí và quyết định thôi hưởng")
def funerals_table(computed: Computed) -> Table:
    """The reconciliation with the names of the areas in their order, and its sums."""
    own, counts = computed.as_reported, funerals_and_stops(computed)
    counts = counts.assign(name=counts["area_code"].map(own.area_name)).set_index("area_code").loc[area_order(own.areas)]
    names = [name for name, _ in COLUMNS]
    rows = [_row(row["name"][:1].upper() + row["name"][1:], row[names]) for _, row in counts.iterrows()]
    rows.append(_row("Tổng cộng", counts[names].sum()))
    columns = (Column(computed.settings.areas_called.capitalize()), *(Column(label, align="right", numeric=True) for _, label in COLUMNS))
    caption = f"Mai táng phí và quyết định thôi hưởng, {computed.period.words}"
    return Table(
        "funerals_and_stops",
        caption,
        columns,
        tuple(rows),
        total_rows=1,
        note=" ".join(filter(None, [NOTE, "" if own is computed else AS_REPORTED, notice(own, breakdown=True)])),
    )


def _row(name: str, counts: Iterable[float]) -> tuple[Cell, ...]:
    return (Cell(name), *(Cell(MISSING_CELL if pd.isna(count) else format_number(int(count))) for count in counts))
