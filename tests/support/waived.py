"""Results in which findings were explained."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.base.source import Source
from jsrules.model.outcome import Outcome
from jsrules.model.result import Result
from jsrules.readers.waivers.waiver_text import with_waivers
from jsrules.verification.explaining import new_waivers
from jsrules.verification.judging import judge, waive
from jsrules.verification.verifier import Verifier

WAIVED_ON, WAIVED_THROUGH = "2026-06-30", "2026-12-31"
REASON = "上级已同意按原口径列示"


def waived_result(verifier: Verifier, report: str | Source, which: Callable[[Outcome], bool]) -> Result:
    """A report verified, those of its violations explained that are asked for."""
    loaded = verifier.load(report)
    judge(loaded, 2, lambda: False, ())
    chosen = [each for each in loaded.result.outcomes if each.verdict == "violation" and which(each)]
    assert chosen
    made = new_waivers(loaded, chosen, REASON, "张三", WAIVED_ON, WAIVED_THROUGH)
    waive(loaded, Source("w.yaml", with_waivers("w.yaml", b"", made).decode()), WAIVED_ON)
    assert not [each.code for each in loaded.result.diagnostics if each.code.startswith("W50")]
    return loaded.result
