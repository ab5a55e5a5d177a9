"""Building the archive of a pack out of its folder, when nothing speaks against it."""

from __future__ import annotations

import hashlib
import os

from jsrules.authoring.history import history_faults
from jsrules.authoring.overlay import check_overlay
from jsrules.authoring.provenance import recorded_tests, with_tests
from jsrules.authoring.rulebook import rulebook
from jsrules.authoring.testing.run import PackTests, run_tests
from jsrules.authoring.versions import BUMP_WORDS, Bump, PackChange, is_lawful, smallest_lawful
from jsrules.base import __version__
from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.files import plain_bytes, source_from_bytes, unreadable
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.version import Version, parse_version
from jsrules.model.pack import PackManifest
from jsrules.packs.archive import write_archive
from jsrules.packs.archive_faults import too_large
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE, MAXIMUM_FILE, MAXIMUM_FILES, SUMS
from jsrules.packs.archive_names import name_faults
from jsrules.packs.chain import unfit_engine
from jsrules.packs.contents import HISTORY, MANIFEST, SUFFIX, names_below, refusals, refuse_unread
from jsrules.packs.form_listing import listed_forms
from jsrules.packs.library import Pack, archive_name, open_pack, pack_of_files
from jsrules.readers.packs.history import History, read_history

CHANGELOG = "CHANGELOG.md"


class Built(Record):
    """An archive, ready to be written; ``rules`` and ``files`` count what is in it."""

    manifest: PackManifest
    data: bytes
    sha256: str
    rules: int
    files: int

    @property
    def name(self) -> str:
        """The file's name: ``final-accounts-1.0.0.jspack``."""
        return archive_name(self.manifest.identifier, self.manifest.version)


def version_before(folder: str, manifest: PackManifest) -> str:
    """The path of the newest archive of a pack in a folder that is no newer than its manifest says;
    empty when there is none.
    """
    mine = parse_version(manifest.version)
    found: list[tuple[Version, str]] = []
    for name in os.listdir(folder or os.curdir) if os.path.isdir(folder or os.curdir) else []:
        head, _, version = name.removesuffix(SUFFIX).rpartition("-")
        other = parse_version(version)
        if name.endswith(SUFFIX) and head == manifest.identifier and other is not None and mine and other <= mine:
            found.append((other, os.path.join(folder, name)))
    return max(found)[1] if found else ""


def collect(folder: str) -> dict[str, bytes]:
    """The files of a pack's folder by their names in the archive. Hidden files and folders are left out.

    Raises `InputError` (E312) for links, devices, names that some system cannot hold, what is too much, and what
    nothing reads.
    """
    if not os.path.isfile(os.path.join(folder, MANIFEST)):
        raise fail(
            "E301",
            say("“{path}”里没有 {name}，不是规则包", "there is no {name} in “{path}”", path=folder, name=MANIFEST),
            path=folder,
            remedy=say("jsrules new pack 可以起个头", "jsrules new pack makes a start"),
        )
    names, faults = names_below(folder)
    found: dict[str, bytes] = {}
    total = 0
    for name in names:
        path = os.path.join(folder, *name.split("/"))
        size = os.stat(path).st_size
        total += size
        if size > MAXIMUM_FILE or total > MAXIMUM_ARCHIVE or len(found) >= MAXIMUM_FILES:
            faults.append((name, say("太多或太大", "it is too large, or there are too many")))
            break
        found[name] = _read(path)
    if SUMS in found:
        faults.append((SUMS, say("这个名称留给文件清单", "this name is kept for the list of files")))
    faults += name_faults(found)
    if faults:
        raise InputError(refusals(folder, faults, say("移走或改名", "move it away or rename it")))
    refuse_unread(folder, found)
    return found


def _read(path: str) -> bytes:
    try:
        return plain_bytes(path, MAXIMUM_FILE)
    except OSError as error:
        raise unreadable(path, error) from None


def _refusal(path: str, text: str, remedy: str = "") -> Diagnostic:
    return Diagnostic("E312", text, path=path, remedy=remedy)


def build_pack(folder: str, base: Pack | None = None) -> Built:
    """The archive of the pack in a folder, of which an overlay's ``base`` is given.

    Raises `InputError` with everything that speaks against building it: mistakes in manifest, rules or history, or
    tests that fail or cover too little.
    """
    files = collect(folder)
    pack = pack_of_files(folder, files, is_folder=True)
    found = _manifest_faults(folder, pack, files)
    if pack.manifest.requires is not None:
        check_overlay(pack, base)
    rules = rulebook(pack, listed_forms(pack, base))
    found += history_faults(folder, history_of(folder, files), rules)
    if found:
        raise InputError(found)
    tests = recorded_tests(check_tests(open_pack(folder), base)) if rules else None
    files[MANIFEST] = with_tests(f"{folder}/{MANIFEST}", files[MANIFEST], tests)
    data = write_archive(files)
    if len(data) > MAXIMUM_ARCHIVE:
        raise too_large(folder)
    return Built(replace(pack.manifest, tested=tests), data, hashlib.sha256(data).hexdigest(), len(rules), len(files))


def check_tests(pack: Pack, base: Pack | None = None) -> PackTests:
    """How the tests of the pack went, which is well.

    Raises `InputError` (E312) when one fails, or they cover less than its manifest asks for; ``base`` is what it builds
    on, by default the installed one.
    """
    from jsrules.authoring.testing.coverage import measure

    tests = run_tests(pack, base=base)
    if tests.diagnostics:
        raise InputError(tests.diagnostics)
    if tests.failed or tests.broken:
        names = [each.case.name or os.path.basename(each.case.path) for each in tests.failed]
        names += [rule for rule, _ in tests.broken]
        raise fail(
            "E312",
            say("规则包的测试没有通过：{n} 个", "tests of the pack fail: {n}", n=len(names)),
            path=pack.path,
            notes=tuple(names[:5]),
            remedy=say("用 jsrules test {path} 看是哪里", "see where with jsrules test {path}", path=pack.path),
        )
    percent = measure(tests).percent
    if percent < pack.manifest.coverage:
        raise fail(
            "E312",
            say(
                "测试覆盖 {percent}%，低于清单要求的 {least}%",
                "the tests cover {percent}%, less than the {least}% of the manifest",
                percent=percent,
                least=pack.manifest.coverage,
            ),
            path=pack.path,
            remedy=say(
                "用 jsrules test {path} --coverage 看缺哪些",
                "see what is lacking with jsrules test {path} --coverage",
                path=pack.path,
            ),
        )
    return tests


def history_of(folder: str, files: dict[str, bytes]) -> History:
    """The history among the files of a pack; empty when there is none."""
    if HISTORY not in files:
        return {}
    return read_history(source_from_bytes(os.path.join(folder, HISTORY), files[HISTORY]))


def _manifest_faults(folder: str, pack: Pack, files: dict[str, bytes]) -> list[Diagnostic]:
    manifest = pack.manifest
    found = []
    for name, value in (
        ("发布单位", manifest.publisher),
        ("语言", manifest.language),
        ("程序", manifest.engine.bounds),
    ):
        if not value:
            text = say("清单里没有“{name}”", "the manifest does not say “{name}”", name=name)
            found.append(
                _refusal(f"{folder}/{MANIFEST}", text, say("补上一行 {name}: …", "add a line {name}: …", name=name))
            )
    engine = parse_version(__version__)
    assert engine is not None
    if not manifest.engine.holds(engine):
        found.append(unfit_engine(folder, manifest))
    log = files.get(CHANGELOG, b"").decode("utf-8", "replace")
    if manifest.version not in log:
        text = say(
            "{name} 里没有 {version} 这一版的说明",
            "{name} says nothing of version {version}",
            name=CHANGELOG,
            version=manifest.version,
        )
        found.append(_refusal(folder, text, say("写上改了什么、为什么", "write what changed, and why")))
    return found


def check_version(old: PackManifest, new: PackManifest, bump: Bump, changes: list[PackChange]) -> None:
    """Raises `InputError` (E313) when the new version is too small for what changed."""
    if is_lawful(old.version, new.version, bump):
        return
    before = parse_version(old.version)
    assert before is not None
    reasons = [f"{each.rule}: {each.what}" if each.rule else each.what for each in changes if each.bump == bump]
    more = [say("另有 {n} 处", "{n} more", n=len(reasons) - 5)] if len(reasons) > 5 else []
    raise fail(
        "E313",
        say(
            "从 {old} 到 {new} 升得不够：改动要升{bump}，至少 {least}",
            "from {old} to {new} is too small a step: the changes are {bump}, at least {least}",
            old=old.version,
            new=new.version,
            bump=say(*BUMP_WORDS[bump]),
            least=str(smallest_lawful(before, bump)),
        ),
        path=MANIFEST,
        notes=(*reasons[:5], *more),
        remedy=say("把清单里的“版本”改大", "raise the version in the manifest"),
    )
