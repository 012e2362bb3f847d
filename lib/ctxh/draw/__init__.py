"""Drawing: rows of numbers become figures, each with caption, alt text, note and source.

Rows are chosen first (``figure_rows``), then drawn (``draw_figure``), as the book's entries say; kinds of rows and of charts are code,
which knows no indicator. matplotlib stays in here."""

from ctxh.draw.lean_matplotlib import undocumented

with undocumented():
    from ctxh.draw.drawing import draw_figure, figure_list, figure_rows, own_figures
    from ctxh.draw.own_axes import Figure as Figure

__all__ = ["draw_figure", "figure_list", "figure_rows", "own_figures"]


def __dir__() -> list[str]:
    """What Tab offers: how to draw, not the modules that it is drawn in."""
    return [*__all__, "Figure"]
