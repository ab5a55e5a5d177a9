"""HTML: one file with all results, for a browser or paper, that needs no network and runs no script but its own.

The standard library's tree escapes what it writes, and a policy in the page forbids everything that is not in it.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from xml.etree import ElementTree as ET

from jsrules.base.language import get_language, say
from jsrules.base.resources import package_text
from jsrules.model.result import Result
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.markup import markup
from jsrules.outputs.web.result_page import draw_result


class HtmlWriter:
    """An article for each report."""

    def __init__(self, options: WriterOptions) -> None:
        self._everything = options.everything
        self._number = 0

    def opening(self) -> str:
        """Everything above the first report: policy and looks."""
        language = "zh-CN" if get_language() == "zh" else "en"
        title = say("核对结果", "what was checked")
        style, script = _asset("report.css"), _asset("report.js")
        policy = (
            "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
            f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        )

    def result(self, result: Result) -> str:
        """A report."""
        self._number += 1
        shell = ET.Element("main")
        draw_result(shell, result, self._number, everything=self._everything)
        return markup(shell) + "\n"

    def closing(self) -> str:
        """The script, behind all that it works on."""
        return f"<script>{_asset('report.js')}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    """A file that stands beside the writer of pages."""
    return package_text("outputs", "web", name)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"
