"""A budget as it would be: sums that a pocket calculator follows, refusals that say what may be asked."""

from dataclasses import replace

import pandas as pd
import pytest

from ctxh.book import Book
from ctxh.compute.what_if import MARK, what_if
from ctxh.compute.wide_frames import HYPOTHETICAL, NOTE
from ctxh.errors import WrongUsage
from small_computed import computed_of, indicators_of, request_of
from small_sheets import BOOK, observation_table

COMMUNE = "10771"


def budget(more=(), **other):
    """One commune: coefficients of 4 at 80-84 and 1 at 95+ of the elderly, 3 at 16-59 and 2 at 60-69 of severe disability.

    They come to 10: 3,6 million in June, 5 million in July, by norms of 360.000 and 500.000.
    """
    request = request_of({COMMUNE: "xã Kim Xuyên"}, **other)
    listed = {"elderly_no_pension|80-84": 4, "elderly_no_pension|95+": 1, "disability_severe|16-59": 3, "disability_severe|60-69": 2}
    rows = [("coefficients_by_group", "2024", category, total) for category, total in listed.items()]
    rows += [("coefficients", "2024", "social_assistance_base", 10)]
    rows += [("spending_by_month", month, "btxh_monthly", amount) for month, amount in (("2024-06", 3_600_000), ("2024-07", 5_000_000))]
    rows += [("spending_by_month", "2024-07", "home_care", 1_000_000), ("funeral_amount_by_month", "2024-07", "", 10_000_000), *more]
    table = [(item, COMMUNE, month, category, value, "", "observed", "a.xlsx", "B", "C9") for item, month, category, value in rows]
    return computed_of(request, observation_table(table), indicators_of(request, {}, {}))


def test_a_norm_moves_all_that_is_in_proportion_to_it_from_its_day_on():
    """July: 5 million for allowances, 1 for care, 10 for funerals, a fifth more; June stays."""
    found = what_if(budget(), norms={"social_assistance_base": 600_000}, since="2024-07-01")

    assert 1_000_000 + 200_000 + 2_000_000 == round(found.difference)
    assert [["2024-06", 3_600_000, 3_600_000, 0], ["2024-07", 16_000_000, 19_200_000, 3_200_000]] == found.by_month.iloc[
        :, :4
    ].round().values.tolist()
    elderly = found.by_group.set_index("Nhóm").loc["Người cao tuổi từ đủ 80 tuổi"]
    assert (4_300_000, 500_000) == (round(elderly["Đã chi (đồng)"]), round(elderly["Chênh lệch giả định (đồng)"]))


def paid_by(*norms: str) -> Book:
    """The national book, in which funerals are paid so many times of other norms."""
    entry = BOOK.checks["funeral_money"]
    return replace(BOOK, checks=BOOK.checks | {"funeral_money": replace(entry, test=replace(entry.test, norms=norms))})


@pytest.mark.parametrize(
    ("norms", "of_base", "of_merit"),
    [
        (("funeral_multiple", "social_assistance_base"), 2_000_000, 0),
        (("funeral_multiple", "merit_base"), 0, 5_000_000),
        (("funeral_multiple", "social_assistance_base", "holiday_meal_days", "merit_base"), 0, 0),
    ],
    ids=["of the base", "of another norm", "of either: not known which part"],
)
def test_funerals_move_with_the_norm_that_the_book_pays_them_by(norms, of_base, of_merit):
    """10 million of funerals in July: a fifth more of the base, half more of merit."""
    supposed = budget(book=paid_by(*norms))

    found = what_if(supposed, norms={"social_assistance_base": 600_000}, since="2024-07-01")
    assert 1_000_000 + 200_000 + of_base == round(found.difference)
    assert (of_base + of_merit == 0) == any("Không gồm mai táng phí" in note for note in found.notes)
    if of_merit:
        assert of_merit == round(what_if(supposed, norms={"merit_base": 1.5 * 2_789_000}, since="2024-07-01").difference)


def test_a_coefficient_moves_its_ages_alone():
    """Severe disability at 16-59 holds 3 of 10: 1,08 and 1,5 million, a third more when 1,5 becomes 2."""
    found = what_if(budget(), coefficients={("disability_severe", 16): 2})

    assert 860_000 == round(found.difference)


def test_an_age_at_the_edge_of_a_band_takes_those_below_it_out():
    """The elderly of 80-84 hold 4 of 10: 1,44 and 2 million."""
    assert -3_440_000 == round(what_if(budget(), ages={"elderly_no_pension": 85}).difference)


def test_changes_are_told_apart_one_after_the_other():
    """July only: a fifth of 16 million more; then 1,8 million of severe disability at 16-59 a third more."""
    found = what_if(budget(), norms={"social_assistance_base": 600_000}, coefficients={("disability_severe", 16): 2}, since="2024-07-01")

    assert [3_200_000, 600_000] == found.reasons["Chênh lệch giả định (đồng)"].round().tolist()
    assert [
        "Mức chuẩn trợ giúp xã hội 600.000 đồng (đang là 500.000) từ 01/7/2024",
        "Hệ số của «Người khuyết tật nặng», mức từ 16 tuổi là 2,0",
    ] == found.reasons["Lý do"].tolist()


def test_it_is_marked_wherever_it_shows(edition_2024, tmp_path):
    found = what_if(budget(), norms={"social_assistance_base": 600_000})

    assert all(shown.startswith((MARK, f"<p><strong>{MARK}")) for shown in (repr(found), found._repr_html_()))
    for frame in (found.budget, found.by_month, found.by_group, found.reasons):
        assert {found.words} == set(frame[HYPOTHETICAL]) and frame.attrs[NOTE].startswith(MARK)
    with pytest.raises(ValueError, match="hypothetical"):
        edition_2024.save("budget", found.by_month)
    with pytest.raises(ValueError, match="hypothetical"):
        edition_2024.save("budget", pd.DataFrame(found.by_month))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ages": {"elderly_no_pension": 75}}, "từ 75 tuổi: người chưa được hưởng không có trong danh sách.* Hỏi được các tuổi: 85, 95"),
        ({"ages": {"elderly_no_pension": 82}}, "từ 82 tuổi: số người chỉ đếm theo nhóm tuổi, tuổi khác phải có danh sách từng người"),
        ({"coefficients": {"disability_severe": 2}}, r'có 3 mức theo tuổi: ghi cả tuổi bắt đầu, một trong \("disability_severe", 0\)'),
        ({"coefficients": {"disability_sever": 2}}, "Không có nhóm «disability_sever». Có phải ý bạn là «disability_severe»"),
        (
            {"norms": {"base_wage": 3}},
            r"mức «base_wage».*Hỏi được: Mức chuẩn trợ giúp xã hội \(social_assistance_base\)",
        ),
        ({"norms": {"social_assistance_base": 0}}, "số lớn hơn 0"),
        ({"norms": {"social_assistance_base": "600.000"}}, "viết như 600_000, không phải '600.000'"),
        ({"norms": {"social_assistance_base": 1}, "since": "2025-01-01"}, "Không có tháng nào của năm 2024 bắt đầu từ 01/01/2025"),
        ({"norms": {"social_assistance_base": 1}, "since": "7/2024"}, "«7/2024» không phải ngày"),
        ({}, "Chưa giả định gì"),
    ],
)
def test_what_counts_cannot_tell_is_refused(asked, said):
    with pytest.raises(WrongUsage, match=said):
        what_if(budget(), **asked)


def test_of_an_office_whose_payments_are_not_known_nothing_is_supposed():
    funerals = [("funeral_amount_by_month", COMMUNE, "2024-07", "", 10_000_000, "", "observed", "a.xlsx", "B", "C9")]
    request = request_of({COMMUNE: "xã Kim Xuyên"})
    unknown = computed_of(request, observation_table(funerals), indicators_of(request, {}, {}))

    with pytest.raises(WrongUsage, match=r"Chưa có số liệu «.*» của kỳ này nên không tính giả định được"):
        what_if(unknown, norms={"social_assistance_base": 600_000})


def test_arrears_and_unknown_ages_are_refused():
    owed = budget([("arrears_by_month", "2024-07", "btxh_monthly", 700_000)])
    unknown = budget([("coefficients_by_group", "2024", "elderly_no_pension|", 1)])

    with pytest.raises(WrongUsage, match="Tháng 2024-07 có tiền truy lĩnh"):
        what_if(owed, norms={"social_assistance_base": 600_000})
    with pytest.raises(WrongUsage, match="có người chưa rõ tuổi"):
        what_if(unknown, ages={"elderly_no_pension": 95})
