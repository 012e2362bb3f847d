"""Public editions read together: the same year on other boundaries, a fold and its members, in whatever order they come out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ctxh.errors import CtxhError
from ctxh.protect.ledger import Kept
from ctxh.protect.published_before import pattern_after
from ctxh.protect.redrawn_areas import on_boundaries
from ctxh.protect.system import Cell
from ctxh.protect.together import Relations
from read_together import folded, redrawn
from small_systems import THRESHOLD, table_of

SEEDS = range(4)  # a fixed sample; `make trials` tries more
MERGED = pd.DataFrame([("a0", "a1", 1.0), ("a1", "a1", 1.0), ("a2", "a2", 1.0), ("a3", "a3", 1.0)], columns=["area_code", "to", "share"])


class TestOtherBoundaries:
    def test_a_merged_area_is_not_printed_where_it_less_a_printed_part_is_a_small_count(self):
        """2 persons in a0 and 20 in a1 come to 22 in the new a1; a1 alone was printed, and 22 - 20 is 2."""
        counts, sums = [[2], [20], [8], [9]], [[22], [8], [9]]
        first = table_of(counts, totals_printed=False)
        kept = Kept("2024-public", first, pattern_after(first, [], Relations(("x", 2024)), THRESHOLD), "x")
        assert {Cell("g0", "a0"), Cell("g0", "a2")} == kept.pattern.hidden

        later = on_boundaries(first, table_of(sums, totals_printed=False, areas=["a1", "a2", "a3"]), MERGED, "2025-07-01")
        assert {Cell("g0", "a1@2025-07-01"), Cell("g0", "a2@2025-07-01")} == pattern_after(
            later, [kept], Relations(("x", 2024)), THRESHOLD
        ).hidden
        assert frozenset() == pattern_after(later, [], Relations(("x", 2024)), THRESHOLD).hidden  # alone it hides nothing: 22, 8 and 9

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0)])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_reader_of_all_of_them_narrows_nothing(self, seed, order):
        story = redrawn(seed, order)
        assert ([], [], len(order)) == (story.opened(), story.refused, len(story.kept))

    def test_made_as_if_there_were_no_others_they_open_each_other(self):
        assert any(redrawn(seed, (0, 1, 2), alone=True).opened() for seed in SEEDS)


class TestFolds:
    def test_what_a_member_has_told_a_fold_tells(self):
        """3 persons of m1 are the member's own total: who publishes it himself has told it."""
        story = folded(0, ("m0", "m1", "m2", "F"))
        fold = story.kept[-1]
        assert {Cell("all", name) for name in ("m0", "m1", "m2")} <= fold.printed

    @pytest.mark.parametrize("order", [("m0", "m1", "m2", "F"), ("m1", "F", "m0", "m2"), ("F", "m2", "m0", "m1")])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_reader_of_all_of_them_narrows_nothing(self, seed, order):
        """Members first, all come out; a member after its fold comes out where its own totals open no other member's number."""
        story = folded(seed, order)
        assert [] == story.opened()
        assert order[-1] != "F" or not story.refused

    def test_made_as_if_there_were_no_others_they_open_each_other(self):
        assert any(folded(seed, ("m0", "m1", "m2", "F"), alone=True).opened() for seed in SEEDS)

    def test_a_member_whose_total_opens_another_s_number_is_refused_and_told_what_to_do(self):
        """F hides 3 of m0 and 2 of m1, which share 5: were m0 to tell its 3, m1's 2 would be known."""
        fold = table_of([[3], [2], [30]], totals_printed=False, office="F", areas=["m0", "m1", "m2"])
        folds = frozenset({("F", "m0"), ("F", "m2")})
        kept = Kept("2024-public", fold, pattern_after(fold, [], Relations(("F", 2024), {}, folds), THRESHOLD), "F")
        assert {Cell("g0", "m0"), Cell("g0", "m1")} == kept.pattern.hidden

        small, great = (table_of([[count - 1], [1]], totals_printed=False, office=name) for name, count in (("m0", 3), ("m2", 30)))
        with pytest.raises(
            CtxhError, match=r"bản công khai 2024-public của F làm lộ 1 số nhỏ .* thành viên trước, bản tổng hợp sau: gỡ bản"
        ):
            pattern_after(small, [kept], Relations(("m0", 2024), {}, folds), THRESHOLD)
        assert pattern_after(great, [kept], Relations(("m2", 2024), {}, folds), THRESHOLD).hidden  # what F printed anyway


def test_years_of_an_office_and_of_its_members_are_kept_apart():
    """m0's year 2023 says nothing of its fold's year 2024."""
    member, fold = table_of([[2], [20], [8]], office="m0", totals_printed=False), table_of([[30], [9]], office="F", areas=["m0", "m1"])
    before = Kept("2023-public", member, pattern_after(member, [], Relations(("m0", 2023)), THRESHOLD), "m0")
    relations = Relations(("F", 2024), {}, frozenset({("F", "m0")}))
    assert pattern_after(fold, [], relations, THRESHOLD) == pattern_after(fold, [replace(before)], relations, THRESHOLD)
