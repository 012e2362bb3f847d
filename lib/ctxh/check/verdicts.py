"""What the checks of an office, a year and a period come to: every comparison, and all that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd

from ctxh.check.engine import run_checks
from ctxh.check.wording_findings import findings_of_wording
from ctxh.compute.computed import Computed
from ctxh.findings import Finding, findings_table


@dataclass(frozen=True, eq=False, repr=False)
class Verdicts:
    """The checks with both sides and the result, and all findings, of reading and of the checks, the gravest first."""

    checks: pd.DataFrame  # columns as ``checks.COLUMNS``
    findings: pd.DataFrame


def check(computed: Computed) -> Verdicts:
    """The verdicts on what was reported, whatever boundaries it is shown on."""
    checks, found = run_checks(computed.as_reported)
    redrawn = computed.observed.redrawn.findings if computed.observed.redrawn else []
    read = cast("list[Finding]", computed.reading_findings.to_dict("records"))
    return Verdicts(checks, findings_table(read + found + redrawn + findings_of_wording(computed)))
