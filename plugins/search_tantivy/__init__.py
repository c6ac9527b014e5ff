"""Search engine of large instances, over Tantivy."""
