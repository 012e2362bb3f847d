"""The parameters of a run, typed and checked before papermill sees them.

papermill runs the *name* of a parameter as code, accepts a misspelt one and turns the code
00123 into 123. Here only names that the notebooks declare pass, each in its declared type.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctxh.errors import RunFailed, WrongUsage, nearest
from ctxh.reference.inputs import SETTINGS
from ctxh.reference.places import YEAR, YEAR_FOLDER, years_meant, years_of_office
from ctxh.reference.settings import OFFICE_ID

OWN = {"office": "--office", "year": "NĂM"}
KINDS = {"str": "chữ", "int": "số nguyên", "float": "số", "bool": "đúng/sai"}
TYPES: dict[str, type | tuple[type, ...]] = {"str": str, "int": int, "float": (int, float), "bool": bool}
NO_FORMATS = "none"
TRUTHS = {"true": True, "có": True, "đúng": True, "false": False, "không": False, "sai": False}

Value = str | int | float | bool


@dataclass(frozen=True)
class Parameter:
    """A parameter that a notebook declares: its name, its type and its default."""

    name: str
    kind: str
    default: Value | None


def declared(notebook: Path) -> dict[str, Parameter]:
    """The parameters declared in a notebook's file, in order. Raises RunFailed for what is no such notebook."""
    return declared_in(code_cells_of(notebook), notebook.name)


def declared_in(cells: Iterable[Mapping[str, Any]], name: str) -> dict[str, Parameter]:
    """The parameters declared in the first of some cells that is tagged ``parameters``. Raises RunFailed where they are ill written."""
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    source = "".join("".join(cell["source"]) + "\n" for cell in tagged[:1])
    try:
        found = [_declaration(statement) for statement in ast.parse(source).body]
    except (SyntaxError, ValueError):
        raise RunFailed(f"Sổ {name} có ô «parameters» viết sai: mỗi dòng một tên và giá trị, như year: int = 2024.") from None
    return {parameter.name: parameter for parameter in found if parameter}


def check_given(given: Mapping[str, object], known: Mapping[str, Parameter]) -> None:
    """Nothing, when papermill was given only what a notebook declares, each in its type.

    Raises WrongUsage for the first that it was not.
    """
    for name, value in given.items():
        if name not in known:
            raise WrongUsage(f"Không có tham số «{name}».{nearest(name, known)} Các tham số: {', '.join(known) or 'không có'}.")
        kind = known[name].kind
        if not (isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))):
            raise WrongUsage(
                f"Tham số «{name}» phải là {KINDS[kind]}, không phải «{value}»." + (" Viết -r thay cho -p." if kind == "str" else "")
            )


def code_cells_of(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook's file. Raises RunFailed for a file that holds none."""
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        if all({"metadata", "source", "cell_type"} <= set(cell) for cell in cells):
            return cells
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise RunFailed(f"Sổ {notebook.name} không phải sổ Jupyter đọc được: chép lại từ bản trước.")


def declared_by_all(notebooks: Iterable[Path]) -> dict[str, Parameter]:
    """The parameters of all notebooks together; one name has one type everywhere."""
    together: dict[str, Parameter] = {}
    for notebook in notebooks:
        for name, parameter in declared(notebook).items():
            known = together.setdefault(name, parameter)
            if known.kind != parameter.kind:
                raise RunFailed(
                    f"Tham số {name} của sổ {notebook.name} có kiểu {KINDS[parameter.kind]}, "
                    f"ở sổ trước lại là {KINDS[known.kind]}. Sửa ô «parameters» cho thống nhất."
                )
    return together


def _declaration(statement: ast.stmt) -> Parameter | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        default = ast.literal_eval(statement.value) if statement.value else None
        kind = ast.unparse(statement.annotation).split("|")[0].strip()
        return Parameter(statement.target.id, kind if kind in KINDS else "str", default)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        default = ast.literal_eval(statement.value)
        kind = type(default).__name__
        return Parameter(statement.targets[0].id, kind if kind in KINDS else "str", default)
    return None


def checked(given: Iterable[tuple[str, str]], known: Mapping[str, Parameter]) -> dict[str, Value]:
    """The given names and texts as typed values. Raises WrongUsage for any that does not fit."""
    values: dict[str, Value] = {}
    for name, text in given:
        if name in OWN:
            raise WrongUsage(f"Tham số {name} không đặt bằng -p: hãy dùng {OWN[name]}.")
        if name not in known:
            raise WrongUsage(
                f"Không có tham số «{name}».{nearest(name, known)} "
                f"Các tham số: {', '.join(n for n in known if n not in OWN) or 'không có'}."
            )
        if name in values:
            raise WrongUsage(f"Tham số «{name}» được cho hai lần: bỏ một lần.")
        values[name] = converted(text, known[name])
    return values


def checked_period(given: Iterable[tuple[str, str]]) -> str:
    """The period among the given names and texts, the only one there may be; the whole year where there is none."""
    from ctxh.reference.period_names import check_period

    period = str(checked(given, {"period": Parameter("period", "str", YEAR)}).get("period", YEAR))
    check_period(period)
    return period


def converted(text: str, parameter: Parameter) -> Value:
    """The text as a value of the parameter's type; a code such as 00123 stays text."""
    convert = {"str": _as_text, "int": _as_integer, "float": _as_number, "bool": _as_truth}
    value = convert[parameter.kind](text)
    if value is None:
        raise WrongUsage(f"Tham số «{parameter.name}» phải là {KINDS[parameter.kind]}, không phải «{text}».")
    return value


def _as_text(text: str) -> str | None:
    return text if text.isprintable() and len(text) <= 1000 else None


def _as_integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else None


def _as_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,18})?", text, re.ASCII) else None


def _as_truth(text: str) -> bool | None:
    return TRUTHS.get(text.lower())


def formats_of(text: str, known: Iterable[str]) -> list[str]:
    """The formats listed in a text with commas; nothing for ``none``. Raises WrongUsage where none is named."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    listed = f"Các dạng: {', '.join(known)}; hoặc chỉ viết {NO_FORMATS} để lập bảng và hình mà không xuất văn bản."
    if not wanted or (NO_FORMATS in wanted and len(wanted) > 1):
        raise WrongUsage(f"Lựa chọn --formats «{text}» không nói cần xuất dạng nào. {listed}")
    return [] if wanted == [NO_FORMATS] else wanted


def offices_known(data: Path) -> list[str]:
    """The ids of the offices that have a folder in the data, which holds settings or a year."""
    if not data.is_dir():
        raise WrongUsage(f"Không có thư mục dữ liệu «{data}». Chỉ đúng thư mục bằng --data.")
    return sorted(entry.name for entry in data.iterdir() if OFFICE_ID.fullmatch(entry.name) and any(map(_is_an_offices, entry.glob("*"))))


def _is_an_offices(entry: Path) -> bool:
    return entry.name == SETTINGS or bool(YEAR_FOLDER.fullmatch(entry.name))


def checked_office(office: str, data: Path) -> str:
    """The office's id, known to be a folder of the data and never a path."""
    known = offices_known(data)
    if office in known:
        return office
    raise WrongUsage(f"Không có đơn vị «{office}».{nearest(office, known)} Các đơn vị có dữ liệu: {', '.join(known) or 'không có'}.")


def checked_years(text: str, office: str, data: Path) -> list[int]:
    """The years meant by ``2024``, ``2022-2024`` or ``2022,2024``, each known to have data."""
    return years_meant(text, office, years_of_office(data / office))
