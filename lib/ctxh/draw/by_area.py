"""Any indicator area by area, as bars."""

from __future__ import annotations

import pandas as pd

from ctxh.blocks import Figure
from ctxh.book.printed_values import printed
from ctxh.book.request import known_indicator
from ctxh.compute.computed import Computed
from ctxh.compute.selections import area_names, area_values, sign_unknown
from ctxh.draw.bars import bars
from ctxh.draw.captions import extremes, hidden_note, note
from ctxh.draw.svg import publish, silent

OFFICE_ONLY = "Chỉ tiêu này chỉ có cho toàn địa bàn, không chia theo đơn vị."


def by_area(computed: Computed, indicator: str, picked: str = "") -> Figure:
    """The values of an indicator area by area, in their order; ``picked`` stands out, all where none is.

    Raises CtxhError for an unknown indicator.
    """
    entry = known_indicator(computed.book, indicator)
    caption = (
        f"{entry.label} theo {computed.settings.areas_called}, {computed.period.words}{f' ({entry.measure})' if entry.measure else ''}"
    )
    if not entry.by_area or entry.is_text:
        return silent(f"by_area_{entry.id}", caption, OFFICE_ONLY, entry.source)
    values = area_values(computed, [entry.id])[entry.id]
    shown = [sign_unknown(computed) if value != value else printed(entry, value) for value in values]
    accent = [picked in ("", code) for code in values.index]
    names = list(area_names(computed))
    table = pd.DataFrame({"label": names, "value": values.to_numpy(float), "printed": shown, "accent": accent})
    cites = tuple(f"{entry.id}@{code}" for code in values.index)
    words = f"Biểu đồ thanh ngang. {extremes(table)}"
    return publish(
        bars(table),
        f"by_area_{entry.id}",
        caption,
        words,
        source=entry.source,
        cites=cites,
        **note(computed, hidden_note(computed, values)),
    )
