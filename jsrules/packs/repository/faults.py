"""What tuf says is wrong, as diagnostics that say what happened and what to do."""

from __future__ import annotations

import re

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.packs.repository.roles import ROOT, TIMESTAMP, role_words
from jsrules.packs.repository.web_words import cause_in_words

_COUNT = re.compile(r"signed by (\d+)/(\d+)")
_NAME = re.compile(r"(?:\d+\.)?(?P<role>[^/]+)\.json")


def role_of(name: str) -> str:
    """The role whose metadata a file of this name holds, or nothing."""
    match = _NAME.fullmatch(name.rsplit("/", 1)[-1])
    return match["role"] if match else ""


def refused(source: str, last: str, error: Exception) -> InputError:
    """The error for what went wrong while ``last`` was being read from a source. Nothing was changed by then."""
    role = role_of(last)
    what = role_words(role) if role else last
    notes = (say("读到 {name} 时发现；原有的锁定没有变", "found at {name}; what is locked is unchanged", name=last),)
    match error:
        case ExpiredMetadataError():
            if "root.json" in str(error):  # found out when the timestamp is looked at
                what = role_words(ROOT)
            return fail(
                "E323",
                say("{what}已经过期，拒绝使用", "the {what} has expired and is refused", what=what),
                path=source,
                notes=notes,
                remedy=say(
                    "来源太旧：向发布单位要新的优盘或镜像；发布单位要定期运行 jsrules pack publish",
                    "the source is too old: get a new stick or mirror; its publisher must run jsrules pack publish "
                    "now and then",
                ),
            )
        case UnsignedMetadataError():
            count = _COUNT.search(str(error))
            signed, needed = count.groups() if count else ("0", "1")
            return fail(
                "E322",
                say(
                    "{what}要有 {needed} 把指定钥匙的签名，实有 {signed} 个有效",
                    "the {what} needs the signatures of {needed} of the named keys; {signed} are valid",
                    what=what,
                    needed=needed,
                    signed=signed,
                ),
                path=source,
                notes=notes,
                remedy=say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher"),
            )
        case BadVersionNumberError() if role in (ROOT, TIMESTAMP):
            return fail(
                "E324",
                say(
                    "这个来源比本机已经见过的旧，拒绝退回",
                    "this source is older than what this machine has seen; it is refused",
                ),
                path=source,
                notes=notes,
                remedy=say("换用较新的优盘或镜像", "use the newer stick or mirror"),
            )
        case LengthOrHashMismatchError() | BadVersionNumberError():
            return fail(
                "E325",
                say(
                    "{what}与签过名的目录不符：被改动、损坏，或混入了另一次发布的文件",
                    "the {what} is not what was signed: altered, damaged, or of another publication",
                    what=what,
                ),
                path=source,
                notes=notes,
                remedy=say("从发布单位重新整份复制", "copy the whole of it anew from its publisher"),
            )
        case DownloadLengthMismatchError():
            return fail(
                "E327",
                say("{what}比签名里写的长，没有读完", "the {what} is longer than signed; it was not read", what=what),
                path=source,
                notes=notes,
                remedy=say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher"),
            )
        case DownloadHTTPError():
            text = say("来源里没有 {name}", "the source has no {name}", name=last)
        case DownloadError() if error.__cause__ is not None and (told := cause_in_words(error.__cause__))[0]:
            text = say("读 {name} 失败：{reason}", "reading {name} failed: {reason}", name=last, reason=told[0])
            return fail("E327", text, path=source, notes=notes, remedy=told[1])
        case DownloadError():
            text = say("读 {name} 失败：{reason}", "reading {name} failed: {reason}", name=last, reason=_reason(error))
        case RepositoryError():
            return fail(
                "E325",
                say("{what}的内容读不懂或不合规矩", "the {what} cannot be understood", what=what),
                path=source,
                notes=notes,
                remedy=say("从发布单位重新整份复制", "copy the whole of it anew from its publisher"),
            )
        case _:
            raise error
    return fail(
        "E327",
        text,
        path=source,
        notes=notes,
        remedy=say("检查地址和网络，或重新整份复制", "check address and network, or copy the whole of it anew"),
    )


def _reason(error: Exception) -> str:
    return str(error.__cause__ or error)[:300]


def content_changed(source: str, identifier: str, version: str, before: str, now: str) -> InputError:
    """The error for a version that has another content than it had, with both hashes."""
    return fail(
        "E325",
        say(
            "“{name}”{version} 的内容变了，版本号却没有变",
            "the content of “{name}” {version} has changed, but not its version",
            name=identifier,
            version=version,
        ),
        path=source,
        notes=(
            say("原来的指纹：{print}", "the fingerprint it had: {print}", print=grouped(before)),
            say("来源里的指纹：{print}", "the fingerprint at the source: {print}", print=grouped(now)),
        ),
        remedy=say(
            "发布过的版本不能改：不要使用这个来源；问发布单位，改了就该出新的版本",
            "a published version never changes: do not use this source; ask its publisher for a new version",
        ),
    )
