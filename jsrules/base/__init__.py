"""Floor 0: source text, diagnostics, exact numbers, names, widths. Imports nothing of the project above it."""

__version__ = "0.1.0"
"""The version of this program; the build reads it here."""
