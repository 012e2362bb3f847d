"""Dated legal rates: asked for on a date, never for a year.

A norm is in force from a day, and may be counted from an earlier one: what is due for the months between is paid afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ctxh.errors import CtxhError
from ctxh.frames import Coefficient, Norm, rows_of
from ctxh.reference.dated import OPEN_END, check_no_overlap, in_force, month_end
from ctxh.reference.places import provinces_folder
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import format_number

NATIONAL, OF_PROVINCE, OF_OFFICE = range(3)  # the layers of norms
CALLED = ("Định mức của cả nước", "Định mức của tỉnh", "Định mức của đơn vị")  # each as a reader is told of it
PROVINCE = "province"
BASE = "social_assistance_base"  # what the coefficients of assistance multiply, where their table names no other norm
EVERYWHERE = "cả nước"


def load_norms(reference: Path, office: Path | None = None, province: Path | None = None) -> pd.DataFrame:
    """All norms with their lives: the national ones, those of a province and those that an office adds (each its norms.csv).

    Columns: norm, label, value, unit_of_measure, valid_from, valid_to (half-open: in force), counted_from (where what is
    due is counted from an earlier day), scope, legal_basis, verified, follows (the norm that it goes on from under another
    name), other_value and other_from (what another source says), note; file and row say where each stands; layer, whose
    it is: of those in force on one day the highest holds. Raises CtxhError for a row below the national ones that is not
    of the scope ``province``, is measured otherwise or less than theirs, and for two rows of a norm on one day.
    """
    common = _placed(reference / "norms.csv", "norms.csv", NATIONAL)
    folders = ((province, OF_PROVINCE, "provinces/"), (office, OF_OFFICE, ""))
    own = [
        _placed(folder / "norms.csv", f"{before}{folder.name}/norms.csv", layer)
        for folder, layer, before in folders
        if folder and (folder / "norms.csv").is_file()
    ]
    for table in own:
        _check_scope(table)
        _check_measure(table, common)
        _check_not_below(table, common)
    for table in (common, *own):
        check_no_overlap(table.set_index("row"), ["norm"], f"{table['file'].iloc[0]}: " if len(table) else "")
    return pd.concat([common, *own])


def norms_of_provinces(data: Path) -> frozenset[str]:
    """The names of the norms that some province has set, each in its ``norms.csv``."""
    tables = provinces_folder(data).glob("*/norms.csv")
    return frozenset(str(name) for path in tables for name in read_reference(path)["norm"])


def _check_scope(own: pd.DataFrame) -> None:
    wrong = own[own["scope"] != PROVINCE]
    if len(wrong):
        lines = ", ".join(map(str, wrong["row"]))
        raise CtxhError(f"{wrong['file'].iloc[0]}, dòng {lines}: cột scope phải là «{PROVINCE}»; định mức chung ghi ở reference/norms.csv.")


def _check_measure(own: pd.DataFrame, common: pd.DataFrame) -> None:
    """Nothing, when each norm is measured as the national one that it stands above. Raises CtxhError otherwise."""
    measured = dict(zip(common["norm"], common["unit_of_measure"], strict=True))
    for row in rows_of(own, Norm):
        if row.unit_of_measure != measured.get(row.norm, row.unit_of_measure):
            message = f"phải là «{measured[row.norm]}» như định mức chung «{row.norm}», không phải «{row.unit_of_measure}»"
            raise CtxhError(f"{row.file}, dòng {row.row}, cột unit_of_measure: {message}.")


def _check_not_below(own: pd.DataFrame, common: pd.DataFrame) -> None:
    """Nothing, when no amount that a province has set is below the national one of the same days. Raises CtxhError otherwise."""
    money = common[common["unit_of_measure"].str.startswith("VND")]
    for row in rows_of(own, Norm):
        same = money[(money["norm"] == row.norm) & (money["valid_from"] < (row.valid_to or OPEN_END))]
        same = same[same["valid_to"].replace("", OPEN_END) > row.valid_from]
        above = [Decimal(value) for value in same["value"] if Decimal(value) > Decimal(row.value)]
        if above:
            raise CtxhError(
                f"{row.file}, dòng {row.row}: «{row.label}» là {format_number(Decimal(row.value))}, thấp hơn mức chung "
                f"{format_number(max(above))} của cùng thời gian. Tỉnh chỉ được quy định mức cao hơn; sửa cột value hoặc thời hạn."
            )


def _placed(path: Path, name: str, layer: int) -> pd.DataFrame:
    table = read_reference(path)
    return table.assign(file=name, row=table.index, layer=layer)


class NoNorm(CtxhError):
    """A norm that no row has on a date: ``on`` says which, for whoever knows where the date stands."""

    def __init__(self, norm: str, on: date) -> None:
        super().__init__(f"norms.csv: không có định mức «{norm}» vào ngày {on:%d/%m/%Y}. Thêm một dòng định mức có hiệu lực vào ngày đó.")
        self.norm, self.on = norm, on


def norm_on(norms: pd.DataFrame, norm: str, on: date) -> pd.Series:
    """The row of a norm that is in force on a date, of the highest layer that has one. Raises NoNorm when none does."""
    found = in_force(norms[norms["norm"] == norm], on, ["norm", "layer"]).sort_values("layer", ascending=False)
    if found.empty:
        raise NoNorm(norm, on)
    return found.iloc[0]


def has_norm(norms: pd.DataFrame, norm: str, on: date) -> bool:
    """Whether a norm is in force on a date: what a province may set is not in force everywhere."""
    return not in_force(norms[norms["norm"] == norm], on).empty


def counted(norms: pd.DataFrame) -> pd.DataFrame:
    """The norms with the lives by which what is due is counted.

    One that counts from before it came into force ends the one before it then.
    """
    early = norms[norms["counted_from"] != ""]
    if early.empty:
        return norms
    ends, starts = norms["valid_to"].copy(), norms["counted_from"].where(norms["counted_from"] != "", norms["valid_from"])
    for row in rows_of(early, Norm):
        before = (norms["norm"] == row.norm) & (norms["layer"] == row.layer) & (norms["valid_to"] == row.valid_from)
        ends = ends.where(~before, row.counted_from)
    return norms.assign(valid_from=starts, valid_to=ends)


def norm_value(norms: pd.DataFrame, norm: str, on: date) -> Decimal:
    """The value of a norm on a date, in the unit of measure of its row."""
    return Decimal(norm_on(norms, norm, on)["value"])


def by_month(norms: pd.DataFrame, norm: str) -> Callable[[str], float]:
    """The value of a norm by which a month (``2024-07``) is counted, as a function of the month.

    Between two days on which some row of the norm begins or ends it is looked up once.
    """
    lives = counted(norms[norms["norm"] == norm])
    return _of_month(lives, norm, lambda month: date.fromisoformat(f"{month[:7]}-01"))


def in_force_by_month(norms: pd.DataFrame, norm: str) -> Callable[[str], float]:
    """The value of a norm that was in force when a month was paid: on its last day; as a function of the month."""
    return _of_month(norms[norms["norm"] == norm], norm, lambda month: month_end(int(month[:4]), int(month[5:7])))


def _of_month(lives: pd.DataFrame, norm: str, day_of: Callable[[str], date]) -> Callable[[str], float]:
    turns = sorted({*lives["valid_from"], *lives["valid_to"]} - {""})
    values: dict[int, float] = {}

    def value(month: str) -> float:
        day = day_of(month)
        since = bisect_right(turns, day.isoformat())
        if since not in values:
            values[since] = float(norm_value(lives, norm, day))
        return values[since]

    return value


def load_coefficients(reference: Path, province: Path | None = None) -> pd.DataFrame:
    """The coefficients of social assistance by group and age, and those of groups that a province has added.

    Columns: group, age_from, age_to (half-open, in years; empty: any), coefficient, per_child (yes:
    as many times as there are children), norm (what it multiplies), valid_from, valid_to, scope, legal_basis, verified, note.
    """
    common = read_reference(reference / "coefficients.csv")
    own = province / "coefficients.csv" if province else None
    return pd.concat([common, read_reference(own)]) if own and own.is_file() else common


def coefficients_on(coefficients: pd.DataFrame, on: date) -> dict[str, list[Coefficient]]:
    """The rows in force on a date by group; a group that has lapsed is not there."""
    found: dict[str, list[Coefficient]] = {}
    for row in rows_of(in_force(coefficients, on, ["group", "age_from"]), Coefficient):
        found.setdefault(row.group, []).append(row)
    return found


def ages_of(row: Coefficient) -> str:
    """The ages of a coefficient in words: ``từ 4 đến dưới 16``, ``mọi tuổi``."""
    spans = (f"từ {row.age_from}" if row.age_from not in ("", "0") else "", f"dưới {row.age_to}" if row.age_to else "")
    return " đến ".join(filter(None, spans)) or "mọi tuổi"


def times_of(row: Coefficient) -> str:
    """A coefficient in words: ``1,5``, ``1,0 mỗi con``."""
    return format_number(float(row.coefficient), 1) + (" mỗi con" if row.per_child == "yes" else "")


def norms_between(norms: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The rows in force at any time from ``first`` to ``last``."""
    starts = norms["valid_from"] <= last.isoformat()
    ends = (norms["valid_to"] == "") | (norms["valid_to"] > first.isoformat())
    return norms[starts & ends].reset_index(drop=True)
