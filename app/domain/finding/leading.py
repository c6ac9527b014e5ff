"""Which pages a page leads to, by names that both sides can work out."""

from collections.abc import Iterable, Iterator

from app.domain.finding.marks import key_of
from app.domain.kinds import KINDS
from app.domain.links import LinkTarget, fold

_LIMIT = 200


def names_of(path: str, title: str, origin: str) -> tuple[str, str]:
    """The names by which others lead to a page: its address, and its title."""
    return key_of(path, origin), _by_title(fold(title), origin)


def leads_of(
    links: Iterable[LinkTarget], codes: Iterable[str], *, origin: str, host: str
) -> tuple[str, ...]:
    """The names of the pages that a page of `origin` leads to, from its text or its card."""
    found = dict.fromkeys((*_linked(links, origin, host), *_named(codes, origin)))
    return tuple(found)[:_LIMIT]


def _linked(links: Iterable[LinkTarget], origin: str, host: str) -> Iterator[str]:
    for target in links:
        if target.title:
            yield _by_title(target.title, origin)
        else:
            there = "" if target.host == host else target.host
            yield key_of(f"{target.kind}/{target.slug}", there if target.host else origin)


def _named(codes: Iterable[str], origin: str) -> Iterator[str]:
    """`method/causeries` among the variants of a method."""
    return (key_of(code, origin) for code in codes if code.split("/")[0] in KINDS and "/" in code)


def _by_title(folded: str, origin: str) -> str:
    return key_of(f"[[{folded}", origin)
