"""Public editions read together: the same year on other boundaries, a fold and its members, in whatever order they come out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ctxh.errors import CtxhError
from ctxh.protect.coarsening import load_rules
from ctxh.protect.ledger import Kept
from ctxh.protect.masking import _system as system_of_all
from ctxh.protect.parts_of_year import with_totals_of_parts
from ctxh.protect.published_before import NO_PATTERN, moved_areas, pattern_after, require_told_before
from ctxh.protect.redrawn_areas import on_boundaries
from ctxh.protect.system import Cell, System
from ctxh.protect.together import Relations, with_editions
from ctxh.reference.areas import load_territory
from ctxh.reference.settings import Settings
from read_together import folded, own, redrawn
from small_computed import OFFICE, computed_of, indicators_of, request_of
from small_sheets import REFERENCE, observation_table
from small_systems import THRESHOLD, opened, table_of

RULES = load_rules(REFERENCE)
OF_X = Relations(("x", 2024))
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

    @pytest.mark.parametrize("seed", SEEDS)
    def test_an_area_split_by_a_share_tells_no_whole_number_by_what_stands_behind_its_comma(self, seed):
        story = redrawn(seed, (0, 2), split=True)
        assert [] == story.opened(whole=True) and not story.refused
        of_parts = {cell for cell in story.kept[1].printed if "@" in cell.area and story.truth.values[own(story.kept[1], cell)] % 1}
        assert not of_parts

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


def test_a_month_of_a_fold_less_those_of_its_other_members_is_no_small_count():
    """30 died in January in all; two members tell 12 and 16 and one hides its 2: the fold, which has no months by member, hides 30."""
    january, _ = months = ("2022-01", "2022-02")
    deaths = {"10750": (12, 20), "10753": (16, 5), "10756": (2, 9)}
    folds, kept = frozenset(("F", code) for code in deaths), []
    for code, numbers in deaths.items():
        values = {Cell("deaths_by_month", code, "", month): float(number) for month, number in zip(months, numbers, strict=True)}
        system = System(code, values | {Cell("deaths", code): float(sum(numbers))}, {Cell("deaths", code)}, set(values), set(values))
        system.small = {cell for cell, number in values.items() if number < THRESHOLD}
        system.equal(Cell("deaths", code), values)
        kept.append(Kept("2022-public", system, pattern_after(system, [], Relations((code, 2022)), THRESHOLD), code))
    assert [0, 0, 2] == [len(one.pattern.hidden) for one in kept]

    own = request_of(dict.fromkeys(deaths, "xã Mẫu"), 2022)
    request = replace(own, members=tuple(replace(own, office_id=code, settings=Settings(code, code)) for code in deaths))
    rows = [
        ("deaths_by_month", code, month, "", float(number), "", "observed", "", "", "")
        for code, numbers in deaths.items()
        for month, number in zip(months, numbers, strict=True)
    ]
    fold = system_of_all(computed_of(request, observation_table(rows), indicators_of(request, {}, {})), request, RULES, THRESHOLD)
    printed = {Cell("deaths_by_month", OFFICE, "", month) for month in months}
    assert printed == fold.values.keys() - fold.unprinted
    assert Cell("deaths_by_month", OFFICE, "", january) in pattern_after(fold, kept, Relations(("F", 2022), {}, folds), THRESHOLD).hidden
    assert frozenset() == pattern_after(fold, [], Relations(("F", 2022), {}, folds), THRESHOLD).hidden  # alone it may print 30 and 34


def test_years_of_an_office_and_of_its_members_are_kept_apart():
    """m0's year 2023 says nothing of its fold's year 2024."""
    member, fold = table_of([[2], [20], [8]], office="m0", totals_printed=False), table_of([[30], [9]], office="F", areas=["m0", "m1"])
    before = Kept("2023-public", member, pattern_after(member, [], Relations(("m0", 2023)), THRESHOLD), "m0")
    relations = Relations(("F", 2024), {}, frozenset({("F", "m0")}))
    assert pattern_after(fold, [], relations, THRESHOLD) == pattern_after(fold, [replace(before)], relations, THRESHOLD)


class TestPartsOfAYear:
    """2 of May and 9 of November share 11; the half-year's 52, which its signed report tells, less 50 of other months are the 2."""

    TOTAL = Cell("deaths", "x")

    def year(self) -> System:
        deaths = dict(zip(range(1, 13), (10, 10, 10, 10, 2, 10, 12, 12, 12, 12, 9, 12), strict=True))
        months = {Cell("months", "x", "", f"2024-{month:02d}"): float(number) for month, number in deaths.items()}
        year = System("x", months | {self.TOTAL: 121.0}, {self.TOTAL}, set(months), small={Cell("months", "x", "", "2024-05")})
        year.equal(self.TOTAL, months)
        return year

    def reckoned(self, half: float) -> System:
        return with_totals_of_parts(self.year(), request_of({}, 2024), {"half-year": {self.TOTAL: half}})

    @pytest.mark.parametrize("how", ["published for the public", "known of the signed report"])
    def test_its_total_opens_no_month_of_the_year(self, how):
        year, half = self.year(), Kept("2024-half-year-public", System("x", {self.TOTAL: 52.0}, {self.TOTAL}), NO_PATTERN, "x")
        assert {"2024-05", "2024-11"} == {cell.period for cell in pattern_after(year, [], OF_X, THRESHOLD).hidden}

        found = pattern_after(year, [half], OF_X, THRESHOLD) if "public" in how else pattern_after(self.reckoned(52), [], OF_X, THRESHOLD)
        assert "2024-05" in {cell.period for cell in found.hidden} and 2 <= len({cell for cell in found.hidden if cell.period <= "2024-06"})
        shown, told = year.values.keys() - found.hidden, Cell("deaths of the half-year", "x")
        year.values[told] = 52.0
        year.equal(told, [cell for cell in year.values if cell.period and cell.period <= "2024-06"])
        assert [] == opened(year, year.values.keys() - shown - {told, self.TOTAL}, found.asked)

    def test_after_its_year_it_is_published_with_the_total_that_the_year_was_protected_from_alone(self):
        half, name = System("x", {self.TOTAL: 52.0}, {self.TOTAL}), "2024-half-year-public"
        year, without = (Kept("2024-public", system, NO_PATTERN, "x") for system in (self.reckoned(52), self.year()))
        require_told_before(("x", 2024), half, name, [year])
        require_told_before(("x", 2023), half, "2023-half-year-public", [without])
        require_told_before(("x", 2024), half, name, [Kept(name, half, NO_PATTERN, "x"), without])  # made again as it was
        for entry, total in ((without, 52.0), (year, 51.0)):
            with pytest.raises(CtxhError, match=r"2024-public của x đã đăng trước: số tổng của 2024-half-year-public"):
                require_told_before(("x", 2024), System("x", {self.TOTAL: total}, {self.TOTAL}), name, [entry])


class TestYearsBetweenWhichAreasMerged:
    def test_an_area_at_its_start_less_a_printed_part_of_it_is_no_small_count(self):
        """2 in a0 and 20 in a1 at the end of 2023 are the 22 of the new a1 at the start of 2024; 20 was printed, and 22 - 20 is 2."""
        before = table_of([[2], [20], [8], [9]], totals_printed=False)
        kept = Kept("2023-public", before, pattern_after(before, [], Relations(("x", 2023)), THRESHOLD), "x")
        assert {Cell("g0", "a0"), Cell("g0", "a2")} == kept.pattern.hidden

        later, starts = _starting(table_of([[22], [17]], totals_printed=False, areas=["a1", "a3"])), {"start": "g0"}
        moved = {("x", 2024): ((frozenset({"a1"}), frozenset({"a0", "a1"})), (frozenset({"a3"}), frozenset({"a2", "a3"})))}
        found = pattern_after(later, [kept], Relations(("x", 2024), starts, moved=moved), THRESHOLD)
        assert {Cell("start", "a1"), Cell("start", "a3")} == found.hidden
        assert frozenset() == pattern_after(later, [kept], Relations(("x", 2024), starts), THRESHOLD).hidden  # as if they were strangers

    def test_so_it_is_of_a_member_in_its_fold_s_edition_too(self):
        """What m0's areas became stands in its entry of the ledger, since its fold has no areas of m0."""
        before, after = table_of([[2], [20]], False, "m0"), _starting(table_of([[22]], False, "m0", ["a1"]))
        hidden = replace(NO_PATTERN, hidden=frozenset(before.values))
        moved = ((frozenset({"a1"}), frozenset({"a0", "a1"})),)
        kept = [Kept("2023-public", before, hidden, "m0"), Kept("2024-public", after, NO_PATTERN, "m0", moved)]
        relations = Relations(("F", 2024), {"start": "g0"}, frozenset({("F", "m0")}), {one.whose: one.moved for one in kept})
        joined = with_editions(table_of([[22]], office="F", areas=["m0"]), kept, relations)
        tie = {Cell("m0:2024:start", "a1"): 1.0, Cell("m0:2023:g0", "a0"): -1.0, Cell("m0:2023:g0", "a1"): -1.0}
        assert tie in [dict(row.parts) for row in joined.rows]

    def test_which_areas_became_which_is_what_successions_say(self):
        """On 01/12/2024 Thượng Vũ (10759) joined Cổ Dũng (10762); Kim Tân (10777) stayed what it was."""
        request = replace(request_of({"10762": "xã Mẫu"}, 2025), territory=load_territory(REFERENCE))
        moved = moved_areas(request, 2025)
        assert (frozenset({"10762"}), frozenset({"10759", "10762"})) in moved
        assert not [areas for areas, _ in moved if "10777" in areas] and () == moved_areas(request, 2024)


def _starting(system: System) -> System:
    def there(cells):
        return {cell._replace(name="start") for cell in cells}

    rows = [row._replace(parts=tuple((cell._replace(name="start"), by) for cell, by in row.parts)) for row in system.rows]
    values = {cell._replace(name="start"): value for cell, value in system.values.items()}
    return replace(system, values=values, known=there(system.known), counts=there(system.counts), small=there(system.small), rows=rows)
