"""Floor 4: binding rules to cells, judging them exactly, and the cache of resolved rules."""
