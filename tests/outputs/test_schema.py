"""JSON Schemas against our own readers: what these accept those accept, and unknown names are refused by both."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from support.form_trees import difference, form_sets
from support.processes import run_jsrules
from support.reading import form_set, load
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.base.units import UNITS
from jsrules.outputs.manifest_schema import form_set_schema, pack_schema
from jsrules.outputs.report_schema import report_schema
from jsrules.outputs.schema_words import figure, loose, spelled
from jsrules.readers.packs import manifest as pack_reader
from jsrules.readers.packs.manifest import read_manifest
from jsrules.readers.reports import form_head, form_reader, form_shapes
from jsrules.readers.reports.amounts import AmountReader
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.header import HEADER_NAMES
from jsrules.readers.reports.problems import AmountError

REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
FORMS = sorted((ROOT / "spec" / "packs").glob("*/forms/**/*.yaml"))
PACKS = sorted((ROOT / "spec" / "packs").glob("*/pack.yaml"))
EVERYWHERE = sorted({*HEADER_NAMES, "栏", "行"})

Tree = dict[str, Any]


def read(path: Path) -> Any:
    """As text throughout, like our own reader."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(report_schema(form_set(), ["部门决算", "单位决算"]))


def by_schema(tree: Tree) -> bool:
    return bool(validator().is_valid(tree))


def by_reader(tree: Tree) -> tuple[bool, set[str]]:
    """Whether the reader accepts a tree as a report of its form set, and the codes of what it says."""
    text = yaml.dump(tree, allow_unicode=True, sort_keys=False, default_style='"', width=10_000)
    try:
        report, warnings = load(text)
    except InputError as error:
        return False, {each.code for each in error.diagnostics}
    return bool(report.kind), {each.code for each in warnings}


# ---- reports


def test_the_schemas_are_schemas_in_both_dialects() -> None:
    for schema in (report_schema(form_set(), ["部门决算"]), pack_schema(), form_set_schema()):
        Draft202012Validator.check_schema(schema)
        Draft7Validator.check_schema({**schema, "$schema": "http://json-schema.org/draft-07/schema#"})


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
def test_the_real_report(loader: Any) -> None:
    tree = yaml.load(REPORT.read_text("utf-8"), loader)
    assert [error.message[:200] for error in validator().iter_errors(tree)] == []


def test_every_name_to_complete_is_one_that_the_reader_knows() -> None:
    schema = report_schema(form_set(), ["部门决算"])
    tree: Tree = {"报告": "部门决算", "年度": "2021"}
    definitions = schema["$defs"]

    def filled(value: Tree) -> Tree:
        """A table or block with all of its rows, and their columns, blank."""
        value = definitions[value["$ref"].rsplit("/", 1)[1]] if "$ref" in value else value
        if "anyOf" in value:
            return filled(value["anyOf"][0])
        found: Tree = {}
        for name, each in value["properties"].items():
            if name in ("说明", "小数位", "金额单位", "列全", "栏", "行"):
                continue
            is_row = each.get("$ref", "").endswith("row") or "-row-" in each.get("$ref", "")
            found[name] = "" if is_row else filled(each)
        return found

    for name, value in schema["properties"].items():
        if "$ref" in value:
            tree[name] = filled(value)
    accepted, codes = by_reader(tree)
    assert accepted, codes
    assert codes <= {"W120"}
    assert by_schema(tree)
    assert set(tree) >= {form.title for form in form_set().forms if not form.is_prose}
    assert set(tree["情况说明"]) == {form.title for form in form_set().forms if form.is_prose}
    assert len(json.dumps(tree, ensure_ascii=False)) > 5000


def paths_of(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key and index of a tree."""
    found: list[tuple[Any, ...]] = []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        found.append((*path, key))
        found += paths_of(value, (*path, key))
    return found


TREE: Tree = read(REPORT)
PATHS = paths_of(TREE)
KEYS = [path for path in PATHS if isinstance(path[-1], str)]
ALIASES = sorted(
    {
        each
        for form in form_set().forms
        for names in (
            (form.title, *form.aliases, form.number, form.identifier),
            *((block.name, *block.aliases) for block in form.blocks),
            *((row.name, *row.aliases, row.code) for block in form.blocks for row in block.rows),
            *((column.name, *column.aliases) for block in form.blocks for column in block.columns),
        )
        for each in names
        if each
    }
)
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
RESPELL = st.sampled_from(
    [
        lambda name: name,
        lambda name: name.translate(FULL_WIDTH),
        lambda name: name.replace("（", "(").replace("）", ")"),
        lambda name: f" {name[:1]} {name[1:]}\u3000",
        lambda name: name[:2] + "”" + name[2:],
        lambda name: f"一、{name}",
        lambda name: f"其中：{name}",
        lambda name: name.upper(),
        lambda name: name[::-1],
        lambda name: name[:-1],
        lambda name: name.split(" ")[0],
        lambda name: f"情况说明.{name}",
    ]
)
NAMES = st.one_of(
    st.sampled_from(ALIASES),
    st.sampled_from(EVERYWHERE),
    st.text("收入支出总计（）“” 一、.2019", min_size=1, max_size=8),
    st.from_regex(r"[23][0-9]{2}([0-9]{2}){0,2}( 其他支出)?", fullmatch=True),
)
FIGURES = st.one_of(
    st.from_regex(r"-?[1-9][0-9]{0,2}(,[0-9]{3})?(\.[0-9]{1,3})?( ?(万元|%|辆|人次|元))?", fullmatch=True),
    st.sampled_from(
        ["", "~", "—", "减少 615.84", "下降 26.95%", "(12.50)", "（１２．５０）", "1.2.3", "0012", "无", "2 辆", "1,66"]
    ),
)


def parent(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        tree = tree[key]
    return tree


def renamed(mapping: Tree, old: str, new: str) -> None:
    entries = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(entries)


TABLES = [name for name in TREE if isinstance(TREE[name], dict) and name != "情况说明"]
SECTIONS = list(TREE["情况说明"])


@st.composite
def parts(draw: st.DrawFn) -> Tree:
    """The head of the real report with a few of its tables and sections: the whole would take its time."""
    tables = draw(st.lists(st.sampled_from(TABLES), max_size=2))
    sections = draw(st.lists(st.sampled_from(SECTIONS), max_size=3))
    tree = {name: copy.deepcopy(value) for name, value in TREE.items() if name not in TABLES or name in tables}
    tree["情况说明"] = {name: value for name, value in tree["情况说明"].items() if name in sections}
    return tree


@st.composite
def changed(draw: st.DrawFn) -> Tree:
    """A part of the real report with some of its names, figures and structure changed."""
    tree = draw(parts())
    paths = paths_of(tree)
    keys = [path for path in paths if isinstance(path[-1], str)]
    leaves = [path for path in paths if path[0] not in HEADER_NAMES.values() and "栏" not in path]
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["respell", "rename", "figure", "delete", "flatten", "blank"]))
        path = draw(st.sampled_from((leaves if kind in ("figure", "blank") else keys) or keys))
        try:
            home = parent(tree, path)
            home[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(home, str):
            continue
        key = path[-1]
        if kind == "delete":
            del home[key]
        elif kind == "flatten" and isinstance(home[key], dict) and isinstance(home[key].get("行"), dict):
            home[key] = {**{name: each for name, each in home[key].items() if name != "行"}, **home[key]["行"]}
        elif kind == "figure" and not isinstance(home[key], dict):
            home[key] = draw(FIGURES)
        elif kind == "blank":
            home[key] = draw(st.sampled_from(["", "~"]))
        elif kind in ("respell", "rename"):
            new = draw(NAMES) if kind == "rename" else draw(RESPELL)(key)
            if new not in home:
                renamed(home, key, new)
    return tree


@given(changed())
def test_what_the_reader_accepts_the_schema_accepts(tree: Tree) -> None:
    accepted, said = by_reader(tree)
    if accepted and "W133" not in said:  # an entry that is not as an import writes it: both say so
        assert [error.message[-300:] for error in validator().iter_errors(tree)] == []


@given(st.sampled_from(KEYS), st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=6))
def test_unknown_names_are_refused_by_both(path: tuple[Any, ...], name: str) -> None:
    assume(path[0] not in HEADER_NAMES.values())
    assume(path[-1] not in ("栏", "行", "小数位", "金额单位", "说明"))
    top = ("情况说明", path[1]) if len(path) > 1 and path[0] == "情况说明" else path[:1]
    tree = {key: value for key, value in TREE.items() if key in HEADER_NAMES.values() or key == top[0]}
    tree = copy.deepcopy(tree)
    if len(top) > 1:
        tree["情况说明"] = {top[1]: tree["情况说明"][top[1]]}
    renamed(parent(tree, path), path[-1], name)
    accepted, codes = by_reader(tree)
    if not accepted:
        assert codes & {"E111", "E112", "E113"}
        assert not by_schema(tree)
    else:  # a place where any name may be added
        form = form_set().forms[form_set().index[".".join(map(fold, path[: 1 + (path[0] == "情况说明")]))][0]]
        assert any(block.open_rows and not block.keyed for block in form.blocks)


@given(st.sampled_from(["报告", "年度"]))
def test_the_head_must_say_kind_and_year(name: str) -> None:
    tree = {key: value for key, value in TREE.items() if key != name}
    assert not by_schema(tree)
    tree[f" {name[0]} {name[1]}"] = TREE[name]
    assert by_schema(tree)
    assert by_reader(tree)[0]


@pytest.mark.parametrize(
    ("entry", "value"),
    [("年度", "2020"), ("年度", "21"), ("金额单位", "美元"), ("小数位", "9"), ("报告", "部门预算"), ("收入决算", "1")],
)
def test_the_head_is_checked(entry: str, value: str) -> None:
    assert not by_schema({**TREE, entry: value})


@pytest.mark.parametrize(
    "printed",
    [
        "公开02表 {}",
        "{}（公开02表）",
        "公开０２表{}",
        "附表2：{}",
        "表2 {}",
        "财决03-1表 {}",
        "{} (02表)",
        "第2号表 {}",
    ],
)
def test_titles_may_carry_their_numbers(printed: str) -> None:
    tree = {key: value for key, value in TREE.items() if key != "收入决算表"}
    assert by_reader({**tree, printed.format("收入决算表"): TREE["收入决算表"]})[0]
    assert by_schema({**tree, printed.format("收入决算表"): TREE["收入决算表"]})
    assert not by_schema({**tree, printed.format("收人决算表"): None})


@given(st.sampled_from(ALIASES), RESPELL)
def test_a_pattern_is_as_wide_as_the_comparison_of_names(name: str, respell: Any) -> None:
    import re

    written = respell(name)
    assert (re.search(spelled([name]), written) is not None) == (fold(written) == fold(name))
    assert re.fullmatch(loose(name), fold(name))


@given(st.sampled_from(sorted(UNITS)), FIGURES | st.text("0123456789.,-+()（）%万元辆 减少~—", max_size=9))
def test_figures(unit: str, text: str) -> None:
    schema = Draft202012Validator(figure(UNITS[unit]))
    try:
        AmountReader(UNITS[unit], 0).read(text)
    except AmountError:
        return
    assert schema.is_valid(text)


@pytest.mark.parametrize("text", ["1.2.3", "0012", "1,66", "无", "5 辆", "12%", "1_000", "1:30", "12 34"])
def test_what_is_no_amount_of_money(text: str) -> None:
    assert not Draft202012Validator(figure(UNITS["万元"])).is_valid(text)
    assert Draft202012Validator(figure(UNITS["万元"])).is_valid(None)


# ---- manifests and form sets


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_packs_manifests(path: Path, loader: Any) -> None:
    Draft202012Validator(pack_schema()).validate(yaml.load(path.read_text("utf-8"), loader))


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_form_sets(path: Path, loader: Any) -> None:
    Draft202012Validator(form_set_schema()).validate(yaml.load(path.read_text("utf-8"), loader))


def test_the_schemas_know_every_entry_of_the_readers() -> None:
    assert set(pack_schema()["properties"]) == set(pack_reader._KEYS)
    schema = form_set_schema()
    assert set(schema["properties"]) == {*form_head.HEAD_KEYS, *form_head.BODY_KEYS}
    definitions = schema["$defs"]
    changing = {form_shapes.VALIDITY, *form_shapes.STEPS}
    for name, number, keys in (
        ("classification", 0, form_reader._CLASSIFICATION_KEYS),
        ("form", 0, {*form_reader._FORM_KEYS, form_shapes.IMITATED}),
        ("block", 0, form_reader._BLOCK_KEYS),
        ("row", 1, form_reader._ROW_KEYS),
        ("column", 1, form_reader._COLUMN_KEYS),
    ):
        assert set(definitions[name]["anyOf"][number]["properties"]) == {*keys, *changing}


VALUES = st.sampled_from(["", "~", "a-b", "名称", "2021", "20211", "true", "否", "万元", "辆", "20103"]) | st.lists(
    st.sampled_from(["", "名称", "2021", "x"]), max_size=2
)


@st.composite
def changed_file(draw: st.DrawFn, tree: Tree) -> Tree:
    """A manifest or form set, changed."""
    changed_tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths_of(tree)))
        try:
            home = parent(changed_tree, path)
            home[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(home, str):
            continue
        kind = draw(st.sampled_from(["value", "delete", "rename"]))
        if kind == "value":
            home[path[-1]] = draw(VALUES)
        elif kind == "delete":
            del home[path[-1]]
        elif isinstance(home, dict):
            new = draw(st.sampled_from(["甲", "代号", "单位", "别名", "行次", "可缺"]))
            if new not in home:
                renamed(home, path[-1], new)
    return changed_tree


@given(changed_file(read(PACKS[0])))
def test_manifests_that_the_reader_accepts(tree: Tree) -> None:
    text = yaml.dump(tree, allow_unicode=True, default_style='"')
    try:
        read_manifest(Source("pack.yaml", text))
    except InputError:
        return
    Draft202012Validator(pack_schema()).validate(tree)


@given(changed_file(read(FORMS[0])))
def test_form_sets_that_the_reader_accepts(tree: Tree) -> None:
    text = yaml.dump(tree, allow_unicode=True, default_style='"')
    try:
        read_form_set([Source("2021.yaml", text)])
    except InputError:
        return
    Draft202012Validator(form_set_schema()).validate(tree)


@given(form_sets(), form_sets())
def test_differences_that_the_reader_accepts(old: Tree, new: Tree) -> None:
    schema = Draft202012Validator(form_set_schema())
    schema.validate({"表样": "决算", "代号": "a", "年度": "2021", **old})
    if old != new:
        schema.validate({"表样": "决算", "年度": "2017-2021", "基础": "同年", **difference(old, new)})


def test_what_a_form_set_may_say() -> None:
    schema = Draft202012Validator(form_set_schema())
    head = yaml.safe_load("{表样: 决算, 名称: 上海, 年度: [2019, 2021-2022], 沿用: true, 地区: 上海*, 基础: 全国}")
    body = yaml.safe_load(
        "科目: {功能: {类: {201: {改名: 甲}, 202: {名称: 乙, 年度: 2020起}, 203: 删去, 204: [丙, {丁: 2017-2018}]}}}\n"
        "表: {甲: {仿照: 乙, 之后: 乙, 表号: 删去, 别名: {旧名: 2017}, 栏: {丙: {别名: [{丁: 删去}]}}}, 丙: 删去}\n"
    )
    schema.validate(head | body)
    for wrong in (
        {"基础": ""},
        {"年度": "今年"},
        {"表": {"甲": {"以后": "乙"}}},
        {"表": {"甲": {"行": {"乙": "去掉"}}}},
    ):
        assert not schema.is_valid(head | body | wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"代号": ""},
        {"代号": "决算"},
        {"表样": ""},
        {"年度": "今年"},
        {"作者": "某人"},
    ],
)
def test_wrong_manifests_are_refused_by_both(change: Tree) -> None:
    tree = {**read(PACKS[0]), **change}
    with pytest.raises(InputError):
        read_manifest(Source("pack.yaml", yaml.dump(tree, allow_unicode=True, default_style='"')))
    assert not Draft202012Validator(pack_schema()).is_valid(tree)


# ---- the command


@pytest.mark.parametrize("words", [("部门决算", "2021"), ("final-accounts", "2021"), ("单位决算", "2021")])
def test_the_command_prints_the_schema_of_reports(words: tuple[str, ...]) -> None:
    finished = run_jsrules("schema", *words)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert Draft202012Validator(json.loads(finished.stdout)).is_valid(TREE)


def test_the_command_writes_files(tmp_path: Path) -> None:
    finished = run_jsrules("schema", "forms", "-o", tmp_path / "forms.json", "--lang", "en")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    schema = json.loads((tmp_path / "forms.json").read_text("utf-8"))
    assert Draft202012Validator(schema).is_valid(yaml.safe_load(FORMS[0].read_text("utf-8")))
