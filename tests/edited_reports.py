"""A maker of edited reports: the report as a Word file with single wrong numbers and with edits that change no number, by seeds.

What is wrong is known from the bookmarks that the report has round its numbers; the program reads none of what is made here.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import docx
from docx.oxml import OxmlElement

from edited_by_others import INNOCENT_TEXT, NUMBER_WRONGS, WORD_WRONGS, exchanged
from edited_in_word import IN_WORD
from edited_runs import DIGIT, W, cited_runs, lines, rewritten, set_text, text_of


@dataclass(frozen=True)
class Wrong:
    """A number that was made wrong: what the report printed, and what stands there now."""

    kind: str
    printed: str
    now: str

    @property
    def wrong_texts(self) -> tuple[str, ...]:
        """What may be called wrong: of two that were exchanged either."""
        return (self.now, self.printed) if self.kind == exchanged.__name__ else (self.now,)

    @property
    def right_texts(self) -> tuple[str, ...]:
        return (self.printed, self.now) if self.kind == exchanged.__name__ else (self.printed,)


def _at_digit(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    places = [found.start() for found in DIGIT.finditer(text)]
    at = chance.choice(places)
    return text[:at] + change(text[at]) + text[at + 1 :]


def other_digit(text: str, chance: random.Random) -> str:
    return _at_digit(text, chance, lambda digit: chance.choice([d for d in "123456789" if d != digit]))


def digit_lost(text: str, chance: random.Random) -> str:
    return _at_digit(text, chance, lambda _: "")


def digit_more(text: str, chance: random.Random) -> str:
    return _at_digit(text, chance, lambda digit: digit + chance.choice("123456789"))


def nought_more(text: str, chance: random.Random) -> str:
    """One nought too many, the groups made anew."""
    number = re.search(r"\d[\d.]*", text)
    more = f"{int(number[0].replace('.', '')) * 10:,}".replace(",", ".")
    return text[: number.start()] + more + text[number.end() :]


def digits_turned(text: str, chance: random.Random) -> str:
    pairs = [m.start() for m in re.finditer(r"(?=(\d)(\d))", text) if text[m.start()] != text[m.start() + 1]]
    if not pairs:
        return text
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def one_more(text: str, chance: random.Random) -> str:
    number = re.search(r"\d[\d.]*", text)
    more = f"{int(number[0].replace('.', '')) + 1:,}".replace(",", ".")
    return text[: number.start()] + more + text[number.end() :]


def group_broken(text: str, chance: random.Random) -> str:
    """A digit lost behind a dot of thousands."""
    return re.sub(r"\.(\d)(\d)\d", r".\1\2", text, count=1)


def comma_moved(text: str, chance: random.Random) -> str:
    return re.sub(r"(\d),(\d)(\d*)", r"\1\2,\3" if re.search(r",\d\d", text) else r"0,\1\2", text, count=1)


def percent_on_count(text: str, chance: random.Random) -> str:
    return f"{text}%" if re.fullmatch(r"[\d.]+", text) else text


def scale_changed(text: str, chance: random.Random) -> str:
    return text.replace("tỷ", "triệu") if "tỷ" in text else re.sub(r"\.000 đồng", " đồng", text)


def year_before(text: str, chance: random.Random) -> str:
    return re.sub(r"20(\d\d)", lambda found: f"20{int(found[1]) - 1:02d}", text, count=1)


def month_changed(text: str, chance: random.Random) -> str:
    return re.sub(r"/(\d{1,2})/", lambda found: f"/{int(found[1]) % 12 + 1}/", text, count=1)


WRONGS = (
    *(other_digit, digit_lost, digit_more, nought_more, digits_turned, one_more, group_broken, comma_moved),
    *(percent_on_count, scale_changed, year_before, month_changed, *NUMBER_WRONGS, *WORD_WRONGS),
)
SAME_AFTER = re.compile(r"[^\d]")


def made_wrong(word: docx.document.Document, chance: random.Random, kinds=WRONGS) -> Wrong:
    """One number made wrong in one way, or two exchanged; which numbers are fit for a way is tried."""
    runs = cited_runs(word)
    while True:
        kind = chance.choice(kinds)
        if kind in WORD_WRONGS:
            if found := kind(word, chance):
                return Wrong(kind.__name__, *found)
            continue
        run = chance.choice(runs)
        printed = text_of(run)
        if kind in (nought_more, one_more) and re.search("[/-]", printed):
            continue
        now = kind(printed, chance)
        if now != printed and not same_number(now, printed):
            set_text(run, now)
            return Wrong(kind.__name__, printed, now)


def same_number(one: str, other: str) -> bool:
    """Whether two writings differ in noughts before a number alone."""
    return re.sub(r"(?<![\d.,])0+(?=\d)", "", one) == re.sub(r"(?<![\d.,])0+(?=\d)", "", other)


SYNONYMS = (
    *(("suất quà", "phần quà"), ("ban hành", "có"), ("với số tiền", "số tiền là"), ("tổng số tiền", "tổng kinh phí")),
    *(("trị giá", "giá trị"), ("Phối hợp với", "Cùng với"), ("trường hợp", "hồ sơ"), ("triển khai", "thực hiện"), ("gồm", "bao gồm")),
    *(("đối tượng", "người thụ hưởng"), ("Rà soát", "Kiểm tra"), ("đến", "tới"), ("Chuyển quà", "Trao quà")),
)


def synonyms(word, chance) -> None:
    for paragraph in chance.sample(lines(word), 12):
        for one, other in SYNONYMS:
            rewritten(paragraph, lambda text, one=one, other=other: text.replace(one, other))


def hard_blanks(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"(\d) (?=\D)", "\\1\u00a0", text))


def long_dashes(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: text.replace(" - ", " – ").replace("- ", "– "))


def i_for_y(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: text.replace("tỷ đồng", "tỉ đồng"))


def marks_apart(word, chance) -> None:
    for paragraph in chance.sample(lines(word), 20):
        rewritten(paragraph, lambda text: unicodedata.normalize("NFD", text))


def dong_as_d(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"(\d) đồng\b", r"\1đ", text))


def no_noughts_before(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"^0(\d)$", r"\1", text))


def days_in_words(word, chance) -> None:
    for paragraph in chance.sample(lines(word), 15):
        rewritten(paragraph, lambda text: re.sub(r"^(\d\d?)/(\d\d?)/(\d{4})$", r"\1 tháng \2 năm \3", text))


def days_with_noughts(word, chance) -> None:
    for paragraph in lines(word):
        rewritten(paragraph, lambda text: re.sub(r"^(\d\d)/(\d)/(\d{4})$", r"\1/0\2/\3", text))


def amounts_in_parts(word, chance) -> None:
    """``1.134.000.000 đồng`` as ``1 tỷ 134 triệu đồng``."""

    def parts(text: str) -> str:
        found = re.fullmatch(r"(\d{1,3})\.(\d{3})\.(\d{3})\.000 đồng", text)
        if not found:
            return text
        rest = [f"{int(group)} {name}" for group, name in ((found[2], "triệu"), (found[3], "nghìn")) if int(group)]
        return " ".join([f"{found[1]} tỷ", *rest, "đồng"])

    for paragraph in lines(word):
        rewritten(paragraph, parts)


def paragraph_split(word, chance) -> None:
    """What stands behind a full stop or a semicolon of a long paragraph becomes one of its own."""
    for paragraph in chance.sample([one for one in lines(word) if len(one.runs) > 3], 6):
        runs = paragraph.runs
        at = next((i for i, run in enumerate(runs[1:-1], 1) if run.text.rstrip().endswith((";", ","))), None)
        if at is None:
            continue
        added = OxmlElement("w:p")
        paragraph._p.addnext(added)
        for node in list(runs[at]._r.itersiblings()):
            added.append(node)


def paragraphs_joined(word, chance) -> None:
    found = lines(word)
    for at in chance.sample(range(12, len(found) - 8), 6):
        first, second = found[at], found[at + 1]
        if first._p.getparent() is None or second._p.getparent() is None or first._p.getnext() is not second._p:
            continue
        first.add_run(" ")
        for node in list(second._p):
            if node.tag != f"{W}pPr":
                first._p.append(node)
        second._p.getparent().remove(second._p)


def list_as_prose(word, chance) -> None:
    """Dashes taken off, list styles too."""
    for paragraph in lines(word):
        paragraph.style = word.styles["Normal"]
        rewritten(paragraph, lambda text: re.sub(r"^- ", "", text))


def numbered_lines(word, chance) -> None:
    for at, paragraph in enumerate(chance.sample(lines(word)[12:], 15), 1):
        if paragraph.runs:
            paragraph.runs[0].text = f"{at}) " + paragraph.runs[0].text


def sentence_added(word, chance) -> None:
    for paragraph in chance.sample(lines(word)[12:], 5):
        paragraph.add_run(" Công tác này được thực hiện nghiêm túc, đúng quy định và kịp thời.")


def paragraph_lost(word, chance) -> None:
    for paragraph in chance.sample(lines(word)[14:-4], 3):
        paragraph._p.getparent().remove(paragraph._p)


def paragraphs_moved(word, chance) -> None:
    found = lines(word)
    for at in chance.sample(range(14, len(found) - 6), 4):
        if found[at]._p.getnext() is found[at + 1]._p:
            found[at + 1]._p.addnext(found[at]._p)


def runs_torn(word, chance) -> None:
    """Runs cut in the middle, as Word does when it checks the spelling: also within a number."""
    import copy

    for paragraph in chance.sample(lines(word), 25):
        for run in paragraph.runs:
            if len(run.text) > 2 and [node.tag for node in run._r if node.tag != f"{W}rPr"] == [f"{W}t"]:
                twin = copy.deepcopy(run._r)
                text, at = run.text, chance.randrange(1, len(run.text))
                set_text(run._r, text[:at])
                set_text(twin, text[at:])
                run._r.addnext(twin)


def change_tracked(word, chance) -> None:
    """An old number left as deleted text beside the one that stands."""
    for run in chance.sample(cited_runs(word), min(8, len(cited_runs(word)))):
        gone = OxmlElement("w:del")
        old = OxmlElement("w:r")
        text = OxmlElement("w:delText")
        text.text = "999"
        old.append(text)
        gone.append(old)
        run.addprevious(gone)
        kept = OxmlElement("w:ins")
        run.addprevious(kept)
        kept.append(run)


def words_put_in(word, chance) -> None:
    for paragraph in chance.sample(lines(word)[12:], 15):
        rewritten(paragraph, lambda text: re.sub(r"\b(cho|về|trong)\b", r"\1 việc", text, count=1) if len(text) > 20 else text)


def short_forms_written_out(word, chance) -> None:
    for short, meant in (("NCC", "người có công"), ("BTXH", "bảo trợ xã hội"), ("NCT", "người cao tuổi"), ("MTP", "mai táng phí")):
        for paragraph in lines(word)[12:]:
            rewritten(paragraph, lambda text, short=short, meant=meant: re.sub(rf"(?<![-/])\b{short}\b(?!\))", meant, text))


def in_a_table(word, chance) -> None:
    """Some paragraphs as the cells of a table."""
    found = chance.sample(lines(word)[14:-4], 5)
    for paragraph in found:
        table = word.add_table(rows=1, cols=1)
        paragraph._p.addprevious(table._tbl)
        cell = table.rows[0].cells[0]._tc
        cell.append(paragraph._p)


INNOCENT = (
    *(synonyms, hard_blanks, long_dashes, i_for_y, marks_apart, dong_as_d, no_noughts_before, days_in_words, days_with_noughts),
    *(amounts_in_parts, paragraph_split, paragraphs_joined, list_as_prose, numbered_lines, sentence_added, paragraph_lost),
    *(paragraphs_moved, runs_torn, change_tracked, words_put_in, short_forms_written_out, in_a_table),
    *(*INNOCENT_TEXT, *IN_WORD),
)


def bookmarks_gone(word, chance, share: float = 1.0) -> None:
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for node in list(word.element.body.iter(f"{W}{tag}")):
            if chance.random() < share:
                node.getparent().remove(node)


def _turn(edit: Callable) -> int:
    """When an edit is done: changes recorded at whole numbers first, runs torn behind other texts, last what Word writes round runs."""
    return 0 if edit is change_tracked else 3 if edit in IN_WORD else 2 if edit is runs_torn else 1


def edited(
    report: bytes, seed: int, edits: int = 2, wrong: bool = True, kinds=WRONGS, innocent=INNOCENT
) -> tuple[bytes, Wrong | None, list[str]]:
    """A report with some innocent edits and, where asked for, one wrong number; the names of what was done."""
    chance = random.Random(seed)
    word = docx.Document(io.BytesIO(report))
    made = made_wrong(word, chance, kinds) if wrong else None
    kept_whole = made is not None and made.kind in {kind.__name__ for kind in WORD_WRONGS}  # where it stands cannot be seen from its text
    done = chance.sample([edit for edit in innocent if not (kept_whole and edit is paragraph_lost)], edits)
    keep = chance.choice((0.0, 0.5, 1.0))
    for edit in sorted(done, key=_turn):
        edit(word, chance)
    bookmarks_gone(word, chance, keep)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue(), made, [edit.__name__ for edit in done]
