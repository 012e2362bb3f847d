"""Norms that a province sets: what nobody would ask for, what is measured otherwise, what holds twice, is refused with its line."""

from pathlib import Path

import pytest

from ctxh.book import load_book
from ctxh.book.norm_names import check_norm_names
from ctxh.errors import CtxhError
from ctxh.reference.norms import load_coefficients, load_norms

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
FOLDERS = (REFERENCE / "book",)
HEADER = "norm,label,value,unit_of_measure,valid_from,valid_to,scope,legal_basis,verified,note\n"
BASE = "social_assistance_base,Mức chuẩn,600000,VND/month,2024-07-01,2026-01-01,province,NQ mẫu,no,\n"
GIFT = "gift|tet|province|merit_standard,Quà Tết,500000,VND/gift,2024-01-01,,province,NQ mẫu,no,\n"


def refused(folder: Path, rows: str) -> str:
    """What is said of a province's norms.csv; nothing where it is taken."""
    (folder / "norms.csv").write_text(HEADER + rows, encoding="utf-8")
    try:
        norms = load_norms(REFERENCE, None, folder)
        check_norm_names(load_book(FOLDERS), norms, load_coefficients(REFERENCE)["norm"], FOLDERS)
    except CtxhError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "rows",
    [
        BASE,
        GIFT,
        BASE.replace("social_assistance_base", "village_elder_support"),
        BASE.replace("social_assistance_base", "elderly_card_age_from"),
    ],
    ids=["above the national one", "a gift", "of its own", "of an indicator"],
)
def test_a_norm_of_a_province_is_taken(tmp_path, rows):
    assert "" == refused(tmp_path, rows)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (BASE.replace("assistance", "asistance"), "dòng 2, cột norm: không nơi nào dùng định mức «social_asistance_base»."),
        (BASE.replace("assistance", "asistance"), "Có phải ý bạn là «social_assistance_base»?"),
        (BASE + GIFT.replace("|tet|", "|te|"), "dòng 3, cột norm: cột «gifts.occasion» của B6 không có mã «te». Có phải ý bạn là «tet»?"),
        (GIFT.replace("|merit_standard", ""), "dòng 2, cột norm: mức quà viết gift|dịp|nguồn|nhóm, không phải «gift|tet|province»."),
        (BASE.replace("VND/month", "VND/year"), "dòng 2, cột unit_of_measure: phải là «VND/month» như định mức chung"),
        (BASE + BASE.replace("2024-07-01", "2025-07-01"), "dòng 3 (social_assistance_base: 2025-07-01 đến 2026-01-01): các khoảng"),
    ],
    ids=["misspelt", "misspelt, the right word", "a gift of no code", "a gift of two parts", "measured otherwise", "twice on one day"],
)
def test_a_norm_that_would_hold_for_nobody_or_twice_is_refused(tmp_path, rows, said):
    assert said in refused(tmp_path, rows)
