"""What a warm run may import. Start-up is most of what a user waits for, and it is lost one import at a time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.drawn_reports import DrawnReport
from support.processes import REPORT, run, run_jsrules
from support.produced import PLAIN, pdf_of
from support.sources import ROOT

pytestmark = pytest.mark.xdist_group("startup")  # they share a warm cache

# Each costs milliseconds to hundreds of them, and none is needed to compare figures whose rules are resolved.
# (inspect is not here: dataclasses imports it.)
HEAVY = """
lark rich openpyxl xlsxwriter tuf securesystemslib cryptography jsonschema hypothesis pytest
jsrules.readers.rules.parser jsrules.readers.rules.builder
asyncio concurrent csv decimal difflib email fractions http importlib.metadata importlib.resources
logging multiprocessing optparse argparse pathlib pdb pickle platform pprint pydoc random selectors shutil socket
sqlite3 ssl subprocess tempfile textwrap typing_extensions unittest urllib uuid xml zipfile
""".split()


def imported(python_log: str) -> set[str]:
    """The modules that ``-X importtime`` names."""
    lines = [line for line in python_log.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip() for line in lines} - {"imported package"}


def loaded_by(*arguments: str | Path, cache: Path, cwd: Path = ROOT) -> set[str]:
    """The modules that a run of jsrules imports and a bare interpreter of this environment does not."""
    finished = run_jsrules(*arguments, cache=cache, options=("-X", "importtime"), cwd=cwd)
    assert finished.stdout
    assert finished.returncode in (0, 1), finished.stderr
    return imported(finished.stderr) - imported(run(sys.executable, "-X", "importtime", "-c", "pass").stderr)


def heavy(modules: set[str]) -> set[str]:
    return {module for module in modules if any(module == name or module.startswith(f"{name}.") for name in HEAVY)}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warm")


def test_warm_verify(cache: Path) -> None:
    cold = loaded_by("verify", REPORT, cache=cache)
    assert "lark" in cold, "a cold run resolves the rules; else this test sees nothing"
    warm = loaded_by("verify", REPORT, cache=cache)
    assert heavy(warm) == set()


def test_warm_verify_of_a_document(tmp_path: Path, cache: Path) -> None:
    """Nothing of other kinds of documents, and nothing that it would take to name what is not known."""
    path = tmp_path / "决算.pdf"
    path.write_bytes(pdf_of(DrawnReport(2021, "", 1, False, 1).laid, PLAIN))
    loaded_by("verify", path, "--no-reconcile", cache=cache)
    reader = {"subprocess", "selectors", "pickle"}
    assert heavy(loaded_by("verify", path, "--no-reconcile", cache=cache)) - reader == set()


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_and_version(arguments: tuple[str, ...], cache: Path) -> None:
    modules = loaded_by(*arguments, cache=cache)
    assert heavy(modules) == set()
    assert not modules & {"typing", "yaml", "json"}


def test_warm_verify_of_a_locked_pack(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked pack needs no more than the shipped one: no tuf, no zipfile, one file for the lock, the trust, the pack."""
    from support.bureau import Bureau, Department

    from jsrules.authoring.build import collect
    from jsrules.packs.archive import write_archive

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.add(write_archive(collect(str(ROOT / "spec" / "packs" / "final-accounts"))))
    bureau.publish()
    department = Department(tmp_path / "department", bureau)
    department.fetch(bureau.repo)
    loaded_by("verify", REPORT, cache=cache, cwd=department.folder)  # resolves: its files go by another name
    locked = loaded_by("verify", REPORT, cache=cache, cwd=department.folder)
    shipped = loaded_by("verify", REPORT, cache=cache)
    assert heavy(locked) <= heavy(shipped)
    assert {each for each in locked - shipped if each.startswith("jsrules.")} <= {
        "jsrules.base.dates",
        "jsrules.packs.archive",
        "jsrules.packs.archive_limits",
        "jsrules.packs.freshness",
        "jsrules.packs.lock",
        "jsrules.packs.publication_log",
        "jsrules.packs.store",
    }
    assert "jsrules.packs.lock" in locked
