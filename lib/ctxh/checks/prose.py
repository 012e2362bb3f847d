"""What is found in the wording of a report, before anything is told in it."""

from __future__ import annotations

from ctxh.checks.borrowed import borrowed_facts
from ctxh.checks.typed import typed_numbers
from ctxh.checks.wording import sentences_left_out


def findings_of_wording(edition) -> list[dict]:
    """Findings of the wording: numbers typed into it, facts of the office that it is borrowed from, sentences of other years."""
    return [*borrowed_facts(edition), *typed_numbers(edition), *sentences_left_out(edition)]
