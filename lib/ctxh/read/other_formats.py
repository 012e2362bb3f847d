"""Workbooks whose looks are told by a reader of their own kind of file, as a book that the child process reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from ctxh.read.flags import Cells
from ctxh.read.look import Area, Look
from ctxh.read.outside_cells import Text
from ctxh.read.styles import Styles


@dataclass
class OtherFormatBook:
    """A workbook with a look at each of its sheets, by name, and what its kind of file does not let us see."""

    kind: str  # xls, xlsb, ods
    name: str
    data: bytes
    styles: Styles
    date1904: bool
    looks: dict[str, Look]
    unseen: str
    marked: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def sheets(self) -> list[tuple[str, str]]:
        """The name of each sheet, twice, as it is where its look is found too."""
        return [(name, name) for name in self.looks]

    def look(self, part: str, each: bool = False) -> Look:
        """The look at a sheet, always at each cell."""
        return self.looks[part]

    def agrees(self, part: str, counted: int, read: int) -> bool:
        """Whether counting alone tells that no cell was lost; here each cell is compared."""
        return False

    def comments(self, part: str) -> Cells:
        """The cells with a comment that no mark tells of."""
        return []

    def outside(self, part: str, look: Look) -> tuple[list[Text], list[Area]]:
        """Nothing: text boxes and pictures are not looked at."""
        return [], []

    def suspect(self, part: str, look: Look) -> bool:
        """Whether texts may be in an old encoding."""
        return True
