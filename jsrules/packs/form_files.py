"""The files of form sets: those in packs, and those that are given by path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import read_source, source_of
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.packs.choice import PackChain
from jsrules.packs.contents import MANIFEST, SUFFIX
from jsrules.packs.library import Pack, open_pack
from jsrules.readers.reports.form_head import SAME_YEAR, FormSetHead, read_form_head

GIVEN = 1000
"""The rank of form sets that are given by path: above those of every pack."""

_YAML = (".yaml", ".yml")


class FormFile(Record):
    """A form set in a pack, or one that is given by path. ``rank`` is greater the higher its pack is in a chain.

    ``base_only``: it lies beside one that is given, and serves as its base alone.
    """

    head: FormSetHead
    rank: int
    pack: Pack | None = None
    origin: str = "given"
    base_only: bool = False

    @property
    def name(self) -> str:
        """Its title, and whose it is."""
        home = self.pack.manifest.identifier if self.pack is not None else self.head.source.path
        return say("{title}（{home}）", "{title} ({home})", title=self.head.title, home=home)

    @property
    def place(self) -> str:
        """Its title, and the file."""
        return say("{title}（{path}）", "{title} ({path})", title=self.head.title, path=self.head.source.path)


def form_files(chains: Iterable[PackChain]) -> list[FormFile]:
    """The form sets of packs and of those they build on, each once, those of a pack itself before those of its base.

    Raises `InputError` when the head of one is wrong.
    """
    found: dict[tuple[str, str], FormFile] = {}
    for chain in chains:
        for rank, member in reversed([*enumerate(chain.chain)]):
            for source in member.pack.forms:
                key = source.path, source.text
                if key not in found:
                    found[key] = FormFile(read_form_head(source), rank, member.pack, member.origin)
    return list(found.values())


def given_form_files(given: Sequence[str | Source]) -> list[FormFile]:
    """The form sets in files and folders, or in texts that were read; of a folder all ``.yaml`` in it and below, of a
    pack its form sets.

    Raises `InputError` when one cannot be read, or there is none.
    """
    found: dict[str, FormFile] = {}
    for each in given:
        for file in _given(each):
            found.setdefault(file.head.source.path, file)
    return list(found.values())


def _given(given: str | Source) -> Iterator[FormFile]:
    if isinstance(given, Source):
        yield FormFile(read_form_head(given), GIVEN)
    elif given.endswith(SUFFIX) or os.path.isfile(os.path.join(given, MANIFEST)):
        pack = open_pack(given)
        for source in pack.forms:
            yield FormFile(read_form_head(source), GIVEN, pack)
        if not pack.forms:
            raise _no_forms(given)
    elif os.path.isdir(given):
        from jsrules.base.folders import files_below

        files = files_below(given, _YAML)
        for path, fault in files.items():
            if fault is not None:
                raise fault
            yield FormFile(read_form_head(read_source(path)), GIVEN)
        if not files:
            raise _no_forms(given)
    else:
        head = read_form_head(source_of(given))
        yield FormFile(head, GIVEN)
        yield from _bases_beside(head)


def _no_forms(path: str) -> InputError:
    return fail(
        "E401",
        say("“{path}”里没有表样（*.yaml）", "there are no form sets (*.yaml) in “{path}”", path=path),
        path=path,
        remedy=say(
            "给出表样文件、放表样的文件夹，或带 forms/ 的规则包",
            "give a form set, a folder of some, or a pack that has forms/",
        ),
    )


def _bases_beside(head: FormSetHead) -> Iterator[FormFile]:
    """What a form set that is given alone builds on, as far as it lies in the same folder."""
    folder, seen = os.path.dirname(head.source.path), {head.source.path}
    while head.base and head.base != SAME_YEAR and os.path.basename(head.base) == head.base:
        paths = [os.path.join(folder, head.base + ending) for ending in _YAML]
        path = next((each for each in paths if each not in seen and os.path.isfile(each)), "")
        if not path:
            return
        seen.add(path)
        head = read_form_head(read_source(path))
        yield FormFile(head, GIVEN, base_only=True)
