"""Way out: a site that opens from a folder, with no server."""
