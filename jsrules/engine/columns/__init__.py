"""Many reports that are printed alike, judged in columns: a column holds one cell of all of them."""
