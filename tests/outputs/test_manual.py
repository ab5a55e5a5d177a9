"""Markdown as text."""

from __future__ import annotations

from jsrules.outputs.manual import compose_manual, sections_of
from jsrules.outputs.terminal import Terminal

PAGE = """\
# 标题

## 一组

### E1 甲 乙

第一段
接着写，
then English
goes on。见 [别处](other.md#甲) 与 **要点**。

- 第一项，很长很长很长很长很长很长很长很长很长很长
  接着
- 第二项
1. 第三

```yaml 部门决算
### 不是标题
a:   1

  b: 2
```

| 甲 | 乙 |
|---|---|
| 一二三 | 4 |

#### 小标题
尾
## 另一组
### E2 丙
"""


def test_sections() -> None:
    sections = sections_of(PAGE)
    assert {key: title for key, (title, _) in sections.items()} == {"E1": "甲 乙", "E2": "丙"}
    assert sections["E1"][1].endswith("#### 小标题\n尾")
    assert sections["E2"][1] == ""


def test_rendering() -> None:
    assert (
        Terminal(40).write(compose_manual(sections_of(PAGE)["E1"][1]))
        == """\
第一段接着写，then English goes on。见
别处 与 要点。

- 第一项，很长很长很长很长很长很长很长很
  长很长很长接着
- 第二项
1. 第三

    ### 不是标题
    a:   1

      b: 2

甲      乙
一二三  4

小标题

尾
"""
    )
