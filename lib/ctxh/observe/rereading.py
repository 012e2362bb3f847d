"""Whether observations still stand when settings, definitions or norms were changed: what they rest on beside workbooks and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ctxh.book.desk import code_words, desk_keys
from ctxh.book.request import Request
from ctxh.observe.observed import Observations
from ctxh.reference.norms import BASE
from ctxh.vietnamese import header_key


def rests_on(request: Request) -> tuple[Any, ...]:
    """What observations rest on of the settings, the book and the norms; equal where a request would observe the same.

    Of the norms it is those that rows of registers are judged by. Workbooks, corrections and other tables are not in it: whoever
    compares looks whether their files are the same.
    """
    without_words = replace(request.settings, frame=None, areas_called="", amounts_in="", sections=(), notebooks=(), text_from="")
    items = {name: replace(item, label="") for name, item in request.book.items.items()}
    measured = {key: measure for key, (_, measure) in desk_keys(request.book).items()}
    norms, multiplied = request.norms, {BASE, *request.coefficients["norm"]}
    judging = norms[norms["norm"].isin(multiplied)][["norm", "value", "valid_from", "valid_to"]]
    return without_words, items, request.book.measures, measured, judging.values.tolist(), request.coefficients.values.tolist()


def still_standing(observed: Observations, request: Request) -> Observations | None:
    """The observations under a request of the same files but for settings, book and norms; None where they must be made anew.

    A label is what an item or a code is called: nothing rests on it, unless a finding or a cell says it.
    """
    before, now = observed.request, request.book.items
    renamed = [item.label for name, item in before.book.items.items() if name in now and now[name].label != item.label]
    if any(label in message for label in renamed for message in observed.reading_findings["message"]):
        return None
    if rests_on(before) != rests_on(request) or _codes_renamed(observed, request):
        return None
    return replace(observed, request=request)


def _codes_renamed(observed: Observations, request: Request) -> bool:
    """Whether a word that means another code now, or none, stands in a cell, or may where what cells say is not known."""
    forms, was, now = {*observed.coverage["form"]}, code_words(observed.request.book), code_words(request.book)
    moved = {
        (form, column, header_key(word))
        for (form, column), words in now.items()
        if form in forms
        for code, word in {*words.items()} ^ {*was[form, column].items()}
    }
    known = {(*place, header_key(word)) for place, words in was.items() for pair in words.items() for word in pair}
    return bool(moved) and (observed.codes_said is None or bool(moved & observed.codes_said) or not observed.codes_said <= known)
