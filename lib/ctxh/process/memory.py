"""What a process that goes on keeps between rounds of the same work: in its memory alone, as long as rounds ask for it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

T = TypeVar("T")
NOTHING = (object(), None)  # equal to nothing that anything is made of


class Memory:
    """Values by what they were made of; what a whole round did not ask for is let go."""

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[object, Any]] = {}
        self._now: dict[Hashable, tuple[object, Any]] = {}

    def next_round(self) -> Memory:
        """The same memory, at the begin of another round."""
        self._before, self._now = self._now, {}
        return self

    def get(self, key: Hashable, made_of: object) -> Any:
        """The value under a key where it was made of the same, else None."""
        made_before, value = self._now.get(key) or self._before.get(key, NOTHING)
        return self.keep(key, made_of, value) if made_before == made_of else None

    def keep(self, key: Hashable, made_of: object, value: T) -> T:
        """The value, after it was kept."""
        self._now[key] = made_of, value
        return value
