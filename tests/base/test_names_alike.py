"""The names most like one: what is passed over at once is never one of them."""

from __future__ import annotations

import random

from jsrules.base import names
from jsrules.base.names import fold, nearest


def test_what_is_passed_over_is_not_alike() -> None:
    chance = random.Random(17)
    letters = "收支合计年初结转1aB "
    for _ in range(1500):
        known = ["".join(chance.choice(letters) for _ in range(chance.randint(1, 8))) for _ in range(6)]
        name = "".join(chance.choice(letters) for _ in range(chance.randint(1, 8)))
        offered = nearest(name, known, len(known))
        for each in dict.fromkeys(known):
            longest = max(len(fold(name)), len(fold(each)))
            bound = max(1, longest // (2 if longest <= 4 and not fold(each).isdigit() else 3))
            near = names._distance(fold(name), fold(each), bound) <= bound
            assert not near or each in offered, (name, each)
