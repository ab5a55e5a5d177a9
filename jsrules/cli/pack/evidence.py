"""``jsrules pack evidence``: one file that shows later how a report was judged, with which pack, signed by whom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.pack.common import Talk, public_keys_of, signers_of, talking
from jsrules.cli.trouble import FINE, FOUND

if TYPE_CHECKING:
    from jsrules.packs.repository.keys import Signer


def _work(
    talk: Talk,
    report: str,
    output: str,
    recheck: str,
    sign: str,
    passphrase_file: str,
    signer: str,
    lock: str,
    root: str,
    fingerprint: str,
) -> int:
    if bool(output) == bool(recheck) or (output and not report):
        raise fail(
            "E401",
            say("要么 -o 写出证据，要么 --recheck 核对一份", "either write evidence with -o, or --recheck some"),
            path=report or "jsrules pack evidence",
            remedy=say(
                "例如 jsrules pack evidence 2021.yaml -o 证据.json", "as in jsrules pack evidence 2021.yaml -o e.json"
            ),
        )
    if output:
        return _keep(talk, report, output, lock, signers_of((sign,), passphrase_file) if sign else [])
    return _check(talk, report, recheck, root, fingerprint, signer)


def _keep(talk: Talk, report: str, output: str, lock: str, signers: list[Signer]) -> int:
    """Writes the evidence of a report that is judged now, signed by one or none."""
    from jsrules.base.writing import write_whole
    from jsrules.outputs.attestation import hash_of, name_of, result_told
    from jsrules.outputs.json_text import json_text
    from jsrules.packs.choice import LOCK
    from jsrules.packs.lock import read_lock
    from jsrules.packs.lock_place import lock_of
    from jsrules.packs.repository.attesting import attested
    from jsrules.packs.repository.evidence import SCHEMA, proof_of
    from jsrules.packs.repository.roles import iso, now_utc
    from jsrules.verification.verifier import Verifier

    lock = lock or lock_of([report]) or LOCK
    entries = {each.identifier: each for each in read_lock(lock) or ()}
    result = Verifier(lock=lock if entries else "", require_lock=True).verify(report)
    told = result_told(result)
    proofs = [proof_of(entries[each.name]) for each in result.packs if each.origin == "locked"]
    if result.report is None or not proofs:
        raise InputError(list(result.diagnostics))
    content = {
        "schema": SCHEMA,
        "made": iso(now_utc()),
        "report": {"name": name_of(report), "sha256": hash_of(report)},
        "packs": proofs,
        "result": told,
    }
    for each in signers:
        content = attested(content, each)
    write_whole(output, (json_text(content, indent=1) + "\n").encode())
    talk.say(
        say(
            "已写出证据：{path}，{n} 个规则包，与报告一起保存",
            "evidence written to {path}, of {n} packs; keep it with the report",
            path=output,
            n=len(proofs),
        ),
        "good",
    )
    return FINE


def _check(talk: Talk, report: str, path: str, root: str, fingerprint: str, signer: str) -> int:
    """Checks evidence, and judges the report again when it is given."""
    from jsrules.base.files import read_bytes
    from jsrules.packs.repository.attesting import attesting_key, require_signer
    from jsrules.packs.repository.evidence import proven, require_known

    content = _read(path)
    keyid = attesting_key(content, path)
    if signer:
        require_signer(keyid, public_keys_of((signer,))[0].keyid, path)
    found = [proven(each, path) for each in content["packs"]]
    for each in found:
        require_known(each, path, read_bytes(root) if root else b"", fingerprint)
    talk.say(
        say(
            "历史：这是 {date} 的情形；规则包现在撤回没有、有没有新版，它不说明。",
            "Historical: this is how it was on {date}; whether the pack was withdrawn since it does not tell.",
            date=str(content["made"])[:10],
        ),
        "strong",
    )
    for each in found:
        talk.say(
            say(
                "{title} {version}：{who}的{role}签发，{signed} 证明是最新的，到 {until} 为止",
                "{title} {version}: signed by {who}, {role}, proved current {signed}, until {until}",
                title=each.pack.manifest.title,
                version=each.pack.manifest.version,
                who=each.title,
                role=_role_words(each.role),
                signed=each.signed[:10],
                until=each.until,
            ),
            "good",
        )
    if keyid:
        text = say("有签名，钥匙 {print}", "signed, by the key {print}", print=grouped(keyid))
        note = say("（就是 --signer 的）", " (that of --signer)")
        other = say("（没有用 --signer 说明该是谁的）", " (--signer does not say whose it should be)")
        talk.say(text + (note if signer else other), "good" if signer else "warning")
    return _judge_again(talk, report, content, [each.pack for each in found]) if report else FINE


def _judge_again(talk: Talk, report: str, content: dict[str, Any], packs: list[Any]) -> int:
    from jsrules.outputs.attestation import hash_of, result_told
    from jsrules.verification.verifier import Verifier

    if hash_of(report) != content["report"].get("sha256"):
        raise fail(
            "E325",
            say("报告不是那时检查的那一份", "the report is not the one that was judged then"),
            path=report,
            remedy=say("给出当时的报告", "give the report of that time"),
        )
    held = {each.manifest.identifier: each for each in packs}
    again = result_told(Verifier(packs=(packs[-1],), held=held).verify(report))
    if again == content["result"]:
        talk.say(say("重新检查，结果与那时相同。", "Judged again, with the same result."), "good")
        return FINE
    talk.say(
        say(
            "重新检查，结果与那时不同：{old} → {new}",
            "judged again, with another result: {old} → {new}",
            old=json.dumps(content["result"].get("summary"), ensure_ascii=False),
            new=json.dumps(again["summary"], ensure_ascii=False),
        ),
        "error",
    )
    return FOUND


def _role_words(role: str) -> str:
    from jsrules.packs.repository.roles import role_words

    return role_words(role)


def _read(path: str) -> dict[str, Any]:
    """The evidence in a file. Raises `InputError` (E325) when it holds none."""
    from jsrules.base.files import read_bytes
    from jsrules.packs.repository.evidence import LARGEST, SCHEMA

    try:
        content = json.loads(read_bytes(path, LARGEST))
        shape = (content["schema"], isinstance(content["packs"], list) and bool(content["packs"]))
        if shape != (SCHEMA, True) or not isinstance(content["report"], dict) or not isinstance(content["made"], str):
            raise ValueError
        if not isinstance(content["result"], dict):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise fail(
            "E325",
            say("这不是 jsrules 的证据文件", "this is no evidence of jsrules"),
            path=path,
            remedy=say("给出 jsrules pack evidence -o 写出的文件", "give a file that jsrules pack evidence -o wrote"),
        ) from None
    checked: dict[str, Any] = content
    return checked


command = Command(
    talking(_work, needs_extra=True),
    (
        Argument(
            "report",
            ("报告；核对时可以不写", "the report; may be left out to check"),
            ("报告", "REPORT"),
            required=False,
        ),
        replace(options.OUTPUT, words=("写出证据", "write evidence"), default=""),
        Option(
            "--recheck",
            ("核对这份证据；写了报告就重新检查一遍", "check this evidence; with a report judge it again"),
            options.FILE,
        ),
        options.SIGN,
        options.PASSPHRASE_FILE,
        Option(
            "--signer",
            ("核对时：必须是这把公钥签的", "to check: it must be signed by this public key"),
            options.PUBLIC_KEY,
        ),
        options.LOCK,
        options.ROOT,
        options.FINGERPRINT,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("已写出；核对无误", "written; or it holds"),
            ("重新检查的结果不同", "judged again, with another result"),
            ("证据、报告或规则包不能用", "evidence, report or pack cannot be used"),
        ),
        examples(
            "jsrules pack evidence 2021.yaml -o 证据.json",
            "jsrules pack evidence 2021.yaml --recheck 证据.json --root 根.json",
        ),
    ),
)
