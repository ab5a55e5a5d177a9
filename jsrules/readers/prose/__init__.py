"""The prose of published accounts, read clause by clause with the words and patterns of a pack."""
