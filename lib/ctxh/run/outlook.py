"""What a run would do, and why, before it does anything."""

from __future__ import annotations

from dataclasses import dataclass

from ctxh.reference.places import INTERNAL
from ctxh.run.plan import Plan
from ctxh.run.report_run import hashes_of_inputs
from ctxh.run.reruns import reasons_to_run, returns_stand
from ctxh.run.saved_again import saved_again, saved_in_words
from ctxh.run.unworded_parts import ANNEX, FIGURES, NUMBERS, standing


@dataclass(frozen=True)
class Outlook:
    """Why the edition would be made again (nothing where it stands), by which notebooks, and what would be taken from the published one.

    ``saved`` says in words which workbooks were only saved again.
    """

    reasons: tuple[str, ...]
    notebooks: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


def outlook_of(plan: Plan, returns: bool) -> Outlook:
    """What a run of a plan would do.

    Numbers are taken only where the new words name nobody, for which a run reads the registers: that is no part of a look ahead.
    """
    inputs, names = hashes_of_inputs(plan), tuple(path.name for path in plan.notebooks)
    again = saved_again(plan.places.data, plan.target, inputs)
    reasons = tuple(reasons_to_run(plan, plan.target, inputs | again, returns))
    if not reasons:
        return Outlook((), saved=tuple(saved_in_words(again, plan.target)))
    found = standing(plan, plan.target, inputs)
    if found is None:
        return Outlook(reasons, names)
    numbers = plan.audience == INTERNAL and returns_stand(found.folder, returns)
    spared = {FIGURES, *(NUMBERS if numbers else ())}
    parts = (("số liệu", numbers), ("hình", FIGURES in names), ("phụ lục số liệu", "xlsx" in plan.formats and ANNEX in found.outputs))
    return Outlook(reasons, tuple(name for name in names if name not in spared), tuple(words for words, taken in parts if taken))
