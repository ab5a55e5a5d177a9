"""Reading the manifest of a rule pack, ``pack.yaml``."""

from __future__ import annotations

from jsrules.base.devices import is_device
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.base.version import VersionRange, parse_range, parse_version
from jsrules.model.outcome import SEVERITY_OF
from jsrules.model.pack import EVERY_RULE, SHIPPED, PackManifest, Permissions, RecordedTests, Requirement, Tightening
from jsrules.readers.reports.entries import Entries, entries_of
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import read_tree

CODE = "E302"

PROGRAM = "jsrules"
"""Stands before the range of 程序, because no plain YAML text may begin with ``>``."""

RECORDED = "测试结果"
"""What building writes down of the tests: the last line of the manifest in an archive."""

_KEYS = (
    *("代号", "名称", "版本", "报告", "年度", "地区", "单位性质"),
    *("语言", "发布单位", "程序", "依赖", "依赖签发", "编写", "复核", "下级可以", "收紧", "说明期限", "测试覆盖率"),
    RECORDED,
)
_FINGERPRINT = 40
_ALL = frozenset(("全部", "all", "*"))


def read_manifest(source: Source) -> PackManifest:
    """The manifest in a source; raises `InputError` with everything that is wrong in it."""
    problems = Problems(source)
    due = say(
        "规则包的清单写 代号、名称、版本等；jsrules new pack 可以起个头",
        "a manifest says 代号, 名称, 版本 and more; jsrules new pack makes a start",
    )
    tree = read_tree(source, problems, due)
    entries = Entries(problems, CODE, tree, _KEYS, tree)
    manifest = PackManifest(
        entries.identifier("代号", required=True),
        entries.text("名称", required=True),
        _version(entries),
        entries.names("报告"),
        entries.years("年度"),
        entries.names("地区"),
        entries.names("单位性质"),
        _language(entries),
        entries.text("发布单位"),
        _range(entries, "程序", entries.text("程序").removeprefix(PROGRAM)),
        _requirement(entries),
        _permissions(problems, entries),
        tuple(_tightenings(problems, entries)),
        entries.number("说明期限"),
        entries.percentage("测试覆盖率"),
        entries.text("编写"),
        entries.text("复核"),
        _recorded(problems, entries),
    )
    if is_device(manifest.identifier):
        entries.wrong(
            entries.key("代号"),
            say(
                "有的系统不能用这个名称：“{name}”",
                "some systems cannot use this name: “{name}”",
                name=manifest.identifier,
            ),
            say("换一个代号", "choose another id"),
        )
    if manifest.tightens and manifest.requires is None:
        entries.wrong(
            entries.key("收紧"),
            say("写了“收紧”，却没有写“依赖”", 'there is "收紧" but no "依赖"'),
            say("写上所依赖的规则包，例如 依赖: final-accounts >=1.0 <2", "name the pack it builds on under 依赖"),
        )
    problems.raise_errors()
    return manifest


def recorded_line(tests: RecordedTests) -> str:
    """The line of a manifest that says how the tests went."""
    values = {
        "用例": tests.cases,
        "通过": tests.passed,
        "覆盖": f"{tests.coverage}%",
        "程序": f"{PROGRAM} {tests.program}",
    }
    return f"{RECORDED}: {{{', '.join(f'{name}: {value}' for name, value in values.items())}}}\n"


def _recorded(problems: Problems, entries: Entries) -> RecordedTests | None:
    node = entries.node(RECORDED)
    if node is None:
        return None
    inner = entries_of(problems, CODE, entries.key(RECORDED), node, ("用例", "通过", "覆盖", "程序"))
    program = inner.text("程序", required=True).removeprefix(PROGRAM).strip()
    return RecordedTests(
        inner.number("用例", required=True), inner.number("通过", required=True), inner.percentage("覆盖"), program
    )


def _version(entries: Entries) -> str:
    text = entries.text("版本", required=True)
    if text and parse_version(text) is None:
        entries.wrong(
            entries.node("版本") or entries.key("版本"),
            say("“{text}”不是三段的版本号", '"{text}" is no version of three numbers', text=text),
            say("写成 主.次.修订，例如 1.0.0", "write MAJOR.MINOR.PATCH, such as 1.0.0"),
        )
    return text


def _language(entries: Entries) -> str:
    text = entries.text("语言")
    if text not in ("", "zh", "en"):
        entries.wrong(entries.node("语言") or entries.key("语言"), say("“语言”应是 zh 或 en", '"语言" is zh or en'))
    return text


def _range(entries: Entries, key: str, text: str) -> VersionRange:
    found = parse_range(text)
    if found is None:
        entries.wrong(
            entries.node(key) or entries.key(key),
            say("“{text}”不是版本范围", '"{text}" is no range of versions', text=text),
            say("例如 >=1.0 <2", "such as >=1.0 <2"),
        )
        return VersionRange()
    return found


def _requirement(entries: Entries) -> Requirement | None:
    text = entries.text("依赖")
    if not text:
        return None
    name, _, range_text = text.partition(" ")
    if not (name.isascii() and name.replace("-", "").isalnum()):
        entries.wrong(
            entries.node("依赖") or entries.key("依赖"),
            say("“依赖”应是一个规则包的代号和版本范围", '"依赖" is the id of one pack and a range of versions'),
            say("例如 依赖: final-accounts >=1.0 <2", "as in 依赖: final-accounts >=1.0 <2"),
        )
        return None
    return Requirement(name, _range(entries, "依赖", range_text), *_signer(entries))


def _signer(entries: Entries) -> tuple[str, str]:
    """Whose the required pack has to be: the fingerprint of a repository and perhaps a department, or the program's."""
    text = entries.text("依赖签发")
    if text in ("", "自带", SHIPPED):
        return (SHIPPED if text else ""), ""
    print_, _, role = text.partition("/")
    digits = "".join(print_.split()).upper()
    if len(digits) != _FINGERPRINT or set(digits) - set("0123456789ABCDEF") or (role and not role.isascii()):
        entries.wrong(
            entries.node("依赖签发") or entries.key("依赖签发"),
            say("“依赖签发”应是规则库的指纹或 自带", '"依赖签发" is the fingerprint of a repository, or 自带'),
            say(
                "照发布单位公布的写；部门签发的后面加 /部门的代号",
                "as its publisher announced it; of a department with /ID behind it",
            ),
        )
        return "", ""
    return digits, role.strip()


def _permissions(problems: Problems, entries: Entries) -> Permissions:
    node = entries.node("下级可以")
    if node is None:
        return Permissions()
    inner = entries_of(problems, CODE, entries.key("下级可以"), node, ("加规则", "提高级别", "不许说明"))
    return Permissions(
        inner.flag("加规则") if inner.has("加规则") else True, _rules(inner, "提高级别"), _rules(inner, "不许说明")
    )


def _rules(entries: Entries, key: str) -> tuple[str, ...]:
    names = entries.names(key)
    return EVERY_RULE if any(fold(name) in _ALL for name in names) else names


def _tightenings(problems: Problems, entries: Entries) -> list[Tightening]:
    found = []
    for key, node in entries.mapping("收紧"):
        inner = entries_of(problems, CODE, key, node, ("级别", "不许说明"))
        level = inner.text("级别")
        if level and level not in SEVERITY_OF:
            inner.wrong(
                inner.node("级别") or key,
                say("“级别”应是 错误、警告 或 提示", '"级别" is 错误, 警告 or 提示 (error, warning, info)'),
            )
        found.append(Tightening(key.text, SEVERITY_OF.get(level), inner.flag("不许说明")))
    return found
