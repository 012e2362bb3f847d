"""Whom an edition is for: part of the request, the edition's name, the notebooks' parameters and every page."""

from dataclasses import replace

import pytest

from ctxh.errors import WrongUsage
from ctxh.reference.audiences import check_audience, marked
from ctxh.reference.places import PUBLIC, Chosen, edition_name, places_of
from ctxh.run.plan import planned


def test_it_is_part_of_the_name_of_an_edition():
    assert "2024-public" == edition_name(2024, Chosen(audience=PUBLIC))
    assert "2024-half-year-public@2025-07-01" == edition_name(2024, Chosen("2025-07-01", period="half-year", audience=PUBLIC))
    assert "2024" == edition_name(2024)


def test_a_misspelt_audience_is_refused_with_the_nearest():
    with pytest.raises(WrongUsage, match=r"Không có loại bản «publik» \(audience\)\. Có phải ý bạn là «public»\?"):
        check_audience("publik")


def test_every_notebook_declares_it_and_passes_it_on():
    plan = planned("kim-thanh", 2024, [("audience", "internal")], ["pdf"])
    assert ("internal", "2024") == (plan.audience, plan.name)
    assert planned("kim-thanh", 2024, [], ["pdf"]).values == plan.values
    for path in plan.notebooks:
        text = path.read_text(encoding="utf-8")
        assert 'audience: str = \\"internal\\"' in text and "audience=audience)" in text


def test_each_page_says_whom_it_is_for():
    assert "Bản nội bộ, không phổ biến. Số liệu của 17/18 đơn vị." == marked("internal", "Số liệu của 17/18 đơn vị.")
    assert "Bản công khai." == marked("public")


def test_a_public_edition_may_be_on_other_boundaries_and_of_a_fold():
    assert "2024-public@2024-12-31" == planned("kim-thanh", 2024, [("audience", "public"), ("boundaries", "2024-12-31")], ["pdf"]).name
    assert "2026-public" == planned("hai-phong-mau", 2026, [("audience", "public")], ["pdf"]).name


def test_a_published_edition_without_its_ledger_is_refused(tmp_path):
    places = replace(places_of({}), outputs=tmp_path)
    (tmp_path / "kim-thanh" / "2024-public").mkdir(parents=True)
    with pytest.raises(WrongUsage, match="sổ riêng của các bản công khai không ghi bản ấy"):
        planned("kim-thanh", 2024, [("audience", "public")], ["pdf"], places)
