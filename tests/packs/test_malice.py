"""Whatever stands in metadata that is signed but malicious, in a lock, or in a record: a refusal, never a defect."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.bureau import Bureau, Department, pack
from support.forging import forge
from tuf.api.metadata import TargetFile, Targets

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.packs.choice import Installed
from jsrules.packs.repository import editing
from jsrules.packs.repository.doctor import examine
from jsrules.packs.repository.roles import now_utc

ODD: list[Any] = [
    None,
    0,
    -1,
    10**30,
    "",
    "x",
    "../../x",
    "\x1b[2J\u202e",
    [],
    [[]],
    {},
    {"id": []},
    {"identifier": 1},
    True,
]


def complaints(action: Callable[[], object]) -> list[Diagnostic]:
    """What an action says is wrong; anything but an `InputError` fails the test."""
    try:
        action()
    except InputError as error:
        return error.diagnostics
    return []


@pytest.fixture
def education(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    editing.delegate(made.workspace, "education", [made.key("education")], 1, made.now, ["*"])
    made.release("rules", "1.0.0")
    return made


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_values_in_a_department_s_catalogue(odd: Any, education: Bureau, tmp_path: Path) -> None:
    """A department has signed nonsense; the bureau's packs are fetched all the same, or the source is refused."""
    department = Department(tmp_path / "department", education)

    def change(targets: Targets) -> None:
        own = targets.unrecognized_fields.setdefault("x-jsrules", {})
        own["withdrawn"] = odd if isinstance(odd, list) else [odd, {"identifier": odd, "version": odd}]
        for number, custom in enumerate(
            (odd, {"id": odd, "version": odd, "title": odd}, {"id": "edu", "version": odd})
        ):
            path = f"departments/education/{number}.jspack"
            target = TargetFile.from_data(path, b"x")
            target.unrecognized_fields["custom"] = custom
            targets.targets[path] = target

    source = forge(education, "education", change)
    for names in (("rules",), ("edu",), ("x",), ()):
        assert all(each.remedy for each in complaints(partial(department.fetch, source, *names)))
    assert all(each.remedy for each in complaints(lambda: examine(str(source), now_utc())))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        found += places(each, (*path, key))
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_odd_values_in_locks_and_records(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        bureau = Bureau(folder / "bureau")
        bureau.add(pack())
        bureau.publish()
        department = Department(folder / "department", bureau)
        department.fetch(bureau.repo)
        (record,) = (folder / "data").rglob("trust/*.json")
        file = data.draw(st.sampled_from([department.lock, record]))
        content = json.loads(file.read_text("utf-8"))
        path = data.draw(st.sampled_from(places(content)))
        odd = data.draw(JSON)
        if path:
            home = content
            for key in path[:-1]:
                home = home[key]
            home[path[-1]] = odd
        else:
            content = odd
        file.write_text(json.dumps(content), "utf-8")
        for action in (lambda: Installed(str(department.lock)).all(), lambda: department.fetch(bureau.repo)):
            assert all(each.remedy for each in complaints(action))
