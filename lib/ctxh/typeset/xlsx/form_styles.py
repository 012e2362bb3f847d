"""The look of blank forms: the type, the widths and shapes of columns by their kind, styles of what stands around the records."""

from typing import Any

FONT: dict[str, object] = {"font_name": "Times New Roman", "font_size": 12}
WIDTHS = {
    "row_number": 5,
    "text": 14,
    "name": 18,
    "birth": 11,
    "identity": 15,
    "category": 24,
    "coefficient": 7,
    "money": 14,
    "mark": 8,
    "month": 9,
    "date": 12,
    "count": 10,
    "change": 10,
    "percent": 9,
    "code": 34,
    "any": 18,
}
WIDE = {
    "paragraph": 100,
    "title": 44,
    "label": 34,
    "section": 24,
    "key": 50,
    "indicator": 50,
    "full_name": 24,
    "deceased_name": 24,
    "recipient_name": 24,
}
SHAPES = {
    "count": "#,##0",
    "change": "#,##0",
    "money": "#,##0",
    "row_number": "0",
    "coefficient": "0.0",
    "percent": "0.##",
    "date": "dd/mm/yyyy",
    "text": "@",
    "name": "@",
    "code": "@",
    "identity": "@",
    "birth": "@",
    "month": "@",
}
ALIGNED: dict[str, dict[str, Any]] = {
    "row_number": {"align": "center"},
    "month": {"align": "center"},
    **{key: {"text_wrap": True} for key in ("text", "name", "code")},
}
STYLES: dict[str, dict[str, Any]] = {
    "left": {"align": "center"},
    "bold": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "valign": "vcenter", "font_size": 14, "text_wrap": True},
    "small": {"italic": True, "font_size": 9},
    "caption": {"italic": True, "align": "right"},
    "required": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "optional": {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "numbering": {"italic": True, "align": "center", "border": 1, "font_size": 10},
    "total": {"bold": True, "border": 1},
    "sum": {"bold": True, "border": 1, "num_format": "#,##0"},
    "day": {"italic": True, "align": "center"},
    "signer": {"bold": True, "align": "center"},
    "signing": {"italic": True, "align": "center", "font_size": 10},
}
