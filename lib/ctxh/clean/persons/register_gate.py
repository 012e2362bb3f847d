"""A gate of the registers alone, read again to let a changed wording pass: of their rows, no cell of which is typed or judged."""

from __future__ import annotations

from pathlib import Path

from ctxh.clean.corrections import applied
from ctxh.clean.expected import Expected
from ctxh.clean.merged_cells import filled_down
from ctxh.clean.persons.gate import Gate, Registers
from ctxh.clean.rows import split_rows
from ctxh.clean.section_rows import placed_form
from ctxh.clean.senders import area_of
from ctxh.clean.sexes import prepared
from ctxh.clean.stand_ins import of_its_time, settled_senders
from ctxh.read.child_reader import Reading, read_workbooks
from ctxh.read.placement import form_of, workbook_files
from ctxh.reference.area_names import AreaNames


def gate_of_registers(folder: Path, expected: Expected) -> Gate:
    """A gate that stops whatever that of the whole reading does, and may be more: it knows rows that prove no records.

    What it lets pass, the other lets pass. Raises CtxhError where a register has no header that can be read.
    """
    names = AreaNames.of(expected.senders.areas, expected.kinds, {expected.office_code: expected.office_name})
    readings, registers = [reading for reading in read_workbooks(workbook_files(folder)) if not reading.refused], Registers()
    expected, _ = settled_senders(readings, expected, names)
    for reading in readings:
        _take(registers, reading, expected, names)
    return Gate.of(registers)


def _take(registers: Registers, reading: Reading, expected: Expected, names: AreaNames) -> None:
    sheets = applied(list(reading.sheets), reading.path.name, expected.corrections, whole=False).sheets
    part = expected.part(area_of(reading.path, sheets, names, expected.senders)[0])
    layouts = {name: layout.sent_by(part.code) for name, layout in expected.layouts.items()}
    for sheet in sheets:
        layout = form_of(sheet, layouts)
        if layout is not None and any(column.personal for column in layout.columns):
            placed = of_its_time(placed_form(sheet, layout, expected.categories, part.code), part, expected.year)
            registers.take(placed, [index + 1 for index in split_rows(filled_down(prepared(placed))).data])
