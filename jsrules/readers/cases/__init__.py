"""Tests of packs: reports with expectations."""
