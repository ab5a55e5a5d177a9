"""A picture of what the tests of a pack cover: one page that needs nothing else, every form as a coloured grid.

A page of tables needs no template engine: the standard library's tree escapes what it writes.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from jsrules.authoring.testing.cells import TOUCHES, BlockTouch
from jsrules.authoring.testing.coverage import ASKED, Coverage
from jsrules.authoring.testing.run import PackTests
from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.form import FormSet
from jsrules.model.outcome import VERDICT_WORDS, RuleInfo
from jsrules.outputs.highlight import tokens_of
from jsrules.outputs.page import word
from jsrules.outputs.testing import mark_of
from jsrules.outputs.testing_cells import TOUCH_WORDS, block_title, row_label, touch_word

_STYLE = """
:root { color-scheme: light dark; --checked: #b7e1c0; --never: #ffe29a; --unequal: #cfe0ff; --condition: #e7d6f5;
  --none: #f6b7b0; --line: #8886; --faint: #8882; }
@media (prefers-color-scheme: dark) { :root { --checked: #1f5a31; --never: #6b5412; --unequal: #24406f;
  --condition: #4b3163; --none: #7a2a22; } }
body { font: 14px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 72rem;
  padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .1rem .5rem; }
th { background: var(--faint); font-weight: 500; text-align: left; } td { min-width: 4.5rem; text-align: center; }
td.number { text-align: right; min-width: 3rem; } .lacking { background: var(--none); font-weight: 600; }
.checked { background: var(--checked); } .never { background: var(--never); } .unequal { background: var(--unequal); }
.condition { background: var(--condition); } .none { background: var(--none); }
details > summary { cursor: pointer; } \
pre { margin: .3rem 0; font: 12px/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace;
  white-space: pre-wrap; font-weight: 400; } \
pre .metadata, pre .quantifier, pre .control, pre .logic { color: #8250df; } \
pre .function, pre .selector { color: #0969da; }
pre .number, pre .unit, pre .code, pre .value { color: #9a6700; } pre .string { color: #1a7f37; } \
pre .comment { color: #6e7781; }
@media (prefers-color-scheme: dark) { pre .metadata, pre .quantifier, pre .control, pre .logic { color: #d2a8ff; }
  pre .function, pre .selector { color: #79c0ff; } pre .number, pre .unit, pre .code, pre .value { color: #e3b341; }
  pre .string { color: #7ee787; } }
.legend span { display: inline-block; padding: 0 .6rem; margin-right: .5rem; border: 1px solid var(--line); }
"""

_MOST_RULES = 12


def render_coverage_html(tests: PackTests, coverage: Coverage, blocks: list[tuple[FormSet, list[BlockTouch]]]) -> str:
    """The page: the sum, the forms, the rules."""
    html = ET.Element("html", lang="zh-CN" if get_language() == "zh" else "en")
    head = ET.SubElement(html, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "meta", name="viewport", content="width=device-width")
    title = say(
        "{title} {version}：测试的覆盖",
        "{title} {version}: what its tests cover",
        title=tests.pack.title,
        version=tests.pack.version,
    )
    _text(head, "title", title)
    _text(head, "style", _STYLE)
    body = ET.SubElement(html, "body")
    _text(body, "h1", title)
    _text(body, "p", _summary(tests, coverage))
    legend = ET.SubElement(body, "p", {"class": "legend"})
    for touch in TOUCHES:
        _text(legend, "span", say(*TOUCH_WORDS[touch]), {"class": touch})
    hint = say(
        "格里的数是用到它的规则有几条；停在格上，看是哪几条。",
        "A number tells how many rules touch the cell; hover over it to see which.",
    )
    _text(body, "p", hint)
    for forms, several in blocks:
        for block in several:
            _block(body, forms, block)
    _rules(body, coverage)
    return "<!DOCTYPE html>\n" + ET.tostring(html, encoding="unicode", method="html") + "\n"


def _text(parent: ET.Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes or {})
    element.text = text if tag == "style" else clean(text)
    return element


def _summary(tests: PackTests, coverage: Coverage) -> str:
    return say(
        "{rules} 条规则，{cases} 个用例，{failed} 个不通过；应见到的判定 {due} 个，见到 {seen} 个（{percent}%）。",
        "{rules} rules, {cases} cases, {failed} failed; {seen} of {due} verdicts due were seen ({percent}%).",
        rules=len(coverage.rules),
        cases=len(tests.results),
        failed=len(tests.failed) + len(tests.broken),
        due=coverage.due,
        seen=coverage.due - coverage.lacking,
        percent=coverage.percent,
    )


def _table(body: ET.Element, title: str, names: list[str]) -> ET.Element:
    """A table with the names of its columns, if they have some."""
    _text(body, "h2", title)
    table = ET.SubElement(body, "table")
    if any(names[1:]):
        head = ET.SubElement(table, "tr")
        for name in names:
            _text(head, "th", name)
    return table


def _block(body: ET.Element, forms: FormSet, block: BlockTouch) -> None:
    if not block.rows:
        return
    columns = forms.forms[block.form].blocks[block.block].columns
    table = _table(body, block_title(forms, block), ["", *(column.name for column in columns)])
    for key, cells in block.rows.items():
        row = ET.SubElement(table, "tr")
        _text(row, "th", row_label(forms, block, key))
        for cell in cells:
            names = [*cell.rules[:_MOST_RULES], *["…"][: len(cell.rules) > _MOST_RULES]]
            tip = "\n".join([touch_word(cell.touch), *names])
            _text(row, "td", str(len(cell.rules) or ""), {"class": cell.touch, "title": tip})


def _rules(body: ET.Element, coverage: Coverage) -> None:
    title = say("规则的覆盖（见到各判定的用例数）", "coverage of rules (cases that saw each verdict)")
    table = _table(body, title, [say("规则", "rule"), *(word(VERDICT_WORDS, each) for each in ASKED)])
    for rule in coverage.rules:
        row = ET.SubElement(table, "tr")
        _rule(ET.SubElement(row, "th"), rule.rule.info)
        for verdict in ASKED:
            attributes = {"class": "number lacking" if verdict in rule.lacking else "number"}
            if verdict in rule.exempt and not rule.seen.get(verdict):
                attributes["title"] = clean(rule.exempt[verdict])
            _text(row, "td", mark_of(rule, verdict), attributes)


def _rule(parent: ET.Element, rule: RuleInfo) -> None:
    """The name of a rule, which opens to its text in colours."""
    details = ET.SubElement(parent, "details")
    _text(details, "summary", rule.name)
    code = ET.SubElement(details, "pre")
    for _, category, part in tokens_of(rule.text):
        for number, line in enumerate(part.split("\n")):
            ET.SubElement(code, "span", {"class": category}).text = ("\n" if number else "") + clean(line)
