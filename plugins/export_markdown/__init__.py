"""Way out: a folder of page files."""
