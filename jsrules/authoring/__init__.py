"""Making packs: checking, testing, mutating, comparing and building them."""
