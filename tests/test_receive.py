"""A folder of workbooks received: whose they are, what they hold, what is missing.

The office has two communes; of its forms only the review of poor households (B8a, communes),
the gifts (B6, communes and desk) and the desk's figures (B12) are asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ctxh.clean.expected import Expected
from messy import received_from
from small_sheets import CATEGORIES, LAYOUTS, grid, header
from surgery import written

AREAS = pd.DataFrame(
    [("10771", "Kim Xuyên", "xã", ""), ("10750", "Phú Thái", "thị trấn", "TT Phú Thái")],
    columns=["area_code", "name", "kind", "aliases"],
)
FORMS = ("gifts", "poor_review", "desk_figures")
EXPECTED = Expected(2024, "293", "huyện Kim Thành", AREAS, {form: LAYOUTS[form] for form in FORMS}, CATEGORIES)
POOR = "1 | Thôn Đông | 300 | 10 | 2 | 0 | 1 | 9"
GIFTS = "1 | Tết | CTN | NCC mức 1 | 3 | 300000 | | | 900000"
DESK = "1 | new_jobs_plan | Kế hoạch | 2600 | người"


def form(name: str, committee: str, rows: str, title: str = "TỔNG HỢP NĂM 2024") -> tuple[str, list[list]]:
    """A sheet name and its rows: banner, title, header and data."""
    top = [["UBND HUYỆN KIM THÀNH"], [committee], [title]]
    return LAYOUTS[name].sheet_names[0], top + header(LAYOUTS[name]) + grid(rows)


def commune(committee: str = "UBND XÃ KIM XUYÊN", **own) -> dict:
    """The sheets of a commune: B6 and B8a."""
    return dict([form("gifts", committee, GIFTS, **own), form("poor_review", committee, POOR, **own)])


def desk() -> dict:
    """The sheets of the district's desk: B6 and B12."""
    committee = "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    return dict([form("gifts", committee, GIFTS), form("desk_figures", committee, DESK)])


@cache
def complete() -> dict[str, bytes]:
    """The workbooks of two communes and the desk, by their names."""
    towns = commune("ỦY BAN NHÂN DÂN THỊ TRẤN PHÚ THÁI")
    sent = {"Xa_Kim_Xuyen_2024.xlsx": commune(), "TT_Phu_Thai_2024.xlsx": towns, "Huyen_Kim_Thanh_2024.xlsx": desk()}
    return {name: written(**sheets) for name, sheets in sent.items()}


class Folder:
    """A folder of workbooks that starts complete."""

    def __init__(self, path) -> None:
        self.path = path
        for name, content in complete().items():
            (path / name).write_bytes(content)

    def put(self, name: str, sheets: dict) -> None:
        (self.path / name).write_bytes(written(**sheets))

    def findings(self, **expected) -> list[str]:
        found = received_from(self.path, replace(EXPECTED, **expected)).findings
        return [f"{row['severity']}: {row['message']} {row['remedy']}" for row in found]


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


def test_a_complete_folder_is_received_without_findings(folder):
    received = received_from(folder.path, EXPECTED)
    rows = [tuple(row[name] for name in ("file", "area_code", "area", "form", "rows")) for row in received.coverage]

    assert [
        ("Huyen_Kim_Thanh_2024.xlsx", "293", "huyện Kim Thành", "gifts", 1),
        ("Huyen_Kim_Thanh_2024.xlsx", "293", "huyện Kim Thành", "desk_figures", 1),
        ("TT_Phu_Thai_2024.xlsx", "10750", "thị trấn Phú Thái", "gifts", 1),
        ("TT_Phu_Thai_2024.xlsx", "10750", "thị trấn Phú Thái", "poor_review", 1),
        ("Xa_Kim_Xuyen_2024.xlsx", "10771", "xã Kim Xuyên", "gifts", 1),
        ("Xa_Kim_Xuyen_2024.xlsx", "10771", "xã Kim Xuyên", "poor_review", 1),
    ] == rows
    assert () == received.findings
    assert {64} == {len(row["sha256"]) for row in received.coverage}


def test_a_missing_commune_is_named(folder):
    (folder.path / "TT_Phu_Thai_2024.xlsx").unlink()

    assert ["stopped: Thiếu 1/2 đơn vị: thị trấn Phú Thái. Xin tệp của đơn vị này."] == folder.findings()


def test_a_commune_that_sent_two_files_is_named_with_both(folder):
    folder.put("Xa_Kim_Xuyen_2024_sua.xlsx", commune() | {"Sheet2": []})

    assert [
        "info: Tệp có 1 trang tính trống: Sheet2. ",
        "stopped: xã Kim Xuyên có 2 tệp: Xa_Kim_Xuyen_2024.xlsx, Xa_Kim_Xuyen_2024_sua.xlsx. "
        "Nếu là hai bản, giữ bản đúng; nếu mỗi tệp có một phần số liệu, chép các trang tính vào một tệp.",
    ] == folder.findings()


def test_a_file_named_after_another_commune_than_its_banner_is_refused(folder):
    folder.put("TT_Phu_Thai_2024.xlsx", commune("UBND XÃ KIM XUYÊN"))

    assert [
        "stopped: TT_Phu_Thai_2024.xlsx: tên tệp và tên cơ quan ghi trong trang tính là hai đơn vị khác nhau. Kiểm tra lại tệp. ",
    ] == folder.findings()


def test_a_file_with_the_banners_of_two_communes_is_refused(folder):
    sheets = dict([form("gifts", "UBND XÃ KIM XUYÊN", GIFTS), form("poor_review", "UBND THỊ TRẤN PHÚ THÁI", POOR)])
    folder.put("Xa_Kim_Xuyen_2024.xlsx", sheets)

    assert "Xa_Kim_Xuyen_2024.xlsx: các trang tính mang tên nhiều đơn vị. Mỗi tệp chỉ của một đơn vị." in folder.findings()[0]


def test_the_banner_alone_says_whose_a_file_is(folder):
    (folder.path / "Xa_Kim_Xuyen_2024.xlsx").rename(folder.path / "bao cao.xlsx")

    assert [] == folder.findings()


def test_the_file_name_alone_says_whose_a_file_is(folder):
    (folder.path / "Xa_Kim_Xuyen_2024.xlsx").unlink()
    folder.put("xã Kim Xuyên 2024 (bản cuối).xlsx", {title: rows[2:] for title, rows in commune().items()})

    assert [] == folder.findings()


def test_a_commune_s_file_under_the_district_s_banner_alone_is_refused(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", {title: rows[:1] + rows[2:] for title, rows in commune().items()})

    assert "Xa_Kim_Xuyen_2024.xlsx: tên tệp và tên cơ quan ghi trong trang tính là hai đơn vị khác nhau." in folder.findings()[0]


def test_a_file_of_nobody_is_refused_with_what_to_write(folder):
    sheets = {title: rows[2:] for title, rows in commune().items()}
    folder.put("so lieu.xlsx", sheets)

    assert [
        "stopped: so lieu.xlsx: không biết tệp của đơn vị nào. Ghi tên đơn vị ở đầu trang tính, đủ dấu như trong areas.csv: UBND xã … "
    ] == folder.findings()


@pytest.mark.parametrize(
    ("name", "banner", "why"),
    [
        ("so lieu.xlsx", ["UBND XÃ LẠ"], ": «XÃ LẠ» không có trong danh sách đơn vị gửi báo cáo"),
        ("Xa_La_2024.xlsx", [], ": chỉ ghi huyện Kim Thành, là nơi nhận, và không có biểu nào của phòng"),
    ],
)
def test_the_file_of_an_unknown_area_is_never_the_desk_s(folder, name, banner, why):
    sheets = {title: rows[:1] + [[text] for text in banner] + rows[2:] for title, rows in commune().items()}
    folder.put(name, sheets)
    [found] = folder.findings()

    assert found.startswith(f"stopped: {name}: không biết tệp của đơn vị nào{why}. Ghi tên đơn vị")


@pytest.mark.parametrize("between", [[], [["ỦY BAN NHÂN DÂN"]], [["Uỷ ban nhân dân"], [""]]])
def test_an_issuer_may_stand_on_two_rows(folder, between):
    banner = [*between, ["XÃ KIM XUYÊN"]] if between else [["UBND XÃ KIM XUYÊN"]]
    (folder.path / "Xa_Kim_Xuyen_2024.xlsx").unlink()
    folder.put("so lieu.xlsx", {title: rows[:1] + banner + rows[2:] for title, rows in commune().items()})

    assert [] == [line for line in folder.findings() if not line.startswith("info")]


def test_two_communes_whose_names_differ_by_tones_alone(tmp_path):
    names = {"10771": "Tam Dân", "10750": "Tam Đàn"}
    areas = AREAS.assign(name=list(names.values()), kind="xã", aliases="")
    folder = Folder(tmp_path)
    for path in tmp_path.glob("[XT]*"):
        path.unlink()
    folder.put("a.xlsx", commune("UBND XÃ TAM DÂN"))
    folder.put("Xã_Tam_Đàn_2024.xlsx", {title: rows[1:] for title, rows in commune("PHÒNG").items()})
    folder.put("Xa_Tam_Dan_2024.xlsx", {title: rows[2:] for title, rows in commune().items()})
    found = received_from(tmp_path, replace(EXPECTED, areas=areas))

    assert {"a.xlsx": "10771", "Xã_Tam_Đàn_2024.xlsx": "10750", "Huyen_Kim_Thanh_2024.xlsx": "293"} == {
        row["file"]: row["area_code"] for row in found.coverage
    }
    assert ["Xa_Tam_Dan_2024.xlsx: không biết tệp của đơn vị nào: tên ghi không đủ dấu, có thể là xã Tam Đàn hoặc xã Tam Dân."] == [
        row["message"].partition(" Ghi tên")[0] for row in found.findings
    ]


def test_a_title_of_another_year_stops(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", commune(title="TỔNG HỢP NĂM 2023"))

    assert ["stopped: Tiêu đề của 2 trang tính ghi năm 2023, không phải năm 2024. Gửi lại biểu của đúng năm báo cáo."] == folder.findings()


def test_a_year_in_the_rows_neither_saves_nor_spoils_a_title(folder):
    sheets = desk()
    sheets |= [form("desk_figures", "PHÒNG", "1 | ky | năm 2023 | 5 | người")]
    folder.put("Huyen_Kim_Thanh_2024.xlsx", sheets)
    assert [] == folder.findings()

    sheets |= [form("desk_figures", "PHÒNG", "1 | ky | năm 2024 | 5 | người", title="SỐ LIỆU NĂM 2023")]
    folder.put("Huyen_Kim_Thanh_2024.xlsx", sheets)
    assert 1 == len(folder.findings())


def test_a_title_without_a_year_is_let_be(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", commune(title="TỔNG HỢP"))

    assert [] == folder.findings()


def test_a_missing_form_is_named_with_the_sheet_to_add(folder):
    sheets = commune()
    del sheets["B8a. Hộ nghèo"]
    folder.put("Xa_Kim_Xuyen_2024.xlsx", sheets)

    assert ["stopped: xã Kim Xuyên thiếu biểu B8a (Tổng hợp rà soát hộ nghèo). Bổ sung trang tính «B8a. Hộ nghèo»."] == folder.findings()


def test_the_desk_misses_its_own_form_too(folder):
    folder.put("Huyen_Kim_Thanh_2024.xlsx", {"B6. Quà tặng": desk()["B6. Quà tặng"]})

    assert [
        "stopped: huyện Kim Thành thiếu biểu B12 (Số liệu và chỉ tiêu của phòng). Bổ sung trang tính «B12. Số liệu phòng»."
    ] == folder.findings()


def test_a_form_that_is_not_required_may_be_missing(folder):
    layouts = EXPECTED.layouts | {"printed_figures": LAYOUTS["printed_figures"]}

    assert [] == folder.findings(layouts=layouts)


def test_a_sheet_of_no_form_is_told_and_not_read(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", commune() | {"Nháp": [["x"]]})

    said = "flagged: Trang tính không phải biểu mẫu nào, không được đọc. "

    assert [
        f"{said}Nếu là số liệu báo cáo, đặt tên trang tính theo biểu hoặc chạy «ctxh map Xa_Kim_Xuyen_2024.xlsx»; nếu không, cứ để nguyên."
    ] == folder.findings()


REVIEW = ["TT", "Đơn vị (thôn)", "Tổng số hộ dân cư", "Số hộ nghèo đầu năm", "Thoát nghèo", "Tái nghèo", "Phát sinh", "Cuối kỳ này"]


@pytest.mark.parametrize(
    ("name", "rows", "severity"),
    [
        ("Bảng 1", [REVIEW, [1, "Thôn Đông", 300, 10, 2, 0, 1, 9]], "stopped"),
        ("Bảng 1", [REVIEW, []], "flagged"),
        ("B8a (2)", [REVIEW[:4] + REVIEW[-1:], [1, "Thôn Đông", 300, 10, 9]], "flagged"),
        ("Bảng 1", [["TT", "Đơn vị (thôn)", "Tổng số hộ dân cư", "Ghi chú"], [1, "Thôn Đông", 300, "x"]], "flagged"),
    ],
    ids=["one column lacks", "no record", "three lack", "a list like others"],
)
def test_a_sheet_of_records_that_lacks_one_required_column_of_a_form_stops(folder, name, rows, severity):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", commune() | {name: rows})

    assert [severity] == [line.split(":")[0] for line in folder.findings()]


def renamed(*names: str, rows: tuple[str, ...] = (POOR,)) -> dict:
    """The sheets of a commune whose review of poor households stands under other names, each with its own rows."""
    sheets, called = commune(), "B8a. Hộ nghèo"
    head = sheets.pop(called)[:-1]
    return sheets | {name: head + grid(row) for name, row in zip(names, rows, strict=True)}


def test_a_sheet_whose_name_says_nothing_is_of_the_form_that_alone_has_its_header(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", renamed("Sheet1"))

    received = received_from(folder.path, EXPECTED)

    assert [("fixed", "Sheet1")] == [(row["severity"], row["sheet"]) for row in received.findings]
    assert "là của biểu B8a" in received.findings[0]["message"] and "chỉ của biểu ấy" in received.findings[0]["message"]
    assert [300] == [value for found in received.records if found.sheet == "Sheet1" for value in found.table["households"]]
    some = received_from(folder.path, EXPECTED, {"poor_review": {"households"}})  # as an earlier year is read
    assert ["10750", "10771"] == [found.area_code for found in some.records]


@pytest.mark.parametrize(
    ("names", "rows", "severity"),
    [
        (("Thôn Đông", "Thôn Đoài"), (POOR, POOR.replace("Đông", "Đoài")), ["fixed", "fixed"]),
        (("Sheet1", "Sheet2"), (POOR, POOR), ["stopped", "stopped"]),  # which of them, nobody knows; that the form lacks follows
        (("Năm 2023",), (POOR,), ["stopped"]),
        (("B8a cũ",), (POOR,), ["stopped"]),
    ],
    ids=["a sheet a village", "two alike", "another year", "a name that begins with a form's"],
)
def test_a_sheet_is_of_a_form_by_its_header_only_where_no_other_may_be_meant(folder, names, rows, severity):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", renamed(*names, rows=rows))

    assert severity == [line.split(":")[0] for line in folder.findings()]


def test_a_form_on_two_sheets_of_a_file_stops_before_it_counts_twice(folder):
    sheets = commune()
    folder.put("Xa_Kim_Xuyen_2024.xlsx", sheets | {"Hộ nghèo": sheets["B8a. Hộ nghèo"]})

    [found] = folder.findings()
    assert found == (
        "stopped: Biểu B8a có 2 trang tính: B8a. Hộ nghèo, Hộ nghèo. Nếu là hai bản, giữ bản đúng; "
        "nếu mỗi trang có một phần số liệu, gộp lại, hoặc gọi từng trang theo thôn (B8a Thôn …)."
    )


def test_the_desk_s_copy_of_a_commune_form_is_not_read(folder):
    folder.put("Huyen_Kim_Thanh_2024.xlsx", desk() | {"B8a. Hộ nghèo": [*commune()["B8a. Hộ nghèo"][:1], ["x"]]})

    received = received_from(folder.path, EXPECTED)

    assert [("flagged", "Biểu B8a do đơn vị báo cáo lập, trang tính trong tệp này không được đọc.")] == [
        (row["severity"], row["message"]) for row in received.findings
    ]
    assert ["10750", "10771"] == [found.area_code for found in received.records if found.form == "poor_review"]


def test_a_sheet_without_its_header_is_told_and_the_others_are_read(folder):
    folder.put("Xa_Kim_Xuyen_2024.xlsx", commune() | {"B8a. Hộ nghèo": [["UBND XÃ KIM XUYÊN"], ["chưa có"]]})

    received = received_from(folder.path, EXPECTED)

    assert 1 == len(received.findings)
    assert "không thấy cột «Đơn vị (thôn)»" in received.findings[0]["message"]
    assert ("stopped", "10771", "B8a. Hộ nghèo") == tuple(received.findings[0][name] for name in ("severity", "area_code", "sheet"))
    assert ["gifts"] == [found.form for found in received.records if found.area_code == "10771"]


def test_a_damaged_file_is_told_and_the_others_are_read(folder):
    (folder.path / "TT_Phu_Thai_2024.xlsx").write_bytes(b"PK")

    found = folder.findings()

    assert ["stopped: TT_Phu_Thai_2024.xlsx: tệp bị cắt hoặc hỏng"] == [line[:52] for line in found]


def test_a_file_that_is_no_workbook_is_told_and_the_others_are_read(folder):
    (folder.path / "danh sach.xlsx").write_bytes(b"")
    (folder.path / "cong van.docx").write_bytes(b"")

    assert [
        "info: cong van.docx: không phải bảng tính, không được đọc. ",
        "stopped: danh sach.xlsx: tệp rỗng. Xin lại tệp của đơn vị gửi. ",
    ] == folder.findings()


def test_some_forms_can_be_asked_for_without_asking_who_is_missing(folder):
    (folder.path / "TT_Phu_Thai_2024.xlsx").unlink()

    received = received_from(folder.path, EXPECTED, {"poor_review": set()})

    assert (["poor_review"], ()) == ([found.form for found in received.records], received.findings)


def test_a_desk_that_sent_nothing_is_said_once_with_its_forms(folder):
    (folder.path / "Huyen_Kim_Thanh_2024.xlsx").unlink()
    layouts = EXPECTED.layouts | {"narrative": LAYOUTS["narrative"]}

    assert [
        "stopped: Thiếu tệp của cơ quan lập báo cáo, huyện Kim Thành: các biểu B12, B11. Chép tệp ấy vào thư mục của năm."
    ] == folder.findings(layouts=layouts)
