"""Floor 0: source text, diagnostics, exact numbers, names, widths. Imports nothing of the project above it."""
