"""The settings of an office (office.toml): one record, whose fields say what may stand there and of which kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, get_type_hints

from ctxh.errors import CtxhError, nearest, reason_of
from ctxh.reference.period_names import WORDS
from ctxh.vietnamese import SCALES


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


def _is_month_day(value: object) -> bool:
    return isinstance(value, str) and _is_day(f"2024-{value}")  # a leap year: whether another has the day is known with the year


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
MONTH_DAY = Kind(_is_month_day, 'tháng-ngày trong dấu nháy, ví dụ "06-14"')
TABLE = Kind(lambda value: isinstance(value, dict), "một phần mở đầu bằng dòng [tên]")


@dataclass(frozen=True)
class FrameSettings:
    """The frame of the office's report: what stands round the body."""

    superior: Annotated[str, TEXT]
    issuer: Annotated[str, TEXT]
    symbol: Annotated[str, TEXT]
    place: Annotated[str, TEXT]
    kind: Annotated[str, TEXT]
    summary: Annotated[str, WITH_PERIOD]
    addressees: Annotated[tuple[str, ...], TEXTS]
    recipients: Annotated[tuple[str, ...], TEXTS]
    authority: Annotated[tuple[str, ...], TEXTS]
    signer: Annotated[str, TEXT]


@dataclass(frozen=True)
class IllustrativeSettings:
    """Figures that are not real: of which years, in which words."""

    years: Annotated[tuple[int, ...], YEARS] = ()
    breakdown_years: Annotated[tuple[int, ...], YEARS] = ()
    year_note: Annotated[str, WITH_PERIOD] = ""
    breakdown_note: Annotated[str, WITH_PERIOD] = ""


@dataclass(frozen=True)
class PeriodSettings:
    """A period whose days are the office's own: from when to when, by what, and when the data of some sections close."""

    start: Annotated[str, MONTH_DAY] = ""
    end: Annotated[str, MONTH_DAY] = ""
    basis: Annotated[str, TEXT] = ""
    cutoffs: Annotated[Mapping[str, str], TABLE] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What an office says in office.toml; an entry that it does not write has no value, or the usual one."""

    name: Annotated[str, FILLED]
    area_code: Annotated[str, FILLED]
    level: Annotated[str, TEXT] = ""
    province: Annotated[str, TEXT] = ""
    since: Annotated[date | None, DAY] = None
    lowest: Annotated[str, SENDER] = ""
    areas_called: Annotated[str, TEXT] = "đơn vị"
    amounts_in: Annotated[str, SCALE] = ""
    folds: Annotated[tuple[str, ...], IDS] = ()
    sections: Annotated[tuple[str, ...], TEXTS] = ()
    forms: Annotated[tuple[str, ...], TEXTS] = ()
    notebooks: Annotated[tuple[str, ...], TEXTS] = ()
    text_from: Annotated[str, ID] = ""
    public_threshold: Annotated[int | None, SMALL] = None
    frame: Annotated[FrameSettings | None, TABLE] = None
    periods: Annotated[Mapping[str, PeriodSettings], TABLE] = field(default_factory=dict)
    illustrative: Annotated[IllustrativeSettings, TABLE] = IllustrativeSettings()


def kinds_of(record: type) -> dict[str, Kind]:
    """The kind of each entry that a record may have."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(record, include_extras=True).items()}


def _required(record: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record) if one.default is MISSING and one.default_factory is MISSING)


OFFICE, PERIOD = kinds_of(Settings), kinds_of(PeriodSettings)
TABLES = {"frame": kinds_of(FrameSettings), "illustrative": kinds_of(IllustrativeSettings)}
REQUIRED = {"": _required(Settings), "frame": _required(FrameSettings)}
NOTES = {"years": "year_note", "breakdown_years": "breakdown_note"}  # what says that figures of some years are not real


def settings_of(path: Path) -> Settings:
    """The settings of an office, as README of ``data`` lists them.

    Raises CtxhError where the file is ill written, lacks an entry, or has one that is not known or of another kind.
    Which sections there are that close on a day of their own is looked at where periods are made.
    """
    name = f"{path.parent.name}/{path.name}"
    text = _text_of(name, path)
    found = _parsed(name, text)
    _check(name, text, "", found, OFFICE)
    for table in (table for table in TABLES if table in found):
        _check(name, text, table, found[table], TABLES[table])
    _check_periods(name, text, found.get("periods", {}))
    for years, note in NOTES.items():
        if found.get("illustrative", {}).get(years) and note not in found["illustrative"]:
            place = f"{name}, [illustrative], dòng {line_of_entry(text, 'illustrative', years)}"
            raise CtxhError(f"{place}: có «{years}» thì phải có «{note}», lời ghi trên các trang có số liệu ấy.")
    return settings_from(found)


def settings_from(found: Mapping[str, Any]) -> Settings:
    """The settings of entries as TOML gives them, all of them known."""
    entries = _held(found)
    if "since" in entries:
        entries["since"] = date.fromisoformat(str(entries["since"]))
    if "frame" in entries:
        entries["frame"] = FrameSettings(**_held(found["frame"]))
    if "illustrative" in entries:
        entries["illustrative"] = IllustrativeSettings(**_held(found["illustrative"]))
    return Settings(**entries | {"periods": {name: PeriodSettings(**own) for name, own in found.get("periods", {}).items()}})


def _held(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entries.items()}


def toml_of(settings: Any) -> Any:
    """The entries that an office has written, as TOML gives them: a dict a table, a list a list."""
    if is_dataclass(settings):
        values = ((one, getattr(settings, one.name)) for one in fields(settings))
        return {one.name: toml_of(value) for one, value in values if value not in (one.default, {})}
    if isinstance(settings, dict):
        return {name: toml_of(value) for name, value in settings.items()}
    return list(settings) if isinstance(settings, tuple) else settings


def frame_of(settings: Settings, name: str) -> FrameSettings:
    """The frame of the office's report. Raises CtxhError where its settings, a file called so, have none."""
    if settings.frame is None:
        raise CtxhError(f"{name}: thiếu phần [frame], khung của báo cáo. Thêm dòng [frame] và các mục: {', '.join(TABLES['frame'])}.")
    return settings.frame


def _check_periods(name: str, text: str, periods: Mapping[str, Any]) -> None:
    """Nothing, when the periods are those that there are, each with its entries. Raises CtxhError like ``_check``."""
    _check(name, text, "periods", periods, dict.fromkeys(WORDS, Kind(TABLE.holds, f"{TABLE.words}, ví dụ [periods.half-year]")))
    for period, own in periods.items():
        _check(name, text, f"periods.{period}", own, PERIOD)
        _check(name, text, f"periods.{period}.cutoffs", own.get("cutoffs", {}), dict.fromkeys(own.get("cutoffs", {}), MONTH_DAY))


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
            last = number if inside in (table, key, f"{table}.{key}") else last
        elif inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            return number
    return last
