"""What of a page of a PDF a reader sees and a program does not."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import Box, DocumentPage
from jsrules.readers.documents.page_letters import is_odd


def unread_page(name: str, page: int, what: str, remedy: str = "", code: str = "W411") -> Diagnostic:
    """What is said of a page, or a part of it, that was not read (W411), or not as it is shown (W416)."""
    return Diagnostic(
        code, say("第 {page} 页{what}", "page {page} {what}", page=page, what=what), path=name, remedy=remedy
    )


_PART_OF_PAGE = 20
"""A picture of more than one part in so many of its page may be a table; a smaller one is an emblem, or a seal."""


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)


def tell_gaps(page: DocumentPage, hidden: int, unknown: int, name: str, faults: list[Diagnostic]) -> None:
    """Say what of a page a reader sees and a program does not."""
    covered = sum(map(_area, page.images))
    scanned = covered * 2 > page.width * page.height
    if scanned and not page.characters:
        remedy = say("取可以选中文字的 PDF，或手工录入", "take a PDF whose text can be marked, or type it in")
        faults.append(unread_page(name, page.number, say("是图片，没有文字", "is a picture without text"), remedy))
    elif scanned and hidden:
        what = say("是图片，文字由识别得来，可能有误", "is a picture; its text was recognised and may be wrong")
        faults.append(unread_page(name, page.number, what))
    elif hidden:
        what = say("有 {count} 个看不见的字，没有读", "holds {count} invisible characters, not read", count=hidden)
        faults.append(unread_page(name, page.number, what, code="W416"))
    if not scanned and any(_area(box) * _PART_OF_PAGE > page.width * page.height for box in page.images):
        remedy = say("图片里的表、字和数要自己核对", "look through the tables, words and figures in it yourself")
        faults.append(unread_page(name, page.number, say("有图片，没有读", "holds a picture, not read"), remedy))
    if sum(map(is_odd, page.characters)) * 5 > len(page.characters):
        what = say(
            "的字像是乱码：字体没有说明是什么字", "seems to be garbled: the font does not say what its characters are"
        )
        faults.append(unread_page(name, page.number, what))
    elif unknown:
        what = say(
            "有 {count} 个字认不出：字体没有说明是什么字",
            "holds {count} unreadable characters: the font does not say what they are",
            count=unknown,
        )
        faults.append(unread_page(name, page.number, what, code="W416"))
