"""A value and how well it is known; and what a formula may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Quantity:
    """A value or a text, and its status: observed, estimated, partial, missing or hidden."""

    value: float | int | None = None
    text: str = ""
    status: str = "observed"

    @property
    def missing(self) -> bool:
        """Whether there is nothing to print."""
        return self.value is None and not self.text


MISSING = Quantity(status="missing")
MISSING_SIGN = "…"  # in a line; a cell of a table and a label of a figure have a dash
HIDDEN = Quantity(status="hidden")  # of a public edition: nothing follows from it
HIDDEN_SIGN = "(*)"
HIDDEN_NOTE = "(*) Số liệu không công bố riêng để bảo vệ thông tin cá nhân; đã tính trong tổng số."


class Known(Protocol):
    """What a formula may ask for while it computes one area of one year."""

    year: int

    def total(self, item: str) -> Quantity: ...
    def fact(self, item: str) -> Quantity: ...
    def agreed(self, item: str) -> Quantity: ...
    def indicator(self, name: str) -> Quantity: ...
    def last_year(self, name: str) -> Quantity: ...
    def norm(self, name: str, of_province: bool) -> Quantity: ...


Labels = Mapping[str, str]  # of indicators, by id


def weakest(statuses: Iterable[str]) -> str:
    """The status of what rests on parts of these statuses."""
    order = ("observed", "estimated", "partial", "missing")
    return max(statuses, key=order.index)
