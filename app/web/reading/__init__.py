"""What the reading screens show, made from rows of the index: one maker per kind of page."""
