"""Addresses of lists: a selection as query parameters."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from app.domain.kinds import PageKind
from app.domain.selecting import WITHIN_KM
from app.domain.selection import Selection
from app.web.addresses import directory_url

Pairs = Iterable[tuple[str, str]]


def address(url: str, pairs: Pairs = (), **more: str) -> str:
    """The address with its query; empty values are left out."""
    query = urlencode([(n, v) for n, v in (*pairs, *more.items()) if v != ""])
    return f"{url}?{query}" if query else url


def facet_pairs(selection: Selection, *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(n, v) for n, values in selection.where.items() if n not in but for v in values]


def selection_pairs(
    selection: Selection, *, but: tuple[str, ...] = (), near: str = ""
) -> list[tuple[str, str]]:
    """All that a selection says; `near` is how its place was named, where it was."""
    pairs = [("q", selection.words)] if selection.words else []
    pairs += facet_pairs(selection, but=but)
    pairs += [(f"-{n}", v) for n, values in selection.barred.items() for v in values]
    if selection.near is not None:
        pairs.append(("near", near or str(selection.near)))
        if selection.near.within_m != WITHIN_KM * 1000:
            pairs.append(("within", f"{selection.near.within_m / 1000:g}"))
    if selection.updated_since is not None:
        pairs.append(("since", selection.updated_since.isoformat()))
    return [pair for pair in pairs if pair[0] not in but]


def selection_url(selection: Selection, kinds: Mapping[str, PageKind], **more: str) -> str:
    """Where the whole selection is shown: the directory of its one kind, else a search."""
    kind = selection.where.get("kind", ())
    if len(kind) == 1 and kind[0] in kinds:
        url = directory_url(kind[0], kinds)
        return address(url, selection_pairs(selection, but=("kind",)), **more)
    return address("/recherche", selection_pairs(selection), **more)
