"""The working paper under a bureau's own letterhead: a Word template, filled in by docxtpl.

A template is a file of others. It runs in Jinja2's sandbox, knows nothing but texts and lists of them, and gets little
time and memory in a process of its own.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, read_bytes
from jsrules.base.language import say
from jsrules.base.printable import clean
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.model.result import Result
from jsrules.outputs.answers import answer_word, answers, checklists_for
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import conclusion
from jsrules.outputs.page import word
from jsrules.outputs.papers.paper_rows import PaperRow, paper_rows
from jsrules.readers.documents.document_kind import document_kind
from jsrules.readers.documents.guarded_process import guarded_bytes

CODE = "E433"

MAXIMUM_TEMPLATE_SECONDS = 60

MAXIMUM_FILLED = 100 << 20
"""So many bytes the parts of a filled-in template may have."""

TemplateWords = dict[str, Any]
"""What a template knows, by the names that it may write: texts, and lists of the same."""

_ALWAYS = (1980, 1, 1, 0, 0, 0)


class TemplatePaper:
    """Takes results, and gives the document that a template makes of them.

    Raises `InputError` when it is no Word file (E433), cannot be read, or docxtpl is not installed (E335).
    """

    def __init__(self, path: str, *, everything: bool = False) -> None:
        self._path = path
        self._everything = everything
        self._template = read_bytes(path, MAXIMUM_DOCUMENT_BYTES)
        if document_kind(self._template) != "docx":
            raise fail(
                CODE,
                say("模板不是 Word 文件（.docx）", "the template is no Word file (.docx)"),
                path=path,
                remedy=say("用 Word、WPS 另存为 .docx", "save it as .docx by Word or WPS"),
            )
        if find_spec("docxtpl") is None:
            raise fail(
                "E335",
                say("套模板还需要 {name}", "filling in a template also needs {name}", name="docxtpl"),
                path=path,
                remedy=say("运行 pip install 'jsrules[template]'", "run pip install 'jsrules[template]'"),
            )
        self._told: list[TemplateWords] = []

    def take(self, result: Result) -> None:
        """Keeps what a template may tell of a report."""
        self._told.append(_told(result, everything=self._everything))

    def data(self) -> bytes:
        """The file. Raises `InputError` (E433) for a template that cannot be filled in."""
        first = self._told[0] if self._told else {}
        context = _in_both({**first, "全部": self._told})
        return guarded_bytes(
            _filled_template,
            (self._template, self._path, context),
            self._path,
            seconds=MAXIMUM_TEMPLATE_SECONDS,
            code=CODE,
        )


_ENGLISH = {
    "单位": "unit",
    "年度": "year",
    "种类": "kind",
    "报告": "report",
    "规则包": "packs",
    "结论": "conclusion",
    "发现": "findings",
    "提醒": "notes",
    "检查": "lines",
    "全部": "reports",
    "序号": "number",
    "判定": "verdict",
    "级别": "level",
    "表": "table",
    "行栏": "subject",
    "问题": "message",
    "算式": "formula",
    "差额": "difference",
    "最大尾差": "allowance",
    "应为": "proposed",
    "位置": "place",
    "规则": "rule",
    "依据": "basis",
    "小标题": "title",
    "内容": "question",
    "符合": "answer",
    "各项问题": "problems",
}
"""The names that a template may write in Chinese, and in English."""


def _in_both(value: Any) -> Any:
    """The same with the names in both languages."""
    if isinstance(value, dict):
        both = {key: _in_both(inner) for key, inner in value.items()}
        return {**both, **{_ENGLISH[key]: inner for key, inner in both.items()}}
    return [_in_both(each) for each in value] if isinstance(value, list) else value


def _told(result: Result, *, everything: bool) -> TemplateWords:
    report = result.report
    pieces, _ = conclusion(Teller(result))
    packs = say("、", ", ").join(f"{each.title} {each.version}".strip() for each in result.packs)
    notes = [
        clean(
            "  ".join(filter(None, (f"{word(SEVERITY_WORDS, each.severity)} {each.code}", each.message, each.remedy)))
        )
        for each in result.diagnostics
    ]
    return {
        "单位": clean(report.unit) if report is not None else "",
        "年度": str(report.year) if report is not None and report.year is not None else "",
        "种类": clean(report.kind) if report is not None else "",
        "报告": clean(result.path),
        "规则包": clean(packs),
        "结论": clean(say("；", "; ").join(filter(None, pieces))),
        "发现": [_finding(row) for row in paper_rows(result, everything=everything)],
        "提醒": notes,
        "检查": _checked(result),
    }


def _finding(row: PaperRow) -> TemplateWords:
    return {
        "序号": str(row.number),
        "判定": row.judged,
        "级别": row.level,
        "表": row.table,
        "行栏": row.subject,
        "问题": row.message,
        "算式": row.formula,
        "差额": row.difference,
        "最大尾差": row.allowance,
        "应为": row.proposed,
        "位置": row.place,
        "规则": row.rule,
        "依据": row.basis,
    }


def _checked(result: Result) -> list[TemplateWords]:
    """The lines of the pack's check form, where it has one."""
    if result.report is None or not any(result.checklists):
        return []
    return [
        {
            "序号": "" if each.line.is_title else str(each.number),
            "小标题": clean(each.line.question) if each.line.is_title else "",
            "内容": "" if each.line.is_title else clean(each.line.question),
            "符合": answer_word(each.answer),
            "各项问题": list(each.problems),
            "依据": say("；", "; ").join(each.basis),
        }
        for form in checklists_for(result)[:1]
        for each in answers(form, result)
    ]


def _filled_template(data: bytes, path: str, context: TemplateWords) -> bytes:
    """The template filled in, the same bytes whenever that is done. It runs in a process of its own."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = BytesIO()
    try:
        template = DocxTemplate(BytesIO(data))
        template.render(context, jinja_env=ImmutableSandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
        template.save(made)
    except SecurityError as error:
        raise _unusable(
            path, say("模板要做不许做的事：{error}", "it does what is not allowed: {error}", error=error)
        ) from None
    except TemplateError as error:
        raise _unusable(path, str(error)) from None
    except (MemoryError, OverflowError, RecursionError):
        raise _unusable(path, say("要的内存太多", "it takes too much memory")) from None
    except InputError:
        raise
    except Exception as error:  # whatever docxtpl trips over in a file that is not as it should be
        raise _unusable(path, f"{type(error).__name__}: {error}") from None
    return _always_the_same(made.getvalue(), path)


def _always_the_same(data: bytes, path: str) -> bytes:
    """The package without the times at which its parts were written."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        if sum(each.file_size for each in old.infolist()) > MAXIMUM_FILLED:
            raise _unusable(path, say("填好以后太大", "it is too large when it is filled in"))
        for each in old.infolist():
            new.writestr(ZipInfo(each.filename, _ALWAYS), old.read(each), ZIP_DEFLATED)
    return made.getvalue()


def _unusable(path: str, why: str) -> InputError:
    return fail(
        CODE,
        say("模板填不了：{why}", "the template cannot be filled in: {why}", why=clean(why)[:500]),
        path=path,
        remedy=say("可以写的名称见 spec/results.md", "spec/results.md lists the names that it may write"),
    )
