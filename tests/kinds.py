"""The kinds of faults that the mangler puts into a clean workbook: add one here and it is tried alone and with every other.

``FAULTS`` befall single cells, ``SHAPES`` the rows of a sheet, ``PACKAGES`` the bytes of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from small_sheets import LAYOUTS, grid
from spellings import SPELLINGS, spelled
from surgery import SHEET1, parts_of, replaced

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
NAMELESS = ("Chung", "Xã Kim Xuyên", "KIM XUYÊN", "T/C", "Cộng lại", "Gộp")  # what a total may be called that no list of words knows
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


NUMBERS, DAYS, WORDS = ("count", "money"), ("date",), ("category",)
MONTHS, BIRTHS = ("month",), ("birth",)
SHAPES: dict[str, Callable] = {}
PACKAGES: dict[str, Callable] = {}


def shape(change: Callable) -> Callable:
    """A fault in the shape of a sheet: changes ``(rows, head, rng)``, and returns (row, column, value) of each cell that must be named."""
    return SHAPES.setdefault(change.__name__, change)


def package(change: Callable) -> Callable:
    """A fault in the bytes of a workbook: ``(data, rng)`` becomes the bytes, and the addresses of the cells that must be named.

    Of two, the one written first is put in first: what needs the file as xlsxwriter spells it stands above what spells it anew.
    """
    return PACKAGES.setdefault(change.__name__, change)


class NotHere(Exception):
    """What a fault raises that cannot befall this form."""


def no_cell():
    """Nothing: a fault cannot befall this cell. Raises NotHere."""
    raise NotHere


@dataclass(frozen=True)
class Fault:
    """A fault of single cells: the kinds of columns it befalls, what it makes of a value, whether it harms."""

    kinds: tuple[str, ...]
    change: Callable[[object], object]
    harmful: bool = False
    least: float = 0  # only numbers from here on


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
    "stated product": Fault(NUMBERS, lambda v: f"2 x {dotted(v / 2)} = {dotted(v)}" if v % 2 == 0 else no_cell(), least=1000),
    "product of another result": Fault(NUMBERS, lambda v: f"2 x {dotted(v)} = {dotted(v)}", harmful=True, least=1),
    "product without a result": Fault(NUMBERS, lambda v: f"2 x {dotted(v)}", harmful=True, least=1),
    "part of a whole": Fault(NUMBERS, lambda v: f"{int(v)}/{int(v) + 31}", harmful=True),
    "month of a year": Fault(NUMBERS, lambda v: "05/2024", harmful=True),
    "name behind": Fault(NUMBERS, lambda v: f"{int(v)} Mẫu Thị Thử", harmful=True),
    "raised digit": Fault(NUMBERS, lambda v: f"{int(v)}²", harmful=True),
    "two counts": Fault(NUMBERS, lambda v: f"{int(v)} người, 5 hộ", harmful=True),
    "range": Fault(NUMBERS, lambda v: f"{int(v)}-{int(v) + 2}", harmful=True),
    "time": Fault(NUMBERS, lambda v: "7h30", harmful=True),
    "limit": Fault(NUMBERS, lambda v: f"dưới {dotted(v)}", harmful=True, least=1),
    "comma and noughts": Fault(("money",), lambda v: f"{int(v) % 1000 or 500},000", harmful=True, least=1000),
    "thousandth of a dong": Fault(("money",), lambda v: v / 10**9, harmful=True, least=1),
    "year for a day": Fault(DAYS, lambda v: date(1899, 12, 30) + timedelta(days=int(v[-4:])), harmful=True),
    "abbreviation of no list": Fault(WORDS, lambda v: "ATX", harmful=True),
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


@shape
def blank_row(rows, head, rng):
    rows.insert(rng.randrange(head + 1, len(rows) + 1), [])


@shape
def nameless_total(rows, head, rng):
    """The sums of all records under any name or none: no word of it is in a list. In a register it must be no person's."""
    total, *_ = sums(rows, head)
    names = ("Xã Kim Xuyên", "Toàn bộ", "") if any(c.personal for c in _layout_of(rows, head).columns) else (*NAMELESS, "")
    _called(total, rng.choice(names), rows, head)


@shape
def total_by_another_word(rows, head, rng):
    total, *_ = sums(rows, head)
    _called(total, rng.choice(["Toàn xã", "CẢ XÃ", "T.Cộng", "Tổng chung", "Toàn xã: 2 thôn"]), rows, head)


@shape
def nameless_total_off_by_one_column(rows, head, rng):
    """The sums of all records but for one, under a name that is in no list."""
    total, at, _ = sums(rows, head, wrong=True)
    if sum(isinstance(value, float) for value in total) < 2:
        raise NotHere
    _called(total, rng.choice(NAMELESS), rows, head)
    return [(total, at, total[at])]


def _called(total, name, rows, head):
    """Give a row of sums another name; one record has no sum but what a word calls so."""
    if len(grid(CLEAN[_layout_of(rows, head).form])) < 2:
        raise NotHere
    total[total.index("Tổng cộng")] = name


@shape
def strange_column(rows, head, rng):
    at = rng.randrange(len(rows[head - 1]) + 1)
    for row in rows[head - 2 :]:
        row += [""] * (at - len(row))
        row.insert(at, "")
    rows[head - 1][at] = "Ghi thêm"


@shape
def numbered_columns(rows, head, rng):
    rows.insert(head, [f"({n})" for n in range(1, len(rows[head - 1]) + 1)])


@shape
def repeated_header(rows, head, rng):
    rows.insert(rng.randrange(head + 1, len(rows) + 1), list(rows[head - 1]))


@shape
def foot(rows, head, rng):
    rows += [[], ["", "Người lập biểu", "", "TM. UBND"], ["", "Mẫu Văn Ký", "", "Mẫu Thị Duyệt"]]


@shape
def remark_above(rows, head, rng):
    rows.insert(2, ["(Kèm theo Báo cáo số 12/BC-UBND)"])


@shape
def village_row(rows, head, rng):
    rows.insert(rng.randrange(head, len(rows) + 1), ["", "Thôn Bằng Lai"])


@shape
def signed_and_begun_again(rows, head, rng):
    rows[(at := rng.randrange(head + 1, len(rows) + 1)) : at] = [[], ["", "Người lập biểu"], list(rows[head - 1])]


def sums(rows, head, wrong=False):
    """The total row that the clean records of a form have, put at its end; a wrong one has its last sum too high."""
    layout = _layout_of(rows, head)
    total = ["", "Tổng cộng"] + [""] * (len(rows[head - 1]) - 2)
    for index, column in enumerate(layout.columns):
        if column.kind in NUMBERS and column.unit_of_measure != "VND/gift":
            at = _places(rows[head - 2], rows[head - 1])[column.label]
            most = 10**7 if column.kind == "money" else 1
            total[at] = float(sum(row[index] for row in grid(CLEAN[layout.form]) if row[index] != ""))
    total[at] += wrong * most
    rows.append(total)
    return total, at, total[at]


def _layout_of(rows, head):
    found = [layout for layout in LAYOUTS.values() if layout.form in CLEAN and _headed_by(layout, rows[head - 2], rows[head - 1])]
    if not found:  # its header was worded anew
        raise NotHere
    return found[0]


def _headed_by(layout, upper, lower) -> bool:
    return all(column.label in _places(upper, lower) for column in layout.columns if column.required)


def _places(upper, lower) -> dict[str, int]:
    return {text: index for row in (upper, lower) for index, text in enumerate(row) if text}


@shape
def total_row(rows, head, rng):
    sums(rows, head)


@shape
def wrong_total(rows, head, rng):
    return [sums(rows, head, wrong=True)]


@shape
def amount_in_words(rows, head, rng):
    if "Mức hỗ trợ (đồng)" in _places(rows[head - 2], rows[head - 1]):
        rows.append(["", "Số tiền bằng chữ: Mười bảy triệu hai trăm nghìn đồng"])


@shape
def formula_of_columns(rows, head, rng):
    places = _places(rows[head - 2], rows[head - 1])
    numbers = [f"({n})" for n in range(1, len(rows[head - 1]) + 1)]
    if "Thoát nghèo" in places:
        names = ("Số hộ nghèo đầu năm", "Thoát nghèo", "Tái nghèo", "Phát sinh")
        start, escaped, relapsed, new = (numbers[places[name]] for name in names)
        numbers[places["Số hộ nghèo cuối năm"]] += f"={start}-{escaped}+{relapsed}+{new}"
    rows.insert(head, numbers)


@shape
def other_table_below(rows, head, rng):
    other = ["STT", "Tên máy", "Số máy"]
    rows += [[], other, [1, "Máy in", 3]]
    return [(other, 0, other[0])]


APART = [  # pairs of which one takes away what the other is about
    {"emptied", "second_column_of_one_header"}, {"row_removed", "row_copied"}, {"amounts_in_thousands", "measure_below"},
    {"other_table_below", "measure_below"}, {"other_table_below", "row_copied"}, {"nameless_total_off_by_one_column", "row_copied"},
    {"row_copied", "formula_without_a_result"}, {"row_copied", "error_of_a_formula"}, {"row_copied", "number_that_is_none"},
]  # fmt: skip


@shape
def row_copied(rows, head, rng):
    """A record stands twice; lists of who there is tell that by the numbers of their persons."""
    if _layout_of(rows, head).form == "beneficiaries":
        raise NotHere
    row = rng.choice(_numbered(rows, head))
    copy = list(row)
    rows.insert(rows.index(row) + 1, copy)
    first = next(at for at, value in enumerate(row) if isinstance(value, str) and value)
    return [(row, first, row[first]), (copy, first, copy[first])]


@shape
def measure_below(rows, head, rng):
    """A line below the amounts says that they are told in thousands."""
    if not any(column.kind == "money" for column in _layout_of(rows, head).columns):
        raise NotHere
    rows.append(["", rng.choice(["Đơn vị tính: nghìn đồng", "(Nghìn đồng)", "Ghi chú: ĐVT 1.000đ"])])
    return [(rows[-1], 1, rows[-1][1])]


@shape
def counts_in_thousands(rows, head, rng):
    """A line above says that what is counted is told in thousands."""
    if not any(column.kind == "count" for column in _layout_of(rows, head).columns):
        raise NotHere
    rows[1] += ["", rng.choice(["ĐVT: nghìn người", "(Nghìn người)", "Đơn vị tính: 1.000 hộ, đồng", "ĐVT: trăm hộ"])]
    return [(rows[1], len(rows[1]) - 1, rows[1][-1])]


@shape
def second_column_of_one_header(rows, head, rng):
    """Another column beside a counted one, with its header and other values."""
    upper, lower = rows[head - 2], rows[head - 1]
    heads = _places(upper, lower)
    labels = [c.label for c in _layout_of(rows, head).columns if c.kind in NUMBERS and c.label in heads]
    labels = [label for label in labels if any(row[heads[label] :][:1] not in ([], [""]) for row in rows[head:])]
    at = heads[rng.choice(labels)]
    for row in rows[head - 2 :]:
        row += [""] * (at + 1 - len(row))
        row.insert(at + 1, row[at] * 2 if isinstance(row[at], float) else row[at])
    return [(lower, at, lower[at]), (lower, at + 1, lower[at + 1])]


@shape
def amounts_in_thousands(rows, head, rng):
    """All amounts told in thousands, and the measure somewhere above them; the last of shapes, since it words the header anew."""
    layout, places = _layout_of(rows, head), _places(rows[head - 2], rows[head - 1])
    columns = [places[c.label] for c in layout.columns if c.kind == "money" and c.label in places]
    cells = [(row, at) for row in rows[head:] for at in columns if at < len(row) and row[at] != ""]
    summed = any({"Tổng cộng", *NAMELESS} & {*map(str, row)} for row in rows[head:])  # perhaps wrong, and found again by its value
    if not columns or summed or any(not isinstance(row[at], float) or row[at] < 1 or abs(row[at] - round(row[at])) > 1e-6 for row, at in cells):
        raise NotHere
    for row, at in cells:
        row[at] /= 1000
    for row, at in ((row, at) for row in rows[head - 2 : head] for at in columns):
        row[at] = row[at].partition(" (")[0]
    words = rng.choice(["(Nghìn đồng)", "ĐVT: 1.000đ", "Đơn vị tính: Người/nghìn đồng", "Kinh phí (1.000 đồng)"])
    rows[1] += [""] * rng.randrange(12) + [words]


def first_number(data: bytes, rng) -> re.Match:
    """A number cell of the record with the running number 1, as xlsxwriter spells it: letters, row, number."""
    xml = parts_of(data)[SHEET1].decode()
    first = re.search(r'<c r="[A-Z]+(\d+)"><v>1</v></c>', xml)
    cells = [m for m in re.finditer(r'<c r="([A-Z]+)(\d+)"><v>([\d.]+)</v></c>', xml) if first and m[2] == first[1] and float(m[3]) >= 10]
    if not cells:
        raise NotHere
    return rng.choice(cells)


def retold(data: bytes, cell: re.Match, told: str) -> tuple[bytes, list[str]]:
    """The workbook with a cell told otherwise, and its address."""
    return replaced(data, SHEET1, (cell[0], told.format(at=cell[1] + cell[2], number=cell[3]))), [cell[1] + cell[2]]


@package
def format_that_adds_noughts(data, rng):
    """A number typed in thousands under a format that shows it whole."""
    form = '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0&quot;.000&quot;"/></numFmts><fonts '
    style = '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    data = replaced(data, "xl/styles.xml", ("<fonts ", form), ("</cellXfs>", style))
    return retold(data, first_number(data, rng), '<c r="{at}" s="1"><v>{number}</v></c>')


@package
def formula_without_a_result(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><f>SUM(1,2)</f></c>')


@package
def error_of_a_formula(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')


@package
def number_that_is_none(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><v>1e400</v></c>')


@package
def two_values_of_a_cell(data, rng):
    return retold(data, first_number(data, rng), '<c r="{at}"><v>{number}</v><v>1</v></c>')


@package
def cell_that_names_another_row(data, rng):
    cell = first_number(data, rng)
    return replaced(data, SHEET1, (cell[0], f'<c r="{cell[1]}{int(cell[2]) + 1}"><v>{cell[3]}</v></c>')), [cell[1] + cell[2]]


for spelling in SPELLINGS:
    PACKAGES[f"spelled with {spelling}"] = lambda data, rng, spelling=spelling: (spelled(data, spelling), [])


def _numbered(rows, head):
    return [row for row in rows[head:] if next((value for value in row if value != ""), "") in (1.0, 2.0)]


@shape
def row_removed(rows, head, rng):
    """A row that the form must have is not there: what the header of its words must say."""
    at = _places(rows[head - 2], rows[head - 1]).get("Loại hình")
    records = _numbered(rows, head)
    if at is None or sum(any(isinstance(value, float) for value in row) for row in rows[head:]) != len(records):
        raise NotHere
    rows.remove(rng.choice(records))
    return [(rows[head - 1], at, rows[head - 1][at])]


@shape
def emptied(rows, head, rng):
    """Nothing stands below the header, and no word that there was nothing."""
    layout = _layout_of(rows, head)
    doubled = len(rows[head - 1]) - ("Ghi thêm" in rows[head - 1]) > len(layout.columns)
    if len(_numbered(rows, head)) != len(grid(CLEAN[layout.form])) or doubled:
        raise NotHere  # without rows, two columns under one header differ in nothing
    del rows[head:]
    first = next(at for at, value in enumerate(rows[head - 1]) if value != "Ghi thêm")
    return [(rows[head - 1], first, rows[head - 1][first])]
