"""Social assistance: decisions, insurance cards, money paid, and payment without cash."""

from ctxh.definitions.indicator import Indicator, count, desk_number, total
from ctxh.formulas import Fact, Plus, Ratio, Total

_DECREE = "NĐ 20/2021/NĐ-CP"
_CHANGES, _CARDS, _PAID = "Biến động và quyết định (B2)", "Thẻ BHYT (B5)", "Chi trả theo tháng (B4)"

_KINDS = (
    ("new_disability", "Hưởng mới: người khuyết tật"),
    ("light_disability_card", "Cấp giấy xác nhận khuyết tật nhẹ"),
    ("new_elderly80", "Hưởng mới: NCT đủ tuổi hưởng trợ cấp"),
    ("new_elderly_alone_poor", "Hưởng mới: NCT cô đơn thuộc hộ nghèo"),
    ("new_child_nq03", "Hưởng mới: trẻ em theo nghị quyết của tỉnh"),
    ("new_child_no_support", "Hưởng mới: trẻ em mất nguồn nuôi dưỡng"),
    ("new_single_parent", "Hưởng mới: người đơn thân nuôi con nhỏ"),
    ("funeral", "Quyết định chi trả mai táng phí"),
    ("change_caregiver", "Điều chỉnh người nuôi dưỡng"),
    ("adjust_level_info", "Điều chỉnh mức hưởng, thông tin"),
    ("reduce_or_stop", "Điều chỉnh hạ mức, thôi hưởng"),
    ("stop", "Thôi hưởng"),
    ("moved", "Chuyển nơi cư trú"),
)
_GROUPS = (
    ("btxh", "đối tượng BTXH"),
    ("elderly_70_80", "NCT từ 70 đến dưới 80 tuổi"),
    ("poor_nearpoor", "hộ nghèo, hộ cận nghèo"),
    ("middle_income", "hộ có mức sống trung bình"),
    ("waste_collectors", "người thu gom rác thải"),
    ("ncc", "người có công với cách mạng"),
)
DECISION_PARTS = tuple(f"decisions_{kind}" for kind, _ in _KINDS)
CARD_PARTS = tuple(f"bhyt_{group}" for group, _ in _GROUPS)
NEW_PARTS = tuple(part for part in DECISION_PARTS if part.startswith("decisions_new_"))
SPENDING_PARTS = ("btxh_monthly_allowance_amount", "btxh_funeral_amount", "btxh_home_care_amount", "btxh_service_fee_amount")


def _decisions(kind: str, label: str) -> Indicator:
    item = count(f"decisions_{kind}", label, "case", "changes", "kind", kind=kind)
    return Indicator(item.id, label, "case", Total(item), "I.3.3", "assistance", by_area=True, source=_CHANGES, legal_basis=_DECREE)


def _cards(group: str, words: str) -> Indicator:
    item = count(f"bhyt_{group}", f"Thẻ BHYT: {words}", "card", "insurance_cards", "group", group=group)
    return Indicator(item.id, item.label, "card", Total(item), "I.3.3", "assistance", by_area=True, source=_CARDS)


def _plus(id: str, label: str, measure: str, parts: tuple[str, ...], source: str, section: str = "I.3.3") -> Indicator:
    return Indicator(id, label, measure, Plus(parts), section, "assistance", by_area=True, source=source, legal_basis=_DECREE)


def _paid(id: str, label: str, programme: str, **print_as) -> Indicator:
    item = total(id, label, "VND", "payments", "amount", programme=programme)
    return Indicator(id, label, "VND", Total(item), "I.3.3", "assistance", "billion", 3, by_area=True, source=_PAID,
                     legal_basis=_DECREE, **print_as)  # fmt: skip


_CASES = count("btxh_funeral_cases", "Hỗ trợ mai táng phí: số trường hợp", "case", "funerals", "death_date")
_FUNERAL = total("btxh_funeral_amount", "Hỗ trợ mai táng phí: số tiền", "VND", "funerals", "amount")


def _cashless(group: str, words: str, form: str, suffix: str) -> Indicator:
    where = {"payment_method": "account"} if suffix == "paid" else {}
    kind = "nhận qua tài khoản" if suffix == "paid" else "tổng số"
    item = count(f"cashless_{group}_{suffix}", f"{words}: {kind}", "person", form, "payment_method", **where)
    return Indicator(item.id, item.label, "person", Total(item), "I.4", "cashless", by_area=True, source=f"Danh sách {words} (B1, B1b)")


def _cashless_rate(group: str, words: str) -> Indicator:
    ratio = Ratio(f"cashless_{group}_paid", f"cashless_{group}_base")
    return Indicator(f"cashless_{group}_rate", f"{words}: tỷ lệ nhận qua tài khoản", "percent", ratio, "I.4", "cashless",
                     "percent", 2, by_area=True, better="higher")  # fmt: skip


def _cashless_total(suffix: str, words: str) -> Indicator:
    parts = (f"cashless_btxh_{suffix}", f"cashless_ncc_{suffix}")
    return Indicator(f"cashless_total_{suffix}", words, "person", Plus(parts), "I.4", "cashless", by_area=True)


_LAST = desk_number("beneficiaries_last_year", "Đối tượng BTXH cuối năm trước", "person")

INDICATORS = [
    _plus("decisions_total", "Quyết định, hồ sơ giải quyết trong kỳ: tổng", "case", DECISION_PARTS, _CHANGES),
    *(_decisions(*kind) for kind in _KINDS),
    _plus("decisions_new_total", "Quyết định hưởng mới: tổng", "case", NEW_PARTS, _CHANGES),
    _plus("bhyt_total", "Thẩm định hồ sơ cấp thẻ BHYT: tổng", "card", CARD_PARTS, _CARDS),
    *(_cards(*group) for group in _GROUPS),
    Indicator("btxh_total_spending", "Tổng kinh phí BTXH: trợ cấp, mai táng phí, chăm sóc, lệ phí", "VND",
              Plus(SPENDING_PARTS), "I.3.3", "assistance", "billion", 0, "floor", 10_000_000_000, "hơn", True,
              source=f"{_PAID}, B3", legal_basis=_DECREE),
    _paid("btxh_monthly_allowance_amount", "Trợ cấp BTXH hằng tháng: số tiền", "btxh_monthly",
          rounding="floor", step=1_000_000, qualifier="trên"),
    Indicator(_CASES.id, _CASES.label, "case", Total(_CASES), "I.3.3", "assistance", by_area=True, source="Mai táng phí (B3)",
              legal_basis=_DECREE),
    Indicator(_FUNERAL.id, _FUNERAL.label, "VND", Total(_FUNERAL), "I.3.3", "assistance", "billion", 3, by_area=True,
              source="Mai táng phí (B3)", legal_basis=_DECREE),
    _paid("btxh_home_care_amount", "Hộ chăm sóc NKT đặc biệt nặng: số tiền", "home_care"),
    _paid("btxh_service_fee_amount", "Lệ phí chi trả: số tiền", "service_fee"),
    Indicator(_LAST.id, _LAST.label, "person", Fact(_LAST), "", "assistance", source="Số liệu của phòng (B12)"),
    _cashless_total("paid", "Đối tượng nhận chế độ qua tài khoản"),
    _cashless_total("base", "Đối tượng hưởng chế độ hằng tháng"),
    _cashless_rate("total", "Tất cả đối tượng"),
    _cashless("btxh", "Đối tượng BTXH", "beneficiaries", "paid"),
    _cashless("btxh", "Đối tượng BTXH", "beneficiaries", "base"),
    _cashless_rate("btxh", "Đối tượng BTXH"),
    _cashless("ncc", "Người có công", "merit_people", "paid"),
    _cashless("ncc", "Người có công", "merit_people", "base"),
    _cashless_rate("ncc", "Người có công"),
]  # fmt: skip
