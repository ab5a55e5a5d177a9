"""Named tuples that are cheap to declare are named tuples."""

from __future__ import annotations

import pickle

import pytest

from jsrules.base.named import NamedTuple


class Spot(NamedTuple):
    """A place with a name."""

    row: int
    column: int
    name: str = "甲"

    def moved(self, by: int) -> Spot:
        """The same some rows below."""
        return self._replace(row=self.row + by)


class Alone(NamedTuple):
    """One value."""

    value: int


def test_they_are_tuples_with_names() -> None:
    spot = Spot(1, column=2)
    row, column, name = spot
    assert (row, column, name) == (spot.row, spot.column, spot.name) == spot == (1, 2, "甲")
    assert spot.moved(3) == Spot(4, 2) and hash(spot) == hash((1, 2, "甲"))
    assert repr(spot) == "Spot(row=1, column=2, name='甲')"
    assert Spot._make((1, 2, "乙")).name == "乙"
    assert spot._asdict() == {"row": 1, "column": 2, "name": "甲"}
    assert Spot._fields == ("row", "column", "name")
    assert Alone(5) == (5,)
    match spot:
        case Spot(1, column):
            assert column == 2


def test_they_travel_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(Spot(1, 2))) == Spot(1, 2)
    assert type(pickle.loads(pickle.dumps(Spot(1, 2)))) is Spot


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(TypeError):
        Spot(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Spot(1, 2, "甲", 4)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no field shape"):
        Spot(1, 2)._replace(shape=1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Spot(1, 2).row = 3  # type: ignore[misc]
