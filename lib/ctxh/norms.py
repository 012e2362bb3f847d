"""Dated legal rates: asked for on a date, never for a year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ctxh.dated import OPEN_END, in_force
from ctxh.errors import CtxhError
from ctxh.reference import read_reference
from ctxh.vietnamese import format_number

PROVINCE = "province"
SCOPES = {"national": "cả nước", PROVINCE: "tỉnh"}


def load_norms(reference: Path, office: Path | None = None) -> pd.DataFrame:
    """All norms with their lives, and those that the province of an office has set (its norms.csv).

    Columns: norm, label, value, unit_of_measure, valid_from, valid_to (half-open), scope,
    legal_basis, verified, note; file and row say where each stands; own, whether it is the
    office's. Raises CtxhError for an office's row that is not of the scope ``province``.
    """
    common = _placed(reference / "norms.csv", "norms.csv", own=False)
    if office is None or not (office / "norms.csv").is_file():
        return common
    own = _placed(office / "norms.csv", f"{office.name}/norms.csv", own=True)
    wrong = own[own["scope"] != PROVINCE]
    if len(wrong):
        lines = ", ".join(map(str, wrong["row"]))
        raise CtxhError(f"{office.name}/norms.csv, dòng {lines}: cột scope phải là «{PROVINCE}»; định mức chung ghi ở reference/norms.csv.")
    _check_not_below(own, common, office.name)
    return pd.concat([common, own])


def _check_not_below(own: pd.DataFrame, common: pd.DataFrame, office: str) -> None:
    """Nothing, when no amount that a province has set is below the national one of the same days. Raises CtxhError otherwise."""
    money = common[common["unit_of_measure"].str.startswith("VND")]
    for row in own.itertuples():
        same = money[(money["norm"] == row.norm) & (money["valid_from"] < (row.valid_to or OPEN_END))]
        same = same[same["valid_to"].replace("", OPEN_END) > row.valid_from]
        above = [Decimal(value) for value in same["value"] if Decimal(value) > Decimal(row.value)]
        if above:
            raise CtxhError(
                f"{office}/norms.csv, dòng {row.row}: «{row.label}» là {format_number(Decimal(row.value))}, thấp hơn mức chung "
                f"{format_number(max(above))} của cùng thời gian. Tỉnh chỉ được quy định mức cao hơn; sửa cột value hoặc thời hạn."
            )


def _placed(path: Path, name: str, own: bool) -> pd.DataFrame:
    table = read_reference(path)
    return table.assign(file=name, row=table.index, own=own)


class NoNorm(CtxhError):
    """A norm that no row has on a date: ``on`` says which, for whoever knows where the date stands."""

    def __init__(self, norm: str, on: date) -> None:
        super().__init__(f"norms.csv: không có định mức «{norm}» vào ngày {on:%d/%m/%Y}. Thêm một dòng định mức có hiệu lực vào ngày đó.")
        self.norm, self.on = norm, on


def norm_on(norms: pd.DataFrame, norm: str, on: date) -> pd.Series:
    """The row of a norm that is in force on a date, the province's before the national one. Raises NoNorm when none is."""
    found = in_force(norms[norms["norm"] == norm], on, ["norm", "own"]).sort_values("own", ascending=False)
    if found.empty:
        raise NoNorm(norm, on)
    return found.iloc[0]


def norm_value(norms: pd.DataFrame, norm: str, on: date) -> Decimal:
    """The value of a norm on a date, in the unit of measure of its row."""
    return Decimal(norm_on(norms, norm, on)["value"])


def by_month(norms: pd.DataFrame, norm: str) -> Callable[[str], float]:
    """The value of a norm on the first day of a month, as a function of the month (``2024-07``).

    Between two days on which some row of the norm begins or ends it is looked up once.
    """
    lives = norms[norms["norm"] == norm]
    turns = sorted({*lives["valid_from"], *lives["valid_to"]} - {""})
    values: dict[int, float] = {}

    def value(month: str) -> float:
        day = f"{month[:7]}-01"
        since = bisect_right(turns, day)
        if since not in values:
            values[since] = float(norm_value(lives, norm, date.fromisoformat(day)))
        return values[since]

    return value


def load_coefficients(reference: Path) -> pd.DataFrame:
    """The coefficients of social assistance by group and age.

    Columns: group, age_from, age_to (half-open, in years; empty: any), coefficient, per_child (yes:
    as many times as there are children), valid_from, valid_to, scope, legal_basis, verified, note.
    """
    return read_reference(reference / "coefficients.csv")


def coefficients_on(coefficients: pd.DataFrame, on: date) -> dict[str, list]:
    """The rows in force on a date by group; a group that has lapsed is not there."""
    found: dict[str, list] = {}
    for row in in_force(coefficients, on, ["group", "age_from"]).itertuples():
        found.setdefault(row.group, []).append(row)
    return found


def ages_of(row) -> str:
    """The ages of a coefficient in words: ``từ 4 đến dưới 16``, ``mọi tuổi``."""
    spans = (f"từ {row.age_from}" if row.age_from not in ("", "0") else "", f"dưới {row.age_to}" if row.age_to else "")
    return " đến ".join(filter(None, spans)) or "mọi tuổi"


def times_of(row) -> str:
    """A coefficient in words: ``1,5``, ``1,0 mỗi con``."""
    return format_number(float(row.coefficient), 1) + (" mỗi con" if row.per_child == "yes" else "")


def norms_between(norms: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The rows in force at any time from ``first`` to ``last``."""
    starts = norms["valid_from"] <= last.isoformat()
    ends = (norms["valid_to"] == "") | (norms["valid_to"] > first.isoformat())
    return norms[starts & ends].reset_index(drop=True)
