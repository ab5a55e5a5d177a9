"""The language of messages: chosen for the process, or for a ``with`` in one thread or task alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from jsrules.base.language import Language, get_language, language, say, set_language


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    yield
    set_language("zh")


def test_for_the_process() -> None:
    assert say("不符", "violation") == "不符"
    set_language("en")
    assert (get_language(), say("不符", "violation")) == ("en", "violation")


def test_for_a_while() -> None:
    with language("en"):
        assert get_language() == "en"
        with language("zh"):
            assert get_language() == "zh"
        assert get_language() == "en"
    assert get_language() == "zh"
    with pytest.raises(KeyError), language("en"):
        raise KeyError
    assert get_language() == "zh"


def test_what_is_chosen_for_the_process_holds_behind_a_while() -> None:
    with language("zh"):
        set_language("en")
        assert get_language() == "zh"
    assert get_language() == "en"


def test_threads_do_not_disturb_each_other() -> None:
    heard: dict[Language, Language] = {}
    both = Barrier(2)

    def speak(chosen: Language) -> None:
        with language(chosen):
            both.wait(timeout=60)
            heard[chosen] = get_language()
            both.wait(timeout=60)

    threads = [Thread(target=speak, args=(each,)) for each in ("zh", "en")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert heard == {"zh": "zh", "en": "en"}


def test_tasks_do_not_disturb_each_other() -> None:
    async def speak(chosen: Language) -> Language:
        with language(chosen):
            await asyncio.sleep(0)
            return get_language()

    async def both() -> list[Language]:
        return await asyncio.gather(speak("en"), speak("zh"))

    assert asyncio.run(both()) == ["en", "zh"]


@pytest.mark.parametrize("wrong", ["fr", "", "EN", None, 1])
def test_another_language_is_refused(wrong: Language) -> None:
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        set_language(wrong)
    with pytest.raises(ValueError, match="'zh' or 'en'"), language(wrong):
        pass
    assert get_language() == "zh"
