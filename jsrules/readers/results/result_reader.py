"""Reading a result that ``jsrules verify --format json`` wrote. It may come from anybody: nothing in it is trusted."""

from __future__ import annotations

import json
from typing import Any, get_args

from jsrules.base.diagnostic import SEVERITIES, InputError, Severity, fail
from jsrules.base.language import say
from jsrules.model.outcome import VERDICTS, Verdict
from jsrules.model.result_change import NotedFinding, NotedResult

SCHEMA = "jsrules/result/1"

assert set(get_args(Severity)) == set(SEVERITIES)


def looks_like_result(text: str) -> bool:
    """Whether a text is JSON of an object, which no report is written as."""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and '"schema"' in text[:200]


def read_result(path: str, text: str) -> NotedResult:
    """The result in a text. Raises `InputError` (E109) for what is none."""
    try:
        found = json.loads(text.lstrip("\ufeff"), parse_float=str)
    except ValueError as error:
        several = text.strip().count('{"schema"') > 1
        if several:
            raise _wrong(
                path,
                say("里面是几份报告的结果", "it holds the results of several reports"),
                say("一份报告写一个文件，再比较", "write the result of each report into a file of its own"),
            ) from None
        raise _wrong(path, say("不是合法的 JSON：{why}", "no valid JSON: {why}", why=str(error)[:80])) from None
    except RecursionError:
        raise _wrong(path, say("嵌套过深", "nested too deeply")) from None
    return result_of(path, found)


def result_of(path: str, found: Any, figures: dict[str, str] | None = None) -> NotedResult:
    """The result that an object holds; ``figures`` are all figures of its report, where they are known.

    Raises `InputError` (E109) for what is none.
    """
    try:
        if found["schema"] != SCHEMA:
            raise _wrong(path, say("schema 不是 {name}", "its schema is not {name}", name=SCHEMA))
        report = found["report"]
        errors = [_text(each["code"]) for each in found["diagnostics"] if each["severity"] == "error"]
        if errors and not found["findings"]:
            codes = say("、", ", ").join(errors[:5])
            raise _wrong(
                path, say("那份报告当时读不了（{codes}）", "its report could not be read ({codes})", codes=codes)
            )
        findings = [_finding(each) for each in found["findings"]]
        if len({each.fingerprint for each in findings}) < len(findings):
            raise _wrong(path, say("两个发现的指纹相同", "two findings have one fingerprint"))
        forms = found["forms"]
        return NotedResult(
            path,
            _text(report["unit"]),
            _year(report["year"]),
            f"{_text(forms['kind'])} {_text(forms['title'])}" if forms else "",
            tuple(f"{_text(each['name'])} {_text(each['version'])}".rstrip() for each in found["packs"]),
            {each.fingerprint: each for each in findings},
            dict(figure for each in findings for figure in each.figures) if figures is None else figures,
            figures is not None,
        )
    except (KeyError, TypeError, AttributeError):
        raise _wrong(path, say("缺少该有的键", "keys are missing that a result has")) from None


def _finding(found: Any) -> NotedFinding:
    severity, verdict = _text(found["severity"]), _text(found["verdict"])
    known_severity: list[Severity] = [each for each in SEVERITIES if each == severity]
    known_verdict: list[Verdict] = [each for each in VERDICTS if each == verdict]
    if not known_severity or not known_verdict or not found["fingerprint"]:
        raise KeyError
    where = found["where"]
    return NotedFinding(
        _text(found["fingerprint"]),
        _text(found["rule"]),
        known_verdict[0],
        _text(found["kind"]),
        known_severity[0],
        _text(found["message"]),
        tuple(filter(None, (_text(where[name]) for name in ("table", "row", "column")))),
        _text(found["difference"]),
        tuple((_text(each["ref"]), _text(each["text"])) for each in found["cells"]),
    )


def _text(found: object) -> str:
    if found is None:
        return ""
    if not isinstance(found, str):
        raise TypeError
    return found


def _year(found: object) -> int | None:
    if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
        raise TypeError
    return found


def _wrong(path: str, why: str, remedy: str = "") -> InputError:
    return fail(
        "E109",
        say("这不是能比较的结果：{why}", "this is no result that can be compared: {why}", why=why),
        path=path,
        remedy=remedy
        or say(
            "用 jsrules verify 报告 --format json -o 结果.json 重新写出",
            "write it again with jsrules verify REPORT --format json -o result.json",
        ),
    )
