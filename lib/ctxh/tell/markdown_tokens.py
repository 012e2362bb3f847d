"""The tokens of Markdown, read and walked in one place for the wording and for notebooks, which allow different things beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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


def styled(tokens: Iterable[Token], style: Run = PLAIN) -> Iterator[tuple[Token | None, Run]]:
    """A line's tokens, each with its style, bold and italic within one another; None for a break, which is a blank."""
    for token in tokens:
        kind = token["type"]
        if kind == "softbreak":
            yield None, replace(style, text=" ")
        elif kind in ("strong", "emphasis"):
            inner = replace(style, bold=style.bold or kind == "strong", italic=style.italic or kind == "emphasis")
            yield from styled(token["children"], inner)
        else:
            yield token, style
