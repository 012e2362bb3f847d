"""The public edition: no reader computes a small count from all that it prints. An attacker tries it, by linear programmes."""

from __future__ import annotations

import math
import random
import re
from pathlib import Path

import pytest

from ctxh.protect.coarsening import load_rules
from ctxh.protect.ledger import Kept, kept_editions, same_numbers, write_entry
from ctxh.protect.masking import protected
from ctxh.protect.pattern import pattern_of, prices_of
from ctxh.protect.system import Cell
from ctxh.protect.together import Relations, with_editions
from ctxh.reference.places import Places
from ctxh.typeset.printed_texts import printed_texts
from drawn import all_drawn
from opened import sample
from small_systems import THRESHOLD, opened, random_office, searched, table_of

README = Path(__file__).resolve().parents[1] / "README.md"
RANDOM_OFFICES = range(12)  # a fixed sample; `make trials` tries 200


class TestSmallTables:
    def test_a_lonely_small_count_takes_another_with_it(self):
        """2 of 30 in one area of a known total: alone hidden it is 30 - 20 - 8."""
        system = table_of([[2], [20], [8]], totals_printed=False)
        small = Cell("g0", "a0")
        assert [small] == opened(system, {small}, {small: (1.0, 4.0)})
        pattern = pattern_of(system, THRESHOLD)
        assert {small, Cell("g0", "a2")} == pattern.hidden  # 8 is cheaper than 20
        assert [] == opened(system, set(pattern.hidden), pattern.asked)

    def test_a_total_below_the_threshold_leaves_nought_to_the_total(self):
        system = table_of([[1], [2], [0]], totals_printed=False)
        pattern = pattern_of(system, THRESHOLD)
        assert {(0.0, 3.0)} == set(pattern.asked.values())
        assert [] == opened(system, set(pattern.hidden), pattern.asked)

    def test_nothing_small_hides_nothing(self):
        assert frozenset() == pattern_of(table_of([[10, 20], [30, 40]]), THRESHOLD).hidden

    def test_the_price_is_that_of_a_full_search(self):
        """Three areas, two groups, 6 counts and 3 sums, ten tables: all sets of them were tried."""
        paid, least = 0.0, 0.0
        for seed in range(10):
            dice = random.Random(seed)
            system = table_of([[dice.choice((0, 2, 3, 7, 9, 15)) for _ in range(2)] for _ in range(3)])
            pattern = pattern_of(system, THRESHOLD)
            assert [] == opened(system, set(pattern.hidden), pattern.asked)
            paid += sum(prices_of(system)[cell] for cell in pattern.hidden - system.small)
            least += searched(system, pattern.asked)
        assert least <= paid <= 1.05 * least


class TestRandomOffices:
    @pytest.mark.parametrize("seed", RANDOM_OFFICES)
    def test_no_attacker_narrows_a_protected_count(self, seed):
        system = random_office(seed)
        pattern = pattern_of(system, THRESHOLD)
        assert [] == opened(system, set(pattern.hidden), pattern.asked)
        assert all((amount in pattern.hidden) == (count in pattern.hidden) for amount, count in system.twins.items())

    def test_each_hidden_number_is_needed(self):
        """Planted: one of those hidden beside the small ones is printed; the attacker finds a small count."""
        system = random_office(1)
        pattern = pattern_of(system, THRESHOLD)
        beside = pattern.hidden - system.small - system.twins.keys() - {system.twins[a] for a in system.twins}
        assert beside
        assert all(opened(system, set(pattern.hidden) - {cell}, pattern.asked) for cell in beside)


class TestEditionsTogether:
    def test_what_an_edition_hid_stays_hidden_and_what_it_printed_is_known(self):
        """Poor households at the end of 2023 are those at the start of 2024: what 2023 hid, 2024 hides."""
        before = table_of([[2], [20], [8], [9]], totals_printed=False)
        first = pattern_of(before, THRESHOLD)
        later = table_of([[2], [20], [8], [9]], totals_printed=False)
        later.values = {cell._replace(name="start"): value for cell, value in later.values.items()}
        later = _renamed(later, "start")
        joined = with_editions(later, [Kept("2023-public", before, first, "x")], Relations(("x", 2024), {"start": "g0"}))
        second = pattern_of(joined, THRESHOLD)
        assert {cell._replace(name="start") for cell in first.hidden} <= second.hidden
        assert [] == opened(joined, set(second.hidden), second.asked)

    def test_the_ledger_says_what_was_written_and_only_its_owner_reads_it(self, tmp_path):
        system = random_office(3)
        pattern = pattern_of(system, THRESHOLD)
        places = Places(tmp_path, tmp_path, tmp_path)
        path = tmp_path / "x" / ".public" / "2024-public.json"
        moved = ((frozenset({"a1"}), frozenset({"a0", "a1"})),)
        write_entry(path, system, pattern, moved)
        kept = kept_editions(places, "x")["2024-public"]
        assert (pattern.hidden, pattern.asked, moved) == (kept.pattern.hidden, kept.pattern.asked, kept.moved)
        assert same_numbers(system, kept.system) and not same_numbers(random_office(4), kept.system)
        assert 0o600 == path.stat().st_mode & 0o777


def _renamed(system, name):
    from ctxh.protect.system import Row

    system.known = {cell._replace(name=name) for cell in system.known}
    system.counts = {cell._replace(name=name) for cell in system.counts}
    system.small = {cell._replace(name=name) for cell in system.small}
    system.rows = [Row(tuple((cell._replace(name=name), by) for cell, by in row.parts), row.low, row.high) for row in system.rows]
    return system


@pytest.fixture(scope="module")
def made():
    """The public edition of Kim Thành 2024."""
    edition = sample("kim-thanh", 2024)
    return protected(edition.computed, edition.verdicts)


class TestKimThanh2024:
    def test_a_reader_of_the_masked_tables_narrows_no_small_count(self, made):
        """What the tables print is known to him, and every row of the system."""
        printed = _printed(made)
        assert [] == opened(made.system, set(made.system.values) - printed - made.system.known, made.pattern.asked)
        assert len(made.pattern.asked) > 200

    def test_one_printed_number_more_and_he_does(self, made):
        beside = sorted(made.pattern.hidden - made.pattern.asked.keys() - made.system.twins.keys())[:5]
        printed = _printed(made)
        for cell in beside:
            hidden = set(made.system.values) - printed - made.system.known - {cell}
            assert opened(made.system, hidden, made.pattern.asked), cell

    def test_the_loss_is_told_and_at_most_31_per_cent(self, made):
        told = re.search(r"tất cả (\d+) trên (\d+) số đếm theo đơn vị \((\d+),(\d)%\)", made.loss)
        assert float(f"{told[3]}.{told[4]}") <= 31
        assert f"of the sample's {int(told[2]):,} counts by commune {told[1]}.".replace(",", ".") in README.read_text(encoding="utf-8")
        assert made.loss.endswith("0 ô bị suy ra.")

    def test_rates_and_amounts_share_the_state_of_their_count(self, made):
        states = {(r.indicator, r.area_code): r.status for r in made.computed.indicators.itertuples()}
        for rate, count in (("poor_households_rate", "poor_households"), ("btxh_funeral_amount", "btxh_funeral_cases")):
            own = {area: status for (name, area), status in states.items() if name == count}
            assert all("hidden" == states[rate, area] for area, status in own.items() if status == "hidden")

    def test_a_hidden_number_stands_nowhere(self, made):
        hidden = made.computed.indicators[made.computed.indicators["status"] == "hidden"]
        assert {"(*)"} == set(hidden["printed"]) and hidden["value"].isna().all() and {""} == set(hidden["text"])
        rows = made.computed.observations
        assert rows.loc[rows["status"] == "hidden", "value"].isna().all()

    def test_a_page_has_nothing_hidden_to_make_tables_and_figures_of(self, made):
        rows = made.computed.indicators
        hidden = set(rows.loc[rows["status"] == "hidden", ["indicator", "area_code"]].itertuples(index=False, name=None))
        shown = printed_texts(made.computed)
        codes = [code for code, _ in shown["areas"]]
        told = {(entry["id"], code): text for entry in shown["indicators"] for code, text in zip(codes, entry["areas"], strict=False)}
        drawn = [value for figure in all_drawn(made.computed).values() for value in figure.drawn_values]

        assert {"(*)"} == {told[place] for place in hidden & told.keys()}
        assert {0.0} == {value.length for value in drawn if not re.search(r"\d", value.printed)}

    def test_no_row_cell_hash_or_finding_of_a_workbook_is_left(self, made):
        rows, coverage = made.computed.observations, made.computed.coverage
        assert {""} == set(rows["range"]) | set(rows["rows"]) | set(rows["condition"]) | set(coverage["sha256"])
        assert not rows["cells"].str.contains(r"[A-Z]+\d+:", regex=True).any()
        assert 0 == len(made.verdicts.checks) == len(made.verdicts.findings)

    def test_months_and_merit_services_are_the_whole_office_s(self, made):
        rows = made.computed.observations
        assert {made.computed.area_code} == set(rows.loc[rows["period"].str.len() > 4, "area_code"])
        book = made.computed.book
        assert not any(book.indicators[name].by_area for name in ("convalescence_total", "holiday_meal_recipients", "btxh_total_spending"))

    def test_the_office_s_own_numbers_are_untouched(self, made):
        real, own = sample("kim-thanh", 2024).computed, made.computed
        assert real.office_rows.keys() == own.office_rows.keys()
        other = {name: (row["printed"], own.office_rows[name]["printed"]) for name, row in real.office_rows.items()}
        assert {"livelihood_place": ("xã Ngũ Phúc", "…")} == {name: pair for name, pair in other.items() if pair[0] != pair[1]}
        assert "livelihood_place" not in set(own.observations["item"])  # of one household: where it lives
        for item in ("beneficiaries_by_group", "spending_by_month"):
            assert math.isclose(real.by_item.total(item), own.by_item.total(item))


def _printed(made) -> set[Cell]:
    """The cells whose numbers stand in the masked tables."""
    shown = {(r.item, r.area_code, r.category, r.period) for r in made.computed.observations.itertuples() if r.value == r.value}
    told = {(r.indicator, r.area_code) for r in made.computed.indicators.itertuples() if r.value == r.value}
    return {
        cell
        for cell in made.system.values
        if (cell.name, cell.area, cell.category, cell.period or "2024") in shown or ((cell.name, cell.area) in told and not cell.category)
    }


def test_the_rules_name_what_the_book_has():
    edition = sample("kim-thanh", 2024)
    rules = load_rules(edition.request.reference)
    assert rules.by_area | rules.known | rules.starts.keys() | set(rules.starts.values()) <= edition.request.book.items.keys()
    assert rules.office_only <= {item.form for item in edition.request.book.items.values()}
