"""Workbooks of Excel since 2007 (.xlsx, .xlsm): their parts, looked at as the child process reads them."""

from __future__ import annotations

import re
from functools import cached_property

from ctxh.read import flags
from ctxh.read.look import Area, Look
from ctxh.read.outside_cells import PAGE, Text, drawn_over, page_texts
from ctxh.read.preflight import Package
from ctxh.read.shared_strings import blank_texts, comments, marked_texts
from ctxh.read.sheet_xml import look_at
from ctxh.read.styles import styles_of
from ctxh.read.xml_parsing import elements, is_true

_ODD_EPOCH = re.compile(rb"""\sdate1904\s*=\s*["'](?!(?:0|1|true|false)["'])""")  # the reader of values takes it for 1900


class XlsxBook:
    """A workbook with its styles and a look at each of its sheets. Raises ValueError for a broken one."""

    unseen = ""

    def __init__(self, package: Package) -> None:
        self.package, self.name, self.data = package, package.name, package.data
        parts = {kind.rpartition("/")[2]: target for kind, target in package.targets(package.workbook).values()}
        self.texts = package.part(parts.get("sharedStrings", ""))
        self.styles = styles_of(package.part(parts.get("styles", "")))
        self.marked = marked_texts(self.texts)
        head = package.part(package.workbook)
        if _ODD_EPOCH.search(head):
            raise ValueError("date1904")
        self.date1904 = any(is_true(attributes.get("date1904")) for _, attributes in elements(head, "workbookPr"))

    def sheets(self) -> list[tuple[str, str]]:
        """The name and the part of each sheet."""
        return list(self.package.sheets())

    def look(self, part: str, each: bool = False) -> Look:
        """The look at a sheet, at each cell or, where its rows are plain, with their number alone."""
        return look_at(self.package.part(part), self.styles.numbers, frozenset(self.marked), lambda: self._blank_texts, each)

    def agrees(self, part: str, counted: int, read: int) -> bool:
        """Whether the cells counted in plain rows are those read, also when empty texts are no cells."""
        data = self.package.part(part)
        return counted == read or counted - sum(data.count(b't="s"><v>%d</v>' % number) for number in self._blank_texts) == read

    def comments(self, part: str) -> flags.Cells:
        """The cells of a sheet that carry a comment."""
        return comments(self.package, part)

    def outside(self, part: str, look: Look) -> tuple[list[Text], list[Area]]:
        """What text boxes and the printed page of a sheet say, and the areas that pictures hide."""
        texts, areas = drawn_over(self.package, part)
        return [*texts, *((*PAGE, line) for marked in look.page for line in page_texts(marked))], areas

    def suspect(self, part: str, look: Look) -> bool:
        """Whether texts of a sheet may be in an old encoding."""
        return self._texts_suspect or (look.own_texts and flags.may_hold_old_text(self.package.part(part)))

    @cached_property
    def _blank_texts(self) -> frozenset[int]:
        return blank_texts(self.texts)

    @cached_property
    def _texts_suspect(self) -> bool:
        return flags.may_hold_old_text(self.texts)
