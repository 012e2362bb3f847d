"""What is found when records are cut to a period: decisions of before, documents without a day, rows of after the close."""

from __future__ import annotations

import pandas as pd

from ctxh.book.request import Request
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.reference.periods import decided_before
from ctxh.vietnamese import format_date

_CHECK = "kỳ báo cáo"


def of_decisions_before(request: Request, records: Records) -> list[Finding]:
    """A word on the decisions of a register that were taken before the period and count in it."""
    count = decided_before(records.table, request.layouts[records.form].dating, request.period)
    if not count:
        return []
    first = format_date(request.period.first)
    message = f"{count} quyết định ghi trước ngày {first}, ngày đầu của kỳ báo cáo, vẫn được tính: kỳ trước có thể đã tính."
    return [finding("flagged", message, "Xóa những dòng kỳ trước đã báo cáo, hoặc sửa ngày quyết định.", check=_CHECK, **records.place)]


def of_undated_documents(request: Request, records: Records, kept: pd.DataFrame) -> list[Finding]:
    """A word on the documents that a part of a year does not cite since the register has no day of theirs, at their cells."""
    gone = records.table[~records.table["row"].isin(kept["row"])]
    undated = gone[gone["issued_on"].fillna("") == ""] if records.form == "documents" else gone.iloc[:0]
    if undated.empty:
        return []
    numbers = ", ".join(str(number) for number in undated["number"])
    message = f"{len(undated)} văn bản chưa ghi ngày ban hành nên không được viện dẫn trong {request.period.words}: {numbers}."
    cells = ", ".join(f"{records.letters['issued_on']}{row}" for row in undated["row"])
    remedy = "Văn bản ban hành trong kỳ thì ghi ngày ban hành vào sổ văn bản rồi chạy lại."
    return [finding("flagged", message, remedy, check=_CHECK, cell=cells, **records.place)]


def of_rows_after_the_close(request: Request, left: dict[str, int]) -> list[Finding]:
    """A word on the rows of a year that are dated after the day on which it closes; ``left`` has their number by form."""
    if not left:
        return []
    forms = ", ".join(f"{code}: {count} dòng" for code, count in left.items())
    last = format_date(request.period.last)
    message = f"{request.period.words.capitalize()} chốt ngày {last}: dòng ghi ngày sau đó không được tính ({forms})."
    remedy = "Kiểm tra ngày chốt trong office.toml, [periods.year]."
    return [finding("flagged", message, remedy, check=_CHECK, area_code=request.area_code)]
