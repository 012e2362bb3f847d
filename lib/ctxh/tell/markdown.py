"""The closed subset of Markdown that the wording is written in, read into blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctxh.blocks import Block, Figure, Heading, Paragraph, Run, Table
from ctxh.errors import CtxhError
from ctxh.tell.markdown_tokens import NAMES, Token, styled, tokens_of

MARK = re.compile("\ue000([0-9]+)\ue001")
BLOCK = re.compile("\ue002([0-9]+)\ue003")  # a table or a figure, alone in a paragraph
TAG = re.compile(r"\{\{[^{}]*\}\}")  # alone on its line
BLANKS = re.compile(r"\s+")
TABLE_LIKE = re.compile(r"\s*\|")
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:", re.MULTILINE)
SYNTAX = "Chỉ dùng: tiêu đề (#), đoạn văn, chữ đậm, chữ nghiêng, gạch đầu dòng (- hoặc +)."
TABLE_OR_FIGURE = "bảng hoặc hình"
ALONE = "Đặt {{ table(...) }} hoặc {{ figure(...) }} một mình một dòng, dòng trên và dòng dưới để trống."
WHAT = NAMES | {"codespan": "đoạn mã", "block_code": "đoạn mã", "heading": "tiêu đề kiểu này", "linebreak": "ngắt dòng"}


def read_blocks(text: str, path: Path, entries: list[tuple[str, str]], whole: Sequence[Table | Figure] = ()) -> list[Block]:
    """The blocks of rendered Markdown, marks replaced by what they stand for: texts of ``entries``, tables and figures of ``whole``."""
    reader = Reader(path, entries, whole)
    if found := REFERENCE.search(text):
        raise reader.refusal("liên kết", found[0])
    return [block for token in tokens_of(text) for block in reader.blocks(token)]


@dataclass(frozen=True)
class Reader:
    """Reads mistune's tokens of one file into blocks; anything outside the subset is refused."""

    path: Path
    entries: list[tuple[str, str]]
    whole: Sequence[Table | Figure] = ()

    def blocks(self, token: Token) -> list[Block]:
        kind = token["type"]
        if kind == "blank_line":
            return []
        if kind == "heading" and token["attrs"]["level"] <= 4 and token["style"] == "atx":
            return [Heading(token["attrs"]["level"], self.runs(token))]
        if kind == "paragraph" and (alone := BLOCK.fullmatch(_raw(token).strip())):
            return [self.whole[int(alone[1])]]
        if kind == "paragraph":
            return [Paragraph(runs)] if (runs := self.runs(token)) else []
        if kind == "list" and not token["attrs"]["ordered"] and token["bullet"] in "-+":
            return self.items(token)
        raise self.refusal(_what(token), token)

    def items(self, token: Token) -> list[Block]:
        """A list's entries, those of lists inside it following their own."""
        found: list[Block] = []
        for child in (child for item in token["children"] for child in item["children"]):
            if child["type"] in ("block_text", "paragraph"):
                runs = (Run(f"{token['bullet']} "), *self.runs(child))
                found.append(Paragraph(_merged(runs), "item"))
            else:
                found += self.blocks(child)
        return found

    def runs(self, token: Token) -> tuple[Run, ...]:
        if BLOCK.search(_raw(token)):
            raise self.refusal(f"{TABLE_OR_FIGURE} chung một đoạn với chữ", BLOCK.sub("", _raw(token)), ALONE)
        found = [run for inner, style in styled(token["children"]) for run in (self.text(inner, style) if inner else [style])]
        if found and TABLE_LIKE.match(found[0].text):
            raise self.refusal("bảng", token)
        return _merged(tuple(found))

    def text(self, token: Token, style: Run) -> list[Run]:
        if token["type"] == "text":
            return self.marked(token["raw"], style)
        raise self.refusal(_what(token), token)

    def marked(self, text: str, style: Run) -> list[Run]:
        """The runs of a text: plain stretches and what the marks stand for, in turn."""
        found = []
        for place, piece in enumerate(MARK.split(text)):
            if place % 2:
                indicator, shown = self.entries[int(piece)]
                found.append(replace(style, text=shown, cite=indicator))
            elif piece:
                found.append(replace(style, text=piece))
        return found

    def refusal(self, what: str, token: Token | str, syntax: str = SYNTAX) -> CtxhError:
        snippet = token if isinstance(token, str) else _raw(token)
        pieces = [piece.strip() for piece in re.split(r"[\n\ue000-\uf8ff]", snippet) if piece.strip()]
        lines = self.path.read_text(encoding="utf-8").splitlines()
        words = [f"[{pieces[0]}]", pieces[0]] if pieces else []
        at = next((n for word in words for n, line in enumerate(lines, 1) if word in line), 0)
        last_resort = r".*\b(table|figure)\(.*" if syntax == ALONE else r"\s*([-*_]\s*){3,}"
        beside = [n for n, line in enumerate(lines, 1) if re.fullmatch(last_resort, line) and not TAG.fullmatch(line.strip())]
        at = at or next(iter(beside), 0)
        place = f", dòng {at}" if at else ""
        return CtxhError(f"{self.path.name}{place}: lời văn không được dùng {what}. {syntax}")


def _what(token: Token) -> str:
    """The Vietnamese name of a construct outside the subset."""
    if token["type"] == "list":
        return "danh sách đánh số" if token["attrs"]["ordered"] else f"gạch đầu dòng {token['bullet']}"
    return str(WHAT.get(token["type"], token["type"]))


def _raw(token: Token) -> str:
    """The text inside a token, as far as mistune kept it."""
    if token["type"] == "softbreak":
        return "\n"
    return str(token.get("raw", "")) or "".join(map(_raw, token.get("children", [])))


def _merged(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with blanks collapsed, neighbours of one style joined, edges trimmed; cited ones stay apart."""
    found: list[Run] = []
    for run in runs:
        text = run.text if run.cite else BLANKS.sub(" ", run.text)
        if text.startswith(" ") and (not found or found[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if found and not run.cite and replace(found[-1], text="") == replace(run, text=""):
            found[-1] = replace(found[-1], text=found[-1].text + text)
        else:
            found.append(replace(run, text=text))
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return tuple(run for run in found if run.text)
