"""Way out: a book for a reader of books."""
