"""Areas: communes, districts and provinces, each alive from one date to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pandas as pd

from ctxh.errors import CtxhError, nearest
from ctxh.frames import Area, rows_of
from ctxh.reference.dated import OPEN_END, in_force
from ctxh.reference.place_kinds import PlaceKinds, load_place_kinds
from ctxh.reference.settings import Settings
from ctxh.reference.tables import name_of, read_reference
from ctxh.vietnamese import marked_key

Key = tuple[str, str]  # area_code, valid_from
LEVELS = ("province", "district", "commune", "village")
LOWEST = ("commune", "village")  # the levels whose areas may send workbooks


def load_areas(reference: Path, office: Path | None = None) -> pd.DataFrame:
    """All areas with their lives, codes as text, and those that an office adds (its areas.csv: its villages).

    Columns: area_code, valid_from, valid_to (half-open), name, kind, level,
    parent_code, aliases, tile_row, tile_col, source, note.
    """
    common = read_reference(reference / "areas.csv")
    check_added(common, common[:0], name_of(reference / "areas.csv"))
    own = office / "areas.csv" if office else None
    if own is None or not own.is_file():
        return common
    added = read_reference(own)
    check_added(added, common, name_of(own))
    return pd.concat([common, added])


def check_added(added: pd.DataFrame, common: pd.DataFrame, name: str) -> None:
    """Nothing, when areas, beside those that are there, are of known levels, lie in known areas and are told apart by their names.

    Raises CtxhError with the line and the column of the first that is not.
    """
    known, met = {*common["area_code"], *added["area_code"]}, dict[tuple[str, str], list[tuple[int, Area]]]()
    for line, area in zip(added.index, rows_of(added, Area), strict=True):
        if area.level not in LEVELS:
            message = f"không có cấp «{area.level}».{nearest(area.level, LEVELS)} Các cấp: {', '.join(LEVELS)}."
            raise CtxhError(f"{name}, dòng {line}, cột level: {message}")
        if area.parent_code not in known and (area.parent_code or area.level != LEVELS[0]):
            message = f"không có đơn vị nào mã «{area.parent_code}».{nearest(area.parent_code, known)} Ghi mã của đơn vị bên trên."
            raise CtxhError(f"{name}, dòng {line}, cột parent_code: {message}")
        same = met.setdefault((area.parent_code, marked_key(f"{area.kind} {area.name}")), [])
        for at in (at for at, other in same if other.area_code != area.area_code and _at_once(other, area)):
            message = f"«{area.name}» đã có ở dòng {at} với mã khác, không biết số liệu của ai. Thêm chữ phân biệt, hoặc bỏ một dòng."
            raise CtxhError(f"{name}, dòng {line}, cột name: {message}")
        same.append((int(line), area))


def _at_once(one: Area, other: Area) -> bool:
    """Whether two areas live on a day both."""
    return all(first.valid_from < (second.valid_to or OPEN_END) for first, second in ((one, other), (other, one)))


def load_successions(reference: Path, office: Path | None = None) -> pd.DataFrame:
    """What became of each area that ended, and of those that an office adds (its successions.csv).

    Columns: old_code, old_valid_from, new_code, new_valid_from, share (of the old area, above 0 to
    1; empty when it is not known), legal_basis, note. Raises CtxhError for shares that do not add up.
    """
    table = read_reference(reference / "successions.csv")
    check_shares(table)
    own = office / "successions.csv" if office else None
    if own is None or not own.is_file():
        return table
    added = read_reference(own)
    check_shares(added)
    return pd.concat([table, added])


def check_shares(successions: pd.DataFrame) -> None:
    """Nothing, when the shares of each area that ended sum to 1 or none is known. Raises CtxhError naming the rows."""
    for (code, since), rows in successions.groupby(["old_code", "old_valid_from"], sort=False):
        if any(rows["share"]) and not _adds_up(list(rows["share"])):
            lines = ", ".join(map(str, rows.index))
            shares = "; ".join(share or "để trống" for share in rows["share"])
            raise CtxhError(
                f"successions.csv, dòng {lines}: tỷ lệ chia của đơn vị {code} (từ {since}) là {shares}. "
                "Các tỷ lệ của một đơn vị phải cộng lại bằng 1, hoặc để trống tất cả khi chưa biết."
            )


def _adds_up(shares: list[str]) -> bool:
    """Whether all are fractions above 0 whose sum is exactly 1."""
    try:
        known = [Fraction(share) for share in shares]
    except (ValueError, ZeroDivisionError):
        return False
    return all(share > 0 for share in known) and sum(known) == 1


def areas_within(areas: pd.DataFrame, parent_code: str, on: date) -> pd.DataFrame:
    """The areas directly inside a parent on a date, ordered by code."""
    alive = in_force(areas, on, ["area_code"])
    inside = alive[alive["parent_code"] == parent_code]
    return inside.sort_values("area_code", ignore_index=True)


def reporting_areas(areas: pd.DataFrame, office: str, settings: Settings, on: date) -> pd.DataFrame:
    """The areas that report to an office on a date: those directly inside it, or of the level that its settings call lowest.

    Raises CtxhError when there are none, or when there is no such level.
    """
    code, lowest = own_area(areas, office, settings, on)["area_code"], settings.lowest
    if lowest and lowest not in LOWEST:
        raise CtxhError(f"office.toml của {office}: lowest là «{lowest}».{nearest(lowest, LOWEST)} Các cấp: {', '.join(LOWEST)}.")
    found = areas_inside(areas, code, lowest, on)
    if found.empty:
        raise CtxhError(
            f"Không có đơn vị nào ({lowest or 'trực thuộc'}) trong địa bàn mã {code} vào ngày {on:%d/%m/%Y}. "
            f"Thêm các đơn vị gửi báo cáo vào areas.csv, ở data/{office} hoặc data/reference."
        )
    return found.sort_values("area_code", ignore_index=True)


def areas_inside(areas: pd.DataFrame, code: str, lowest: str, on: date) -> pd.DataFrame:
    """The areas of a level inside another one on a date, or those directly inside it where no level is said."""
    return _inside(in_force(areas, on, ["area_code"]), {code}, lowest) if lowest else areas_within(areas, code, on)


def _inside(alive: pd.DataFrame, parents: set[str], level: str) -> pd.DataFrame:
    """The areas of a level inside some others, at whatever depth."""
    children = alive[alive["parent_code"].isin(parents)]
    own, others = children[children["level"] == level], set(children.loc[children["level"] != level, "area_code"])
    return pd.concat([own, _inside(alive, others, level)]) if others else own


def area_on(areas: pd.DataFrame, area_code: str, on: date) -> pd.Series:
    """The area that bears a code on a date. Raises KeyError when none does."""
    alive = in_force(areas, on, ["area_code"])
    found = alive[alive["area_code"] == area_code]
    if found.empty:
        raise KeyError(area_code)
    return found.iloc[0]


def own_area(areas: pd.DataFrame, office: str, settings: Settings, on: date) -> pd.Series:
    """The area of an office on a date. Raises CtxhError when its code is no area then, or one of another level."""
    code, level = settings.area_code, settings.level
    try:
        found = area_on(areas, code, on)
    except KeyError:
        raise CtxhError(
            f"office.toml của {office}: mã {code} không phải đơn vị nào vào ngày {on:%d/%m/%Y} (areas.csv). "
            "Đơn vị đã kết thúc thì năm này thuộc đơn vị kế tiếp; đơn vị mới thì ghi ngày thành lập ở dòng since."
        ) from None
    if level and level != found["level"]:
        known = f"{full_name(found)}, cấp {found['level']}"
        raise CtxhError(
            f"office.toml của {office}: level là «{level}» nhưng mã {code} vào ngày {on:%d/%m/%Y} là {known} (areas.csv). "
            "Sửa level hoặc area_code."
        )
    return found


def province_around(areas: pd.DataFrame, area_code: str, on: date) -> pd.Series | None:
    """The province in which an area lies on a date, or which it is; None where the table names none."""
    alive = in_force(areas, on, ["area_code"])
    known = {area.area_code: (number, area) for number, area in enumerate(rows_of(alive, Area))}
    code = area_code
    while code in known and known[code][1].level != "province":
        code = known[code][1].parent_code
    return alive.iloc[known[code][0]] if code in known else None


def full_name(area: Mapping[str, str] | pd.Series) -> str:
    """The kind and name of an area as they are said: ``xã Kim Xuyên``."""
    return f"{area['kind']} {area['name']}"


@dataclass(frozen=True)
class Part:
    """Where a part of an area lies on the date; ``stuck`` when it could not be followed so far."""

    key: Key
    share: Fraction
    stuck: bool = False


@dataclass(frozen=True)
class Territory:
    """The lives of all areas and what became of each (tables as in areas.csv and successions.csv)."""

    areas: pd.DataFrame
    successions: pd.DataFrame
    kinds: PlaceKinds = field(default_factory=PlaceKinds)

    @cached_property
    def epochs(self) -> list[str]:
        """The days on which boundaries changed, the first one known first."""
        return sorted(set(self.areas["valid_from"]))

    @cached_property
    def lives(self) -> dict[Key, pd.Series]:
        """Every area by code and beginning."""
        return {(row["area_code"], row["valid_from"]): row for _, row in self.areas.iterrows()}

    @cached_property
    def successors(self) -> dict[Key, list[tuple[Key, Fraction | None]]]:
        """The areas that came after an area, each with the share it got; None when not known."""
        return self._links(("old_code", "old_valid_from"), ("new_code", "new_valid_from"))

    @cached_property
    def predecessors(self) -> dict[Key, list[tuple[Key, Fraction | None]]]:
        """The areas that went into an area, each with the share that did."""
        return self._links(("new_code", "new_valid_from"), ("old_code", "old_valid_from"))

    def _links(self, start: tuple[str, str], end: tuple[str, str]) -> dict[Key, list[tuple[Key, Fraction | None]]]:
        found: dict[Key, list[tuple[Key, Fraction | None]]] = {}
        for row in self.successions.to_dict("records"):
            share = Fraction(row["share"]) if row["share"] else None
            found.setdefault((row[start[0]], row[start[1]]), []).append(((row[end[0]], row[end[1]]), share))
        return found

    def parts(self, key: Key, on: date) -> list[Part]:
        """Where an area lies on a date, part by part; the shares sum to 1."""
        day, life = on.isoformat(), self.lives[key]
        if key[1] <= day < (life["valid_to"] or OPEN_END):
            return [Part(key, Fraction(1))]
        links = self.successors.get(key, []) if day >= key[1] else self._only_predecessor(key)
        known = [(other, share) for other, share in links if share is not None]
        if not links or len(known) < len(links):
            return [Part(key, Fraction(1), stuck=True)]
        return [Part(part.key, share * part.share, part.stuck) for other, share in known for part in self.parts(other, on)]

    def _only_predecessor(self, key: Key) -> list[tuple[Key, Fraction | None]]:
        """What an area was before, when it was the whole of one area; areas once merged cannot be told apart."""
        links = self.predecessors.get(key, [])
        return links if len(links) == 1 and links[0][1] == 1 else []

    def reaches(self, key: Key, on: date) -> set[Key]:
        """The areas of a date that any part of an area may have gone to, shares known or not."""
        if key[1] <= on.isoformat() < (self.lives[key]["valid_to"] or OPEN_END):
            return {key}
        links = self.successors if on.isoformat() >= key[1] else self.predecessors
        return {end for other, _ in links.get(key, []) for end in self.reaches(other, on)}


def load_territory(reference: Path, office: Path | None = None) -> Territory:
    """The lives of all areas, those that an office adds among them, and what became of each."""
    return Territory(load_areas(reference, office), load_successions(reference, office), load_place_kinds(reference))
