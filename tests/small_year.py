"""A made-up year, small enough to check with a pocket calculator, for figures and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from ctxh.book.categories import Categories
from ctxh.compute.computed import Computed
from ctxh.reference.areas import Territory
from ctxh.reference.settings import IllustrativeSettings
from small_computed import SETTINGS, computed_of, indicators_of, request_of
from small_sheets import LAYOUTS, observation_table

NAMES = (
    "Phú Thái",
    "Lai Vu",
    "Cộng Hòa",
    "Thượng Vũ",
    "Cổ Dũng",
    "Tuấn Việt",
    "Kim Xuyên",
    "Phúc Thành",
    "Ngũ Phúc",
    "Kim Anh",
    "Kim Liên",
    "Kim Tân",
    "Kim Đính",
    "Bình Dân",
    "Tam Kỳ",
    "Đồng Cẩm",
    "Liên Hòa",
    "Đại Đức",
)
TILES = (
    (1, 3),
    (0, 0),
    (0, 1),
    (1, 0),
    (1, 1),
    (0, 2),
    (1, 2),
    (0, 3),
    (2, 2),
    (1, 4),
    (1, 5),
    (2, 3),
    (2, 4),
    (3, 3),
    (4, 4),
    (4, 5),
    (3, 4),
    (3, 5),
)
GROUPS = {
    "elderly_no_pension": ("Người cao tuổi từ đủ 80 tuổi", 170),
    "disability_severe": ("Người khuyết tật nặng", 160),
    "disability_grave": ("Người khuyết tật đặc biệt nặng", 40),
    "single_parent": ("Người đơn thân nuôi con nhỏ", 30),
    "elderly_alone_poor": ("Người cao tuổi cô đơn thuộc hộ nghèo", 9),
    "child_no_support": ("Trẻ em mất nguồn nuôi dưỡng", 3),
    "student_no_support": ("Người từ 16 đến 22 tuổi mất nguồn nuôi dưỡng đang học", 2),
    "child_nq03": ("Trẻ em theo NQ 03/NQ-HĐND tỉnh", 1),
}
MERIT = {
    "martyr_relative": ("Thân nhân liệt sĩ hưởng tuất", 50),
    "invalid": ("Thương binh, người hưởng chính sách như thương binh", 45),
    "chemical_victim": ("Người hoạt động kháng chiến bị nhiễm chất độc hóa học", 20),
    "heroic_mother": ("Bà mẹ Việt Nam Anh hùng", 1),
}
BANDS = ("0-3", "4-15", "16-59", "60-69", "70-74", "75-79", "80-84", "85-89", "90-94", "95+")
GIFTS = {
    "tet|president": 63_000_000,
    "tet|province": 173_733_333,
    "tet|commune": 7_725_000,
    "jul27|president": 61_616_667,
    "jul27|province": 123_200_000,
    "longevity|district": 81_491_667,
    "dbp|district": 2_555_556,
    "mid_autumn|district": 0,
}
KINDS = {
    "new_disability": ("Hưởng mới - người khuyết tật", 366),
    "light_disability_card": ("Cấp giấy xác nhận khuyết tật nhẹ", 11),
    "new_elderly": ("Hưởng mới - NCT từ đủ 80 tuổi", 172),
    "new_elderly_alone_poor": ("Hưởng mới - NCT cô đơn thuộc hộ nghèo", 6),
    "new_child_nq03": ("Hưởng mới - trẻ em theo NQ 03/NQ-HĐND", 1),
    "new_child_no_support": ("Hưởng mới - trẻ em mất nguồn nuôi dưỡng", 1),
    "new_single_parent": ("Hưởng mới - người đơn thân nuôi con nhỏ", 36),
    "funeral": ("Chi trả mai táng phí", 271),
    "change_caregiver": ("Điều chỉnh người nuôi dưỡng", 27),
    "adjust_level_info": ("Điều chỉnh mức hưởng, thông tin", 330),
    "reduce_or_stop": ("Điều chỉnh hạ mức, thôi hưởng", 40),
    "stop": ("Thôi hưởng", 390),
    "moved": ("Chuyển nơi cư trú", 6),
}
CARDS = {
    "btxh": ("Đối tượng BTXH", 286),
    "elderly": ("NCT từ 70 đến dưới 80 tuổi", 674),
    "poor_nearpoor": ("Hộ nghèo, cận nghèo", 214),
    "middle_income": ("Hộ có mức sống trung bình", 3),
    "waste_collectors": ("Người thu gom rác thải", 52),
    "ncc": ("Người có công với cách mạng", 43),
}
PROGRAMMES = {
    "btxh_monthly": "Trợ cấp BTXH hằng tháng",
    "home_care": "Hỗ trợ hộ chăm sóc NKT đặc biệt nặng",
    "service_fee": "Lệ phí chi trả",
    "ncc_monthly": "Trợ cấp NCC hằng tháng",
}
WHOLE = {f"decisions_{kind}": count for kind, (_, count) in KINDS.items()}
WHOLE |= {f"bhyt_{group}": count for group, (_, count) in CARDS.items()}
WHOLE |= {
    "household_business_workers": 10_575,
    "household_business_insured": 15,
    "household_business_bhxh_rate": 100 * 15 / 10_575,
    "enterprise_workers": 28_697,
    "enterprise_insured": 27_782,
    "enterprise_bhxh_rate": 100 * 27_782 / 28_697,
    "cashless_total_paid": 10_497,
    "cashless_total_base": 10_497,
    "cashless_total_rate": 100.0,
    "cashless_btxh_paid": 8_141,
    "cashless_btxh_base": 8_141,
    "cashless_btxh_rate": 100.0,
    "cashless_ncc_paid": 2_356,
    "cashless_ncc_base": 2_356,
    "cashless_ncc_rate": 100.0,
    "households": 47_520,
    "poor_households": 447,
    "near_poor_households": 780,
    "poor_households_rate": 0.940657,
    "near_poor_households_rate": 1.641414,
}
ILLUSTRATIVE = IllustrativeSettings(
    years=(2022, 2023),
    breakdown_years=(2024,),
    year_note="Năm {year} là minh họa.",
    breakdown_note="Phần chia theo xã năm {year} là minh họa.",
)


CATEGORIES = {
    ("beneficiaries", "group"): {code: label for code, (label, _) in GROUPS.items()},
    ("merit_people", "group"): {code: label for code, (label, _) in MERIT.items()},
    ("changes", "kind"): {code: label for code, (label, _) in KINDS.items()},
    ("insurance_cards", "group"): {code: label for code, (label, _) in CARDS.items()},
    ("payments", "programme"): PROGRAMMES,
    ("labour", "kind"): {"household_business": "Hộ kinh doanh cá thể", "enterprise": "Doanh nghiệp, đơn vị sử dụng lao động"},
    ("gifts", "occasion"): {
        "tet": "Tết Nguyên đán",
        "jul27": "Ngày Thương binh - Liệt sĩ 27/7",
        "longevity": "Chúc thọ, mừng thọ",
        "dbp": "Kỷ niệm chiến thắng Điện Biên Phủ",
        "mid_autumn": "Tết Trung thu",
    },
    ("gifts", "payer"): {"president": "Chủ tịch nước", "province": "Tỉnh", "commune": "Xã, thị trấn vận động", "district": "Huyện"},
}
SENT = (
    "beneficiaries",
    "merit_people",
    "changes",
    "funerals",
    "payments",
    "insurance_cards",
    "gifts",
    "poor_review",
    "near_poor_review",
    "labour",
)
LAST = {
    "poor_households_rate": 0.94,
    "near_poor_households_rate": 1.64,
    "btxh_total_spending": 72_345_000_000,
    "decisions_total": 1657,
    "bhyt_total": 1272,
    "tet_gifts_total_amount": 4_431_250_000,
    "new_jobs": 2634,
    "enterprise_bhxh_rate": 96.81,
}
COUNTED = ("decisions_total", "bhyt_total", "new_jobs")


def small_year(
    communes: int = 18,
    year: int = 2024,
    illustrative: IllustrativeSettings | None = None,
    without: dict[str, tuple[str, ...]] | None = None,
    tiles: bool = True,
) -> Computed:
    """What figures and tables take, with numbers that follow from the commune's place.

    ``without`` are communes by the form they did not send.
    """
    without, names = without or {}, {f"107{n:02d}": f"{'thị trấn' if n == 0 else 'xã'} {name}" for n, name in enumerate(NAMES[:communes])}
    settings = replace(SETTINGS, illustrative=illustrative or ILLUSTRATIVE, areas_called="xã, thị trấn")
    layouts = {form: layout for form, layout in LAYOUTS.items() if form in SENT or layout.sender == "desk"}
    request = request_of(names, year, settings=settings, categories=Categories(CATEGORIES, {}), layouts=layouts)
    if tiles:
        request = replace(request, territory=_placed(request.territory))
    parts = {
        "households": {},
        "poor_households": {},
        "near_poor_households": {},
        "poor_households_rate": {},
        "near_poor_households_rate": {},
    }
    for n, code in enumerate(names):
        if code not in without.get("poor_review", ()):
            values = {"households": 1000 + 100 * n, "poor_households": 5 + n, "near_poor_households": 12 + 2 * n}
            values |= {f"{kind}_rate": 100 * values[kind] / values["households"] for kind in ("poor_households", "near_poor_households")}
            for name, value in values.items():
                parts[name][code] = value
    coverage = [(code, form, 5) for code in names for form in SENT if code not in without.get(form, ())]
    made = computed_of(
        request, _observations(names, year, without), indicators_of(request, WHOLE, parts, only=True), coverage, series=small_series()
    )
    vars(made)["breaks"] = pd.DataFrame(BREAKS, columns=["date", "label", "fields"])
    return made


BREAKS = [("2024-07-01", "Mức chuẩn trợ giúp xã hội tăng", "assistance"), ("2031-01-01", "Ngoài năm báo cáo", "")]


def _placed(territory: Territory) -> Territory:
    """The communes on the tiles of a map."""
    areas = territory.areas.copy()
    for n, row in enumerate(areas.index[areas["level"] == "commune"]):
        areas.loc[row, ["tile_row", "tile_col"]] = list(map(str, TILES[n]))
    return Territory(areas, territory.successions)


def _observations(names: Iterable[str], year: int, without: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    rows = [row for n, code in enumerate(names) for row in _observed(n, code, str(year)) if code not in without.get(row[-1], ())]
    return observation_table(
        [
            (item, code, period, category, value, "", "observed", f"{code}.xlsx", form, "C9")
            for item, code, period, category, value, form in rows
        ]
    )


def _observed(n: int, code: str, year: str) -> list[tuple]:
    rows = [("beneficiaries_by_group", code, year, g, count + n, "beneficiaries") for g, (_, count) in GROUPS.items()]
    rows += [("merit_by_group", code, year, g, count, "merit_people") for g, (_, count) in MERIT.items()]
    rows += [
        ("beneficiaries_by_age_sex", code, year, f"{band}|{sex}", 2 * at + (sex == "female"), "beneficiaries")
        for at, band in enumerate(BANDS)
        for sex in ("male", "female")
    ]
    rows += [("gifts_by_source", code, year, source, amount, "gifts") for source, amount in GIFTS.items()]
    for month in range(1, 13):
        level = 500_000 if month >= 7 else 360_000
        amounts = {"btxh_monthly": 650 * level, "home_care": 50 * level, "service_fee": 4_000_000, "ncc_monthly": 131 * 2_789_000}
        rows += [("spending_by_month", code, f"{year}-{month:02d}", p, v, "payments") for p, v in amounts.items()]
        rows.append(("deaths_by_month", code, f"{year}-{month:02d}", "", 1 + (month + n) % 2, "funerals"))
    return rows


def small_series() -> pd.DataFrame:
    """The trend of three years, of which the first two are illustrative."""
    rows = [
        (name, year, value * (1 + 0.07 * (2024 - year)), "observed", year < 2024)
        for name, value in LAST.items()
        for year in (2022, 2023, 2024)
    ]
    table = pd.DataFrame(rows, columns=["indicator", "year", "value", "status", "illustrative"])
    return table.assign(value=table["value"].where(~table["indicator"].isin(COUNTED), table["value"].round()))
