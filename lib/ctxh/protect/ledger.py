"""The ledger of an office's public editions: what each printed and hid, so that two of them together open nothing.

One file an edition beside the office's editions, for its owner alone: as secret as a register, never published. An edition
that is made again from the same numbers takes its pattern from there; from other numbers it is refused, since the difference
of two published numbers may be one person.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctxh.errors import CtxhError
from ctxh.observe.saved import Saved
from ctxh.process.whole_files import write_whole
from ctxh.protect.ledger_folder import FOLDER, folder_of
from ctxh.protect.pattern import Pattern, told_by_totals
from ctxh.protect.system import Cell, Row, System
from ctxh.reference.period_names import WORDS
from ctxh.reference.places import PUBLIC, YEAR, Places

LOSS = "loss"
ENTRY = "ledger.json"
NAME = re.compile(rf"\d{{4}}(-({'|'.join(WORDS)}))?-{PUBLIC}(@\d{{4}}-\d\d-\d\d)?")  # of a public edition
MARKS = ("known", "counts", "present", "unprinted")  # sets of cells of a system
DIGEST = "digest"
Moved = tuple[frozenset[str], frozenset[str]]  # areas of a year, and those of the year before that became them


@dataclass(frozen=True)
class Kept:
    """A public edition as the ledger has it."""

    edition: str
    system: System
    pattern: Pattern
    office: str = ""
    moved: tuple[Moved, ...] = ()

    @property
    def whose(self) -> tuple[str, int]:
        """The office and the year."""
        return self.office, int(self.edition[:4])

    @property
    def period(self) -> str:
        """What it is of: ``year``, ``half-year``."""
        return self.edition.partition("@")[0].removesuffix(f"-{PUBLIC}")[5:] or YEAR

    @property
    def printed(self) -> set[Cell]:
        """The numbers that it told."""
        return self.system.values.keys() - self.pattern.hidden - (self.system.unprinted - self.system.known)


def kept_editions(places: Places, office: str) -> dict[str, Kept]:
    """The public editions of an office by name.

    Raises CtxhError for a file that cannot be read or is called as no edition is: nothing is guessed, nothing passed over.
    """
    paths = sorted(folder_of(places, office).glob("*.json"))
    for path in paths:
        if not NAME.fullmatch(path.stem):
            raise CtxhError(
                f"Sổ riêng của các bản công khai (outputs/{office}/{FOLDER}/{path.name}): tên tệp không phải tên một bản công khai. "
                "Tệp bị đổi tên thì trả lại tên cũ, ví dụ 2024-public.json; bản sao thì đưa ra khỏi thư mục ấy."
            )
    return {path.stem: _read(path, office) for path in paths}


def require_entries(places: Places, office: str, kept: Collection[str]) -> None:
    """Nothing, when each public edition in an office's folder is among those of its ledger. Raises CtxhError where one is not."""
    standing = sorted(path.name for path in (places.outputs / office).glob("*") if NAME.fullmatch(path.name))
    if lost := [name for name in standing if name not in kept]:
        raise CtxhError(
            f"Bản công khai {', '.join(lost)} nằm ở outputs/{office} mà sổ riêng ({FOLDER}) không có: khôi phục sổ từ bản sao lưu, thiếu "
            "nó thì bản mới có thể làm lộ số mà bản ấy đã che. Bản đã gỡ ở mọi nơi thì xoá cả thư mục của nó."
        )


def same_numbers(one: System, other: System) -> bool:
    """Whether two systems hold the same numbers, those behind what is printed where both have them."""
    shown = one.values.keys() - one.unprinted == other.values.keys() - other.unprinted
    return shown and all(abs(one.values[cell] - other.values[cell]) < 1e-6 for cell in one.values.keys() & other.values.keys())


def write_entry(path: Path, system: System, pattern: Pattern, moved: Iterable[Moved] = ()) -> None:
    """Write an edition's entry, readable by its owner alone."""
    cells = sorted(system.values)
    place = {cell: n for n, cell in enumerate(cells)}
    content: dict[str, Any] = {
        "office": system.office,
        "cells": [[*cell, system.values[cell]] for cell in cells],
        **{part: sorted(place[cell] for cell in getattr(system, part)) for part in MARKS},
        "hidden": sorted(place[cell] for cell in pattern.hidden),
        "asked": [[place[cell], *ends] for cell, ends in sorted(pattern.asked.items())],
        "rows": [[_end(row.low), _end(row.high), [[place[cell], by] for cell, by in row.parts]] for row in system.rows],
        "moved": [[sorted(areas) for areas in pair] for pair in moved],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content | {DIGEST: _digest(content)}, ensure_ascii=False), private=True)


def _digest(content: Mapping[str, Any]) -> str:
    """What an entry says of all else in it, so that one that was emptied or edited by hand is not believed."""
    rest = {name: part for name, part in content.items() if name != DIGEST}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _end(end: float) -> float | None:
    return None if end in (float("inf"), -float("inf")) else end


def _read(path: Path, office: str) -> Kept:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content[DIGEST] != _digest(content):
            raise ValueError
        cells = [Cell(*entry[:4]) for entry in content["cells"]]
        values = {cell: float(entry[4]) for cell, entry in zip(cells, content["cells"], strict=True)}
        rows = [
            Row(
                tuple((cells[place], float(by)) for place, by in parts),
                -float("inf") if low is None else low,
                float("inf") if high is None else high,
            )
            for low, high, parts in content["rows"]
        ]
        known, counts, present, unprinted = ({cells[n] for n in content.get(part, ())} for part in MARKS)
        system = System(content["office"], values, known, counts, present, rows=rows, unprinted=unprinted)
        asked = {cells[place]: (float(low), float(high)) for place, low, high in content["asked"]}
        pattern = Pattern(frozenset(cells[n] for n in content["hidden"]), asked, frozenset(told_by_totals(asked)))
        moved = tuple((frozenset(areas), frozenset(came)) for areas, came in content["moved"])
        return Kept(path.stem, system, pattern, office, moved)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise CtxhError(
            f"Sổ riêng của các bản công khai ({FOLDER}/{path.name}) hỏng hoặc bị sửa tay: khôi phục tệp ấy từ bản sao lưu; "
            "thiếu nó thì bản công khai mới có thể làm lộ số mà bản trước đã che."
        ) from None


def kept_pattern(places: Places, office: str, edition: str) -> str:
    """What a run says of its public edition's loss and sentences, after its pattern was put into the ledger."""
    if places.private is None:
        return ""
    folder = folder_of(places, office)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_whole(folder / f"{edition}.json", (places.private / ENTRY).read_bytes(), private=True)
    loss = Saved(places.private).table(LOSS)
    return "" if loss is None else "\n".join(map(str, loss[LOSS]))
