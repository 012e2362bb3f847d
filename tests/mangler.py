"""Faults put into a clean workbook with a seed, alone and in pairs, and what the reading made of each.

Harmless faults must leave every value as it was. Harmful ones must be named with their cell.
``python tests/mangler.py`` prints the figures of tests/README.md.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from small_sheets import CATEGORIES, LAYOUTS, cells_in, grid, header
from surgery import saved, written

from ctxh.cleaning.clean import records_of
from ctxh.errors import CtxhError
from ctxh.reading.reader import _answer
from ctxh.reading.readings import _reading
from ctxh.reading.workbooks import letter, place

OLD = "Người cao tuổi từ đủ 80 tuổi"
CLEAN = {
    "labour": "1 | Hộ kinh doanh cá thể | 1605 | 2244 | 1003\n2 | Doanh nghiệp | 1067 | 3244 | 2172",
    "funerals": (
        "1 | Mẫu Văn Thử | '030042000001 | 04/11/2024 | | Bằng Lai | 7200000 | 12/QĐ | 11/2024 |\n"
        "2 | Mẫu Văn Mẫu | '030042000002 | 21/03/2024 | | Đồng Cẩm | 10000000 | 13/QĐ | 04/2024 |"
    ),
    "beneficiaries": (
        f"1 | Mẫu Văn Thử | 05/08/1942 | | '030042000001 | Bằng Lai | {OLD} | 1 | 1500000 | x | 01/2022 | 12/QĐ | Tài khoản | |\n"
        "2 | Mẫu Thị Thử | | 15/11/1980 | '030180000002 | Đồng Cẩm | Người khuyết tật nặng | 1.5 | 2250000 | | 02/2022 | 13/QĐ | Tiền mặt | |"
    ),
    "gifts": "1 | Tết Nguyên đán | Chủ tịch nước | NCC và thân nhân (mức thường) | 1003 | 300000 | | | 300900000",
    "poor_review": "1 | Thôn Đông | 1300 | 1010 | 1002 | 0 | 1 | 9\n2 | Thôn Hạ | 1200 | 15 | 3 | 0 | 1 | 13",
}  # fmt: skip
TCVN3 = str.maketrans(
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def dotted(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


def thousands(value: float) -> str:
    millions, rest = divmod(int(value), 10**6)
    return f"{millions} triệu {rest // 1000} nghìn" if rest else f"{millions} triệu"


@dataclass(frozen=True)
class Fault:
    """A fault of single cells: the kinds of columns it befalls, what it makes of a value, whether it harms."""

    kinds: tuple[str, ...]
    change: Callable[[object], object]
    harmful: bool = False
    least: float = 0  # only numbers from here on


NUMBERS, DAYS, WORDS = ("count", "money"), ("date",), ("category",)
MONTHS, BIRTHS = ("month",), ("birth",)
FAULTS = {
    "dots": Fault(NUMBERS, dotted, least=1000),
    "dots and đ": Fault(("money",), lambda v: dotted(v) + "đ", least=1000),
    "words of millions": Fault(("money",), thousands, least=10**6),
    "no-break blanks": Fault(NUMBERS, lambda v: dotted(v).replace(".", "\u00a0"), least=1000),
    "wide digits": Fault(NUMBERS, lambda v: str(int(v)).translate(WIDE)),
    "digits as text": Fault(NUMBERS, lambda v: str(int(v))),
    "about": Fault(NUMBERS, lambda v: "khoảng " + dotted(v), least=1000),
    "float noise": Fault(NUMBERS, lambda v: v - 1e-7, least=1),
    "day with dots": Fault(DAYS, lambda v: v.replace("/", ".")),
    "day in words": Fault(DAYS, lambda v: "ngày {} tháng {} năm {}".format(*v.split("/"))),
    "two-digit year": Fault((*DAYS, *MONTHS, *BIRTHS), lambda v: v[:-4] + v[-2:]),
    "capitals": Fault(WORDS, str.upper),
    "no tones": Fault(WORDS, lambda v: "".join(c for c in unicodedata.normalize("NFD", v) if not unicodedata.combining(c))),
    "decomposed": Fault(WORDS, lambda v: unicodedata.normalize("NFD", v)),
    "blanks": Fault(WORDS, lambda v: "  " + v.replace(" ", "\n ") + " "),
    "tcvn3": Fault(WORDS, lambda v: v.translate(TCVN3)),
    "dropped zero": Fault(("money",), lambda v: dotted(v)[:-1], harmful=True, least=1000),
    "letter for digit": Fault(NUMBERS, lambda v: "l" + str(int(v))[1:] + "0", harmful=True),
    "percent": Fault(NUMBERS, lambda v: f"{int(v)}%", harmful=True),
    "fraction": Fault(NUMBERS, lambda v: v + 0.5, harmful=True),
    "negative": Fault(NUMBERS, lambda v: -v, harmful=True, least=1),
    "brackets": Fault(NUMBERS, lambda v: f"({int(v)})", harmful=True, least=1),
    "month first": Fault(DAYS, lambda v: "12/25/2024", harmful=True),
    "error": Fault(NUMBERS, lambda v: "#REF!", harmful=True),
    "truth": Fault(NUMBERS, lambda v: True, harmful=True),
    "comma": Fault(("count",), lambda v: f"{v:,.0f}"[:5], harmful=True, least=1000),
    "nonsense": Fault((*NUMBERS, *DAYS, *WORDS), lambda v: "xem lại", harmful=True),
    "year to come": Fault(DAYS, lambda v: v[:-4] + "25", harmful=True),
    "birth of two centuries": Fault(BIRTHS, lambda v: v[:-4] + "15", harmful=True),
    "birth to come": Fault(BIRTHS, lambda v: v[:-4] + "2042", harmful=True),
    "impossible day": Fault(DAYS, lambda v: "31/02/2024", harmful=True),
    "cyrillic": Fault(WORDS, lambda v: v.replace("a", "а") if "a" in v else v + "а", harmful=True),
}  # fmt: skip


def blank_row(rows, head, rng):
    rows.insert(rng.randrange(head + 1, len(rows) + 1), [])


def strange_column(rows, head, rng):
    at = rng.randrange(len(rows[head - 1]) + 1)
    for row in rows[head - 2 :]:
        row += [""] * (at - len(row))
        row.insert(at, "")
    rows[head - 1][at] = "Ghi thêm"


def numbered_columns(rows, head, rng):
    rows.insert(head, [f"({n})" for n in range(1, len(rows[head - 1]) + 1)])


def repeated_header(rows, head, rng):
    rows.insert(rng.randrange(head + 1, len(rows) + 1), list(rows[head - 1]))


def foot(rows, head, rng):
    rows += [[], ["", "Người lập biểu", "", "TM. UBND"], ["", "Mẫu Văn Ký", "", "Mẫu Thị Duyệt"]]


def remark_above(rows, head, rng):
    rows.insert(2, ["(Kèm theo Báo cáo số 12/BC-UBND)"])


def village_row(rows, head, rng):
    rows.insert(rng.randrange(head, len(rows) + 1), ["", "Thôn Bằng Lai"])


def signed_and_begun_again(rows, head, rng):
    rows[(at := rng.randrange(head + 1, len(rows) + 1)) : at] = [[], ["", "Người lập biểu"], list(rows[head - 1])]


def sums(rows, head, wrong=False):
    """The total row that the clean records of a form have, put at its end; a wrong one has its last sum too high."""
    [layout] = [layout for layout in LAYOUTS.values() if layout.form in CLEAN and _headed_by(layout, rows[head - 2], rows[head - 1])]
    total = ["", "Tổng cộng"] + [""] * (len(rows[head - 1]) - 2)
    for index, column in enumerate(layout.columns):
        if column.kind in NUMBERS and column.unit_of_measure != "VND/gift":
            at = _places(rows[head - 2], rows[head - 1])[column.label]
            most = 10**7 if column.kind == "money" else 1
            total[at] = float(sum(row[index] for row in grid(CLEAN[layout.form]) if row[index] != ""))
    total[at] += wrong * most
    rows.append(total)
    return total, at, total[at]


def _headed_by(layout, upper, lower) -> bool:
    return all(column.label in _places(upper, lower) for column in layout.columns if column.required)


def _places(upper, lower) -> dict[str, int]:
    return {text: index for row in (upper, lower) for index, text in enumerate(row) if text}


def total_row(rows, head, rng):
    sums(rows, head)


def wrong_total(rows, head, rng):
    return [sums(rows, head, wrong=True)]


def amount_in_words(rows, head, rng):
    if "Mức hỗ trợ (đồng)" in _places(rows[head - 2], rows[head - 1]):
        rows.append(["", "Số tiền bằng chữ: Mười bảy triệu hai trăm nghìn đồng"])


def formula_of_columns(rows, head, rng):
    places = _places(rows[head - 2], rows[head - 1])
    numbers = [f"({n})" for n in range(1, len(rows[head - 1]) + 1)]
    if "Thoát nghèo" in places:
        names = ("Số hộ nghèo đầu năm", "Thoát nghèo", "Tái nghèo", "Phát sinh")
        start, escaped, relapsed, new = (numbers[places[name]] for name in names)
        numbers[places["Số hộ nghèo cuối năm"]] += f"={start}-{escaped}+{relapsed}+{new}"
    rows.insert(head, numbers)


def other_table_below(rows, head, rng):
    other = ["STT", "Tên máy", "Số máy"]
    rows += [[], other, [1, "Máy in", 3]]
    return [(other, 0, other[0])]


SHAPES = {
    shape.__name__: shape for shape in (
        blank_row, strange_column, numbered_columns, repeated_header, foot, remark_above, village_row, signed_and_begun_again, total_row,
        wrong_total, amount_in_words, formula_of_columns, other_table_below,
    )
}  # fmt: skip


@dataclass
class Outcome:
    """What became of a mangled workbook: repaired, named, wrongly accepted or wrong alarm."""

    verdict: str
    told: str


def tried(form: str, faults: tuple[str, ...], seed: int, folder: Path) -> Outcome | None:
    """The outcome of some faults on a form; None when one finds no cell to befall."""
    rng = random.Random(f"{form} {faults} {seed}")
    top = [["UBND HUYỆN KIM THÀNH"], ["UBND XÃ KIM XUYÊN"], ["NĂM 2024"]]
    rows = top + [list(row) for row in header(LAYOUTS[form])]
    last_of_header = rows[-1]
    data = grid(CLEAN[form])
    harmed, taken = [], set()
    for name in (name for name in faults if name in FAULTS):
        cell = _cell(form, FAULTS[name], data, rng, taken)
        if cell is None:
            return None
        taken.add(cell)
        row = data[cell[0]]
        row[cell[1]] = FAULTS[name].change(row[cell[1]])
        harmed += [(row, cell[1], row[cell[1]])] if FAULTS[name].harmful else []
    rows += data
    for name in (name for name in faults if name in SHAPES):
        harmed += SHAPES[name](rows, 1 + next(i for i, row in enumerate(rows) if row is last_of_header), rng) or []
    return _judged(form, rows, {_address(rows, *at) for at in harmed}, folder)


def _cell(form, fault: Fault, data, rng, taken) -> tuple[int, int] | None:
    columns = [i for i, c in enumerate(LAYOUTS[form].columns) if c.kind in fault.kinds and (c.kind in BIRTHS or not c.personal)]
    able = [
        (r, i) for r, row in enumerate(data) for i in columns
        if (r, i) not in taken and row[i] != "" and (isinstance(row[i], str) or row[i] >= fault.least)
    ]  # fmt: skip
    return rng.choice(able) if able else None


def _address(rows, row, column: int, value) -> str:
    """The address of a harmed cell, wherever the shapes have moved it."""
    r = next(i for i, other in enumerate(rows) if other is row)
    return f"{letter(next(i for i in range(column, len(row)) if row[i] is value))}{r + 1}"


def read(form: str, rows: list[list], folder: Path):
    """The records of the rows of a form, by way of a workbook file."""
    path = saved(folder, written(**{LAYOUTS[form].sheet_names[0]: rows}))
    sheet = _reading(path, _answer(path, None)).checked().sheets[0]
    return records_of(place(sheet, LAYOUTS[form]), "10771", CATEGORIES, 2024)


def _judged(form: str, rows: list[list], harmed: set[str], folder: Path) -> Outcome:
    expected = _expected(form)
    try:
        records = read(form, rows, folder)
    except CtxhError as refusal:
        return Outcome("named" if harmed else "wrong alarm", str(refusal))
    alarms = [row for row in records.findings if row["severity"] in ("stopped", "flagged")]
    named = set().union(*(cells_in(row["cell"]) for row in alarms)) if alarms else set()
    told = "; ".join(f"{row['severity']} {row['cell']} {row['message']}" for row in alarms)
    if harmed:
        # The sum of a column with a refused cell is judged when that cell is mended.
        stopped = {_column(cell) for row in alarms if row["severity"] == "stopped" for cell in cells_in(row["cell"])}
        named |= {cell for cell in harmed if cell not in named and "Tổng cộng" in rows[_row(cell)] and _column(cell) in stopped}
        return Outcome("named" if harmed <= named else "wrongly accepted", told)
    if alarms:
        return Outcome("wrong alarm", told)
    return Outcome("repaired" if _values(records) == expected else "wrongly accepted", told)


def _column(cell: str) -> str:
    return cell.rstrip("0123456789")


def _row(cell: str) -> int:
    return int(cell[len(_column(cell)) :]) - 1


@cache
def _expected(form: str) -> list[tuple]:
    rows = [["UBND XÃ KIM XUYÊN"], ["NĂM 2024"], *header(LAYOUTS[form]), *grid(CLEAN[form])]
    with tempfile.TemporaryDirectory() as folder:
        records = read(form, rows, Path(folder))
    assert [] == records.findings
    return _values(records)


def _values(records) -> list[tuple]:
    table = records.table.drop(columns="row")
    return [tuple("" if value != value or value is None else str(value) for value in row) for row in table.itertuples(index=False)]


def campaign(seeds: int, pairs: bool, folder: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """The number of outcomes of each kind, and those that must not be; of all trials, one in ``every``."""
    names, counts, bad = [*FAULTS, *SHAPES], Counter(), []
    chosen = itertools.combinations(names, 2) if pairs else ((name,) for name in names)
    for faults, form in itertools.islice(itertools.product(chosen, CLEAN), 0, None, every):
        for seed in range(seeds):
            outcome = tried(form, faults, seed, folder)
            if outcome is not None:
                counts[outcome.verdict] += 1
                if outcome.verdict in ("wrongly accepted", "wrong alarm"):
                    bad.append(f"{form} {faults} {seed}: {outcome.verdict}: {outcome.told}")
    return counts, bad


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_:
        for paired in (False, True):
            totals, faulty = campaign(1 if paired else 10, paired, Path(place_))
            print("pairs" if paired else "alone", dict(totals), *faulty[:20], sep="\n  ")
    sys.exit(0)
