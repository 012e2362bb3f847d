"""Deaths reconciled with decisions: funerals paid (B3) beside decisions to stop (B2), area by area."""

from __future__ import annotations

import pandas as pd

from ctxh.blocks import Cell, Column, Table
from ctxh.selections import areas_called
from ctxh.vietnamese import format_number, sort_key

COLUMNS = (
    ("funerals", "Mai táng phí (B3)"), ("stopped", "Đã có QĐ thôi hưởng"), ("not_stopped", "Chưa có QĐ thôi hưởng"),
    ("stops", "Thôi hưởng (B2)"), ("buried", "Có mai táng phí"), ("not_buried", "Vì lý do khác"), ("unknown", "Không ghi số CCCD"),
)  # fmt: skip
NOTE = "Hai danh sách được đối chiếu theo số CCCD; cột cuối là các dòng của B2 và B3 không có số CCCD nên không đối chiếu được."


def funerals_and_stops(edition) -> pd.DataFrame:
    """A row an area that reported: funerals with and without a decision to stop, decisions with and without a funeral."""
    edition = edition.as_reported
    counts = edition.observations().groupby(["item", "area_code", "category"])["value"].sum()

    def of(item: str, code: str, told: str) -> int:
        return int(counts.get((item, code, told), 0))

    rows = []
    for code in edition.areas["area_code"]:
        stopped, not_stopped, no_number = (of("funerals_by_stop", code, told) for told in ("yes", "no", "unknown"))
        buried, not_buried, unmatched = (of("stops_by_funeral", code, told) for told in ("yes", "no", "unknown"))
        rows.append((code, stopped + not_stopped + no_number, stopped, not_stopped, buried + not_buried + unmatched,
                     buried, not_buried, no_number + unmatched))  # fmt: skip
    return pd.DataFrame(rows, columns=["area_code", *(name for name, _ in COLUMNS)])


def funerals_table(edition) -> Table:
    """The reconciliation with the names of the areas in Vietnamese order, and its sums."""
    counts, named = funerals_and_stops(edition), edition.as_reported.area_name
    counts = counts.assign(name=counts["area_code"].map(named)).sort_values("name", key=lambda names: names.map(sort_key))
    names = [name for name, _ in COLUMNS]
    rows = [_row(row["name"][:1].upper() + row["name"][1:], row[names]) for _, row in counts.iterrows()]
    rows.append(_row("Tổng cộng", counts[names].sum()))
    columns = (Column(areas_called(edition).capitalize()), *(Column(label, align="right", numeric=True) for _, label in COLUMNS))
    caption = f"Mai táng phí và quyết định thôi hưởng, {edition.period.words}"
    return Table("funerals_and_stops", caption, columns, tuple(rows), total_rows=1, note=NOTE)


def _row(name: str, counts) -> tuple[Cell, ...]:
    return (Cell(name), *(Cell(format_number(int(count))) for count in counts))
