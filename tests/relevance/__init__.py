"""What people type and which pages serve them, and how well the engines of search answer:
`make relevance`."""
