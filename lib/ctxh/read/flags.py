"""The words for what a sheet says beside its values: hidden rows, struck cells, comments, dead formulas, old letters."""

from __future__ import annotations

import re

ERROR, UNCACHED, EXTERNAL, VOLATILE, NO_NUMBER = "error", "uncached", "external", "volatile", "no number"
HIDDEN_ROW, HIDDEN_COLUMN, FILTER, COMMENT = "hidden row", "hidden column", "filter", "comment"
STRUCK, RED, YELLOW, UNSEEN = "struck", "red", "yellow", "unseen"
COLOURED_APART = "coloured apart"  # tables may colour cells beside their styles
BY_CONDITION = "by condition"  # a conditional format may strike a number, hide it or show another
COVERED = "covered"  # a value under a merged cell, which shows another
UNDER_PICTURE = "under picture"  # a value that a picture or a shape hides
SHOWN_OTHERWISE = "shown otherwise"  # a format shows another number than is stored
YEAR_AS_DAY = "year as day"  # a number from 1900 to 2100 under a format of days
ERROR_WORDS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA")
_ODD_NUMBER = re.compile(r"[-+]?(?:nan|inf(?:inity)?|1?\.?#(?:inf|nan|ind|qnan)|\d{1,9}(?:\.\d{1,9})?e[-+]?\d{1,4})", re.IGNORECASE)
ERROR_MARK = "\0"  # begins the text of a cell without a usable value, for its sheet's marks tell of it
WIDEST = 702  # columns up to ZZ
ROW_LIMIT, GRID_LIMIT = 1_048_576, 8_000_000
FEW_ROWS = GRID_LIMIT // WIDEST  # so many are no grid too large, whatever the columns
Cell = tuple[int, int]  # row and column, both from 0
Cells = list[Cell]

_ADDRESS = re.compile(r"\$?([A-Z]+)\$?(\d+)")
# Letters that TCVN3, VNI and misread UTF-8 have and Vietnamese in Unicode has not, and such pairs.
_OLD_LETTERS = frozenset("\ufffd" + "".join(set(map(chr, range(0xA1, 0x100))) - set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")))
_OLD_PAIRS = re.compile(
    rb"\xc3(?:(?<=[aAeE]\xc3)[\x80-\xbd]|(?<=[a-z]\xc3)[\x80-\x9d]|(?<=[oO]\xc3)[\x82\xa2]|(?<=[uU]\xc3)[\x95\x99\xb5\xb9])"
)
_ASCII = bytes(range(128))


def unmarked(rows: list[list[object]]) -> list[list[object]]:
    """The rows of a sheet, in place, no text of which begins with our own mark: what a file writes so has lost a letter."""
    for row in rows:
        for column, value in enumerate(row):
            if type(value) is str and value[:1] == ERROR_MARK:
                row[column] = f"\ufffd{value[1:]}"
    return rows


def error_word(text: str) -> str:
    """What a cell without a usable value shows, where it is one of the words for that: any other text may be somebody's name."""
    return text if text in ERROR_WORDS or _ODD_NUMBER.fullmatch(text) else "…"


def may_hold_old_text(data: bytes) -> bool:
    """Whether in UTF-8 bytes may stand signs of an old encoding, Cyrillic or Greek letters, also by their numbers."""
    if b"&#" in data:
        return True
    chars = set(data.translate(None, _ASCII).decode("utf-8", "replace"))
    foreign = any("\u0370" <= char < "\u0530" for char in chars)
    return foreign or not chars.isdisjoint(_OLD_LETTERS) or bool(_OLD_PAIRS.search(data))


def position(address: str) -> Cell:
    """Row and column of an address like C12, both from 0. Raises ValueError for what is none."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    return int(found[2]) - 1, column_number(found[1])


def column_number(letters: str) -> int:
    """The column of some letters, from 0; -1 without any."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """The letters of a column from its index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
