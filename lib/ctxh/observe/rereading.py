"""Whether observations still stand when settings or definitions were changed: what they rest on beside workbooks and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ctxh.book.desk import code_words, desk_keys
from ctxh.book.request import Request
from ctxh.observe.observed import Observations

TOLD_ALONE = frozenset(
    {"frame", "areas_called", "amounts_in", "sections", "notebooks", "text_from"}
)  # of office.toml: what only words ask for


def rests_on(request: Request) -> tuple[Any, ...]:
    """What observations rest on of the settings and the book; equal where a request would observe the same.

    Workbooks, corrections and tables are not in it: whoever compares looks whether their files are the same.
    """
    settings = {name: value for name, value in request.settings.items() if name not in TOLD_ALONE}
    return settings, request.book.items, request.book.measures, desk_keys(request.book), code_words(request.book)


def still_standing(observed: Observations, request: Request) -> Observations | None:
    """The observations under a request of the same files but for settings and book; None where they must be made anew."""
    return replace(observed, request=request) if rests_on(observed.request) == rests_on(request) else None
