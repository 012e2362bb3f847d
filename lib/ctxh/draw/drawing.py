"""The figures of a book: their rows, and the charts that these become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ctxh import blocks
from ctxh.book.figures import (
    AREA_PANELS,
    BARS,
    CHART_WORDS,
    COLUMNS,
    GROUPED_BARS,
    OVER_YEARS,
    POINTS,
    PYRAMID,
    SHARE_BARS,
    SHARES,
    STACKED_COLUMNS,
    TILE_MAP,
    YEAR_LINES,
    FigureEntry,
)
from ctxh.book.quantities import HIDDEN_NOTE
from ctxh.book.request import items_behind, known_figure
from ctxh.compute.computed import Computed
from ctxh.compute.selections import hidden_cells
from ctxh.draw.area_charts import draw_points, draw_tile_map
from ctxh.draw.captions import hidden_note, note, source
from ctxh.draw.chart_kinds import (
    draw_bars,
    draw_columns,
    draw_grouped_bars,
    draw_panels,
    draw_pyramid,
    draw_shares,
    draw_stacked_columns,
)
from ctxh.draw.row_kinds import ROWS
from ctxh.draw.svg import Drawn, publish, silent
from ctxh.draw.year_lines import ONE_YEAR, SERIES_SOURCE, draw_years, over_the_years
from ctxh.reference.places import PUBLIC

WHOLE_YEARS = "Số chia theo nhóm, tháng, tuổi chỉ công bố của cả năm."
NOT_PUBLIC = "Bản công khai không có số này."
NOTHING = "Chưa có số liệu."
CHARTS: Mapping[str, Callable[[Computed, FigureEntry, pd.DataFrame], Drawn]] = {
    BARS: draw_bars,
    GROUPED_BARS: draw_grouped_bars,
    COLUMNS: draw_columns,
    STACKED_COLUMNS: draw_stacked_columns,
    PYRAMID: draw_pyramid,
    POINTS: draw_points,
    TILE_MAP: draw_tile_map,
    AREA_PANELS: draw_panels,
    SHARE_BARS: draw_shares,
    YEAR_LINES: draw_years,
}


def figure_list(computed: Computed) -> pd.DataFrame:
    """The figures of the office's book, a row each: columns Mã, Tên hình, Lĩnh vực, Kiểu hình, Riêng (added by the office)."""
    called, fields = computed.settings.areas_called, computed.book.fields
    entries = computed.book.figures.values()
    rows = [(one.id, one.called(called), fields[one.of_field], CHART_WORDS[one.chart], one.added) for one in entries]
    return pd.DataFrame(rows, columns=["Mã", "Tên hình", "Lĩnh vực", "Kiểu hình", "Riêng"])


def own_figures(computed: Computed) -> tuple[str, ...]:
    """The ids of the figures that not all offices have: those of its own book, its province's and the forms that it has chosen."""
    return tuple(name for name, entry in computed.book.figures.items() if entry.added)


def figure_rows(computed: Computed, name: str) -> pd.DataFrame:
    """What a figure is drawn from, a column a measure under its Vietnamese header; of a form that is not in force none.

    Rows may be left out, put in another order or renamed, and drawn then. Raises CtxhError for an unknown figure, naming the nearest.
    """
    entry = known_figure(computed.book, name)
    return ROWS[entry.rows](computed, entry) if _forms(computed, entry) or entry.rows == OVER_YEARS else pd.DataFrame()


def draw_figure(computed: Computed, name: str, rows: pd.DataFrame | None = None) -> blocks.Figure:
    """The figure of the book by that name, of ``figure_rows`` or of rows that were changed; a sentence where nothing is known.

    Raises CtxhError for an unknown figure, naming the nearest.
    """
    entry = known_figure(computed.book, name)
    rows = figure_rows(computed, name) if rows is None else rows
    forms = _forms(computed, entry)
    years = entry.rows == OVER_YEARS
    caption, from_forms = _caption(computed, entry), SERIES_SOURCE if years else source(computed, *forms)
    if empty := _empty(computed, entry, rows):
        return silent(entry.id, caption, empty, from_forms)
    drawn = CHARTS[entry.chart](computed, entry, rows)
    sentences = (entry.note, *drawn.notes)
    words: dict[str, Any] = {"source": from_forms, "cites": drawn.cites}
    if years:
        return publish(drawn.sheet, entry.id, caption, drawn.alt, note=" ".join(filter(None, sentences)), **words)
    noted = note(computed, *sentences, breakdown=entry.breakdown, forms=forms)
    return publish(drawn.sheet, entry.id, caption, drawn.alt, **noted, **words)


def _caption(computed: Computed, entry: FigureEntry) -> str:
    caption = entry.called(computed.settings.areas_called)
    if entry.rows == OVER_YEARS:
        return over_the_years(caption, computed.period)
    measure = "%" if entry.rows == SHARES else entry.measure
    return f"{caption}, {computed.period.words}{f' ({measure})' if measure else ''}"


def _forms(computed: Computed, entry: FigureEntry) -> tuple[str, ...]:
    """The forms in force that a figure's numbers are read from."""
    book = computed.book
    items = [
        item for name in entry.of for item in (items_behind(book, name) if name in book.indicators and not entry.whole_years else [name])
    ]
    return tuple(dict.fromkeys(form for item in items if (form := book.items[item].form) in computed.layouts))


def _empty(computed: Computed, entry: FigureEntry, rows: pd.DataFrame) -> str:
    """Why a figure is not drawn; nothing where it is."""
    public, hidden = computed.request.audience == PUBLIC, bool(entry.whole_years and len(hidden_cells(computed, entry.of[0])))
    if public and entry.whole_years and not computed.period.whole:
        return WHOLE_YEARS
    if entry.chart == STACKED_COLUMNS and hidden:
        return HIDDEN_NOTE
    if entry.rows == OVER_YEARS:
        years = len(set(rows["Năm"])) if len(rows) else 0
        return "" if years > 1 else ONE_YEAR if years else NOTHING
    if not rows.select_dtypes("number").isna().all(axis=None):
        return ""
    if public and entry.whole_years and not hidden:
        return NOT_PUBLIC
    return "" if entry.rows == SHARES else hidden_note(computed, rows) or entry.empty or NOTHING
