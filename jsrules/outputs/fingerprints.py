"""Fingerprints of findings: they stay when lines move or figures change, in every language, and no two are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jsrules.base.digests import sha256
from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.outputs.subjects import reason_subject


def fingerprints(result: Result, numbers: Iterable[int]) -> dict[int, str]:
    """The fingerprint of each of these outcomes of a report that was read, by their numbers; no two are the same."""
    assert result.report is not None
    seen: Counter[bytes] = Counter()  # of hashes: names are long, and there may be a hundred thousand
    found: dict[int, str] = {}
    for number in numbers:
        parts = _identity(Told(result.report, result.outcomes[number])).encode("utf-8", "surrogatepass")
        known = sha256(parts).digest()
        seen[known] += 1
        found[number] = sha256(b"%b\n%d" % (parts, seen[known])).hexdigest()[:32]
    return found


def _identity(told: Told) -> str:
    """What a finding is about: its rule, and its cells by name; where it has none, its place and what is lacking."""
    names = [told.report.cell_path(term.cell) for term in told.terms]
    return "\n".join((told.rule.identifier, *(names or (told.table, told.row, told.column, _lacking(told)))))


def _lacking(told: Told) -> str:
    """What is not stated, by names that no language changes."""
    subject = reason_subject(told.report, told.outcome.judgement.reason)
    if subject is None:
        return ""
    return "/".join(
        (subject.kind, subject.whose, subject.table, subject.block, subject.row, subject.column, subject.name)
    )
