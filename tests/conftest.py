"""What every test relies on: the same language, a cache of its own, and a budget for generated examples.

Hypothesis runs a fixed set of 60 examples where CI is set, as many random ones elsewhere; JSRULES_EXAMPLES=5000 asks for
more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from jsrules.base.language import set_language

# Machines of very different speed run this; a slow example is no failure.
_patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", _patient)
settings.register_profile("ci", _patient, derandomize=True, database=None)

if os.environ.get("JSRULES_EXAMPLES"):
    settings.register_profile("budget", _patient, max_examples=int(os.environ["JSRULES_EXAMPLES"]))
    settings.load_profile("budget")
else:
    settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def _neutral_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Messages in Chinese, no colours, and never the cache of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A test that turns the messages to English does so for itself alone."""
    yield
    set_language("zh")
