"""Whether observations still stand when settings or definitions were changed: what they rest on beside workbooks and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ctxh.book.desk import code_words, desk_keys
from ctxh.book.request import Request
from ctxh.observe.observed import Observations


def rests_on(request: Request, forms: frozenset[str]) -> tuple[Any, ...]:
    """What observations of some forms rest on of the settings and the book; equal where a request would observe the same.

    Workbooks, corrections and tables are not in it: whoever compares looks whether their files are the same.
    """
    without_words = replace(request.settings, frame=None, areas_called="", amounts_in="", sections=(), notebooks=(), text_from="")
    items = {name: replace(item, label="") for name, item in request.book.items.items()}
    words = {place: codes for place, codes in code_words(request.book).items() if place[0] in forms}
    return without_words, items, request.book.measures, desk_keys(request.book), words


def still_standing(observed: Observations, request: Request) -> Observations | None:
    """The observations under a request of the same files but for settings and book; None where they must be made anew.

    A label is what an item is called, and nothing rests on it, unless a finding says it.
    """
    before, now, forms = observed.request, request.book.items, frozenset(observed.coverage["form"])
    renamed = [item.label for name, item in before.book.items.items() if name in now and now[name].label != item.label]
    if any(label in message for label in renamed for message in observed.reading_findings["message"]):
        return None
    return replace(observed, request=request) if rests_on(before, forms) == rests_on(request, forms) else None
