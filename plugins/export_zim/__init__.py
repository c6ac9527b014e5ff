"""Way out: a ZIM file, that Kiwix opens and searches."""
