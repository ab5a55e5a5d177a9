"""Structural causes: what went wrong with whole parts of a report, before single figures are looked at.

`board` has the rows and what is known of them; `repair` says what a board still needs; `sheets` are the tables' blocks;
`guess` is what may have happened, one family a file: `units`, `emptied`, `copied`, `exchanged`, `slipped`; `search`
prices the guesses and takes the best; `repaired` puts it into practice, and `structure` judges the report anew, and
repeats that.
"""
