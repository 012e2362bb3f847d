"""Control totals of a form: typed sums, the amount spelt out at its foot, the formulas of its columns."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ctxh.book.layouts import LayoutColumn
from ctxh.clean.cell_values import BLANK
from ctxh.clean.form_records import Records
from ctxh.clean.merged_cells import is_unusable
from ctxh.clean.money_scale import money_scale
from ctxh.clean.numerals import Measured
from ctxh.clean.rounding import approximate, slack
from ctxh.clean.row_looks import numbers_columns
from ctxh.clean.rows import Split
from ctxh.clean.summing_rows import SUMMED
from ctxh.clean.values import ValueReader
from ctxh.findings import Finding, finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.placement import Placed, cell_ranges
from ctxh.vietnamese import clean_text, format_number, from_words, header_key

_SPELT = re.compile(r"(?:viet )?(?:bang chu|thanh chu)\b")
_DONG = re.compile(r"\b(?:dong|vnd)\b")
_FORMULA = re.compile(r"\(?\s*(\d{1,2}|[A-Z])\s*\)?\s*=\s*(.+)")
_TOKEN = re.compile(r"\d+|[A-Z]|[-+–−x×*:/]|\S")
_OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "–": operator.sub,
    "−": operator.sub,
    "x": operator.mul,
    "×": operator.mul,
    "*": operator.mul,
    ":": operator.truediv,
    "/": operator.truediv,
}
_FIRST = "x×*:/"
_HEADS = re.compile(r"^(?:tong cong|tong so|tong|cong)\b.*?\b(\d{1,3}(?: \d{3})*|\d+) (nguoi|doi tuong|dong)$")
_COUNTED_WORDS = {"nguoi": "người", "doi tuong": "đối tượng", "dong": "dòng"}
_ALL = float("inf")
_ROUGHLY = 10  # what is said to be rough may be off by a tenth
_WRONG_FORMULA = 3  # so many rows, all of which break a formula, speak against the formula


def control_findings(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """What the sums, the words and the formulas that a form states of itself say against its records."""
    sums = [found for index in split.totals for found in _sums(records, placed, split, index)]
    heads = [found for index in split.totals for found in _heads(records, placed, split, index)]
    words = _words(records, placed, split)
    rounded = any(row["check"] == "case 76" for row in sums)  # said of the typed sum: no need to say it of the words too
    return sums + heads + [row for row in words if not (rounded and row["check"] == "case 76")] + _formulas(records, placed, split)


def summed(records: Records, placed: Placed) -> Iterator[LayoutColumn]:
    """The columns of a form that are added up and have no value that was refused."""
    refused = {column for row in records.findings if row["severity"] == "stopped" for column in re.findall(r"[A-Z]+", row["cell"])}
    for column in placed.layout.columns:
        known = column.column in records.table and column.kind in SUMMED and not column.level_of
        if known and records.letters[column.column] not in refused:
            yield column


def _sums(records: Records, placed: Placed, split: Split, index: int) -> list[Finding]:
    """A finding for each sum typed in a row of totals that is neither that of its block nor that of all rows."""
    rows = []
    for column in summed(records, placed):
        stated_value = placed.sheet.rows[index][placed.columns[column.column]]
        scale = money_scale(placed, column.column).factor if column.kind == "money" else 1
        read = ValueReader(column, {}, measured=Measured(scale)).read(stated_value)
        totals = _totals(records, split, index, column.column)
        if read.value is not BLANK and read.value not in totals and not is_unusable(stated_value):
            cells = [placed.sheet.rows[row][placed.columns[column.column]] for row in split.data if row < index or not split.again]
            apart = float("inf") if read.number is None else abs(read.number - totals[0])
            rounded = apart <= slack(cells, scale)
            rough = apart * _ROUGHLY <= totals[0] and any(map(approximate, (stated_value, *cells)))
            say = _rounded_finding if rounded else _rough_finding if rough else _sum_finding
            rows.append(say(records, column, index, stated_value, read.number, totals[0]))
    return rows


def _totals(records: Records, split: Split, index: int, column: str) -> list[float]:
    """The sums of a column that a row of totals may give: of the part or block above it, and of the whole."""
    values = _filled(records, column)
    return [sum(value for row, value in values if start < row <= end) for start, end in _spans(split, index)]


def _spans(split: Split, index: int) -> list[tuple[int, float]]:
    """The rows that a row of totals may sum up: those of its part, or of its block and of the whole form.

    A part begins below the total of the one before: of another that is numbered like it, or of a whole. A
    total may be that of the rows since the last one, unless rows follow that no total sums up.
    """
    if index in split.parts:
        ends = [total for total in split.totals if total < index and split.parts.get(total, split.parts[index]) == split.parts[index]]
        return [(max(ends, default=0), index)]
    if not split.again and max(split.data, default=0) > max(split.totals):
        return [(0, _ALL)]
    start = max((row for row in split.again or split.totals + split.proven if row < index), default=0)
    block = [(start, index)] if split.again or any(start < row < index for row in split.data) else []
    return [*block, (0, _ALL)]


def _heads(records: Records, placed: Placed, split: Split, index: int) -> list[Finding]:
    """A finding for a number of persons or rows said in the words of a total that is not that of the rows: ``Tổng: 23 người``."""
    persons = any(column.kind == "identity" for column in placed.layout.columns)
    for place, text in enumerate(placed.sheet.rows[index]):
        stated = _HEADS.search(header_key(text)) if isinstance(text, str) else None
        if stated and (persons or stated[2] == "dong"):
            stated_value = int(stated[1].replace(" ", ""))
            counts = [sum(start < row <= end for row in records.table["row"].tolist()) for start, end in _spans(split, index)]
            heads = f"{format_number(stated_value)} {_COUNTED_WORDS[stated[2]]}"
            message = f"Dòng tổng ghi {heads}, danh sách có {format_number(counts[0])} dòng."
            wrong = finding(
                "stopped",
                message,
                "Sửa dòng tổng hoặc bổ sung các dòng còn thiếu.",
                check="dòng tổng",
                cell=f"{column_letters(place)}{index + 1}",
                **records.place,
            )
            return [] if stated_value in counts else [wrong]
    return []


def _filled(records: Records, column: str) -> list[tuple[int, float]]:
    table = records.table
    pairs = zip(table["row"].tolist(), table[column].tolist(), strict=True)
    return [(row, value) for row, value in pairs if value is not None and value == value]


def _sum_finding(records: Records, column: LayoutColumn, index: int, stated_value: object, read: float | None, total: float) -> Finding:
    shown = quoted(stated_value) if read is None else format_number(read)
    apart = "" if read is None else f", lệch {format_number(abs(read - total))}"
    message = f"Dòng tổng, cột «{column.label}»: ghi {shown}, cộng các dòng được {format_number(total)}{apart}."
    return finding(
        "stopped",
        message,
        "Sửa dòng tổng hoặc các dòng chi tiết cho khớp.",
        check="dòng tổng",
        cell=f"{records.letters[column.column]}{index + 1}",
        found=shown.strip("«»"),
        expected=format_number(total),
        **records.place,
    )


def _rounded_finding(records: Records, column: LayoutColumn, index: int, stated_value: object, read: float | None, total: float) -> Finding:
    """What is told of a sum that its parts, being rounded, need not reach."""
    message = (
        f"Dòng tổng, cột «{column.label}»: ghi {format_number(read or 0)}, cộng các dòng được {format_number(total)}; "
        "lệch không quá nửa đơn vị chữ số cuối của mỗi dòng, do làm tròn."
    )
    return finding("info", message, check="case 76", cell=f"{records.letters[column.column]}{index + 1}", **records.place)


def _rough_finding(records: Records, column: LayoutColumn, index: int, stated_value: object, read: float | None, total: float) -> Finding:
    """What is told of a sum that is not exact, or whose parts are not: a warning."""
    found = _sum_finding(records, column, index, stated_value, read, total)
    return found | {
        "severity": "flagged",
        "message": found["message"].rstrip(".") + "; có số ghi ước lượng (khoảng, trên, hơn, gần).",
        "remedy": "Ghi số chính xác nếu có.",
        "check": "case 12",
        "used": found["expected"],
    }


def _words(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """A finding for each amount spelt out below the records that is the sum of no column of amounts."""
    rows, first = placed.sheet.rows, max(split.data, default=placed.first_row) + 1
    last = len(rows) if split.other is None else split.other
    found = []
    for index in range(first, last):
        for column, value in enumerate(rows[index]):
            if isinstance(value, str) and _SPELT.search(header_key(value)):
                found += _spelt(records, placed, split, f"{column_letters(column)}{index + 1}", _after(rows[index], column))
                break
    return found


def _after(row: list[object], column: int) -> str:
    """What is spelt out: behind the colon, or in the next cells of the row."""
    text = clean_text(row[column])
    behind = re.split(r"[Cc]hữ\)?\s*:?|CHỮ\)?\s*:?", text, maxsplit=1)[-1].strip(" :.()")
    return behind or next((clean_text(v) for v in row[column + 1 :] if isinstance(v, str) and v.strip()), "")


def _spelt(records: Records, placed: Placed, split: Split, cell: str, text: str) -> list[Finding]:
    columns = [column for column in summed(records, placed) if column.kind == "money"]
    sums = [(sum(value for _, value in _filled(records, column.column)), column) for column in columns]
    if not sums or not text or not (_DONG.search(header_key(text)) or from_words(text)):
        return []
    number = from_words(text)
    if number is None:
        message = "Số tiền bằng chữ ở cuối biểu không đọc được nên không đối chiếu được."
        return [finding("flagged", message, "Ghi lại đủ chữ: … triệu … nghìn đồng.", check="case 59", cell=cell, **records.place)]
    total, column = min(sums, key=lambda found: abs(found[0] - number))
    return [_apart(records, column, cell, number, total, _slack(placed, split, column))] if number != total else []


def _slack(placed: Placed, split: Split, column: LayoutColumn) -> Decimal:
    """How far the rounding of its rows lets the sum of a column of amounts be from its total."""
    index = placed.columns[column.column]
    return slack([placed.sheet.rows[row][index] for row in split.data], money_scale(placed, column.column).factor)


def _apart(records: Records, column: LayoutColumn, cell: str, number: int, total: float, tolerance: Decimal) -> Finding:
    """What is told of an amount in words that is not the sum of a column: an error, or what rounding does."""
    message = f"Số tiền bằng chữ là {format_number(number)} đồng, cột «{column.label}» cộng được {format_number(total)}"
    if abs(number - total) <= tolerance:
        message += "; lệch không quá nửa đơn vị chữ số cuối của mỗi dòng, do làm tròn."
        return finding("info", message, check="case 76", cell=cell, **records.place)
    message += f", lệch {format_number(abs(number - total))}."
    return finding(
        "stopped",
        message,
        "Sửa số tiền bằng chữ hoặc các dòng chi tiết cho khớp.",
        check="case 59",
        cell=cell,
        found=format_number(number),
        expected=format_number(total),
        **records.place,
    )


def _formulas(records: Records, placed: Placed, split: Split) -> list[Finding]:
    """A finding for each formula in the row that numbers the columns that some record breaks."""
    rows, first = placed.sheet.rows, min(split.data, default=placed.first_row)
    names = {index: placed.layout.column(name) for name, index in placed.columns.items()}
    found = []
    for index in range(placed.first_row, first):
        if numbers_columns(rows[index]):
            numbered = _numbered(rows[index])
            for target, text in ((c, v) for c, v in enumerate(rows[index]) if isinstance(v, str) and "=" in v):
                found += _judged(records, names, numbered, target, text, f"{column_letters(target)}{index + 1}")
    return found


def _numbered(row: list[object]) -> dict[str, int]:
    """The column of each number in a row that numbers the columns."""
    texts = ((column, str(int(v)) if isinstance(v, float) else str(v).strip()) for column, v in enumerate(row) if v not in ("", None))
    return {text.partition("=")[0].strip(" ()"): column for column, text in texts}


def _judged(records: Records, names: dict[int, LayoutColumn], numbered: dict[str, int], target: int, text: str, cell: str) -> list[Finding]:
    terms, signs = _terms(_FORMULA.fullmatch(text.strip()), numbered)
    columns = [names[column] for column in [target, *terms] if column in names]
    if not terms or len(columns) <= len(terms) or any(c.kind not in SUMMED or c.column not in records.table for c in columns):
        return []
    rows = zip(records.table["row"].tolist(), *(records.table[c.column].tolist() for c in columns), strict=True)
    whole = [row for row in rows if all(value is not None and value == value for value in row)]
    broken = [(row, stated - _result(values, signs)) for row, stated, *values in whole]
    broken = [(row, apart) for row, apart in broken if abs(apart) >= 1]
    return [_broken(records, columns[0], text.strip(), broken, len(whole), cell)] if broken else []


def _terms(formula: re.Match[str] | None, numbered: dict[str, int]) -> tuple[list[int], list[str]]:
    """Columns and the operators between them; none for what is no plain formula of numbered columns."""
    tokens = [token for token in _TOKEN.findall(formula[2].rstrip(" )")) if token not in "()"] if formula else []
    numbers, signs = tokens[::2], tokens[1::2]
    plain = len(tokens) % 2 and all(n in numbered for n in numbers) and all(sign in _OPERATORS for sign in signs)
    return ([numbered[token] for token in numbers], signs) if plain else ([], [])


def _result(values: Iterable[float], signs: list[str]) -> float:
    """The value of a formula: products and quotients first, then sums, each from left to right."""
    values = list(values)
    terms, between = [values[0]], []
    for sign, value in zip(signs, values[1:], strict=True):
        if sign in _FIRST:
            terms[-1] = _OPERATORS[sign](terms[-1], value) if value or sign not in ":/" else float("inf")
        else:
            terms.append(value)
            between.append(sign)
    total = terms[0]
    for sign, term in zip(between, terms[1:], strict=True):
        total = _OPERATORS[sign](total, term)
    return total


def _broken(records: Records, column: LayoutColumn, formula: str, broken: list[tuple[int, float]], whole: int, cell: str) -> Finding:
    if len(broken) == whole >= _WRONG_FORMULA:
        message = f"Công thức {formula} ở dòng đánh số cột không đúng với dòng nào của cột «{column.label}»: không dùng để đối chiếu."
        return finding("flagged", message, "Sửa công thức ở dòng đánh số cột.", check="case 53", cell=cell, **records.place)
    rows, apart = [row for row, _ in broken], format_number(abs(broken[0][1]))
    first = f"; dòng {rows[0]} lệch {apart}"
    message = f"Cột «{column.label}»: {len(rows)} dòng không đúng công thức {formula} ở dòng đánh số cột{first}."
    return finding(
        "stopped",
        message,
        "Sửa các dòng này cho đúng công thức.",
        check="case 53",
        cell=cell_ranges(records.letters[column.column], rows),
        rows=first,
        **records.place,
    )
