"""Drawing: rows of numbers become figures, each with caption, alt text, note and source.

Rows are chosen first (``figure_rows``), then drawn; the ink knows no indicator. matplotlib stays in here."""

from ctxh.draw.lean_matplotlib import undocumented

with undocumented():
    from ctxh.draw.livelihood import cashless_share, poor_rate_map, poverty_by_commune, trend, workers_insured
    from ctxh.draw.own_axes import Figure as Figure
    from ctxh.draw.people import beneficiaries_by_age, beneficiaries_by_commune, beneficiaries_by_group, elderly_pyramid, merit_by_group
    from ctxh.draw.support import deaths_by_month, decisions_by_kind, gifts_by_source, insurance_cards_by_group, spending_by_month

__all__ = [
    "beneficiaries_by_age",
    "beneficiaries_by_commune",
    "beneficiaries_by_group",
    "cashless_share",
    "deaths_by_month",
    "decisions_by_kind",
    "elderly_pyramid",
    "gifts_by_source",
    "insurance_cards_by_group",
    "merit_by_group",
    "poor_rate_map",
    "poverty_by_commune",
    "spending_by_month",
    "trend",
    "workers_insured",
]


def __dir__() -> list[str]:
    """What Tab offers: the figures, not the modules that they are drawn in."""
    return [*__all__, "Figure"]
