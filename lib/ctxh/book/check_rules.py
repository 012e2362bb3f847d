"""The rules of the program that entries of checks may name, where no word can say what must hold; what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

RULED = "rule"
FUNERALS = "funeral_money"
PAIRED = (FUNERALS,)  # rules that take their norms two by two: how many times, and of what
ALLOWING = {"funerals_decided": "số tháng mà quyết định có thể đến sau", FUNERALS: "số năm mà hồ sơ có thể đến sau"}  # ``within``
_MEASURED = {"count": "số lượng", "money": "tiền", "share": "phần trăm", "number": "số"}


class Asked(NamedTuple):
    """A figure that a rule asks for: what it is, the kind of what it measures, and whether it is an item and no indicator."""

    words: str
    kind: str
    item: bool = False

    def explain(self) -> str:
        """What an id must be to be this figure."""
        return f"{'số liệu ở items.toml' if self.item else 'chỉ tiêu'} tính bằng {_MEASURED[self.kind]}"


_TWO_MEANS = (Asked("số lượng", "count"), Asked("số tiền", "money"), Asked("số lượng khác", "count"), Asked("số tiền khác", "money"))
_TWO_RATES = (Asked("phần", "count"), Asked("tỷ lệ", "share"), Asked("phần khác", "count"), Asked("tỷ lệ khác", "share"))
_PAID, _PERSONS = Asked("số tiền theo tháng", "money", item=True), Asked("số người theo tháng", "count", item=True)
_REGISTER = (Asked("tổng hệ số của danh sách", "number", item=True), Asked("số người trong danh sách", "count"))
# the figures that an entry names for each, in this order
RULES: Mapping[str, tuple[Asked, ...]] = {
    "mean_levels": _TWO_MEANS,
    "holiday_meals": (),
    "printed_total": (Asked("tổng được in làm tròn", "money"), Asked("khoản có thể nằm ngoài tổng", "money")),
    "funerals_decided": (
        Asked("số quyết định", "count"),
        Asked("số trường hợp", "count"),
        Asked("số trường hợp theo tháng", "count", item=True),
    ),
    FUNERALS: (_PERSONS, _PAID),
    "paid_for_listed": (Asked("tiền chi cả kỳ", "money"), Asked("số người, hộ trong danh sách", "count", item=True)),
    "mean_coefficient": (_PAID, _PERSONS, *_REGISTER),
    "rates_of_one_whole": _TWO_RATES,
    "rates_on_paper": _TWO_RATES,
    "totals_on_paper": (),
    "dates_in_order": (),
    "numbers_in_order": (),
    "against_paper": (),
    "amounts_listed": (),
    "coefficients_listed": (),
    "monthly_payments": (_PAID, _PERSONS, *_REGISTER, Asked("tiền truy lĩnh theo tháng", "money", item=True)),
    "one_programme": (),
    "deaths_and_decisions": (),
    "person_months": (_PAID, _PERSONS),
    "thousands_kept": (),
    "year_begins": (Asked("số đầu năm", "count"), Asked("số cuối năm", "count")),
    "cited_in_full": (),
    "believable_sizes": (),
    "arrears_paid": (),
    "gifts_by_law": (),
}
