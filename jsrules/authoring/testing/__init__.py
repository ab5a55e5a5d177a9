"""Testing rules: running the tests of a pack, what they cover, and whether they notice when a rule is broken."""
