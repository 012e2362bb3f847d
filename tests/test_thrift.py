"""What a run does without, and only while it lasts."""

import gc
import json
import sys

from ctxh.process.startup import SELDOM, UNASKED, collecting_seldom, keep_out


def test_garbage_is_searched_for_as_before_once_a_run_is_over():
    kept = gc.get_threshold()
    gc.set_threshold(150_000, 10, 10)
    with collecting_seldom():
        assert SELDOM == gc.get_threshold()

    assert (150_000, 10, 10) == gc.get_threshold()
    gc.set_threshold(*kept)


def test_libraries_nobody_asks_for_cannot_be_imported_but_loaded_ones_stay(monkeypatch):
    for name in UNASKED:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, UNASKED[0], json)

    keep_out()

    assert [json, *[None] * (len(UNASKED) - 1)] == [sys.modules[name] for name in UNASKED]
