"""The check of gifts against the levels that the law sets for an occasion, a payer and a group (C46)."""

from __future__ import annotations

from ctxh.book.checks import DefinedCheck
from ctxh.book.norm_names import GIFT
from ctxh.book.quantities import MISSING_SIGN
from ctxh.check.verdict import UNJUDGED, Verdict, off
from ctxh.compute.computed import Computed
from ctxh.frames import Norm, rows_of
from ctxh.vietnamese import absent

UNVERIFIED = " (chưa đối chiếu với văn bản gốc)"


def gifts_by_law(computed: Computed, check: DefinedCheck) -> list[Verdict]:
    """C46: each gift whose level is set for the year is of that level, area by area; one that nothing is set for is not judged."""
    used = [row for row in rows_of(computed.request.norms_used, Norm) if row.norm.startswith(GIFT)]
    set_to = {row.norm.removeprefix(GIFT): row for row in used}
    rows = [row for row in computed.by_item.rows(check.inputs()[0]) if row.category in set_to and not absent(row.value)]
    verdicts = [
        off(row, float(norm.value), f"mức theo {norm.legal_basis}{'' if norm.verified == 'yes' else UNVERIFIED}", measure="VND/gift")
        for row in rows
        if float((norm := set_to[row.category]).value) != row.value
    ]
    compared, why = str(len(rows)), f"{UNJUDGED}: không có quà nào mà mức được quy định trong kỳ"
    if not rows:
        return [Verdict(MISSING_SIGN, MISSING_SIGN, None, why)]
    return verdicts or [Verdict(compared, compared, True, "mọi loại quà có mức quy định", measure="mức quà")]
