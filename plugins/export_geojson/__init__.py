"""Way out: one GeoJSON file."""
