"""What only POSIX systems have: pipes with names, signals that stop a process, permissions as bits, links for everybody."""

from __future__ import annotations

import os

import pytest

POSIX = pytest.mark.skipif(os.name == "nt", reason="it needs what Windows has not, or has otherwise")
