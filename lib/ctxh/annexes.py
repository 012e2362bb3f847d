"""What the annex holds: indicators, their breakdown by area, sources, checks and norms."""

from __future__ import annotations

from ctxh.definitions import FIELDS, INDICATORS
from ctxh.documents.annex import AnnexColumn, AnnexSheet
from ctxh.edition import Edition
from ctxh.passports import formula_in_words
from ctxh.report import breakdown_note

_KINDS = {"money": "money", "billion": "money", "percent": "decimal", "count": "number", "year": "year"}


def annex_sheets(edition: Edition) -> tuple[list[tuple[str, str]], list[AnnexSheet]]:
    """Facts about the annex, and its sheets: indicators, a breakdown a field, sources, checks, norms."""
    breakdowns = [_breakdown(edition, field) for field in FIELDS if _by_area(field)]
    facts = [
        ("Cơ quan", edition.area_name(edition.area_code)),
        ("Năm", str(edition.year)),
        ("Ghi chú", breakdown_note(edition) or "Số liệu do các đơn vị báo cáo."),
    ]
    return facts, [_indicators(edition), *breakdowns, _sources(edition), _checks(edition), _norms(edition)]


def _indicators(edition: Edition) -> AnnexSheet:
    columns = (
        AnnexColumn("Mã chỉ tiêu", width=30), AnnexColumn("Chỉ tiêu", width=48), AnnexColumn("Đơn vị tính", width=14),
        AnnexColumn("Giá trị", "decimal", 18), AnnexColumn("Bằng chữ hoặc ngày", width=24), AnnexColumn("Mục", width=9),
        AnnexColumn("Cách tính", width=60), AnnexColumn("Nguồn", width=30), AnnexColumn("Căn cứ pháp lý", width=22),
    )  # fmt: skip
    rows = [
        (i.id, i.label, i.measure, edition.value(i.id), edition.text(i.id), i.section,
         formula_in_words(i.id, edition.layouts), i.source, i.legal_basis)
        for i in INDICATORS.values()
    ]  # fmt: skip
    return AnnexSheet("Chỉ tiêu", f"Chỉ tiêu năm {edition.year}", columns, rows)


def _by_area(field: str) -> list[str]:
    return [i.id for i in INDICATORS.values() if i.field == field and i.by_area]


def _breakdown(edition: Edition, field: str) -> AnnexSheet:
    """One row an area, one column an indicator; the office itself stands in the last row."""
    ids = _by_area(field)
    columns = [AnnexColumn("Mã đơn vị", width=11), AnnexColumn("Đơn vị", width=22)]
    columns += [AnnexColumn(_label(name), _KINDS[INDICATORS[name].notation], 16) for name in ids]
    values = {name: edition.area_values(name) for name in ids}
    rows = [
        (code, edition.area_name(code), *(_number(values[name].get(code, (None, ""))[0]) for name in ids))
        for code in edition.areas["area_code"]
    ]
    rows.append((edition.area_code, edition.area_name(edition.area_code), *(edition.value(name) for name in ids)))
    title = f"{FIELDS[field]}: chia theo xã, thị trấn, năm {edition.year}"
    return AnnexSheet(FIELDS[field][:31], title, tuple(columns), rows, tuple(filter(None, [breakdown_note(edition)])))


def _label(name: str) -> str:
    entry = INDICATORS[name]
    return f"{entry.label} ({entry.measure})"


def _number(value):
    return None if value is None or value != value else value


def _sources(edition: Edition) -> AnnexSheet:
    """The workbook cells behind every item of every area."""
    columns = (
        AnnexColumn("Số liệu gốc", width=32), AnnexColumn("Mã đơn vị", width=11), AnnexColumn("Kỳ", width=10),
        AnnexColumn("Phân tổ", width=28), AnnexColumn("Giá trị", "number", 18), AnnexColumn("Tệp", width=28),
        AnnexColumn("Trang tính", width=22), AnnexColumn("Ô", width=60),
    )  # fmt: skip
    rows = [
        (r.item, r.area_code, r.period, r.category, _number(r.value), r.file, r.sheet, r.cells)
        for r in edition.observations().itertuples()
        if r.cells and r.item != "narrative_paragraphs"
    ]
    return AnnexSheet("Ô dữ liệu gốc", "Số liệu gốc và ô trong tệp của các đơn vị", columns, rows)


def _checks(edition: Edition) -> AnnexSheet:
    columns = (
        AnnexColumn("Mã", width=7), AnnexColumn("Nội dung kiểm tra", width=44), AnnexColumn("Vế trái", width=24),
        AnnexColumn("Vế phải", width=24), AnnexColumn("Kết quả", width=12), AnnexColumn("Diễn giải", width=60),
    )  # fmt: skip
    table = edition.checks()
    rows = [(r.check, r.title, r.left, r.right, r.result, r.note) for r in table.itertuples()]
    return AnnexSheet("Kiểm tra", f"Kiểm tra số liệu năm {edition.year}", columns, rows)


def _norms(edition: Edition) -> AnnexSheet:
    columns = (
        AnnexColumn("Định mức", width=48), AnnexColumn("Giá trị", "number", 14), AnnexColumn("Đơn vị tính", width=16),
        AnnexColumn("Từ ngày", width=12), AnnexColumn("Trước ngày", width=12), AnnexColumn("Căn cứ pháp lý", width=36),
        AnnexColumn("Đã đối chiếu", width=12),
    )  # fmt: skip
    rows = [
        (r.label, float(r.value), r.unit_of_measure, r.valid_from, r.valid_to, r.legal_basis,
         "có" if r.verified == "yes" else "chưa")
        for r in edition.norms_used.itertuples()
    ]  # fmt: skip
    return AnnexSheet("Định mức", f"Định mức có hiệu lực trong năm {edition.year}", columns, rows)
