"""The gate: names and numbers of persons are found in what would leave, and nothing else is."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pandas as pd
import pytest
from docx import Document

from ctxh.clean.expected import Expected
from ctxh.clean.ingest import _places
from ctxh.clean.persons.gate import (
    CHECK,
    Gate,
    Registers,
    guard_files,
    guard_names,
    guard_records,
    guard_wording,
    in_masked_files,
    load_allowed,
)
from ctxh.clean.persons.personal_numbers import private_numbers
from ctxh.errors import CtxhError
from ctxh.observe import intake
from ctxh.observe.office_words import frame_texts, paragraphs_of, settings_texts
from ctxh.typeset.docx.frame import default_frame
from small_sheets import CATEGORIES, LAYOUTS, records

NAME, TWO = "Mẫu Văn Thử", "Mẫu Thử"
NUMBER, ACCOUNT = "099042000001", "9999123456789"


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate of registers with two persons, one account, and a village of the same name as one of them."""
    return Gate.of(Registers({f"Ông {NAME} (đã mất)", TWO, "Bình Minh"}, {NUMBER, ACCOUNT}), {"Bình Minh"})


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        (f"Gia đình ông {NAME} được tặng quà.", "Gia đình ông … được tặng quà."),
        ("MẪU VĂN THỬ", "…"),
        ("Mau Van Thu, Mẫu văn  Thử; Mẫu Văn Thử", "…, …; …"),  # without marks, with a small middle word, decomposed
        (f"em {TWO} đạt giải", "em … đạt giải"),
        (f"chuyển vào {ACCOUNT}", "chuyển vào …"),
        ("mã 099 042.000.001 ấy", "mã … ấy"),
        ("mã ０９９０４２０００００１", "mã …"),
        ("số 99.042.000.001", "số …"),  # as a number prints it: without its nought, with dots
        ("nhà mẫu văn thử ở thôn", "nhà … ở thôn"),  # all marks, no capital
        ("gặp ông mau van thu", "gặp ông …"),  # no mark, no capital, a title
        ("hộ ông mẫu thử", "hộ ông …"),
        ("Mẫu\u200bVăn\u00a0Th\u00adử", "…"),  # signs that do not show
        ("Mẫu **Văn** Thử, MẫuVănThử, Mẫu-Văn_Thử, Mẫu&nbsp;Văn Thử2", "…, …, …, …2"),
        ("Мẫu Văn Тhử", "…"),  # letters of another alphabet
        ("so_mau_van_thu", "so_…"),  # a code
        ("số 099-042-000-001, 099/042000001; 0-9-9-0-4-2-0-0-0-0-0-1", "số …, …; …"),
        ("số O99 O42 OOO 00l", "số …"),  # letters for digits
        ("ông M.V. Thử, M. V. Thử, MV. Mẫu; M.V.Thử", "ông …, …, MV. Mẫu; …"),  # initials
        ("Mẫu V. Thử và M. Văn Thử", "… và …"),
        ("M ẫ u  V ă n  T h ử; m.a.u.v.a.n.t.h.u", "…; …"),  # letters set apart
        ("thư mauvanthu@x.vn", "thư …@x.vn"),  # words in one
        ("Mẫu <b>Văn</b> Thử, Mẫu Văn<br/> Thử", "…, …"),  # tags
        ("Thử Mẫu Văn; Thu Mau Van; Thử Văn Mẫu", "…; …; …"),  # another order
        ("bà Mẫu Văn (Tèo) Thử, Mẫu «Út Tèo» Văn Thử", "bà …, …"),  # a by-name within
        ('Mẫu Văn "Tèo" Thử', "…"),
        ("Mẫu V. Thử, M. Th. Thử, Mẫu Văn Thử", "…, M. Th. Thử, …"),
        ("Mâ\u0303u Va\u0306n Thu\u031b \u0309", "…"),
        ("Mâ \u0303u Văn Thử", "…"),  # a mark behind a blank
        ("hộ Maaux Vawn Thuwr", "…"),  # keys of tones that no program took for such
        ("Ma^~u Va(n Thu+?", "…"),
        ("Mau~ Van Thu?", "…"),
        ("danh sách: Thử, Mẫu Văn; ông Thu, Mau Van", "danh sách: …; ông …"),  # the last name first, as lists of authors have it
    ],
)
def test_what_registers_hold_is_found_however_it_is_written(gate, text, passed):
    assert passed == gate.passed(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Thôn Bình Minh, thon mau van thu nghiem",
        "Mau Thu",
        "theo Mẫu. Văn Thử nghiệm",
        "Mẫu, Văn, Thử",
        "các ông Khác Thử, Mẫu Văn",
        "các xã Thử, Mẫu Văn Khác",
        "Ông Mẫu Văn Khác",
        "M.V. Khác",
        "Mục M. Thử nghiệm",
        "M V",
        "a b c d e f g h i k",
        "TP. Văn Thử",
        "Thử (mẫu) Khác",
        "houses of Mauss",
        "CÁC THÔN BÌNH MINH",
        "Kinh phí 99.042.000.002 đồng",
        "",
    ],
)
def test_what_merely_looks_alike_passes(gate, text):
    assert (text, "") == gate.passed(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CCCD 030042000001", "identity"),
        ("số 030 042 000 001.", "identity"),
        ("030.042.000.001", "identity"),
        ("(0300 4200 0001)", "identity"),
        ("1 030042000001 2", "identity"),
        ("CMND số 142.042.000", "identity"),
        ("gọi 0912 345 678", "telephone"),
        ("0912.345.678", "telephone"),
        ("0912345678", "telephone"),
        ("+84 912345678", "telephone"),
        ("điện thoại: 0220 3720 123", "telephone"),
        ("STK 1903 2345 67", "account"),
        ("tài khoản số 102938475610 tại ngân hàng", "account"),
        ("TK: 123456789", "account"),
        ("stk 1903234567", "account"),
        ("cccd030042000001", "identity"),
        ("0912-345-678", "telephone"),
        ("(091) 234 5678", "telephone"),
        ("0084912345678", "telephone"),
        ("STK 1903234567 ngân hàng Mẫu", "account"),
        ("tài khoản ngân hàng Mẫu, chi nhánh Kim Thành: 1903234567", "account"),
        ("030042000001 đ/c Mẫu", "identity"),
        ("thẻ GD4300123456789", "insurance"),
        ("BHYT: 4300123456789", "insurance"),
    ],
)
def test_numbers_that_are_somebody_s_own_are_known_by_shape_or_by_the_word_before(text, kind):
    assert [kind] == [found for *_, found in private_numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "123.456.789.000 đồng",
        "1.134.000.000đ",
        "tổng kinh phí 102.938.475.610",
        "102938475610 đồng",
        "chi trả qua tài khoản 1.234.567 người",
        "qua tài khoản: 8.141/8.141 người",
        "từ 01.02.2024 03.04.2024",
        "các năm 2021 2022 2023 2024",
        "Số 1234/QĐ-UBND ngày 12/02/2024",
        "1.134 562 40",
        "NĐ 20/2021/NĐ-CP",
        "2.634.000.000 569.000.000",
        "giai đoạn 2021-2025, 0,5 điểm",
        "ĐT: 1.234 người",
        "chuyển vào tài khoản 12500000 đồng",
        "qua tài khoản 125000 người",
        "mua điện thoại 12500000 đồng",
        "84.500-900.000 người",
        "tài khoản giai đoạn 2021-2025",
        "380.000-500.000 đồng/tháng",
        "08-10-2024, 12-2024",
        "chi qua tài khoản 1234567890 triệu đồng",
    ],
)
def test_amounts_days_and_numbers_of_documents_are_nobody_s(text):
    assert [] == private_numbers(text)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Mẫu thử", "maybe"),
        ("trao quà cho mẫu thử ở thôn", "maybe"),
        ("mau thu", ""),
        ("hộ ông Mẫu Văn T. ở thôn", "maybe"),  # a letter for the last word, as of who shall not be known
        ("hộ ông Mẫu Văn A", ""),
        ("bà Mẫu Văn Tèo Thử", "maybe"),  # a by-name without marks, or another person's name
        ("ba Mau Van Teo Thu", "maybe"),
        ("Mẫu Văn Khác Hẳn", ""),
        ("hộ bà Thử Mẫu ở thôn", "maybe"),  # two words from behind
        ("hội Thử Mẫu Khác", ""),
        ("hộ ông M. Thử và bà Mẫu T.", "maybe"),  # a letter for one of two words, behind a title
        ("bà Mẫu T.", "maybe"),
        ("phường M. Thử", ""),
        ("liên hệ số 123456789 để biết", "bare"),
        ("đã chuyển cho 12345678901 ngày 5", "bare"),
        ("đã chi 1234567890 đồng cho các hộ", ""),
        ("1234567890", ""),
        ("đã chi 1.234.567.890 cho các hộ", ""),
        ("số 1234567890/QĐ-UBND của huyện", ""),
    ],
)
def test_what_may_be_a_person_s_and_may_be_none_is_told_and_let_pass(gate, text, doubt):
    [*told] = guard_wording(gate, [("02_x.md", "Dòng 7", text)], "293")

    assert (text, doubt) == gate.passed(text)
    assert (["flagged"] if doubt else []) == [row["severity"] for row in told]


def test_a_doubt_that_the_office_allows_is_none(gate):
    assert "" == gate.allowing(["123456789"]).passed("liên hệ số 123456789 để biết")[1]


def test_a_name_over_two_cells_is_found_and_taken_out_of_both(gate):
    found = records("narrative", "1 | II.1 | Khen đồng chí Mẫu Văn\n2 | II.1 | Thử đã nêu ý kiến\n3 | II.1 | Văn Thử")
    told = guard_records(gate, [found], LAYOUTS)

    assert [("stopped", "C2")] == [(row["severity"], row["cell"]) for row in told]
    assert ["…", "…", "Văn Thử"] == found.table["paragraph"].tolist()


def test_a_name_over_two_cells_side_by_side_is_found(gate):
    row = "1 | plan_27_7 | Đi | Kế hoạch | 12/KH-UBND | 01/07/2024 | UBND xã, ông Mẫu Văn | Thử ký | 2021-2025"
    found = records("documents", row)

    assert [("stopped", "G2")] == [(row["severity"], row["cell"]) for row in guard_records(gate, [found], LAYOUTS)]
    assert ["…", "…"] == [found.table["issuer"][0], found.table["title"][0]]


def test_the_registers_of_members_of_members_are_opened_but_not_those_of_published_ones_unless_asked(monkeypatch):
    def office(name: str, *opened: SimpleNamespace, published: tuple = ()) -> SimpleNamespace:
        members = [SimpleNamespace(published=False, request=one) for one in opened]
        members += [SimpleNamespace(published=True, request=one) for one in published]
        return SimpleNamespace(own=SimpleNamespace(gate=name), opened=opened, members=members)

    monkeypatch.setattr(intake, "ingest", lambda request: request)
    whole = office("tỉnh", office("xã", office("thôn")), published=(office("phường", office("tổ")),))

    assert ["tỉnh", "xã", "thôn"] == list(intake._gates(whole))
    assert ["tỉnh", "xã", "thôn", "phường", "tổ"] == list(intake._gates(whole, every=True))


@pytest.mark.parametrize("text", ["Mẫu Thị Lí", "MẪU THỊ LÝ", "Mau Thi Li", "M.T. Lí", "thư mauthili", "ông mẫu thị lí"])
def test_y_and_i_write_one_name(text):
    assert "name" == Gate.of(Registers({"Mẫu Thị Lý"})).passed(text)[1]


@pytest.mark.parametrize("text", ["Lò Th. Hoa", "L. Th. Hoa", "bà Lò Th.Hoa"])
def test_the_beginning_of_a_syllable_stands_for_a_word(text):
    assert ("name", "") == tuple(Gate.of(Registers({name})).passed(text)[1] for name in ("Lò Thị Hoa", "Lò Văn Hoa"))


def test_a_gate_without_registers_lets_every_name_pass():
    assert (NAME, "") == Gate().passed(NAME)


def test_what_an_office_allows_passes(gate):
    allowing = gate.allowing([NAME, "0912 345 678"])

    assert ("", "name") == (allowing.passed(f"{NAME}, 0912.345.678")[1], allowing.passed(TWO)[1])


def test_two_gates_of_the_same_registers_hold_other_hashes():
    one, other = (Gate.of(Registers({NAME}, {NUMBER})) for _ in range(2))

    assert one.names.isdisjoint(other.names) and one.numbers.isdisjoint(other.numbers)
    assert NAME not in repr(one) and NUMBER not in repr(one)


def test_in_the_name_of_a_file_words_need_no_capitals(gate):
    assert ("Xa_Kim_Xuyen_…_2024.xlsx", "name") == gate.passed("Xa_Kim_Xuyen_mau_van_thu_2024.xlsx", name_of_file=True)
    assert "" == gate.passed("Xa_Mau_Thu_2024.xlsx", name_of_file=True)[1]


def test_a_cell_that_holds_a_person_is_named_and_taken_out(gate):
    found = records("narrative", f"1 | II.1 | Đồng chí {NAME} nêu ý kiến\n2 | II.1 | Không có ai")
    told = guard_records(gate, [found], LAYOUTS)

    assert [("stopped", CHECK, "C2")] == [(row["severity"], row["check"], row["cell"]) for row in told]
    assert "Ô có họ tên trùng với một người trong các danh sách." == told[0]["message"]
    assert "thêm một dòng có lý do vào allowed_names.csv" in told[0]["remedy"]
    assert ["Đồng chí … nêu ý kiến", "Không có ai"] == found.table["paragraph"].tolist()


def test_an_identity_number_as_a_count_or_a_coefficient_is_taken_out(gate):
    found = records("labour", "1 | Doanh nghiệp | 67 | 30042000001 | 2")
    told = guard_records(gate, [found], LAYOUTS)

    assert ["D2"] == [row["cell"] for row in told] and "số định danh" in told[0]["message"]
    assert [True] == pd.isna(found.table["workers"]).tolist()


def test_an_amount_is_taken_out_only_when_it_is_a_number_of_the_registers(gate):
    found = records(
        "payments",
        "01/2024 | Trợ cấp xã hội hằng tháng | 3 | 99042000001 | | | | \n02/2024 | Trợ cấp xã hội hằng tháng | 3 | 99042000002 | | | | ",
    )
    told = guard_records(gate, [found], LAYOUTS)

    assert [found.letters["amount"] + "3"] == [row["cell"] for row in told]


def test_names_of_files_and_sheets_are_told_without_the_name(gate):
    coverage = [{"file": f"Xa_A_{NAME}.xlsx", "sheet": f"B1 {NAME}", "area_code": "1"}]
    findings = [
        {
            "file": coverage[0]["file"],
            "sheet": "",
            "area_code": "1",
            "message": f"Tệp Xa_A_{NAME}.xlsx lạ, có cả so_mau_van_thu.docx.",
            "remedy": "",
            "found": "",
            "expected": "",
            "used": "",
        }
    ]
    told = guard_names(gate, coverage, findings)

    assert ["Tên tệp có họ tên", "Tên trang tính có họ tên"] == [row["message"].split(" trùng")[0] for row in told]
    assert [("Xa_A_….xlsx", ""), ("Xa_A_….xlsx", "B1 …")] == [(row["file"], row["sheet"]) for row in told]
    assert ("Xa_A_….xlsx", "B1 …", "Tệp Xa_A_….xlsx lạ, có cả so_….docx.") == (
        coverage[0]["file"],
        coverage[0]["sheet"],
        findings[0]["message"],
    )


def test_the_office_s_own_words_are_told_by_file_and_line(gate):
    [told] = guard_wording(gate, [("02_x.md", "Dòng 7", f"Khen bà {NAME}."), ("02_x.md", "Dòng 8", "Không ai.")], "293")

    assert ("02_x.md", "Dòng 7 có họ tên trùng với một người trong các danh sách.") == (told["file"], told["message"])


def test_a_paragraph_of_the_wording_is_read_as_its_reader_sees_it(gate):
    text = "# Mục\n\nKhen bà Mẫu Văn\nThử.\n\nMẫu {% if x %}Văn{% endif %} Thử.\nKhông ai."
    told = guard_wording(gate, paragraphs_of("02_x.md", text), "293")

    assert ["Dòng 3 đến 4", "Dòng 6 đến 7"] == [row["message"].split(" có")[0] for row in told]


def test_every_text_of_the_settings_is_looked_at():
    settings = {"name": "a", "frame": {"recipients": ["b", "c"]}, "periods": {"year": {"basis": "d"}}, "since": 1}

    assert [("name", "a"), ("frame.recipients", "b"), ("frame.recipients", "c"), ("periods.year.basis", "d")] == list(
        settings_texts(settings)
    )


def test_a_frame_is_looked_at_in_all_its_parts(gate, tmp_path):
    frame = Document(BytesIO(default_frame()))
    added = frame.add_paragraph("Ông Mẫu V")
    added.add_run("ăn Thử")
    frame.sections[0].footer.paragraphs[0].add_run(NUMBER)
    frame.core_properties.keywords = TWO
    frame.save(tmp_path / "frame.docx")
    told = guard_wording(gate, frame_texts(tmp_path / "frame.docx"), "293")

    assert {"core", "document", "footer1"} == {row["message"].split()[1] for row in told}
    assert [] == list(frame_texts(tmp_path / "none.docx"))


def test_names_of_files_beside_the_workbooks_are_told_too(gate):
    told = guard_files(gate, ["giay_mau_van_thu.pdf", "02_chi_dao.md"], "293")

    assert ["giay_….pdf"] == [row["file"] for row in told]


def test_a_person_in_the_column_of_villages_is_no_village():
    def places(village: str, rows: int) -> set[str]:
        one = SimpleNamespace(table=pd.DataFrame({"village": [village] * rows}))
        return _places([one], Expected(2024, "293", "huyện A", pd.DataFrame(columns=["area_code", "name", "kind"]), LAYOUTS, CATEGORIES))

    assert (False, True, True) == (NAME in places(NAME, 2), NAME in places(NAME, 3), TWO in places(TWO, 1))


@pytest.mark.parametrize(("lines", "names"), [(f"name,reason\n{NAME},Người ký\n", (NAME,)), (None, ())])
def test_allowed_names_are_read(tmp_path, lines, names):
    if lines:
        (tmp_path / "allowed_names.csv").write_text(lines, encoding="utf-8")

    assert names == load_allowed(tmp_path)


def test_an_allowed_name_without_a_reason_is_refused(tmp_path):
    (tmp_path / "allowed_names.csv").write_text(f"name,reason\n{NAME},\n", encoding="utf-8")
    with pytest.raises(CtxhError, match=r"allowed_names\.csv, dòng 2, cột reason"):
        load_allowed(tmp_path)


def test_a_finding_does_not_name_the_person_after_whom_its_file_is_called(gate):
    file = f"Loi {NAME}.md"
    told = guard_wording(gate, [(file, "Dòng 7", f"Khen bà {NAME}.")], "293")

    assert ["Loi ….md"] == [row["file"] for row in in_masked_files([Gate(), gate], told)]
