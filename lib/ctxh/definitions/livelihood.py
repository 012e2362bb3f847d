"""Poverty, labour and employment, social evils: what households live on and what threatens it."""

from ctxh.definitions.indicator import Indicator, desk_number, total
from ctxh.formulas import Fact, Minus, Plus, Ratio, Total

_DESK = "Số liệu của phòng (B12)"
_POVERTY_BASIS = "NĐ 07/2021/NĐ-CP"


def _households(id: str, label: str, form: str, column: str, better: str = "") -> Indicator:
    source = "Rà soát hộ nghèo (B8a)" if form == "poor_review" else "Rà soát hộ cận nghèo (B8b)"
    item = total(id, label, "household", form, column)
    return Indicator(id, label, "household", Total(item), "I.3.3", "poverty", by_area=True, better=better, source=source,
                     legal_basis=_POVERTY_BASIS)  # fmt: skip


def _rate(id: str, label: str, part: str, whole: str, section: str, field: str, decimals: int = 2, better: str = "") -> Indicator:
    return Indicator(id, label, "percent", Ratio(part, whole), section, field, "percent", decimals, by_area=True, better=better)


def _labour(id: str, label: str, measure: str, kind: str, column: str) -> Indicator:
    item = total(id, label, measure, "labour", column, kind=kind)
    return Indicator(id, label, measure, Total(item), "I.3.4", "labour", by_area=True, source="Cơ sở và lao động (B9a)")


def _employment(id: str, label: str, content: str) -> Indicator:
    item = total(id, label, "person", "employment", "quantity", content=content)
    return Indicator(id, label, "person", Total(item), "I.3.4", "labour", by_area=True, source="Đào tạo, việc làm (B9b)")


def _desk(id: str, label: str, measure: str, section: str, field: str, notation: str = "count", decimals: int = 0) -> Indicator:
    item = desk_number(id, label, measure)
    return Indicator(id, label, measure, Fact(item), section, field, notation, decimals, source=_DESK)


INDICATORS = [
    _desk("redcross_cases", "Trường hợp khó khăn được rà soát", "case", "I.3.3", "assistance"),
    _desk("livelihood_households", "Hộ được hỗ trợ sinh kế", "household", "I.3.3", "assistance"),
    _households("households", "Tổng số hộ dân cư", "poor_review", "households"),
    _households("households_near_poor", "Tổng số hộ dân cư theo biểu hộ cận nghèo", "near_poor_review", "households"),
    _households("poor_households", "Số hộ nghèo cuối năm", "poor_review", "at_end", "lower"),
    _rate("poor_households_rate", "Tỷ lệ hộ nghèo", "poor_households", "households", "I.3.3", "poverty", better="lower"),
    _households("near_poor_households", "Số hộ cận nghèo cuối năm", "near_poor_review", "at_end", "lower"),
    _rate("near_poor_households_rate", "Tỷ lệ hộ cận nghèo", "near_poor_households", "households_near_poor", "I.3.3",
          "poverty", better="lower"),
    Indicator("poor_near_poor_households", "Số hộ nghèo và cận nghèo cuối năm", "household",
              Plus(("poor_households", "near_poor_households")), "", "poverty", by_area=True, better="lower"),
    _rate("poor_near_poor_rate", "Tỷ lệ hộ nghèo và cận nghèo", "poor_near_poor_households", "households", "", "poverty",
          better="lower"),
    _households("poor_households_start", "Số hộ nghèo đầu năm", "poor_review", "at_start"),
    _households("poor_households_escaped", "Số hộ thoát nghèo", "poor_review", "escaped"),
    _households("poor_households_relapsed", "Số hộ tái nghèo", "poor_review", "relapsed"),
    _households("poor_households_new", "Số hộ nghèo phát sinh", "poor_review", "newly_found"),
    _desk("labour_law_conferences", "Hội nghị tuyên truyền pháp luật lao động", "conference", "I.3.4", "labour"),
    _labour("household_businesses", "Hộ kinh doanh cá thể", "business", "household_business", "establishments"),
    _labour("household_business_workers", "Lao động tại hộ kinh doanh", "person", "household_business", "workers"),
    _labour("household_business_insured", "Lao động tại hộ kinh doanh tham gia BHXH", "person", "household_business", "insured"),
    _rate("household_business_bhxh_rate", "Tỷ lệ tham gia BHXH tại hộ kinh doanh", "household_business_insured",
          "household_business_workers", "I.3.4", "labour", better="higher"),
    _labour("enterprises", "Doanh nghiệp, đơn vị sử dụng lao động", "enterprise", "enterprise", "establishments"),
    _labour("enterprise_workers", "Lao động tại doanh nghiệp", "person", "enterprise", "workers"),
    _labour("enterprise_insured", "Lao động tại doanh nghiệp tham gia BHXH", "person", "enterprise", "insured"),
    _rate("enterprise_bhxh_rate", "Tỷ lệ tham gia BHXH tại doanh nghiệp", "enterprise_insured", "enterprise_workers",
          "I.3.4", "labour", better="higher"),
    Indicator("workers_total", "Lao động tại hộ kinh doanh và doanh nghiệp", "person",
              Plus(("household_business_workers", "enterprise_workers")), "", "labour", by_area=True),
    Indicator("insured_total", "Lao động tham gia BHXH", "person",
              Plus(("household_business_insured", "enterprise_insured")), "", "labour", by_area=True),
    _rate("bhxh_rate", "Tỷ lệ tham gia BHXH chung", "insured_total", "workers_total", "", "labour", better="higher"),
    _employment("trained_certified_workers", "Đào tạo, bồi dưỡng nghề cấp chứng chỉ trong kỳ", "trained_certified"),
    _employment("labour_force", "Lực lượng lao động", "labour_force"),
    _employment("certified_workers", "Lao động qua đào tạo có bằng cấp, chứng chỉ", "certified_workers"),
    _rate("trained_certified_rate", "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ", "certified_workers", "labour_force",
          "I.3.4", "labour", 1, "higher"),
    _employment("new_jobs", "Lao động được giải quyết việc làm mới", "new_jobs"),
    _desk("new_jobs_plan", "Kế hoạch giải quyết việc làm mới", "person", "I.3.4", "labour"),
    Indicator("new_jobs_plan_rate", "Giải quyết việc làm mới so với kế hoạch", "percent", Ratio("new_jobs", "new_jobs_plan"),
              "I.3.4", "labour", "percent", 1, better="higher"),
    _desk("certified_workers_last_year", "Lao động có bằng cấp, chứng chỉ cuối năm trước", "person", "", "labour"),
    _desk("labour_force_last_year", "Lực lượng lao động cuối năm trước", "person", "", "labour"),
    Indicator("trained_certified_rate_last_year", "Tỷ lệ lao động có bằng cấp, chứng chỉ năm trước", "percent",
              Ratio("certified_workers_last_year", "labour_force_last_year"), "", "labour", "percent", 1),
    Indicator("trained_rate_increase", "Tỷ lệ lao động qua đào tạo có chứng chỉ tăng trong kỳ", "points",
              Minus("trained_certified_rate", "trained_certified_rate_last_year"), "I.3.4", "labour", "points", 1,
              better="higher"),
    _desk("trained_rate_increase_plan", "Kế hoạch tăng tỷ lệ lao động qua đào tạo có chứng chỉ", "points", "I.3.4", "labour",
          "points", 1),
    _desk("sensitive_businesses_scheduled", "Cơ sở kinh doanh dịch vụ dự kiến kiểm tra", "site", "I.3.5", "society"),
]  # fmt: skip
