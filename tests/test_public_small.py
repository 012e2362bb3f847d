"""What a public edition hides, on an office of five communes that a reader checks by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ctxh.check.verdicts import Verdicts
from ctxh.compute.selections import category_sums
from ctxh.draw import draw_figure
from ctxh.draw.captions import extremes
from ctxh.errors import CtxhError
from ctxh.observe.restate import Redrawn
from ctxh.observe.saved import Saved
from ctxh.protect import masking
from ctxh.protect.agreements import add_agreements
from ctxh.protect.ledger import ENTRY, LOSS, kept_pattern, write_entry
from ctxh.protect.pattern import pattern_of
from ctxh.protect.system import Cell, system_of
from ctxh.reference.places import Places
from small_computed import OFFICE, computed_of, indicators_of, request_of
from small_sheets import observation_table
from small_systems import THRESHOLD, opened, table_of

COMMUNES = {"10750": "xã Phú Thái", "10753": "xã Lai Vu", "10756": "xã Cộng Hòa", "10759": "xã Thượng Vũ", "10762": "xã Cổ Dũng"}
YEAR = 2022  # of the year before there are no workbooks
HIDDEN = "(*)"
NOTHING_FOUND = Verdicts(pd.DataFrame(), pd.DataFrame(columns=["severity"]))


def office(by_area: dict[str, tuple[int, ...]], groups: dict[str, tuple[int, ...]] | None = None, outputs: Path | None = None):
    """The public edition of the five communes: indicators by area, each the sum of its communes, and beneficiaries by group."""
    request = request_of(COMMUNES, YEAR)
    request = replace(request, places=replace(request.places, outputs=outputs or request.places.outputs))
    table = {name: dict(zip(COMMUNES, map(float, values), strict=True)) for name, values in by_area.items()}
    totals = {name: sum(values.values()) for name, values in table.items()}
    rows = [
        ("beneficiaries_by_group", code, str(YEAR), group, float(count), "", "observed", "", "", "")
        for n, code in enumerate(COMMUNES)
        for group, counts in (groups or {}).items()
        if (count := counts[n])
    ]
    computed = computed_of(request, observation_table(rows), indicators_of(request, totals, table))
    return masking.protected(computed, NOTHING_FOUND)


def printed(made, indicator: str) -> list[str]:
    """What stands in the table of an indicator, area by area."""
    rows = made.computed.indicators
    rows = rows[(rows["indicator"] == indicator) & (rows["area_code"] != OFFICE)]
    return rows["printed"].tolist()


class TestOneList:
    def test_a_small_count_takes_the_cheapest_other_with_it(self):
        """52 decisions on caregivers in all: 3 alone hidden would be 52 - 20 - 15 - 8 - 6; with 6, the two share 9."""
        made = office({"decisions_change_caregiver": (20, 15, 8, 6, 3)})
        assert ["20", "15", "8", HIDDEN, HIDDEN] == printed(made, "decisions_change_caregiver")

    def test_what_stands_only_where_somebody_is_tells_of_one_at_least(self):
        """3 and 1 of 43: were nought possible they would hide each other; as each is 1 at least, each is 3 at most."""
        system = table_of([[3], [1], [9], [30]], totals_printed=False)
        assert {Cell("g0", "a0"), Cell("g0", "a1")} == pattern_of(system, THRESHOLD).hidden
        system.present = set(system.values) - system.known

        pattern = pattern_of(system, THRESHOLD)
        assert {Cell("g0", "a0"), Cell("g0", "a1"), Cell("g0", "a2")} == pattern.hidden
        assert [] == opened(system, set(pattern.hidden), pattern.asked)

    def test_a_group_of_few_in_the_whole_office_is_not_told_by_what_is_left(self):
        """Three children in one commune: the row of what communes hide would say 3; and the sum of the group is not printed."""
        made = office({}, {"elderly_no_pension": (30, 40, 50, 60, 70), "child_no_support": (0, 3, 0, 0, 0)})
        rows = made.computed.observations
        children = rows[rows["category"] == "child_no_support"].set_index("area_code")["value"]
        assert ["10753", OFFICE] == list(children[children.isna()].index) and 0 == children.sum()
        sums = category_sums(made.computed, "beneficiaries_by_group")
        assert 250 == sums["elderly_no_pension"] and pd.isna(sums["child_no_support"])

    def test_a_list_without_anybody_of_a_category_may_hide_that(self):
        """Seven children in three communes: that the other two have none is a number too, which may print ``(*)``."""
        made = office({}, {"elderly_no_pension": (30, 40, 50, 60, 70), "child_no_support": (2, 1, 0, 4, 0)})
        assert {
            Cell("beneficiaries_by_group", "10756", "child_no_support"),
            Cell("beneficiaries_by_group", "10762", "child_no_support"),
        } <= (made.system.values.keys())
        assert not {cell for cell in made.system.present if cell.area != OFFICE}


class TestWhatAgrees:
    def test_what_is_hidden_in_one_list_is_not_printed_in_another_that_agrees_with_it_everywhere(self):
        """Decisions on funerals and funerals paid are two lists of the same deaths: each commune has as many in both."""
        deaths = (20, 15, 8, 6, 3)
        made = office({"decisions_funeral": deaths, "btxh_funeral_cases": deaths, "decisions_total": (40, 35, 28, 26, 23)})
        assert printed(made, "decisions_funeral") == printed(made, "btxh_funeral_cases") == ["20", "15", "8", HIDDEN, HIDDEN]
        assert {"decisions_funeral", "btxh_funeral_cases"} in [{cell.name for cell, _ in row.parts} for row in made.system.rows]

    def test_a_reader_who_knows_one_list_finds_nothing_in_the_other(self):
        """8 is known of the second list, so it cannot hide 3 in the first: 9 does in both."""
        system = table_of([[3, 3], [8, 8], [9, 9], [30, 30]], totals_printed=False)
        system.known.add(Cell("g1", "a1"))
        alone = pattern_of(system, THRESHOLD)
        assert Cell("g0", "a1") in alone.hidden
        add_agreements(system)
        assert opened(system, set(alone.hidden), alone.asked)

        pattern = pattern_of(system, THRESHOLD)
        assert {Cell(group, area) for group in ("g0", "g1") for area in ("a0", "a2")} == pattern.hidden
        assert [] == opened(system, set(pattern.hidden), pattern.asked)

    def test_lists_that_agree_by_chance_in_few_areas_tell_nothing(self):
        system = table_of([[3, 3], [8, 2], [9, 11], [30, 31]], totals_printed=False)
        rows = len(system.rows)
        add_agreements(system)
        assert rows == len(system.rows)


def test_a_group_that_is_a_whole_commune_is_hidden():
    """All ten beneficiaries of Cộng Hòa are elderly: whoever is known to be one is known to be old, not disabled."""
    groups = {"elderly_no_pension": (30, 40, 10, 60, 70), "disability_severe": (20, 20, 0, 20, 20)}
    made = office({"cashless_btxh_base": (50, 60, 10, 80, 90)}, groups)
    rows = made.computed.observations.set_index(["area_code", "category"])["value"]
    assert pd.isna(rows["10756", "elderly_no_pension"])


@pytest.mark.parametrize("forgotten", ["decisions_moved", "beneficiaries_by_group"])
def test_a_number_that_the_system_lacks_is_an_error(forgotten, monkeypatch):
    """Planted: the system forgets the number of one commune, so nobody knows what printing it gives away."""

    def forgetful(*given):
        system = system_of(*given)
        cell = next(cell for cell in sorted(system.values) if cell.name == forgotten and cell.area == "10753")
        system.rows = [row for row in system.rows if cell not in dict(row.parts)]
        del system.values[cell]
        return system

    monkeypatch.setattr(masking, "system_of", forgetful)
    with pytest.raises(CtxhError, match=f"số «{forgotten}» của đơn vị 10753 không có trong hệ phương trình bảo vệ"):
        office({"decisions_moved": (20, 15, 8, 6, 30)}, {"elderly_no_pension": (30, 40, 50, 60, 70)})


class TestMadeAgain:
    """From the same numbers the pattern of the ledger is taken; from others the edition is refused, since the difference is a count."""

    @pytest.fixture
    def published(self, tmp_path):
        first = office({"decisions_moved": (20, 15, 8, 6, 3)}, outputs=tmp_path)
        hidden = first.pattern.hidden | {Cell("decisions_moved", "10756")}  # one more than would be hidden today
        write_entry(tmp_path / "kim-thanh" / ".public" / f"{YEAR}-public.json", first.system, replace(first.pattern, hidden=hidden))
        return tmp_path

    def test_from_the_same_numbers_with_the_same_pattern(self, published):
        again = office({"decisions_moved": (20, 15, 8, 6, 3)}, outputs=published)
        assert ["20", "15", HIDDEN, HIDDEN, HIDDEN] == printed(again, "decisions_moved")

    def test_not_from_a_number_that_differs_by_one_person(self, published):
        with pytest.raises(
            CtxhError,
            match=r"2022-public của kim-thanh đã lập từ số khác: hiệu .* một người. Giữ bản .* đăng thêm report.pdf của bản nội bộ đã sửa",
        ):
            office({"decisions_moved": (21, 15, 8, 6, 3)}, outputs=published)

    @pytest.mark.parametrize("name", ["2022-public (1)", "copy", "2022-public-old"])
    def test_not_beside_an_entry_that_is_called_as_no_edition_is(self, published, name):
        """Passed over, it would protect nothing."""
        entry = published / "kim-thanh" / ".public" / f"{YEAR}-public.json"
        entry.rename(entry.with_name(f"{name}.json"))
        with pytest.raises(CtxhError, match=rf"\.public/{re.escape(name)}\.json\): tên tệp không phải tên một bản công khai"):
            office({"decisions_moved": (21, 15, 8, 6, 3)}, outputs=published)

    def test_not_beside_an_entry_that_was_emptied_or_edited_by_hand(self, published):
        """Believed, it would say that nothing was printed and nothing hidden."""
        entry = published / "kim-thanh" / ".public" / f"{YEAR}-public.json"
        whole = json.loads(entry.read_text(encoding="utf-8"))
        emptied = {name: [] if isinstance(part, list) else part for name, part in whole.items()}
        for edited in (emptied, {name: part for name, part in emptied.items() if name != "digest"}, whole | {"hidden": []}):
            entry.write_text(json.dumps(edited), encoding="utf-8")
            with pytest.raises(CtxhError, match=rf"\.public/{YEAR}-public\.json\) hỏng hoặc bị sửa tay: khôi phục"):
                office({"decisions_moved": (20, 15, 8, 6, 3)}, outputs=published)

    def test_not_beside_an_edition_whose_entry_is_lost(self, published):
        (published / "kim-thanh" / "2021-public").mkdir()
        with pytest.raises(CtxhError, match=r"Bản công khai 2021-public nằm ở outputs/kim-thanh mà sổ riêng \(\.public\) không có"):
            office({"decisions_moved": (20, 15, 8, 6, 3)}, outputs=published)


def test_the_run_says_what_the_edition_costs_and_which_sentences_fell_away(tmp_path):
    made, places = office({"decisions_moved": (20, 15, 8, 6, 3)}), Places(tmp_path, tmp_path, tmp_path, private=tmp_path / "private")
    write_entry(places.private / ENTRY, made.system, made.pattern)
    Saved(places.private).save(LOSS, pd.DataFrame({LOSS: [made.loss, "B11 › C9: câu nêu số của xã Lai Vu."]}))
    told = kept_pattern(places, "kim-thanh", "2022-public")

    small = "bảo vệ 1 số đếm nhỏ của các đơn vị, ẩn thêm 1; tất cả 2 trên 5 số đếm theo đơn vị (40,0%); 0 ô bị suy ra."
    assert f"Bản công khai: {small}\nB11 › C9: câu nêu số của xã Lai Vu." == told
    assert 0o600 == (tmp_path / "kim-thanh" / ".public" / "2022-public.json").stat().st_mode & 0o777


def test_a_figure_says_what_is_greatest_of_the_numbers_that_are_printed():
    rows = pd.DataFrame({"label": ["Lai Vu", "Kim Xuyên", "Cổ Dũng"], "value": [9.0, 7.0, float("nan")], "printed": ["9", "7", HIDDEN]})
    assert "Trong các số được công bố, lớn nhất: Lai Vu – 9 hộ; nhỏ nhất: Kim Xuyên – 7 hộ." == extremes(rows, "hộ")
    assert "Không công bố riêng." == extremes(rows.iloc[2:], "hộ")
    assert "Lớn nhất: Lai Vu – 9 hộ; nhỏ nhất: Kim Xuyên – 7 hộ." == extremes(rows.iloc[:2], "hộ")


def test_a_part_of_a_year_is_told_of_the_whole_office_alone():
    """Nothing is told beside the totals of the signed report, so nothing is to be hidden; figures by group say so."""
    request = request_of(COMMUNES, YEAR, "half-year", audience="public")
    rows = [("beneficiaries_by_group", code, str(YEAR), "child_no_support", 2.0, "", "observed", "", "", "") for code in COMMUNES]
    table = indicators_of(request, {"decisions_moved": 10.0}, {"decisions_moved": dict.fromkeys(COMMUNES, 2.0)})
    made = masking.protected(computed_of(request, observation_table(rows), table), NOTHING_FOUND)
    told = made.computed.indicators

    assert {OFFICE} == set(told["area_code"]) and "10" == told.set_index("indicator").loc["decisions_moved", "printed"]
    assert 0 == len(made.computed.observations) == len(made.pattern.hidden)
    assert "Số chia theo nhóm, tháng, tuổi chỉ công bố của cả năm." == draw_figure(made.computed, "beneficiaries_by_group").empty


def test_of_areas_that_share_a_split_one_nothing_is_printed_and_its_maker_hears_so():
    """0,7 of 10750 stayed there and 0,3 came to 10753: 50 and 30 decisions are 35 and 45, but of 51 it would be 35,7."""
    request = request_of(COMMUNES, YEAR, boundaries="2025-07-01")
    decided = dict(zip(COMMUNES, (35.0, 45.0, 20.0, 30.0, 40.0), strict=True))
    table = indicators_of(request, {"decisions_moved": 170.0}, {"decisions_moved": decided})
    computed = computed_of(request, observation_table([]), table)
    moves = [("10750", "10750", 0.7, False), ("10750", "10753", 0.3, False), *((code, code, 1.0, False) for code in list(COMMUNES)[1:])]
    columns = ["area_code", "to", "share", "partial"]
    computed.observed.__dict__["redrawn"] = Redrawn(request.reported_areas, pd.DataFrame(moves, columns=columns), [])
    made = masking.protected(computed, NOTHING_FOUND)
    assert [HIDDEN, HIDDEN, "20", "30", "40"] == printed(made, "decisions_moved")
    assert "Không công bố số nào của Phú Thái, Lai Vu: số chia theo tỷ lệ có phần lẻ, và phần lẻ ấy cho biết số gốc." == made.lines[0]


class TestSentences:
    """The desk's own sentences are bound to no variable: one that tells a number of a commune falls away, and its maker hears so."""

    def told(self, *sentences: str):
        request = request_of(COMMUNES, YEAR)
        rows = [
            ("narrative_paragraphs", OFFICE, str(YEAR), f"II.1|{n}", None, text, "observed", "Phong.xlsx", "B11", f"C{n}")
            for n, text in enumerate(sentences, 9)
        ]
        computed = computed_of(request, observation_table(rows), indicators_of(request, {}, {}))
        made = masking.protected(computed, NOTHING_FOUND)
        first, *lines = made.lines
        assert "Đây là bản công khai đầu tiên trong none/kim-thanh. Nếu đã đăng bản nào lập ở thư mục hay máy khác thì khoan đăng" in first
        return made.computed.observations["text"].tolist(), tuple(lines)

    @pytest.mark.parametrize("count", ["3 hộ", "ba hộ"])
    def test_one_that_tells_a_number_of_a_commune_falls_away(self, count):
        texts, lines = self.told(f"Đời sống được cải thiện. Riêng xã Lai Vu còn {count} nghèo. Toàn huyện có 447 hộ nghèo.")
        assert ["Đời sống được cải thiện. Toàn huyện có 447 hộ nghèo."] == texts
        assert ("Phong.xlsx › B11 › C9: câu nêu số của xã Lai Vu, bản công khai bỏ câu ấy. Viết lại không có số thì câu được in.",) == lines

    def test_where_few_live_is_not_told_and_another_place_is_named_to_its_maker(self):
        request = request_of(COMMUNES, YEAR)
        places = ("livelihood_place", "mid_autumn_place")
        rows = [(name, OFFICE, str(YEAR), "", None, "xã Lai Vu", "observed", "Phong.xlsx", "B12", "D9") for name in places]
        made = masking.protected(computed_of(request, observation_table(rows), indicators_of(request, {}, {})), NOTHING_FOUND)
        assert ["mid_autumn_place"] == made.computed.observations["item"].tolist()
        asked = "Phong.xlsx › B12 › D9: nêu tên xã Lai Vu, bản công khai in nguyên: soát xem có cho biết nơi ở của ít người không."
        assert [asked] == list(made.lines[1:])

    def test_one_that_names_a_commune_without_a_number_stays(self):
        texts, lines = self.told("Xã Lai Vu và xã Cổ Dũng làm tốt.", "Cả huyện tặng 12 suất quà.")
        assert ["Xã Lai Vu và xã Cổ Dũng làm tốt.", "Cả huyện tặng 12 suất quà."] == texts and () == lines


def test_what_is_hidden_leaves_no_trace():
    """Two offices that differ in what both hide alone: every table that pages are made from is the same, cell by cell."""
    both = [
        office(
            {"decisions_change_caregiver": (20, 15, 8, *small), "decisions_funeral": (20, 15, 8, *small)},
            {"elderly_no_pension": (30, 40, 50, 60, 70), "child_no_support": (9, 9, 9, *small)},
        ).computed
        for small in ((6, 3), (5, 4))
    ]
    one, other = both
    for table in ("indicators", "observations", "coverage", "reading_findings"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_the_order_of_rows_does_not_tell_who_has_nobody_of_what_is_hidden():
    """Two communes hide nought and four children, one way and the other: which group is met first in the workbooks is no order."""
    tables = [
        office({}, {"child_no_support": (*hidden, 9, 9, 9), "elderly_no_pension": (30, 40, 50, 60, 70)}).computed.observations
        for hidden in ((0, 4), (4, 0))
    ]
    assert 2 == len(tables[0][tables[0]["status"] == "hidden"])
    pd.testing.assert_frame_equal(*tables)
