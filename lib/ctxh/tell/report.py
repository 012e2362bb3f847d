"""The report of an edition: the office's wording told with the edition's figures."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ctxh.blocks import Document, Figure, Frame, Table, as_json, from_json
from ctxh.book import Indicator
from ctxh.book.dated_sentences import wording_folder
from ctxh.book.printed_values import printed
from ctxh.compute.computed import Computed, derived_value
from ctxh.compute.selections import notice
from ctxh.reference.settings import toml_of
from ctxh.tell import Telling, tell_wording
from ctxh.tell.wording_blocks import figure_asked, table_asked
from ctxh.tell.wording_functions import OWN, check_style
from ctxh.vietnamese import absent, format_amount, format_count, format_date, format_long_date, format_money, format_number

DOCUMENT = "report.json"


class Figures:
    """The figures of an office and a year as running text prints them."""

    def __init__(self, computed: Computed) -> None:
        self.computed = computed

    def ids(self) -> Collection[str]:
        """All indicator ids."""
        return self.computed.book.indicators.keys()

    def has(self, indicator: str) -> bool:
        """Whether there is a value other than zero. Raises KeyError for an unknown id."""
        self.computed.book.indicators[indicator]
        return self.computed.has(indicator)

    def measure(self, indicator: str) -> str:
        """The unit of measure in Vietnamese."""
        return self.computed.book.indicators[indicator].measure

    def measure_of_change(self, indicator: str) -> str:
        """The unit of measure of a difference of two values."""
        return self.computed.book.indicators[indicator].measure_of_change

    def before(self, indicator: str) -> str:
        """The value of the year before, where there is one; else empty."""
        rows = self.computed.series
        rows = rows[(rows["indicator"] == indicator) & (rows["year"] == self.computed.year - 1)]
        value = self.computed.earlier.last_year(indicator).value if rows.empty else float(rows["value"].iloc[0])
        return "" if absent(value) else printed(self.computed.book.indicators[indicator], value)

    def derived(self, indicator: str, way: str, by: str) -> str:
        """What follows from an indicator; empty where it is not known. Raises KeyError for an unknown id, CtxhError as ``derived`` does."""
        entry, found = derived_value(self.computed, indicator, way, by)
        return "" if found.value is None else _number(entry, found.value, "money" if entry.unit_of_measure == "VND" else entry.notation)

    def kind_and_issuer(self, document: str) -> tuple[str, str]:
        """The kind and the issuer of a document, as the register (B10) has them; empty where it does not say."""
        rows = self.computed.reported
        rows = rows[(rows["category"] == document) & (rows["area_code"] == self.computed.area_code)]
        texts = dict(zip(rows["item"], rows["text"], strict=True))
        return texts.get("document_kinds", ""), texts.get("document_issuers", "")

    def printed(self, indicator: str, style: str, scale: str = "") -> str:
        """The value in a style: its own notation, or money, percent, count, date, long_date; an amount in a scale (đồng, triệu, tỷ).

        Where no scale is asked for, the office's own is taken (``amounts_in`` of office.toml), else the definition's.
        """
        entry = self.computed.book.indicators[indicator]
        check_style(entry, style)
        style = "" if style in OWN else style
        value, text = self.computed.value(indicator), self.computed.text(indicator)
        if text:
            return _dated(text, style) if entry.notation == "date" else text
        if value is None:
            return ""
        scale = scale or self.computed.settings.amounts_in
        if scale and entry.unit_of_measure == "VND" and style != "count":
            return f"{format_amount(value, scale)} đồng"
        return _number(entry, value, style or entry.notation)

    def table(self, names: tuple[str, ...], by: str, caption: str) -> Table:
        """The table that the wording asks for. Raises CtxhError for what there is not."""
        return table_asked(self.computed, names, by, caption)

    def figure(self, name: str) -> Figure:
        """The figure that the wording asks for. Raises CtxhError for what there is not."""
        return figure_asked(self.computed, name)


def _dated(iso: str, style: str) -> str:
    day = date.fromisoformat(iso)
    return format_long_date(day) if style == "long_date" else format_date(day)


def _number(entry: Indicator, value: float, style: str) -> str:
    if style == "count":
        return format_count(value) if float(value).is_integer() else format_number(value, entry.decimals)
    if style == "money" and entry.notation != "billion":
        return format_money(value)
    shown = printed(entry, value)
    suffix = {"billion": "đồng", "points": entry.measure}.get(entry.notation, "")
    return f"{shown} {suffix}".strip()


def tell_report(computed: Computed, wording: Path | None = None) -> Telling:
    """The body of the report and its citations, told in the office's wording or in that of a folder."""
    own = computed.settings
    return tell_wording(
        wording or wording_folder(computed.request),
        Figures(computed),
        paragraphs(computed),
        toml_of(own),
        _period_words(computed),
        own.sections,
        bool(own.text_from),
    )


def _period_words(computed: Computed) -> dict[str, Any]:
    """What the wording may say of the period: its word, its days, their basis, and until when its lists run."""
    period, until = computed.period, computed.listed_until
    return {
        "year": computed.year,
        "word": period.word,
        "whole": period.whole,
        "first": format_date(period.first),
        "last": format_date(period.last),
        "basis": period.basis,
        "cutoffs": {section: format_date(day) for section, day in period.cutoffs.items()},
        "listed": f"tháng {until[5:]}/{until[:4]}" if until else "",
    }


def paragraphs(computed: Computed) -> pd.DataFrame:
    """The desk's paragraphs (form B11) in their order: columns section, paragraph."""
    rows = computed.observations
    rows = rows[rows["item"] == "narrative_paragraphs"]
    split = rows["category"].str.rsplit("|", n=1)
    table = pd.DataFrame({"section": split.str[0], "row": split.str[1].astype(int), "paragraph": rows["text"]})
    return table.sort_values("row")[["section", "paragraph"]].reset_index(drop=True)


def report_document(computed: Computed, telling: Telling) -> Document:
    """The whole report: the office's frame round the told body."""
    own = computed.request.frame
    summary = own.summary.format(year=computed.year, period=computed.period.words)
    frame = Frame(
        superior=own.superior,
        issuer=own.issuer,
        number=computed.text("doc_number"),
        symbol=own.symbol,
        place=own.place,
        date=_issued(computed),
        kind=own.kind,
        summary=summary,
        addressees=own.addressees,
        recipients=own.recipients,
        authority=own.authority,
        signer=own.signer,
        watermark=illustrative_note(computed),
    )
    title = f"{own.kind.capitalize()} {summary[0].lower()}{summary[1:]}"
    return Document(title, "vi-VN", frame, tuple(telling.blocks))


def _issued(computed: Computed) -> str:
    text = computed.text("doc_place_date")
    return format_long_date(date.fromisoformat(text)) if text else f"ngày     tháng     năm {computed.year}"


def illustrative_note(computed: Computed) -> str:
    """What every page of the report must say: areas that are missing, a year that is illustrative; else empty."""
    return notice(computed, breakdown=False)


def breakdown_note(computed: Computed) -> str:
    """What must be said of the breakdown by area: its boundaries, and whether it is illustrative; else empty."""
    return notice(computed, breakdown=True)


def epoch(computed: Computed) -> int:
    """The one moment of an edition, in seconds: midnight UTC of the day its data were closed."""
    closed = computed.text("cashless_cutoff") or computed.period.last.isoformat()
    day = date.fromisoformat(closed)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def save_document(document: Document, workspace: Path) -> Path:
    """The path that the document was written to, as JSON."""
    from dataclasses import asdict

    value = {**asdict(document), "blocks": [as_json(block) for block in document.blocks]}
    path = workspace / "tables" / DOCUMENT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    return path


def read_document(workspace: Path) -> Document:
    """The document that ``save_document`` wrote."""
    value = json.loads((workspace / "tables" / DOCUMENT).read_text(encoding="utf-8"))
    frame: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in value["frame"].items()}
    blocks = tuple(from_json(block) for block in value["blocks"])
    return Document(value["title"], value["language"], Frame(**frame), blocks)
