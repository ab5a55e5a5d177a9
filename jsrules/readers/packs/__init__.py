"""What a pack's folder holds besides rules: its manifest and its history."""
