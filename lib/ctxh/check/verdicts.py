"""What the checks of an office, a year and a period come to: every comparison, and all that was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from ctxh.check.engine import run_checks
from ctxh.check.wording_findings import findings_of_wording
from ctxh.compute.computed import Computed
from ctxh.findings import FAULTS, Finding, findings_frame
from ctxh.observe.saved import Saved


@dataclass(frozen=True, eq=False, repr=False)
class Verdicts:
    """The checks with both sides and the result, and all findings, of reading and of the checks, the gravest first."""

    checks: pd.DataFrame  # columns as ``checks.COLUMNS``
    findings: pd.DataFrame


FOR_SENDERS = "findings"  # the table of a run's private folder that holds all findings as senders are told them


def kept_for_senders(computed: Computed) -> Verdicts:
    """The verdicts, after a run that answers the senders wrote its findings with the rows and cells that no edition names.

    Nothing is written where nobody is asked anything, or the workbooks were not read in this run.
    """
    verdicts = check(computed)
    private, request = computed.request.places.private, replace(computed.request, shown_here=True)
    asked = any(row.severity in FAULTS and row.area_code != computed.area_code for row in verdicts.findings.itertuples())
    observed = Saved(private).observations(request) if private and asked else None
    if private and observed:
        Saved(private).save(FOR_SENDERS, check(replace(computed, request=request, observed=observed), each=True).findings)
    return verdicts


def check(computed: Computed, each: bool = False) -> Verdicts:
    """The verdicts on what was reported, whatever boundaries it is shown on; ``each`` as senders are told them, place by place."""
    checks, found = run_checks(computed.as_reported, each=each)
    redrawn = computed.observed.redrawn.findings if computed.observed.redrawn else []
    read = cast("list[Finding]", computed.reading_findings.to_dict("records"))
    return Verdicts(checks, findings_frame(read + found + redrawn + findings_of_wording(computed)))
