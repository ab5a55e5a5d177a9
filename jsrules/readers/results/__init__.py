"""Results that this program wrote, read again."""
