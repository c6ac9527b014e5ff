"""`/api/v1`: the wiki for programs. Every error is `application/problem+json`."""

from fastapi import APIRouter

from app.web.api import changes, media, pages, peers, proposals, search

router = APIRouter(prefix="/api/v1")
for part in (pages, search, changes, media, peers, proposals):
    router.include_router(part.router)
