"""CSV (RFC 4180) that spreadsheets open as it is: UTF-8 with a byte order mark, and no text that they would compute."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.model.outcome import KIND_WORDS, SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import Noted, noted
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.page import word

MARK = "\ufeff"

_NUMBER = re.compile(r"-?[\d,]*\.?\d+%?")


class CsvWriter:
    """A row for each finding, and for what is wrong with the input."""

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything

    def opening(self) -> str:
        """The names of the columns."""
        return MARK + _lines([_header()])

    def result(self, result: Result) -> str:
        """The rows of a report."""
        unit, year = (result.report.unit, str(result.report.year or "")) if result.report else ("", "")
        rows = []
        for diagnostic in result.diagnostics:
            path, line, column = diagnostic.place()
            place = f"{path}:{line}:{column}" if line else path
            level = word(SEVERITY_WORDS, diagnostic.severity)
            text = say("；", "; ").join(filter(None, (diagnostic.message, diagnostic.remedy)))
            rows.append(
                [result.path, unit, year, diagnostic.code, "", "", level, *[""] * 9, text, "", place, "", "", ""]
            )
        rows += [[result.path, unit, year, *_row(each)] for each in noted(result, everything=self._everything)]
        return _lines(rows)

    def closing(self) -> str:
        """Nothing."""
        return ""


def _header() -> list[str]:
    return say(
        "报告,单位,年度,规则,判定,种类,级别,表,行,栏,左边,右边,差额,最大尾差,超出,计量单位,说明,应为,位置,依据,指纹,出错说明",
        "report,unit,year,rule,verdict,kind,level,table,row,column,left,right,difference,allowance,beyond,unit of "
        "measure,message,proposed,place,basis,fingerprint,waiver",
    ).split(",")


def _row(each: Noted) -> list[str]:
    told = each.told
    mark = "%" if told.unit == "%" else ""
    figures = [figure + mark if figure else "" for figure in (told.left, told.right)]
    return [
        told.rule.identifier,
        word(VERDICT_WORDS, told.verdict),
        word(KIND_WORDS, told.kind) if told.kind else "",
        word(SEVERITY_WORDS, told.severity),
        told.table,
        told.row,
        told.column,
        *figures,
        told.difference,
        told.allowance,
        told.beyond,
        told.unit,
        told.message,
        say("；", "; ").join(each.proposals),
        each.region.words,
        told.rule.basis,
        each.fingerprint,
        each.explained,
    ]


def _lines(rows: Iterable[list[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    text = clean(text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(text) else text
