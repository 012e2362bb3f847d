"""A workbook of an own shape mapped: what is proposed, accepted, used from then on for its sender alone, and noticed when it changes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ctxh.book.request import read_request
from ctxh.cli.mapping import mapped
from ctxh.errors import CtxhError, WrongUsage
from ctxh.observe.intake import expected
from ctxh.reference.places import Places, places_of
from messy import BANNER, received_from
from surgery import saved, written

DATA = Path(__file__).resolve().parents[1] / "data"
NAME = "Xa_Kim_Xuyen_2024.xlsx"
ONE, OTHER = "Mẫu Văn Thử", "Mẫu Thị Thử"
HEADS = ["TT", "Họ tên", "Sinh năm (tuổi)", "Giới tính", "Nhóm ĐT theo NĐ20", "HS trợ cấp", "Tiền hưởng (đ)", "Nhận tiền bằng"]
PEOPLE = [[1, ONE, 1942, "Nam", "Hộ nghèo đơn thân", 1, 500_000, "TM"], [2, OTHER, 1940, "Nữ", "Người khuyết tật nặng", 1.5, 750_000, "TK"]]
POOR = [["TT", "Thôn", "Hộ toàn thôn", "Nghèo đầu 2024", "Ra khỏi nghèo", "Nghèo trở lại", "Mới rơi vào nghèo", "Nghèo cuối 2024"]]
VILLAGES = [[1, "Thôn Đông", 300, 10, 2, 0, 1, 9], [2, "Thôn Đoài", 200, 5, 1, 1, 0, 5]]


@pytest.fixture
def places(tmp_path) -> Places:
    return places_in(tmp_path)


def places_in(folder: Path) -> Places:
    """A data folder with the common tables and one office, which has no book of its own."""
    shutil.copytree(DATA / "reference", folder / "data" / "reference")
    shutil.copytree(DATA / "provinces", folder / "data" / "provinces")
    (folder / "data" / "kim-thanh").mkdir()
    shutil.copy(DATA / "kim-thanh" / "office.toml", folder / "data" / "kim-thanh")
    return places_of({"CTXH_DATA": str(folder / "data"), "CTXH_OUTPUTS": str(folder / "out")})


@pytest.fixture(scope="module")
def mapped_once(tmp_path_factory) -> tuple[str, str]:
    """What is printed of the workbook, and the table of proposals for it."""
    folder = tmp_path_factory.mktemp("mapped")
    said = mapped(workbook(folder / "in"), places_in(folder), "kim-thanh", None, folder / "p.csv", False)
    return said, (folder / "p.csv").read_text(encoding="utf-8")


@pytest.fixture
def table(mapped_once, tmp_path) -> Path:
    """The table of proposals for the workbook, to be edited."""
    path = tmp_path / "p.csv"
    path.write_text(mapped_once[1], encoding="utf-8")
    return path


def workbook(folder: Path, heads: list = HEADS) -> Path:
    folder.mkdir(exist_ok=True)
    return saved(folder, written(**{"DanhSach": [*BANNER, heads, *PEOPLE], "B8a. Hộ nghèo": [*BANNER, *POOR, *VILLAGES]}), NAME)


def read(places: Places, folder: Path):
    """What a folder gives of the two forms, by the office's own book."""
    wanted = expected(read_request("kim-thanh", 2024, places))
    return received_from(folder, wanted)


def accepted(path: Path, **changes: str) -> None:
    """The table of proposals with all of them accepted, some with another column or code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["accept"] = "yes" if row["column"] or row["what"] == "sheet" else ""
        row["code"] = changes.get(row["words"], row["code"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_each_proposal_says_its_reason_and_its_doubt_and_shows_nobody(mapped_once):
    said, _ = mapped_once

    assert "✓ Trang tính «DanhSach» → biểu B1 (Danh sách đối tượng bảo trợ xã hội đang hưởng trợ cấp)" in said
    assert "✓ Tiêu đề «HS trợ cấp» (F4) → cột «Hệ số» (coefficient): chữ gần với «Hệ số trợ cấp»; 100% số ô là hệ số." in said
    assert "? Tiêu đề «Nghèo trở lại» (F4) → cột «Tái nghèo» (relapsed)" in said and "chữ chưa đủ gần" in said
    assert not any(value in said for value in (ONE, OTHER, "1942", "500000"))


def test_what_is_accepted_is_used_from_then_on_in_the_workbooks_of_its_sender_alone(places, table, tmp_path):
    folder = tmp_path / "in"
    file = workbook(folder)
    accepted(table, **{"Hộ nghèo đơn thân": "single_parent"})  # a word of a column that is but proposed too
    said = mapped(table, places, "kim-thanh", None, None, True)

    assert said.startswith("Đã ghi 1 dòng vào data/kim-thanh/book/sheet_words.csv, ")
    found = {records.form: records.table for records in read(places, folder).records}
    assert ["single_parent", "disability_severe"] == found["beneficiaries"]["group"].tolist()
    assert [["male", "female"], [500_000, 750_000]] == [found["beneficiaries"][c].tolist() for c in ("sex", "monthly_amount")]
    assert [[10, 5], [0, 1], [9, 5]] == [found["poor_review"][c].tolist() for c in ("at_start", "relapsed", "at_end")]

    layout = read_request("kim-thanh", 2024, places).layouts["beneficiaries"]
    assert [True, False] == ["hs tro cap" in layout.sent_by(code).header_words for code in ("10771", "10750")]
    assert mapped(file, places, "kim-thanh", None, None, False).endswith("đều đã rõ.")


def test_another_shape_than_the_mapped_one_is_noticed(places, table, tmp_path):
    folder = tmp_path / "in"
    accepted(table)
    mapped(table, places, "kim-thanh", None, None, True)
    workbook(folder, ["Mức trợ cấp" if head == "Tiền hưởng (đ)" else "Điểm" if head == "HS trợ cấp" else head for head in HEADS])

    [message] = [row["message"] for row in read(places, folder).findings if row["check"] == "tiêu đề" and row["sheet"] == "DanhSach"]
    assert "không thấy cột «Hệ số»" in message and "Mẫu của đơn vị đã đổi: không còn tiêu đề «HS trợ cấp»." in message
    assert "Tiêu đề chưa rõ: «Điểm» (ô F4)." in message


def test_a_row_of_what_there_is_not_writes_nothing(places, table):
    table.write_text(table.read_text(encoding="utf-8").replace(",coefficient,", ",coeficient,"), encoding="utf-8")

    with pytest.raises(CtxhError, match=r"biểu beneficiaries không có cột \(column\) «coeficient».*«coefficient».*Chưa ghi gì"):
        mapped(table, places, "kim-thanh", None, None, True)
    assert not (places.data / "kim-thanh" / "book").exists()


@pytest.mark.parametrize(
    ("column", "said", "message"),
    [
        ("accept", "đồng ý", "cột accept ghi «đồng ý»"),
        ("what", "headr", "cột what ghi «headr», phải là sheet, header, category"),
        ("words", "", "để trống cột words"),
        ("sender", "99999", "không có đơn vị gửi .sender. mã «99999»"),
    ],
)
def test_a_row_that_would_be_dropped_or_hold_nowhere_is_said_and_writes_nothing(places, table, column, said, message):
    edited(table, ",", **{column: said})

    with pytest.raises(CtxhError, match=message):
        mapped(table, places, "kim-thanh", None, None, True)
    assert not (places.data / "kim-thanh" / "book").exists()


def test_a_table_of_proposals_that_excel_saved_with_semicolons_is_read(places, table):
    edited(table, ";", accept="x")

    assert mapped(table, places, "kim-thanh", None, None, True).startswith("Đã ghi 1 dòng vào data/kim-thanh/book/sheet_words.csv")


def edited(path: Path, sign: str, **said: str) -> None:
    """The table of proposals with some columns saying the same in each row, saved with another sign between the cells."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row | {"accept": "yes"} | said for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=sign)
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_called_after_a_person_and_a_word_of_another_sheet_s_person_are_not_shown(places, tmp_path):
    heads = ["Nhóm đối tượng" if head == "Nhóm ĐT theo NĐ20" else head for head in HEADS]
    cared = [[1, OTHER, 1990, "Nữ", f"cháu {ONE}", *PEOPLE[1][5:]]]
    sheets = {ONE: [*BANNER, HEADS, *PEOPLE], "B1 Thôn Đông": [*BANNER, heads, *cared]}
    table = tmp_path / "p.csv"
    said = mapped(saved(tmp_path, written(**sheets), NAME), places, "kim-thanh", None, table, False)

    assert "tên trang tính có tên người: đổi tên trang tính rồi chạy lại" in said
    assert not any(name in text for name in (ONE, OTHER) for text in (said, table.read_text(encoding="utf-8")))


def test_a_person_of_no_register_is_not_shown_in_a_category_nor_as_a_sheet(places, tmp_path):
    heads = ["Nhóm đối tượng" if head == "Nhóm ĐT theo NĐ20" else head for head in HEADS]
    rows = [[1, "a", 1990, "Nữ", "Mẫu Văn Lạ", *PEOPLE[1][5:]], [2, "b", 1990, "Nữ", "Hộ Lạ", *PEOPLE[1][5:]]]
    sheets = {"Mẫu Thị Lạ": [["x"]], "B1 Thôn Đông": [*BANNER, heads, *rows]}
    table = tmp_path / "p.csv"
    said = mapped(saved(tmp_path, written(**sheets), NAME), places, "kim-thanh", None, table, False)

    assert "Từ «…» (cột E) → chưa rõ: 1 ô; chữ như họ tên, không hiện ra: xem lại trong tệp." in said and "Từ «Hộ Lạ»" in said
    assert not any(name in text for name in ("Mẫu Văn Lạ", "Mẫu Thị Lạ") for text in (said, table.read_text(encoding="utf-8")))


def test_a_given_name_alone_is_not_shown_and_a_word_that_many_cells_say_is(places, tmp_path):
    heads = ["Nhóm đối tượng" if head == "Nhóm ĐT theo NĐ20" else head for head in HEADS]
    groups = ["Thử", "Khuyên", "Xuất", "Xuất", "Thử"]
    rows = [[at, f"Mẫu {'Văn' if at % 2 else 'Thị'} Thử", 1990, "Nữ", group, *PEOPLE[1][5:]] for at, group in enumerate(groups, 1)]
    table = tmp_path / "p.csv"
    sheets = {"Thử": [["x"]], "Muối": [["x"]], "B1 Thôn Đông": [*BANNER, heads, *rows]}
    said = mapped(saved(tmp_path, written(**sheets), NAME), places, "kim-thanh", None, table, False)

    assert "Từ «Xuất»" in said and 2 == said.count("Từ «…» (cột E)") and "«Muối»" in said
    assert not any(
        name in text for name in ("«Thử»", ",Thử,", "«Khuyên»", ",Khuyên,") for text in (said, table.read_text(encoding="utf-8"))
    )


def test_a_category_s_column_that_its_words_tell_is_not_asked_for(places, tmp_path):
    heads = ["TT", "Họ và tên", "Năm sinh", "Giới tính", "Loại", "Mã đối tượng", *HEADS[5:]]
    rows = [
        [1, ONE, 1942, "Nam", "Người khuyết tật nặng", "05a", *PEOPLE[0][5:]],
        [2, OTHER, 1940, "Nữ", "Người khuyết tật nặng", "06b", *PEOPLE[1][5:]],
    ]
    said = mapped(saved(tmp_path, written(**{"B1. BTXH": [*BANNER, heads, *rows]}), NAME), places, "kim-thanh", None, None, False)

    assert "Mã đối tượng" not in said and "Từ «" not in said


def test_a_column_that_the_sender_never_keeps_is_declared_once(places, tmp_path):
    heads, rows = HEADS[:-1], [row[:-1] for row in PEOPLE]
    table, folder = tmp_path / "p.csv", tmp_path / "in"
    folder.mkdir()
    file = saved(folder, written(**{"B1. BTXH": [*BANNER, heads, *rows]}), NAME)
    said = mapped(file, places, "kim-thanh", None, table, False)
    accepted(table, **{"Hộ nghèo đơn thân": "single_parent"})
    mapped(table, places, "kim-thanh", None, None, True)

    assert "? Thiếu cột «Hình thức chi trả» → khai là không có (payment_method): biểu cần mà trang tính không có; chỉ nhận nếu" in said
    assert "form,column,sender\nbeneficiaries,payment_method,10771\n" == (places.data / "kim-thanh" / "book" / "absent.csv").read_text()
    [records] = read(places, folder).records
    assert ([1, 1.5], frozenset({"payment_method"})) == (records.table["coefficient"].tolist(), records.absent)
    assert mapped(file, places, "kim-thanh", None, None, False).endswith("đều đã rõ.")


def test_a_word_that_changes_its_meaning_on_a_day_keeps_the_old_one_before(places, tmp_path):
    table = tmp_path / "p.csv"
    mapped(workbook(tmp_path / "in"), places, "kim-thanh", None, table, False)
    for column, day in (("coefficient", ""), ("other", "2025-01-01")):
        edited(table, ",", valid_from=day)
        with table.open(encoding="utf-8-sig") as file:
            [row] = [row for row in csv.DictReader(file) if row["words"] == "HS trợ cấp"]
        with table.open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row | {"column": column})
        mapped(table, places, "kim-thanh", None, None, True)

    def meaning(year: int) -> list[str]:
        layout = read_request("kim-thanh", year, places).layouts["beneficiaries"]
        return [word.column for word in layout.sent_by("10771").header_words["hs tro cap"]]

    assert [["coefficient"], ["other"]] == [meaning(2024), meaning(2025)]
    assert (places.data / "kim-thanh" / "book" / "header_words.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "beneficiaries,coefficient,HS trợ cấp,,,10771,,2025-01-01",
        "beneficiaries,other,HS trợ cấp,,,10771,2025-01-01,",
    ]


def test_a_workbook_of_an_old_year_is_mapped_by_the_forms_of_its_year(places, tmp_path):
    old = [["TT", "Thôn", "Tổng số hộ", "Nhân khẩu toàn thôn", *POOR[0][3:]]]
    villages = [[*row[:3], 900, *row[3:]] for row in VILLAGES]
    table = tmp_path / "p.csv"
    file = saved(tmp_path, written(**{"B8a. Hộ nghèo": [["UBND XÃ KIM XUYÊN"], ["NĂM 2022"], *old, *villages]}), "Xa_Kim_Xuyen_2022.xlsx")
    mapped(file, places, "kim-thanh", None, table, False)
    edited(table, ",")
    with table.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["words"] == "Nhân khẩu toàn thôn"]

    assert [("2022", "residents")] == [(row["year"], row["column"]) for row in rows]  # a column that the forms have not since 2023
    assert mapped(table, places, "kim-thanh", None, None, True).startswith("Đã ghi")


def test_a_folder_that_is_not_there_is_said_before_anything_is_written(places, tmp_path):
    with pytest.raises(WrongUsage, match=r"Không có thư mục xa để ghi p\.csv"):
        mapped(workbook(tmp_path / "in"), places, "kim-thanh", None, tmp_path / "xa" / "p.csv", True)
    assert not (places.data / "kim-thanh" / "book").exists()


def test_a_person_is_shown_neither_as_a_header_nor_within_a_category(places, tmp_path):
    rows = [[ONE, "1942", "Nam", "NKT nặng", "099042000001", "Thôn Đông"], [OTHER, "1943", "Nữ", "NKT nặng", "099043000002", "Thôn Đông"]]
    people = [[*PEOPLE[0][:4], f"Ông {ONE} (con liệt sĩ)", *PEOPLE[0][5:]], PEOPLE[1]]
    heads = ["Nhóm đối tượng" if head == "Nhóm ĐT theo NĐ20" else head for head in HEADS]
    sheets = {"B1. BTXH": [*BANNER, *rows], "DanhSach": [*BANNER, *rows], "B1 Thôn Đông": [*BANNER, heads, *people]}
    said = mapped(saved(tmp_path, written(**sheets), NAME), places, "kim-thanh", None, None, False)

    assert "? Trang tính «B1. BTXH» → chưa rõ: không thấy dòng tiêu đề; ghi dòng tiêu đề như trong biểu mẫu phía trên số liệu." in said
    assert "cột «Hệ số» (coefficient)" in said and not any(value in said for value in (ONE, OTHER, "1942", "099042000001"))


def test_a_sheet_is_the_form_that_knows_most_of_its_headers_those_of_no_column_too(places, tmp_path):
    upper = ["TT", "Họ, tên đối tượng", "Khối phố", "Nội dung điều chỉnh", "Đang hưởng", "", "", "Thay đổi", "", "", "Số QĐ", "Ngày QĐ"]
    lower = ["", "", "", "", "Loại", "Hệ số", "Số tiền", "Loại", "Hệ số", "Số tiền", "", ""]
    row = [1, ONE, "Khối 1", "Điều chỉnh mức", "NCT", 1, 500_000, "NCT", 1.5, 750_000, "15/QĐ-UBND", "05/03/2024"]
    said = mapped(saved(tmp_path, written(**{"Tháng 12": [*BANNER, upper, lower, row]}), NAME), places, "kim-thanh", None, None, False)

    assert "Trang tính «Tháng 12» → biểu B2" in said and "Ngày chết" not in said


def test_a_second_workbook_s_sheet_is_written_beside_the_first_one_s(places, table):
    for sender in ("10771", "10750"):
        accepted(table)
        table.write_text(table.read_text(encoding="utf-8").replace("10771", sender), encoding="utf-8")
        mapped(table, places, "kim-thanh", None, None, True)
    rows = (places.data / "kim-thanh" / "book" / "sheet_words.csv").read_text(encoding="utf-8").splitlines()

    assert ["beneficiaries,DanhSach,10771,,", "beneficiaries,DanhSach,10750,,"] == rows[1:]


def test_a_word_of_a_section_is_asked_for_and_a_sum_is_not(places, tmp_path):
    rows = [["", "Vu Lan báo hiếu"], [1, "Chủ tịch nước", "NCC mức 1", 2, 300_000, 600_000], ["", "Cộng quà Vu Lan", "", 2, "", 600_000]]
    rows += [["", "Tết"], [1, "Tỉnh", "NCC mức 1", 4, 300_000, 1_200_000], ["", "Tổng các dịp", "", 6, "", 1_800_000]]
    sheet = [*BANNER, ["TT", "Nguồn", "Đối tượng", "Số suất", "Mức quà", "Thành tiền"], *rows]
    said = mapped(saved(tmp_path, written(**{"B6. Quà tặng": sheet}), NAME), places, "kim-thanh", None, None, False)

    assert "? Từ «Vu Lan báo hiếu» (cột B) → chưa rõ: 1 ô; không gần từ nào." in said
    assert not any(words in said for words in ("Cộng quà", "Tổng các dịp", "khai là không có"))


def test_a_word_of_a_category_that_heads_its_section_too_is_not_taken_for_a_name(places, tmp_path):
    rows = [
        ["I", "Trợ cấp XH lạ"],
        [1, ONE, 1942, "Nam", "Trợ cấp XH lạ", 1, 500_000, "TM"],
        [2, OTHER, 1940, "Nữ", "Trợ cấp XH lạ", 1, 500_000, "TM"],
    ]
    heads = ["TT", "Họ tên", "Năm sinh", "Giới tính", "Nhóm đối tượng", "Hệ số", "Mức hưởng", "Hình thức chi trả"]
    said = mapped(saved(tmp_path, written(**{"B1. BTXH": [*BANNER, heads, *rows]}), NAME), places, "kim-thanh", None, None, False)

    assert "Từ «Trợ cấp XH lạ» (cột E)" in said


def test_the_nearest_word_of_a_category_may_be_any_of_its_words(places, tmp_path):
    heads = ["TT", "Họ tên", "Năm sinh", "Giới tính", "Nhóm đối tượng", "Hệ số", "Mức hưởng", "Hình thức chi trả"]
    rows = [[number, ONE, 1942, "Nam", "Người khuyết tật nặng", 1.5, 750_000, "Qua thẻ ATM"] for number in (1, 2)]
    said = mapped(saved(tmp_path, written(**{"B1. BTXH": [*BANNER, heads, *rows]}), NAME), places, "kim-thanh", None, None, False)

    assert "Từ «Qua thẻ ATM» (cột H) → «Tài khoản» (account): 2 ô; gần nhất là «Tài khoản»." in said


YEARS = ["TT", "Thôn", "Tổng số hộ", "Số hộ nghèo năm 2023", "Thoát nghèo", "Tái nghèo", "Phát sinh", "Số hộ nghèo năm 2024"]
GIFTS = ["TT", "Dịp tặng quà", "Nguồn quà", "Nhóm được tặng", "Số suất"]
GIVEN = [[1, "Tết", "Chủ tịch nước", "NCC mức 1", 2, 300_000], [2, "Tết", "Tỉnh", "NCC mức 1", 4, 300_000]]
BARE = [[number, *rest] for number, _, *rest in [GIFTS, *GIVEN]]  # without the occasion
WEIGHED = {
    "B8a Thôn 1": [YEARS, *VILLAGES],
    "B6 Thôn 1": [[*GIFTS, "Kinh phí (đồng/suất)"], *GIVEN],
    "B6 Thôn 2": [[*GIFTS, "Tiền quà/người"], *GIVEN],
    "B6 Thôn 3": [[*BARE[0], "Mức"], ["", "Đợt 1"], *BARE[1:]],
    "B6 Thôn 4": [[*BARE[0], "Mức"], *BARE[1:]],
    "B9a Thôn 1": [
        ["Loại hình", "Số lượng tổng", "Tổng số lượng", "Lao động nữ tham gia BHXH"],
        ["Doanh nghiệp", 3, 40, 7],
        ["Hộ kinh doanh cá thể", 5, 10, 2],
    ],
}


def test_what_a_header_says_of_years_of_each_and_beside_others_is_weighed(places, tmp_path):
    file = saved(tmp_path, written(**{name: [*BANNER, *rows] for name, rows in WEIGHED.items()}), NAME)
    said = mapped(file, places, "kim-thanh", None, None, False)

    for line in (
        "✓ Tiêu đề «Số hộ nghèo năm 2023» (D4) → cột «Số hộ nghèo đầu năm»",
        "✓ Tiêu đề «Số hộ nghèo năm 2024» (H4) → cột «Số hộ nghèo cuối năm»",
        "Tiêu đề «Kinh phí (đồng/suất)» (F4) → cột «Mức (đồng/suất)»",  # what each costs, and no sum
        "100% số ô là số tiền; cũng có thể là «Mức (đồng/suất)».",  # and no part of that alone
        "100% số ô là số đếm; tiêu đề khác của trang tính cũng giống cột này.",  # Số lượng tổng, Tổng số lượng
        "«Lao động tham gia BHXH»; 100% số ô là số đếm; tiêu đề có chữ mà cột này không có, có thể là số liệu khác.",  # nữ
        "? Từ «Đợt 1» (cột B) → chưa rõ: 2 ô",
        "nếu có thì thêm cột, hoặc ghi từ của cột ở một dòng phía trên các dòng số liệu.",
    ):
        assert line in said, line


def test_a_header_that_names_a_year_is_read_so_in_that_year_alone(places, tmp_path):
    """Next year «Số hộ nghèo năm 2024» is the number at its start."""
    mapped(saved(tmp_path, written(**{"B8a. Hộ nghèo": [*BANNER, YEARS, *VILLAGES]}), NAME), places, "kim-thanh", None, None, True)

    def meaning(year: int) -> list[bool]:
        words = read_request("kim-thanh", year, places).layouts["poor_review"].sent_by("10771").header_words
        return [f"so ho ngheo nam {named}" in words for named in (2023, 2024)]

    assert [[True, True], [False, False]] == [meaning(2024), meaning(2025)]
