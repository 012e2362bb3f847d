"""People with merit: convalescence, aids, holiday meals, lists, awards and storm damage."""

from ctxh.definitions.indicator import Indicator, count, total
from ctxh.formulas import Plus, Total

_SOURCE = "Chế độ đối với người có công (B7)"
_BASIS = "NĐ 75/2021/NĐ-CP"


def _cases(id: str, label: str, service: str, measure: str = "person", by_area: bool = True, basis: str = "") -> Indicator:
    item = count(id, label, measure, "merit_services", "service", service=service)
    return Indicator(id, label, measure, Total(item), "I.3.2", "merit", by_area=by_area, source=_SOURCE, legal_basis=basis)


def _amount(id: str, label: str, service: str, by_area: bool = True, basis: str = "") -> Indicator:
    item = total(id, label, "VND", "merit_services", "amount", service=service)
    return Indicator(id, label, "VND", Total(item), "I.3.2", "merit", "money", by_area=by_area, source=_SOURCE, legal_basis=basis)


_DAYS = total("holiday_meal_person_days", "Tiền ăn thêm ngày lễ, tết: số ngày người", "day", "merit_services", "days",
              service="holiday_meal")  # fmt: skip

INDICATORS = [
    _cases("convalescence_hai_duong", "Điều dưỡng tập trung tại trung tâm trong tỉnh", "convalescence_hai_duong", basis=_BASIS),
    _cases("convalescence_quang_ninh", "Điều dưỡng tập trung tại trung tâm ngoài tỉnh", "convalescence_quang_ninh", basis=_BASIS),
    Indicator("convalescence_total", "Điều dưỡng tập trung: tổng số", "person",
              Plus(("convalescence_hai_duong", "convalescence_quang_ninh")), "I.3.2", "merit", by_area=True, source=_SOURCE),
    _cases("spring1975_participants", "Người tham gia Đại thắng mùa Xuân được lập danh sách", "spring1975"),
    _cases("martyrs_nga_sau_bang_lang", "Liệt sĩ của trận đánh được lập danh sách", "martyr_list", by_area=False),
    _cases("award_collectives", "Đề nghị tặng Bằng khen: tập thể", "award_collective", "collective", False),
    _cases("award_individuals", "Đề nghị tặng Bằng khen: cá nhân", "award_individual", by_area=False),
    _cases("holiday_meal_recipients", "Tiền ăn thêm ngày lễ, tết: số người", "holiday_meal", basis=_BASIS),
    _amount("holiday_meal_amount", "Tiền ăn thêm ngày lễ, tết: số tiền", "holiday_meal", basis=_BASIS),
    Indicator(_DAYS.id, _DAYS.label, "day", Total(_DAYS), "", "merit", by_area=True, source=_SOURCE, legal_basis=_BASIS),
    _cases("assistive_device_recipients", "Phương tiện trợ giúp, dụng cụ chỉnh hình: số người", "assistive_device", basis=_BASIS),
    _amount("assistive_device_amount", "Phương tiện trợ giúp, dụng cụ chỉnh hình: số tiền", "assistive_device", basis=_BASIS),
    _cases("yagi_damaged_cases", "Nhà ở của NCC bị thiệt hại do bão", "storm_house", "case"),
    _amount("yagi_damaged_cases_amount", "Đề xuất hỗ trợ nhà ở bị thiệt hại do bão", "storm_house"),
    _cases("yagi_memorial_works", "Công trình ghi công liệt sĩ bị thiệt hại do bão", "storm_memorial", "work", False),
    _amount("yagi_memorial_works_amount", "Đề xuất hỗ trợ công trình ghi công", "storm_memorial", False),
]  # fmt: skip
