"""Reading and writing ``history.yaml``: when each rule of a pack was put on, changed and put off, and why."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.model.outcome import SEVERITY_OF, SEVERITY_WORDS
from jsrules.readers.reports.entries import entries_of
from jsrules.readers.reports.nodes import Sequence
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import read_tree

_CODE = "E314"
_KEYS = ("版本", "日期", "状态", "级别", "公式", "理由")
_HEAD = "# 由 jsrules pack record 写入：每条规则何时启用、改动、停用，为什么。停用过的名称不能给别的规则用。\n"


class RuleState(Record):
    """What a rule became in a version of its pack: on or off, its level, its formula; when, and for what reason."""

    version: str
    date: str
    on: bool
    severity: Severity
    formula: str
    reason: str


History = dict[str, list[RuleState]]


def read_history(source: Source) -> History:
    """The history in a source; raises `InputError` (E314) with everything that is wrong in it."""
    problems = Problems(source)
    found: History = {}
    due = say(
        "删去这个文件，再用 jsrules pack record 记下沿革", "delete this file, and write it with jsrules pack record"
    )
    tree = read_tree(source, problems, due)
    for key, node in tree.entries:
        several = found.setdefault(key.text, [])
        for item in node.items if isinstance(node, Sequence) else [node]:
            entries = entries_of(problems, _CODE, key, item, _KEYS)
            state = entries.text("状态", required=True)
            level = entries.text("级别")
            if state not in ("启用", "停用"):
                entries.wrong(item, say("“状态”应是 启用 或 停用", '"状态" is 启用 (on) or 停用 (off)'))
            if level not in ("", *(chinese for chinese, _ in SEVERITY_WORDS.values())):
                entries.wrong(item, say("“级别”应是 错误、警告 或 提示", '"级别" is 错误, 警告 or 提示'))
            several.append(
                RuleState(
                    entries.text("版本", required=True),
                    entries.text("日期", required=True),
                    state == "启用",
                    SEVERITY_OF.get(level, "error"),
                    entries.text("公式"),
                    entries.text("理由", required=True),
                )
            )
    problems.raise_errors()
    return found


def write_history(history: MappingType[str, list[RuleState]]) -> str:
    """The text of a history, rules sorted by name."""
    import json

    lines = [_HEAD]
    for name in sorted(history):
        lines.append(f"{json.dumps(name, ensure_ascii=False)}:\n")
        for each in history[name]:
            values = {
                "版本": each.version,
                "日期": each.date,
                "状态": "启用" if each.on else "停用",
                "级别": SEVERITY_WORDS[each.severity][0],
                "公式": each.formula,
                "理由": each.reason,
            }
            text = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
            lines.append(f"- {{{text}}}\n")
    return "".join(lines)
