"""A report that was edited in Word held against the data of its office and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctxh.check.typed_numbers import spelt_numbers
from ctxh.citations import citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import passport
from ctxh.proofread.binding import bind
from ctxh.proofread.changes_told import with_changes
from ctxh.proofread.comments import commented
from ctxh.proofread.contexts import Passage, abbreviations, contexts
from ctxh.proofread.inner_sums import contradictions, faults
from ctxh.proofread.judging import AGREES, CANNOT_SAY, DISAGREES, REASONS, Judgement, judged
from ctxh.proofread.left_out import start_of
from ctxh.proofread.paper_kinds import named_otherwise, paper_symbols
from ctxh.proofread.report_numbers import Printed, ReportNumbers, nouns_counted, report_numbers
from ctxh.proofread.text_numbers import COUNT, MONEY, PERCENT, POINTS, YEAR, YEARS, numbers_in, plain
from ctxh.proofread.told_twice import told_otherwise
from ctxh.proofread.word_file import NotReadable, word_bytes
from ctxh.proofread.word_text import ROW_NUMBERS, WordParagraph, opened_word, word_paragraphs
from ctxh.vietnamese import fold

FEWEST, SHARE = 15, 0.30  # numbers that must agree before the data accuse anybody
MEASURED = 0.5  # of counts, amounts and percentages: those of another period are others, while days and papers of the year agree
LONGEST = 195  # letters of a comment
_YEAR = re.compile(r"(?:19|20)\d\d")


class NotThisReport(NotReadable):
    """A text of another place or year, or without enough numbers; the message says so in one sentence."""


@dataclass(frozen=True)
class Remark:
    """A number that disagrees: its paragraph, its place in the text as it is in the file, and what is said of it."""

    paragraph: int
    start: int
    end: int
    judgement: Judgement
    text: str


@dataclass(frozen=True)
class Proof:
    """A text that was read: a judgement for each number, a remark for each that disagrees, and the copy with its comments."""

    word_paragraphs: tuple[WordParagraph, ...]
    judgements: tuple[Judgement, ...]
    remarks: tuple[Remark, ...]
    copy: bytes

    def count(self, verdict: str) -> int:
        """How many numbers have a verdict."""
        return sum(one.verdict == verdict for one in self.judgements)

    @property
    def line(self) -> str:
        """``187 số: 180 khớp, 3 không khớp, 4 không kết luận được``."""
        agreed, wrong, open_ = map(self.count, (AGREES, DISAGREES, CANNOT_SAY))
        return f"{len(self.judgements)} số: {agreed} khớp, {wrong} không khớp, {open_} không kết luận được"


def proofread(file: Path, computed: Computed) -> Proof:
    """The proof of a Word file against what the data print. The file is not changed.

    Raises NotReadable for a file that is no Word file or may do harm, NotThisReport for a text of another place or year, and for one
    without enough numbers.
    """
    word = opened_word(word_bytes(file))
    read = word_paragraphs(word)
    judgements, places = judgements_of(file.name, read, computed)
    remarks = tuple(_remark(one, places[one.passage], computed) for one in judgements if one.verdict == DISAGREES)
    copied = commented(word, [(read[one.paragraph], one.start, one.end, one.text) for one in remarks])
    return Proof(tuple(read), tuple(judgements), remarks, copied)


def _remark(judgement: Judgement, places: Sequence[int], computed: Computed) -> Remark:
    """The remark on a number, where it stands in the text as it is in the file."""
    number = judgement.number
    return Remark(judgement.passage, places[number.start], places[number.end - 1] + 1, judgement, remark_text(judgement, computed))


def judgements_of(name: str, read: Sequence[WordParagraph], computed: Computed) -> tuple[list[Judgement], list[list[int]]]:
    """The judgements on the numbers of the paragraphs of a file, and where the characters of each paragraph stand in it.

    Raises NotThisReport for a text of another place, year or period, and for one without enough numbers.
    """
    printed = report_numbers(computed, spelt_numbers(computed.book.counted_words))
    spelt = spelt_numbers([*computed.book.counted_words, *nouns_counted(printed)])
    texts = [plain(one.text) for one in read]
    passages = [_passage(one, text, places, spelt) for (text, places), one in zip(texts, read, strict=True)]
    _refuse_empty(name, passages)
    _refuse_other_place(name, passages, computed)
    _refuse_other_year(name, passages, computed, unless_named=True)
    alone = with_changes(judge_passages(passages, printed), passages, computed)
    judgements = _with_inner_faults(alone, passages, paper_symbols(computed.request.reference))
    _refuse_few(name, judgements, passages, computed)
    return judgements, [places for _, places in texts]


def _passage(paragraph: WordParagraph, text: str, places: Sequence[int], spelt: re.Pattern[str]) -> Passage:
    """A paragraph with its numbers, each with the bookmark that holds one of its letters."""
    numbers = []
    for number in numbers_in(text, spelt) if paragraph.where != ROW_NUMBERS else ():
        start, end = places[number.start], places[number.end - 1] + 1
        names = [name for first, behind, name in paragraph.figure_marks if first < end and start < behind]
        numbers.append(replace(number, bookmark=names[0]) if names else number)
    return Passage(text, tuple(numbers), paragraph.heading)


def judge_passages(passages: Sequence[Passage], printed: ReportNumbers) -> list[Judgement]:
    """A judgement for each number of the passages."""
    long_forms = {**abbreviations(passages), **abbreviations(printed.passages)}
    around, theirs = contexts(passages, long_forms), contexts(printed.passages, long_forms)
    numbers = [number for passage in passages for number in passage.numbers]
    where = [at for at, passage in enumerate(passages) for _ in passage.numbers]
    return judged(numbers, where, bind(numbers, around, printed.printed, theirs), printed.printed, around, theirs)


def _with_inner_faults(judgements: Sequence[Judgement], passages: Sequence[Passage], symbols: Mapping[str, str]) -> list[Judgement]:
    """The judgements, with what a text says against itself where the data say nothing or the place of a number is not certain."""
    agreed = {(one.passage, one.number.start): one.sure for one in judgements if one.verdict == AGREES}
    again = told_otherwise(judgements, contexts(passages, abbreviations(passages)))
    open_ones = {(one.passage, one.number.start): f"chỗ khác cùng nội dung ghi «{other.number.text}»" for one, other in again}
    open_ones |= {(at, number.start): why for at, passage in enumerate(passages) for number, why in faults(passage)}
    open_ones = {place: why for place, why in open_ones.items() if not agreed.get(place, False)}
    wrong = {(one.passage, one.number.start) for one in judgements if one.verdict == DISAGREES}
    impossible = {
        (at, number.start): why
        for at, passage in enumerate(passages)
        for number, beside, why in contradictions(passage)
        if (at, beside.start) not in wrong
    }
    papers = {(at, number.start): why for at, passage in enumerate(passages) for number, why in named_otherwise(passage, symbols)}
    refuted = {place: why for place, why in {**open_ones, **impossible}.items() if place not in wrong}
    return [
        _refuted(one, refuted.get((one.passage, one.number.start), ""), papers.get((one.passage, one.number.start), ""))
        for one in judgements
    ]


def _refuted(one: Judgement, why: str, paper: str) -> Judgement:
    """The judgement on a number that its text refutes; the number of a document stays bound where only the word before it is wrong."""
    if why:
        return Judgement(one.number, one.passage, DISAGREES, None, why)
    return replace(one, verdict=DISAGREES, reason=paper) if paper and one.verdict != DISAGREES else one


def _refuse_empty(name: str, passages: Sequence[Passage]) -> None:
    if not any(passage.text.strip() for passage in passages):
        raise NotThisReport(f"{name}: không có chữ nào (tệp trống hoặc bản quét). Gửi bản Word gõ chữ của báo cáo.")
    count = sum(len(passage.numbers) for passage in passages)
    if count < FEWEST:
        raise NotThisReport(f"{name}: chỉ có {count} con số, chưa đủ để đối chiếu với số liệu (mẫu trống, hoặc không phải báo cáo).")


def _refuse_other_place(name: str, passages: Sequence[Passage], computed: Computed) -> None:
    own, bare = computed.request.own_name, fold(str(computed.request.own_area["name"]))
    text = fold(" ".join(passage.text for passage in passages))
    if not re.search(rf"\b{re.escape(bare)}\b", text):
        raise NotThisReport(f"{name}: không thấy tên đơn vị ({own}); đây không phải báo cáo của đơn vị này. Xem lại --office.")


def _years_named(passages: Sequence[Passage]) -> Counter[int]:
    years_named = Counter(int(number.value) for passage in passages for number in passage.numbers if number.kind == YEAR)
    spans = [str(number.value) for passage in passages for number in passage.numbers if number.kind == YEARS]
    years_named.update(int(year) for span in spans for year in _YEAR.findall(span)[:1])
    return years_named


def _refuse_other_year(name: str, passages: Sequence[Passage], computed: Computed, unless_named: bool) -> None:
    """Nothing, unless a text names another year most; ``unless_named`` lets pass one that names this year too."""
    named = _years_named(passages)
    most = max(named, key=lambda year: (named[year], year), default=computed.year)
    if most != computed.year and not (unless_named and named[computed.year]):
        raise NotThisReport(f"{name}: là báo cáo của năm {most}, không phải năm {computed.year}.")


def _refuse_few(name: str, judgements: Sequence[Judgement], passages: Sequence[Passage], computed: Computed) -> None:
    agreed = sum(one.verdict == AGREES for one in judgements)
    measured = [one.verdict == AGREES for one in judgements if one.number.kind in (COUNT, MONEY, PERCENT, POINTS)]
    if agreed < FEWEST or agreed < SHARE * len(judgements) or sum(measured) < MEASURED * len(measured):
        _refuse_other_year(name, passages, computed, unless_named=False)
        raise NotThisReport(
            f"{name}: chỉ {agreed}/{len(judgements)} con số khớp với số liệu; "
            f"đây không phải báo cáo của đơn vị và kỳ này ({computed.period.words}), nên không ghi nhận xét nào. Xem lại năm và -p period."
        )


def remark_text(judgement: Judgement, computed: Computed) -> str:
    """What a comment says: what the data print, what that is, and where it came from; under 200 letters."""
    bound = judgement.printed
    if bound is None:
        return start_of(f"«{judgement.number.text}»: {judgement.number.fault or REASONS.get(judgement.reason, judgement.reason)}.", LONGEST)
    why = "" if judgement.reason == "value" else f" ({REASONS.get(judgement.reason, judgement.reason)})"
    shown = f"{bound.number.moved} {bound.text}".strip() if judgement.reason == "direction" else bound.text
    return start_of(f"Số liệu in: {shown}{why}. {whence(bound, computed)}", LONGEST)


def whence(bound: Printed, computed: Computed) -> str:
    """The label of the indicator and the cells, or the parts, that it comes from."""
    indicator, _, area = bound.cite.partition("@")
    if indicator not in computed.book.indicators:
        return "Số này không lấy từ ô Excel nào."
    found = passport(computed, indicator, area or computed.area_code)
    if found.parts:
        return f"{found.label} = {'; '.join(f'{label}: {shown}' for _, label, shown in found.parts)}"
    more = f" và {len(found.sources) - 1} nguồn khác" if len(found.sources) > 1 else ""
    return f"{found.label}{': ' + citation_words(found.sources[0].cited) if found.sources else ''}{more}"
