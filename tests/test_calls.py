"""Calls go down, as imports do: no room does the work of a higher one by what was handed to it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

from ctxh import draw
from ctxh.check.verdicts import check
from ctxh.run.outputs import WRITERS, Material
from ctxh.tell.report import report_document, tell_report
from opened import opened
from test_architecture import PACKAGE, RANK, ROOT, part_of

OFFICE, YEAR = "xa-an-thanh", 2026


def calls_upward(work: Callable[[], object]) -> Counter[tuple[str, str]]:
    """How often, while some work is done, a module of ours calls one of a higher room; caller and called, through libraries too."""
    ours = {str(path): path for path in PACKAGE.rglob("*.py")}
    rooms = {file: RANK.get(part_of(path), 0) for file, path in ours.items()}
    found: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, *_: object) -> None:
        called = frame.f_code.co_filename
        if called not in rooms or frame.f_code.co_name == "<module>":
            return
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename not in rooms:
            caller = caller.f_back
        if caller is not None and rooms[called] > rooms[caller.f_code.co_filename]:
            names = (ours[file].relative_to(PACKAGE) for file in (caller.f_code.co_filename, called))
            found[tuple(f"{name}:{code.co_name}" for name, code in zip(names, (caller.f_code, frame.f_code), strict=True))] += 1

    sys.settrace(note)  # hears of calls alone, for it asks for nothing within them
    try:
        work()
    finally:
        sys.settrace(None)
    return found


def test_a_year_is_read_computed_checked_drawn_and_told_downwards(tmp_path):
    def work() -> None:
        edition = opened(OFFICE, YEAR, ROOT / "data", tmp_path)
        check(edition.computed)
        for name in edition.request.book.figures:
            draw.draw_figure(edition.computed, name)
        report_document(edition.computed, tell_report(edition.computed))

    assert Counter() == calls_upward(work)


def test_documents_are_written_downwards(published_2024):
    edition = opened("kim-thanh", 2024, ROOT / "data", published_2024, reuse=True)
    executed = sorted((published_2024 / "notebooks").glob("*.ipynb"))

    def work() -> None:
        for writer in WRITERS.values():
            writer(Material(edition.computed, edition.verdicts, published_2024, tuple(executed)))

    assert Counter() == calls_upward(work)
