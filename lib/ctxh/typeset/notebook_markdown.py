"""The Markdown of notebooks turned into blocks: a closed subset, all else is an error."""

from __future__ import annotations

from dataclasses import replace

from ctxh.blocks import Block, Heading, Paragraph, Run
from ctxh.errors import CtxhError
from ctxh.tell.markdown_tokens import NAMES, Token, styled, tokens_of

ALLOWED = "tiêu đề, đoạn văn, chữ đậm, chữ nghiêng, danh sách, `mã trong dòng` và [dẫn](#mã) tới bảng, hình"
DEEPEST = 4


def blocks_of_markdown(text: str) -> list[Block]:
    """The headings, paragraphs and list entries of a Markdown text. Raises CtxhError for other syntax."""
    return [block for token in tokens_of(text) for block in _blocks(token)]


def _blocks(token: Token) -> list[Block]:
    kind = token["type"]
    if kind == "blank_line":
        return []
    if kind == "heading" and token["attrs"]["level"] <= DEEPEST:
        return [Heading(token["attrs"]["level"], _runs(token["children"]))]
    if kind in ("paragraph", "block_text"):
        return [Paragraph(_runs(token["children"]))]
    if kind == "list":
        return [*_entries(token)]
    raise _unknown(token)


def _entries(token: Token) -> list[Paragraph]:
    ordered, start = token["attrs"]["ordered"], token["attrs"].get("start", 1)
    out: list[Paragraph] = []
    for number, entry in enumerate(token["children"], start):
        parts = [block for child in entry["children"] for block in _entry_part(child)]
        if ordered and parts:
            parts[0] = Paragraph((Run(f"{number}. "), *parts[0].runs), "item")
        out += parts
    return out


def _entry_part(token: Token) -> list[Paragraph]:
    if token["type"] in ("block_text", "paragraph"):
        return [Paragraph(_runs(token["children"]), "item")]
    if token["type"] == "blank_line":
        return []
    if token["type"] == "list":
        return _entries(token)
    raise _unknown(token)


def _runs(tokens: list[Token]) -> tuple[Run, ...]:
    return _joined([run for inner, style in styled(tokens) for run in (_text(inner, style) if inner else [style])])


def _text(token: Token, style: Run) -> list[Run]:
    kind = token["type"]
    if kind in ("text", "codespan"):
        return [replace(style, text=token["raw"])]
    if kind == "linebreak":
        return [replace(style, text=" ")]
    if kind == "link" and token["attrs"]["url"].startswith("#"):
        words = "".join(run.text for run in _runs(token["children"]))
        return [replace(style, text=words, ref=token["attrs"]["url"][1:])]
    raise _unknown(token)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one style made one."""
    out: list[Run] = []
    for run in runs:
        if out and not (out[-1].ref or run.ref) and (out[-1].bold, out[-1].italic) == (run.bold, run.italic):
            run = Run(out.pop().text + run.text, run.bold, run.italic)
        out.append(run)
    return tuple(out)


def _unknown(token: Token) -> CtxhError:
    kind = NAMES.get(token["type"], token["type"])
    raw = " ".join(str(token.get("raw", "")).split())[:60]
    shown = f" “{raw}”" if raw else ""
    return CtxhError(f"dùng {kind}{shown}; chỉ được dùng {ALLOWED}")
