"""The check against the paper report: what was printed by hand and what the workbooks say (C33)."""

from __future__ import annotations

import re

from ctxh.book import Indicator
from ctxh.book.desk import MISPRINT
from ctxh.book.printed_values import printed
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import EVERY, Verdict, looks_at, not_judged
from ctxh.compute.computed import Computed
from ctxh.vietnamese import DateError, Number, NumberError, clean_text, fold, header_key, parse_date, parse_number

_NUMBER = re.compile(
    r"""(?P<body>\d[\d.,]*(?:/\d[\d.,]*)?                                         # 2.634 or 8.141/8.141
        (?:\s*(?:tỷ|triệu|nghìn)(?:\s*\d[\d.,]*\s*(?:tỷ|triệu|nghìn))*)?)        # 1 tỷ 134 triệu
        \s*(?P<tail>%|đồng|đ\b)?""",
    re.VERBOSE,
)
_APPROXIMATE = re.compile(r"\b(khoảng|hơn|trên|gần)\b", re.IGNORECASE)
_ABBREVIATION, _LED_IN = re.compile(r"[A-ZĐ]{3,}"), re.compile(r"^về (việc )?", re.IGNORECASE)
_MINOR = ("thiếu chữ «số» trước số văn bản", "từ ước lượng trước một số chính xác")  # told, but no other number than ours
[_WORDS] = MISPRINT
_DOUBLED = re.compile(r"\b([^\W\d]+)\s+\1\b", re.IGNORECASE)


@looks_at("printed_on_paper", "words_on_paper", "document_kinds", EVERY)
def against_paper(computed: Computed) -> list[Verdict]:
    """C33: a verdict for each figure of the paper report that cannot be read or differs, and for each word that was repaired.

    The desk copies the paper's figures into form B13; without it there is nothing to compare, nor
    where the workbooks were written after the period: theirs is the paper of another one.
    """
    rows = [row for row in computed.by_item.rows("printed_on_paper") if row.category != _WORDS]
    if computed.listed_until and rows:
        return [not_judged(computed, "bản giấy là của kỳ dài hơn")]
    verdicts, agreeing = [], 0
    for row in rows:
        entry = computed.book.indicators.get(row.category)
        fault = _fault(computed, entry, row.text) if entry else "mã chỉ tiêu không có trong danh mục"
        if fault:
            shown = _as_told(computed, entry, row.text) if entry else MISSING_SIGN
            verdicts.append(
                Verdict(
                    f"«{row.text}»",
                    f"«{shown}»" if entry and entry.notation == "text" else shown,
                    False,
                    fault,
                    indicators=(entry.id,) if entry else (),
                    severity="info" if fault in _MINOR else "",
                    found=row.text,
                    used=shown,
                    place=row.place,
                    other_measure=entry.measure_beside if entry and shown != MISSING_SIGN else "",
                )
            )
        else:
            agreeing += 1
    verdicts += [
        Verdict(
            f"«{row.text}»",
            f"«{row.category}»",
            False,
            "chữ trên bản giấy, được viết lại trong báo cáo",
            severity="info",
            found=row.text,
            used=row.category,
            place=row.place,
        )
        for row in computed.by_item.rows("words_on_paper")
        if clean_text(row.text) != clean_text(row.category)
    ]
    if rows:
        verdicts.append(Verdict(str(len(rows)), str(agreeing), None, "số liệu chép từ bản giấy và số liệu khớp", measure="số"))
    return verdicts


def _as_told(computed: Computed, entry: Indicator, text: str) -> str:
    """A value as the report prints it; of a law, which is cited by its name, with its kind: ``Bộ luật Lao động``."""
    value = printed(entry, computed.value(entry.id), computed.text(entry.id))
    kind = _kind(computed, entry.id.removesuffix("_title"))
    named = entry.id.endswith("_title") and kind and fold(text).split()[:1] in [[word] for word in fold(kind).split()]
    return f"{kind} {value}" if named else value


def _fault(computed: Computed, entry: Indicator, text: str) -> str:
    """What is wrong with a printed figure, or nothing."""
    doubled = _DOUBLED.search(text)
    if doubled:
        return f"lặp từ «{doubled[1]}»"
    if entry.notation == "date":
        return _date_fault(computed, entry, text)
    if entry.id.endswith("_title"):
        return _title_fault(computed, entry.id.removesuffix("_title"), text)
    if entry.notation == "text":
        return _text_fault(computed, entry, text)
    return _number_fault(computed, entry, text)


def _text_fault(computed: Computed, entry: Indicator, text: str) -> str:
    own = computed.text(entry.id)
    if fold(own).replace(" ", "") not in fold(text).replace("–", "-").replace(" ", ""):
        return "khác với sổ văn bản hoặc số liệu của phòng"
    before = fold(text.partition(own)[0]) if own and entry.unit_of_measure == "doc_no" else ""
    kind = fold(_kind(computed, entry.id.removesuffix("_no")))
    if not kind or before in ("", "so", f"{kind} so"):
        return ""
    return _MINOR[0] if before == kind else "loại văn bản khác với sổ văn bản"


def _title_fault(computed: Computed, key: str, text: str) -> str:
    """Whether a summary, or the name of a law, differs; an abbreviation may stand for words with its initials."""
    kind, own = f"{fold(_kind(computed, key))} ", computed.text(f"{key}_title")
    copied = text[len(kind) :] if fold(text).startswith(kind) else text
    return "" if re.fullmatch(_spelt(copied), " ".join(map(_word, _words(own)))) else "trích yếu khác với sổ văn bản"


def _spelt(text: str) -> str:
    """A pattern of the words of a summary, each abbreviation as itself or as words with its initials."""
    return " ".join(
        rf"(?:{_word(word)}|{' '.join(rf'{letter}[^ ]*' for letter in _word(word))})" if _ABBREVIATION.fullmatch(word) else _word(word)
        for word in _words(text)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _LED_IN.sub("", text))


def _word(word: str) -> str:
    """A word or number without marks, leading zero and the choice between y and i."""
    return header_key(word).lstrip("0").replace("y", "i")


def _kind(computed: Computed, key: str) -> str:
    return next((row.text for row in computed.by_item.rows("document_kinds", key)), "")


def _date_fault(computed: Computed, entry: Indicator, text: str) -> str:
    try:
        read = parse_date(text)
    except DateError as fault:
        return str(fault)
    return "" if read is None or read.isoformat() == computed.text(entry.id) else "khác ngày trong sổ"


def _number_fault(computed: Computed, entry: Indicator, text: str) -> str:
    match = _NUMBER.search(text)
    value = computed.value(entry.id)
    if not match:
        return "không có chữ số nào"
    if value is None:
        return "không tính được từ tệp của các đơn vị"
    if match["tail"] == "%" and not entry.differs_by_points:
        return "dấu % sau một số đếm"
    try:
        number = number_on_paper(entry, match)
    except NumberError as fault:
        return str(fault)
    if number is None:
        return "không có chữ số nào"
    if abs(float(number.value) - value) > float(number.half_unit or 0) + 1e-9 and not _floored(entry, number, value):
        return "khác với số tính từ tệp của các đơn vị"
    vague = _APPROXIMATE.search(text[: match.start()])
    return _MINOR[1] if vague and not _APPROXIMATE.search(printed(entry, value)) else ""


def number_in(entry: Indicator, text: str) -> Number | None:
    """The number of an indicator in what was printed, None when there is none that can be read."""
    match = _NUMBER.search(text)
    try:
        return number_on_paper(entry, match) if match else None
    except NumberError:
        return None


def number_on_paper(entry: Indicator, match: re.Match[str]) -> Number | None:
    """The number of a match. Raises NumberError for one that is no number of its kind."""
    kind = {"percent": "percent", "points": "percent", "money": "money", "billion": "money"}.get(entry.notation, "count")
    return parse_number(match["body"] + ("%" if match["tail"] == "%" else ""), kind=kind)


def _floored(entry: Indicator, number: Number, value: float) -> bool:
    step = max(entry.step, float(2 * (number.half_unit or 0)))
    return entry.rounding == "floor" and float(number.value) <= value < float(number.value) + step
