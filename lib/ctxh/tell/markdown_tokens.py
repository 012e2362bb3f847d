"""The tokens of Markdown, read and walked in one place for the wording and for notebooks, which allow different things beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any, cast

from ctxh.blocks import Run

Token = dict[str, Any]  # of mistune

PLAIN = Run("")
NAMES = {
    "block_code": "khối mã",
    "block_html": "thẻ HTML",
    "inline_html": "thẻ HTML",
    "image": "ảnh",
    "link": "liên kết",
    "block_quote": "trích dẫn",
    "thematic_break": "đường kẻ ngang",
}


def tokens_of(text: str) -> list[Token]:
    """The blocks of a Markdown text as mistune reads them."""
    return _parser()(text)


@cache
def _parser() -> Callable[[str], list[Token]]:
    import mistune

    return cast("Callable[[str], list[Token]]", mistune.create_markdown(renderer=None))


def styled_runs(tokens: Iterable[Token], other: Callable[[Token, Run], list[Run]], style: Run = PLAIN) -> list[Run]:
    """The runs of a line's tokens, bold and italic within one another; ``other`` tells or refuses what is no break and no style."""
    found: list[Run] = []
    for token in tokens:
        kind = token["type"]
        if kind == "softbreak":
            found.append(replace(style, text=" "))
        elif kind in ("strong", "emphasis"):
            inner = replace(style, bold=style.bold or kind == "strong", italic=style.italic or kind == "emphasis")
            found += styled_runs(token["children"], other, inner)
        else:
            found += other(token, style)
    return found
