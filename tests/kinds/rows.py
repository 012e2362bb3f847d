"""Faults in the shape of a sheet: rows and columns too many, too few or misplaced, and what is written around them."""

from __future__ import annotations

from collections.abc import Callable

from kinds.forms import CLEAN, NAMELESS, NUMBERS, NotHere
from small_sheets import LAYOUTS, grid

SHAPES: dict[str, Callable] = {}


def shape(change: Callable) -> Callable:
    """A fault in the shape of a sheet: changes ``(rows, head, rng)``, and returns (row, column, value) of each cell that must be named."""
    return SHAPES.setdefault(change.__name__, change)


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
    """A village over the persons below it; in a list of villages one without figures is a doubt (test_remainder)."""
    if any(column.required and column.column == "village" for column in _layout_of(rows, head).columns):
        raise NotHere
    rows.insert(rng.randrange(head, len(rows) + 1), ["", "Thôn Bằng Lai"])


@shape
def signed_and_begun_again(rows, head, rng):
    rows[(at := rng.randrange(head + 1, len(rows) + 1)) : at] = [[], ["", "Người lập biểu"], list(rows[head - 1])]


def sums(rows, head, wrong=False):
    """The total row that the clean records of a form have, put at its end; a wrong one has its last sum too high."""
    layout = _layout_of(rows, head)
    total = ["", "Tổng cộng"] + [""] * (len(rows[head - 1]) - 2)
    for index, column in enumerate(layout.columns):
        if column.kind in NUMBERS and not column.level_of:
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
    {"emptied", "second_column_of_one_header"},
    {"row_removed", "row_copied"},
    {"amounts_in_thousands", "measure_below"},
    {"amounts_in_thousands", "measure_in_other_words"},
    {"other_table_below", "measure_below"},
    {"other_table_below", "row_copied"},
    {"nameless_total_off_by_one_column", "row_copied"},
    {"row_copied", "numbered_sum"},
    {"numbered_sum", "village_again"},
    {"nameless_total_off_by_one_column", "numbered_sum"},
    {"nameless_total_off_by_one_column", "village_again"},
]


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
def numbered_sum(rows, head, rng):
    """The sum of the villages below it, with a number as they have and the name of a part of the commune."""
    layout, clean = _layout_of(rows, head), grid(CLEAN[_layout_of(rows, head).form])
    own = [[value for value in row if isinstance(value, float)][1:] for row in _numbered(rows, head)]
    if layout.form != "poor_review" or own != [row[2:] for row in clean] or len(rows[head - 1]) != len(clean[0]):
        raise NotHere
    at = next(i for i, row in enumerate(rows) if row in _numbered(rows, head))
    rows.insert(at, [3.0, rng.choice(["Khu trên", "Xóm cả", "Tổ 12"]), *map(sum, zip(*own, strict=True))])
    return [(rows[at], 1, rows[at][1])]


@shape
def village_again(rows, head, rng):
    """A row more for a village that another row has, in other words: both must be named."""
    layout = _layout_of(rows, head)
    if layout.form != "poor_review":
        raise NotHere
    first = next((row for row in rows[head:] if len(row) > 1 and row[1] == "Thôn Đông"), None)
    if first is None or len(rows[head - 1]) != len(layout.columns):
        raise NotHere
    words = rng.choice(["Đông", "Thôn Đông (bổ sung)", "Thôn Thái + thôn Đông", "T. Đông", "Thôn Thái (cả Thôn Đông)"])
    rows.insert(rows.index(first) + 1, row := [4.0, words, 107.0, 12.0, 3.0, 0.0, 0.0, 9.0])
    return [(first, 1, first[1]), (row, 1, row[1])]


@shape
def measure_below(rows, head, rng):
    """A line below the amounts says that they are told in thousands."""
    if not any(column.kind == "money" for column in _layout_of(rows, head).columns):
        raise NotHere
    rows.append(["", rng.choice(["Đơn vị tính: nghìn đồng", "(Nghìn đồng)", "Ghi chú: ĐVT 1.000đ"])])
    return [(rows[-1], 1, rows[-1][1])]


@shape
def measure_in_other_words(rows, head, rng):
    """A line above names another measure than the header, in words that are no caption."""
    layout, places = _layout_of(rows, head), _places(rows[head - 2], rows[head - 1])
    columns = [places[c.label] for c in layout.columns if c.kind == "money" and "(đồng" in c.label and c.label in places]
    cells = [(row, at, row[at]) for row in _numbered(rows, head) for at in columns if at < len(row) and isinstance(row[at], float)]
    if not cells or any(isinstance(row[at], str) and row[at] for row in rows[head:] for at in columns if at < len(row)):
        raise NotHere
    rows[1] += [
        "",
        rng.choice(["Số liệu: nghìn đồng", "Kinh phí tính theo triệu", "ĐVT: trăm nghìn đồng", "Unit: VND million", "VND '000"]),
    ]
    return cells


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
    if (
        not columns
        or summed
        or any(not isinstance(row[at], float) or row[at] < 1 or abs(row[at] - round(row[at])) > 1e-6 for row, at in cells)
    ):
        raise NotHere
    for row, at in cells:
        row[at] /= 1000
    for row, at in ((row, at) for row in rows[head - 2 : head] for at in columns):
        row[at] = row[at].partition(" (")[0]
    words = rng.choice(
        ["(Nghìn đồng)", "ĐVT: 1.000đ", "Đơn vị tính: Người/nghìn đồng", "Kinh phí (1.000 đồng)", "Unit: 1000 VND", "ĐVT: ng.đ"]
    )
    rows[1] += [""] * rng.randrange(12) + [words]


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
