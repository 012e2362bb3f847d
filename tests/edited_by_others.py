"""Ways to be wrong and innocent edits that somebody thought of who did not build the proof-reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ctxh.vietnamese import in_words
from edited_runs import HARD, W, cited_runs, lines, paragraph_of, rewritten, set_text, text_of

Found = tuple[str, str]  # what was printed, what stands there now
DAY, MONEY, COUNT = r"\d{2}/\d{1,2}/\d{4}", r"[\d.,]+ (?:tỷ )?đồng", r"\d[\d.]*"
YEAR_ALONE = r"(?:19|20)\d\d"


def kind_of(text: str) -> str:
    """The shape of a number by which it is changed for another of its kind."""
    shapes = {"percent": r".*%", "day": DAY, "year": YEAR_ALONE, "money": MONEY, "count": COUNT}
    return next((name for name, shape in shapes.items() if re.fullmatch(shape, text)), text)


def measure_lost(text: str, chance) -> str:
    """``64,167 tỷ đồng`` as ``64,167 đồng``, ``0,94%`` as ``0,94``."""
    return text.replace(" tỷ đồng", " đồng") if " tỷ" in text else text.removesuffix("%")


def points_for_percent(text: str, chance) -> str:
    """``0,94%`` as ``0,94 điểm phần trăm``; of a rate that rose officials say ``tăng 1,6%``, which is let pass."""
    return re.sub("%$", " điểm phần trăm", text)


def paper_kind_changed(text: str, chance) -> str:
    """``637/KH-UBND`` as ``637/QĐ-UBND``, ``20/2021/NĐ-CP`` as ``20/2021/NQ-CP``."""
    others = {"KH-": "QĐ-", "QĐ-": "KH-", "NĐ-": "NQ-", "TT-": "QĐ-", "NQ-": "NĐ-"}
    return re.sub("(?:KH|QĐ|NĐ|TT|NQ)-", lambda found: others[found[0]], text, count=1)


def nought_lost(text: str, chance) -> str:
    """One nought too few, the groups made anew."""
    number = re.match(r"[\d.]+0(?= đồng|$)", text)
    if not number or "." not in number[0]:
        return text
    return f"{int(number[0].replace('.', '')) // 10:,}".replace(",", ".") + text[number.end() :]


def wrong_in_parts(text: str, chance) -> str:
    """``1.134.000.000 đồng`` as ``1 tỷ 143 triệu đồng``: one part is another number."""
    found = re.fullmatch(r"(\d{1,3})\.(\d{3})\.(\d{3})\.000 đồng", text)
    if not found or found[2] == "000":
        return text
    million = found[2][:-2] + found[2][:-3:-1] if found[2][-1] != found[2][-2] else f"{int(found[2]) + 3:03d}"
    rest = f" {int(found[3])} nghìn" if int(found[3]) else ""
    return f"{found[1]} tỷ {int(million)} triệu{rest} đồng"


def wrong_in_words(text: str, chance) -> str:
    """``03`` as ``bốn``, ``17`` as ``mười tám``."""
    return in_words(int(text) + 1) if re.fullmatch(r"\d{1,2}", text) and int(text) else text


def group_of_another(text: str, chance) -> str:
    """``3.743`` as ``3.347``: the groups stand, two digits of the last one are another number's."""
    return re.sub(r"\.(\d)(\d)(\d)(?!.*\d)", lambda f: f".{f[3]}{f[1]}{f[2]}", text)


NUMBER_WRONGS = (*(measure_lost, points_for_percent, paper_kind_changed, nought_lost, wrong_in_parts, wrong_in_words, group_of_another),)


def exchanged(word, chance) -> Found | None:
    """Two numbers of one kind in one paragraph each in the place of the other."""
    runs = cited_runs(word)
    pairs = [
        (one, other)
        for at, one in enumerate(runs)
        for other in runs[at + 1 : at + 6]
        if paragraph_of(one) is paragraph_of(other)
        and kind_of(text_of(one)) == kind_of(text_of(other))
        and text_of(one).lstrip("0") != text_of(other).lstrip("0")
    ]
    one, other = chance.choice(pairs)
    first, second = text_of(one), text_of(other)
    set_text(one, second)
    set_text(other, first)
    return first, second


def of_elsewhere(word, chance) -> Found | None:
    """The right number of another place of the report pasted over one of its kind."""
    runs = [run for run in cited_runs(word) if kind_of(text_of(run)) in ("percent", "day", "money", "count")]
    run = chance.choice(runs)
    printed = text_of(run)
    others = sorted({text_of(one) for one in runs if kind_of(text_of(one)) == kind_of(printed)} - {printed})
    others = [one for one in others if one.lstrip("0") != printed.lstrip("0")]
    if not others:
        return None
    now = chance.choice(others)
    set_text(run, now)
    return printed, now


def paper_named_otherwise(word, chance) -> Found | None:
    """``Kế hoạch số 637/KH-UBND`` as ``Quyết định số 637/KH-UBND``: the symbol stands, the word before it is another kind's."""
    kinds = ("Kế hoạch", "Quyết định", "Nghị định", "Thông tư", "Nghị quyết")
    places = [(run, run.getprevious().getprevious()) for run in cited_runs(word) if "/" in text_of(run) and run.getprevious() is not None]
    places = [(run, before) for run, before in places if before is not None and re.search(rf"({'|'.join(kinds)}) số\s*$", text_of(before))]
    if not places:
        return None
    run, before = chance.choice(places)
    said = re.search(rf"({'|'.join(kinds)}) số\s*$", text_of(before))
    other = chance.choice([kind for kind in kinds if kind != said[1]])
    set_text(before, text_of(before)[: said.start()] + other + text_of(before)[said.end(1) :])
    return text_of(run), text_of(run)


def turned_round(word, chance) -> Found | None:
    """More for less."""
    runs = [run for run in cited_runs(word) if re.match("(tăng|giảm) ", text_of(run))]
    if not runs:
        return None
    run = chance.choice(runs)
    printed = text_of(run)
    now = printed.replace("tăng", "giảm") if "tăng" in printed else printed.replace("giảm", "tăng")
    set_text(run, now)
    return printed, now


def rough_the_other_way(word, chance) -> Found | None:
    """``hơn 70 tỷ`` as ``gần 70 tỷ``."""
    runs = [run for run in cited_runs(word) if re.match("(hơn|trên) ", text_of(run))]
    run = chance.choice(runs)
    printed = text_of(run)
    now = re.sub("hơn|trên", "gần", printed)
    set_text(run, now)
    return printed, now


WORD_WRONGS: tuple[Callable, ...] = (exchanged, of_elsewhere, paper_named_otherwise, turned_round, rough_the_other_way)


# edits that change no number


def words_for_few(word, chance) -> None:
    """``03 gia đình`` as ``ba gia đình`` or ``03 (ba) gia đình``."""

    def said(text: str) -> str:
        if not re.fullmatch(r"0[2-9]", text):
            return text
        return chance.choice((in_words(int(text)), f"{text} ({in_words(int(text))})"))

    for paragraph in lines(word)[10:]:
        rewritten(paragraph, said)


def days_with_dashes(word, chance) -> None:
    mark = chance.choice("-.")
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"(\d{1,2})/(\d{1,2})/(\d{4})", rf"\1{mark}\2{mark}\3", text))


def spans_without_blanks(word, chance) -> None:
    """``(07/5/1954 - 07/5/2024)`` as ``(07/5/1954–07/5/2024)``."""
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"^ [-–] $", "–", re.sub(r"(?<=\d) [-–] (?=\d)", "–", text)))


def percent_in_words(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"(\d)%", r"\1 phần trăm", text))


def amounts_in_billions(word, chance) -> None:
    """``1.134.000.000 đồng`` as ``1,134 tỷ đồng``."""
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"^(\d{1,3})\.(\d{3})\.(\d{3})\.000 đồng$", _in_billions, text))


def _in_billions(found: re.Match) -> str:
    return f"{found[1]},{(found[2] + found[3]).rstrip('0') or '0'} tỷ đồng"


def sentence_of_own(word, chance) -> None:
    """Numbers that no workbook has, in sentences of an official's own."""
    said = (
        " Đã tổ chức 45 buổi họp thôn với 1.235 lượt người dự.",
        " Đài truyền thanh đã phát 62 tin, bài.",
        " Còn 12 thôn chưa có cộng tác viên.",
        " Kinh phí hỗ trợ tổ chức hội nghị là 18.500.000 đồng.",
    )
    for paragraph in chance.sample(lines(word)[14:-6], 2):
        paragraph.add_run(chance.choice(said))


def said_again(word, chance) -> None:
    """A result told once more in the evaluation, in other words."""
    place = next((at for at, paragraph in enumerate(word.paragraphs) if "Ưu điểm" in paragraph.text), len(word.paragraphs) // 2)
    text = (
        "Toàn huyện còn 447 hộ nghèo và 780 hộ cận nghèo; 2.634 lao động được giải quyết việc làm mới; "
        "chi trả không dùng tiền mặt đạt 100%."
    )
    word.paragraphs[place + 1].insert_paragraph_before(text)


def section_moved(word, chance) -> None:
    """A section with all its paragraphs behind the next one."""
    heads = [paragraph._p for paragraph in word.paragraphs if re.match(r"3\.\d\.? ", paragraph.text)]
    at = chance.randrange(len(heads) - 2)
    first, second, end = heads[at : at + 3]
    moved = []
    node = first
    while node is not second:
        moved.append(node)
        node = node.getnext()
    for node in moved:
        end.addprevious(node)


def short_forms_brought_in(word, chance) -> None:
    """``người khuyết tật (NKT)`` once, then ``NKT``."""
    for meant, short in (("người khuyết tật", "NKT"), ("hộ cận nghèo", "HCN"), ("thân nhân liệt sĩ", "TNLS"), ("mai táng phí", "MTP")):
        first = True
        for paragraph in lines(word)[8:]:
            for node in paragraph._p.iter(f"{W}t"):
                if first and meant in (node.text or ""):
                    node.text, first = node.text.replace(meant, f"{meant} ({short})", 1), False
                elif not first:
                    node.text = (node.text or "").replace(meant, short)


def lists_begin_again(word, chance) -> None:
    """Entries with a typed number that begins anew in each list."""
    at = 0
    for paragraph in lines(word)[9:]:
        text = paragraph.text
        at = 0 if text.rstrip().endswith(":") else at + 1
        if at and paragraph.runs and not re.match(r"[IVX\d]+\.", text):
            paragraph.runs[0].text = f"{at}. " + re.sub("^- ", "", paragraph.runs[0].text)


def signed_off(word, chance) -> None:
    """What is filled in on the day of signature: number, place and day, whom to call."""
    for paragraph in (one for cell in _cells(word) for one in cell.paragraphs):
        if re.match(r"\s*Số:", paragraph.text) and paragraph.runs:
            paragraph.runs[0].text = f"Số: {chance.randrange(100, 999)}/BC-UBND"
            for run in paragraph.runs[1:]:
                run.text = ""
        if "ngày" in paragraph.text and "tháng" in paragraph.text and paragraph.runs:
            paragraph.runs[0].text = "Kim Thành, ngày 26 tháng 12 năm 2024"
            for run in paragraph.runs[1:]:
                run.text = ""
    word.paragraphs[-1].insert_paragraph_before("(Người lập biểu: Mẫu Văn Thử, điện thoại 0220.3720.000, phòng 204)")


def _cells(word) -> Iterator:
    return (cell for table in word.tables for row in table.rows for cell in row.cells)


def list_as_numbered_table(word, chance) -> None:
    """A list as a table with a column of places, one of words and one of numbers."""
    entry = re.compile(r"(?:- )?(.{5,90}): (\d+) (người|trường hợp|quyết định|trẻ em)[;.]?")
    found = [paragraph for paragraph in lines(word) if entry.fullmatch(paragraph.text.replace(HARD, " "))]
    if len(found) < 4:
        return
    table = word.add_table(rows=1, cols=4)
    for cell, head in zip(table.rows[0].cells, ("STT", "Nội dung", "Số lượng", "Đơn vị tính"), strict=True):
        cell.text = head
    found[0]._p.addprevious(table._tbl)
    for at, paragraph in enumerate(found, 1):
        parts = entry.fullmatch(paragraph.text.replace(HARD, " "))
        for cell, text in zip(table.add_row().cells, (str(at), *parts.groups()), strict=True):
            cell.text = text
        paragraph._p.getparent().remove(paragraph._p)


INNOCENT_TEXT = (
    *(words_for_few, days_with_dashes, spans_without_blanks, percent_in_words, amounts_in_billions, sentence_of_own, said_again),
    *(section_moved, short_forms_brought_in, lists_begin_again, signed_off, list_as_numbered_table),
)
