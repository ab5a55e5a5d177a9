"""A picture of what the tests of a pack cover: one page that needs nothing else, every form as a coloured grid.

A page of tables needs no template engine: the standard library's tree escapes what it writes.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from jsrules.authoring.testing.cells import TOUCHES, BlockTouch
from jsrules.authoring.testing.coverage import ASKED, Coverage, RuleCoverage
from jsrules.authoring.testing.run import PackTests
from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.form import FormSet
from jsrules.model.outcome import VERDICT_WORDS, RuleInfo
from jsrules.outputs.finding import word
from jsrules.outputs.highlight import tokens_of
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


def _block(body: ET.Element, forms: FormSet, block: BlockTouch) -> None:
    if not block.rows:
        return
    _text(body, "h2", block_title(forms, block))
    table = ET.SubElement(body, "table")
    columns = forms.forms[block.form].blocks[block.block].columns
    if any(column.name for column in columns):
        head = ET.SubElement(table, "tr")
        for name in ("", *(column.name for column in columns)):
            _text(head, "th", name)
    for key, cells in block.rows.items():
        row = ET.SubElement(table, "tr")
        _text(row, "th", row_label(forms, block, key))
        for cell in cells:
            names = "\n".join(cell.rules[:_MOST_RULES]) + ("\n…" if len(cell.rules) > _MOST_RULES else "")
            tip = touch_word(cell.touch) + ("\n" + names if names else "")
            number = str(len(cell.rules)) if cell.rules else ""
            _text(row, "td", number, {"class": cell.touch, "title": tip})


def _rules(body: ET.Element, coverage: Coverage) -> None:
    _text(body, "h2", say("规则的覆盖（见到各判定的用例数）", "coverage of rules (cases that saw each verdict)"))
    table = ET.SubElement(body, "table")
    head = ET.SubElement(table, "tr")
    for name in (say("规则", "rule"), *(word(VERDICT_WORDS, each) for each in ASKED)):
        _text(head, "th", name)
    for rule in coverage.rules:
        row = ET.SubElement(table, "tr")
        _rule(ET.SubElement(row, "th"), rule.rule.info)
        for verdict in ASKED:
            seen = rule.seen.get(verdict, 0)
            lacking = verdict in rule.lacking
            text = str(seen) if seen else _absent(rule, verdict, lacking)
            attributes = {"class": "number lacking" if lacking else "number"}
            if not seen and verdict in rule.exempt:
                attributes["title"] = clean(rule.exempt[verdict])
            _text(row, "td", text, attributes)


def _rule(parent: ET.Element, rule: RuleInfo) -> None:
    """The name of a rule, which opens to its text in colours."""
    details = ET.SubElement(parent, "details")
    _text(details, "summary", rule.name)
    code = ET.SubElement(details, "pre")
    for _, category, part in tokens_of(rule.text):
        for number, line in enumerate(part.split("\n")):
            ET.SubElement(code, "span", {"class": category}).text = ("\n" if number else "") + clean(line)


def _absent(rule: RuleCoverage, verdict: str, lacking: bool) -> str:
    return "!" if lacking else "—" if verdict in rule.exempt else ""
