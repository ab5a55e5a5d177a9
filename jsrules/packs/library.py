"""The packs that come with the tool, and packs given by path."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.digests import sha256
from jsrules.base.files import read_bytes, read_source, source_from_bytes
from jsrules.base.language import say
from jsrules.base.names import nearest
from jsrules.base.record import Record
from jsrules.base.resources import spec_path
from jsrules.base.source import Source
from jsrules.model.pack import PackManifest
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE
from jsrules.packs.contents import (
    CHECKLISTS,
    FORMS,
    HISTORY,
    MANIFEST,
    NARRATIVE,
    RULES,
    SUFFIX,
    Misfits,
    checklist_names,
    form_names,
    names_below,
    narrative_names,
    refusals,
    rule_names,
)
from jsrules.readers.packs.manifest import read_manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.readers.packs.history import History


_READ = (RULES, FORMS, NARRATIVE, CHECKLISTS)


class Pack(Record):
    """A pack with its rule files, its form sets, its ``narrative``, the files that tell how prose is read, and its
    check forms, each in the order of their names. ``sha256`` is that of its archive, if it came in one.

    ``names`` are all of its files, as an archive has them; of a shipped pack those that are read only.
    """

    manifest: PackManifest
    path: str
    sources: tuple[Source, ...]
    sha256: str = ""
    history_source: Source | None = None
    names: tuple[str, ...] = ()
    forms: tuple[Source, ...] = ()
    narrative: tuple[Source, ...] = ()
    checklists: tuple[Source, ...] = ()

    def __repr__(self) -> str:
        return f"<Pack {self.manifest.identifier} {self.manifest.version}>"

    def history(self) -> History:
        """The history of its rules; empty when it keeps none. Raises `InputError` (E314) when it cannot be read."""
        from jsrules.readers.packs.history import read_history

        return read_history(self.history_source) if self.history_source is not None else {}


def archive_name(identifier: str, version: str) -> str:
    """The name of the archive of a pack's version."""
    return f"{identifier}-{version}{SUFFIX}"


def shipped_packs() -> list[str]:
    """The folders of the packs that come with the tool, sorted."""
    folder = spec_path("packs")
    if not os.path.isdir(folder):
        return []
    paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    return [path for path in paths if os.path.isfile(os.path.join(path, MANIFEST))]


def open_pack(path: str, *, shipped: bool = False) -> Pack:
    """The pack in a folder or archive. A shipped one's files go by the pack's name, the same on every machine.

    Raises `InputError` when it has no manifest, a file of it cannot be read, or there is a link or device among its
    rules (E312).
    """
    if path.endswith(SUFFIX) and os.path.isfile(path):
        return unpacked(path, read_bytes(path, MAXIMUM_ARCHIVE))
    manifest_path = os.path.join(path, MANIFEST)
    if not os.path.isfile(manifest_path):
        raise fail(
            "E301",
            say(
                "“{path}”里没有 {name}，不是规则包",
                "there is no {name} in “{path}”: it is no rule pack",
                path=path,
                name=MANIFEST,
            ),
            path=path,
            remedy=say(
                "给出规则包的名称，或含有 pack.yaml 的文件夹", "give a pack's name, or a folder that holds a pack.yaml"
            ),
        )
    manifest = read_manifest(read_source(manifest_path))
    names, faults = _names(path, _READ if shipped else ("",), links=shipped)
    faults = [each for each in faults if each[0].partition("/")[0] in _READ]
    if faults and not shipped:
        raise InputError(refusals(path, faults, say("放进文件本身", "put the file itself there")))

    def read(name: str) -> Source:
        source = read_source(os.path.join(path, *name.split("/")))
        if shipped:
            source.path = f"{manifest.identifier}/{name}"
        return source

    history = os.path.join(path, HISTORY)
    history_source = read_source(history) if os.path.isfile(history) else None
    return _pack(manifest, path, names, read, "", history_source, manifest_path)


def _names(path: str, folders: Sequence[str], *, links: bool) -> tuple[list[str], Misfits]:
    names: list[str] = []
    faults: Misfits = []
    for inside in folders:
        more, wrong = names_below(path, inside, links=links)
        names += more
        faults += wrong
    return names, faults


def _pack(
    manifest: PackManifest,
    path: str,
    names: Sequence[str],
    read: Callable[[str], Source],
    sha256: str,
    history: Source | None,
    place: str,
) -> Pack:
    """The pack whose files of these names are read. Raises `InputError` (E302) when there is nothing in it to use."""
    rules, forms = tuple(map(read, rule_names(names))), tuple(map(read, form_names(names)))
    if not rules and not forms and not manifest.tightens:
        raise fail(
            "E302",
            say("规则包“{name}”没有规则文件", "the pack “{name}” has no rule files", name=manifest.identifier),
            path=place,
            remedy=say("把 .jsr 文件放进 rules 文件夹", "put .jsr files into its folder “rules”"),
        )
    narrative, checklists = tuple(map(read, narrative_names(names))), tuple(map(read, checklist_names(names)))
    return Pack(manifest, path, rules, sha256, history, tuple(names), forms, narrative, checklists)


def unpacked(path: str, data: bytes) -> Pack:
    """The pack in the bytes of an archive; its files go by the pack's name. Raises `InputError` for a bad archive."""
    from jsrules.packs.archive import read_archive

    return pack_of_files(path, read_archive(path, data), sha256(data).hexdigest())


def pack_of_files(path: str, files: Mapping[str, bytes], sha256: str = "", *, is_folder: bool = False) -> Pack:
    """The pack that consists of these files, which go by its id, or by their paths in a folder.

    Raises `InputError` when the manifest is missing or wrong.
    """
    if MANIFEST not in files:
        raise fail(
            "E302",
            say("规则包里没有 {name}", "there is no {name} in the pack", name=MANIFEST),
            path=path,
            remedy=say("它应在规则包的最上层", "it belongs at the top of the pack"),
        )
    manifest = read_manifest(source_from_bytes(f"{path}/{MANIFEST}", files[MANIFEST]))
    history = source_from_bytes(f"{path}/{HISTORY}", files[HISTORY]) if HISTORY in files else None

    def read(name: str) -> Source:
        place = os.path.join(path, *name.split("/")) if is_folder else f"{manifest.identifier}/{name}"
        return source_from_bytes(place, files[name])

    return _pack(manifest, path, sorted(files), read, sha256, history, path)


def find_pack(name: str) -> Pack:
    """The pack of a name or title, or in a folder.

    Raises `InputError` when there is none.
    """
    known: list[str] = []
    for path in shipped_packs():
        manifest = read_manifest(read_source(os.path.join(path, MANIFEST)))
        if name in (manifest.identifier, manifest.title):
            return open_pack(path, shipped=True)
        known += (manifest.identifier, manifest.title)
    if os.path.isdir(name) or (name.endswith(SUFFIX) and os.path.isfile(name)):
        return open_pack(name)
    near = nearest(name, known) or known
    raise fail(
        "E301",
        say("没有名为“{name}”的规则包", "there is no rule pack named “{name}”", name=name),
        path=name,
        remedy=say(
            "可用的有：{names}；也可以给出文件夹",
            "there are: {names}; a folder can be given too",
            names="、".join(near),
        ),
    )
