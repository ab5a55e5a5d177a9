"""Exact checking of Chinese departmental final accounts, and of other reports whose figures must add up.

>>> import jsrules
>>> result = jsrules.verify("reports/jiyuan-2021.yaml")
>>> [outcome.message for outcome in result.outcomes if outcome.verdict == "violation"]

Names are loaded when they are first used, so that ``import jsrules`` costs nothing.
"""

from __future__ import annotations

from jsrules.base import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jsrules.base.diagnostic import Diagnostic, InputError
    from jsrules.model.outcome import Outcome
    from jsrules.model.result import Result
    from jsrules.verification.verifier import Verifier

__all__ = ["Diagnostic", "InputError", "Outcome", "Result", "Verifier", "__version__", "verify"]


def verify(path: str, *, rules: Sequence[str] = (), packs: Sequence[str] = (), reconcile: int = 10) -> Result:
    """The result for one report: the pack that fits it is chosen when neither rules nor packs are named.

    Where an identity does not hold exactly, ``result.reconciliation`` says which figures are wrong and what they should
    be; it takes at most the work of ``reconcile`` seconds, and 0 leaves it out. A report that cannot be used gives a
    result without ``report``, whose ``diagnostics`` say why. Raises `InputError` when the rules or packs cannot be
    used. For several reports make one `Verifier` and keep it.
    """
    from jsrules.verification.verifier import Verifier

    return Verifier(rules, packs).verify(path, reconcile=reconcile)


def __getattr__(name: str) -> object:
    if name in ("Diagnostic", "InputError"):
        from jsrules.base import diagnostic

        return getattr(diagnostic, name)
    if name == "Outcome":
        from jsrules.model.outcome import Outcome

        return Outcome
    if name == "Result":
        from jsrules.model.result import Result

        return Result
    if name == "Verifier":
        from jsrules.verification.verifier import Verifier

        return Verifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
