"""The one table of indicators and the items they are made of."""

from ctxh.definitions import assistance, general, gifts, livelihood, merit, series
from ctxh.definitions.indicator import FIELDS, MEASURES, Indicator, printed, printed_source
from ctxh.observe import Item

__all__ = ["FIELDS", "INDICATORS", "ITEMS", "MEASURES", "Indicator", "printed", "printed_source"]

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
