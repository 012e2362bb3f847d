"""Numbers typed into the wording, which no workbook stands behind: 447 beside the 448 that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ctxh.book.dated_sentences import MARKUP, wording_files_of, wording_text
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, finding
from ctxh.vietnamese import NumberError, fold, parse_number

_QUOTED = re.compile(r"[\"']([^\"']*)[\"']")
_NAME = re.compile(r"[a-z]\w*|[IVX]+(?:\.\d+)*")
# the closed list of shapes that may be typed: numbers of headings and days that are names
_HEADING_NUMBER = re.compile(r"#{1,4} +(?:[IVXLC]+|\d+(?:\.\d+)*)\.? ")
_DAYS_THAT_ARE_NAMES = re.compile(r"(?<![\d/])(?:27/7|01/6|30/4|02/9|22/12)(?![\d/])")
_DIGITS = re.compile(r"\d+(?:[.,/]\d+)*%?")
_WORDS = ("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười")  # «một» is an article too, «năm» a year
_BEHIND = ("một", "mốt", "tư", "lăm", "mươi", "trăm", "linh")  # in «mười một», «hai mươi lăm»
_NEAR = (-2, -1, 0, 1)  # years beside the report's: others are of events and periods that bear them in their names
_CLOSE = 0.1  # a number as far from one of the year's may have been typed for it


def typed_numbers(computed: Computed) -> list[Finding]:
    """A finding for each number, in digits or in words before what is counted, that the wording has outside the helpers."""
    spelt = spelt_numbers(computed.book.counted_words)
    return [
        finding(
            "flagged",
            f"Dòng {line}: «{number}» gõ thẳng vào lời văn, không lấy từ số liệu.",
            _remedy(computed, number, after),
            found=number,
            check="lời văn",
            area_code=computed.area_code,
            file=path.name,
        )
        for path in wording_files_of(computed.request)
        for line, number, after in typed_in(path, spelt)
    ]


def typed_years(computed: Computed) -> list[Finding]:
    """A finding for each figure or indicator in whose words a year near the report's is typed: the next report would say it too."""
    beside = "|".join(str(computed.year + since) for since in _NEAR)
    pattern, figures = re.compile(rf"(?<![\d/.-])(?:{beside})(?![\d/])"), computed.book.figures.values()
    words = {f"Hình «{one.caption}»": (one.caption, one.alt, one.note, *one.headings, *one.labels.values()) for one in figures}
    words |= {f"Chỉ tiêu «{entry.label}»": (entry.label,) for entry in computed.book.indicators.values()}
    return [
        finding(
            "flagged",
            f"{called} của sổ định nghĩa: gõ năm «{found[0]}», năm sau vẫn in như vậy.",
            "Bỏ năm: kỳ báo cáo được ghi thêm vào tên hình, tên bảng.",
            found=found[0],
            check="lời văn",
            area_code=computed.area_code,
        )
        for called, texts in words.items()
        if (found := pattern.search(" ".join(texts)))
    ]


def spelt_numbers(counted_words: Iterable[str]) -> re.Pattern[str]:
    """Numbers in words, the first group, before what is counted: some words, of letters, but a year, which is the word for five too."""
    counted = {word for word in counted_words if word.replace(" ", "").isalpha() and word != "năm"}
    number = rf"(?:{'|'.join(_WORDS)})(?:\s+(?:{'|'.join((*_WORDS, *_BEHIND))}))*"
    return re.compile(rf"\b({number})\s+(?:{'|'.join(sorted(counted, key=len, reverse=True))})\b", re.IGNORECASE)


def typed_in(path: Path, spelt: re.Pattern[str]) -> Iterator[tuple[int, str, str]]:
    """Line, number and what follows it, of each number typed in a file of the wording outside the helpers."""
    text = MARKUP.sub(_printed_by_tag, wording_text(path))
    for line, words in enumerate(text.splitlines(), 1):
        left = _DAYS_THAT_ARE_NAMES.sub("", _HEADING_NUMBER.sub("", words))
        for pattern in (_DIGITS, spelt):
            yield from ((line, found[0], left[found.end() :]) for found in pattern.finditer(left))


def with_marks(path: Path, spelt: re.Pattern[str], before: str, after: str) -> str:
    """The text of a file of the wording with a mark before and after each number that is typed outside all tags."""
    text = wording_text(path)
    plain = MARKUP.sub(lambda tag: re.sub(r"[^\n]", "\uf8f2", tag[0]), text)  # as long, so that places stay what they are
    kept = [found.span() for pattern in (_HEADING_NUMBER, _DAYS_THAT_ARE_NAMES) for found in pattern.finditer(plain)]
    spans = sorted(found.span() for pattern in (_DIGITS, spelt) for found in pattern.finditer(plain))
    marked, done = [], 0
    for first, last in spans:
        if first >= done and not any(first < end and start < last for start, end in kept):
            marked += [text[done:first], before, text[first:last], after]
            done = last
    return "".join([*marked, text[done:]])


def _printed_by_tag(tag: re.Match[str]) -> str:
    """What a tag itself says: its texts that are no names, the numbers it prints, its line breaks."""
    text = str(tag[0])
    breaks = "\n" * text.count("\n")
    if text.startswith("{#"):
        return breaks
    quotes = [quoted for quoted in _QUOTED.findall(text) if not _NAME.fullmatch(quoted)]
    numbers = re.findall(r"\b\d[\d.]*", _QUOTED.sub("", text)) if text.startswith("{{") else []
    return " ".join([*quotes, *numbers]) + breaks


def _remedy(computed: Computed, number: str, after: str) -> str:
    name = _likely_indicator(computed, number, after)
    if not name:
        return 'Ghi số vào biểu của phòng (B10, B12) rồi viết bằng {{ value("...") }}, hoặc bỏ số.'
    shown = printed(computed.book.indicators[name], computed.value(name))
    return f'Viết {{{{ value("{name}") }}}}: «{computed.book.indicators[name].label}» đang là {shown}.'


def _likely_indicator(computed: Computed, number: str, after: str) -> str:
    """The indicator whose label has the two words that follow a number and whose value is nearest to it; empty where none is near."""
    try:
        read = parse_number(number)
    except NumberError:
        return ""
    if read is None:
        return ""
    value = float(read.value)
    following = fold(" ".join(re.findall(r"\w+", after)[:2]))
    values = {
        name: computed.value(name) for name, entry in computed.book.indicators.items() if following and following in fold(entry.label)
    }
    distances = {
        name: abs(own - value) for name, own in values.items() if own is not None and abs(own - value) <= _CLOSE * max(abs(own), 1)
    }
    return min(distances, key=lambda name: distances[name], default="")
