"""What a signed result says of a report: its hash, the packs it was judged with, and the result without its words."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, get_args

from jsrules.base import __version__
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, read_bytes
from jsrules.base.language import say
from jsrules.model.outcome import VERDICT_WORDS, VERDICTS
from jsrules.model.result import Result
from jsrules.outputs.json import render_json
from jsrules.outputs.page import word
from jsrules.outputs.severity import is_unusable

SCHEMA = "jsrules/attestation/1"
LARGEST = 64 * 1024 * 1024

BesidesRole = Literal["rules", "forms", "waivers", "prior", "subordinate"]
"""What a file was read as, besides the report and packs."""

_PACK = ("id", "version", "sha256", "origin", "signer")


def result_told(result: Result) -> dict[str, Any]:
    """What a result says of the figures: counts, each finding with rule and place; no words, which may change."""
    whole = json.loads(render_json(result))
    findings = [[each["rule"], each["verdict"], each.get("kind", ""), each.get("where")] for each in whole["findings"]]
    return {"summary": whole["summary"], "findings": findings}


def hash_of(path: str) -> str:
    """The hash of a report's file. Raises `InputError` when it cannot be read."""
    return hashlib.sha256(read_bytes(path, MAXIMUM_DOCUMENT_BYTES)).hexdigest()


def name_of(path: str) -> str:
    """The name of a report's file, without the folders of whoever judged it."""
    return path.replace("\\", "/").rpartition("/")[2]


def judged(result: Result, sha256: str, besides: list[dict[str, Any]]) -> dict[str, Any]:
    """What is vouched for of one report. ``result`` is null for one that could not be used; ``besides`` are the files
    that were read with it: role, name, whether that leads there from the report's folder, hash.
    """
    report = None if is_unusable(result) else result.report
    return {
        "report": {
            "name": name_of(result.path),
            "sha256": sha256,
            "unit": report.unit if report is not None else "",
            "year": report.year if report is not None else None,
        },
        "packs": [
            dict(zip(_PACK, (each.name, each.version, each.sha256, each.origin, each.signer), strict=True))
            for each in result.packs
        ],
        "besides": besides if report is not None else [],
        "result": result_told(result) if report is not None else None,
    }


def attestation(entries: list[dict[str, Any]], made: str) -> dict[str, Any]:
    """All that one signature vouches for; ``made`` is when."""
    return {"schema": SCHEMA, "made": made, "program": f"jsrules {__version__}", "reports": entries}


def read_attestation(data: bytes) -> dict[str, Any]:
    """The content of a signed result. Raises `ValueError` for what has not its shape."""
    try:
        content = json.loads(data)
        texts = [content["schema"] == SCHEMA, isinstance(content["made"], str), isinstance(content["program"], str)]
        if not all(texts) or not content["reports"]:
            raise ValueError
        for each in content["reports"]:
            named = [each["report"]["name"], each["report"]["sha256"], each["report"]["unit"]]
            for pack in each["packs"]:
                named += [pack[name] for name in _PACK]
            for file in each.get("besides", ()):  # results of earlier versions have none
                named += [file["name"], file["sha256"]]
                if file["role"] not in get_args(BesidesRole) or not isinstance(file["beside"], bool):
                    raise ValueError
            if not all(isinstance(text, str) for text in named):
                raise ValueError
            if each["result"] is not None and not all(
                type(each["result"]["summary"][verdict]) is int for verdict in VERDICTS
            ):
                raise ValueError
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError from None
    checked: dict[str, Any] = content
    return checked


def besides_words(role: str) -> str:
    """What a file was read as, in words."""
    match role:
        case "rules":
            return say("规则文件", "rule file")
        case "forms":
            return say("表样", "form set")
        case "waivers":
            return say("出错说明", "waivers")
        case "prior":
            return say("上年报告", "prior-year report")
    return say("下级单位的报告", "report of a subordinate unit")


def counts_in_words(summary: dict[str, int] | None) -> str:
    """The counts of verdicts as a sentence has them; None is a report that could not be used."""
    if summary is None:
        return say("没有能检查", "could not be checked")
    told = [f"{word(VERDICT_WORDS, verdict)} {summary[verdict]}" for verdict in VERDICTS if summary[verdict]]
    return say("、", ", ").join(told) or say("没有公式", "no identities")
