"""A column of records typed: its values, and one finding for each cause with every cell it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ctxh.book.categories import Categories
from ctxh.book.layouts import BLANK_IS_ZERO, LayoutColumn
from ctxh.clean.cell_values import BLANK, Read, Refused
from ctxh.clean.form_records import Columns, Records
from ctxh.clean.merged_cells import in_1900_days, swapped_days, undittoed, year_above
from ctxh.clean.money_scale import Scale, money_scale
from ctxh.clean.numerals import Measured, has_commas
from ctxh.clean.values import ValueReader
from ctxh.findings import Finding, finding
from ctxh.read.flags import YEAR_AS_DAY
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import clean_text, fold

WORD = "_word"  # behind the name of a column: how its cells are spelled
_DAYS = ("date", "month", "birth")
_YEARS = ("năm gõ vào ô định dạng ngày, lấy là năm", "44")
_ABOUT = "12"  # numbers that are said to be rough
_NAMED_BY_WORDS = ("text", "category")  # a row without its word may be a total: to name it would count it
_FILL = ("Điền các ô này rồi chạy lại.", "Điền các ô này rồi chạy lại; dòng tổng thì ghi «Tổng cộng».")
_NOTHING = Read(0, "ô trống, ở cột này là không có")
_DITTO = Read(None, "dấu «như trên»", case="58")
_Cell = tuple[int, object, object]  # its row, what it holds, what is used


@dataclass
class _Causes:
    """The cells of a column by what is wrong with them or was repaired: row, value found, value used."""

    refused: dict[Refused, list[_Cell]] = field(default_factory=dict)
    repaired: dict[tuple[str, str], list[_Cell]] = field(default_factory=dict)
    doubted: dict[tuple[str, str], list[_Cell]] = field(default_factory=dict)
    blank: list[int] = field(default_factory=list)

    def take(self, row: int, value: object, read: Read, required: bool) -> None:
        """Note one cell as it was read."""
        if isinstance(read.value, Refused):
            self.refused.setdefault(read.value, []).append((row, value, ""))
        elif read.value is BLANK and required:
            self.blank.append(row)
        elif read.doubt:
            self.doubted.setdefault((read.doubt, read.case), []).append((row, value, read.value))
        elif read.repaired:
            self.repaired.setdefault((read.repaired, read.case), []).append((row, value, read.value))


def typed_column(
    records: Records, column: LayoutColumn, placed: Placed, rows: list[int], categories: Categories, reported: int | None = None
) -> Columns:
    """The values of a column of ``records`` by its name; what was not plain goes to their findings.

    ``reported`` is the year reported on, without which years of two digits are refused.
    """
    index = placed.columns[column.column]
    raw = [placed.sheet.rows[r][index] for r in rows]
    if column.kind == "any":
        return _any_values(records, column, placed, rows, raw, reported)
    causes, reader = _Causes(), _reader(records, column, placed, categories, raw, reported)
    cells, dittos = undittoed(column, in_1900_days(raw) if placed.sheet.date1904 and column.kind in _DAYS else raw)
    reads = reader.read_all(cells)
    if column.rule == BLANK_IS_ZERO:
        reads = [_NOTHING if read.value is BLANK else read for read in reads]
    for row, value, read in zip(rows, cells, reads, strict=True) if not reader.all_plain else ():
        if not read.plain:
            causes.take(row + 1, value, read, column.required)
    for place in dittos if column.kind != "text" else ():
        used = "" if isinstance(reads[place].value, Refused) else reads[place].value
        causes.repaired.setdefault((_DITTO.repaired, _DITTO.case), []).append((rows[place] + 1, raw[place], used))
    if column.kind in _DAYS:
        marked = {r for r, c in placed.sheet.flagged.get(YEAR_AS_DAY, ()) if c == index}
        known: list[_Cell] = [
            (row + 1, "", read.value) for row, read in zip(rows, reads, strict=True) if row in marked and read.used is not None
        ]
        causes.repaired |= {_YEARS: known} if known else {}
    records.findings += _findings(records, column, causes) + _order_findings(records, column, placed, rows, raw)
    values = {column.column: [read.used for read in reads]}
    if column.kind == "category" and records.register:
        return values | _words(column.column, raw, reads, categories.all(placed.layout.form, column.column), set(dittos))
    return values | ({f"{column.column}_year_only": [r.year_only for r in reads]} if column.kind == "birth" else {})


def _words(name: str, raw: list[object], reads: list[Read], labels: dict[str, str], dittos: set[int]) -> Columns:
    """The words by which cells say their category, where some are not its label: words of the closed list alone, of others none."""
    pairs = [(value, read.used if isinstance(read.used, str) else None) for value, read in zip(raw, reads, strict=True)]
    words = {pair: _word(*pair) for pair in dict.fromkeys(pairs)}
    if not dittos and all(code is None or word.casefold() == labels[code].casefold() for (_, code), word in words.items()):
        return {}
    return {name + WORD: ["" if place in dittos else words[pair] for place, pair in enumerate(pairs)]}


def _word(value: object, code: str | None) -> str:
    text = clean_text(str(value))
    return text if code is not None and fold(text).isascii() else ""


def _reader(
    records: Records, column: LayoutColumn, placed: Placed, categories: Categories, raw: list[object], reported: int | None
) -> ValueReader:
    place = (placed.layout.form, column.column)
    scale = money_scale(placed, column.column) if column.kind == "money" else Scale()
    return ValueReader(
        column,
        categories.codes_by_word(*place, records.area_code),
        labels=categories.all(*place),
        measured=Measured(scale.factor, scale.doubt, has_commas(raw)),
        year=year_above(placed) if column.kind == "month" else None,
        reported=reported,
    )


def _any_values(
    records: Records, column: LayoutColumn, placed: Placed, rows: list[int], raw: list[object], reported: int | None
) -> Columns:
    """Numbers and texts of a column whose kind is said row by row in ``unit_of_measure``."""
    measures = placed.columns.get("unit_of_measure")
    numbers, texts, causes = [], [], _Causes()
    for row, value in zip(rows, raw, strict=True):
        measure = "" if measures is None else clean_text(str(placed.sheet.rows[row][measures]))
        read = ValueReader.for_measure(column, measure, reported).read(value)
        causes.take(row + 1, value, read, required=False)
        numbers.append(read.used if isinstance(read.used, (int, float)) else None)
        texts.append(read.used if isinstance(read.used, str) else None)
    records.findings += _findings(records, column, causes)
    return {column.column: numbers, f"{column.column}_text": texts}


def _findings(records: Records, column: LayoutColumn, causes: _Causes) -> list[Finding]:
    about = f"Cột «{column.label}»"
    rows = []
    for cause, cells in causes.refused.items():
        if cause.message:
            remedy = f"Sửa các ô này ({cause.remedy}) rồi chạy lại." if cause.remedy else "Sửa các ô này rồi chạy lại."
            message = f"{about}: {cause.message.rstrip('.')}" + (f" ({len(cells)} ô)." if len(cells) > 1 else ".")
            rows.append(_finding(records, column, cells, "stopped", message, remedy, cause.case))
    for (doubt, case), cells in causes.doubted.items():
        rows.append(_finding(records, column, cells, "flagged", f"{about}: {doubt} ({len(cells)} ô).", "Xem lại các ô này.", case))
    for (reason, case), cells in causes.repaired.items():
        done = "lấy số ghi trong ô" if case == _ABOUT else "đã đọc thành giá trị đúng"
        message = f"{about}: {reason} ({len(cells)} ô), {done}."
        rows.append(_finding(records, column, cells, "fixed", message, "", case))
    if causes.blank:
        message = f"{about} bắt buộc nhưng để trống {len(causes.blank)} ô."
        blank = [(row, "", "") for row in causes.blank]
        rows.append(_finding(records, column, blank, "stopped", message, _FILL[column.kind in _NAMED_BY_WORDS], ""))
    return rows


def _order_findings(records: Records, column: LayoutColumn, placed: Placed, rows: list[int], raw: list[object]) -> list[Finding]:
    """A finding for days that Excel may have read month first, known by later days left as texts."""
    places = swapped_days(raw) if column.kind in ("date", "birth") else []
    if not places:
        return []
    message = f"Cột «{column.label}»: {len(places)} ô có thể bị Excel đảo ngày và tháng."
    cells = [(rows[place] + 1, "", "") for place in places]
    return [_finding(records, column, cells, "flagged", message, "Định dạng cột là Văn bản và gõ lại ngày/tháng/năm.", "42")]


def _finding(
    records: Records, column: LayoutColumn, cells: Sequence[_Cell], severity: str, message: str, remedy: str, case: str
) -> Finding:
    """A finding about some cells of a column; what was found and used is kept back where it is personal."""
    _, found, used = cells[0]
    seen = {} if column.personal else {"found": str(found)[:60], "used": "" if severity == "stopped" else str(used)}
    cell = cell_ranges(records.letters[column.column], [row for row, *_ in cells])
    place = records.place | {"cell": cell}
    return finding(severity, message, remedy, check=f"case {case}" if case else "giá trị", **place, **seen)
