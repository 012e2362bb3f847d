"""Of observations of registers the condition in words, as they are told with them."""

from __future__ import annotations

import pandas as pd

from ctxh.book.request import Request
from ctxh.observe.filter_words import Spelled, condition
from ctxh.observe.observations import COLUMNS, SPELLED
from ctxh.vietnamese import format_date


def conditioned(request: Request, table: pd.DataFrame) -> pd.DataFrame:
    """The observations, those of registers with the condition in words: what the item counts, until when, what is left out."""
    keys = list(zip(*(table[name].tolist() for name in ("item", "period", "category", SPELLED, "rows")), strict=True))
    stated = {key: _condition(request, *key[:4]) for key in dict.fromkeys(keys) if key[4]}
    conditions = [", ".join(filter(None, (stated.get(key, ""), left))) for key, left in zip(keys, table["condition"].tolist(), strict=True)]
    return table.assign(condition=conditions)[COLUMNS]


def _condition(request: Request, name: str, period: str, category: str, spelled: Spelled) -> str:
    item = request.book.items[name]
    words = condition(item, period, category, request.layouts[item.form], request.categories, spelled)
    dating = request.layouts[item.form].dating
    if request.period.whole or not dating.columns:
        return words
    cutoff = format_date(request.period.cutoff(dating.section))
    return ", ".join(filter(None, (words, f"đến ngày {cutoff}")))
