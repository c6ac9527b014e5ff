"""Addresses of pages on the web, and back."""

from collections.abc import Mapping

from app.domain.kinds import KINDS, PageKind
from app.domain.page_path import PagePath


def page_url(path: PagePath, kinds: Mapping[str, PageKind] = KINDS) -> str:
    kind = kinds.get(path.kind)
    return f"/{kind.prefix if kind else path.kind}/{path.slug}"


def directory_url(kind: str, kinds: Mapping[str, PageKind] = KINDS) -> str:
    return f"/{kinds[kind].prefix}"
