"""What checks take from small data, and what each check must pass and fail on.

Small data here are what an office of two communes knows: indicators of the office, of its
communes, and observations as (item, area, category, value or text) with a period if there is a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ctxh.book.items import Value
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed
from ctxh.observe.observations import COLUMNS as OBSERVED
from small_computed import computed_of, indicators_of, norms, request_of
from small_sheets import INDICATORS, ITEMS, LAYOUTS, observation_table

A, B = "10771", "10750"
COMMUNES = {A: "xã Kim Xuyên", B: "thị trấn Phú Thái"}
NAMES = {"293": "huyện Kim Thành"} | COMMUNES
NORMS = norms()


@dataclass(frozen=True)
class Small:
    """What an office of two communes knows, given by hand; ``computed`` makes of it what checks take."""

    values: dict = field(default_factory=dict)  # indicator -> number or text of the office
    areas: dict = field(default_factory=dict)  # indicator -> {area: number}
    rows: list = field(default_factory=list)
    year: int = 2024
    absent: tuple = ()  # areas that sent nothing
    unsent: tuple = ()  # (area, form) that did not come
    refused: tuple = ()  # (area, form) that came and was not read
    faulty: tuple = ()  # (area, form) that was read, with a cell to be mended
    period_name: str = "year"
    listed_until: str = ""  # the month until which the workbooks of a part of a year run on
    last_year: dict = field(default_factory=dict)  # (indicator, area) -> number of the year before
    split: bool = False  # whether each form has a second sheet, of a village with the same levels and nothing else
    communes: dict = field(default_factory=lambda: COMMUNES)
    request: dict = field(default_factory=dict)  # fields of the request that are others than those of Kim Thành
    table: pd.DataFrame | None = None  # the observations, where ``rows`` do not give them

    @property
    def computed(self) -> Computed:
        request = request_of(self.communes, self.year, self.period_name, **self.request)
        faults = [("stopped", "giá trị", code, f"{code}.xlsx", form) for code, form in (*self.refused, *self.faulty)]
        return computed_of(
            request,
            self.observations() if self.table is None else self.table,
            indicators_of(request, self.values, self.areas),
            self._coverage(),
            [("fixed", "case 01", A, f"{A}.xlsx", "labour"), *faults],
            {self.year - 1: self._before()},
        )

    def observations(self) -> pd.DataFrame:
        made = []
        later = [("paid_later", A, "", 1.0, self.listed_until)] if self.listed_until else []
        for at, (item, area, category, known, *period) in enumerate([*self.rows, *later], start=1):
            value, text = (None, known) if isinstance(known, str) else (known, "")
            when = period[0] if period else str(self.year)
            made.append((item, area, when, category, value, text, "observed", f"{area}.xlsx", "trang", f"C{at}"))
        return observation_table(made + (_second_sheet(made) if self.split else []))

    def _coverage(self) -> list[tuple]:
        owed = [
            (code, form)
            for code in ("293", *self.communes)
            for form, layout in LAYOUTS.items()
            if code not in self.absent and layout.sender in ("both", "desk" if code == "293" else "area")
        ]
        return [(code, form, 0 if (code, form) in self.refused else 9) for code, form in owed if (code, form) not in self.unsent]

    def _before(self) -> pd.DataFrame:
        rows = [
            (name, code, str(self.year - 1), value, "", printed(INDICATORS[name], value), "observed")
            for (name, code), value in self.last_year.items()
        ]
        return pd.DataFrame(rows, columns=["indicator", "area_code", "period", "value", "text", "printed", "status"])


def _second_sheet(made: list[tuple]) -> list[tuple]:
    """The observations of a sheet that adds nothing to any sum: it has no fault, and is read last."""
    numbers = [dict(zip(OBSERVED, row, strict=False)) for row in made if row[OBSERVED.index("value")] is not None]
    return [
        tuple((row | {"sheet": "trang Thôn Hạ", "value": row["value"] if isinstance(ITEMS[row["item"]].fold, Value) else 0}).values())
        for row in numbers
    ]


def gift(category: str, count=None, level=None, amount=0, area: str = A) -> list[tuple]:
    """The observations of one programme of gifts in one commune."""
    parts = (("gift_counts", count), ("gift_levels", level), ("gift_amounts", amount))
    return [(item, area, category, known) for item, known in parts if known is not None]


def papers(*rows: tuple[str, str, str]) -> list[tuple]:
    """The register of documents from (cite key, number, date)."""
    numbers = [("document_numbers", "293", key, number) for key, number, _ in rows]
    return numbers + [("issued_documents", "293", key, issued) for key, _, issued in rows]


def monthly(item: str, category: str, values: dict[int, float], area: str = A) -> list[tuple]:
    """The observations of an item month by month."""
    return [(item, area, category, value, f"2024-{month:02d}") for month, value in values.items()]


def halves(first: float, second: float) -> dict[int, float]:
    """One value for each month up to June, another for each month after."""
    return {month: first if month <= 6 else second for month in range(1, 13)}


CLOSED = {"cashless_cutoff": "2024-12-20"}
PLANS = [("plan_btxh", "893/KH-UBND", "2024-04-09"), ("plan_inspection", "3850/KH-UBND", "2024-08-19")]
CHILDREN = {"children_commune_gifts": 10, "children_district_gifts": 4, "children_district_gifts_amount": 2_000_000}
MEALS = {"holiday_meal_recipients": 2, "holiday_meal_person_days": 26, "holiday_meal_amount": 5_200_000}


def meals(areas: dict[str, tuple[int, int]]) -> Small:
    """Person-days and money of holiday meals by area, those of MEALS as a whole."""
    paid = [
        (f"holiday_meal_{name}", area, "", value)
        for area, values in areas.items()
        for name, value in zip(("person_days", "amount"), values, strict=True)
    ]
    return Small(MEALS, rows=paid)


SPENDING = {"btxh_monthly_allowance_amount": 66e9, "btxh_funeral_amount": 4e9, "btxh_service_fee_amount": 1e9}
STOCK = {
    "beneficiaries_last_year": 100,
    "decisions_new_total": 20,
    "decisions_stop": 9,
    "decisions_moved": 1,
    "decisions_reduce_or_stop": 2,
}
DEATHS = {3: 2, 9: 2}
POVERTY = {"poor_households": 9, "poor_households_rate": 0.9, "near_poor_households": 16}
STORM = {"yagi_damaged_cases": 2, "yagi_damaged_cases_amount": 50_000_000}
REVIEW = {
    "poor_households_start": {A: 10, B: 5},
    "poor_households_escaped": {A: 2, B: 1},
    "poor_households_relapsed": {A: 0, B: 1},
    "poor_households_new": {A: 1, B: 0},
}
REVIEWED = {
    "poor_households": 14,
    "poor_households_start": 15,
    "poor_households_escaped": 3,
    "poor_households_relapsed": 1,
    "poor_households_new": 1,
}
WORKERS = [("workers_by_kind", A, "enterprise", 900), ("workers_by_kind", B, "enterprise", 100), ("insured_by_kind", A, "enterprise", 900)]
VISIT = {"tet_district_visit_gifts": 17, "tet_district_visit_unit_value": 1_500_000}
FUNERALS = monthly("deaths_by_month", "", DEATHS)
HOME_CARE = 6 * 3_600_000 + 6 * 5_000_000  # 10 households at 360.000, 500.000
ALLOWANCES = [*monthly("persons_by_month", "btxh_monthly", halves(10, 10)), ("coefficients", A, "", 15.0)]
TOTALS = {"tet_gifts_total_amount": 1, "jul27_gifts_total_amount": 1, "dbp_gifts_total_amount": 1, "convalescence_total": 1}


def plain(**values) -> Small:
    return Small(values)


def rows(*found: tuple, **values) -> Small:
    return Small(values, rows=list(found))


# check, severity, good data, faulty data, what the finding says
CASES = [
    (
        "C01",
        "stopped",
        rows(("changes_rows", A, "", 5), decisions_total=5),
        rows(("changes_rows", A, "", 6), decisions_total=5),
        "6 và 5; số dòng B2 và tổng 13 loại",
    ),
    (
        "C02",
        "stopped",
        rows(("cards_rows", A, "", 5), ("cards_rows", B, "", 2), bhyt_total=7),
        rows(("cards_rows", A, "", 5), ("cards_rows", B, "", 3), bhyt_total=7),
        "8 và 7; số dòng B5 và tổng 6 nhóm",
    ),
    (
        "C03",
        "flagged",
        rows(("gifts_by_source", A, "longevity|district", 900.0), longevity_gift_amount=700, longevity_village_amount=200),
        rows(
            ("gifts_by_source", A, "longevity|district", 900.0),
            ("gifts_by_source", A, "longevity|commune", 50.0),
            longevity_gift_amount=700,
            longevity_village_amount=200,
        ),
        "950 và 900; mọi dòng mừng thọ và quà + thôn",
    ),
    (
        "C04",
        "stopped",
        rows(("payment_methods_btxh", A, "account", 7), ("payment_methods_btxh", A, "cash", 2), cashless_btxh_base=9),
        rows(("payment_methods_btxh", A, "account", 7), ("payment_methods_btxh", A, "", 2), cashless_btxh_base=9),
        "7 và 9; qua tài khoản + tiền mặt = danh sách",
    ),
    (
        "C04",
        "stopped",
        rows(("payment_methods_ncc", A, "account", 4), cashless_ncc_base=4),
        rows(("payment_methods_ncc", A, "account", 4), cashless_ncc_base=5),
        "4 và 5",
    ),
    (
        "C09",
        "stopped",
        rows(
            ("gift_levels", A, "tet|province|exemplary_family", 2_500_000),
            ("gift_in_kind", A, "tet|province|exemplary_family", 500_000),
            ("gift_cash", A, "tet|province|exemplary_family", 2_000_000),
        ),
        rows(
            ("gift_levels", A, "tet|province|exemplary_family", 2_500_000),
            ("gift_in_kind", A, "tet|province|exemplary_family", 500_000),
            ("gift_cash", A, "tet|province|exemplary_family", 200_000),
        ),
        "2.500.000 và 200.000 + 500.000; mức = tiền mặt + hiện vật",
    ),
    (
        "C10",
        "stopped",
        plain(**VISIT, tet_district_visit_amount=25_500_000),
        plain(**VISIT, tet_district_visit_amount=27_000_000),
        "17 và 18; số suất = số tiền ÷ mức",
    ),
    (
        "C14",
        "flagged",
        plain(**CHILDREN, children_commune_gifts_amount=3_000_000),
        plain(**CHILDREN, children_commune_gifts_amount=30_000_000),
        "3.000.000 và 500.000; quà của cơ sở gấp 6,0 lần quà của địa phương: hỏi lại các đơn vị.",
    ),
    (
        "C15",
        "flagged",
        plain(**MEALS),
        plain(**MEALS | {"holiday_meal_amount": 5_000_000}),
        "5.000.000 và 5.200.000; số ngày × mức = số tiền",
    ),
    (
        "C15",
        "flagged",
        plain(**MEALS),
        plain(**MEALS | {"holiday_meal_person_days": 18, "holiday_meal_amount": 3_600_000}),
        "3.600.000 và 5.200.000; 9,0 ngày một người; cả năm 13 ngày là 5.200.000",
    ),
    (
        "C15",
        "flagged",
        meals({A: (13, 2_600_000), B: (13, 2_600_000)}),
        meals({A: (13, 2_700_000), B: (13, 2_500_000)}),
        "xã Kim Xuyên: Tiền ăn thêm ngày lễ, tết theo định mức: 2.600.000 và 2.700.000; số ngày × mức = số tiền",
    ),
    (
        "C16",
        "flagged",
        plain(**SPENDING, btxh_home_care_amount=1e9, btxh_total_spending=72e9),
        plain(**SPENDING, btxh_home_care_amount=5e9, btxh_total_spending=72e9),
        "70.000.000.000 và 67.000.000.000",
    ),
    (
        "C17",
        "stopped",
        Small({"decisions_funeral": 2, "btxh_funeral_cases": 2}, {"decisions_funeral": {A: 2, B: 0}, "btxh_funeral_cases": {A: 2, B: 0}}),
        Small({}, {"decisions_funeral": {A: 2, B: 0}, "btxh_funeral_cases": {A: 1, B: 1}}),
        "xã Kim Xuyên: Mai táng phí: số trường hợp ở B2 và B3: 2 và 1",
    ),
    (
        "C17",
        "flagged",
        rows(*FUNERALS, *monthly("funeral_amount_by_month", "", {3: 14_400_000, 9: 20_000_000})),
        rows(*FUNERALS, *monthly("funeral_amount_by_month", "", {3: 14_400_000, 9: 19_000_000})),
        "20.000.000 và 19.000.000; số người chết × 20 × mức của tháng, tháng 09/2024",
    ),
    (
        "C17",
        "flagged",
        rows(*FUNERALS, *monthly("funeral_amount_by_month", "", {3: 14_400_000, 9: 20_000_000})),
        rows(*FUNERALS, *monthly("funeral_amount_by_month", "", {3: 14_400_000, 9: 20_000_000}), ("deaths_by_month", A, "", 1, "1924-08")),
        "ngày chết: năm 1924, không thuộc hồ sơ của năm 2024",
    ),
    (
        "C17",
        "flagged",
        rows(*monthly("deaths_by_month", "", {3: 45, 9: 55}), *monthly("funeral_amount_by_month", "", {3: 324_000_000, 9: 550_000_000})),
        rows(*monthly("deaths_by_month", "", {3: 10, 9: 90}), *monthly("funeral_amount_by_month", "", {3: 72_000_000, 9: 900_000_000})),
        "10 và 90; 90,0% số người chết ở nửa cuối năm",
    ),
    (
        "C18",
        "flagged",
        rows(("home_care_households", A, "", 10), btxh_home_care_amount=HOME_CARE),
        rows(("home_care_households", A, "", 11), btxh_home_care_amount=HOME_CARE),
        "10,0 và 11",
    ),
    (
        "C19",
        "flagged",
        rows(*ALLOWANCES, *monthly("spending_by_month", "btxh_monthly", halves(5_400_000, 7_500_000)), cashless_btxh_base=10),
        rows(*ALLOWANCES, *monthly("spending_by_month", "btxh_monthly", halves(5_400_000, 8_500_000)), cashless_btxh_base=10),
        "1,616 và 1,500",
    ),
    (
        "C20",
        "stopped",
        plain(**POVERTY, near_poor_households_rate=1.6),
        plain(**POVERTY, near_poor_households_rate=1.8),
        "[995; 1.005] và [887; 891]; khoảng số hộ mà hai tỷ lệ cho phép phải giao nhau",
    ),
    (
        "C21",
        "flagged",
        rows(*WORKERS, ("insured_by_kind", B, "enterprise", 99)),
        rows(*WORKERS, ("insured_by_kind", B, "enterprise", 101)),
        "thị trấn Phú Thái: Số tham gia BHXH không quá số lao động: 101 và 100; tham gia BHXH ≤ lao động",
    ),
    (
        "C22",
        "flagged",
        plain(new_jobs=2634, new_jobs_plan=2600),
        plain(new_jobs=2500, new_jobs_plan=2600),
        "2.500 và 2.600; đạt 96,2% kế hoạch",
    ),
    ("C22", "flagged", plain(new_jobs=260, new_jobs_plan=260), plain(new_jobs=2634, new_jobs_plan=260), "đạt 1.013,1% kế hoạch"),
    (
        "C23",
        "flagged",
        plain(certified_workers=30, labour_force=80),
        plain(certified_workers=80, labour_force=30),
        "80 và 30; mẫu số là lực lượng lao động",
    ),
    ("C23", "flagged", plain(certified_workers=30, labour_force=80), plain(certified_workers=80), "80 và …"),
    ("C24", "flagged", plain(**STOCK, cashless_btxh_base=109), plain(**STOCK, cashless_btxh_base=111), "111 và [108; 110]"),
    ("C24", "flagged", plain(**STOCK, cashless_btxh_base=108), plain(**STOCK, cashless_btxh_base=107), "107 và [108; 110]"),
    (
        "C25",
        "flagged",
        plain(dbp_anniversary_typed=70, dbp_anniversary_years=70),
        plain(dbp_anniversary_typed=71, dbp_anniversary_years=70),
        "71 và 70; số năm ghi = năm báo cáo − năm sự kiện",
    ),
    (
        "C25",
        "flagged",
        plain(jul27_anniversary_typed=77, jul27_anniversary_years=77),
        plain(jul27_anniversary_typed=76, jul27_anniversary_years=77),
        "76 và 77",
    ),
    (
        "C26",
        "flagged",
        plain(tet_province_gift_recipients=9, tet_president_gift_recipients=9),
        plain(tet_province_gift_recipients=8, tet_president_gift_recipients=9),
        "8 và 9; quà tỉnh ≥ quà Chủ tịch nước",
    ),
    (
        "C26",
        "flagged",
        plain(jul27_province_gift_recipients=9, jul27_president_gift_recipients=9),
        plain(jul27_province_gift_recipients=8, jul27_president_gift_recipients=9),
        "8 và 9",
    ),
    (
        "C27",
        "flagged",
        plain(btxh_funeral_cases=3, decisions_stop=3),
        plain(btxh_funeral_cases=4, decisions_stop=3),
        "4 và 3; mai táng phí ≤ thôi hưởng",
    ),
    ("K28", "info", plain(**STORM), plain(yagi_damaged_cases=2), "2 và …; có số lượng thì có số tiền"),
    ("K28", "info", plain(**STORM), plain(yagi_memorial_works_amount=90_000_000), "… và 90.000.000"),
    (
        "C29",
        "info",
        plain(**TOTALS),
        plain(**TOTALS | {"dbp_gifts_total_amount": None}),
        "Tổng số suy ra: …; Tổng kinh phí quà dịp kỷ niệm Điện Biên Phủ",
    ),
    (
        "C30",
        "flagged",
        rows(*papers(*PLANS), **CLOSED),
        rows(*papers(*PLANS, ("letter_rectify", "4999/UBND-LĐTBXH", "2024-12-23")), **CLOSED),
        "23/12/2024 và 20/12/2024; «Công văn chấn chỉnh thực hiện chính sách» ban hành sau ngày chốt số liệu",
    ),
    (
        "C30",
        "flagged",
        rows(*papers(*PLANS), **CLOSED, doc_place_date="2024-12-20"),
        rows(*papers(*PLANS), **CLOSED, doc_place_date="2024-12-15"),
        "báo cáo ký trước ngày chốt số liệu",
    ),
    (
        "C30",
        "flagged",
        rows(*papers(*PLANS)),
        rows(*papers(("plan_btxh", "893/KH-UBND", "2034-04-09"))),
        "09/4/2034 và 14/12/2024; «Kế hoạch thực hiện chính sách trợ giúp xã hội» ban hành sau ngày chốt số liệu",
    ),
    (
        "C30",
        "flagged",
        rows(*papers(*PLANS), **CLOSED, supervision_date="2023-12-28"),
        rows(*papers(*PLANS), **CLOSED, supervision_date="2042-12-28"),
        "28/12/2042 và 2024; «Ngày giám sát» không hợp với báo cáo của năm 2024",
    ),
    (
        "C30",
        "flagged",
        rows(*papers(*PLANS), **CLOSED),
        rows(*papers(*PLANS), cashless_cutoff="1998-12-20"),
        "20/12/1998 và 2024; «Ngày chốt số liệu» không hợp với báo cáo của năm 2024",
    ),
    (
        "C31",
        "stopped",
        Small(REVIEWED, REVIEW | {"poor_households": {A: 9, B: 5}}),
        Small(REVIEWED, REVIEW | {"poor_households": {A: 9, B: 6}}),
        "thị trấn Phú Thái: Hộ nghèo đầu năm, thoát, tái, phát sinh, cuối năm: 6 và 5; cuối năm = đầu năm − thoát + tái",
    ),
    (
        "C31",
        "stopped",
        plain(**REVIEWED),
        plain(**REVIEWED | {"poor_households": 13}),
        "huyện Kim Thành: Hộ nghèo đầu năm, thoát, tái, phát sinh, cuối năm: 13 và 14; toàn cơ quan",
    ),
    (
        "C32",
        "flagged",
        rows(*papers(*PLANS)),
        rows(*papers(*PLANS, ("letter_rectify", "35466/UBND-LĐTBXH", "2024-12-23"))),
        "35466/UBND-LĐTBXH và 3850; số văn bản không theo thứ tự ngày của sổ",
    ),
    ("C32", "flagged", rows(*papers(*PLANS)), rows(*papers(*PLANS, ("plan_drugs", "3849/KH-UBND", "2024-09-01"))), "3849/KH-UBND và 3850"),
]

# checks with tests of their own, on the kinds of observations that lie on several sheets
BY_SHEET = [
    (
        "C34",
        "flagged",
        plain(cashless_btxh_base=9),
        rows(
            ("off_amount", A, "1.5", 2),
            ("off_amount_paid", A, "1.5", 810_000),
            ("off_amount_due", A, "1.5", 1_500_000),
            cashless_btxh_base=9,
        ),
        "2 dòng có mức hưởng khác hệ số",
    ),
    ("C37", "flagged", Small(), rows(("in_both_registers", A, B, 1), ("merit_in_both_registers", B, A, 1)), f"({B}.xlsx, trang, ô C2)"),
    ("C38", "flagged", Small(), rows(("funerals_by_stop", A, "no", 1)), "1 và 0; 1 trường hợp mai táng phí (B3) không có quyết định"),
    (
        "C41",
        "flagged",
        Small(),
        rows(*monthly("persons_by_month", "btxh_monthly", {3: 1200}), *monthly("spending_by_month", "btxh_monthly", {3: 36_000_000})),
        "1.200 và 36.000.000",
    ),
]

# programme of gifts -> check, severity
PROGRAMMES = [
    ("C05", "flagged", "tet|president|merit_high"),
    ("C06", "flagged", "jul27|president|merit_standard"),
    ("C07", "flagged", "tet|province|merit"),
    ("C08", "flagged", "jul27|province|merit"),
    ("C11", "stopped", "dbp|district|martyr_relative"),
    ("C12", "info", "hardship|redcross|hardship_case"),
    ("C13", "flagged", "tet|district|child"),
]
GIFT_FAULTS = [
    ({"count": 3, "level": 300_000, "amount": 600_000}, "900.000 và 600.000; số suất × mức = thành tiền."),
    ({"level": 300_000, "amount": 600_000}, "… và 600.000; số suất × mức = thành tiền: thiếu số lượng hoặc mức."),
    ({"count": 3, "amount": 600_000}, "… và 600.000; số suất × mức = thành tiền: thiếu số lượng hoặc mức."),
]
for _id, _severity, _category in PROGRAMMES:
    for _fault, _words in GIFT_FAULTS:
        _good = gift(_category, 2, 300_000, 600_000) + gift(_category, 1, 600_000, 600_000, area=B)
        CASES.append((_id, _severity, rows(*_good), rows(*_good[:3], *gift(_category, **_fault, area=B)), _words))

# indicator, as printed on paper, what is computed, the fault found
PAPER = [
    ("new_jobs", "2.634 lao động", 2634, ""),
    ("new_jobs", "2,634% lao động", 2634, "dấu % sau một số đếm"),
    ("new_jobs", "2.643 lao động", 2634, "khác với số tính từ tệp của các đơn vị"),
    ("new_jobs", "nhiều lao động", 2634, "không có chữ số nào"),
    ("new_jobs", "2.634 lao động", None, "không tính được từ tệp của các đơn vị"),
    ("dbp_visit_unit_cash", "2.000.000đ", 2_000_000, ""),
    ("dbp_visit_unit_cash", "2.000.00đ", 2_000_000, "có nhóm không đủ ba chữ số"),
    ("btxh_total_spending", "khoảng hơn 70 tỷ đồng", 72_402_538_000, ""),
    ("btxh_total_spending", "khoảng hơn 80 tỷ đồng", 72_402_538_000, "khác với số tính từ tệp của các đơn vị"),
    ("btxh_total_spending", "khoảng hơn 70 tỷ đồng đồng", 72_402_538_000, "lặp từ «đồng»"),
    ("btxh_monthly_allowance_amount", "trên 64 tỷ đồng", 64_167_900_000, ""),
    ("btxh_monthly_allowance_amount", "trên 63 tỷ đồng", 64_167_900_000, "khác với số tính từ tệp của các đơn vị"),
    ("poor_households_rate", "0,94%", 0.940657, ""),
    ("poor_households_rate", "0,95%", 0.940657, "khác với số tính từ tệp của các đơn vị"),
    ("plan_btxh_date", "09/4/2024", "2024-04-09", ""),
    ("plan_btxh_date", "10/4/2024", "2024-04-09", "khác ngày trong sổ"),
    ("plan_btxh_date", "31/4/2024", "2024-04-09", "«31/4/2024» là ngày không có thật"),
    ("plan_btxh_no", "số 893/KH-UBND", "893/KH-UBND", ""),
    ("plan_btxh_no", "898/KH-UBND", "893/KH-UBND", "khác với sổ văn bản hoặc số liệu của phòng"),
    ("no_such_indicator", "5", None, "mã chỉ tiêu không có trong danh mục"),
]
