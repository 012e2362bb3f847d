"""Rows of a sender that are all of one category, as those of all others are not: a column filled down, or a default left standing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ctxh.book.categories import Categories
from ctxh.book.layouts import VARIES, Layout
from ctxh.clean.form_records import Records
from ctxh.findings import Finding, finding
from ctxh.read.placement import cell_ranges

_SEX = {"sex": {"male": "Nam", "female": "Nữ"}}  # what births come to
_BEFORE = 2  # categories that are thought possible before other senders are looked at


class _Of(NamedTuple):
    """The records of one sender and what they hold by category."""

    records: list[Records]
    counted: Counter[str]


def one_category_findings(all_records: Iterable[Records], layouts: dict[str, Layout], categories: Categories) -> list[Finding]:
    """A doubt for each sender and column of ``varies`` whose rows are all of one category where chance hardly makes them so.

    The chance is that so many rows drawn from those of all other senders are of that category: ``of`` times less than one is doubted.
    """
    by_form: dict[str, dict[str, list[Records]]] = {}
    for records in all_records:
        by_form.setdefault(records.form, {}).setdefault(records.area_code, []).append(records)
    found = []
    for form, senders in by_form.items():
        for column in layouts[form].columns if form in layouts else ():
            for relation in (one for one in column.relations if one.rule == VARIES):
                name = "sex" if column.kind == "birth" else column.column
                labels = _SEX.get(name) or categories.all(form, name)
                own = [_Of(records, _counted(records, name)) for records in senders.values()]
                odd = [one for one in own if _is_odd(one, own, float(relation.of[0][0]))]
                found += [row for one in odd for row in _doubted(one, name, column.label, labels)]
    return found


def _counted(all_records: list[Records], name: str) -> Counter[str]:
    tables = [records.table[name].tolist() for records in all_records if name in records.table]
    return Counter(value for values in tables for value in values if isinstance(value, str) and value)


def _is_odd(one: _Of, all_of: list[_Of], times: float) -> bool:
    if len(one.counted) != 1:
        return False
    [(category, rows)] = one.counted.items()
    others = [other.counted for other in all_of if other is not one]
    known = sum(map(Counter.total, others))
    share = (sum(other[category] for other in others) + 1) / (known + _BEFORE)
    return known > 0 and share**rows * times < 1  # of a lone sender nobody says what is usual


def _doubted(one: _Of, name: str, label: str, labels: dict[str, str]) -> list[Finding]:
    [(category, rows)] = one.counted.items()
    records = one.records[0]
    column = "Giới tính" if name in _SEX else f"Cột «{label}»"
    message = f"{column}: cả {rows} dòng đều là «{labels[category]}», các nơi khác hay các dòng khác không như thế; vẫn được tính."
    remedy = "Kiểm tra cột này có bị chép xuống hay để nguyên một giá trị không."
    letters = next((letter for at in (name, *_births(records)) if (letter := records.letters.get(at))), "")
    cell = cell_ranges(letters, records.table["row"].tolist()) if letters else ""
    return [finding("flagged", message, remedy, check="một giá trị", cell=cell, **records.place)]


def _births(records: Records) -> list[str]:
    return [name for name in records.letters if name.startswith("birth_")]
