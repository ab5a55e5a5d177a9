"""Floor 5: rule packs, and verifying reports with them."""
