"""Reading the manifest of a rule pack, ``pack.yaml``."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.model.pack import PackManifest
from jsrules.readers.entries import Entries
from jsrules.readers.problems import Problems
from jsrules.readers.yaml_tree import read_tree

_KEYS = ("代号", "名称", "版本", "报告", "表样", "年度", "地区", "单位性质", "测试覆盖率")


def read_manifest(source: Source) -> PackManifest:
    """The manifest in a source; raises `InputError` with everything that is wrong in it."""
    problems = Problems(source)
    tree = read_tree(source, problems)
    entries = Entries(problems, "E302", tree, _KEYS, tree)
    manifest = PackManifest(
        entries.identifier("代号", required=True),
        entries.text("名称", required=True),
        entries.text("版本", required=True),
        entries.names("报告"),
        entries.identifier("表样"),
        entries.numbers("年度"),
        entries.names("地区"),
        entries.names("单位性质"),
        entries.percentage("测试覆盖率"),
    )
    if manifest.kinds and not manifest.forms:
        entries.wrong(
            entries.key("报告"),
            say("写了“报告”，却没有写“表样”", 'there is "报告" but no "表样"'),
            say("写上表样的目录名，例如 表样: final-accounts", "name its directory, as in 表样: final-accounts"),
        )
    problems.raise_errors()
    return manifest
