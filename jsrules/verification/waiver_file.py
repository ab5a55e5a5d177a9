"""Files of waivers: where they stand, and reading them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from jsrules.base.diagnostic import fail
from jsrules.base.files import STANDARD_INPUT, WAIVER_ENDINGS, is_unnamed, source_of
from jsrules.base.folders import file_fault
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.model.waiver import Waiver


def waivers_beside(path: str) -> str:
    """The file of waivers beside a report; empty where there is none. Raises `InputError` (E510) for two."""
    if path == STANDARD_INPUT or is_unnamed(path):
        return ""
    return str(only_file([each for each in paths_beside(path) if os.path.lexists(each)]) or "")


def only_file(found: Sequence[str | Source]) -> str | Source | None:
    """The one file of waivers among these, None for none. Raises `InputError` (E510) for two."""
    if len(found) > 1:
        first, second = (each if isinstance(each, str) else each.path for each in found[:2])
        raise fail(
            "E510",
            say("同一份报告有两个说明文件", "there are two files of waivers for one report"),
            path=second,
            notes=(first,),
            remedy=say("并成一个，或用 --waivers 指定一个", "make one of them, or name one with --waivers"),
        )
    return found[0] if found else None


def paths_beside(path: str) -> list[str]:
    """Where a file of waivers for a report may stand, the first one for one that is new."""
    return [os.path.splitext(path)[0] + ending for ending in WAIVER_ENDINGS]


def read_file(given: str | Source) -> list[Waiver]:
    """The waivers in a file. Raises `InputError` when it cannot be used."""
    from jsrules.readers.waivers.waiver_reader import read_waivers

    fault = file_fault(given) if isinstance(given, str) and os.path.lexists(given) else None
    if fault is not None:
        raise fault
    return read_waivers(source_of(given))
