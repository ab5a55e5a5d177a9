"""``jsrules pack add``: puts a pack's archive into a repository, to be signed and published."""

from __future__ import annotations

from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.pack.common import REPOSITORY, Talk, talking


def _work(talk: Talk, folder: str, archives: tuple[str, ...], department: str) -> None:
    from jsrules.authoring.adding import add
    from jsrules.base.files import read_bytes
    from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE
    from jsrules.packs.repository.busy import changing
    from jsrules.packs.repository.roles import TARGETS, now_utc, role_words

    role = department or TARGETS
    for path in archives:
        data = read_bytes(path, MAXIMUM_ARCHIVE)
        with changing(folder) as workspace:
            pack = add(workspace, path, data, role, now_utc())
        talk.say(
            say(
                "已放入{role}：“{title}”{version}",
                "added to the {role}: “{title}” {version}",
                role=role_words(role),
                title=pack.manifest.title,
                version=pack.manifest.version,
            ),
            "good",
        )
        talk.say(say("指纹：{print}", "fingerprint: {print}", print=grouped(pack.sha256)))
    talk.say(
        say("下一步：jsrules pack sign，再 jsrules pack publish", "next: jsrules pack sign, then jsrules pack publish")
    )


command = Command(
    talking(_work, needs_extra=True),
    (
        REPOSITORY,
        Argument("archives", ("打好的规则包（*.jspack）", "built packs (*.jspack)"), options.NAMED_PACK, many=True),
        replace(
            options.DEPARTMENT,
            words=(
                "放进这个部门的目录，而不是发布单位的",
                "into this department's catalogue instead of the publisher's",
            ),
        ),
        *options.DISPLAY,
    ),
    (examples("jsrules pack add 规则库 final-accounts-1.1.0.jspack"),),
)
