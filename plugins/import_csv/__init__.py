"""Way in: a list as CSV."""
