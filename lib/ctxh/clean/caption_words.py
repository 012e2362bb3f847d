"""What is left of the lines above a form and of what stands outside its cells, when all that is known is taken away: told, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from ctxh.book.row_words import begins, key_like
from ctxh.clean.arrivals import names_part
from ctxh.clean.money_scale import first_head
from ctxh.clean.row_looks import has_foot_words
from ctxh.findings import Finding, finding, quoted
from ctxh.read.flags import column_letters
from ctxh.read.outside_cells import PAGE
from ctxh.read.placement import Placed
from ctxh.reference.place_kinds import COMMITTEES, VILLAGE
from ctxh.vietnamese import header_key
from ctxh.vietnamese.measures import CaptionWords, perhaps_size

ABOVE = "chữ trên bảng"
_DAY = re.compile(r"\bngay (?:\d+ )?thang (?:\d+ )?nam(?: \d+)?$")
_PERIOD = re.compile(r"(?:ky|quy|nam) (?:bao cao )?[\divx].*")
_NUMBER = re.compile(r"\W*(?:s[ốo])?\W*[\d\W]*(?:/\S*)?\W*", re.IGNORECASE)  # Số: 12/BC-UBND, a line of signs
_UNIT, _NAMED = "đơn vị", 2  # words of a name in a line of capitals
_SYMBOL = re.compile(r"\d+/(?:\d+/\d+|\S*[^\W\d_]\S*)")  # a day, that of a document; 3/4 is neither
_DOTTED = re.compile(r"(?<!\w)(\w)\.(?=\w\b)")  # T.T.
_WORD, _PLAIN = re.compile(r"[^\W_]+"), re.compile(r"\d+|[ivx]+|[a-z]")
_TABLE = 3  # so many cells of a row are no line of text


def caption_findings(placed: Placed, **place: str) -> list[Finding]:
    """A doubt for each measure above or beside a header that is in no list; one note for all other lines with unknown words."""
    texts, row_words = list(_texts(placed)), placed.layout.row_words
    captions = row_words.captions
    found = [_unknown_measure(at, text, place) for at, text, _ in texts if not _measured(text, captions)]
    unsure = [at for at, text, _ in texts if row_words.says_unsure(text, placed.layout.title)]
    lines = [
        at for at, text, is_line in texts if is_line and at not in unsure and not captions.said_measure(text) and not _known(text, placed)
    ]
    if lines:
        message = f"{len(lines)} ô chữ phía trên bảng có chữ không nằm trong danh mục: không được hiểu, số vẫn được đọc."
        remedy = "Nếu ô nói số liệu tạm tính, thiếu hay thêm nơi nào, hoặc của kỳ khác thì hỏi lại nơi gửi; nếu không, cứ để nguyên."
        found.append(finding("info", message, remedy, check=ABOVE, cell=",".join(lines), **place))
    found += _unsure(unsure, place)
    return found + [_outside(*outside, placed, place) for outside in placed.sheet.outside if _matters(*outside, placed)]


def _unsure(cells: list[str], place: dict[str, str]) -> list[Finding]:
    if not cells:
        return []
    message = "Dòng trên bảng nói số liệu ước tính, tạm tính hoặc chưa đủ; số vẫn được đọc."
    remedy = "Hỏi nơi gửi: có số chính thức thì xin lại biểu, số đã là chính thức thì sửa dòng ấy."
    return [finding("flagged", message, remedy, check=ABOVE, cell=",".join(cells), **place)]


def _matters(row: int, column: int, text: str, placed: Placed) -> bool:
    """Whether what stands in no cell lies on the table, says a measure other than đồng or nothing that is known."""
    captions = placed.layout.row_words.captions
    if _on_table(row, placed):
        return any(map(str.isalnum, text))
    if row > 0 and has_foot_words([text]):
        return False
    return _says_measure(text, captions) or not (captions.said_measure(text) or _known(text, placed))


def _on_table(row: int, placed: Placed) -> bool:
    return first_head(placed) <= row < len(placed.sheet.rows)


def _says_measure(text: str, captions: CaptionWords) -> bool:
    plain = captions.caption_sizes(text) == {1} or not _read_elsewhere(text, captions)
    return not (plain and _measured(text, captions))


def _outside(row: int, column: int, text: str, placed: Placed, place: dict[str, str]) -> Finding:
    """What is told of a text that stands in no cell; only the words of a measure are repeated."""
    where, cell = ("Đầu hoặc chân trang in", "") if (row, column) == PAGE else ("Hộp chữ", f"{column_letters(column)}{row + 1}")
    measure = _says_measure(text, placed.layout.row_words.captions)
    outside_words = f"ghi {quoted(text)}: không được đọc, số vẫn được đọc theo đơn vị của biểu" if measure else "có chữ không được đọc"
    severity = "flagged" if measure or _on_table(row, placed) else "info"
    remedy = "Nếu chữ ấy nói đơn vị tính, sửa số hay thêm bớt nơi nào thì ghi vào ô của bảng, rồi xóa chỗ ấy; nếu không, cứ để nguyên."
    return finding(severity, f"{where} {outside_words}.", remedy, check="chữ ngoài ô", cell=cell, **place)


def _texts(placed: Placed) -> Iterator[tuple[str, str, bool]]:
    """The texts above a header and beside it, where no column of the form stands, with their cells and whether each is a line.

    Of three in a row none is, as of other tables, nor of two in the row above the header.
    """
    head, most = first_head(placed), max(placed.columns.values())
    for r, row in enumerate(placed.sheet.rows[: placed.first_row]):
        filled = [(c, value) for c, value in enumerate(row) if value not in ("", None)]
        is_line = r < head and len(filled) < (2 if r == head - 1 and r else _TABLE)
        for c, value in filled:
            if isinstance(value, str) and value.strip() and (r < head or c > most):
                yield f"{column_letters(c)}{r + 1}", normalize("NFC", value), is_line


def _measured(text: str, captions: CaptionWords) -> bool:
    """Whether all that a text says of a measure is known or told elsewhere; behind one of money a number may be that of a page."""
    left = captions.measures.sub(" ", captions.said_measure(text)).split()
    return not left or (all(map(str.isdigit, left)) if captions.caption_sizes(text) else _read_elsewhere(text, captions))


def _read_elsewhere(text: str, captions: CaptionWords) -> bool:
    """Whether a measure is used or told elsewhere."""
    return bool(captions.caption_sizes(text)) or perhaps_size(text) is not None or captions.odd_size(text) or captions.counts_in_parts(text)


def _known(text: str, placed: Placed) -> bool:
    """Whether a line begins as lines above a form do, names a day, a year or a number alone, or says a measure that is told."""
    key, words = header_key(text), placed.layout.row_words
    named = text.partition(":")[2] if text.strip("( ").lower().startswith(_UNIT) else text
    named_place = words.names_office(named) or words.names_village(named) or words.names_block(named)
    title = key.startswith(header_key(placed.layout.title) or "-") or begins(text, words.above)
    begun = begins(text, (*words.organ, *words.instruction)) or ((title or named_place) and not _left_over(text, placed))
    elsewhere = names_part(key) or _read_elsewhere(text, words.captions)
    return begun or elsewhere or bool(_PERIOD.fullmatch(key) or _NUMBER.fullmatch(text) or _DAY.search(key))


def _left_over(text: str, placed: Placed) -> set[str]:
    """The words of a line that its form, lines above forms and what follows them do not have; names of places behind their kind are let be.

    Where a line has small letters a name goes on as long as words begin with a capital, else for two words.
    """
    layout, words = placed.layout, placed.layout.row_words
    own = (layout.title, layout.label, layout.code, *layout.sheet_names, *words.above, *words.along)
    kinds = [spelling for row in words.places.rows if {*row.levels} & {*COMMITTEES, VILLAGE} for spelling in row.spellings]
    spelled = key_like(text)
    known, lasts = {word for phrase in (*own, *kinds) for word in spelled(phrase).split()}, {spelled(kind).split()[-1] for kind in kinds}
    found = _WORD.findall(_DOTTED.sub(r"\1", _SYMBOL.sub(" ", text)))
    left, named = _counts_of([*map(spelled, found)], lasts, {*lasts, *map(spelled, words.numbered)}), 0
    for word in found:
        key, capital = spelled(word), word[:1].isupper()
        if named and capital and (not text.isupper() or named <= _NAMED):
            named += 1
            continue
        named = int(key in lasts)
        left |= {key} - known if not _PLAIN.fullmatch(key) else set()
    return left


def _counts_of(keys: list[str], kinds: set[str], numbered: set[str]) -> set[str]:
    """The numbers before a kind of place that are of nothing before them: how many of the places there are numbers of."""
    around = zip(["", *keys], keys, keys[1:], strict=False)  # the last word has nothing behind it
    return {key for before, key, after in around if key.isdecimal() and after in kinds and before not in numbered}


def _unknown_measure(cell: str, text: str, place: dict[str, str]) -> Finding:
    message = f"Ô ghi {quoted(text)}: đơn vị tính không có trong danh mục; số vẫn được đọc theo đơn vị của biểu."
    remedy = "Kiểm tra các số có theo đơn vị của biểu không; đúng thì sửa hoặc xóa dòng này, sai thì ghi lại số."
    return finding("flagged", message, remedy, check="đơn vị tính", cell=cell, **place)
