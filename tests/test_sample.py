"""The sample workbooks of 2024, read back by simple code of their own and held against typed totals."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, datetime

import openpyxl
import pytest

from read_back import COLUMNS, DATA, FORMS, Year, number, read_sheet

# (form, filter column, category label, summed column or None to count rows): the district's total of 2024
DISTRICT_2024 = {
    ("changes", None, None, None): 1657,
    ("changes", "kind", "Hưởng mới - người khuyết tật", None): 366,
    ("changes", "kind", "Cấp giấy xác nhận khuyết tật nhẹ", None): 11,
    ("changes", "kind", "Hưởng mới - NCT từ đủ 80 tuổi", None): 172,
    ("changes", "kind", "Hưởng mới - người đơn thân nuôi con nhỏ", None): 36,
    ("changes", "kind", "Chi trả mai táng phí", None): 271,
    ("changes", "kind", "Điều chỉnh mức hưởng, thông tin", None): 330,
    ("changes", "kind", "Thôi hưởng", None): 390,
    ("changes", "kind", "Chuyển nơi cư trú", None): 6,
    ("funerals", None, None, None): 271,
    ("funerals", None, None, "amount"): 2_645_600_000,
    ("beneficiaries", None, None, None): 8141,
    ("beneficiaries", "payment_method", "Tài khoản", None): 8141,
    ("merit_people", None, None, None): 2356,
    ("merit_people", "payment_method", "Tài khoản", None): 2356,
    ("insurance_cards", None, None, None): 1272,
    ("insurance_cards", "group", "NCT từ 70 đến dưới 80 tuổi", None): 674,
    ("insurance_cards", "group", "Hộ nghèo, cận nghèo", None): 214,
    ("merit_services", "service", "Điều dưỡng tập trung tại Hải Dương", None): 263,
    ("merit_services", "service", "Điều dưỡng tập trung tại Quảng Ninh", None): 43,
    ("merit_services", "service", "Danh sách người tham gia Đại thắng mùa Xuân 1975", None): 982,
    ("merit_services", "service", "Tiền ăn thêm ngày lễ, tết", "amount"): 43_200_000,
    ("merit_services", "service", "Cấp tiền mua phương tiện trợ giúp, dụng cụ chỉnh hình", None): 29,
    ("merit_services", "service", "Cấp tiền mua phương tiện trợ giúp, dụng cụ chỉnh hình", "amount"): 85_450_000,
    ("merit_services", "service", "Nhà ở bị thiệt hại do bão", None): 11,
    ("merit_services", "service", "Nhà ở bị thiệt hại do bão", "amount"): 272_400_000,
    ("merit_services", "service", "Công trình ghi công liệt sĩ bị thiệt hại do bão", "amount"): 190_000_000,
    ("payments", "programme", "Hỗ trợ hộ chăm sóc NKT đặc biệt nặng", "amount"): 5_299_000_000,
    ("poor_review", None, None, None): 91,
    ("poor_review", None, None, "households"): 47_552,
    ("poor_review", None, None, "at_end"): 447,
    ("near_poor_review", None, None, "households"): 47_552,
    ("near_poor_review", None, None, "at_end"): 780,
    ("labour", "kind", "Hộ kinh doanh cá thể", "establishments"): 9570,
    ("labour", "kind", "Hộ kinh doanh cá thể", "workers"): 10_575,
    ("labour", "kind", "Hộ kinh doanh cá thể", "insured"): 15,
    ("labour", "kind", "Doanh nghiệp, đơn vị sử dụng lao động", "establishments"): 762,
    ("labour", "kind", "Doanh nghiệp, đơn vị sử dụng lao động", "workers"): 28_697,
    ("labour", "kind", "Doanh nghiệp, đơn vị sử dụng lao động", "insured"): 27_782,
    ("employment", "content", "Giải quyết việc làm mới trong năm", "quantity"): 2634,
    ("employment", "content", "Đào tạo, bồi dưỡng nghề cấp chứng chỉ trong năm", "quantity"): 2714,
}
# (occasion, payer, group): gifts and amount; None where the form leaves them blank
GIFTS_2024 = {
    ("Tết Nguyên đán", "Chủ tịch nước", "NCC và thân nhân (mức thường)"): (3706, 1_111_800_000),
    ("Tết Nguyên đán", "Chủ tịch nước", "NCC và thân nhân (mức cao)"): (37, 22_200_000),
    ("Tết Nguyên đán", "Tỉnh", "NCC và thân nhân"): (3909, 3_127_200_000),
    ("Tết Nguyên đán", "Tỉnh", "Gia đình NCC tiêu biểu"): (3, 7_500_000),
    ("Tết Nguyên đán", "Huyện", "Bà mẹ Việt Nam Anh hùng còn sống"): (2, 3_000_000),
    ("Tết Nguyên đán", "Huyện", "Gia đình chính sách tiêu biểu khó khăn"): (15, 22_500_000),
    ("Tết Nguyên đán", "Huyện", "Trẻ em có hoàn cảnh đặc biệt"): (132, 66_000_000),
    ("Tết Nguyên đán", "Xã, thị trấn vận động", "Trẻ em có hoàn cảnh đặc biệt"): (167, 501_000_000),
    ("Tết Nguyên đán", "Xã, thị trấn vận động", "NCC và thân nhân"): (None, 139_050_000),
    ("Chúc thọ, mừng thọ", "Huyện", "Thôn, khu dân cư tổ chức mừng thọ"): (91, 182_000_000),
    ("Kỷ niệm chiến thắng Điện Biên Phủ", "Huyện", "Người trực tiếp tham gia chiến dịch"): (3, 7_500_000),
    ("Kỷ niệm chiến thắng Điện Biên Phủ", "Huyện", "Thân nhân, người thờ cúng liệt sĩ"): (46, 46_000_000),
    ("Ngày Thương binh - Liệt sĩ 27/7", "Chủ tịch nước", "NCC và thân nhân (mức thường)"): (3623, 1_086_900_000),
    ("Ngày Thương binh - Liệt sĩ 27/7", "Chủ tịch nước", "NCC và thân nhân (mức cao)"): (37, 22_200_000),
    ("Ngày Thương binh - Liệt sĩ 27/7", "Tỉnh", "NCC và thân nhân"): (3696, 2_217_600_000),
    ("Tết Trung thu", "Huyện", "Trẻ em có hoàn cảnh đặc biệt"): (30, None),
    ("Trợ giúp trường hợp khó khăn", "Hội Chữ thập đỏ tỉnh", "Hộ gia đình khó khăn"): (10, 10_000_000),
}
AGES = {
    "Người cao tuổi từ đủ 80 tuổi": (80, 110),
    "Trẻ em mất nguồn nuôi dưỡng": (0, 15),
    "Trẻ em theo NQ 03/NQ-HĐND tỉnh": (0, 15),
    "Người từ 16 đến 22 tuổi mất nguồn nuôi dưỡng đang học": (16, 22),
    "Người cao tuổi cô đơn thuộc hộ nghèo": (60, 110),
    "Người đơn thân nuôi con nhỏ": (18, 55),
}


@pytest.fixture(scope="module")
def y2024() -> Year:
    return Year(DATA / "kim-thanh" / "2024")


def test_the_communes_of_2024_sum_to_the_district(y2024):
    def added(form: str, column: str | None, label: str | None, summed: str | None) -> float:
        rows = [row for row in y2024.records[form] if column is None or row[column] == label]
        return sum(row[summed] for row in rows) if summed else len(rows)

    assert DISTRICT_2024 == {key: added(*key) for key in DISTRICT_2024}


def test_gifts_of_2024(y2024):
    sums = defaultdict(lambda: [0, 0])
    for row in y2024.records["gifts"]:
        key = (row["occasion"], row["payer"], row["recipient_group"])
        sums[key][0] += row["gifts"] or 0
        sums[key][1] += row["amount"] or 0
        if row["gifts"] and row["unit_value"]:
            assert row["gifts"] * row["unit_value"] == row["amount"]
        if row["in_kind"]:
            assert row["in_kind"] + row["cash"] == row["unit_value"]
    assert {key: tuple(sums[key]) for key in GIFTS_2024} == {k: (n or 0, a or 0) for k, (n, a) in GIFTS_2024.items()}


def test_longevity_gifts_of_2024(y2024):
    rows = [r for r in y2024.records["gifts"] if r["occasion"] == "Chúc thọ, mừng thọ" and r["recipient_group"].startswith("NCT")]
    assert sum(row["gifts"] for row in rows) == 2867
    assert sum(row["amount"] for row in rows) == 1_284_850_000


def test_funeral_support_follows_the_norm_of_the_day_of_death(y2024):
    by_amount = Counter(row["amount"] for row in y2024.records["funerals"])
    assert by_amount == {7_200_000: 23, 10_000_000: 248}
    for row in y2024.records["funerals"]:
        assert row["amount"] == (7_200_000 if as_day(row["death_date"]) < date(2024, 7, 1) else 10_000_000)


def as_day(value) -> date:
    """A day typed day first, or an Excel date."""
    if isinstance(value, datetime):
        return value.date()
    day, month, year = map(int, re.split(r"[/.]", value))
    return date(year, month, day)


def test_monthly_allowances_follow_the_norm_and_end_at_the_register(y2024):
    total, december = 0, 0
    for row in y2024.records["payments"]:
        if row["programme"] != "Trợ cấp BTXH hằng tháng":
            continue
        month = int(re.search(r"(\d+)/", row["month"])[1])
        base = 360_000 if month <= 6 else 500_000
        assert row["amount"] % (base // 2) == 0
        total += row["amount"]
        december += row["amount"] / base if month == 12 else 0
    assert 64_167_000_000 <= total < 64_168_000_000
    assert december == sum(row["coefficient"] for row in y2024.records["beneficiaries"])


def test_all_spending_on_social_assistance_is_between_70_and_80_billion(y2024):
    paid = sum(r["amount"] for r in y2024.records["payments"] if r["programme"] != "Trợ cấp NCC hằng tháng")
    assert 70e9 < paid + sum(r["amount"] for r in y2024.records["funerals"]) < 80e9


def test_deaths_are_changes_and_nobody_dead_is_on_the_register(y2024):
    dead = {row["citizen_id"] for row in y2024.records["funerals"]}
    decided = {r["citizen_id"] for r in y2024.records["changes"] if r["kind"] == "Chi trả mai táng phí"}
    assert dead == decided
    assert not dead & {row["citizen_id"] for row in y2024.records["beneficiaries"]}


def test_ages_fit_the_groups_and_amounts_the_coefficients(y2024):
    for row in y2024.records["beneficiaries"]:
        birth = str(row["birth_male"] or row["birth_female"])
        age = 2024 - int(re.search(r"(19|20)\d\d", birth)[0])
        youngest, oldest = AGES.get(row["group"], (0, 110))
        assert youngest <= age <= oldest, row["group"]
        assert row["monthly_amount"] == row["coefficient"] * 500_000


def test_home_care_is_marked_for_gravely_disabled_people_only(y2024):
    marked = [row["group"] for row in y2024.records["beneficiaries"] if row["home_care"]]
    assert set(marked) == {"Người khuyết tật đặc biệt nặng"}
    assert abs(len(marked) - 1027) <= 5


def test_holiday_meals_go_to_degrees_of_81_percent_and_more(y2024):
    rows = [r for r in y2024.records["merit_services"] if r["service"] == "Tiền ăn thêm ngày lễ, tết"]
    assert len(rows) == 24 and {row["days"] for row in rows} == {9}
    assert min(row["invalidity_percent"] for row in rows) >= 81


def test_reviews_balance_in_every_village(y2024):
    for row in y2024.records["poor_review"] + y2024.records["near_poor_review"]:
        assert row["at_end"] == row["at_start"] - row["escaped"] + row["relapsed"] + row["newly_found"]
        assert min(row[c] for c in ("at_start", "escaped", "relapsed", "newly_found", "at_end")) >= 0


def test_trained_rate_and_its_rise(y2024):
    content = Counter()
    for row in y2024.records["employment"]:
        content[row["content"]] += row["quantity"]
    desk = {row["key"]: row["value"] for row in y2024.records["desk_figures"]}
    rate = content["Lao động qua đào tạo có bằng cấp, chứng chỉ"] / content["Lực lượng lao động"] * 100
    before = desk["certified_workers_last_year"] / desk["labour_force_last_year"] * 100
    assert round(rate, 1) == 34.6
    assert round(rate - before, 1) == 1.6


def test_nobody_can_be_taken_for_a_real_person(y2024):
    seen = Counter()
    for form, records in y2024.records.items():
        for row in records:
            for column in ("full_name", "deceased_name", "recipient_name"):
                assert row.get(column) is None or "Mẫu" in row[column]
            if row.get("citizen_id"):
                assert re.fullmatch(r"099[0-3]\d{8}", row["citizen_id"])
                seen[row["citizen_id"]] += form in ("beneficiaries", "merit_people")
            assert row.get("account") is None or row["account"].startswith("9999")
            for column in ("file_number", "card_number"):
                assert row.get(column) is None or row[column].startswith("MAU")
    assert max(seen.values()) == 1, "two people of the registers share an identity number"


def test_every_office_sends_every_form_it_owes(y2024):
    expected = {"area": 18, "both": 19, "desk": 1}
    assert y2024.sheets == {form["form"]: expected[form["sender"]] for form in FORMS}


def test_totals_typed_by_hand_are_the_sums_of_their_columns(y2024):
    compared = 0
    for file, form, records, total in y2024.totals:
        for column in COLUMNS[form]:
            typed = (total or {}).get(column["column"])
            if column["kind"] in ("money", "count") and typed is not None:
                assert number(typed) == sum(row[column["column"]] or 0 for row in records), (file, form, column["label"])
                compared += 1
    assert compared > 300


def test_documents_and_misprints_of_the_paper_are_kept_as_they_are(y2024):
    numbers = {row["cite_key"]: (row["number"], row["issued_on"]) for row in y2024.records["documents"]}
    assert numbers["request_letter"] == ("7046/SLĐTBOXH-BTXH", "06/12/2024")
    assert numbers["letter_rectify"] == ("35466/UBND-LĐTBOXH", "23/12/2024")
    printed = {row["indicator"]: row["printed"] for row in y2024.records["printed_figures"]}
    assert (170, 15) == (
        len([name for name in printed if not name.endswith(("_title", "words"))]),
        len([name for name in printed if name.endswith("_title")]),
    )
    assert printed["new_jobs"] == "2,634% lao động"
    assert printed["dbp_visit_unit_cash"] == "2.000.00đ"


def test_the_narrative_holds_no_figure(y2024):
    assert not [r["paragraph"] for r in y2024.records["narrative"] if re.search(r"\d", r["paragraph"])]


def test_a_year_begins_with_the_poor_households_that_the_last_one_ended_with(y2024):
    names = {"poor_review": "B8a. Hộ nghèo", "near_poor_review": "B8b. Hộ cận nghèo"}
    for path in sorted((DATA / "kim-thanh" / "2023").glob("[XT]*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True)
        for form, name in names.items():
            before, _ = read_sheet(book[name], form, path.name)
            now = [r for r in y2024.records[form] if r["file"] == path.name.replace("2023", "2024")]
            assert [r["at_end"] for r in before] == [r["at_start"] for r in now]
