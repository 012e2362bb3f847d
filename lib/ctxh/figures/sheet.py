"""An empty sheet, axes placed on it in centimetres, and the small marks that charts share."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from ctxh.figures import style
from ctxh.selections import printed_number

CM = 2.54


def new_sheet(height_cm: float) -> Drawing:
    """An empty white sheet as wide as the text of an A4 page."""
    return Drawing(figsize=(style.WIDTH_CM / CM, height_cm / CM), dpi=72)


def place(sheet: Drawing, left: float, bottom: float, width: float, height: float, **words) -> Axes:
    """Axes on a sheet, at a place given in centimetres from its lower left corner."""
    across, up = (length * CM for length in sheet.get_size_inches())
    box = (left / across, bottom / up, width / across, height / up)
    return sheet.add_axes(box, **words)


def cover(sheet: Drawing) -> Axes:
    """Axes over a whole sheet, in centimetres from its upper left corner, without any mark of their own.

    Many small charts on one such pair cost a fraction of what a pair each would.
    """
    across, down = (length * CM for length in sheet.get_size_inches())
    axes = sheet.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, across)
    axes.set_ylim(down, 0)
    return axes


def place_below(sheet: Drawing, left: float, top: float, width: float, height: float) -> Axes:
    """Axes on a sheet whose upper edge lies ``top`` centimetres under that of the sheet."""
    return place(sheet, left, sheet.get_size_inches()[1] * CM - top - height, width, height)


def folded(text: str, width_cm: float, size: float = style.TEXT, weight: str = "normal") -> str:
    """A text broken into lines that fit a width, words kept whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.text_width_cm(longer, size, weight) > width_cm:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def widest(texts, size: float = style.TEXT, weight: str = "normal") -> float:
    """The width in centimetres of the widest of some texts."""
    return max((style.text_width_cm(text, size, weight) for text in texts), default=0.0)


def bare(axes: Axes) -> None:
    """Take spines and ticks off axes whose values are printed at the marks themselves."""
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)


def number_axis(axis, top: float, suffix: str = "", at_most: int = 5) -> None:
    """An axis from zero to beyond ``top``, its ticks written the Vietnamese way, with a fine grid."""
    steps = MaxNLocator(at_most, steps=[1, 2, 5, 10]).tick_values(0, top)
    ticks = [float(tick) for tick in steps if tick >= 0]
    decimals = next(d for d in (0, 1, 2, 3, 4) if all(round(t, d) == round(t, 9) for t in ticks) or d == 4)
    axis.set_ticks(ticks, [printed_number(tick, decimals) + suffix for tick in ticks])
    getattr(axis.axes, f"set_{axis.axis_name}lim")(0, ticks[-1])
    axis.grid(True)


def rows_of_labels(axes: Axes, labels, size: float = style.TEXT) -> None:
    """Row labels at the left of axes whose rows are counted from the top."""
    axes.set_yticks(range(len(labels)), labels, fontsize=size, linespacing=1.15)
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", labelleft=True, pad=4)


def limit(values, at_least: float = 1.0) -> float:
    """The largest of some values that may be missing, never nothing, so that an axis has a length."""
    present = [float(value) for value in values if value == value]
    return max([*present, 0.0]) or at_least
