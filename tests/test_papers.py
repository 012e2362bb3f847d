"""Documents that the report cites: their symbols (C43), and what the paper report prints of them (C33)."""

import pytest

from ctxh.check.cited_documents import symbol_fault
from ctxh.reference.places import project_root
from ctxh.reference.tables import read_reference
from small_checks import Small
from test_checks import findings

REFERENCE = project_root() / "data" / "reference"
TABLE = read_reference(REFERENCE / "document_symbols.csv")
MEANS = dict(zip(TABLE["part"], TABLE["means"], strict=True))


@pytest.mark.parametrize(
    ("number", "kind", "issuer", "fault"),
    [
        ("893/KH-UBND", "Kế hoạch", "UBND huyện Mẫu", ""),
        ("20/2021/NĐ-CP", "Nghị định", "Chính phủ", ""),
        ("2472/HDLN-CA-SLĐTBXH", "Hướng dẫn liên ngành", "Công an tỉnh", ""),
        ("28-CT/TW", "Chỉ thị", "Bộ Chính trị", ""),
        ("102/2016/QH13", "Luật", "Quốc hội", ""),
        ("28/CT/TW", "Chỉ thị", "Bộ Chính trị", "ký hiệu văn bản của Đảng viết như «28-CT/TW»"),
        ("7046/SLĐTBOXH-BTXH", "Công văn", "Sở Mẫu", "«SLĐTBOXH» có phải «SLĐTBXH»"),
        ("893/QĐ-UBND", "Kế hoạch", "UBND huyện Mẫu", "ký hiệu của kế hoạch bắt đầu bằng KH"),
        ("KH-UBND 893", "Kế hoạch", "UBND huyện Mẫu", "không đúng dạng số/ký hiệu, như 893/KH-UBND hoặc 20/2021/NĐ-CP"),
        ("5/XYZ", "Công văn", "Đơn vị Mẫu", "«XYZ» chưa có trong document_symbols.csv"),
    ],
)
def test_a_symbol_has_the_form_of_its_kind(number, kind, issuer, fault):
    assert fault == symbol_fault(number, kind, issuer, MEANS)[0]


def edition(paper: dict, **register) -> Small:
    """An edition whose register holds one plan, and whose paper report prints some things of it."""
    held = {"number": "893/KH-UBND", "date": "2024-04-09", "kind": "Kế hoạch", "title": "Thực hiện chính sách bảo trợ xã hội"} | register
    items = {"number": "document_symbols", "date": "issued_documents", "kind": "document_kinds", "title": "document_titles"}
    rows = [(items[part], "293", "plan_btxh", text) for part, text in held.items() if text]
    values = {"plan_btxh_no": held["number"], "plan_btxh_date": held["date"], "plan_btxh_title": held["title"]}
    return Small(values=values, rows=[*rows, *(("printed_on_paper", "293", name, text) for name, text in paper.items())])


@pytest.mark.parametrize(
    ("name", "printed", "severity", "words"),
    [
        ("plan_btxh_title", "về thực hiện chính sách BTXH", "", ""),
        ("plan_btxh_title", "Về việc thực hiện chính sách bảo trợ xã hội", "", ""),
        ("plan_btxh_title", "về thực hiện chính sách BHXH", "flagged", "trích yếu khác với sổ văn bản"),
        ("plan_btxh_title", "về thực hiện chính sách", "flagged", "trích yếu khác với sổ văn bản"),
        ("plan_btxh_no", "Kế hoạch số 893/KH-UBND", "", ""),
        ("plan_btxh_no", "số 893/KH-UBND", "", ""),
        ("plan_btxh_no", "Kế hoạch 893/KH-UBND", "info", "thiếu chữ «số» trước số văn bản"),
        ("plan_btxh_no", "Quyết định số 893/KH-UBND", "flagged", "loại văn bản khác với sổ văn bản"),
    ],
)
def test_the_paper_is_held_against_the_register(name, printed, severity, words):
    found = findings(edition({name: printed}), "C33")

    assert ([(severity, True)] if severity else []) == [(row["severity"], words in row["message"]) for row in found]


@pytest.mark.parametrize(
    ("name", "printed", "register", "both"),
    [
        ("plan_btxh_title", "về chính sách BHXH", {}, "«về chính sách BHXH» và «Thực hiện chính sách bảo trợ xã hội»"),
        ("plan_btxh_title", "Luật mẫu", {"kind": "Bộ luật", "title": "Mẫu Thử"}, "«Luật mẫu» và «Bộ luật Mẫu Thử»"),
    ],
)
def test_both_wordings_stand_in_quotes_and_a_law_has_its_kind(name, printed, register, both):
    [found] = findings(edition({name: printed}, **register), "C33")

    assert f"tính được: {both}; trích yếu khác" in found["message"]


def test_a_word_of_doubt_before_an_exact_number_is_told():
    made = Small(
        values={"decisions_new_disability": 366}, rows=[("printed_on_paper", "293", "decisions_new_disability", "khoảng 366 người")]
    )
    [found] = findings(made, "C33")

    assert ("info", True) == (found["severity"], "từ ước lượng trước một số chính xác" in found["message"])


def test_a_document_without_day_or_summary_is_told_with_its_cell():
    [found] = findings(edition({}, date="", title=""), "C43")

    assert ("info", "293.xlsx", "C1") == (found["severity"], found["file"], found["cell"])
    assert "sổ chưa ghi ngày ban hành và trích yếu" in found["message"]
    assert [] == findings(edition({}), "C43")


def test_a_misprint_that_was_repaired_is_told_with_both_wordings():
    rows = [("words_on_paper", "293", "người thờ cúng", "người thờ cùng"), ("words_on_paper", "293", "Quà tỉnh", "Quà tỉnh")]
    [found] = findings(Small(rows=rows), "C33")

    assert ("info", "người thờ cùng", "người thờ cúng", "C1") == tuple(found[key] for key in ("severity", "found", "used", "cell"))
    assert "«người thờ cùng» và «người thờ cúng»; chữ trên bản giấy, được viết lại trong báo cáo" in found["message"]
