"""The verbs of the command line, in the order in which help lists them; each has a file of its own."""

VERBS = ("verify", "reconcile", "check", "test", "mutate", "fmt", "explain", "new", "pack", "schema")
