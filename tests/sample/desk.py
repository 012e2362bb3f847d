"""What only the office's desk keeps: documents, narrative, desk figures, the paper's figures."""

from __future__ import annotations

from datetime import date

from sample.people import Cast
from sample.plan import HERE, Setting, table
from sample.services import amounts_of, numbered

_STORM_MEMORIAL_AMOUNT = 190_000_000
_MEMORIALS = ("Nhà bia ghi tên liệt sĩ Mẫu số 1", "Đài tưởng niệm Mẫu số 2", "Nghĩa trang liệt sĩ Mẫu số 3")


def document_rows(setting: Setting) -> list[dict]:
    """The rows of form B10."""
    rows = [
        {name: text.replace("{office}", setting.place["desk_office"]) for name, text in row.items()} for row in setting.table("documents")
    ]
    return numbered([{**_filled(row), "issued_on": _day(row["issued_on"])} for row in rows])


def narrative_rows(setting: Setting) -> list[dict]:
    """The rows of form B11."""
    rows = table("narrative.csv") if setting.level == "district" else setting.table("narrative")
    return numbered([_filled(row) for row in rows])


def desk_figure_rows(setting: Setting) -> list[dict]:
    """The rows of form B12; whole and decimal numbers become numbers."""
    rows = setting.table("desk")
    return numbered([{**_filled(row), "value": _scaled(_value(row["value"], row["unit_of_measure"]), row, setting)} for row in rows])


def _scaled(value, row: dict[str, str], setting: Setting):
    """A number of people as the office's part of its level's; any other value as it is."""
    counted = row["unit_of_measure"] in ("người", "trường hợp") and setting.part != 1
    return round(value * setting.part) if counted else value


def printed_rows(setting: Setting) -> list[dict]:
    """The rows of form B13; none for a year without a paper report."""
    name = f"printed_{setting.year}.csv"
    own = setting.level == "district" and (HERE / name).exists()
    return numbered([_filled(row) for row in table(name)]) if own else []


def desk_service_rows(cast: Cast, setting: Setting) -> list[dict]:
    """The rows of form B7 of the desk: awards, and in 2024 the list of martyrs and the storm."""
    rows, year = [], setting.year
    if setting.level == "province":
        return rows
    if year == 2024:
        rows += [_service("martyr_list", f"Liệt sĩ Mẫu số {n}") for n in (1, 2)]
    rows += [_service("award_collective", "Tập thể Mẫu số 1")]
    rows += [_service("award_individual", cast.person(year - 90).name) for _ in range(2 if year == 2024 else 1)]
    if year == 2024:
        amounts = amounts_of(_STORM_MEMORIAL_AMOUNT, 3, 5_000_000, cast.source)
        rows += [_service("storm_memorial", name, amount) for name, amount in zip(_MEMORIALS, amounts, strict=True)]
    return numbered(rows)


def _service(service: str, name: str, amount: int | None = None) -> dict:
    return {"full_name": name, "service": service, "amount": amount}


def _filled(row: dict[str, str]) -> dict:
    return {name: text or None for name, text in row.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _value(text: str, measure: str):
    if not text or measure in ("ngày", "chữ", "giai đoạn"):
        return text or None
    number = float(text)
    return int(number) if number.is_integer() else number
