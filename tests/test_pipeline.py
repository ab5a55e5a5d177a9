"""The whole road on damaged reports: whatever the reader accepts is judged, told in text and in JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.checking import REAL_REPORT, ROOT

from jsrules.base.language import set_language
from jsrules.outputs.json import render_json
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.verification.verifier import Verifier

LINES = REAL_REPORT.read_text("utf-8").split("\n")
SCHEMA = Draft202012Validator(json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8")))
VERIFIER = Verifier()

EDITS = st.one_of(
    st.tuples(st.just("drop"), st.integers(0, len(LINES) - 1), st.just("")),
    st.tuples(st.just("blank"), st.integers(0, len(LINES) - 1), st.just("")),
    st.tuples(st.just("swap"), st.integers(0, len(LINES) - 2), st.just("")),
    st.tuples(
        st.just("figure"),
        st.integers(0, len(LINES) - 1),
        st.sampled_from(
            ["0", "0.00", "~", "-1.5", "99999999999999999.99", "１２．３４", "（3.00）", "1%", "12 万元", "减少 3"]
        ),
    ),
)


def edited(edits: list[tuple[str, int, str]]) -> str:
    """The real report with lines dropped, blanked, exchanged, and figures replaced."""
    lines = list(LINES)
    for kind, at, text in edits:
        if kind == "drop":
            lines[at] = ""
        elif kind == "swap":
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        elif ":" in lines[at] and not lines[at].endswith(":"):
            head, _, tail = lines[at].rpartition(",") if kind == "figure" and "," in lines[at] else ("", "", "")
            label = lines[at].split(":")[0]
            closing = "]" if tail.endswith("]") else ""
            lines[at] = f"{head}, {text}{closing}" if closing else f"{label}: {text}"
    return "\n".join(lines)


@settings(max_examples=30)
@given(st.lists(EDITS, min_size=1, max_size=12), st.booleans(), st.booleans(), st.sampled_from(["zh", "en"]))
def test_whatever_is_accepted_is_judged_and_told(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, int, str]],
    everything: bool,
    explain: bool,
    language: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "edited.yaml"
    path.write_text(edited(edits), "utf-8")
    set_language(language)  # type: ignore[arg-type]
    try:
        result = VERIFIER.verify(str(path))
        text = Terminal().write(compose_result(result, everything=everything, explain=explain))
        SCHEMA.validate(json.loads(render_json(result, everything=everything)))
    finally:
        set_language("zh")
    assert text.endswith("\n")
    if result.report is None:
        assert any(each.severity == "error" for each in result.diagnostics)
        assert all(each.code != "E900" for each in result.diagnostics)
    else:
        assert len(result.outcomes) >= 233, "every rule says something"
