"""The rules of the program that entries of checks may name, where no word can say what must hold; what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

RULED = "rule"
FUNERALS, PAYMENTS, ARREARS, MEALS = "funeral_money", "monthly_payments", "arrears_paid", "holiday_meals"
RECONCILED = "deaths_and_decisions"
PAIRED = (FUNERALS,)  # rules that take their norms two by two: how many times, and of what
ACCOUNTS = "accounts_paid"
MULTIPLYING = ("paid_for_listed",)  # rules that multiply all the norms that an entry names
NORMS_ASKED = {MEALS: ("mức một ngày", "số ngày của cả năm")}  # the norms that a rule asks for, in this order
ALLOWING = {  # ``within``
    ACCOUNTS: "số phần trăm của danh sách có thể lệch",
    "funerals_decided": "số tháng mà quyết định có thể đến sau",
    FUNERALS: "số năm mà hồ sơ có thể đến sau",
}
ANY = "*"  # a column of whichever name
_MEASURED = {"count": "số lượng", "money": "tiền", "level": "mức", "share": "phần trăm", "number": "số"}


class Asked(NamedTuple):
    """A figure that a rule asks for: what it is, the kind of what it measures; of an item which columns split it, and whether a month."""

    words: str
    kind: str
    by: tuple[str, ...] | None = None  # None of an indicator
    month: bool = False

    @property
    def item(self) -> bool:
        """Whether it is an item of items.toml, and no indicator."""
        return self.by is not None

    def explain(self) -> str:
        """What an id must be to be this figure."""
        split = f"chia (by) theo {', '.join('một cột' if name == ANY else name for name in self.by)}" if self.by else "không chia (by)"
        shape = f", {split}, {'có' if self.month else 'không có'} month" if self.item else ""
        return f"{'số liệu ở items.toml' if self.item else 'chỉ tiêu'} tính bằng {_MEASURED[self.kind]}{shape}"

    def fits(self, by: tuple[str, ...], month: bool) -> bool:
        """Whether an item is split as it is asked for."""
        asked = self.by or ()
        return month == self.month and len(by) == len(asked) and all(one in (ANY, name) for one, name in zip(asked, by, strict=True))


_TWO_MEANS = (Asked("số lượng", "count"), Asked("số tiền", "money"), Asked("số lượng khác", "count"), Asked("số tiền khác", "money"))
_TWO_RATES = (Asked("phần", "count"), Asked("tỷ lệ", "share"), Asked("phần khác", "count"), Asked("tỷ lệ khác", "share"))
_PAID, _PERSONS, _LATE = (
    Asked("số tiền theo tháng", "money", (ANY,), month=True),
    Asked("số người theo tháng", "count", (ANY,), month=True),
    Asked("tiền truy lĩnh theo tháng", "money", (ANY,), month=True),
)
_COEFFICIENTS, _LISTED = Asked("tổng hệ số của danh sách", "number", ("level_norm",)), Asked("số người trong danh sách", "count")
_OFF = ("level_norm", "coefficient")
# the figures that an entry names for each, in this order
RULES: Mapping[str, tuple[Asked, ...]] = {
    "mean_levels": _TWO_MEANS,
    MEALS: (Asked("số ngày người", "count"), Asked("số tiền", "money"), Asked("số người", "count")),
    "printed_total": (Asked("tổng được in làm tròn", "money"), Asked("khoản có thể nằm ngoài tổng", "money")),
    "funerals_decided": (
        Asked("số quyết định", "count"),
        Asked("số trường hợp", "count"),
        Asked("số trường hợp theo tháng", "count", (), month=True),
    ),
    FUNERALS: (
        Asked("số người theo tháng chết", "count", (), month=True),
        Asked("số tiền theo tháng chết", "money", (), month=True),
        Asked("số tiền cả kỳ", "money"),
    ),
    "paid_for_listed": (Asked("tiền chi cả kỳ", "money"), Asked("số người, hộ trong danh sách", "count", ())),
    "mean_coefficient": (_PAID, _PERSONS, _COEFFICIENTS, _LISTED, Asked("tiền chi cả kỳ", "money")),
    "rates_of_one_whole": _TWO_RATES,
    "rates_on_paper": _TWO_RATES,
    "totals_on_paper": (),
    "dates_in_order": (),
    "numbers_in_order": (),
    "against_paper": (),
    "amounts_listed": (
        Asked("số người có mức hưởng khác", "count", _OFF),
        Asked("mức hưởng của những người ấy", "money", _OFF),
        Asked("mức đúng của những người ấy", "money", _OFF),
        Asked("tổng mức hưởng", "money", ("level_norm",)),
        _COEFFICIENTS,
        _LISTED,
    ),
    "coefficients_listed": (Asked("số người có hệ số ngoài quy định", "count", ("group",)), _LISTED),
    PAYMENTS: (_PAID, _PERSONS, _COEFFICIENTS, _LISTED, _LATE, Asked("tiền chi cả kỳ", "money")),
    "one_programme": (
        Asked("số người có ở cả hai danh sách", "count", ("other_area",)),
        Asked("số người ấy ở danh sách kia", "count", ("other_area",)),
        _LISTED,
        Asked("số người trong danh sách kia", "count"),
    ),
    RECONCILED: (
        Asked("số trường hợp mai táng phí", "count", ("stop_decision",)),
        Asked("số quyết định thôi hưởng", "count", ("funeral",)),
    ),
    "person_months": (_PAID, _PERSONS),
    ACCOUNTS: (
        Asked("số người nhận qua tài khoản", "count"),
        Asked("số người của danh sách", "count"),
        Asked("số người nhận qua tài khoản theo tháng", "count", (), month=True),
    ),
    "thousands_kept": (),
    "year_begins": (Asked("số đầu năm", "count"), Asked("số cuối năm", "count")),
    "cited_in_full": (),
    "believable_sizes": (),
    ARREARS: (_PAID, _PERSONS, _LATE, _COEFFICIENTS),
    "gifts_by_law": (Asked("mức quà", "level", ("occasion", "payer", "recipient_group")),),
}
