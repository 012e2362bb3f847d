"""The letter that goes back to a commune with its workbook: what to correct, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ctxh.blocks import Block, Cell, Column, Document, Frame, Heading, Paragraph, Run, Table
from ctxh.reference.settings import FrameSettings
from ctxh.typeset.docx.report_docx import write_docx
from ctxh.typeset.official import issuer_in_a_sentence
from ctxh.vietnamese import places_shown

SUMMARY = "rà soát, chỉnh sửa số liệu báo cáo Công tác xã hội {period}"
HEADINGS = {
    "stopped": "Phải sửa trước khi lập báo cáo",
    "flagged": "Đề nghị xem lại và trả lời",
    "fixed": "Đã đọc được, báo để biết",
}


@dataclass(frozen=True)
class Point:
    """One thing found, as the letter tells it."""

    severity: str
    sheet: str
    cell: str
    message: str
    remedy: str


def letter(
    own: FrameSettings, name: str, period: str, addressee: str, marked: str, points: Sequence[Point], frame: bytes, epoch: int
) -> bytes:
    """The Word file of the letter, a công văn of the office (Decree 30/2020/NĐ-CP, appendix III).

    ``own`` is the office's ``[frame]``, ``name`` its area, ``marked`` the workbook sent along.
    """
    summary, issuer = SUMMARY.format(period=period), issuer_in_a_sentence(own.issuer, name)
    about = Frame(
        superior=own.superior,
        issuer=own.issuer,
        number="",
        symbol=_symbol(own),
        place=own.place,
        date="ngày     tháng     năm       ",
        kind="",
        summary=summary,
        addressees=(addressee,),
        recipients=_recipients(own.recipients),
        authority=own.authority,
        signer=own.signer,
        watermark="",
    )
    blocks = [*_opening(issuer, addressee, period, marked), *_sections(points), *_closing(issuer, addressee, bool(marked))]
    return write_docx(Document(f"Công văn về việc {summary}", "vi-VN", about, tuple(blocks)), frame, epoch)


def addressee_of(whom: str, committee: bool) -> str:
    """Who is addressed: the people's committee of an area, or what has none, as a village."""
    return f"Ủy ban nhân dân {whom}" if committee else f"{whom[:1].upper()}{whom[1:]}"


def _symbol(own: FrameSettings) -> str:
    """The symbol of a công văn: whoever signs reports (``UBND`` of ``BC-UBND``), and who drafted it, as the archive's line says."""
    issuer = own.symbol.partition("-")[2] or own.symbol
    _, drafted, by = (own.recipients or ("",))[-1].rstrip(" .;").rpartition(",")
    return f"{issuer}-{by.strip()}" if drafted else issuer


def _recipients(lines: Sequence[str]) -> tuple[str, ...]:
    """The first and the last line of those who get a report: the addressee and the archive."""
    return tuple(dict.fromkeys((*lines[:1], *lines[-1:])))


def _opening(issuer: str, addressee: str, period: str, marked: str) -> list[Paragraph]:
    found = (
        f"Qua tổng hợp số liệu báo cáo {period} do {addressee} gửi, {issuer} nhận thấy còn các điểm dưới đây cần rà soát, "
        "xếp theo mức độ cần thiết."
    )
    beside = f" Các ô liên quan đã được tô màu và ghi chú trong tệp {marked} gửi kèm." if marked else ""
    return [_paragraph(found + beside)]


def _sections(points: Sequence[Point]) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for severity, heading in HEADINGS.items():
        own = [point for point in points if point.severity == severity]
        if own:
            number += 1
            blocks.append(Heading(2, (Run(f"{number}. {heading} ({len(own)} điểm)"),)))
            blocks += [_briefly(point) for point in own] if severity == "fixed" else [_table(severity, own)]
    return blocks


def _table(severity: str, points: list[Point]) -> Table:
    columns = (Column("TT", "center"), Column("Trang tính, ô"), Column("Nội dung"), Column("Đề nghị"))
    rows = tuple(
        (Cell(str(number)), Cell(_place(point) or "Cả tệp"), Cell(point.message), Cell(point.remedy))
        for number, point in enumerate(points, 1)
    )
    return Table(f"tra-lai-{severity}", "", columns, rows)  # its heading says what it is


def _place(point: Point) -> str:
    return ", ".join(filter(None, (point.sheet, f"ô {places_shown(point.cell)}" if point.cell else "")))


def _briefly(point: Point) -> Paragraph:
    return Paragraph((Run(f"{_place(point)}: {point.message}"),), style="item")


def _closing(issuer: str, addressee: str, marked: bool) -> list[Paragraph]:
    where = "ngay trong tệp gửi kèm (sửa xong thì xóa ghi chú)" if marked else "trong tệp của đơn vị"
    return [
        _paragraph(
            f"{issuer} yêu cầu {addressee} chỉ đạo sửa số liệu {where} và gửi lại tệp với tên như cũ "
            "trước ngày     tháng     năm       để tổng hợp đúng thời hạn. Điểm nào số liệu đã đúng thì trả lời bằng văn bản, nêu rõ lý do."
        ),
        _paragraph(f"{issuer} yêu cầu {addressee} khẩn trương thực hiện./."),
    ]


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))
