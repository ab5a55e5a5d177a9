"""The list of true amounts tells what is not stated from what is blank."""

from __future__ import annotations

from support.reading import HEAD

from jsrules.base.source import Source
from jsrules.outputs.story import compose_story
from jsrules.outputs.terminal import Terminal
from jsrules.verification.verifier import Verifier

EXCERPT = """
支出决算表:
  栏: [本年支出合计{more}]
  行:
    合计: [10.00{blank}]
    201 一般公共服务支出: [10.00{blank}]
"""


def story(more: str, blank: str) -> str:
    text = HEAD + EXCERPT.format(more=more, blank=blank)
    return Terminal(200).write(compose_story(Verifier().verify(Source("a.yaml", text), "", 2)))


def test_a_column_that_is_not_listed_is_not_blank() -> None:
    excerpt = story("", "")
    assert "支出决算表.合计.基本支出" in excerpt
    assert "未列出  10" in excerpt
    assert "空白  10" not in excerpt


def test_a_blank_cell_is_called_blank() -> None:
    assert (
        "未列出"
        not in story(", 基本支出, 项目支出, 上缴上级支出, 经营支出, 对附属单位补助支出", ", ~, ~, ~, ~, ~").partition(
            "真实金额"
        )[2]
    )
