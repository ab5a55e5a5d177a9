"""``--annotate``: copies of the verified documents with the findings in them, to a file or each to one of a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, STANDARD_INPUT, read_bytes
from jsrules.base.language import say
from jsrules.cli.inputs import REPORTS
from jsrules.cli.original_document import original_path, refuse_changed
from jsrules.cli.sink import open_target
from jsrules.cli.trouble import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.result import Result


class Annotating:
    """Writes the copies. Raises `UsageError` when it is said at once that they could not be written: to one file for
    several documents, or under a name of another kind; `InputError` (E413) when the one document is of no kind that can
    be marked.
    """

    def __init__(self, output: str, inputs: Sequence[str]) -> None:
        self._output = output
        self._inputs = inputs
        self._folder = is_folder(output)
        self._used: set[str] = set()
        if self._folder:
            return
        if len(inputs) != 1:
            text = say(
                "有 {n} 份文件：用 --annotate 文件夹/ 说明加了标记的写到哪里",
                "there are {n} documents: say with --annotate FOLDER/ where the marked copies go",
                n=len(inputs),
            )
            raise UsageError(text)
        if inputs[0] == STANDARD_INPUT:
            raise UsageError(say("--annotate 要写明文件名，不能是 -", "--annotate needs the name of a file, not -"))
        try:
            data = read_bytes(inputs[0], MAXIMUM_DOCUMENT_BYTES)
        except InputError:
            return  # verifying it will say so
        from jsrules.outputs.annotate.kinds import annotated_end

        if inputs[0].lower().endswith(REPORTS):
            path = original_path(inputs[0], data)
            data = data if path == inputs[0] else read_bytes(path, MAXIMUM_DOCUMENT_BYTES)
        end = annotated_end(data, inputs[0])
        if os.path.splitext(output)[1].lower() != end:
            text = say(
                "{path}：加了标记的也是 {end}，文件名要以它结尾",
                "{path}: the marked copy is {end}, too; its name has to end so",
                path=output,
                end=end,
            )
            raise UsageError(text)

    def take(self, result: Result) -> str:
        """Writes the copy of one document; its path, empty where nothing could be read of it and there is none.

        Raises `InputError` when it cannot be marked or written.
        """
        if result.report is None:
            return ""
        from jsrules.outputs.annotate.annotations import compose_annotations
        from jsrules.outputs.annotate.kinds import annotated, annotated_end

        path = result.path
        if path == STANDARD_INPUT:
            raise fail("E413", say("标准输入不能加标记", "standard input cannot be marked"), path=path)
        data = read_bytes(path, MAXIMUM_DOCUMENT_BYTES)
        if result.imported is None and path.lower().endswith(REPORTS):
            own, path = path, original_path(path, data)
            if path != own:
                refuse_changed(result.report, path)
                data = read_bytes(path, MAXIMUM_DOCUMENT_BYTES)
        target = self._output
        if self._folder:
            target = self._target(path, annotated_end(data, path))
        marked = annotated(data, path, compose_annotations(result))
        with open_target(target, [*self._inputs, path]) as file:
            file.write(marked)
        return target

    def _target(self, path: str, end: str) -> str:
        """A file of its own for each document, named as it is."""
        return file_in(self._output, os.path.splitext(os.path.basename(path))[0], end, self._used)


def is_folder(output: str) -> bool:
    """Whether what is written goes to a folder, under names of its own."""
    return bool(output) and (output.endswith(("/", os.sep)) or os.path.isdir(output))


def file_in(folder: str, stem: str, end: str, used: set[str]) -> str:
    """A path in a folder, which is made, for a name that is not ``used`` yet. Raises `InputError` (E403)."""
    from jsrules.base.writing import unwritable

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    stem = stem.strip("-") or "report"
    name, number = stem, 2
    while (name + end).casefold() in used:
        name, number = f"{stem}-{number}", number + 1
    used.add((name + end).casefold())
    return os.path.join(folder, name + end)
