"""What reading a cell gives: a typed value, a blank, or a refusal; what was repaired and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

BLANK = object()


@dataclass(frozen=True)
class Refused:
    """A value that must not be used: why, and how to write it instead."""

    message: str
    remedy: str = ""
    case: str = ""  # the number of the kind of fault


class Read(NamedTuple):
    """A typed value (or BLANK, or Refused), what had to be repaired to get it, and what is doubtful."""

    value: object
    repaired: str = ""
    doubt: str = ""
    case: str = ""
    year_only: bool = False  # of a birth: the day is not known

    @property
    def plain(self) -> bool:
        """Whether there is a value and nothing to say about it."""
        return not (self.repaired or self.doubt or self.value is BLANK or isinstance(self.value, Refused))

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, int | float) else None

    @property
    def used(self) -> object:
        """The value that goes on into the records; nothing for a blank or refused cell."""
        return None if self.value is BLANK or isinstance(self.value, Refused) else self.value
