"""Observations on the boundaries of another date: what merged is added up, what split is shared out.

An area is known by its code and the day its life began, never by the code alone. A share that
nobody has published is not guessed: the area stays as it was, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ctxh.book.items import Count, Item, Sum
from ctxh.book.quantities import MISSING
from ctxh.errors import WrongUsage
from ctxh.findings import Finding, finding
from ctxh.frames import Area, rows_of
from ctxh.reference.areas import Key, Part, Territory, full_name
from ctxh.vietnamese import format_date

TERRITORY = "địa giới"
UNSPLIT, INCOMPLETE, ESTIMATED = "chưa có tỷ lệ chia", "chưa gồm {missing}", "ước tính"


def check_boundaries(boundaries: str, territory: Territory) -> None:
    """Nothing, when the boundaries of a date are known, or none is asked for. Raises WrongUsage saying which are."""
    epochs = territory.epochs
    if not boundaries or (_is_date(boundaries) and boundaries >= epochs[0]):
        return
    raise WrongUsage(
        f"Tham số «boundaries» phải là một ngày viết NĂM-THÁNG-NGÀY, từ {epochs[0]} trở đi, không phải «{boundaries}». "
        f"Địa giới đã thay đổi vào các ngày: {', '.join(epochs[1:])}. Bỏ trống để giữ như các đơn vị báo cáo."
    )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True)
class Redrawn:
    """The areas of a date, where the areas that reported lie among them, and what is to be said about it."""

    areas: pd.DataFrame  # as in areas.csv; what is not whole says so in its name
    moves: pd.DataFrame  # area_code, to, share, partial
    findings: list[Finding]


def redraw(territory: Territory, reported: pd.DataFrame, on: date, absent: frozenset[str] = frozenset()) -> Redrawn:
    """The areas that ``reported`` (rows of areas.csv), redrawn on the boundaries of a date.

    ``absent`` are codes of those that owe a report and sent nothing: what they merged into is not whole.
    """
    keys = [(row.area_code, row.valid_from) for row in rows_of(reported, Area)]
    placed = {key: territory.parts(key, on) for key in keys}
    stuck = sorted({part.key for parts in placed.values() for part in parts if part.stuck})
    ends = sorted({part.key for parts in placed.values() for part in parts})
    lacking = _lacking(territory, ends, stuck, on)
    for end, unsent in _unsent(placed, absent).items():
        lacking.setdefault(end, []).extend(unsent)
    codes = {key: _code(key, ends, stuck) for key in ends}
    moves = [(key[0], codes[part.key], float(part.share), part.key in lacking) for key, parts in placed.items() for part in parts]
    return Redrawn(
        _named(territory, codes, stuck, lacking, {part.key for parts in placed.values() for part in parts if part.share < 1}),
        pd.DataFrame(moves, columns=["area_code", "to", "share", "partial"]),
        _findings(territory, placed, stuck, lacking, codes, on),
    )


def restate(observations: pd.DataFrame, redrawn: Redrawn, items: Mapping[str, Item]) -> pd.DataFrame:
    """Observations on redrawn boundaries: counts and sums are carried with their shares.

    Each observation keeps its origin: a merged area has one row for each of its parts. Rows of
    other areas (the office's own desk) are left alone, and so are facts and agreed values.
    """
    table = observations.merge(redrawn.moves, on="area_code", how="left", sort=False)
    shared = table["share"].lt(1)
    summed = table["item"].map(lambda item: isinstance(items[item].fold, Count | Sum)).astype(bool)
    value = table["value"].where(~(shared & summed), table["value"] * table["share"])
    status = table["status"].mask(table["partial"].eq(True), "partial").mask(shared, "estimated")
    status = status.mask(table["status"].eq(MISSING.status), MISSING.status)
    moved = table.assign(area_code=table["to"].fillna(table["area_code"]), value=value, status=status)
    return moved[list(observations.columns)]


def _lacking(territory: Territory, ends: list[Key], stuck: list[Key], on: date) -> dict[Key, list[Key]]:
    """Areas of the date that an unknown part of another belongs to, with those others."""
    found: dict[Key, list[Key]] = {}
    for key in stuck:
        for end in territory.reaches(key, on) & set(ends) - set(stuck):
            found.setdefault(end, []).append(key)
    return found


def _unsent(placed: dict[Key, list[Part]], absent: frozenset[str]) -> dict[Key, list[Key]]:
    """Areas of the date of which some parts sent their data and others did not, with these others."""
    parts: dict[Key, list[Key]] = {}
    for key, found in placed.items():
        for part in found:
            parts.setdefault(part.key, []).append(key)
    unsent = {end: [key for key in keys if key[0] in absent] for end, keys in parts.items()}
    return {end: keys for end, keys in unsent.items() if 0 < len(keys) < len(parts[end])}


def _code(key: Key, ends: list[Key], stuck: list[Key]) -> str:
    """The code of an area; with its beginning where an area of the date bears the same one."""
    shared = any(other[0] == key[0] for other in ends if other != key)
    return f"{key[0]}-{key[1].replace('-', '')}" if key in stuck and shared else key[0]


def _named(territory: Territory, codes: dict[Key, str], stuck: list[Key], lacking: dict[Key, list[Key]], shared: set[Key]) -> pd.DataFrame:
    """The areas of the date; the name of one says in brackets what it lacks and whether it rests on a share."""
    rows = []
    for key, code in codes.items():
        missing = ", ".join(territory.lives[other]["name"] for other in lacking.get(key, ()))
        remark = UNSPLIT if key in stuck else INCOMPLETE.format(missing=missing) if missing else ""
        remark = "; ".join(filter(None, (remark, ESTIMATED if key in shared else "")))
        row = territory.lives[key]
        rows.append(dict(row, area_code=code, name=f"{row['name']} ({remark})" if remark else row["name"]))
    return pd.DataFrame(rows, columns=territory.areas.columns).sort_values("area_code", ignore_index=True)


def _findings(
    territory: Territory, placed: dict[Key, list[Part]], stuck: list[Key], lacking: dict[Key, list[Key]], codes: dict[Key, str], on: date
) -> list[Finding]:
    day = format_date(on)
    message = f"Số liệu của {len(placed)} đơn vị được trình bày theo địa giới ngày {day}, thành {len(codes)} đơn vị."
    rows = [finding("info", message, check=TERRITORY)]
    rows += [_unsplit(territory, key, codes[key], on) for key in stuck]
    for key, others in lacking.items():
        missing = ", ".join(full_name(territory.lives[other]) for other in others)
        message = f"{full_name(territory.lives[key])} theo địa giới ngày {day} chưa gồm phần chuyển từ {missing}."
        remedy = "Khi có tỷ lệ chia, ghi vào successions.csv." if set(others) & set(stuck) else "Xin tệp của đơn vị còn thiếu."
        rows.append(finding("flagged", message, remedy, check=TERRITORY, area_code=codes[key]))
    for key, parts in placed.items():
        if len(parts) > 1:
            listed = ", ".join(f"{full_name(territory.lives[p.key])} {float(100 * p.share):g}%".replace(".", ",") for p in parts)
            message = f"{full_name(territory.lives[key])} được chia theo tỷ lệ: {listed}; các số này là ước tính."
            rows.append(finding("info", message, check=TERRITORY, area_code=key[0]))
    for key in codes:
        if territory.lives[key]["note"] and key not in stuck:
            message = f"{full_name(territory.lives[key])}: {territory.lives[key]['note']}."
            rows.append(finding("info", message, check=TERRITORY, area_code=codes[key]))
    return rows


def _unsplit(territory: Territory, key: Key, code: str, on: date) -> Finding:
    """The finding that an area could not be followed to the date, and why."""
    name, day = full_name(territory.lives[key]), format_date(on)
    if on.isoformat() < key[1]:
        message = f"{name} không tách lại được theo địa giới ngày {day}: các đơn vị đã nhập không còn số liệu riêng."
        return finding("flagged", message, "Lập báo cáo theo địa giới khác.", check=TERRITORY, area_code=code)
    others = ", ".join(full_name(territory.lives[other]) for other, _ in territory.successors.get(key, []))
    why = f"chia về {others} nhưng chưa có tỷ lệ chia" if others else "không rõ đã nhập vào đơn vị nào"
    message = f"{name} {why}: giữ nguyên như trước, không ước đoán."
    return finding("flagged", message, "Khi có tỷ lệ chia, ghi vào successions.csv.", check=TERRITORY, area_code=code)
