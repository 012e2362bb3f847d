"""The head of the report and every document and date that it cites."""

from ctxh.definitions.indicator import Indicator, desk_number, desk_text, note
from ctxh.formulas import Anniversary, Fact, LunarYear, NormValue, ReportDate, ReportYear, YearsSince
from ctxh.observe import Item

_REGISTER = "Sổ văn bản (B10)"
_DESK = "Số liệu của phòng (B12)"

# cite key, what it is, section; a number, a date and a title follow from each row, and from each reference below
_DOCUMENTS = (
    ("request_letter", "Công văn yêu cầu báo cáo", "header"),
    ("plan_btxh", "Kế hoạch thực hiện chính sách trợ giúp xã hội", "I.1"),
    ("plan_mental_orphan", "Kế hoạch chăm sóc sức khỏe tâm thần trẻ em, trẻ mồ côi", "I.1"),
    ("plan_inspection", "Kế hoạch kiểm tra chế độ bảo trợ xã hội", "I.1"),
    ("letter_rectify", "Công văn chấn chỉnh thực hiện chính sách", "I.1"),
    ("letter_martyrs", "Công văn về danh sách liệt sĩ", "I.3.2"),
    ("plan_27_7", "Kế hoạch tổ chức kỷ niệm 27/7", "I.3.2"),
    ("plan_poverty_review", "Kế hoạch rà soát hộ nghèo, hộ cận nghèo", "I.3.3"),
    ("plan_insurance", "Kế hoạch nâng tỷ lệ tham gia BHXH, BHYT, BHTN", "I.3.4"),
    ("province_plan_supervised", "Kế hoạch của UBND tỉnh được giám sát", "I.3.4"),
    ("plan_drugs", "Kế hoạch phòng, chống ma túy", "I.3.5"),
    ("decision_inspection_team", "Quyết định thành lập đoàn kiểm tra liên ngành", "I.3.5"),
    ("ref_interagency_guideline", "Hướng dẫn liên ngành", "I.3.5"),
    ("directive_children", "Chỉ thị của Bộ Chính trị về trẻ em", "I.3.6"),
    ("plan_children_month", "Kế hoạch Tháng hành động vì trẻ em", "I.3.6"),
)
_REFERENCES = (
    ("ref_decree_disability", "Nghị định hướng dẫn Luật Người khuyết tật", "I.1"),
    ("ref_decree_social_assistance", "Nghị định về chính sách trợ giúp xã hội", "I.1"),
    ("ref_circular_disability_degree", "Thông tư về xác định mức độ khuyết tật", "I.1"),
    ("ref_law_children", "Luật về trẻ em", "I.1"),
    ("ref_labour_code", "Bộ luật về lao động", "I.3.4"),
    ("ref_resolution_province_03", "Nghị quyết của Hội đồng nhân dân tỉnh", "I.3.3"),
)


def _document(key: str, label: str, section: str) -> list[Indicator]:
    return _cited(key, note(f"{key}_no", f"Số, ký hiệu: {label}", "documents", "number", cite_key=key), label, section)


def _reference(key: str, label: str, section: str) -> list[Indicator]:
    return _cited(key, note(key, label, "documents", "number", cite_key=key), label, section)


def _cited(key: str, number: Item, label: str, section: str) -> list[Indicator]:
    """The number of a document of the register, and the day and the title that it is first cited with."""
    issued = note(f"{key}_date", f"Ngày ban hành: {label}", "documents", "issued_on", cite_key=key)
    title = note(f"{key}_title", f"Trích yếu: {label}", "documents", "title", cite_key=key)
    return [
        Indicator(number.id, number.label, "doc_no", Fact(number), section, "general", "text", source=_REGISTER),
        Indicator(issued.id, issued.label, "date", Fact(issued), section, "general", "date", source=_REGISTER),
        Indicator(title.id, title.label, "text", Fact(title), section, "general", "text", source=_REGISTER),
    ]


def _desk(id: str, label: str, measure: str, section: str, notation: str, key: str = "") -> Indicator:
    as_text = notation in ("text", "date")
    item = desk_text(id, label, key) if as_text else desk_number(id, label, measure, key)
    return Indicator(id, label, measure, Fact(item), section, "general", notation, source=_DESK)


def _norm(id: str, label: str, measure: str, section: str, norm: str, notation: str, of_province: bool = False) -> Indicator:
    return Indicator(id, label, measure, NormValue(norm, of_province), section, "general", notation, source="Bảng định mức")


_PERIOD = note("plan_mental_orphan_period", "Giai đoạn của kế hoạch chăm sóc sức khỏe tâm thần trẻ em",
               "documents", "period", cite_key="plan_mental_orphan")  # fmt: skip

INDICATORS = [
    _desk("doc_number", "Số văn bản", "doc_no", "header", "text", "report_number"),
    Indicator("doc_place_date", "Ngày ban hành báo cáo", "date",
              ReportDate(desk_text("report_date", "Ngày ký báo cáo")), "header", "general", "year", source=_DESK),
    Indicator("report_year", "Năm báo cáo", "year", ReportYear(), "header", "general", "year", source="Tham số"),
    *(entry for row in _DOCUMENTS for entry in _document(*row)),
    *(entry for row in _REFERENCES for entry in _reference(*row)),
    Indicator(_PERIOD.id, _PERIOD.label, "period", Fact(_PERIOD), "I.1", "general", "text", source=_REGISTER),
    Indicator("tet_year_lunar", "Năm âm lịch của Tết Nguyên đán", "text", LunarYear(), "I.3.1", "general", "text",
              source="Tính từ năm báo cáo"),
    _desk("dbp_date_from", "Ngày chiến thắng Điện Biên Phủ", "date", "I.3.2", "date", "dbp_victory_date"),
    Indicator("dbp_date_to", "Ngày kỷ niệm chiến thắng Điện Biên Phủ", "date", Anniversary("dbp_date_from"),
              "I.3.2", "general", "date", source=_DESK),
    Indicator("dbp_anniversary_years", "Số năm kỷ niệm chiến thắng Điện Biên Phủ", "years",
              YearsSince("dbp_date_from"), "I.3.2", "general", source=_DESK),
    _desk("dbp_anniversary_typed", "Số năm kỷ niệm Điện Biên Phủ do phòng ghi", "years", "", "count"),
    _desk("martyrs_place", "Nơi các liệt sĩ của trận đánh hy sinh", "text", "I.3.2", "text"),
    _desk("spring1975_year", "Năm Đại thắng mùa Xuân", "year", "I.3.2", "year"),
    _desk("jul27_date_from", "Ngày Thương binh - Liệt sĩ đầu tiên", "date", "I.3.2", "date", "tbls_date"),
    Indicator("jul27_date_to", "Ngày kỷ niệm Thương binh - Liệt sĩ", "date", Anniversary("jul27_date_from"),
              "I.3.2", "general", "date", source=_DESK),
    Indicator("jul27_anniversary_years", "Số năm kỷ niệm ngày Thương binh - Liệt sĩ", "years",
              YearsSince("jul27_date_from"), "I.3.2", "general", source=_DESK),
    _desk("jul27_anniversary_typed", "Số năm kỷ niệm 27/7 do phòng ghi", "years", "", "count"),
    _norm("holiday_meal_threshold", "Tỷ lệ thương tật tối thiểu được tiền ăn thêm", "percent", "I.3.2",
          "holiday_meal_threshold", "percent"),
    _desk("yagi_storm_no", "Cơn bão số", "ordinal", "I.3.2", "year", "storm_number"),
    _desk("storm_name", "Tên cơn bão", "text", "I.3.2", "text"),
    _norm("decisions_new_elderly80_age", "Tuổi hưởng trợ cấp người cao tuổi", "age", "I.3.3",
          "elderly_allowance_age", "count"),
    _norm("bhyt_elderly_age_from", "Tuổi được cấp thẻ BHYT (từ)", "age", "I.3.3", "elderly_card_age_from", "count", True),
    _norm("bhyt_elderly_age_to", "Tuổi được cấp thẻ BHYT (dưới)", "age", "I.3.3", "elderly_card_age_to", "count", True),
    _desk("middle_income_period", "Giai đoạn xác định hộ có mức sống trung bình", "period", "I.3.3", "text"),
    Indicator("poverty_baseline_year", "Năm rà soát định kỳ trước", "year", ReportYear(-1), "I.3.3", "general",
              "year", source="Tham số"),
    _desk("poverty_standard_period", "Giai đoạn áp dụng chuẩn nghèo đa chiều", "period", "I.3.3", "text"),
    _desk("livelihood_place", "Nơi ở của hộ được hỗ trợ sinh kế", "text", "I.3.3", "text"),
    _desk("supervision_date", "Ngày giám sát", "date", "I.3.4", "date"),
    _desk("supervision_session", "Buổi giám sát", "text", "I.3.4", "text"),
    _desk("steering_138", "Số hiệu Ban chỉ đạo", "ordinal", "I.3.5", "year", "steering_committee_number"),
    _desk("mid_autumn_place", "Điểm tổ chức Trung thu", "text", "I.3.6", "text"),
    _desk("cashless_cutoff", "Ngày chốt số liệu", "date", "I.4", "date"),
]  # fmt: skip
