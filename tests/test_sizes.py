"""C44: a number of one nought too many, or of any size, is held against last year, households, other areas and the desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ctxh.check.sizes import believable, chance
from small_checks import COMMUNES, A, B, Small

OTHERS = {f"C{number}": 1000 + number for number in range(4)}


def six(values: dict | None = None, **given) -> Small:
    """What an office of six areas knows."""
    return Small(values or {}, communes=COMMUNES | {code: f"xã {code}" for code in OTHERS}, **given)


def doubts(**given) -> list[tuple[str, str]]:
    """The areas and indicators that are doubted."""
    return [(verdict.area_code, verdict.indicators[0]) for verdict in believable(six(**given).computed) if verdict.agrees is False]


@pytest.mark.parametrize(("number", "doubted"), [(1200, False), (10_000, True), (10**15, True), (100, True), (0, True)])
def test_a_number_unlike_that_of_all_others_is_doubted(number, doubted):
    assert ([(A, "labour_force")] if doubted else []) == doubts(areas={"labour_force": OTHERS | {A: number, B: 900}})


@pytest.mark.parametrize(("number", "doubted"), [(900, False), (9_000, True), (60_000, True), (100, True), (600_000, False), (0, True)])
def test_a_number_unlike_last_years_is_doubted_and_a_thousandfold_one_is_told_by_c42(number, doubted):
    given = {"areas": {"new_jobs": {A: number}}, "last_year": {("new_jobs", A): 1000}}

    assert ([(A, "new_jobs")] if doubted else []) == doubts(**given)


@pytest.mark.parametrize(
    ("people", "poor", "doubted"),
    [
        (2000, 20, []),
        (7000, 20, ["labour_force"]),
        (2000, 1200, ["poor_households"]),
        (10**15, 20, ["labour_force"]),
    ],
)
def test_more_people_or_poor_than_households_can_hold_are_doubted(people, poor, doubted):
    given = {"households": {A: 1000}, "labour_force": {A: people}, "poor_households": {A: poor}}

    assert doubted == [name for _, name in doubts(areas=given)]
    assert all("households" in verdict.indicators for verdict in believable(six(areas=given).computed) if doubted)


def test_a_number_of_the_office_is_held_against_what_the_desk_wrote_of_last_year():
    sound = six({"labour_force": 83_000, "labour_force_last_year": 82_000})

    assert [True, False] == [
        verdict.agrees is not False
        for edition in (sound, replace(sound, values=sound.values | {"labour_force": 830_000}))
        for verdict in believable(edition.computed)
    ]


def test_the_verdict_says_against_what_and_that_nothing_was_found_wrong():
    [doubt] = believable(six(areas={"new_jobs": {A: 9000}}, last_year={("new_jobs", A): 1000}).computed)
    [sound] = believable(six(areas={"labour_force": {A: 1000}}).computed)

    [none] = believable(six(areas={"new_jobs": {A: 0}}, last_year={("new_jobs", A): 1000}).computed)

    assert "Lao động được giải quyết việc làm mới: 0 người, năm trước 1.000 người; có thể chưa điền" == none.note
    assert "Lao động được giải quyết việc làm mới: 9.000 người, năm trước 1.000 người; có thể thừa hoặc thiếu chữ số" == doubt.note
    assert (True, "1") == (sound.agrees, sound.left)


@pytest.mark.parametrize(
    ("poor", "near_poor", "doubted"), [(31, 52, False), (45, 31, False), (62, 31, True), (9, 18, False), (10, 90, True)]
)
def test_poor_and_near_poor_that_may_be_exchanged_are_doubted_against_other_areas(poor, near_poor, doubted):
    """Elsewhere there are half as many poor as near-poor households; three times that, either way, is doubted."""
    usual = {"poor_households": dict.fromkeys(OTHERS, 25), "near_poor_households": dict.fromkeys(OTHERS, 50)}
    given = {name: values | {A: {"poor_households": poor, "near_poor_households": near_poor}[name]} for name, values in usual.items()}

    assert ([(A, "poor_households")] if doubted else []) == doubts(areas=given)


def test_a_nought_where_others_count_few_or_pay_is_no_doubt():
    assert [] == doubts(areas={"bhyt_btxh": dict.fromkeys(OTHERS, 100) | {A: 0}, "tet_gifts_total_amount": OTHERS | {A: 0}})


@pytest.mark.parametrize(("relapsed", "new", "doubted"), [(0, 5, False), (5, 0, True), (2, 6, False), (3, 0, False)])
def test_relapsed_and_new_that_may_be_exchanged_are_doubted_where_chance_hardly_makes_them_so(relapsed, new, doubted):
    """Elsewhere 4 of 40 relapsed: (5 / 42) ^ 5 is 0,00002; of three nothing is said."""
    given = {"poor_households_relapsed": dict.fromkeys(OTHERS, 1), "poor_households_new": dict.fromkeys(OTHERS, 9)}
    areas = {name: values | {A: {"poor_households_relapsed": relapsed, "poor_households_new": new}[name]} for name, values in given.items()}

    assert ([(A, "poor_households_relapsed")] if doubted else []) == doubts(areas=areas)


@pytest.mark.parametrize(
    ("least", "of", "share", "expected"),
    [(3, 4, 0.5, 5 / 16), (0, 4, 0.1, 1.0), (2_000, 3_999, 0.5, 0.5), (900, 1_800, 0.1, 0.0)],  # of 3.999 coins more than half: a half
)
def test_the_chance_of_a_part_is_told_of_few_and_of_thousands(least, of, share, expected):
    assert expected == pytest.approx(chance(least, of, share))
