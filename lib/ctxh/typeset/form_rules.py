"""What the columns of a blank form take, say, are added up to and stand under."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ctxh.book.layouts import Layout, LayoutColumn


def groups(columns: Sequence[LayoutColumn]) -> list[tuple[int, int, str]]:
    """The columns in runs: those under one upper cell together, each other alone."""
    runs: list[tuple[int, int, str]] = []
    for index, column in enumerate(columns):
        if runs and column.group_label and runs[-1][2] == column.group_label:
            runs[-1] = (runs[-1][0], index, column.group_label)
        else:
            runs.append((index, index, column.group_label))
    return runs


def is_summed(layout: Layout, column: LayoutColumn) -> bool:
    """Whether the total row adds a column up: amounts always, counts where the rows are parts of a whole."""
    if column.kind == "money":
        return not column.level_of
    monthly = any(other.kind == "month" and other.required for other in layout.columns)
    counts = [other for other in layout.columns if other.kind == "count"]
    return column.kind == "count" and not monthly and (len(counts) > 1 or len(layout.columns) > 3)


def rule(column: LayoutColumn, cell: str, words: str, last: date) -> dict[str, Any]:
    """What a column takes, as Excel's data validation says it; ``cell`` is its first cell."""
    if words:
        return {"validate": "list", "source": words} | _refusal("Chọn một mục trong danh sách.")
    if column.kind in ("count", "money"):
        return {"validate": "integer", "criteria": ">=", "value": 0} | _refusal("Ghi số nguyên, không âm, không kèm chữ.")
    if column.kind in ("coefficient", "percent"):
        most = 100 if column.kind == "percent" else 20
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most} | _refusal(f"Ghi số từ 0 đến {most}.")
    if column.kind == "date":
        span = {"minimum": date(1900, 1, 1), "maximum": last}
        return {"validate": "date", "criteria": "between"} | span | _refusal(f"Ghi ngày/tháng/năm, không sau {last:%d/%m/%Y}.")
    if column.kind == "month":
        asked = f'=AND(LEN({cell})<=7,ISNUMBER(FIND("/",{cell})))'
        return {"validate": "custom", "value": asked} | _refusal("Ghi tháng/năm, ví dụ 03/2024.")
    if column.kind == "identity":
        return {"validate": "custom", "value": f"=AND(LEN({cell})=12,ISNUMBER(--{cell}))"} | _refusal("Số CCCD có đúng 12 chữ số.")
    if column.kind == "mark":
        return {"validate": "list", "source": ["x"]} | _refusal("Ghi x hoặc để trống.")
    return {"validate": "any"}


def _refusal(message: str) -> dict[str, Any]:
    return {"error_type": "stop", "error_title": "Chưa đúng", "error_message": message}


def input_message(column: LayoutColumn) -> dict[str, Any]:
    needed = " Bắt buộc." if column.required else ""
    return {"input_title": column.label[:32], "input_message": f"{column.help.rstrip('.')}.{needed}"[:255]}
