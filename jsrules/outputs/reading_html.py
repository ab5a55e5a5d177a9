"""How prose was read, as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from jsrules.base.language import get_language, say
from jsrules.model.prose import ReadProse
from jsrules.outputs.markup import add, append, markup
from jsrules.outputs.prose_reasons import why_unread
from jsrules.outputs.reading import ReadSentence, reading_line, sentences_of

_STYLE = """
:root { color-scheme: light dark; --read: #b7e1c0; --unread: #f6b7b0; --constant: #dfe3e8; --explanation: #eceff3;
  --line: #8886; }
@media (prefers-color-scheme: dark) { :root { --read: #1f5a31; --unread: #7a2a22; --constant: #3a4048;
  --explanation: #2c3138; } }
body { font: 15px/1.7 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; padding: 0 1rem;
  max-width: 60rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; } p { margin: .4rem 0 0; }
mark { color: inherit; padding: 0 .15rem; border-radius: .2rem; } mark.read { background: var(--read); }
mark.unread { background: var(--unread); } mark.constant { background: var(--constant); }
mark.explanation { background: var(--explanation); }
ul { margin: .1rem 0 .4rem; padding-left: 1.4rem; font-size: 13px; border-left: 2px solid var(--line);
  list-style: none; } li.unread { font-weight: 600; } li.explanation, li.constant { opacity: .7; }
@media print { body { margin: 0; } ul { break-inside: avoid; } }
"""


def render_reading_html(title: str, prose: ReadProse, notes: Sequence[str] = ()) -> str:
    """The page; ``notes`` as in `compose_reading`."""
    html = ET.Element("html", lang="zh-CN" if get_language() == "zh" else "en")
    head = add(html, "head")
    add(head, "meta", attributes={"charset": "utf-8"})
    add(head, "meta", attributes={"name": "viewport", "content": "width=device-width"})
    add(head, "title", title)
    add(head, "style", _STYLE)
    body = add(html, "body")
    add(body, "h1", title)
    for each in notes:
        add(body, "p", each)
    add(body, "p", reading_line(prose))
    legend = add(body, "p")
    for use, words in (
        ("read", say("读出", "read")),
        ("unread", say("未读", "unread")),
        ("explanation", say("说明", "explanation")),
        ("constant", say("常数", "constant")),
    ):
        add(legend, "mark", words, {"class": use})
        append(legend, " ")
    for passage, sentences in sentences_of(prose):
        if passage.heading:
            add(body, "h2", passage.text.strip())
        for sentence in sentences:
            _sentence(body, sentence)
    return f"<!DOCTYPE html>\n{markup(html)}\n"


def _sentence(body: ET.Element, sentence: ReadSentence) -> None:
    text = sentence.passage.text
    if not text[sentence.start : sentence.end].strip():
        return
    paragraph = add(body, "p")
    at = sentence.start
    for figure in sentence.figures:
        append(paragraph, text[at : figure.start])
        told = "；".join(f"{each.item} · {each.measure} {each.value}" for each in figure.readings)
        why = told if figure.use == "read" else why_unread(figure)
        add(paragraph, "mark", text[figure.start : figure.end], {"class": figure.use, "title": why})
        at = figure.end
    append(paragraph, text[at : sentence.end])
    if sentence.lines:
        listed = add(body, "ul")
        for use, line in sentence.lines:
            add(listed, "li", line, {"class": use})
