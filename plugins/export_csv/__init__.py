"""Way out: one CSV."""
