"""How many processes a verb uses: what several verbs say the same of."""

from __future__ import annotations

from jsrules.cli.declare import Option
from jsrules.cli.options import whole_number

JOBS = Option(
    "--jobs",
    ("用几个进程；默认处理器有几个用几个", "how many processes to use; by default as many as there are processors"),
    ("个数", "NUMBER"),
    read=whole_number(1, 64),
    default=None,
)
