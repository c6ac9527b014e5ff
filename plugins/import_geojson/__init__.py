"""Way in: places as GeoJSON."""
