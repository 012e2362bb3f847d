"""Tables of the areas that an edition shows and of what became of areas."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from ctxh.blocks import Column, Table, text_cells, text_columns
from ctxh.compute.computed import Computed
from ctxh.compute.selections import boundaries_note
from ctxh.frames import Area, Succession, rows_of
from ctxh.observe.restate import UNSPLIT
from ctxh.reference.areas import Key, full_name
from ctxh.vietnamese import format_iso_date, format_number

AS_REPORTED = "Chia theo đơn vị hành chính như khi các đơn vị báo cáo."


def areas_table(computed: Computed) -> Table:
    """The areas that reported and those that the edition shows: code, name, life, role, note."""
    reported, shown = _keys(computed.observed.reported_areas), _shown_keys(computed)
    lives, until = computed.request.territory.lives, _until(computed)
    rows = tuple(
        text_cells(
            key[0],
            full_name(lives[key]),
            format_iso_date(key[1]),
            format_iso_date(lives[key]["valid_to"]) if lives[key]["valid_to"] <= until else "",
            _role(key, reported, shown),
            _note(lives[key], shown.get(key, "")),
        )
        for key in sorted({*reported, *shown})
    )
    columns = text_columns("Mã", "Đơn vị", "Từ ngày", "Đến trước ngày", "Trong báo cáo này", "Ghi chú")
    return Table(
        "areas",
        f"Đơn vị hành chính dùng trong báo cáo {computed.period.words}",
        columns,
        rows,
        note=boundaries_note(computed) or AS_REPORTED,
    )


def successions_table(computed: Computed) -> Table:
    """What became of the areas that reported, and of their successors, until the period's end: share and legal basis."""
    territory, until = computed.request.territory, _until(computed)
    links = territory.successions
    known, rows = set(_keys(computed.observed.reported_areas)), []
    for link in rows_of(links.sort_values(["new_valid_from", "old_code"], kind="stable"), Succession):
        old, new = (link.old_code, link.old_valid_from), (link.new_code, link.new_valid_from)
        if old in known and new[1] <= until:
            known.add(new)
            names = (full_name(territory.lives[key]) for key in (old, new))
            share = _percent(link.share) if link.share else UNSPLIT
            rows.append(text_cells(format_iso_date(new[1]), *names, share, link.legal_basis))
    columns = (*text_columns("Từ ngày", "Đơn vị cũ", "Đơn vị mới"), Column("Tỷ lệ", align="right"), Column("Căn cứ pháp lý"))
    return Table("successions", "Đơn vị cũ chuyển về đơn vị mới", columns, tuple(rows), note="" if rows else "Các đơn vị chưa thay đổi.")


def _until(computed: Computed) -> str:
    """The last day of which is told what became of areas: the period's end, or the day of the boundaries asked for."""
    return max(computed.period.last.isoformat(), computed.request.boundaries)


def _keys(areas: pd.DataFrame) -> list[Key]:
    return [(row.area_code, row.valid_from) for row in rows_of(areas, Area)]


def _shown_keys(computed: Computed) -> dict[Key, str]:
    """The areas that the edition shows, by the codes of areas.csv, each with its name there."""
    return {(row.area_code.split("-")[0], row.valid_from): row.name for row in rows_of(computed.areas, Area)}


def _note(life: pd.Series, shown: str) -> str:
    """What areas.csv remarks on an area, and what the edition's tables say of it in brackets."""
    remark = shown.removeprefix(life["name"]).strip(" ()")
    return ". ".join(filter(None, (remark[:1].upper() + remark[1:], life["note"])))


def _role(key: Key, reported: list[Key], shown: dict[Key, str]) -> str:
    if key in reported and key in shown:
        return "gửi số liệu, có trong bảng"
    return "gửi số liệu" if key in reported else "có trong bảng"


def _percent(share: str) -> str:
    return f"{format_number(100 * Fraction(share), 2, trim=True)}%"
