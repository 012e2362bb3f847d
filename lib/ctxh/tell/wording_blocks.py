"""Tables and figures that the wording asks for, each a block of its own in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ctxh.blocks import Figure, Table
from ctxh.book import Book, Indicator
from ctxh.book.entries import CODE
from ctxh.book.request import known_indicator
from ctxh.compute.computed import Computed
from ctxh.compute.selections import MISSING_CELL
from ctxh.errors import CtxhError, nearest
from ctxh.reference.places import PUBLIC
from ctxh.tell.family_tables import family_table, members_of
from ctxh.tell.indicator_tables import MOST_COLUMNS, area_table, indicator_table

AREA = "area"  # the one word that ``by`` may be


def table_asked(computed: Computed, names: Sequence[str], by: str = "", caption: str = "") -> Table:
    """The table of a field, a row an indicator, or of some indicators, a row an area; of a field too where it is ``by`` area.

    Of families (``decisions_{code}``) a row a code of their list. Raises CtxhError as ``names_asked`` does.
    """
    book, wanted = computed.book, names_asked(computed.book, names, by, computed.request.audience == PUBLIC)
    if any(CODE in name for name in names):
        return family_table(computed, names, caption)
    if not wanted:
        found = indicator_table(computed, names[0])
        rows = tuple(row for row in found.rows if row[1].text != MISSING_CELL)  # what has no value is told in the appendix
        return replace(found, caption=caption or found.caption, rows=rows)
    subject = book.fields[book.indicators[wanted[0]].field] if len({book.indicators[name].field for name in wanted}) == 1 else "Số liệu"
    return area_table(computed, wanted, caption or f"{subject} theo {computed.settings.areas_called}")


def names_asked(book: Book, names: Sequence[str], by: str, public: bool = False) -> list[str]:
    """The indicators of a table with a row an area or a code; none for the table of a field.

    A public edition tells of fewer areas than its office writes of: its tables say what they leave out.

    Raises CtxhError for a name that is neither, for two fields, for families of two lists or beside others, for indicators
    without areas, and for more than fit a page.
    """
    if by not in ("", AREA):
        raise CtxhError(f'table chia theo «{by}» không có: viết by="{AREA}" hoặc bỏ đi.')
    if any(CODE in name for name in names):
        return _members_asked(book, names, by)
    fields = [name for name in names if name in book.fields]
    if not names or (fields and len(names) > 1):
        raise CtxhError(f"table cần một lĩnh vực hoặc các chỉ tiêu, như {_EXAMPLES}.")
    if fields and not by:
        return []
    wanted = (
        [name for name, entry in book.indicators.items() if entry.field == fields[0] and (entry.by_area or public)]
        if fields
        else list(names)
    )
    whole = [name for name in wanted if not _known(book, name).by_area]
    if whole and not public:
        raise CtxhError(f"chỉ tiêu «{whole[0]}» chỉ có cho toàn địa bàn, không chia theo đơn vị.")
    if not wanted:
        raise CtxhError(f"lĩnh vực «{fields[0]}» không có chỉ tiêu nào chia theo đơn vị.")
    if len(wanted) - len(whole) >= MOST_COLUMNS:
        raise CtxhError(
            f"bảng theo đơn vị chứa được {MOST_COLUMNS - 1} chỉ tiêu, không phải {len(wanted)}. Chọn trong: {', '.join(wanted)}."
        )
    return wanted


def _members_asked(book: Book, names: Sequence[str], by: str) -> list[str]:
    """The indicators of some families over one list."""
    if by or len(names) >= MOST_COLUMNS:
        raise CtxhError(f"bảng theo danh mục chứa được {MOST_COLUMNS - 1} họ chỉ tiêu, không chia tiếp theo by.")
    families = {entry.family for entry in book.indicators.values()} - {""}
    for name in names:
        if name not in families:
            raise CtxhError(f"không có họ chỉ tiêu «{name}».{nearest(name, families)}")
    members = [members_of(book, name) for name in names]
    if len({frozenset(of.keys()) for of in members}) > 1:
        raise CtxhError(f"«{names[0]}» và «{names[1]}» lập theo hai danh mục khác nhau. Mỗi danh mục một bảng.")
    return [entry.id for of in members for entry in of.values()]


def figure_asked(computed: Computed, name: str) -> Figure:
    """The figure of a name. Raises CtxhError for one that there is not, naming the nearest."""
    from ctxh.draw import draw_figure

    return draw_figure(computed, name)


_EXAMPLES = 'table("poverty") hoặc table("poor_households", "poor_households_rate")'


def _known(book: Book, name: str) -> Indicator:
    """The indicator of a name. Raises CtxhError for a name that is no field and no indicator."""
    if name not in book.indicators and (suggestion := nearest(name, book.fields)):
        raise CtxhError(f"không có lĩnh vực hay chỉ tiêu «{name}».{suggestion}")
    return known_indicator(book, name)
