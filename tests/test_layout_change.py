"""A form that changed between years: B8a of 2022 has other headers and a column more."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT
from ctxh.book.categories import load_categories
from ctxh.clean.ingest import receive
from ctxh.errors import CtxhError
from ctxh.observe.intake import expected
from ctxh.reference.tables import read_reference
from ctxh.vietnamese import header_key
from opened import opened, sample
from small_sheets import BOOK, INDICATORS, read_sheets

DATA = ROOT / "data"
FORMER = "poor_review,2021-01-01,2023-01-01"


@pytest.fixture(scope="module")
def without_the_rows(tmp_path_factory) -> Path:
    """A data folder whose table of layouts does not know how B8a looked until 2022."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(DATA / "reference", data / "reference")
    (data / "kim-thanh" / "2022").mkdir(parents=True)
    shutil.copy(DATA / "kim-thanh" / "office.toml", data / "kim-thanh")
    shutil.copy(DATA / "kim-thanh" / "2022" / "Xa_Kim_Xuyen_2022.xlsx", data / "kim-thanh" / "2022")
    table = data / "reference" / "book" / "columns.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    kept = [line.replace("poor_review,2023-01-01,", "poor_review,2021-01-01,") for line in lines if not line.startswith(FORMER)]
    assert len(lines) - len(kept) == 7
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return data


def received_of(data: Path, workspace: Path):
    """What is received of B8a of xã Kim Xuyên 2022."""
    return receive(data / "kim-thanh" / "2022", expected(opened("kim-thanh", 2022, data, workspace).request), {"poor_review": set()})


def test_the_headers_of_2022_are_others():
    headers = {}
    for year in (2022, 2023):
        sheet = next(s for s in read_sheets(DATA / "kim-thanh" / str(year) / f"Xa_Kim_Xuyen_{year}.xlsx") if s.name == "B8a. Hộ nghèo")
        headers[year] = {str(value) for row in sheet.rows[:9] for value in row if value}
    assert {"Tổng số nhân khẩu", "Tăng, giảm trong năm", "Kết quả rà soát năm nay"} <= headers[2022] - headers[2023]
    assert {"Diễn biến trong năm", "Số hộ nghèo cuối năm"} <= headers[2023] - headers[2022]


def test_2022_is_read_by_its_own_rows(tmp_path):
    (tmp_path / "kim-thanh" / "2022").mkdir(parents=True)
    for name in ("office.toml", "2022/Xa_Kim_Xuyen_2022.xlsx"):
        shutil.copy(DATA / "kim-thanh" / name, tmp_path / "kim-thanh" / name)
    shutil.copytree(DATA / "reference", tmp_path / "reference")
    received = received_of(tmp_path, tmp_path)
    (records,) = received.records
    sheet = openpyxl.load_workbook(tmp_path / "kim-thanh/2022/Xa_Kim_Xuyen_2022.xlsx")["B8a. Hộ nghèo"]
    last = sheet.max_column
    typed = [row[last - 1].value for row in sheet.iter_rows(min_row=11) if str(row[1].value or "").startswith("Thôn") and row[0].value]
    assert records.letters["at_end"] == "I"
    assert list(records.table["at_end"]) == [int(str(value).replace("-", "0")) for value in typed]
    assert [f for f in received.findings if f["severity"] == "stopped"] == []


def test_2022_without_its_rows_stops_with_what_to_do(without_the_rows, tmp_path):
    received = received_of(without_the_rows, tmp_path)
    stopped = [f for f in received.findings if f["severity"] == "stopped"]
    assert () == received.records
    assert [(f["check"], f["file"], f["sheet"]) for f in stopped] == [("tiêu đề", "Xa_Kim_Xuyen_2022.xlsx", "B8a. Hộ nghèo")]
    assert stopped[0]["message"] == (
        "Xa_Kim_Xuyen_2022.xlsx, trang tính «B8a. Hộ nghèo»: không thấy cột «Số hộ nghèo đầu năm», "
        "«Thoát nghèo», «Tái nghèo», «Phát sinh», «Số hộ nghèo cuối năm» ở dòng tiêu đề. Tiêu đề chưa rõ: «Kết quả rà soát năm trước» "
        "(ô E8), «Giảm» (ô F8), «Tăng do tái nghèo» (ô G8), «Tăng do phát sinh» (ô H8), «Kết quả rà soát năm nay» (ô I8). "
        "Ghi lại tiêu đề cột như trong biểu mẫu, hoặc chạy «ctxh map Xa_Kim_Xuyen_2022.xlsx» để chỉ cột cho các tiêu đề ấy, rồi chạy lại."
    )


def test_the_figures_of_2022_have_not_changed():
    edition = sample("kim-thanh", 2022)
    assert edition.findings().query("severity == 'stopped'").empty
    assert edition.computed.printed("poor_households") == "612"


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2024, 12, 31), "Hưởng mới - NCT từ đủ 80 tuổi"),
        (date(2025, 6, 30), "Hưởng mới - NCT từ đủ 80 tuổi"),
        (date(2025, 12, 31), "Hưởng mới - NCT từ đủ 80 tuổi, hưu trí xã hội"),
        (date(2026, 12, 31), "Hưởng mới - hưu trí xã hội"),
    ],
)
def test_a_category_is_called_what_it_is_called_on_the_day(day, label):
    assert load_categories(DATA / "reference", day).label("changes", "kind", "new_elderly") == label


def test_a_group_that_has_lapsed_is_offered_no_more_but_still_read_and_named():
    groups = load_categories(DATA / "reference", date(2026, 12, 31))
    offered = groups.labels["beneficiaries", "group"]
    assert "social_pension" in offered and not {"elderly_no_pension", "elderly_hard_area"} & set(offered)
    assert groups.codes["beneficiaries", "group"][header_key("NCT từ đủ 80 tuổi")] == "elderly_no_pension"
    assert groups.label("beneficiaries", "group", "elderly_no_pension") == "Người cao tuổi từ đủ 80 tuổi"


def test_no_label_or_code_that_is_printed_names_an_illness():
    groups = load_categories(DATA / "reference", date(2024, 12, 31))
    assert not [word for place in groups.former.values() for word in (*place, *place.values()) if "hiv" in word.lower()]
    assert groups.codes["beneficiaries", "group"][header_key("Trẻ em nhiễm HIV/AIDS thuộc hộ nghèo")] == "child_5_3"


def test_two_labels_of_one_day_are_refused(tmp_path):
    shutil.copytree(DATA / "reference", tmp_path / "reference")
    table = tmp_path / "reference" / "book" / "categories.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",2025-07-01,2026-01-01", ",2025-06-01,2026-01-01"), encoding="utf-8")
    with pytest.raises(CtxhError, match="chồng lên nhau"):
        load_categories(tmp_path / "reference", date(2025, 6, 15))


def test_no_code_of_a_word_names_an_age_that_the_law_may_change():
    codes = read_reference(DATA / "reference" / "book" / "categories.csv")["code"]

    by_law_or_day = {"child_5_3", "person_5_8", "jul27"}
    steps = {f"elderly_step_{step}" for step in (1, 2, 3, 4)}
    assert by_law_or_day | steps == {code for code in codes if re.search(r"\d", code)}


def test_ids_that_offices_have_on_their_sheets_are_read_after_they_were_renamed(edition_2024):
    renamed = read_reference(DATA / "reference" / "former_ids.csv")
    sheet = openpyxl.load_workbook(DATA / "kim-thanh" / "2024" / "Huyen_Kim_Thanh_2024.xlsx", read_only=True)["B13. Bản giấy"]
    sent = {row[2] for row in sheet.iter_rows(values_only=True)}
    observed = edition_2024.observations()
    read = set(observed.loc[observed["item"] == "printed_on_paper", "category"])

    centres = {"convalescence_in_province", "convalescence_elsewhere"}
    assert {"bhyt_elderly", "decisions_new_elderly", "decisions_new_elderly_age"} | centres == set(renamed["id"])
    assert set() == set(renamed["former"]) - sent
    assert set() == set(renamed["id"]) - read & set(INDICATORS)
    assert set() == set(renamed["former"]) & read


@pytest.mark.parametrize(
    ("day", "label"), [("2024-12-20", "NCT từ 70 đến dưới 80 tuổi"), ("2026-12-14", "NCT theo chính sách của địa phương")]
)
def test_cards_of_the_elderly_are_called_by_the_day_and_read_on_any(day, label):
    groups = load_categories(DATA / "reference", date.fromisoformat(day))

    assert label == groups.label("insurance_cards", "group", "elderly")
    assert ["elderly"] * 2 == [
        groups.codes["insurance_cards", "group"][header_key(word)] for word in ("NCT 70-80", "NCT theo chính sách của tỉnh")
    ]


@pytest.mark.parametrize(
    ("day", "payers", "occasions"),
    [
        ("2025-06-30", {"district"}, set()),
        ("2025-12-14", {"state"}, {"national_day"}),
        ("2026-12-14", {"state"}, {"national_day", "congress"}),
    ],
)
def test_gifts_are_chosen_from_the_payers_and_occasions_of_the_day(day, payers, occasions):
    offered = load_categories(DATA / "reference", date.fromisoformat(day)).labels

    assert payers == {"district", "state"} & set(offered["gifts", "payer"])
    assert occasions == {"national_day", "congress"} & set(offered["gifts", "occasion"])


@pytest.mark.parametrize(
    ("column", "word", "code"),
    [
        ("payer", "Huyện", "district"),
        ("payer", "Đảng và Nhà nước", "state"),
        ("occasion", "Ngày 2/9", "national_day"),
        ("recipient_group", "Toàn dân", "resident"),
        ("recipient_group", "Đối tượng BTXH", "assistance"),
    ],
)
def test_words_of_gifts_are_read_on_any_day(column, word, code):
    assert code == load_categories(DATA / "reference", date(2024, 12, 14)).codes["gifts", column][header_key(word)]


def test_an_account_on_vneid_is_an_account_and_a_gift_of_september_waits_for_its_day():
    words = load_categories(DATA / "reference", date(2026, 12, 14)).codes["merit_people", "payment_method"]
    days = BOOK.occasions

    assert ["account"] * 2 == [words[header_key(word)] for word in ("VNeID", "Tài khoản")]
    assert ("09-02", "") == (days["national_day"], days["congress"])
