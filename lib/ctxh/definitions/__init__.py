"""The one table of indicators and the items they are made of."""

from dataclasses import replace
from functools import cache

from ctxh.definitions import assistance, general, gifts, livelihood, merit, series
from ctxh.definitions.indicator import FIELDS, MEASURES, Indicator, printed, printed_source
from ctxh.formulas import Agreed, Fact, Total
from ctxh.observe import Item
from ctxh.vietnamese import PROVINCE, under_province

__all__ = ["FIELDS", "INDICATORS", "ITEMS", "MEASURES", "Indicator", "called", "printed", "printed_source"]

_MODULES = (general, gifts, merit, assistance, livelihood)


def _by_id(entries: list) -> dict:
    table = {entry.id: entry for entry in entries}
    if len(table) != len(entries):
        ids = [entry.id for entry in entries]
        raise ValueError(f"defined twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return table


INDICATORS: dict[str, Indicator] = _by_id([entry for module in _MODULES for entry in module.INDICATORS])
ITEMS: dict[str, Item] = _by_id(
    [entry.formula.item for entry in INDICATORS.values() if hasattr(entry.formula, "item")] + series.ITEMS
)


def called(edition) -> dict[str, Indicator]:
    """The indicators by id, with the labels that an edition gives them: under a city the word ``tỉnh`` is the city's.

    Whatever prints a label takes it from here.
    """
    return _called(getattr(edition, "province_kind", PROVINCE))


@cache
def _called(kind: str) -> dict[str, Indicator]:
    return {name: _renamed(entry, kind) for name, entry in INDICATORS.items()}


def _renamed(entry: Indicator, kind: str) -> Indicator:
    formula = entry.formula
    if isinstance(formula, (Total, Fact, Agreed)):
        formula = replace(formula, item=replace(formula.item, label=under_province(formula.item.label, kind)))
    return replace(entry, label=under_province(entry.label, kind), formula=formula)
