"""The gate: no name or number of a person leaves in a text, in an amount, or in the name of a file or a sheet.

What the registers hold is compared as hashes with a salt of the run, which is never written down; numbers that look
like those of identity cards, accounts and telephones are found in any text. No finding shows what was found.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from ctxh.book.layouts import Layout, LayoutColumn
from ctxh.clean.expected import Coverage
from ctxh.clean.form_records import Columns, Records
from ctxh.clean.persons.names import MOST_WORDS, doubtful_names_in, name_keys, names_in, plain_name, short_names_in
from ctxh.clean.persons.normalised import plain_text, without_by_names, without_typed_tones
from ctxh.clean.persons.personal_numbers import bare_numbers, digit_runs, digits_of, private_numbers
from ctxh.findings import Finding, finding
from ctxh.read.placement import Placed
from ctxh.reference.tables import read_reference

CHECK, ALLOWED, MASK = "thông tin cá nhân", "allowed_names.csv", "…"
MOST_COUNTED = 10**8  # nobody counts so many persons, households or gifts: a number above it is somebody's own
_COUNTED = ("count", "change", "coefficient", "percent")
_NUMBERS = (*_COUNTED, "money")
_NAME, _KNOWN, _MAYBE, _BARE = "name", "known", "maybe", "bare"
DOUBTS = (_MAYBE, _BARE)  # told, and let pass
_MESSAGES = {
    _NAME: "họ tên trùng với một người trong các danh sách",
    _KNOWN: "dãy số trùng với một số trong các danh sách",
    _MAYBE: "chữ có thể là họ tên một người trong các danh sách",
    _BARE: "dãy 9 đến 11 chữ số viết liền, có thể là số của một người",
    "identity": "dãy số như số định danh (CCCD)",
    "account": "dãy số như số tài khoản",
    "telephone": "dãy số như số điện thoại",
    "insurance": "dãy số như mã số thẻ bảo hiểm",
}
_CALLED = {"file": "Tên tệp", "sheet": "Tên trang tính"}
_REMEDY_DOUBT = (
    f"Nếu là của một người thì bỏ; là số tiền thì viết có dấu chấm. Nếu không phải, thêm một dòng có lý do vào {ALLOWED} của đơn vị."
)
_REMEDY = (
    f"Bỏ khỏi nơi này, hoặc đổi tên tệp, trang tính. Nếu được phép nêu (như tên người ký), thêm một dòng có lý do vào {ALLOWED} của đơn vị."
)


@dataclass
class Registers:
    """The names and numbers of persons that stand in registers, while the workbooks of a folder are read."""

    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)

    def take(self, placed: Placed, rows: Iterable[int]) -> None:
        """Note the names and the long numbers of the personal columns in the records of a form."""
        for column in (c for c in placed.layout.columns if c.column in placed.columns and c.kind in ("name", "identity", "text")):
            if column.personal:
                index = placed.columns[column.column]
                values = {placed.sheet.rows[row - 1][index] for row in rows}
                if column.kind == "name":
                    self.names.update(value for value in values if type(value) is str)
                else:
                    self.numbers.update(number for value in values for number in digits_of(value))


@dataclass(frozen=True)
class Gate:
    """What may not leave: hashes of the names and numbers of the registers, without those that an office allows."""

    salt: bytes = b""
    names: frozenset[bytes] = frozenset()
    numbers: frozenset[bytes] = frozenset()
    allowed: frozenset[str] = frozenset()  # numbers that an office prints on purpose

    @classmethod
    def of(cls, registers: Registers, places: Iterable[str] = ()) -> Gate:
        """The gate of the registers that were read; the names of places are no names of persons."""
        salt = secrets.token_bytes(16)
        known = {key for name in registers.names for key in _keys(plain_name(name)[0])} - {key for place in places for key in _keys(place)}
        return cls(salt, frozenset(_hashes(salt, known)), frozenset(_hashes(salt, registers.numbers)))

    def allowing(self, texts: Iterable[str]) -> Gate:
        """The gate that lets some names and numbers pass."""
        texts = tuple(texts)
        return replace(self.without(texts), allowed=frozenset(number for text in texts for number in digits_of(text, 1)))

    def without(self, names: Iterable[str]) -> Gate:
        """The gate that does not know some names, as those of places."""
        return replace(self, names=self.names - frozenset(_hashes(self.salt, (key for name in names for key in _keys(name)))))

    def holds_number(self, number: float) -> bool:
        """Whether a number is one of the registers, a nought that it lost in front apart."""
        return self._known_number(f"{number:.0f}")

    def _known_number(self, digits: str) -> bool:
        return digits not in self.allowed and not self.numbers.isdisjoint(_hashes(self.salt, (digits, f"0{digits}")))

    def passed(self, text: str, name_of_file: bool = False) -> tuple[str, str]:
        """A text with what may not leave masked, and what was found there; the text itself and nothing where there is none.

        In names of files and sheets, and in other texts without a blank, words need no capitals, and any signs may stand between them.
        """
        if not text or (text.isascii() and text.isalpha() and text.islower()):
            return text, ""
        plain = plain_text(text)
        found = self._written(plain, name_of_file or " " not in text.strip()) if self.names else []
        found += [(start, end, _KNOWN) for start, end, digits in digit_runs(plain) if self._known_number(digits)]
        found += [span for span in private_numbers(plain) if "".join(filter(str.isdigit, plain[span[0] : span[1]])) not in self.allowed]
        if not found:
            return text, "" if name_of_file else self._doubt(plain)
        masked, behind = "", 0
        for start, end, _ in sorted(found):
            masked += f"{plain[behind:start]}{MASK}" if start >= behind else ""
            behind = max(behind, end)
        return masked + plain[behind:], found[0][2]

    def spread(self, first: str, second: str) -> bool:
        """Whether the end of a text and the beginning of the next are together a name that neither holds alone."""
        end, begin = " ".join(first.split()[1 - MOST_WORDS :]), " ".join(second.split()[: MOST_WORDS - 1])
        together = self.names and self._names(plain_text(f"{end} {begin}"))
        return bool(together) and not self.passed(end)[1] and not self.passed(begin)[1]

    def _written(self, plain: str, loose: bool) -> list[tuple[int, int, str]]:
        """Where names stand, as they are or with a by-name among their words; all of a text that types the tones of one."""
        found, without, toneless = self._names(plain, loose), without_by_names(plain), without_typed_tones(plain)
        found += self._names(without, loose) if without != plain else []
        return found or ([(0, len(plain), _NAME)] if toneless != plain and self._names(toneless, loose) else [])

    def _names(self, plain: str, loose: bool = False) -> list[tuple[int, int, str]]:
        return self._named(chain(names_in(plain, loose), short_names_in(plain)), _NAME)

    def _named(self, places: Iterable[tuple[int, int, str]], kind: str) -> list[tuple[int, int, str]]:
        places = list(places)
        hashed = zip(places, _hashes(self.salt, (key for *_, key in places)), strict=True)
        return [(start, end, kind) for (start, end, _), made in hashed if made in self.names]

    def _doubt(self, plain: str) -> str:
        """What a text holds that may be a person's, and may well be none: of which kind; empty where there is none."""
        bare = (plain[start:end] for start, end, _ in bare_numbers(plain))
        if any(number not in self.allowed for number in bare):
            return _BARE
        return _MAYBE if self._named(doubtful_names_in(plain), _MAYBE) else ""


def _keys(name: str) -> list[str]:
    return name_keys(plain_text(name))


def _hashes(salt: bytes, keys: Iterable[str]) -> Iterator[bytes]:
    begun = blake2b(key=salt, digest_size=12)
    for key in keys:
        made = begun.copy()
        made.update(key.encode())
        yield made.digest()


def load_allowed(office: Path) -> tuple[str, ...]:
    """The names and numbers that an office prints on purpose, each with its reason; none where there is no such file.

    Raises CtxhError naming the line without a name or a reason.
    """
    path = office / ALLOWED
    return tuple(read_reference(path)["name"]) if path.is_file() else ()


def guard_records(gate: Gate, all_records: Iterable[Records], layouts: dict[str, Layout]) -> list[Finding]:
    """A finding for each cell of records that holds what may not leave; in place, it is taken out."""
    return [found for records in all_records for found in _guarded(gate, records, layouts[records.form])]


def _guarded(gate: Gate, records: Records, layout: Layout) -> list[Finding]:
    table, found = records.table, []
    for column in layout.columns:
        for name in (column.column, f"{column.column}_text"):
            if name in table and (column.printed or column.kind in _NUMBERS):
                faults = list(_faults(gate, column, table[name].tolist()))
                for place, _, what in faults:
                    cell = f"{records.letters[column.column]}{table['row'].iloc[place]}"
                    at = records.place | {"cell": cell}
                    found.append(_finding(what, "Ô", **at))
                if faults:
                    instead = {place: masked for place, masked, _ in faults}
                    kept: Columns = {name: [instead.get(place, value) for place, value in enumerate(table[name].tolist())]}
                    table = table.assign(**kept)
    records.table = table
    return found + _guarded_together(gate, records, layout)


def _guarded_together(gate: Gate, records: Records, layout: Layout) -> list[Finding]:
    """A finding for each name that stands in two cells, side by side or one above the other; both are taken out."""
    names = [
        name for column in layout.columns for name in (column.column, f"{column.column}_text") if column.printed and name in records.table
    ]
    texts = {(name, row): text for name in names for row, text in enumerate(records.table[name].tolist()) if type(text) is str and text}
    rows, found = records.table["row"].tolist(), []
    for (name, row), text in list(texts.items()):
        beside = names[names.index(name) + 1 :][:1]
        for other in [*((next_name, row) for next_name in beside), (name, row + 1)]:
            if other in texts and gate.spread(text, texts[other]):
                cell = f"{records.letters[name.removesuffix('_text')]}{rows[row]}"
                at = records.place | {"cell": cell}
                found.append(_finding(_NAME, "Ô cùng ô bên phải hoặc ô dưới", **at))
                texts[name, row] = texts[other] = MASK
    if found:
        cut = {name: [texts.get((name, row), value) for row, value in enumerate(records.table[name].tolist())] for name in names}
        records.table = records.table.assign(**cut)
    return found


def _faults(gate: Gate, column: LayoutColumn, values: list[Any]) -> Iterator[tuple[int, object, str]]:
    """The places of a column that hold what may not leave, what stands there instead, and what was found."""
    for place, value in enumerate(values):
        if type(value) is str:
            masked, what = gate.passed(value)
            if what:
                yield place, masked, what
        elif value is not None and value >= MOST_COUNTED:
            counted = column.kind in _COUNTED
            if counted or gate.holds_number(value):
                yield place, None, "identity" if counted else _KNOWN


def guard_names(
    gate: Gate, coverage: Sequence[Coverage], findings: Sequence[Finding], all_records: Iterable[Records] = ()
) -> list[Finding]:
    """A finding for each name of a file or a sheet that holds what may not leave; in place, it is masked wherever it stands."""
    rows, masks, found = [*coverage, *findings], {}, []
    for row in rows:
        for kind, called in _CALLED.items():
            name = row[kind]
            if name and name not in masks:
                masks[name], what = gate.passed(name, name_of_file=True)
                place = {"file": row["file"], "sheet": name if kind == "sheet" else ""}
                found += [_finding(what, called, area_code=row["area_code"], **place)] if what else []
    changed = {name: masked for name, masked in masks.items() if name != masked}
    for row in [*rows, *found] if changed else []:
        row |= {kind: changed.get(row[kind], row[kind]) for kind in _CALLED}
    for records in all_records:
        records.file, records.sheet = changed.get(records.file, records.file), changed.get(records.sheet, records.sheet)
    for row in findings:
        row |= {key: _masked(gate, _renamed(row[key], changed)) for key in ("message", "remedy", "found", "expected", "used")}
    return found


def _masked(gate: Gate, text: str) -> str:
    """A text of ours that may hold the name of a file beside words."""
    return gate.passed(gate.passed(text)[0], name_of_file=True)[0]


def _renamed(text: str, changed: dict[str, str]) -> str:
    for name, masked in changed.items():
        text = text.replace(name, masked)
    return text


def guard_wording(gate: Gate, texts: Iterable[tuple[str, str, str]], area_code: str) -> list[Finding]:
    """A finding for each text (file, place, text) of an office's own wording and settings that holds what may not leave."""
    judged = ((file, place, gate.passed(text)[1]) for file, place, text in texts)
    return [_finding(what, place, area_code=area_code, file=file) for file, place, what in judged if what]


def guard_files(gate: Gate, names: Iterable[str], area_code: str) -> list[Finding]:
    """A finding for each name of a file or folder that holds what may not leave."""
    judged = (gate.passed(name, name_of_file=True) for name in names)
    return [_finding(what, _CALLED["file"], area_code=area_code, file=masked) for masked, what in judged if what]


def in_masked_files(gates: Iterable[Gate], rows: list[Finding]) -> list[Finding]:
    """The findings of all gates with the names of their files and sheets masked, which one of the gates may know and another tell."""
    for gate in gates:
        for row in rows:
            row |= {kind: gate.passed(row[kind], name_of_file=True)[0] for kind in _CALLED}
    return rows


def _finding(what: str, where: str, **place: str) -> Finding:
    severity, remedy = ("flagged", _REMEDY_DOUBT) if what in DOUBTS else ("stopped", _REMEDY)
    return finding(severity, f"{where} có {_MESSAGES[what]}.", remedy, check=CHECK, **place)
