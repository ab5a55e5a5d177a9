"""A memory of bounded size."""

from jsrules.base.bounded import Bounded


def test_what_was_asked_for_least_recently_is_forgotten() -> None:
    kept: Bounded[str, int] = Bounded(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c"), len(kept)) == (1, None, 3, 2)
    kept.put("c", 4)
    assert (kept.get("a"), kept.get("c")) == (1, 4)
