"""What the annex holds: indicators, their passports, their breakdown by area, sources, checks and norms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ctxh.book import Indicator
from ctxh.book.printed_values import printed
from ctxh.book.quantities import HIDDEN, HIDDEN_NOTE, HIDDEN_SIGN
from ctxh.book.request import items_behind
from ctxh.check.verdict import counted_in
from ctxh.check.verdicts import Verdicts
from ctxh.citations import SOURCE, Citation, citation_words
from ctxh.compute.computed import Computed
from ctxh.compute.passports import Passport
from ctxh.compute.selections import absent_note
from ctxh.frames import Checked, Norm, Observation, rows_of
from ctxh.reference.places import PUBLIC
from ctxh.tell.law_tables import NORM_MEASURES, scope_in_words, told_end
from ctxh.tell.report import breakdown_note
from ctxh.tell.withheld import INTERNAL_ONLY
from ctxh.typeset.xlsx.annex import AnnexColumn, AnnexSheet, Link, Number
from ctxh.vietnamese import absent, format_date
from ctxh.vietnamese.person_codes import person_words

INDICATOR_SHEET, PASSPORT_SHEET, SOURCE_SHEET = "Chỉ tiêu", "Nguồn gốc số liệu", "Ô dữ liệu gốc"
_KINDS = {"money": "money", "billion": "money", "count": "number", "number": "number", "year": "year"}
NOTES = (
    ("Ô trống", "Không có số liệu, hoặc cột không áp dụng cho dòng ấy. Số 0 nghĩa là đã báo cáo và bằng không."),
    ("Số", "Ô số là số thật: tiền tính bằng đồng, tỷ lệ tính bằng phần trăm (0,94 là 0,94%), chưa làm tròn; định dạng chỉ đổi cách hiện."),
    (
        "Liên kết",
        "Tên ở trang Chỉ tiêu dẫn tới nguồn gốc của nó, tên ở trang Nguồn gốc số liệu dẫn trở lại; "
        "cột Số liệu gốc dẫn tới dòng đầu tiên của số liệu ấy ở trang Ô dữ liệu gốc và ngược lại.",
    ),
    ("Trang", "Mỗi trang có một bảng; tên trang và nội dung ở trang Mục lục. Không có ô gộp, không dùng màu để nói điều gì."),
    ("Ô", "Vị trí ô là của tệp Excel mà đơn vị đã gửi: H11:H15 là các ô từ H11 đến H15."),
)


def annex_sheets(
    computed: Computed, verdicts: Verdicts, passports: Mapping[str, Passport]
) -> tuple[list[tuple[str, str]], list[AnnexSheet]]:
    """Facts about the annex, and its sheets: indicators, passports, a breakdown a field, sources, checks, norms, notes."""
    breakdowns = [_breakdown(computed, field) for field in computed.book.fields if _by_area(computed, field)]
    sources = [r for r in rows_of(computed.observations, Observation) if not _cited(r).empty and r.item != "narrative_paragraphs"]
    area = computed.area_name(computed.area_code)
    facts = [
        ("Tên", f"Phụ biểu số liệu Công tác xã hội {area} {computed.period.words}"),
        ("Đơn vị báo cáo", area),
        ("Năm", str(computed.year)),
        ("Kỳ báo cáo", computed.period.words),
        ("Số liệu", f"từ {format_date(computed.period.first)} đến {format_date(computed.period.last)}; căn cứ: {computed.period.basis}"),
        ("Ngôn ngữ", "Tiếng Việt"),
        ("Lưu ý", breakdown_note(computed) or "Số liệu do các đơn vị báo cáo."),
    ]
    rest = [_sources(computed, sources), _checks(computed, verdicts), _norms(computed), _notes()]
    return facts, [_indicators(computed), _passports(computed, passports, sources), *breakdowns, *rest]


def _indicators(computed: Computed) -> AnnexSheet:
    columns = (
        AnnexColumn("Chỉ tiêu", width=56),
        AnnexColumn("Đơn vị tính", width=16),
        AnnexColumn("Giá trị", "number", 20),
        AnnexColumn("Bằng chữ hoặc ngày", width=40),
        AnnexColumn("Mã chỉ tiêu", width=38),
    )
    places = _places(computed)
    rows = [
        (
            Link(i.label, PASSPORT_SHEET, places[i.id]),
            i.measure_beside or (i.measure if i.notation == "percent" else ""),
            _amount(i, computed.value(i.id)),
            _words(i, computed.text(i.id)),
            i.id,
        )
        for i in computed.book.indicators.values()
    ]
    note = "Bấm vào tên để đến nguồn gốc của chỉ tiêu."
    return AnnexSheet(INDICATOR_SHEET, f"Chỉ tiêu {computed.period.words}", columns, rows, _notes_of(computed, note))


def _words(entry: Indicator, text: str) -> str | date:
    """A text as the report prints it; a whole day as a day."""
    if entry.notation == "date" and len(text) == len("2024-12-31"):
        return date.fromisoformat(text)
    return printed(entry, None, text) if text else ""


def _amount(entry: Indicator, value: float | None) -> Number | None:
    """A value in the number format of its indicator, or nothing."""
    return None if absent(value) else Number(value, _kind(entry))


def _kind(entry: Indicator) -> str:
    return _KINDS.get(entry.notation) or (f"decimal{entry.decimals}" if entry.decimals else "number")


def _passports(computed: Computed, passports: Mapping[str, Passport], sources: list[Observation]) -> AnnexSheet:
    """One row an indicator: what it is made of, on what basis, and where its workbook cells begin."""
    first = _first_rows(sources)
    columns = (
        AnnexColumn("Chỉ tiêu", width=56),
        AnnexColumn("Giá trị in ra", width=26),
        AnnexColumn("Cách tính", width=70),
        AnnexColumn("Thành phần", width=60),
        AnnexColumn("Nguồn", width=34),
        AnnexColumn("Căn cứ pháp lý", width=26),
        AnnexColumn("Số liệu gốc", width=38),
        AnnexColumn("Mã chỉ tiêu", width=38),
    )
    rows = [_passport(computed, found, first) for found in passports.values()]
    note = "Bấm vào tên để trở lại trang Chỉ tiêu, vào số liệu gốc để đến các ô trong tệp của các đơn vị."
    return AnnexSheet(PASSPORT_SHEET, f"Nguồn gốc của các chỉ tiêu {computed.period.words}", columns, rows, _notes_of(computed, note))


def _notes_of(computed: Computed, *notes: str) -> tuple[str, ...]:
    """The notes of a sheet, and before them which areas its figures lack."""
    return tuple(filter(None, (absent_note(computed), *notes)))


def _passport(computed: Computed, found: Passport, first: dict[str, int]) -> tuple[object, ...]:
    name = found.indicator
    parts = "; ".join(f"{label}: {shown}" for _, label, shown in found.parts)
    item = next((item for item in items_behind(computed.book, name) if item in first), "")
    return (
        Link(found.label, INDICATOR_SHEET, _places(computed)[name]),
        found.value,
        found.formula,
        parts,
        found.source,
        found.legal_basis,
        Link(_item(computed, item), SOURCE_SHEET, first[item]) if item else None,
        name,
    )


def _first_rows(sources: list[Observation]) -> dict[str, int]:
    """The first row of each item on the sheet of the sources."""
    return {row.item: n for n, row in reversed(list(enumerate(sources)))}


def _places(computed: Computed) -> dict[str, int]:
    """The row of each indicator on the sheets that list them all."""
    return {name: row for row, name in enumerate(computed.book.indicators)}


def _by_area(computed: Computed, field: str) -> list[str]:
    return [i.id for i in computed.book.indicators.values() if i.field == field and i.by_area]


def _breakdown(computed: Computed, field: str) -> AnnexSheet:
    """One row an area, one column an indicator; the office itself stands in the last row."""
    ids, whole = _by_area(computed, field), computed.book.fields[field]
    columns = [AnnexColumn("Mã đơn vị", width=11), AnnexColumn("Đơn vị", width=22)]
    columns += [AnnexColumn(f"{one.label} ({one.measure})", _kind(one), 18) for one in (computed.book.indicators[name] for name in ids)]
    values = {name: computed.area_values(name) for name in ids}
    rows = [
        (code, computed.area_name(code), *(_number(*values[name].get(code, (None, ""))) for name in ids))
        for code in computed.areas["area_code"]
    ]
    total = (computed.area_code, computed.area_name(computed.area_code), *(computed.value(name) for name in ids))
    title = f"{whole}: chia theo {computed.settings.areas_called}, {computed.period.words}"
    hides = HIDDEN_NOTE if any(HIDDEN_SIGN in row for row in rows) else ""
    return AnnexSheet(whole[:31], title, tuple(columns), rows, tuple(filter(None, [hides, breakdown_note(computed)])), total, 2)


def _number(value: float | None, shown: str = "") -> float | str | None:
    """A value, the sign of one that is hidden, or nothing."""
    return shown if shown == HIDDEN_SIGN else None if absent(value) else value


def _sources(computed: Computed, sources: list[Observation]) -> AnnexSheet:
    """The workbook cells behind every item of every area; an item's first row leads back to a passport."""
    columns = (
        AnnexColumn("Số liệu gốc", width=44),
        AnnexColumn("Mã đơn vị", width=13),
        AnnexColumn("Đơn vị", width=22),
        AnnexColumn("Kỳ", width=12),
        AnnexColumn("Phân tổ", width=32),
        AnnexColumn("Giá trị", "number", 20),
        AnnexColumn("Tệp", width=32),
        AnnexColumn("Trang tính", width=24),
        AnnexColumn("Ô", width=70),
    )
    first, owners = _first_rows(sources), _owners(computed)
    named = {(r.item, r.category): r for r in sources}  # most categories stand in a row of each area
    categories = {key: _category(computed, r) for key, r in named.items()}
    rows = [
        (
            Link(_item(computed, r.item), PASSPORT_SHEET, owners[r.item])
            if first[r.item] == n and r.item in owners
            else _item(computed, r.item),
            r.area_code,
            computed.area_name(r.area_code),
            _month(r.period),
            categories[r.item, r.category],
            _number(r.value, HIDDEN_SIGN if r.status == HIDDEN.status else ""),
            r.file,
            r.sheet,
            citation_words(_cited(r), ("file", "sheet")),
        )
        for n, r in enumerate(sources)
    ]
    note = "Dòng đầu của mỗi số liệu gốc dẫn tới chỉ tiêu dùng nó."
    return AnnexSheet(SOURCE_SHEET, "Số liệu gốc và ô trong tệp của các đơn vị", columns, rows, _notes_of(computed, note))


def _item(computed: Computed, item: str) -> str:
    return computed.book.items[item].label


def _month(period: str) -> str:
    """A month the Vietnamese way; a year as it is."""
    return "/".join(reversed(period.split("-")))


def _category(computed: Computed, row: Observation) -> str:
    """The category of an observation in words; what has no words as it is."""
    item = computed.book.items[row.item]
    known = (computed.categories.all(item.form, column) if (item.form, column) in computed.categories.labels else {} for column in item.by)
    parts = zip(known, row.category.split("|"), strict=True) if row.category else ()
    return "; ".join(labels.get(code) or _named(computed, code) for labels, code in parts)


def _named(computed: Computed, code: str) -> str:
    """What an indicator, a document of the register or a norm is called, by its code; what is none of them as it is."""
    entries = computed.book.indicators
    if code in entries:
        return entries[code].label
    document = next((entries[name].label.rpartition(": ")[2] for name in (f"{code}_no", f"{code}_date") if name in entries), "")
    return document or next(iter(computed.request.norms["label"][computed.request.norms["norm"] == code]), person_words(code))


def _cited(row: Observation) -> Citation:
    return Citation(*(getattr(row, name) for name in SOURCE))


def _owners(computed: Computed) -> dict[str, int]:
    """For each item the row of the first indicator that stands on it."""
    places = _places(computed)
    return {item: places[name] for name in reversed(list(places)) for item in items_behind(computed.book, name)}


def _notes() -> AnnexSheet:
    columns = (AnnexColumn("Về", width=14), AnnexColumn("Ghi chú", width=110))
    return AnnexSheet("Ghi chú", "Ghi chú chung của phụ biểu", columns, NOTES)


def _checks(computed: Computed, verdicts: Verdicts) -> AnnexSheet:
    columns = (
        AnnexColumn("Mã", width=7),
        AnnexColumn("Nội dung kiểm tra", width=44),
        AnnexColumn("Số được xét", width=24),
        AnnexColumn("Đối chiếu", width=24),
        AnnexColumn("Đơn vị tính", width=14),
        AnnexColumn("Kết quả", width=12),
        AnnexColumn("Diễn giải", width=60),
    )
    made = rows_of(verdicts.checks.fillna(""), Checked)
    rows = [(r.check, r.title, r.left, r.right, counted_in(r), r.result, r.note) for r in made]
    kept = INTERNAL_ONLY if computed.request.audience == PUBLIC else ""
    return AnnexSheet("Kiểm tra", f"Kiểm tra số liệu {computed.period.words}", columns, rows, _notes_of(computed, kept))


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _norms(computed: Computed) -> AnnexSheet:
    columns = (
        AnnexColumn("Định mức", width=48),
        AnnexColumn("Giá trị", "number", 14),
        AnnexColumn("Đơn vị tính", width=16),
        AnnexColumn("Phạm vi", width=10),
        AnnexColumn("Từ ngày", "date", 14),
        AnnexColumn("Tính từ ngày", "date", 14),
        AnnexColumn("Trước ngày", "date", 14),
        AnnexColumn("Căn cứ pháp lý", width=36),
        AnnexColumn("Đã đối chiếu", width=12),
    )
    rows = [
        (
            r.label,
            float(r.value),
            NORM_MEASURES.get(r.unit_of_measure, r.unit_of_measure),
            scope_in_words(computed, r.scope),
            _day(r.valid_from),
            _day(r.counted_from),
            _day(told_end(r, computed.period)),
            r.legal_basis,
            "có" if r.verified == "yes" else "chưa",
        )
        for r in rows_of(computed.request.norms_used, Norm)
    ]
    return AnnexSheet("Định mức", f"Định mức có hiệu lực trong {computed.period.words}", columns, rows)
