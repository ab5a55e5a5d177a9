"""What bulk work needs beside this program."""

from __future__ import annotations

from jsrules.base.diagnostic import fail
from jsrules.base.language import say


def require_bulk() -> None:
    """Raises `InputError` (E335) where Parquet cannot be read and written."""
    try:
        import numpy as np  # noqa: F401
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise fail(
            "E335",
            say("成批检查还需要 numpy 和 pyarrow", "working on reports in bulk also needs numpy and pyarrow"),
            remedy=say("运行 pip install 'jsrules[bulk]'", "run pip install 'jsrules[bulk]'"),
        ) from None
