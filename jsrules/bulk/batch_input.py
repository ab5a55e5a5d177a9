"""Some reports of a corpus, as they are handed to whoever judges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pyarrow as pa

from jsrules.bulk.cell_table import CellTable
from jsrules.bulk.corpus import Partition


class BatchInput(NamedTuple):
    """Reports to be judged. ``index`` has a row for each (`jsrules.bulk.corpus.INDEX`), in the order of what is given
    back, and ``bad`` is what is wrong with files that are no reports. The others are read when they are asked for:
    ``cells`` gives the tables that hold their figures, ``rows`` the open lists of one of these, by key, ``other`` the
    cells that have no column, ``texts`` all of them as YAML, for reports that the figures alone do not decide, and
    ``waivers`` the files of these beside them.
    """

    index: pa.Table
    cells: Callable[[], Mapping[Partition, CellTable]]
    rows: Callable[[Partition], Mapping[str, pa.Table]]
    other: Callable[[], pa.Table]
    texts: Callable[[], pa.Table]
    waivers: Callable[[], pa.Table]
    bad: pa.Table
