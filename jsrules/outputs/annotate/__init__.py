"""Findings put into a copy of the published document: on the very figures, and as a list at its end."""
