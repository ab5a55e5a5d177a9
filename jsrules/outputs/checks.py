"""What ``jsrules check`` found, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.checking import Checked
from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import get_language, say
from jsrules.outputs.analysis import analysis_object, compose_analysis
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.json import diagnostic_object
from jsrules.outputs.json_text import json_text
from jsrules.outputs.page import NAMES_SHOWN, Page, Paragraph, list_names

SCHEMA = "jsrules/check/1"

_COUNTED: dict[Severity, tuple[str, str]] = {
    "error": ("{n} 处错误", "errors: {n}"),
    "warning": ("{n} 处警告", "warnings: {n}"),
    "info": ("{n} 处提示", "hints: {n}"),
}


def count(checked: Checked, severity: Severity) -> int:
    """How many findings of a severity there are."""
    return sum(each.severity == severity for each in checked.diagnostics)


def compose_check(checked: Checked) -> Page:
    """The findings on one pack or file, and a line that sums them up."""
    page = compose_diagnostics(checked.diagnostics)
    if checked.unusable:
        return page
    worst = next((each for each in reversed(SEVERITIES) if count(checked, each)), None)
    summary = Paragraph(_summary(checked), worst or "good", hanging=True)
    return [*page, [summary], *map(compose_analysis, checked.analyses)]


def _summary(checked: Checked) -> str:
    is_file = checked.path == "-" or checked.path.endswith(".jsr")
    name = checked.path if is_file else say("规则包 {pack}", "pack {pack}", pack=checked.pack)
    counts = [
        _COUNTED[severity][get_language() == "en"].format(n=number)
        for severity in reversed(SEVERITIES)
        if (number := count(checked, severity))
    ]
    text = say(
        "{name}：{rules} 条规则可用，{found}",
        "{name}: {rules} usable rules, {found}",
        name=name,
        rules=checked.rules,
        found=say("，", ", ").join(counts) or say("没有问题", "nothing to complain of"),
    )
    if checked.silenced:
        text += say("；{n} 处已写明理由，不再提醒", "; silenced with a reason: {n}", n=checked.silenced)
    if checked.forms:
        titles = list(dict.fromkeys(each.full_title for each in checked.forms))
        names = list_names(titles) if len(titles) <= NAMES_SHOWN else say("{n} 套", "{n} of them", n=len(titles))
        return text + say("（表样：{names}）", " (form set: {names})", names=names)
    return text + say(
        "（没有表样，名称和单位没有核对；用 --for 或 --forms 给出）",
        " (no form set: names and units are not checked; give one with --for or --forms)",
    )


def render_checks_json(checked: Sequence[Checked]) -> str:
    """All findings as one JSON object."""
    content = {
        "schema": SCHEMA,
        "summary": {severity: sum(count(each, severity) for each in checked) for severity in reversed(SEVERITIES)},
        "checked": [
            {
                "path": each.path,
                "pack": each.pack or None,
                "forms": [{"kind": forms.kind, "year": forms.year, "title": forms.title} for forms in each.forms],
                "rules": each.rules,
                "silenced": each.silenced,
                "diagnostics": [diagnostic_object(diagnostic) for diagnostic in each.diagnostics],
                "analyses": [analysis_object(analysed) for analysed in each.analyses],
            }
            for each in checked
        ],
    }
    return json_text(content, indent=2) + "\n"
