"""Which causes are to be corrected: what somebody explained stands as it is."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.model.reconciliation import Cause
from jsrules.model.result import Result


def stands(findings: list[int], result: Result) -> bool:
    """Whether all that a cause explains was explained by somebody who approved it: nothing is to be corrected then."""
    return bool(findings) and all(result.outcomes[each].verdict == "waived" for each in findings)


def told_causes(result: Result) -> Iterator[Cause]:
    """The causes of which one correction is told, and is to be made."""
    for cause in result.reconciliation.causes if result.reconciliation is not None else ():
        if cause.tied == 1 and cause.complete and not stands(cause.findings, result):
            yield cause
