"""The part of data/README.md that describes the forms, made from the layouts.

``make guide`` writes it anew between its two marks.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ctxh.reference.places import project_root
from ctxh.reference.tables import read_reference

BEGIN = "<!-- forms: begin (make guide) -->"
END = "<!-- forms: end -->"
_SENDERS = {
    "area": "each area (a commune; in a commune's own office, a village)",
    "desk": "the office's own desk",
    "both": "each area and the desk, each what it gave itself",
}
_KINDS = {
    "row_number": "running number",
    "text": "text",
    "name": "name",
    "birth": "day or year",
    "identity": "12 digits, as text",
    "category": "one of the words below",
    "coefficient": "multiple of 0,5",
    "money": "whole đồng",
    "mark": "`x` or blank",
    "month": "`mm/yyyy`",
    "date": "`dd/mm/yyyy`",
    "count": "whole number",
    "change": "whole number, negative for a fall",
    "invalid_class": "`1/4` to `4/4`, as text",
    "percent": "percent",
    "code": "code, as text",
    "any": "number, day or text",
}
_YES = {"yes": "yes", "no": "", "extra": "read if there"}


def form_guide(reference: Path) -> str:
    """The description of all forms in Markdown: one table of columns a form, and the words of its categories."""
    forms, columns, categories = (read_reference(reference / "book" / f"{name}.csv") for name in ("forms", "columns", "categories"))
    parts = [
        _form_part(form, columns[columns["form"] == form.form], categories[categories["form"] == form.form]) for form in forms.itertuples()
    ]
    return "\n\n".join(parts)


def _form_part(form, columns: pd.DataFrame, categories: pd.DataFrame) -> str:
    names = [f"`{name}`" for name in form.sheet_names.split("|")]
    lines = [
        f"### {form.code} · {form.label}",
        "",
        f"Sent by {_SENDERS[form.sender]}{'' if form.required == 'yes' else '; may be missing'}. "
        f"Sheet name: {names[0]} (also read: {', '.join(names[1:])}). Title: {form.title}.",
        "",
        "| column | what to write | kind | unit of measure | required | personal | also read as |",
        "|---|---|---|---|---|---|---|",
        *(_column_line(column) for column in columns[columns["valid_to"] == ""].itertuples()),
        *_former_lines(columns[columns["valid_to"] != ""]),
    ]
    columns = columns[columns["valid_to"] == ""]
    words = [_category_line(column.column, column.label, categories) for column in columns.itertuples()]
    lines += ["", *(line for line in words if line)] if any(words) else []
    return "\n".join(lines)


def _former_lines(columns: pd.DataFrame) -> list[str]:
    """What the columns were called before the form changed."""
    lines = [
        f"- Before {until}: {', '.join(_former(column) for column in rows.itertuples())}."
        for until, rows in columns.groupby("valid_to", sort=True)
    ]
    return ["", *lines] if lines else []


def _former(column) -> str:
    label = f"{column.group_label} / {column.label}" if column.group_label else column.label
    return f"**{label}** ({column.help})"


def _column_line(column) -> str:
    label = f"{column.group_label} / {column.label}" if column.group_label else column.label
    cells = (
        f"**{label}**",
        column.help,
        _KINDS[column.kind] + (", may be printed" if column.printed == "yes" else ""),
        column.unit_of_measure,
        _YES[column.required],
        _YES[column.personal],
        ", ".join(word for word in column.synonyms.split("|") if word),
    )
    return f"| {' | '.join(cells)} |"


def _category_line(column: str, label: str, categories: pd.DataFrame) -> str:
    rows = categories[categories["column"] == column]
    words = [f"{row.label}{_in_brackets(row)}" for row in rows.itertuples()]
    return f"- Words of **{label}**: {'; '.join(words)}." if words else ""


def _in_brackets(row) -> str:
    """The other words of a category, and the days between which it is called so."""
    said = [
        *filter(None, row.synonyms.split("|")),
        f"from {row.valid_from}" if row.valid_from else "",
        f"before {row.valid_to}" if row.valid_to else "",
    ]
    return f" ({', '.join(filter(None, said))})" if any(said) else ""


def with_form_guide(readme: str, guide: str) -> str:
    """A README with the guide between its marks."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{guide}\n\n{END}{after}"


def main() -> None:
    """Writes the guide into data/README.md."""
    data = project_root() / "data"
    readme = data / "README.md"
    text = with_form_guide(readme.read_text(encoding="utf-8"), form_guide(data / "reference"))
    readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
