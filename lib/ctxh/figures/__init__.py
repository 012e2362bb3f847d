"""Figures of the report: each function takes an edition and gives a Figure block.

Of an edition they use ``observations()``, ``indicators()``, ``series()``, ``areas``, ``labels``,
``office``, ``year``, ``breaks`` and the two notices on illustrative data. matplotlib stays in here.
"""

from ctxh.figures.terse import undocumented

with undocumented():
    from ctxh.figures.conditions import (
        cashless_share,
        poor_rate_map,
        poverty_by_commune,
        trend,
        workers_insured,
    )
    from ctxh.figures.people import (
        beneficiaries_by_age,
        beneficiaries_by_commune,
        beneficiaries_by_group,
        elderly_pyramid,
        merit_by_group,
    )
    from ctxh.figures.support import (
        deaths_by_month,
        decisions_by_kind,
        gifts_by_source,
        insurance_cards_by_group,
        spending_by_month,
    )

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
