"""The tree of a YAML text."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.files import read_source, source_from_bytes
from jsrules.base.source import Source
from jsrules.readers.reports.problems import span_of
from jsrules.readers.reports.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree


def tree_of(text: str) -> Mapping:
    return read_tree(Source("树.yaml", text))


def plain(node: Node) -> object:
    """A node as dictionaries, lists and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [each for item in node.items for each in scalars(item)]
    return [each for key, value in node.entries for each in (key, *scalars(value))]


def test_scalars_stay_text() -> None:
    text = "a: no\nb: 1:30\nc: 0012\nd: 1_000\ne: 517.20\nf: ~\ng:\nh: 2022-09-01\ni: 1e5\nj: .inf\nk: 0x1F\nl: null\n"
    expected = "no 1:30 0012 1_000 517.20 ~ | 2022-09-01 1e5 .inf 0x1F null".replace("|", "").split(" ")
    assert plain(tree_of(text)) == dict(zip("abcdefghijkl", expected, strict=True))


def test_nesting() -> None:
    text = "甲:\n  乙: [1, [2, {丙: 3}], 'a,b']\n  丁:\n  - 4\n  - 戊: 5\n己: {}\n庚: []\n"
    assert plain(tree_of(text)) == {
        "甲": {"乙": ["1", ["2", {"丙": "3"}], "a,b"], "丁": ["4", {"戊": "5"}]},
        "己": {},
        "庚": [],
    }


def test_places() -> None:
    """Columns count code points, and point inside quotation marks."""
    tree = tree_of("😀甲: 'x' # 注\n乙: [一, \"二\", ~]\n丙:   5\n丁: >\n  长\n")
    assert [(each.text, each.line, each.column, each.plain) for each in scalars(tree)] == [
        ("😀甲", 1, 1, True),
        ("x", 1, 6, False),
        ("乙", 2, 1, True),
        ("一", 2, 5, True),
        ("二", 2, 9, False),
        ("~", 2, 13, True),
        ("丙", 3, 1, True),
        ("5", 3, 6, True),
        ("丁", 4, 1, True),
        ("长\n", 4, 4, False),
    ]


def test_spans() -> None:
    source = Source("树.yaml", '甲: [1, \'二\', [3, 4] ]\n乙: {丙: "5" }\n丁: "a\\tb"\n戊: [\n  1]\n')

    def marked(node: Node) -> str:
        span = span_of(source, node)
        return source.text[span.start : span.end]

    tree = read_tree(source)
    assert [marked(value) for _, value in tree.entries] == [
        "[1, '二', [3, 4] ]"[:-2],
        '{丙: "5" }',
        'a\\tb"',
        "[",
    ]
    for scalar in scalars(tree):
        if scalar.text != "a\tb":
            assert marked(scalar) == scalar.text


def test_quoted_merge_key_is_a_name() -> None:
    assert plain(tree_of("'<<': 1\n")) == {"<<": "1"}


def test_marks_and_directives() -> None:
    assert plain(tree_of("%YAML 1.1\n---\n甲: 1\n...\n")) == {"甲": "1"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_ends(end: str) -> None:
    text = f"甲: 1{end}乙:{end}  丙: 2{end}"
    source = source_from_bytes("树.yaml", text.encode())
    assert source.text == text.replace(end, "\n")
    assert plain(read_tree(source)) == {"甲": "1", "乙": {"丙": "2"}}


def test_byte_order_mark() -> None:
    (scalar, _) = scalars(read_tree(source_from_bytes("树.yaml", "\ufeff甲: 1".encode())))
    assert (scalar.text, scalar.column) == ("甲", 1)


def test_pure_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, PyYAML's own parser gives the same tree and the same places."""
    source = read_source(str(ROOT / "reports" / "jiyuan-2021.yaml"))
    expected = read_tree(source)
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    assert read_tree(source) == expected
    for text, code in {
        "a: [1": "E102",
        "a:\n\tb: 1": "E103",
        "a: 1\na: 2": "E104",
        "a: &x 1": "E107",
        "甲: 1\n乙：2\n丙: 3": "E117",
        "a: \0": "E102",
        "a: \x07": "E102",
        "": "E101",
        "a: " + "[" * 50: "E106",
    }.items():
        with pytest.raises(InputError, match=code):
            tree_of(text)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=8)
leaves = words | st.sampled_from(["~", "", "no", "1,5", "a: b", "# x", "'", '"', "[", "{}", "- 1", "&a", "*", "!", "%"])
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(leaves, inner, max_size=4))


def written(value: object) -> str:
    """A value as YAML in which every text is quoted."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    assert isinstance(value, dict)
    return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in value.items()) + "}"


@given(st.dictionaries(words, trees, min_size=1, max_size=4))
def test_what_is_written_is_read(value: dict[str, object]) -> None:
    text = "".join(f"{written(key)}: {written(item)}\n" for key, item in value.items())
    source = source_from_bytes("树.yaml", text.encode())
    if source.text == text:
        assert plain(read_tree(source)) == value


@given(st.text(max_size=200) | st.text(" \n\t:-[]{},'\"#&*!|>%@?甲乙1：", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    source = Source("树.yaml", text)
    try:
        tree = read_tree(source)
    except InputError as error:
        spans = [label.span for found in error.diagnostics for label in found.labels]
        places = [found.place() for found in error.diagnostics]
    else:
        spans = [span_of(source, scalar) for scalar in scalars(tree)]
        places = [("树.yaml", 1, 1)]
    assert places
    assert all(0 <= span.start <= span.end <= len(text) + 1 for span in spans)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_tree(source_from_bytes("字节.yaml", data))
    except InputError as error:
        for found in error.diagnostics:
            found.place()
