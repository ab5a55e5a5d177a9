"""Two results compared: findings by their fingerprints, figures by their full names."""

from __future__ import annotations

from jsrules.model.result_change import FigureChange, FindingChange, NotedFinding, NotedResult, ResultComparison


def compare_results(old: NotedResult, new: NotedResult) -> ResultComparison:
    """How two results differ, in the order of the new one, what is gone in that of the old one.

    Figures are compared for one year only: from year to year all of them differ. Of results of which only the figures
    of their findings are known, those that both know are compared.
    """
    found = ResultComparison(old, new, figures=_figures(old, new) if old.year == new.year else None)
    same = 0
    for name, after in new.findings.items():
        before = old.findings.get(name)
        if before is None:
            found.appeared.append(after)
        elif _weight(before) != _weight(after):
            found.changed.append(FindingChange(before, after))
        else:
            same += 1
    found.gone.extend(each for name, each in old.findings.items() if name not in new.findings)
    return ResultComparison(old, new, found.appeared, found.gone, found.changed, same, found.figures)


def _weight(finding: NotedFinding) -> tuple[str, ...]:
    """What is said of it, apart from words and places."""
    return finding.verdict, finding.kind, finding.severity, finding.difference


def _figures(old: NotedResult, new: NotedResult) -> list[FigureChange]:
    whole = old.whole and new.whole
    names = (
        dict.fromkeys((*new.figures, *old.figures)) if whole else [each for each in new.figures if each in old.figures]
    )
    changes = (FigureChange(name, old.figures.get(name), new.figures.get(name)) for name in names)
    return [each for each in changes if each.before != each.after]
