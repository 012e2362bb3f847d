"""A run reads settings and tables once: its notebooks take the request as it was read, and no other than the one they ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ctxh.book import request
from ctxh.book.request import keep_request, kept_request, read_request
from ctxh.reference.places import YEAR, Chosen, Places, hand_over, handed_over

ROOT = Path(__file__).resolve().parents[1]
PLACES = Places(ROOT / "data", ROOT / "outputs" / "none", ROOT / "notebooks")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Places:
    """Places of a run that has read the request of a commune."""
    file = tmp_path_factory.mktemp("run") / "request.pickle"
    return replace(PLACES, request=keep_request(read_request("xa-kim-thanh", 2026, PLACES), file))


def test_a_notebook_of_the_run_reads_no_table_again(kept, monkeypatch, tmp_path):
    plain = read_request("xa-kim-thanh", 2026, PLACES, Chosen(since=2026))
    monkeypatch.setattr(request, "_read", lambda *_: pytest.fail("tables are read again"))
    monkeypatch.setenv("CTXH_REQUEST", str(hand_over(tmp_path / "request.json", kept, False)))
    places, _ = handed_over()
    found = read_request("xa-kim-thanh", 2026, places, Chosen(since=2026))

    assert (plain.settings, plain.period, plain.book, plain.since) == (found.settings, found.period, found.book, found.since)
    assert (list(plain.layouts), plain.categories) == (list(found.layouts), found.categories)
    assert plain.norms.equals(found.norms) and plain.territory.areas.equals(found.territory.areas)


def test_what_asks_for_something_else_reads_for_itself(kept):
    asked = {"office": "xa-kim-thanh", "year": 2026, "period": YEAR, "allow_missing": False}

    assert kept_request(kept, **asked) is not None
    for name, other in {"office": "xa-an-thanh", "year": 2025, "period": "half-year", "allow_missing": True}.items():
        assert kept_request(kept, **asked | {name: other}) is None, name
    assert kept_request(PLACES, **asked) is None
