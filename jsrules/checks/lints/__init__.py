"""Lints: rules that can be used, but hardly say what their author meant.

One heading each in ``spec/diagnostics.md``.
"""
