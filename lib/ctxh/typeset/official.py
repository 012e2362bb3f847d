"""What the head and the end of an official report print (Decree 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ctxh.blocks import Frame, Paragraph, Run, text_of
from ctxh.typeset.text_width import NO_BREAK, balanced, blanks_kept, width

COMMITTEE = "ỦY BAN NHÂN DÂN"
APPENDIX = "Phụ lục"
ROOM_FOR_NUMBER = NO_BREAK * 8
DASHED = re.compile(r"^(?:[-–—+•]|\(?\w{1,2}[.)])\s")
ISSUER_ROOM = 172  # points: the left box of the head, less its edges
SUMMARY_ROOM = 350
SHORT_RULE = 0.4  # of the line above it: rules R08 and R12 ask for 1/3 to 1/2


def head_and_end(frame: Frame) -> dict[str, Any]:
    """The texts round the body, each as it is to be printed; a công văn, which has no kind, has its summary under its number."""
    return {
        "superior": frame.superior,
        "issuer": issuer_lines(frame.issuer),
        "number_line": number_line(frame.number, frame.symbol) + ("" if frame.kind else f"\nV/v {frame.summary}"),
        "place_date": blanks_kept(f"{frame.place}, {frame.date}"),
        "kind": frame.kind,
        "summary": balanced(frame.summary, 14, SUMMARY_ROOM) if frame.kind else "",
        "addressees": addressee_lines(frame.addressees),
        "recipients": listed(frame.recipients),
        "authority": [line for line in frame.authority if line],
        "signer": frame.signer,
        "watermark": frame.watermark,
    }


def number_line(number: str, symbol: str) -> str:
    """Number and symbol (R09), with room to write the number by hand when there is none yet."""
    digits = number.strip()
    shown = digits.zfill(2) if digits.isdigit() else digits
    return f"Số: {shown or ROOM_FOR_NUMBER}/{symbol}"


def issuer_lines(issuer: str) -> str:
    """The issuer's name, its place on a line of its own when the box is too narrow for both."""
    committee, place = issuer[: len(COMMITTEE)], issuer[len(COMMITTEE) :].strip()
    if committee == COMMITTEE and place and width(issuer, 13, bold=True) > ISSUER_ROOM:
        return f"{committee}\n{place}"
    return balanced(issuer, 13, ISSUER_ROOM)


def addressee_lines(addressees: tuple[str, ...]) -> list[str]:
    """The lines of Kính gửi (R13): one addressee on the same line, several one a line."""
    if len(addressees) == 1:
        return [f"Kính gửi: {_bare(addressees[0])}."]
    return ["Kính gửi:", *listed(addressees)] if addressees else []


def appendix_heading(title: str) -> list[str]:
    """The lines of an appendix's heading (R28): the word Phụ lục, then its title, in capitals."""
    word, name = title[: len(APPENDIX)], title[len(APPENDIX) :].strip()
    return [word.upper(), name.upper()] if word == APPENDIX and name else [title]


def appendix_reference(frame: Frame, name: str) -> str:
    """The report that an appendix goes with (R29), its number and day left blank until it is registered."""
    issuer, kind = issuer_in_a_sentence(frame.issuer, name), frame.kind.capitalize()
    return blanks_kept(f"(Kèm theo {kind} {number_line(frame.number, frame.symbol).replace('Số:', 'số')} {frame.date} của {issuer})")


def issuer_in_a_sentence(issuer: str, name: str) -> str:
    """The issuer as running text names it: a People's Committee with the name of its area, others as their head has them."""
    return f"{COMMITTEE.capitalize()} {name}" if issuer.startswith(COMMITTEE) else issuer


def listed(entries: tuple[str, ...]) -> list[str]:
    """Entries as dash lines that end in semicolons, the last in a full stop (R25, R26)."""
    last = len(entries) - 1
    return [f"- {_bare(text)}{'.' if n == last else ';'}" for n, text in enumerate(entries)]


def item_parts(runs: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    """The mark of a list entry, a dash where its text brings none, and its runs without the mark."""
    own = DASHED.match(text_of(runs))
    if not own or not runs[0].text.startswith(own[0]):
        return "-", runs
    return own[0].strip(), (replace(runs[0], text=runs[0].text[own.end() :]), *runs[1:])


def leads(block: Paragraph) -> bool:
    """Whether a paragraph ends in a colon, and so must not part from what it introduces."""
    return text_of(block.runs).rstrip().endswith(":")


def _bare(text: str) -> str:
    return text.strip().lstrip("-–").strip().rstrip(";.")
