"""The built wheel works alone: in an empty environment, from another folder, with grammar and spec inside it."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from support.processes import REPORT, run
from support.sources import ROOT

import jsrules

pytestmark = pytest.mark.xdist_group("wheel")  # one worker: building takes longer than all the rest here

DATA = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("grammar", "spec")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
)


def succeed(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    finished = run(*command, cwd=cwd)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built out of it; no network."""
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a new environment that holds the wheel and what its metadata asks for, nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    succeed(sys.executable, "-m", "venv", folder)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    site = Path(
        succeed(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["dependencies"]:
        distribution = importlib.metadata.distribution(requirement.split(">")[0])
        for file in distribution.files or []:
            if not file.parts[0].startswith(".."):  # its scripts
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), site / file)
    # pip finds the dependencies there, or fails: it may not look elsewhere.
    succeed(scripts / "python", "-m", "pip", "install", "--no-index", *built.glob("*.whl"))
    return scripts


def test_the_wheel_carries_grammar_and_spec(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for name in DATA:
            assert archive.read(f"jsrules/_data/{name}") == (ROOT / name).read_bytes(), name
    assert "jsrules/py.typed" in names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    roots = {name.split("/")[0] for name in names}
    assert len(roots) == 2, roots


def test_the_sdist_carries_everything_to_build_and_test(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert set(DATA) <= names
    assert {
        "LICENSE",
        "README.md",
        "pyproject.toml",
        "reports/jiyuan-2021.yaml",
        "tests/conftest.py",
        ".ci/run",
    } <= names


def test_the_installed_wheel_verifies(environment: Path, tmp_path: Path) -> None:
    command = environment / "jsrules"
    assert jsrules.__version__ in succeed(command, "--version", cwd=tmp_path).stdout
    shutil.copyfile(REPORT, tmp_path / "report.yaml")
    for cache in ("cold", "warm"):
        finished = run(command, "verify", "report.yaml", cwd=tmp_path, cache=tmp_path / "cache")
        assert finished.returncode == 1, (cache, finished.stdout, finished.stderr)
        assert "28.29" in finished.stdout
        assert not finished.stderr
