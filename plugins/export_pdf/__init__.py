"""Way out: pages to print."""
