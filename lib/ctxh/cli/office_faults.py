"""What may be amiss with an office's folder: a fault of some sort, with its place and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctxh.errors import CtxhError

LACKING, BORROWED, OLDER, WRONG = "Thiếu", "Của đơn vị khác", "Của phiên bản cũ", "Sai"
_PLACED = re.compile(r"([\w./-]+\.(?:csv|toml|md)(?:, (?:dòng|cột|\[)[^:]*)?): (.+)", re.DOTALL)  # a message that names its file


@dataclass(frozen=True)
class Fault:
    """What is amiss: of which sort, where, what, and what to do."""

    sort: str
    place: str
    message: str


def faults_of_reading(place: str, read: Callable[[], object], sort: str = WRONG) -> Iterator[Fault]:
    """What reading something is refused with, at the file and line that it names; nothing where it is not."""
    try:
        read()
    except CtxhError as error:
        named = _PLACED.fullmatch(str(error))
        yield Fault(sort, *named.groups()) if named else Fault(sort, place, str(error))
