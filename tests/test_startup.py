"""What a warm run may import. Start-up is most of what a user waits for, and it is lost one import at a time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from processes import REPORT, run, run_jsrules

pytestmark = pytest.mark.xdist_group("startup")  # they share a warm cache

# Each costs milliseconds to hundreds of them, and none is needed to compare figures whose rules are compiled.
# (inspect is not here: dataclasses imports it.)
HEAVY = """
lark rich openpyxl xlsxwriter tuf jsonschema hypothesis pytest
jsrules.readers.rule_parser jsrules.readers.rule_builder
asyncio concurrent csv decimal difflib email fractions http importlib.metadata importlib.resources
logging multiprocessing optparse argparse pathlib pdb pickle platform pprint pydoc random selectors shutil socket
sqlite3 ssl subprocess tempfile textwrap typing_extensions unittest urllib uuid xml zipfile
""".split()


def imported(python_log: str) -> set[str]:
    """The modules that ``-X importtime`` names."""
    lines = [line for line in python_log.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip() for line in lines} - {"imported package"}


def loaded_by(*arguments: str | Path, cache: Path) -> set[str]:
    """The modules that a run of jsrules imports and a bare interpreter of this environment does not."""
    finished = run_jsrules(*arguments, cache=cache, options=("-X", "importtime"))
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
    assert "lark" in cold, "a cold run compiles the rules; else this test sees nothing"
    warm = loaded_by("verify", REPORT, cache=cache)
    # What click needs is click's affair.
    of_click = (
        imported(run(sys.executable, "-X", "importtime", "-c", "import click").stderr) if "click" in warm else set()
    )
    assert heavy(warm) - of_click == set()


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_and_version(arguments: tuple[str, ...], cache: Path) -> None:
    modules = loaded_by(*arguments, cache=cache)
    assert heavy(modules) == set()
    assert not modules & {"click", "yaml", "json"}
