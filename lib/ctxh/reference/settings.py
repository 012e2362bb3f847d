"""The settings of an office (office.toml): what may stand there, and of which kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, Required, TypedDict, cast

from ctxh.errors import CtxhError, nearest, reason_of
from ctxh.vietnamese import SCALES


class FrameSettings(TypedDict):
    """The frame of the office's report: what stands round the body."""

    superior: str
    issuer: str
    symbol: str
    place: str
    kind: str
    summary: str
    addressees: list[str]
    recipients: list[str]
    authority: list[str]
    signer: str


class IllustrativeSettings(TypedDict, total=False):
    """Figures that are not real: of which years, in which words."""

    years: list[int]
    breakdown_years: list[int]
    year_note: str
    breakdown_note: str


class Settings(TypedDict, total=False):
    """What an office says in office.toml; ``settings_of`` looks at each entry."""

    name: Required[str]
    area_code: Required[str]
    level: str
    province: str
    since: date | str
    lowest: str
    areas_called: str
    amounts_in: str
    folds: list[str]
    sections: list[str]
    forms: list[str]
    notebooks: list[str]
    text_from: str
    public_threshold: int
    frame: FrameSettings
    periods: dict[str, dict[str, Any]]
    illustrative: IllustrativeSettings


@dataclass(frozen=True)
class Kind:
    """A kind of value: whether a value is of it, and how to write one."""

    holds: Callable[[object], bool]
    words: str


def _list_of(one: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(type(entry) is one for entry in value)


def _is_day(value: object) -> bool:
    try:
        return type(value) is date or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _fills(value: object) -> bool:
    """Whether a text can be filled: it has no braces but those round the words that are known."""
    try:
        return isinstance(value, str) and all(
            (name is None or name in FILLED_IN) and not (rule or turned) for _, name, rule, turned in Formatter().parse(value)
        )
    except ValueError:
        return False


FILLED_IN = ("period", "year")
OFFICE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEXT = Kind(lambda value: isinstance(value, str), 'chữ trong dấu nháy, ví dụ "xã"')
FILLED = Kind(lambda value: isinstance(value, str) and value.strip() != "", 'chữ trong dấu nháy, không trống, ví dụ "293"')
TEXTS = Kind(_list_of(str), 'danh sách trong ngoặc vuông, ví dụ ["Như trên"]')
YEARS = Kind(_list_of(int), "danh sách năm trong ngoặc vuông, ví dụ [2022, 2023]")
DAY = Kind(_is_day, "ngày, ví dụ 2025-07-01")
SENDER = Kind(lambda value: value in ("commune", "village"), '"commune" (cấp xã) hoặc "village" (thôn)')
SCALE = Kind(lambda value: value in SCALES, f"một trong các mức {', '.join(SCALES)}, trong dấu nháy")
WITH_PERIOD = Kind(_fills, 'chữ trong dấu nháy, ngoặc nhọn chỉ có {period} và {year}, ví dụ "năm {year}"; ngoặc nhọn khác thì bỏ')
SMALL = Kind(lambda value: type(value) is int and 3 <= value <= 20, "số nguyên từ 3 đến 20, ví dụ 5")
ID = Kind(lambda value: isinstance(value, str) and bool(OFFICE_ID.fullmatch(value)), 'mã một đơn vị, ví dụ "kim-thanh"')
IDS = Kind(
    lambda value: isinstance(value, list) and all(map(ID.holds, value)), 'danh sách mã đơn vị trong ngoặc vuông, ví dụ ["kim-thanh"]'
)
TABLE = Kind(lambda value: isinstance(value, dict), "một phần mở đầu bằng dòng [tên]")

OFFICE = {
    "name": FILLED,
    "area_code": FILLED,
    "level": TEXT,
    "province": TEXT,
    "since": DAY,
    "lowest": SENDER,
    "areas_called": TEXT,
    "amounts_in": SCALE,
    "folds": IDS,
    "sections": TEXTS,
    "forms": TEXTS,
    "notebooks": TEXTS,
    "text_from": ID,
    "public_threshold": SMALL,
    "frame": TABLE,
    "periods": TABLE,
    "illustrative": TABLE,
}
TABLES = {
    "frame": {
        "superior": TEXT,
        "issuer": TEXT,
        "symbol": TEXT,
        "place": TEXT,
        "kind": TEXT,
        "summary": WITH_PERIOD,
        "addressees": TEXTS,
        "recipients": TEXTS,
        "authority": TEXTS,
        "signer": TEXT,
    },
    "illustrative": {"years": YEARS, "breakdown_years": YEARS, "year_note": WITH_PERIOD, "breakdown_note": WITH_PERIOD},
}
PERIOD = {"start": TEXT, "end": TEXT, "basis": TEXT, "cutoffs": TABLE}
REQUIRED = {"": ("name", "area_code"), "frame": tuple(TABLES["frame"])}
NOTES = {"years": "year_note", "breakdown_years": "breakdown_note"}  # what says that figures of some years are not real


def settings_of(path: Path) -> Settings:
    """The settings of an office, as README of ``data`` lists them.

    Raises CtxhError where the file is ill written, lacks an entry, or has one that is not known or of another kind.
    Which periods there are, and their days, is looked at where periods are made.
    """
    name = f"{path.parent.name}/{path.name}"
    text = _text_of(name, path)
    parsed = _parsed(name, text)
    _check(name, text, "", parsed, OFFICE)
    for table in TABLES:
        if table in parsed:
            _check(name, text, table, parsed[table], TABLES[table])
    found = cast("Settings", parsed)
    for period, own in found.get("periods", {}).items():
        if not TABLE.holds(own):
            place = f"{name}, [periods], dòng {line_of_entry(text, 'periods', period)}"
            raise CtxhError(f"{place}: «{period}» phải là {TABLE.words}, ví dụ [periods.half-year].")
        _check(name, text, f"periods.{period}", own, PERIOD)
    for years, note in NOTES.items():
        if found.get("illustrative", {}).get(years) and note not in found["illustrative"]:
            place = f"{name}, [illustrative], dòng {line_of_entry(text, 'illustrative', years)}"
            raise CtxhError(f"{place}: có «{years}» thì phải có «{note}», lời ghi trên các trang có số liệu ấy.")
    return found


def frame_of(path: Path) -> FrameSettings:
    """The frame of the office's report. Raises CtxhError where its settings have none."""
    found = settings_of(path)
    if "frame" not in found:
        entries = ", ".join(TABLES["frame"])
        raise CtxhError(f"{path.parent.name}/{path.name}: thiếu phần [frame], khung của báo cáo. Thêm dòng [frame] và các mục: {entries}.")
    return found["frame"]


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+), column (\d+)", str(fault))
        where = f"dòng {at[1]}, cột {at[2]}" if at else "cuối tệp"
        raise CtxhError(f"{name} viết sai ở {where}: xem lại dấu nháy, dấu bằng và ngoặc vuông ở đó.") from None


def _text_of(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise CtxhError(f"{name}: không đọc được tệp ({reason_of(fault)}).") from None
    except UnicodeDecodeError:
        raise CtxhError(f"{name} không phải tệp chữ UTF-8: lưu lại tệp dạng UTF-8.") from None


def _check(name: str, text: str, table: str, found: Mapping[str, object], kinds: Mapping[str, Kind]) -> None:
    """Nothing, when the entries of a table are those it may have. Raises CtxhError naming the first that is not, with its line."""
    place = f"{name}, [{table}]" if table else name
    lacking = [key for key in REQUIRED.get(table, ()) if key not in found]
    if lacking:
        empty = '; không có thì ghi ""' if table else ""
        raise CtxhError(f"{place}: thiếu mục «{'», «'.join(lacking)}». Thêm mục ấy{empty}.")
    for key, value in found.items():
        here = f"{place}, dòng {line_of_entry(text, table, key)}"
        if key not in kinds:
            home = f" {home_of(key)}" if home_of(key) else nearest(key, kinds)
            raise CtxhError(f"{here}: không có mục «{key}».{home} Các mục: {', '.join(kinds)}.")
        if not kinds[key].holds(value):
            raise CtxhError(f"{here}: mục «{key}» phải là {kinds[key].words}.")


def home_of(key: str) -> str:
    """Where an entry belongs that stands in another table; a line at the end of a file is in the table that was begun last."""
    if key in OFFICE:
        return f"Mục «{key}» đứng trước dòng [...] đầu tiên của tệp: chuyển dòng này lên đó."
    return next((f"Mục «{key}» đứng dưới dòng [{table}]: chuyển dòng này tới đó." for table, known in TABLES.items() if key in known), "")


def line_of_entry(text: str, table: str, key: str) -> int:
    """The line of a key of a table of a TOML file, of the table where the key has no line of its own."""
    inside, last = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = head[1]
            last = number if inside in (table, key) else last
        elif inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            return number
    return last
