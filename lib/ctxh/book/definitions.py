"""The indicators of the national book and the items they are made of, and what an edition calls them."""

from dataclasses import replace
from functools import cache

from ctxh.book import Indicator, national_book
from ctxh.book.formulas import Agreed, Fact, Total
from ctxh.book.items import Item
from ctxh.book.printed_values import printed, printed_source
from ctxh.vietnamese import PROVINCE, under_province

__all__ = ["FIELDS", "INDICATORS", "ITEMS", "MEASURES", "Indicator", "called", "printed", "printed_source"]

_BOOK = national_book()
INDICATORS: dict[str, Indicator] = dict(_BOOK.indicators)
ITEMS: dict[str, Item] = dict(_BOOK.items)
FIELDS, MEASURES = dict(_BOOK.fields), dict(_BOOK.measures)


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


def items_behind(indicator: str) -> list[str]:
    """The items that an indicator stands on, through all its parts, each once."""
    formula = INDICATORS[indicator].formula
    found = [formula.item.id] if hasattr(formula, "item") else []
    for part in formula.inputs():
        found += items_behind(part)
    return list(dict.fromkeys(found))
