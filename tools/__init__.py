"""What `make` runs beside the product. Nothing in app/ may import this."""
