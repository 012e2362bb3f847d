"""The flat lists of a book: columns of forms, codes of categories, fields of the report, units of measure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pandas as pd

from ctxh.errors import CtxhError, nearest
from ctxh.reference.dated import OPEN_END
from ctxh.reference.tables import name_of, read_columns, words

# columns that no sheet has: cleaning and matching make them from those that it has; with what they measure
MADE = {
    "sex": "",
    "age_band": "",
    "row": "",
    "value_text": "",
    "coefficient_check": "",
    "amount_check": "",
    "expected_amount": "VND",
    "paid_when": "",
    "registers": "",
    "other_area": "",
    "stop_decision": "",
    "funeral": "",
    "level_norm": "",
}
# the forms whose rows are given them; of a person's age and sex each form that has births
MADE_FOR: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("coefficient_check", "amount_check", "expected_amount", "level_norm"), ("beneficiaries",)),
    **dict.fromkeys(("registers", "other_area"), ("beneficiaries", "merit_people")),
    "stop_decision": ("funerals",),
    "funeral": ("changes",),
    "paid_when": ("payments",),
}
OF_BIRTH = ("sex", "age_band")
MADE_FROM = {"coefficient": ("coefficient_check", "amount_check", "expected_amount"), "monthly_amount": ("amount_check",)}
KEYS = {  # what tells the rows of a list apart
    "forms.csv": ("form", "valid_from"),
    "columns.csv": ("form", "column", "valid_from"),
    "categories.csv": ("form", "column", "code", "valid_from"),
    "documents.csv": ("cite_key",),
    "fields.csv": ("id",),
    "units_of_measure.csv": ("id",),
    "rules.csv": ("form", "column", "rule"),
    "asked.csv": ("form", "column"),
    "measures.csv": ("unit_of_measure",),
    "row_words.csv": ("word", "role"),
    "header_words.csv": ("form", "column", "words", "above", "alone", "sender", "valid_from"),
    "category_words.csv": ("form", "column", "code", "words", "sender", "valid_from"),
    "sheet_words.csv": ("form", "words", "sender", "valid_from"),
    "absent.csv": ("form", "column", "sender"),
}
LISTED = ("categories.csv", "documents.csv", "columns.csv", "fields.csv", "units_of_measure.csv")  # what entries are read by
Key = TypeVar("Key", bound=Hashable)
CITE_KEY = ("documents", "cite_key")
REGISTER = "register"  # of a programme whose payments are the coefficients of the register times their norms
NUMBERS = ("count", "money", "percent", "coefficient", "change", "any")  # kinds of columns that hold numbers
DAYS = ("month", "date")  # kinds of columns that hold days
COUNTED = ("count", "money", "percent", "change")  # kinds of numbers that split nothing


@dataclass(frozen=True)
class Column:
    """What the book asks of a column: its kind, its unit of measure, and whether what it holds may leave the rows."""

    kind: str
    unit_of_measure: str
    personal: bool = False
    printed: bool = True


@dataclass(frozen=True)
class Code:
    """A word that a column holds: its label, the families that it belongs to, the section that cites it, what its payments hang on."""

    label: str
    families: tuple[str, ...] = ()
    section: str = ""
    paid_by: str = ""  # a norm, or REGISTER
    day: str = ""  # of an occasion: the day of the year (07-27) by which what is given on it counts as given


@dataclass(frozen=True)
class Measure:
    """A unit of measure in Vietnamese, its kind (count, money, level, share, number or text), how values are printed if no entry says."""

    label: str
    kind: str
    notation: str
    counted_as: tuple[str, ...] = ()  # what else the same things may be counted as: gifts as the persons who got them
    also: tuple[str, ...] = ()  # what else is told in it: persons are «đối tượng», households «gia đình»


@dataclass(frozen=True)
class Lists:
    """The flat lists by their ids; ``columns`` and ``codes`` by form and column; ``forms`` that have columns."""

    columns: dict[tuple[str, str], Column]
    codes: dict[tuple[str, str], dict[str, Code]]
    fields: dict[str, str]
    measures: dict[str, Measure]
    forms: frozenset[str]

    def column(self, form: str, name: str) -> Column | None:
        """A column of a form, or one that is made; None where there is neither."""
        found = self.columns.get((form, name))
        return found or (Column("made", MADE[name]) if name in MADE and self._makes(form, name) else None)

    def _makes(self, form: str, name: str) -> bool:
        """Whether the rows of a form are given a column that is made."""
        if name in OF_BIRTH:
            return any(column.kind == "birth" for (own, _), column in self.columns.items() if own == form)
        return form in MADE_FOR.get(name, self.forms)


PlacedRow = tuple[Path, int, SimpleNamespace]  # a row of a list with the file and the line that it stands in


def read_lists(folders: Sequence[Path]) -> Lists:
    """The lists of some folders, later ones added. Raises CtxhError as ``placed_rows`` and ``lists_of`` do."""
    return lists_of({name: placed_rows(folders, name) for name in LISTED})


def lists_of(tables: Mapping[str, Sequence[PlacedRow]]) -> Lists:
    """The lists of what rows hold, by the names of the tables. Raises CtxhError for a family called as a code."""
    codes: dict[tuple[str, str], dict[str, Code]] = {}
    for _, _, row in tables["categories.csv"]:
        codes.setdefault((row.form, row.column), {})[row.code] = Code(row.label, words(row.families), paid_by=row.paid_by, day=row.day)
    for _, _, row in tables["documents.csv"]:
        codes.setdefault(CITE_KEY, {})[row.cite_key] = Code(row.label, words(row.families), row.section)
    for (form, column), labels in codes.items():
        both = sorted({name for about in labels.values() for name in about.families} & set(labels))
        if both:
            raise CtxhError(f"book/categories.csv: ở {form}.{column}, «{both[0]}» vừa là mã (code) vừa là nhóm (families). Đổi tên nhóm.")
    columns = {
        (row.form, row.column): Column(row.kind, row.unit_of_measure, row.personal == "yes", row.printed == "yes")
        for _, _, row in tables["columns.csv"]
    }
    return Lists(
        columns,
        codes,
        {row.id: row.label for _, _, row in tables["fields.csv"]},
        {
            row.id: Measure(row.label, row.kind, row.notation, words(row.counted_as), words(row.also))
            for _, _, row in tables["units_of_measure.csv"]
        },
        frozenset(form for form, _ in columns),
    )


def layers_of(folders: Sequence[Path], name: str, on: date) -> list[list[SimpleNamespace]]:
    """The rows of a list that hold on a day, folder by folder, where later ones say otherwise than earlier ones and not only more.

    Raises CtxhError as ``placed_rows`` does.
    """
    layers: dict[Path, list[SimpleNamespace]] = {}
    for path, _, row in placed_rows(folders, name):
        if row.valid_from <= on.isoformat() < (row.valid_to or OPEN_END):
            layers.setdefault(path, []).append(row)
    return list(layers.values())


def table_of(folders: Sequence[Path], name: str) -> pd.DataFrame:
    """The rows of a list as a table of text, indexed by their lines, of folders after the first with the file.

    Raises CtxhError as ``placed_rows`` does, and where the first folder lacks the list.
    """
    placed = placed_rows(folders, name)
    index = [line if path.parent == folders[0] else f"{line} của {name_of(path)}" for path, line, _ in placed]
    return pd.DataFrame([vars(row) for _, _, row in placed], index=index, dtype=str).fillna("")


def placed_rows(folders: Sequence[Path], name: str) -> list[PlacedRow]:
    """The rows of a list in some folders, in order, with the file and the line of each.

    A row that ``replaces`` one of an earlier folder stands in its place. Raises CtxhError where two rows have one id and none
    says so, or where one replaces nothing.
    """
    found: dict[tuple[str, ...], PlacedRow] = {}
    for folder in folders:
        path = folder / name
        if not path.is_file() and folder != folders[0]:
            continue
        lines, columns = read_columns(path)
        for line, *cells in zip(lines, *columns.values(), strict=True):
            row = SimpleNamespace(**dict(zip(columns, cells, strict=True)))
            key = tuple(getattr(row, part) for part in KEYS[name])
            if key in found or row.replaces == "yes":
                _check_replaces(path, line, key, row.replaces == "yes", found)
            found[key] = path, line, row
    return _ordered(found, KEYS[name])


def _ordered(
    found: Mapping[tuple[str, ...], tuple[Path, int, SimpleNamespace]], keys: tuple[str, ...]
) -> list[tuple[Path, int, SimpleNamespace]]:
    """The rows, each that is to stand ``after`` another code of its list behind it."""
    if not any(getattr(row, "after", "") for _, _, row in found.values()):
        return list(found.values())
    names = [key for key in keys if key != "valid_from"]
    ids = {key: " ".join(getattr(row, name) for name in names) for key, (_, _, row) in found.items()}
    after = {}
    for key, (path, line, row) in found.items():
        asked = getattr(row, "after", "")
        behind = " ".join([*(getattr(row, name) for name in names[:-1]), asked]) if asked else ""
        if behind and behind not in ids.values():
            hint = nearest(behind, set(ids.values()))
            raise CtxhError(f"{name_of(path)}, dòng {line}, cột after: không có «{behind}» để đứng sau.{hint}")
        after[key] = next((other for other in reversed(ids) if ids[other] == behind), "") if behind else ""
    return [found[key] for key in placed_after(after)]


def placed_after(after: Mapping[Key, Key | str]) -> list[Key]:
    """Keys in their order, each that is said to stand after another one (empty: it stands where it is) right behind it.

    Of several after one the first stands first.
    """
    followers: dict[object, list[Key]] = {}
    for key, other in after.items():
        if other:
            followers.setdefault(other, []).append(key)
    placed: list[Key] = []

    def place(key: Key) -> None:
        placed.append(key)
        for other in followers.get(key, []):
            place(other)

    for key, other in after.items():
        if not other:
            place(key)
    return placed + [key for key in after if key not in placed]  # those that stand after each other


def _check_replaces(
    path: Path, line: int, key: tuple[str, ...], replaces: bool, found: Mapping[tuple[str, ...], tuple[Path, int, object]]
) -> None:
    """Nothing, when a row may stand in the place of another. Raises CtxhError otherwise."""
    words, before = " ".join(filter(None, key)), found.get(key)
    if before and (before[0] == path or not replaces):
        hint = "Bỏ một dòng." if before[0] == path else "Muốn thay dòng ấy thì ghi yes ở cột replaces."
        raise CtxhError(f"{name_of(path)}, dòng {line}: «{words}» đã có trong {name_of(before[0])}. {hint}")
    if not before:
        hint = nearest(words, {" ".join(filter(None, other)) for other in found})
        raise CtxhError(f"{name_of(path)}, dòng {line}, cột replaces: chưa có «{words}» để thay.{hint} Dòng mới thì để trống cột ấy.")
