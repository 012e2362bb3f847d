"""What came in of a year's workbooks: a value once all are read; while they are, what has come so far."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace

from ctxh.clean.expected import Coverage
from ctxh.clean.form_records import Records
from ctxh.clean.persons.gate import Gate, Registers
from ctxh.clean.persons.identities import Numbers
from ctxh.findings import Finding


@dataclass(frozen=True)
class Received:
    """What came in: records form by form, findings, and one coverage row a form and file.

    How many rows no indicator uses, and how much money, is known when the records are cut to the period.
    """

    records: tuple[Records, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    gate: Gate = field(default_factory=Gate)  # by the registers that were read whole
    values: Mapping[str, str] = field(default_factory=dict)  # hashes of what workbooks hold, by those of their bytes
    later: tuple[Records, ...] = ()  # payments after the period that is reported on


@dataclass(frozen=True)
class ComingIn:
    """What has come in of the workbooks that were read so far."""

    records: list[Records] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    stray: set[tuple[str, str]] = field(default_factory=set)  # areas with forms that stand under another name, of which that is told


@dataclass(frozen=True)
class Workbook:
    """What came in of one workbook, and what of its persons other workbooks are held against."""

    sender: tuple[str, str]  # the code under which it counts, and the name of its area
    came: ComingIn
    numbers: Numbers
    registers: Registers

    def copy(self) -> Workbook:
        """The same, with records, findings and coverage that may be changed; their tables are exchanged and changed by nobody."""
        tables = {id(records.table): records.table for records in self.came.records}
        return replace(self, came=deepcopy(self.came, tables))
