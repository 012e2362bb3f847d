"""Tables of the documents, made from the tables of an edition: printed cells that know what they print.

Every number of an indicator is a cell whose ``cite`` is ``indicator`` or ``indicator@area_code``.
No table has more columns than an upright A4 page bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ctxh.blocks import Cell, Column, Table, number_column, text_columns
from ctxh.book import Indicator
from ctxh.book.layouts import LISTED, forms_telling
from ctxh.book.quantities import HIDDEN_NOTE, HIDDEN_SIGN, MISSING_SIGN
from ctxh.book.request import Request, known_field, known_indicator
from ctxh.check.verdict import counted_in
from ctxh.check.verdicts import Verdicts
from ctxh.compute.computed import Computed
from ctxh.compute.passports import formula_in_words
from ctxh.compute.selections import MISSING_CELL, absent_documents, area_names, in_order, late_note, notice, of_a_stock
from ctxh.findings import SEVERITIES, SEVERITY_LABELS, TRACED
from ctxh.frames import Checked, FindingRow, rows_of
from ctxh.observe.observed import Observations
from ctxh.reference.places import PUBLIC
from ctxh.tell.withheld import OFFICE_ONLY, internal, told_by_area, withheld
from ctxh.vietnamese import format_iso_date, format_number

MOST_COLUMNS = 8
SHORTEST_HASH = 12
WRAPS_FROM = 34  # characters: longer sides of a check would leave no room for its note

Row = tuple[Cell, ...]


def indicator_table(computed: Computed, field: str) -> Table:
    """The indicators of a field for the whole office; no rows where none has a value."""
    printed, own = (
        printed_values(computed),
        [entry for entry in computed.book.indicators.values() if entry.field == known_field(computed.book, field)],
    )
    absent = absent_documents(computed, own)
    kept = [entry for entry in own if entry.id not in absent and _is_printed(computed, printed, entry)]
    rows = tuple(
        (
            Cell(entry.label),
            Cell(value_of(printed, entry.id, computed.area_code), cite=entry.id),
            Cell(entry.measure_beside),
        )
        for entry in kept
    )
    in_words = 2 * sum(entry.notation in ("text", "date", "year") for entry in kept) > len(kept)
    columns = (Column("Chỉ tiêu"), Column("Giá trị") if in_words else number_column("Giá trị"), Column("Đơn vị tính"))
    caption = f"{computed.book.fields[field]}, {computed.period.words}"
    note = " ".join(filter(None, (_absence_note(computed, absent, "dòng"), _noted(computed, own, breakdown=False, kept=kept))))
    if rows and all(row[1].text == MISSING_CELL for row in rows):
        rows, note = (), "Chưa có số liệu."
    return Table(f"indicators_{field}", caption, columns, rows, note=note)


def _is_printed(computed: Computed, printed: dict[tuple[str, str], str], entry: Indicator) -> bool:
    """Whether an indicator has a row of its own: of a part of a year only what has a value."""
    place = (entry.id, computed.area_code)
    if entry.id in computed.untold or place not in printed:
        return False
    return computed.period.whole or value_of(printed, *place) != MISSING_CELL


def _absence_note(computed: Computed, absent: set[str], rows: str) -> str:
    """How many rows about documents that the register does not have are left out; of a part of a year all rows are counted at once."""
    return f"Không in {len(absent)} {rows} về văn bản mà sổ văn bản (B10) không có." if absent and computed.period.whole else ""


def area_table(computed: Computed, indicators: Iterable[str], caption: str) -> Table:
    """A row an area in their order and the whole office last; a column an indicator.

    Raises ValueError for more indicators than a page has room for.
    """
    asked = [computed.book.indicators[known_indicator(computed.book, name).id] for name in indicators]
    if not (shown := told_by_area(computed, asked)):
        return withheld(f"by_area_{asked[0].field}", caption, OFFICE_ONLY)
    gone, asked = ", ".join(entry.label for entry in asked if entry not in shown), shown
    entries = [entry for entry in asked if entry.id not in computed.untold] or asked
    if len(entries) >= MOST_COLUMNS:
        raise ValueError(f"at most {MOST_COLUMNS - 1} indicators fit a table, not {len(entries)}")
    printed = printed_values(computed)
    codes = [*area_names(computed).index, computed.area_code]
    names = [_sentence(computed.area_name(code)) for code in codes[:-1]] + ["Tổng cộng"]
    rows = tuple(
        (Cell(name), *(_cited(printed, entry.id, code, computed.area_code) for entry in entries))
        for name, code in zip(names, codes, strict=True)
    )
    hidden = HIDDEN_NOTE if any(cell.text == HIDDEN_SIGN for row in rows for cell in row) else ""
    columns = (Column(_sentence(computed.settings.areas_called)), *(number_column(heading(entry)) for entry in entries))
    caption = caption if computed.period.whole else f"{caption}, {computed.period.words}"
    return Table(
        f"by_area_{asked[0].field}",
        caption,
        columns,
        rows,
        total_rows=1,
        note=" ".join(filter(None, (hidden, gone and f"{OFFICE_ONLY[:-1]}: {gone}.", _noted(computed, asked, breakdown=True)))),
    )


def _noted(computed: Computed, entries: list[Indicator], breakdown: bool, kept: list[Indicator] | None = None) -> str:
    """What must be said under a table of indicators: what cannot be told of the period, lists of later, what is illustrative."""
    names = [entry.id for entry in entries]
    gone = sum(name in computed.untold for name in names) if kept is None or computed.period.whole else len(entries) - len(kept)
    remarks = _untold_note(gone)
    late = late_note(computed) if computed.listed_until and any(of_a_stock(computed, name) for name in names) else ""
    return " ".join(filter(None, (remarks, late, notice(computed, breakdown))))


def _untold_note(gone: int) -> str:
    return f"Không in {gone} chỉ tiêu chưa có số liệu của kỳ (chưa đến dịp, chưa rà soát, hoặc không ghi ngày)." if gone else ""


@internal("findings_public", "Phát hiện về số liệu")
def findings_table(computed: Computed, verdicts: Verdicts, severities: Iterable[str] = SEVERITIES) -> Table:
    """The findings of some severities, the gravest first: where, what was found, what was done."""
    found = verdicts.findings
    chosen = [severity for severity in SEVERITIES if severity in set(severities)]
    rows = tuple(
        _texts(_grade(row), _place(row), row.message, _repair(row, computed.book.indicators))
        for severity in chosen
        for row in rows_of(found[found["severity"].eq(severity)], FindingRow)
    )
    columns = text_columns("Mức độ", "Tệp, trang tính, ô", "Nội dung", "Cách xử lý")
    return Table(f"findings_{'_'.join(chosen)}", _findings_caption(chosen), columns, rows, note="" if rows else "Không có phát hiện nào.")


QUOTED_FROM = 18  # letters; longer words of a paper would make the columns of numbers as wide as they are


@internal("checks", "Các phép kiểm tra số liệu")
def checks_table(computed: Computed, verdicts: Verdicts) -> Table:
    """Every check with what it compared and the result; one about a single area names it."""
    rows = tuple(_texts(row.check, _checked(computed, row), *_sides(row)) for row in rows_of(verdicts.checks.fillna(""), Checked))
    sides = (Column("Số được xét", "right"), Column("Đối chiếu", "right"))
    columns = (*text_columns("Mã", "Phép kiểm tra"), *sides, *text_columns("Kết quả", "Ghi chú"))
    return Table("checks", f"Các phép kiểm tra số liệu, {computed.period.words}", columns, rows)


def _sides(row: Checked) -> tuple[str, str, str, str]:
    """Both sides of a check, its result and its note; sides that are whole phrases, or long words of a paper, stand in the note."""
    if max(len(row.left), len(row.right)) <= (QUOTED_FROM if "«" in row.left else WRAPS_FROM):
        return row.left, row.right, row.result, row.note
    return "ghi chú", "ghi chú", row.result, f"{row.note}: {row.left}; đối chiếu: {row.right}".removeprefix(": ")


def coverage_table(observed: Observations) -> Table:
    """What came in: a row a file, with its forms, its rows and the beginning of its hash; what of it no indicator uses, in the note."""
    came = observed.coverage.astype({"area_code": str}).sort_values("file", kind="stable")
    senders = in_order(observed.as_reported.areas, came["area_code"].unique())
    rows = [
        (
            str(part["area"].iloc[0]),
            file,
            ", ".join(_codes(observed.request, part["form"])),
            int(part["rows"].astype(int).sum()),
            str(part["sha256"].iloc[0]),
        )
        for sender in senders
        for file, part in came[came["area_code"].eq(sender)].groupby("file", sort=False)
    ]
    if observed.request.audience == PUBLIC:
        kept = tuple(_texts(_sentence(row[0]), row[2]) for row in rows)
        return Table("coverage", f"Số liệu đã nhận, {observed.request.period.words}", text_columns("Địa phương", "Biểu"), kept)
    total = _texts("Tổng cộng", f"{len(rows)} tệp", "", format_number(sum(row[3] for row in rows)), "")
    cells = [_texts(_sentence(area), file, forms, format_number(count), sha[:SHORTEST_HASH]) for area, file, forms, count, sha in rows]
    columns = (*text_columns("Địa phương", "Tệp", "Biểu"), number_column("Số dòng"), Column("SHA-256"))
    return Table(
        "coverage", f"Số liệu đã nhận, {observed.request.period.words}", columns, (*cells, total), note=_unused(came), total_rows=1
    )


def _unused(came: pd.DataFrame) -> str:
    """How much of what came in no indicator uses; nothing to say where all is used."""
    rows, money = (came[name].astype(float).sum() for name in ("unused_rows", "unused_amount"))
    if not rows and not money:
        return ""
    unused = f"{format_number(rows)} dòng; tiền không vào chỉ tiêu nào: {format_number(money)} đồng"
    return f"Không chỉ tiêu nào dùng: {unused}. Từng loại ở các phát hiện."


def period_rows(computed: Computed) -> pd.DataFrame:
    """The days between which data are counted and on which they close: columns period, section, forms, from, to, cutoff, basis."""
    period, codes = computed.period, {form: layout.code for form, layout in computed.layouts.items()}
    dated = [layout.dating for layout in computed.layouts.values() if layout.dated_by]
    sections: dict[str, list[str]] = {"all": [], **{section: [] for section in sorted({one.section for one in dated})}}
    for one in dated:
        sections[one.section].append(codes[one.form])
    rows = [(section, ", ".join(forms), period.cutoff(section).isoformat(), period.basis) for section, forms in sections.items()]
    desk = computed.text("cashless_cutoff")
    if desk:
        rows.append(("I.4", codes["desk_figures"], desk, "Ngày chốt do phòng ghi"))
    rows.sort(key=lambda row: (row[0] != "all", row[0]))
    span = (period.words, period.first.isoformat(), period.last.isoformat())
    table = [(span[0], section, forms, span[1], span[2], cutoff, basis) for section, forms, cutoff, basis in rows]
    return pd.DataFrame(table, columns=["period", "section", "forms", "from", "to", "cutoff", "basis"])


def periods_table(computed: Computed) -> Table:
    """The period of the report, when its data close and on what basis: a row of forms with a day or basis of their own, then all others.

    Forms, not sections: offices number the sections of their reports as they like.
    """
    whole, *sections = (row[1:] for row in period_rows(computed).itertuples(index=False, name=None))
    own = [row for row in sections if row[-2:] != whole[-2:]]
    others = f"Mọi biểu{' khác' if own else ''} có ghi ngày"
    listed = (*(row[1:] for row in own), (others, *whole[2:]))
    rows = tuple(_texts(forms, *map(format_iso_date, days), basis) for forms, *days, basis in listed)
    columns = text_columns("Biểu", "Từ ngày", "Đến ngày", "Ngày chốt", "Căn cứ")
    return Table("periods", f"Kỳ báo cáo và ngày chốt số liệu, {computed.period.words}", columns, rows, note=_how_cut(computed))


def _how_cut(computed: Computed) -> str:
    """What the days of the period were used for, and which lists are of another day."""
    until, stock = computed.listed_until, ", ".join(_codes(computed.request, forms_telling(computed.layouts, LISTED)))
    late = f" Danh sách và bảng không theo ngày ({stock}) lập đến tháng {until[5:]}/{until[:4]}, sau kỳ báo cáo." if until else ""
    return f"Dòng ghi ngày sau ngày chốt không được tính; lấy quà theo dịp tặng.{late}"


def definitions_table(computed: Computed, field: str = "") -> Table:
    """The method: each indicator with its id, how it is computed, then its source and legal basis; none that is not told."""
    own = [entry for entry in computed.book.indicators.values() if not field or entry.field == known_field(computed.book, field)]
    absent = absent_documents(computed, own)
    entries = [entry for entry in own if entry.id not in computed.untold | absent]
    rows = tuple(
        _texts(
            f"{entry.label} ({entry.id})",
            formula_in_words(entry.id, computed.layouts, computed.book),
            "; ".join(text for text in (entry.source, entry.legal_basis) if text),
        )
        for entry in entries
    )
    columns = text_columns("Chỉ tiêu (mã)", "Cách tính", "Nguồn và căn cứ pháp lý")
    caption = f"Định nghĩa chỉ tiêu: {computed.book.fields[field]}" if field else "Định nghĩa chỉ tiêu"
    note = _absence_note(computed, absent, "chỉ tiêu") or _untold_note(len(own) - len(entries))
    return Table(f"definitions_{field}".rstrip("_"), caption, columns, rows, note=note)


def printed_values(computed: Computed) -> dict[tuple[str, str], str]:
    """What is printed of each indicator and area."""
    return {place: shown for place, (shown, _) in computed.printed_values.items()}


def value_of(printed: dict[tuple[str, str], str], indicator: str, code: str) -> str:
    """What is printed of an indicator and an area, a dash for what is not known."""
    text = printed.get((indicator, code), "")
    return MISSING_CELL if text in ("", MISSING_SIGN) else text


def _cited(printed: dict[tuple[str, str], str], indicator: str, code: str, office: str) -> Cell:
    return Cell(value_of(printed, indicator, code), cite=indicator if code == office else f"{indicator}@{code}")


def heading(entry: Indicator, label: str = "") -> str:
    """A column's label, or another one, with the unit of measure unless the printed value carries it."""
    label = label or entry.label
    return label if entry.notation in ("percent", "date", "text", "year") or not entry.measure else f"{label} ({entry.measure})"


def _texts(*texts: Any) -> Row:
    return tuple(Cell("" if pd.isna(text) else str(text)) for text in texts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _checked(computed: Computed, row: Checked) -> str:
    area = "" if row.area_code in ("", computed.area_code) else computed.as_reported.area_name(row.area_code)
    return " ".join([row.title, *(f"({words})" for words in (counted_in(row), area) if words)])


def _grade(row: FindingRow) -> str:
    return f"{SEVERITY_LABELS[row.severity]} ({row.check})" if row.check else SEVERITY_LABELS[row.severity]


def _place(row: FindingRow) -> str:
    return ", ".join(part for part in (row.file, row.sheet, row.cell) if part)


def _repair(row: FindingRow, entries: Mapping[str, Indicator]) -> str:
    remarks = (("Theo quy tắc", row.expected), ("Báo cáo dùng", row.used))
    remedy = TRACED.sub(lambda command: f"Xem các ô gốc ở phần Nguồn gốc số liệu, mục «{entries[command[1]].label}».", row.remedy)
    return " ".join([*(f"{words}: {text}." for words, text in remarks if text), remedy]).strip()


def _findings_caption(severities: list[str]) -> str:
    return f"Phát hiện về số liệu: {', '.join(SEVERITY_LABELS[severity].lower() for severity in severities)}"


def _codes(request: Request, forms: Iterable[str]) -> list[str]:
    known = {form: layout.code for form, layout in request.layouts.items()}
    return [known.get(form, form) for form in forms]
