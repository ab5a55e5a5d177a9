"""``jsrules pack build``: the archive of a pack, when nothing speaks against it."""

from __future__ import annotations

import os

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Command, examples
from jsrules.cli.pack.common import PACK_FOLDER, Talk, talking


def _work(talk: Talk, folder: str, since: str, reports: tuple[str, ...], base: str, output: str) -> None:
    from jsrules.authoring.build import build_pack, check_version, version_before
    from jsrules.authoring.history import check_continued
    from jsrules.base.files import read_source
    from jsrules.base.writing import write_whole
    from jsrules.cli.pack.comparing import compare
    from jsrules.model.pack import Requirement
    from jsrules.packs.choice import Installed
    from jsrules.packs.library import find_pack, open_pack
    from jsrules.readers.packs.manifest import read_manifest

    required: Requirement | None = None
    if os.path.isfile(os.path.join(folder, "pack.yaml")):
        required = read_manifest(read_source(os.path.join(folder, "pack.yaml"))).requires
    below = find_pack(base) if base else Installed().base(required) if required is not None else None
    built = build_pack(folder, below)
    path = output or built.name
    if os.path.isdir(path):
        path = os.path.join(path, built.name)
    since = since or version_before(os.path.dirname(path), built.manifest)
    if since:
        old = find_pack(since)
        found = compare(old, open_pack(folder), reports, base)
        check_version(old.manifest, built.manifest, found.bump, found.changes)
        check_continued(folder, old.history(), open_pack(folder).history())
    write_whole(path, built.data)
    talk.say(
        say(
            "已打包“{title}”{version}：{rules} 条规则，{files} 个文件，{size} 字节",
            "built “{title}” {version}: {rules} rules, {files} files, {size} bytes",
            title=built.manifest.title,
            version=built.manifest.version,
            rules=built.rules,
            files=built.files,
            size=len(built.data),
        ),
        "good",
    )
    talk.say(say("文件：{path}", "file: {path}", path=path))
    talk.say(say("指纹：{print}", "fingerprint: {print}", print=grouped(built.sha256)))


command = Command(
    talking(_work),
    (
        PACK_FOLDER,
        replace(
            options.SINCE,
            words=(
                "上一版（文件、文件夹或名称）：版本升得不够就不打；默认是写出的地方已有的最近一版",
                (
                    "the version before (file, folder or name), by default the newest in the place written to: too "
                    "small a step is "
                    "refused"
                ),
            ),
        ),
        options.REPORTS,
        options.BASE,
        replace(options.OUTPUT, words=("写到这个文件或文件夹", "write to this file or folder")),
        *options.DISPLAY,
    ),
    (examples("jsrules pack build my-pack", "jsrules pack build my-pack --since my-pack-1.0.0.jspack"),),
)
