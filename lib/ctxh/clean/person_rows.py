"""What is lacking or cannot be in the rows about persons: births, names, identity numbers. Nothing of a person is shown."""

from __future__ import annotations

from ctxh.book.header_words import BIRTH_ANY
from ctxh.book.layouts import Layout
from ctxh.clean.form_records import Columns, Records
from ctxh.clean.rows import Split
from ctxh.findings import Finding, finding
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges

OLDEST = 115  # nobody who is paid is older
_SEVERAL = 5  # rows without a number that cannot all be of people who have none yet
_MALE, _FEMALE = "birth_male", "birth_female"
_BIRTHS = (_MALE, _FEMALE, BIRTH_ANY)
_START = "from_month"


def drop_late_births(records: Records, layout: Layout, columns: Columns) -> None:
    """Take births out that come after the year from which the person is paid, each column with its finding."""
    starts = [int(start[:4]) if start else None for start in columns.get(_START, ())]
    for column in (layout.column(name) for name in columns if name in _BIRTHS):
        births = columns[column.column]
        late = [place for place, (birth, start) in enumerate(zip(births, starts, strict=False)) if birth and start and birth > start]
        if late:
            columns[column.column] = [None if place in late else birth for place, birth in enumerate(births)]
            message = f"Cột «{column.label}»: {len(late)} ngày sinh sau tháng bắt đầu hưởng."
            cell = cell_ranges(records.letters[column.column], [columns["row"][place] for place in late])
            records.findings.append(
                finding("stopped", message, "Sửa năm sinh hoặc tháng hưởng.", check="case 46", cell=cell, **records.place)
            )


def people_findings(records: Records, placed: Placed, split: Split, reported: int | None) -> list[Finding]:
    """Findings about the persons of a form, one for each kind of what is wrong with them."""
    return _births(records, placed, reported) + _names(records, placed, split) + _numbers(records, placed, split)


def _births(records: Records, placed: Placed, reported: int | None) -> list[Finding]:
    """Rows with two births or none, and ages that nobody reaches, where a form asks for births."""
    table = records.table
    names = (_MALE, _FEMALE) if {_MALE, _FEMALE} <= set(table) else (BIRTH_ANY,) if BIRTH_ANY in table else ()
    if not names:
        return []
    cells = [[placed.sheet.rows[row - 1][placed.columns[name]] not in ("", None) for name in names] for row in table["row"]]
    known = list(zip(table["row"].tolist(), cells, *(table[name].tolist() for name in names), strict=True))
    both = [row for row, filled, *_ in known if len(names) > 1 and all(filled)]
    none = [row for row, filled, *_ in known if not any(filled)]
    old = {
        name: [row for row, _, *births in known if births[place] and births[place] == births[place] and reported - births[place] > OLDEST]
        for place, name in enumerate(names)
        if reported is not None
    }
    of_sex = (" hoặc không rõ giới tính", " và giới tính (Nam, Nữ)") if placed.parted else ("", "")
    letters = tuple(records.letters[name] for name in names)
    faults = [
        (both, letters, f"{len(both)} dòng ghi ngày sinh ở cả cột Nam và cột Nữ: không rõ giới tính.", "Chỉ ghi ở một cột."),
        (
            none,
            letters,
            f"{len(none)} dòng không ghi ngày sinh{of_sex[0]}: không có trong số liệu theo tuổi và giới.",
            f"Ghi ngày hoặc năm sinh{of_sex[1]}.",
        ),
        *(
            (rows, (records.letters[name],), f"{len(rows)} người trên {OLDEST} tuổi theo ngày sinh đã ghi.", "Kiểm tra năm sinh.")
            for name, rows in old.items()
        ),
    ]
    return [
        finding(
            "flagged", message, remedy, check="case 46", cell=",".join(cell_ranges(column, rows) for column in columns), **records.place
        )
        for rows, columns, message, remedy in faults
        if rows
    ]


def _names(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """Rows without the name that the form asks for."""
    found = []
    for column in placed.layout.columns:
        if column.personal and column.required and column.kind in ("name", "text"):
            rows = _blank(placed, split, column.column)
            if rows:
                message = f"Cột «{column.label}» để trống {len(rows)} ô: các dòng này vẫn được tính."
                found.append(
                    finding(
                        "flagged",
                        message,
                        "Ghi họ tên, hoặc xóa dòng thừa.",
                        check="case 39",
                        cell=cell_ranges(column_letters(placed.columns[column.column]), rows),
                        **records.place,
                    )
                )
    return found


def _numbers(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """Columns of identity numbers in which there is none at all: nothing can be compared by them."""
    found = []
    for column in placed.layout.columns:
        known = column.kind == "identity" and column.column in placed.columns
        rows = _blank(placed, split, column.column) if known else []
        if len(rows) >= _SEVERAL and len(rows) == len(split.data):
            message = f"Cột «{column.label}» trống cả {len(rows)} dòng: không so được người trùng và người đã chết."
            found.append(
                finding(
                    "flagged",
                    message,
                    "Ghi số CCCD của những người đã được cấp.",
                    check="case 49",
                    cell=cell_ranges(column_letters(placed.columns[column.column]), rows),
                    **records.place,
                )
            )
    return found


def _blank(placed: Placed, split: Split, column: str) -> list[int]:
    index = placed.columns[column]
    return [
        row + 1 for row in split.data if not str("" if placed.sheet.rows[row][index] is None else placed.sheet.rows[row][index]).strip()
    ]
