"""A workbook of an own shape looked at: whose it is, in which forms, and what of it is not known yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxh.book.layouts import Layout
from ctxh.book.request import Request
from ctxh.clean.proposals import ABSENT as ABSENT
from ctxh.clean.proposals import CATEGORY as CATEGORY
from ctxh.clean.proposals import HEADER as HEADER
from ctxh.clean.proposals import SHEET as SHEET
from ctxh.clean.proposals import Proposal as Proposal
from ctxh.clean.proposals import proposals
from ctxh.clean.senders import area_of
from ctxh.observe.intake import expected
from ctxh.read.child_reader import read_workbooks
from ctxh.reference.area_names import AreaNames


@dataclass(frozen=True)
class Shape:
    """The sender of a workbook, the forms that it sends with their words of categories, and the proposals for what is not known."""

    sender: str
    sender_name: str
    layouts: dict[str, Layout]
    labels: Mapping[tuple[str, str], Mapping[str, str]]
    found: Sequence[Proposal]


def shape_of(path: Path, request: Request) -> Shape:
    """A workbook in the forms of its sender on the last day of the period. Raises CtxhError for one that cannot be read, or is nobody's."""
    wanted = expected(request)
    [reading] = read_workbooks([path])
    sheets = list(reading.checked().sheets)
    names = AreaNames.of(wanted.senders.areas, wanted.kinds, {wanted.office_code: wanted.office_name})
    part = wanted.part(area_of(path, sheets, names, wanted.senders)[0])
    layouts = {form: layout.sent_by(part.code) for form, layout in wanted.layouts.items() if wanted.sends(layout, part.code)}
    found = proposals(sheets, layouts, wanted.categories, part.code, request.year)
    return Shape(part.code, wanted.names.get(part.code, part.code), layouts, wanted.categories.labels, found)
