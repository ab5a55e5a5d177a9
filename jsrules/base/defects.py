"""Defects of this program, told as diagnostics."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say


def defect(path: str, error: Exception) -> Diagnostic:
    """What is said when the fault is ours: enough for a maintainer, without a traceback on the screen."""
    from traceback import extract_tb

    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)[-4:]]
    return Diagnostic(
        "E900",
        say(
            "程序内部错误（{kind}：{error}）",
            "internal error ({kind}: {error})",
            kind=type(error).__name__,
            error=str(error)[:500],
        ),
        path=path,
        notes=tuple(frames),
        remedy=say(
            "这是 jsrules 的缺陷，不是报告的错；请把报告和以上几行告诉维护者",
            "this is a defect of jsrules, not of the report; please tell its maintainers these lines",
        ),
    )
