"""The small set of blocks that every document is made of, and their JSON form: all that wording, notebooks and writers share."""

from __future__ import annotations

import html
import numbers
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ctxh.errors import CtxhError
from ctxh.vietnamese import absent, fold, format_number

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.ctxh.block+json"
UNBROKEN = 16  # letters of a cell that stay on one line, such as the name of a commune


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; ``cite`` names the indicator it prints, ``ref`` the table or figure whose number is its text."""

    text: str
    bold: bool = False
    italic: bool = False
    cite: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4, numbered in its own text."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``style`` is ``body``, ``item`` (a dash list entry) or ``note``."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True)
class Column:
    """A table column; ``align`` is ``left``, ``right`` or ``center``; ``numeric`` sorts as a number."""

    label: str
    align: str = "left"
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A printed cell; ``cite`` is ``indicator`` or ``indicator@area_code`` when it prints one."""

    text: str
    cite: str = ""


def number_column(label: str) -> Column:
    """A column of numbers."""
    return Column(label, align="right", numeric=True)


def text_columns(*labels: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(label) for label in labels)


def text_cells(*texts: object) -> tuple[Cell, ...]:
    """A row of cells that cite nothing."""
    return tuple(Cell(str(text)) for text in texts)


def own_id(caption: str) -> str:
    """The id of a table or figure of an analyst's own."""
    return "own_" + re.sub(r"\W+", "_", fold(caption))


def _framed(values: pd.Series, header: str, decimals: int, cites: Sequence[str] | None) -> tuple[Column, list[Cell]]:
    """A column of a frame and its cells, written the Vietnamese way; years are no numbers that are counted or have dots."""
    known = [value for value in values if value is not None and value == value]
    numeric = bool(known) and all(isinstance(value, numbers.Real) and not isinstance(value, bool) for value in known)
    counts = numeric and fold(header) != "nam"
    texts = [_written(value, decimals) if counts else "" if absent(value) else str(value) for value in values]
    cells = [Cell(text, cite) for text, cite in zip(texts, cites or [""] * len(texts), strict=True)]
    return (number_column(header) if counts else Column(header)), cells


def _written(value: Any, decimals: int) -> str:
    """A number as documents print it: whole ones with dots, others with some decimals, nothing for a missing one."""
    if absent(value):
        return ""
    return format_number(value, 0 if float(value).is_integer() else decimals)


def uncited_words(count: int) -> str:
    """What is said under a table or figure of numbers that no indicator stands behind; nothing for none."""
    return f"Người phân tích lập; {format_number(count)} con số không có chỉ tiêu đứng sau." if count else ""


@dataclass(frozen=True)
class Table:
    """A captioned table of printed cells; the last ``total_rows`` rows are totals."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    total_rows: int = 0
    note: str = ""
    source: str = ""
    uncited: int = 0  # how many numbers no indicator stands behind

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        caption: str,
        *,
        source: str = "",
        note: str = "",
        id: str = "",
        decimals: int = 2,
        cites: Mapping[str, Sequence[str]] | None = None,
    ) -> Table:
        """The table of any frame: its columns under their names, the index first where it is named, numbers as Vietnamese writes them.

        ``cites`` gives the indicator behind each cell of a column (``id`` or ``id@area_code``, empty for none); the other numbers are
        counted, and the note says so, with what the frame says of itself (``attrs["note"]``). Raises CtxhError without a caption.
        """
        if not caption.strip():
            raise CtxhError('Bảng chưa có tên: Table.from_frame(bảng, "Tên bảng").')
        if not hasattr(frame, "columns"):
            raise CtxhError('Table.from_frame nhận một DataFrame; cột hay kết quả của groupby thì thêm .to_frame("Tên cột").')
        named = frame.reset_index() if any(frame.index.names) else frame
        headers = [" – ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name) for name in named.columns]
        columns = [_framed(named.iloc[:, at], header, decimals, (cites or {}).get(header)) for at, header in enumerate(headers)]
        rows = tuple(zip(*(cells for _, cells in columns), strict=True))
        uncited = sum(column.numeric and bool(cell.text) and not cell.cite for column, cells in columns for cell in cells)
        whole_note = " ".join(filter(None, (note, str(frame.attrs.get("note", "")), uncited_words(uncited))))
        return cls(id or own_id(caption), caption, tuple(column for column, _ in columns), rows, 0, whole_note, source, uncited)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """The table as JSON for our writers and as plain HTML for any other viewer."""
        return {MIME: as_json(self), "text/html": plain_html(self), "text/plain": self.caption}


@dataclass(frozen=True)
class Figure:
    """A captioned drawing: SVG text, what it shows in words, and where its numbers come from."""

    id: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    note: str = ""
    source: str = ""
    cites: tuple[str, ...] = ()
    drawn_values: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)  # the values drawn, as ``canvas.Mark``
    empty: str = ""  # why there is nothing to draw
    uncited: int = 0  # how many numbers no indicator stands behind

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """The figure as JSON for our writers and as plain HTML for any other viewer."""
        return {MIME: as_json(self), "text/html": plain_html(self), "text/plain": self.alt}


Block = Heading | Paragraph | Table | Figure
KINDS: dict[str, type[Block]] = {"heading": Heading, "paragraph": Paragraph, "table": Table, "figure": Figure}


@dataclass(frozen=True)
class Frame:
    """What stands round the body of an official report (Decree 30/2020/NĐ-CP, appendix I)."""

    superior: str  # cơ quan chủ quản, box 2; empty for a district committee
    issuer: str  # tên cơ quan ban hành, box 2
    number: str  # empty until it is registered
    symbol: str  # ký hiệu, e.g. BC-UBND
    place: str  # địa danh
    date: str  # printed "ngày … tháng … năm …", parts not known yet left blank
    kind: str  # tên loại văn bản: BÁO CÁO
    summary: str  # trích yếu
    addressees: tuple[str, ...]  # Kính gửi
    recipients: tuple[str, ...]  # Nơi nhận, last one is Lưu
    authority: tuple[str, ...]  # TM. …, KT. …, position
    signer: str  # empty when the office leaves it to the day
    watermark: str = ""  # e.g. a line saying that the data are illustrative


@dataclass(frozen=True)
class Document:
    """A frame and its body: all that a writer needs."""

    title: str
    language: str
    frame: Frame
    blocks: tuple[Block, ...]


def text_of(runs: tuple[Run, ...]) -> str:
    """The text of runs, without style."""
    return "".join(run.text for run in runs)


def as_json(block: Block) -> dict[str, Any]:
    """A block as plain JSON values, with its kind under ``kind``."""
    kind = next(name for name, cls in KINDS.items() if type(block) is cls)
    return {"kind": kind, **asdict(block)}


def from_json(value: dict[str, Any]) -> Block:
    """The block that ``as_json`` wrote. Raises KeyError for an unknown kind."""
    cls = KINDS[value["kind"]]
    fields = {name: entry for name, entry in value.items() if name != "kind"}
    if "runs" in fields:
        fields["runs"] = tuple(Run(**run) for run in fields["runs"])
    if cls is Table:
        fields["columns"] = tuple(Column(**column) for column in fields["columns"])
        fields["rows"] = tuple(tuple(Cell(**cell) for cell in row) for row in fields["rows"])
    if cls is Figure:
        fields |= {"cites": tuple(fields["cites"]), "drawn_values": tuple(map(tuple, fields.get("drawn_values", ())))}
    return cls(**fields)


def notes_under(block: Table | Figure) -> list[str]:
    """The note and the source that stand under a table or a figure."""
    return [text for text in (block.note, f"Nguồn: {block.source}" if block.source else "") if text]


def plain_html(block: Table | Figure) -> str:
    """A table or figure as bare HTML, with what stands under it: what JupyterLab shows before our exporters take over."""
    caption, under = html.escape(block.caption), "".join(f"<p><small>{html.escape(text)}</small></p>" for text in notes_under(block))
    if isinstance(block, Figure):
        return f'<figure style="margin: 0">{block.svg}<figcaption>{caption}</figcaption>{under}</figure>'
    texts = [[column.label for column in block.columns], *([cell.text for cell in row] for row in block.rows)]
    head, *body = (_plain_row(block, row, "td" if at else "th") for at, row in enumerate(texts))
    return f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{''.join(body)}</tbody></table>{under}"


def _plain_row(table: Table, texts: Sequence[str], tag: str) -> str:
    spaces = ("normal" if len(text) > UNBROKEN else "nowrap" for text in texts)
    looked = zip(texts, spaces, (column.align for column in table.columns), strict=True)
    cells = (f'<{tag} style="text-align:{align};white-space:{space}">{html.escape(text)}</{tag}>' for text, space, align in looked)
    return f"<tr>{''.join(cells)}</tr>"


def with_content(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, a sentence in place of each table without rows and figure without a drawing, no heading over nothing."""
    return _without_bare_headings([_empty_in_words(block) for block in blocks])


def _empty_in_words(block: Block) -> Block:
    if not isinstance(block, Figure | Table):
        return block
    empty = block.empty if isinstance(block, Figure) else "" if block.rows else block.note or "không có"
    return Paragraph((Run(f"{block.caption}: {empty[0].lower()}{empty[1:]}"),), "note") if empty else block


def _without_bare_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without headings that nothing but headings of their level or above follows."""
    kept: list[Block] = []
    following = 1  # level of the heading that comes next, 0 for another block; the end is as a heading of the first level
    for block in reversed(blocks):
        level = block.level if isinstance(block, Heading) else 0
        if not level or following == 0 or following > level:
            kept.append(block)
            following = level
    return kept[::-1]


def numbered(blocks: list[Block]) -> list[Block]:
    """The blocks with "Bảng n." and "Hình n." before captions, in order of appearance, and as the text of runs that refer to them."""
    counts = {"Bảng": 0, "Hình": 0}
    names: dict[str, str] = {}
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table | Figure) and block.caption:
            word = "Bảng" if isinstance(block, Table) else "Hình"
            counts[word] += 1
            name = f"{word} {counts[word]}"
            names.setdefault(block.id, name)
            block = replace(block, caption=f"{name}. {block.caption}")
        out.append(block)
    return [_referred(block, names) for block in out]


def _referred(block: Block, names: dict[str, str]) -> Block:
    """The block with its references named; one to nothing here keeps its own words and leads nowhere."""
    if not isinstance(block, Heading | Paragraph) or not any(run.ref for run in block.runs):
        return block
    named = (replace(run, text=names.get(run.ref, run.text), ref=run.ref if run.ref in names else "") for run in block.runs)
    return replace(block, runs=tuple(named))
