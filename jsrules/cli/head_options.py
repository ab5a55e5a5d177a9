"""``--kind`` and ``--year``, of verbs that read published documents: what these do not say of themselves."""

from __future__ import annotations

from jsrules.cli.declare import Option
from jsrules.cli.options import read_year


def _read_year(name: str, text: str) -> int:
    return read_year(text, name)


DOCUMENT_KIND = Option(
    "--kind",
    (
        "公布的文件是哪种报告，如 部门决算；文件自己写了的不必给",
        "the kind of report that published documents are, such as 部门决算, where they do not say it",
    ),
    ("种类", "KIND"),
)
DOCUMENT_YEAR = Option(
    "--year",
    (
        "公布的文件是哪一年度的；文件自己写了的不必给",
        "the fiscal year of published documents, where they do not say it",
    ),
    ("年度", "YEAR"),
    read=_read_year,
    default=None,
)
