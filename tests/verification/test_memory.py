"""Long reports and many findings take little room: what is done with is gone."""

from __future__ import annotations

import gc
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from jsrules.base.source import Source
from jsrules.cli import main
from jsrules.engine import cache
from jsrules.outputs.json_text import json_text
from jsrules.verification import judging
from jsrules.verification.verifier import Verifier

FIGURES = 21_000


@pytest.mark.parametrize("comment", ["", "# 注\n"], ids=["line by line", "by YAML"])
def test_a_figure_takes_less_than_a_thousand_bytes(comment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_WATCHED", 1_000)
    verifier = Verifier([Source("r.jsr", "a1 + a1 = a2\n")])
    verifier.verify(Source("a.yaml", "a1: 1.00\na2: 2.00\n"))  # all that is imported is there
    text = comment + "".join(f"a{number}: {number}.00\n" for number in range(FIGURES))
    gc.collect()
    tracemalloc.start()
    try:
        result = verifier.verify(Source("b.yaml", text), reconcile=1)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.verdict for each in result.outcomes] == ["pass"]
    assert most / FIGURES < 1_100  # it was 1,900


def test_rules_for_a_long_report_without_a_form_set_are_kept_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    monkeypatch.setattr(cache, "load", lambda _: None)
    monkeypatch.setattr(cache, "store", lambda key, _: stored.append(key))
    rules = Source("r.jsr", "a1 + a1 = a2\n")
    text = "".join(f"a{number}: {number}.00\n" for number in range(FIGURES))
    assert [each.verdict for each in Verifier([rules]).verify(Source("b.yaml", text)).outcomes] == ["pass"]
    assert not stored
    Verifier([rules]).verify(Source("a.yaml", "a1: 1.00\na2: 2.00\n# kept\n"))
    assert len(stored) == 1


def test_twins_of_names_are_told_where_they_stand() -> None:
    result = Verifier([Source("r.jsr", "a = b\n")]).verify(Source("a.yaml", "A: 1\nb: 2\n'a': 3\n"))
    found = result.diagnostics[0]
    assert found.code == "E118"
    assert [label.source.locate(label.span.start)[0] for label in found.labels] == [3, 1]


VALUES: list[object] = [
    {"a": [1, {"b": [], "c": {}}, ("x", None)], "中": True, '"': "\n\\"}, [], {}, "x", 10**20, [[1], []],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_json_over_several_lines_is_laid_out_as_ever_and_leaves_no_cycles(value: object) -> None:
    import json

    gc.collect()
    gc.disable()
    try:
        text = json_text(value, indent=2)
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert text == json.dumps(value, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("place", ["there", "nowhere"])
def test_many_findings_wait_on_the_disk(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made: list[str] = []
    plain = tempfile.TemporaryFile

    def temporary(*arguments: object, **options: object) -> object:
        made.append("")
        if place == "nowhere":
            raise FileNotFoundError
        return plain(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "TemporaryFile", temporary)
    rows = "".join(f"    r{number}: [5.00, 1.00]\n" for number in range(1_100))
    Path("a.yaml").write_text(f"t:\n  栏: [a, b]\n  行:\n{rows}", "utf-8")
    Path("r.jsr").write_text("表 t\n每行 a = b\n", "utf-8")
    assert main(["verify", "a.yaml", "--rules", "r.jsr", "--format", "json", "--no-reconcile"]) == 1
    shown = capsys.readouterr().out
    assert made and shown.count('"fingerprint"') == 1_100
    assert main(["verify", "a.yaml", "--rules", "r.jsr", "--format", "json=o.json", "--no-reconcile"]) == 1
    assert Path("o.json").read_text("utf-8") == shown
