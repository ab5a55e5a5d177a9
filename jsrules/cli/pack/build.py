"""``jsrules pack build``: the archive of a pack, when nothing speaks against it."""

from __future__ import annotations

import os

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.pack.common import Talk, deferred
from jsrules.cli.program import display_options


class Build(Command):
    """``jsrules pack build``."""

    words = (
        "把规则包的文件夹打成一个文件（*.jspack）：内容相同，在哪台机器、哪一天打都一样。测试不过、覆盖不够、版本升得不够都不打。",
        "Build the archive (*.jspack) of a pack's folder: the same bytes on every machine and day. Refused when its tests fail, cover too little, or the version is too small for what changed.",
    )
    sections = (
        (
            ("例：", "Examples:"),
            (
                ("jsrules pack build my-pack", ("", "")),
                ("jsrules pack build my-pack --since my-pack-1.0.0.jspack", ("", "")),
            ),
        ),
    )


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


command = Build(
    "build",
    callback=deferred(_work),
    add_help_option=False,
    params=[
        Argument("folder", ("规则包的文件夹", "the pack's folder"), ("文件夹", "FOLDER")),
        Option(
            ["--since"],
            (
                "上一版（文件、文件夹或名称）：版本升得不够就不打；默认是写出的地方已有的最近一版",
                "the version before (file, folder or name), by default the newest in the place written to: too small a step is refused",
            ),
            ("上一版", "PACK"),
            default="",
        ),
        Option(
            ["--reports"],
            (
                "用这些报告比较两版的判定；可以写多次",
                "compare the verdicts of both versions on these reports; may be given several times",
            ),
            ("报告", "REPORTS"),
            multiple=True,
        ),
        Option(
            ["--base"],
            (
                "下级规则包所依赖的规则包；默认用锁定的或自带的",
                "the pack that an overlay builds on; by default the locked or shipped one",
            ),
            ("规则包", "PACK"),
            default="",
        ),
        Option(
            ["-o", "--output"], ("写到这个文件或文件夹", "write to this file or folder"), ("文件", "FILE"), default=""
        ),
        *display_options(),
    ],
)
