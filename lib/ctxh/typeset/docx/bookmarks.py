"""The bookmarks round the figures of a report in Word: a reader of the file knows by them which indicator a number prints."""

from __future__ import annotations

import re

BOOKMARK = "sl_"
NAME_LENGTH = 40  # Word cuts longer bookmark names
_USE = re.compile(r"__\d+$")


def bookmark_stem(cite: str) -> str:
    """The name of the bookmark round a figure, before the suffix of its second, third ... use."""
    return BOOKMARK + re.sub(r"\W", "_", cite)


def bookmark_name(cite: str, use: int) -> str:
    """The name of the bookmark round a use of a figure, counted from 1; not longer than Word keeps."""
    suffix = f"__{use}" if use > 1 else ""
    return bookmark_stem(cite)[: NAME_LENGTH - len(suffix)] + suffix


def names_figure(bookmark: str, cite: str) -> bool:
    """Whether a bookmark stands round a use of a figure."""
    stem = _USE.sub("", bookmark)
    return bool(cite) and (stem == bookmark_stem(cite) or (len(bookmark) == NAME_LENGTH and bookmark_stem(cite).startswith(stem)))
