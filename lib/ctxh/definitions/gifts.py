"""Gifts of Tết, 27/7 and other occasions, and the celebrations of long life."""

from ctxh.definitions.indicator import Indicator, level, total
from ctxh.formulas import Agreed, Plus, Total

_SOURCE = "Tổng hợp quà tặng (B6)"
_MERIT = ("merit_standard", "merit_high", "merit")
_OWN = ("district", "local")  # the office's own budget: a district's until 30/6/2025, since then a commune's
_ELDERLY = ("elderly_70", "elderly_80", "elderly_90", "elderly_100")


def _gifts(id: str, label: str, section: str, measure: str = "person", by_area: bool = True, **where) -> Indicator:
    item = total(id, label, measure, "gifts", "gifts", **where)
    return Indicator(id, label, measure, Total(item), section, "gifts", by_area=by_area, source=_SOURCE)


def _amount(id: str, label: str, section: str, by_area: bool = True, **where) -> Indicator:
    item = total(id, label, "VND", "gifts", "amount", **where)
    return Indicator(id, label, "VND", Total(item), section, "gifts", "money", by_area=by_area, source=_SOURCE)


def _plus(id: str, label: str, section: str, parts: tuple[str, ...], notation: str = "money", by_area=False) -> Indicator:
    measure = "VND" if notation == "money" else "gift"
    return Indicator(id, label, measure, Plus(parts), section, "gifts", notation, by_area=by_area, source=_SOURCE)


def _levels(prefix: str, label: str, section: str, **where) -> list[Indicator]:
    """The value of one gift and its parts in kind and in cash."""
    parts = (("value", "unit_value", ""), ("inkind", "in_kind", ", trong đó hiện vật"), ("cash", "cash", ", trong đó tiền mặt"))
    entries = []
    for suffix, column, words in parts:
        item = level(f"{prefix}_unit_{suffix}", f"{label}: mỗi suất{words}", "gifts", column, **where)
        entries.append(Indicator(item.id, item.label, "VND/gift", Agreed(item), section, "gifts", "money", source=_SOURCE))
    return entries


def _president_and_province(occasion: str, prefix: str, words: str, section: str) -> list[Indicator]:
    president = {"occasion": occasion, "payer": "president"}
    province = {"occasion": occasion, "payer": "province", "recipient_group": _MERIT}
    return [
        _gifts(f"{prefix}_president_gift_recipients", f"Quà Chủ tịch nước {words}: số người", section, **president),
        _amount(f"{prefix}_president_gift_amount", f"Quà Chủ tịch nước {words}: số tiền", section, **president),
        _gifts(f"{prefix}_province_gift_recipients", f"Quà của cấp tỉnh {words}: số người", section, **province),
        _amount(f"{prefix}_province_gift_amount", f"Quà của cấp tỉnh {words}: số tiền", section, **province),
    ]


def _visits(occasion: str, prefix: str, words: str, section: str) -> list[Indicator]:
    """The visits of the province and of the office itself to single families, with the gifts they brought."""
    province = {"occasion": occasion, "payer": "province", "recipient_group": "exemplary_family"}
    mothers = {"occasion": occasion, "payer": _OWN, "recipient_group": "heroic_mother"}
    families = {"occasion": occasion, "payer": _OWN, "recipient_group": "policy_family"}
    both = {"occasion": occasion, "payer": _OWN, "recipient_group": ("heroic_mother", "policy_family")}
    p, d = f"{prefix}_province_visit", f"{prefix}_district_visit"
    return [
        _gifts(f"{p}_families", f"Cấp tỉnh thăm gia đình NCC tiêu biểu {words}", section, "household", False, **province),
        *_levels(p, f"Quà cấp tỉnh thăm {words}", section, **province),
        _amount(f"{p}_amount", f"Quà cấp tỉnh thăm {words}: số tiền", section, False, **province),
        _plus(f"{d}_gifts", f"Quà địa phương thăm {words}: tổng số suất", section,
              (f"{d}_heroic_mothers", f"{d}_policy_families"), "count"),
        _gifts(f"{d}_heroic_mothers", f"Địa phương thăm Bà mẹ Việt Nam Anh hùng {words}", section, by_area=False, **mothers),
        _gifts(f"{d}_policy_families", f"Địa phương thăm gia đình chính sách tiêu biểu khó khăn {words}", section,
               "household", False, **families),
        *_levels(d, f"Quà địa phương thăm {words}", section, **both),
        _amount(f"{d}_amount", f"Quà địa phương thăm {words}: số tiền", section, False, **both),
    ]  # fmt: skip


_VETERAN = {"occasion": "dbp", "recipient_group": "veteran"}
_MARTYR = {"occasion": "dbp", "recipient_group": "martyr_relative"}
_MOBILISED = {"occasion": "tet", "payer": "commune", "recipient_group": _MERIT}
_LONG_LIFE = {"occasion": "longevity", "recipient_group": _ELDERLY}

INDICATORS = [
    *_president_and_province("tet", "tet", "dịp Tết", "I.3.1"),
    *_visits("tet", "tet", "dịp Tết", "I.3.1"),
    _amount("tet_commune_mobilised_amount", "Cơ sở vận động tặng quà NCC dịp Tết", "I.3.1", **_MOBILISED),
    _gifts("longevity_recipients", "Chúc thọ, mừng thọ: số NCT", "I.3.1", **_LONG_LIFE),
    _plus("longevity_total_amount", "Chúc thọ, mừng thọ: tổng số tiền", "I.3.1",
          ("longevity_gift_amount", "longevity_village_amount"), by_area=True),
    _amount("longevity_gift_amount", "Kinh phí chúc thọ, mừng thọ", "I.3.1", **_LONG_LIFE),
    _amount("longevity_village_amount", "Kinh phí giao thôn, khu dân cư tổ chức mừng thọ", "I.3.1",
            occasion="longevity", recipient_group="village"),
    _gifts("dbp_visit_recipients", "Thăm người tham gia chiến dịch Điện Biên Phủ", "I.3.2", by_area=False, **_VETERAN),
    *_levels("dbp_visit", "Quà người tham gia chiến dịch Điện Biên Phủ", "I.3.2", **_VETERAN),
    _amount("dbp_visit_amount", "Quà người tham gia chiến dịch Điện Biên Phủ: số tiền", "I.3.2", False, **_VETERAN),
    _gifts("dbp_martyr_relatives", "Quà thân nhân, người thờ cúng liệt sĩ: số người", "I.3.2", **_MARTYR),
    _amount("dbp_martyr_relatives_amount", "Quà thân nhân, người thờ cúng liệt sĩ: số tiền", "I.3.2", **_MARTYR),
    *_levels("dbp_martyr_relatives", "Quà thân nhân, người thờ cúng liệt sĩ", "I.3.2", **_MARTYR)[:1],
    *_president_and_province("jul27", "jul27", "dịp 27/7", "I.3.2"),
    *_visits("jul27", "jul27", "dịp 27/7", "I.3.2"),
    _gifts("redcross_gifts", "Quà đề nghị Hội Chữ thập đỏ cấp tỉnh tặng", "I.3.3", "gift", False, payer="redcross"),
    *_levels("redcross", "Quà của Hội Chữ thập đỏ cấp tỉnh", "I.3.3", payer="redcross")[:1],
    _amount("redcross_amount", "Quà của Hội Chữ thập đỏ cấp tỉnh: số tiền", "I.3.3", False, payer="redcross"),
    _gifts("children_district_gifts", "Quà Tết của địa phương cho trẻ em", "I.3.6", "gift", False,
           occasion="tet", payer=_OWN, recipient_group="child"),
    _amount("children_district_gifts_amount", "Quà Tết của địa phương cho trẻ em: trị giá", "I.3.6", False,
            occasion="tet", payer=_OWN, recipient_group="child"),
    _gifts("children_commune_gifts", "Quà Tết của cơ sở cho trẻ em", "I.3.6", "gift",
           occasion="tet", payer="commune", recipient_group="child"),
    _amount("children_commune_gifts_amount", "Quà Tết của cơ sở cho trẻ em: số tiền", "I.3.6",
            occasion="tet", payer="commune", recipient_group="child"),
    _gifts("mid_autumn_gifts", "Quà Trung thu", "I.3.6", "gift", False, occasion="mid_autumn"),
    _plus("tet_gifts_total_amount", "Tổng kinh phí quà Tết cho NCC", "I.3.1",
          ("tet_president_gift_amount", "tet_province_gift_amount", "tet_province_visit_amount",
           "tet_district_visit_amount", "tet_commune_mobilised_amount")),
    _plus("jul27_gifts_total_amount", "Tổng kinh phí quà 27/7", "I.3.2",
          ("jul27_president_gift_amount", "jul27_province_gift_amount", "jul27_province_visit_amount",
           "jul27_district_visit_amount")),
    _plus("dbp_gifts_total_amount", "Tổng kinh phí quà dịp kỷ niệm Điện Biên Phủ", "I.3.2",
          ("dbp_visit_amount", "dbp_martyr_relatives_amount")),
]  # fmt: skip
