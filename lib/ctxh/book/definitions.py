"""The indicators of the national book and the items they are made of."""

from ctxh.book import Indicator, national_book
from ctxh.book.items import Item
from ctxh.book.printed_values import printed, printed_source

__all__ = ["FIELDS", "INDICATORS", "ITEMS", "MEASURES", "Indicator", "printed", "printed_source"]

_BOOK = national_book()
INDICATORS: dict[str, Indicator] = dict(_BOOK.indicators)
ITEMS: dict[str, Item] = dict(_BOOK.items)
FIELDS, MEASURES = dict(_BOOK.fields), dict(_BOOK.measures)
