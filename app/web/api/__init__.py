"""`/api/v1`: the wiki for programs. Every error is `application/problem+json`."""

from app.web.api import changes, media, pages, peers, proposals, search

ROUTES = [
    route
    for part in (pages, search, changes, media, peers, proposals)
    for route in part.router.routes
]
