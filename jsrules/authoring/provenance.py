"""Where a version of a pack comes from: how its tests went when it was built, and how they go when they run again."""

from __future__ import annotations

import os
import re
import tempfile

from jsrules.authoring.testing.coverage import measure
from jsrules.authoring.testing.run import PackTests, run_tests
from jsrules.base import __version__
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import read_bytes, source_from_text
from jsrules.base.language import say
from jsrules.base.writing import write_whole
from jsrules.model.pack import RecordedTests
from jsrules.packs.archive import read_archive
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE
from jsrules.packs.library import Pack, open_pack
from jsrules.readers.packs.manifest import RECORDED, read_manifest, recorded_line

_LINE = re.compile(rf"^{RECORDED}[ \t]*[:：][^\n]*\n?", re.MULTILINE)


def recorded_tests(tests: PackTests) -> RecordedTests:
    """How the tests of a pack went, as a manifest says it."""
    passed = sum(each.passed for each in tests.results)
    return RecordedTests(len(tests.results), passed, measure(tests).percent, __version__)


def with_tests(path: str, manifest: bytes, tests: RecordedTests | None) -> bytes:
    """A manifest that says how the tests went, whatever stood there about it; None leaves it out.

    Raises `InputError` (E312) for one that is written so that no line can be added to it.
    """
    text = _LINE.sub("", manifest.decode())
    if tests is not None:
        text = text + ("" if text.endswith("\n") else "\n") + recorded_line(tests)
    try:
        found = read_manifest(source_from_text(path, text)).tested
    except InputError:
        found = RecordedTests(0, 0, 0, "")
    if found != tests:
        raise fail(
            "E312",
            say("清单里写不进“{name}”", "“{name}” cannot be written into the manifest", name=RECORDED),
            path=path,
            remedy=say(
                "每个键写一行，“{name}”不用写",
                "write each key on a line of its own, and leave out “{name}”",
                name=RECORDED,
            ),
        )
    return text.encode()


def retested(pack: Pack, base: Pack | None) -> RecordedTests:
    """How the tests of a pack go now, of one in an archive as well. Raises `InputError` when they cannot be run."""
    if os.path.isdir(pack.path):
        return _run(pack, base)
    files = read_archive(pack.path, read_bytes(pack.path, MAXIMUM_ARCHIVE))
    with tempfile.TemporaryDirectory(prefix="jsrules-") as folder:
        for name, data in files.items():
            write_whole(os.path.join(folder, *name.split("/")), data)
        return _run(open_pack(folder), base)


def _run(pack: Pack, base: Pack | None) -> RecordedTests:
    tests = run_tests(pack, base=base)
    if tests.diagnostics:
        raise InputError(tests.diagnostics)
    return recorded_tests(tests)
