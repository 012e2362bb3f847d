"""Entries of the book found by words, ids and forms, with what they are and who uses them."""

from __future__ import annotations

import pytest

from ctxh.book.request import known_indicator
from ctxh.book.search import KINDS, entries_of, find, similar_entries, users
from ctxh.cli.book_pages import book_page
from ctxh.cli.command import _outcome
from ctxh.cli.uses import by_rules, in_notebooks, in_wording
from ctxh.errors import CtxhError, WrongUsage
from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM
from ctxh.tell.helper_words import HELPERS
from ctxh.tell.wording_functions import Teller
from small_sheets import BOOK, REFERENCE

OWN = """[toys]
label = "Đồ chơi Trung thu"
unit_of_measure = "gift"
sum = "gifts.gifts"
where = { occasion = "mid_autumn", payer = "own_budget" }
field = "gifts"
"""


@pytest.fixture(scope="module")
def entries():
    return entries_of([REFERENCE / "book"])


def ids(entries, asked: str) -> list[str]:
    return [entry.id for entry in find(entries, asked)]


def test_words_find_entries_with_tones_and_without_and_the_nearest_first(entries):
    assert ["poor_households_rate", "poor_households"] == ids(entries, "hộ nghèo")[:2]
    assert ids(entries, "hộ nghèo") == ids(entries, "ho ngheo")
    found = ["near_poor_households_rate", "poor_near_poor_rate", "poverty_by_commune"]
    assert found == ids(entries, "tỷ lệ cận nghèo hộ")  # all words, in whatever order; a figure last
    assert [] == ids(entries, "hộ nghoè")


def test_ids_codes_of_forms_and_several_ids_find_just_these(entries):
    assert ["gifts"] == ids(entries, "b6") and ["biểu"] == [entry.kind for entry in find(entries, "B6")]
    assert ["poor_households", "new_jobs"] == ids(entries, "new_jobs poor_households")
    assert ["gifts.payer=local"] == ids(entries, "gifts.payer=local")


def test_what_is_not_found_names_the_nearest_id_or_the_words_mended(entries):
    assert (["poor_households"], ["hộ nghèo"], []) == (
        similar_entries(entries, "poor_houshold"),
        similar_entries(entries, "hộ nghoè"),
        similar_entries(entries, "qqq"),
    )


CHECKS = ["review_identity", "poverty_rates", "poverty_rates_on_paper", "year_begins"]


def test_an_entry_says_what_it_is_where_it_is_written_and_what_is_made_of_it(entries):
    [poor] = find(entries, "poor_households")
    [code] = find(entries, "gifts.payer=redcross")
    path, _, line = poor.place.partition(", dòng ")
    written = (REFERENCE.parent / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]

    assert "[poor_households]" == written
    assert "Đọc ở biểu B8a, cột «Số hộ nghèo cuối năm» (poor_review.at_end)." in poor.tells
    assert "Kế hoạch: new_jobs_plan." in find(entries, "new_jobs")[0].tells
    assert ["poor_households_rate", "poor_near_poor_households", *CHECKS] == [entry.id for entry in users(entries, poor)]
    assert ["redcross_gifts", "redcross_unit_value", "redcross_amount"] == [
        entry.id for entry in users(entries, code) if entry.kind == KINDS[0]
    ]


def test_a_field_and_a_form_of_one_id_have_users_of_their_own(entries):
    field, form = sorted((entry for entry in entries if entry.id == "gifts"), key=lambda entry: entry.kind, reverse=True)[:2]

    assert ("lĩnh vực", "biểu") == (field.kind, form.kind)
    assert "longevity_recipients" in [entry.id for entry in users(entries, field)]
    assert "mid_autumn_gifts" in [entry.id for entry in users(entries, form)]


def test_wording_checks_and_figures_that_use_an_id_are_named(tmp_path):
    (tmp_path / "01_a.md").write_text(
        '{{ count("new_jobs") }}\nkhông\n{{ document("plan_btxh") }} {{ count("new_jobs") }}', encoding="utf-8"
    )
    files = [tmp_path / "01_a.md"]

    assert ["01_a.md, dòng 1, 3"] == in_wording(["new_jobs"], files)
    assert (["01_a.md, dòng 3"], []) == (in_wording(["plan_btxh_no"], files), in_wording(["new_jobs_plan"], files))
    assert ({"cited_in_full"}, set()) == (by_rules(["document_titles"]), by_rules(["gift_levels"]))  # which its entry names
    assert ["03_figures.ipynb, ô 43"] == in_notebooks(["poor_rate_map"], [NOTEBOOKS_OF_PROGRAM / "03_figures.ipynb"])


def test_figures_are_named_by_what_they_draw_the_parts_of_a_total_too(entries):
    of = {name: [one.id for one in users(entries, find(entries, name)[0]) if one.kind == "hình"] for name in DRAWN}

    assert DRAWN == of


DRAWN = {
    "poor_households_rate": ["poverty_by_commune", "poor_rate_map", "trend"],
    "bhyt_elderly": ["insurance_cards_by_group"],
    "merit_by_group": ["merit_by_group"],
    "households": [],
}


def test_the_helpers_told_are_those_that_there_are():
    assert {*Teller(None, None).helpers(), "office", "period"} == set(HELPERS)


def test_a_page_holds_the_offices_own_entries_and_refuses_what_nothing_has(tmp_path):
    own = tmp_path / "xa-mau" / "book" / "indicators"
    own.mkdir(parents=True)
    (own / "own.toml").write_text(OWN, encoding="utf-8")
    page = book_page(["đồ", "chơi"], "xa-mau", tmp_path, REFERENCE, 2026)

    assert "Đồ chơi Trung thu (chỉ tiêu toys)" == page.splitlines()[0]
    assert "  Ghi ở: xa-mau/book/indicators/own.toml, dòng 1." in page.splitlines()
    assert "Chưa nơi nào dùng." in page
    assert "Chỉ có ở đơn vị ghi «houses» trong dòng forms của office.toml." in book_page(["B15"], "xa-mau", tmp_path, REFERENCE, 2026)
    assert "    phép kiểm tra: C22 Việc làm mới so với kế hoạch; C59" in book_page(["new_jobs"], "xa-mau", tmp_path, REFERENCE, 2026)
    assert "C31 Hộ nghèo đầu năm" in book_page(["review_identity"], "xa-mau", tmp_path, REFERENCE, 2026)
    assert "gifts: Quà tặng và chúc thọ" in book_page([], "xa-mau", tmp_path, REFERENCE, 2026)
    with pytest.raises(WrongUsage, match=r"có «hộ nghoè».+«hộ nghèo»"):
        book_page(["hộ", "nghoè"], "xa-mau", tmp_path, REFERENCE, 2026)


def test_what_an_office_does_not_collect_neither_breaks_its_book_nor_is_unknown(tmp_path):
    """An own id that is one of B15's, too: told with both places; and an id of B15 that wording asks for names what to collect."""
    own = tmp_path / "xa-mau" / "book" / "indicators"
    own.mkdir(parents=True)
    (own / "own.toml").write_text(OWN.replace("[toys]", "[houses]"), encoding="utf-8")
    said = book_page([], "xa-mau", tmp_path, REFERENCE, 2026).splitlines()[-1]

    assert said.startswith("Không kể «houses», là phần chưa thu thập. Muốn thu thập thì trước hết sửa: xa-mau/book/indicators/own.toml")
    assert "mã «houses» đã có ở indicators/houses.toml" in said
    assert "Đồ chơi Trung thu (chỉ tiêu houses)" == book_page(["houses"], "xa-mau", tmp_path, REFERENCE, 2026).splitlines()[0]
    with pytest.raises(CtxhError, match=r'«houses_planned» chỉ có ở đơn vị thu thập «houses»: thêm "houses" vào dòng forms'):
        known_indicator(BOOK, "houses_planned")


def test_the_command_answers(capsys):
    codes = [_outcome(["book", *words], debug=False) for words in (["B8a"], ["poor_houshold"])]
    said = capsys.readouterr()

    assert [0, 2] == codes
    assert "Tổng hợp rà soát hộ nghèo (biểu poor_review)" in said.out
    assert "«poor_households»?" in said.err
