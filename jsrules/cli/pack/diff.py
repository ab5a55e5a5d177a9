"""``jsrules pack diff``: what changed between two versions, and which version may carry it."""

from __future__ import annotations

from jsrules.base.version import parse_version
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, exit_codes
from jsrules.cli.pack.common import Talk, talking
from jsrules.cli.trouble import FINE, FOUND


def _work(talk: Talk, old: str, new: str, reports: tuple[str, ...], base: str) -> int:
    from jsrules.authoring.versions import is_lawful, smallest_lawful
    from jsrules.cli.pack.comparing import compare
    from jsrules.outputs.packs import compose_comparison, compose_step, compose_verdicts
    from jsrules.packs.library import find_pack

    before, after = find_pack(old), find_pack(new)
    found = compare(before, after, reports, base)
    version = parse_version(before.manifest.version)
    assert version is not None
    least = str(smallest_lawful(version, found.bump)) if found.bump != "none" else before.manifest.version
    lawful = is_lawful(before.manifest.version, after.manifest.version, found.bump)
    page = [compose_comparison(before.manifest, after.manifest, found.changes)]
    if found.reports:
        page.append(compose_verdicts(found.verdicts, found.reports))
    talk.show([*page, compose_step(before.manifest.version, after.manifest.version, found.bump, least, lawful)])
    return FINE if lawful else FOUND


command = Command(
    talking(_work),
    (
        Argument(
            "old", ("旧版：名称、文件夹或 *.jspack", "the old version: name, folder or *.jspack"), ("旧版", "OLD")
        ),
        Argument("new", ("新版", "the new version"), ("新版", "NEW")),
        options.REPORTS,
        options.BASE,
        *options.DISPLAY,
    ),
    (
        (
            ("版本号：", "Versions:"),
            (
                ("1.0.0 → 1.0.1", ("只改了文字，哪条判定都不会变", "wording only; no verdict can change")),
                (
                    "1.0.0 → 1.1.0",
                    ("新的警告，或从以后年度起的规则", "new warnings, or rules that start in later years"),
                ),
                (
                    "1.0.0 → 2.0.0",
                    (
                        "原有规则的判定可能变，或规则改名、删去、新增错误级",
                        "a verdict of an existing rule may change, or a rule is renamed, removed, or a new error",
                    ),
                ),
            ),
        ),
        exit_codes(
            ("新版的版本号够大", "the version of the new one is large enough"),
            ("不够大", "it is too small"),
            ("命令或某个规则包无法使用", "the command or a pack cannot be used"),
        ),
    ),
)
