"""The Markdown of notebooks turned into blocks: a closed subset, all else is an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from ctxh.blocks import Block, Heading, Paragraph, Run
from ctxh.errors import CtxhError

ALLOWED = "tiêu đề, đoạn văn, chữ đậm, chữ nghiêng, danh sách, `mã trong dòng` và [dẫn](#mã) tới bảng, hình"
NAMES = {
    "block_code": "khối mã",
    "block_html": "thẻ HTML",
    "inline_html": "thẻ HTML",
    "image": "ảnh",
    "link": "liên kết",
    "block_quote": "trích dẫn",
    "thematic_break": "đường kẻ ngang",
}
DEEPEST = 4


def blocks_of_markdown(text: str) -> list[Block]:
    """The headings, paragraphs and list entries of a Markdown text. Raises CtxhError for other syntax."""
    return [block for token in _parser()(text) for block in _blocks(token)]


@cache
def _parser() -> Callable[[str], list[dict[str, Any]]]:
    import mistune

    return cast("Callable[[str], list[dict[str, Any]]]", mistune.create_markdown(renderer=None))


def _blocks(token: dict[str, Any]) -> list[Block]:
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


def _entries(token: dict[str, Any]) -> list[Paragraph]:
    ordered, start = token["attrs"]["ordered"], token["attrs"].get("start", 1)
    out: list[Paragraph] = []
    for number, entry in enumerate(token["children"], start):
        parts = [block for child in entry["children"] for block in _entry_part(child)]
        if ordered and parts:
            parts[0] = Paragraph((Run(f"{number}. "), *parts[0].runs), "item")
        out += parts
    return out


def _entry_part(token: dict[str, Any]) -> list[Paragraph]:
    if token["type"] in ("block_text", "paragraph"):
        return [Paragraph(_runs(token["children"]), "item")]
    if token["type"] == "blank_line":
        return []
    if token["type"] == "list":
        return _entries(token)
    raise _unknown(token)


def _runs(tokens: list[dict[str, Any]], bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    out: list[Run] = []
    for token in tokens:
        kind = token["type"]
        if kind in ("text", "codespan"):
            out.append(Run(token["raw"], bold, italic))
        elif kind in ("softbreak", "linebreak"):
            out.append(Run(" ", bold, italic))
        elif kind == "strong":
            out += _runs(token["children"], True, italic)
        elif kind == "emphasis":
            out += _runs(token["children"], bold, True)
        elif kind == "link" and token["attrs"]["url"].startswith("#"):
            out.append(Run(_plain(token["children"]), bold, italic, ref=token["attrs"]["url"][1:]))
        else:
            raise _unknown(token)
    return _joined(out)


def _plain(tokens: list[dict[str, Any]]) -> str:
    return "".join(run.text for run in _runs(tokens))


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one style made one."""
    out: list[Run] = []
    for run in runs:
        if out and not (out[-1].ref or run.ref) and (out[-1].bold, out[-1].italic) == (run.bold, run.italic):
            run = Run(out.pop().text + run.text, run.bold, run.italic)
        out.append(run)
    return tuple(out)


def _unknown(token: dict[str, Any]) -> CtxhError:
    kind = NAMES.get(token["type"], token["type"])
    raw = " ".join(str(token.get("raw", "")).split())[:60]
    shown = f" “{raw}”" if raw else ""
    return CtxhError(f"dùng {kind}{shown}; chỉ được dùng {ALLOWED}")
