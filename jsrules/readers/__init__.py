"""Floor 2: readers. They turn the text of files into the values of floor 1, or into diagnostics."""
