"""``jsrules attest check``: whether a signed result is what somebody signed, and of this report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.pack.common import Talk, require_extra, talking
from jsrules.cli.trouble import FINE, FOUND

if TYPE_CHECKING:
    from typing import Any


def _work(talk: Talk, file: str, reports: tuple[str, ...], trusted: tuple[str, ...]) -> int:
    require_extra("jsrules attest")
    from jsrules.outputs.attestation import besides_words, hash_of
    from jsrules.packs.repository.attesting import signing_key

    content = _read(file)
    keyid = signing_key(content)
    if keyid is None:
        talk.say(
            say(
                "改过了：签名与内容不符，这份结果不能相信。",
                "Altered: the signature does not fit the content; this result cannot be believed.",
            ),
            "error",
        )
        return FOUND
    _tell_signer(talk, file, keyid, trusted)
    talk.say(
        say(
            "签名的时间是 {date}，{program}；那以后的事它不说明。",
            "Signed on {date}, {program}; of what came later it does not tell.",
            date=content["made"],
            program=content["program"],
        )
    )
    for each in content["reports"]:
        _tell_report(talk, each)
    known = {each["report"]["sha256"] for each in content["reports"]}
    read_with = {file["sha256"]: file for each in content["reports"] for file in each.get("besides", ())}
    hashes = {path: hash_of(path) for path in reports}
    changed = [path for path in reports if hashes[path] not in known and hashes[path] not in read_with]
    for path in reports:
        if path not in changed and hashes[path] not in known:
            words = besides_words(read_with[hashes[path]]["role"])
            text = say("{path} 就是那时一起读的{what}。", "{path} is the {what} that was read.", path=path, what=words)
            talk.say(text, "good")
        elif path in changed:
            text = say(
                "{path} 改过了，或不是签名时检查的那一份。", "{path} was altered, or is not what was judged.", path=path
            )
            talk.say(text, "error")
        else:
            text = say("{path} 就是签名时检查的那一份。", "{path} is what was judged.", path=path)
            talk.say(text, "good")
    stale = [
        _tell_beside(talk, path, each) for path in reports for each in content["reports"] if _is(each, hashes[path])
    ]
    return FOUND if changed or any(stale) else FINE


def _is(entry: dict[str, Any], sha256: str) -> bool:
    """Whether an entry is of the report with this hash."""
    found: bool = entry["report"]["sha256"] == sha256
    return found


def _tell_beside(talk: Talk, report: str, entry: dict[str, Any]) -> bool:
    """Checks the files that were read with a report, where they lie beside it; whether one of them was altered."""
    from jsrules.base.files import beside
    from jsrules.outputs.attestation import besides_words, hash_of

    altered = False
    for file in entry.get("besides", ()):
        path = beside(report, file["name"]) if file["beside"] else None
        if path is None or not os.path.isfile(path):
            continue
        values = {"path": path, "what": besides_words(file["role"])}
        if hash_of(path) == file["sha256"]:
            talk.say(
                say(
                    "旁边的 {path} 就是那时一起读的{what}。", "{path} beside it is the {what} that was read.", **values
                ),
                "good",
            )
        else:
            altered = True
            talk.say(
                say(
                    "旁边的 {path} 改过了，不是那时一起读的{what}。",
                    "{path} beside it was altered; it is not the {what} that was read.",
                    **values,
                ),
                "error",
            )
    return altered


def _tell_signer(talk: Talk, file: str, keyid: str, trusted: Sequence[str]) -> None:
    """Says whose the signature is. Raises `InputError` (E322) when nobody has signed, or none of those trusted."""
    from jsrules.packs.repository.keys import read_public

    names = {key.keyid: name for name, key in map(read_public, trusted)}
    if not keyid:
        text = say("这份结果没有人签名", "nobody has signed this result")
    elif names and keyid not in names:
        text = say("签这份结果的不是 --trusted 的钥匙", "it is signed by none of the keys of --trusted")
    else:
        text = ""
    if text:
        raise fail(
            "E322",
            text,
            path=file,
            notes=(say("签名的钥匙：{print}", "the key: {print}", print=grouped(keyid)),) if keyid else (),
            remedy=say("向应当签名的人要", "ask who should have signed it"),
        )
    if names:
        text = say(
            "签名有效：由“{name}”签，钥匙 {print}",
            "The signature is good: of “{name}”, key {print}",
            name=names[keyid],
            print=grouped(keyid),
        )
        talk.say(text, "good")
        return
    talk.say(
        say(
            "签名有效：签了以后没有改过；钥匙 {print}。是谁的不知道，用 --trusted 给出应当是谁的公钥。",
            "The signature is good: nothing was altered since; key {print}. Whose it is is not known: give the public "
            "key that it should be with --trusted.",
            print=grouped(keyid),
        ),
        "warning",
    )


def _tell_report(talk: Talk, entry: dict[str, Any]) -> None:
    from jsrules.outputs.attestation import besides_words, counts_in_words

    report = entry["report"]
    head = [report["name"], report["unit"]]
    if report["year"]:
        head.append(say("{year} 年度", "{year}", year=report["year"]))
    counts = counts_in_words(entry["result"] and entry["result"]["summary"])
    talk.say(say("{head}：{counts}", "{head}: {counts}", head="  ".join(filter(None, head)), counts=counts), "strong")
    for file in entry.get("besides", ()):
        text = say(
            "  连同{what} {name}（{print}）",
            "  together with the {what} {name} ({print})",
            what=besides_words(file["role"]),
            name=file["name"],
            print=file["sha256"][:12],
        )
        talk.say(text)
    for pack in entry["packs"]:
        parts = [pack["sha256"][:12]]
        if pack["signer"]:
            parts.append(say("{signer} 签发", "signed by {signer}", signer=pack["signer"]))
        name = f"{pack['id']} {pack['version']}".rstrip()
        talk.say(say("  用 {name}（{parts}）", "  with {name} ({parts})", name=name, parts=say("，", ", ").join(parts)))


def _read(path: str) -> dict[str, Any]:
    """The signed result in a file. Raises `InputError` (E325) when it holds none."""
    from jsrules.base.files import read_bytes
    from jsrules.outputs.attestation import LARGEST, read_attestation

    try:
        return read_attestation(read_bytes(path, LARGEST))
    except InputError:
        raise
    except ValueError:
        raise fail(
            "E325",
            say("这不是 jsrules 签了名的结果", "this is no signed result of jsrules"),
            path=path,
            remedy=say(
                "给出 jsrules verify --sign 写出的文件；证据（pack evidence）用 jsrules pack evidence --recheck 核对",
                "give a file that jsrules verify --sign wrote; evidence is checked by jsrules pack evidence --recheck",
            ),
        ) from None


command = Command(
    talking(_work),
    (
        Argument("file", ("签了名的结果", "the signed result"), ("文件", "FILE")),
        replace(
            options.REPORT,
            words=(
                "应当是这份报告的结果，或那时一起读的文件；可以写多次",
                "it should be the result of this report, or a file read with it; may be given several times",
            ),
            key="reports",
            multiple=True,
        ),
        Option(
            "--trusted",
            (
                "应当是这把公钥签的；可以写多次，是其中之一",
                "the public key that should have signed it, or one of several",
            ),
            options.PUBLIC_KEY,
            multiple=True,
        ),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("签名有效，没有改过", "the signature is good, nothing was altered"),
            ("结果或报告改过了", "the result or the report was altered"),
            (
                "文件不能用，没有签名，或不是 --trusted 的人签的",
                "the file cannot be used, or none of --trusted signed it",
            ),
        ),
        examples("jsrules attest check 签名结果.json --trusted 审计员.pub --report 2021.yaml"),
    ),
)
