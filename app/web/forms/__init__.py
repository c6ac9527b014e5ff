"""Forms of pages: from a kind's schema to fields, and from what was typed back to a file."""
