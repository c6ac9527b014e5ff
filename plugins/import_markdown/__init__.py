"""Way in: a folder of page files."""
