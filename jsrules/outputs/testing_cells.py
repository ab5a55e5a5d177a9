"""Which cells of the forms no rule checks, and why: as text."""

from __future__ import annotations

from jsrules.authoring.testing.cells import TOUCHES, BlockTouch, Touch
from jsrules.base.language import say
from jsrules.model.form import FormSet
from jsrules.outputs.page import Blocks, Entry, Flow, Heading, Nested, PageBlock, Paragraph

TOUCH_WORDS: dict[Touch, tuple[str, str]] = {
    "checked": ("有等式核对", "checked by an equation"),
    "never": ("有等式，但条件从未成立", "by equations whose condition was never true"),
    "unequal": ("只有不等式一类的条件", "only by inequalities and the like"),
    "condition": ("只在条件里用到", "only in conditions"),
    "none": ("没有规则用到", "by no rule"),
}


def touch_word(touch: Touch) -> str:
    """How a cell is touched, in words."""
    return say(*TOUCH_WORDS[touch])


def row_label(forms: FormSet, block: BlockTouch, key: str) -> str:
    """A row of a form as readers know it."""
    row = forms.forms[block.form].blocks[block.block].row(key)
    if row is None:
        return say("（其他各行）", "(other rows)")
    return f"{row.code} {row.name}" if row.code else row.name


def block_title(forms: FormSet, block: BlockTouch) -> str:
    """A block's table and name."""
    form = forms.forms[block.form]
    return ".".join(part for part in (form.path, form.blocks[block.block].name) if part) or say("报告", "report")


def compose_cells(forms: FormSet, blocks: list[BlockTouch]) -> Blocks:
    """For each form how many of its cells are checked; the others with the reason."""
    page: list[PageBlock] = [Heading(say("单元格的覆盖", "coverage of cells"))]
    for block in blocks:
        total = sum(len(row) for row in block.rows.values())
        checked = block.count("checked")
        head = say(
            "{title}：{total} 格，{checked} 格有等式核对",
            "{title}: {total} cells, {checked} checked by an equation",
            title=block_title(forms, block),
            total=total,
            checked=checked,
        )
        page.append(Paragraph(head, "good" if checked == total else "strong", hanging=True))
        others = [(touch_word(touch), _names(forms, block, touch)) for touch in TOUCHES[1:]]
        page.append(Nested([Entry(word + say("：", ": "), Flow(names, say("、", ", "))) for word, names in others]))
    return page


def _names(forms: FormSet, block: BlockTouch, touch: Touch) -> list[str]:
    """The cells touched so: a row by its name, with its columns where not all of them are."""
    columns = forms.forms[block.form].blocks[block.block].columns
    names: list[str] = []
    for key, row in block.rows.items():
        found = [columns[number].name for number, cell in enumerate(row) if cell.touch == touch]
        label = row_label(forms, block, key)
        if found and len(found) == len(row):
            names.append(label)
        elif found:
            names.append(f"{label}[{say('、', ', ').join(found)}]")
    return names
