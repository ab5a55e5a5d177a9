"""Writing waivers: new ones behind those that stand in a file, of which every byte stays."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import read_bytes, source_from_bytes
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.model.outcome import VERDICT_WORDS
from jsrules.model.waiver import Waiver
from jsrules.readers.reports.yaml_words import quoted, yaml_word
from jsrules.readers.waivers.waiver_reader import (
    APPROVER,
    COLUMN,
    FIGURES,
    LIST,
    PLACE,
    REASON,
    ROW,
    RULE,
    SINCE,
    TABLE,
    THROUGH,
    VERDICT,
    read_waivers,
)

_HEAD = "# 出错说明：数改了、过期了就不再算数。jsrules waive 在后面添加；写法见 spec/waivers.md。\n"


def waiver_text(waiver: Waiver, indent: str = "") -> str:
    """A waiver as an item of the list, each line behind ``indent``."""
    place = {TABLE: waiver.table, ROW: waiver.row, COLUMN: waiver.column}
    written = ", ".join(f"{name}: {yaml_word(text, in_list=True)}" for name, text in place.items() if text)
    lines = [f"- {RULE}: {yaml_word(waiver.rule)}"]
    if written:
        lines.append(f"  {PLACE}: {{{written}}}")
    if waiver.verdict != "violation":
        lines.append(f"  {VERDICT}: {VERDICT_WORDS[waiver.verdict][0]}")
    if waiver.figures:
        lines.append(f"  {FIGURES}:")
        lines += [f"    {yaml_word(each.name)}: {_printed(each.text)}" for each in waiver.figures]
    rest = {REASON: waiver.reason, APPROVER: waiver.approver, SINCE: waiver.since, THROUGH: waiver.through}
    lines += [f"  {name}: {yaml_word(text)}" for name, text in rest.items()]
    return "".join(f"{indent}{line}\n" for line in lines)


def _printed(text: str) -> str:
    """A figure as it is printed; a blank is ``~``."""
    return "~" if not text else quoted(text) if text == "~" else yaml_word(text)


def with_waivers(path: str, before: bytes, waivers: Sequence[Waiver]) -> bytes:
    """The bytes of a file of waivers with new ones behind its own; ``before`` is empty for a new file.

    Raises `InputError` when the file cannot be read, or new ones cannot stand behind what is there.
    """
    stand: list[Waiver] = []
    source = source_from_bytes(path, before)
    if any(map(_says_something, source.text.split("\n"))):
        stand = read_waivers(source)
        if not stand and not _ends_in_a_list(source):
            raise _closed(path, waivers)
        added = "".join(waiver_text(each, _indent(source, stand)) for each in waivers)
    else:
        added = ("" if before.strip() else _HEAD) + f"{LIST}:\n" + "".join(map(waiver_text, waivers))
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before or before.endswith((b"\n", b"\r")) else end
    made = before + gap + added.encode().replace(b"\n", end)
    try:
        found = read_waivers(source_from_bytes(path, made))
    except InputError as error:
        if any(each.code == "E501" for each in error.diagnostics):
            raise
        raise _closed(path, waivers) from None
    if found != [*stand, *waivers]:
        raise _closed(path, waivers)
    return made


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _ends_in_a_list(source: Source) -> bool:
    """Whether a file without waivers has the beginning of a list of them."""
    lines = [line for line in source.text.split("\n") if _says_something(line)]
    return bool(lines) and lines[-1].rstrip().endswith(":")


def _indent(source: Source, stand: Sequence[Waiver]) -> str:
    """What stands before the items of the list."""
    if not stand:
        return ""
    line = source.line_text(stand[-1].line)
    for number in range(stand[-1].line, 0, -1):
        line = source.line_text(number)
        if line.lstrip().startswith("-"):
            break
    return line[: len(line) - len(line.lstrip())]


def _closed(path: str, waivers: Sequence[Waiver]) -> InputError:
    return fail(
        "E510",
        say("在这个文件后面接不上", "nothing can be added behind what is in this file"),
        path=path,
        notes=tuple(waiver_text(each).rstrip("\n") for each in waivers),
        remedy=say("把上面几行自己写进“说明”的列表", "put the lines above into the list of waivers yourself"),
    )


def bytes_of(path: str) -> bytes:
    """What a file of waivers holds, nothing where there is none. Raises `InputError` when it cannot be read."""
    try:
        return read_bytes(path)
    except InputError as error:
        if [each.code for each in error.diagnostics] == ["E401"]:
            return b""
        raise
