"""Pages that may be about the same thing: found, told apart, looked for before another is made."""

from collections.abc import Iterable, Sequence

from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import Refused
from app.domain.likeness import Suspect, Traits
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role

NAMES_LIMIT = 400
# A title says nothing of where: names that are near are enough to have a look.
BEGUN_LEAST = 0.42


def suspects(wiki: Wiki) -> list[Suspect]:
    """Pairs that nobody told apart, the most alike first; each has one page of ours at least."""
    apart = wiki.records.apart()
    return [one for one in wiki.likeness.suspects() if one.names not in apart]


def begun_like(wiki: Wiki, path: PagePath, title: str, *, size: int = 5) -> list[Traits]:
    """Pages of ours and of friends that one which is begun may double, told by its title alone."""
    begun = Traits(path, title)
    found = wiki.likeness.like(begun, size=size, least=BEGUN_LEAST)
    return [one.other if one.one == begun else one.one for one in found]


def suspected(wiki: Wiki, paths: Iterable[PagePath | str]) -> list[Suspect]:
    """Of pages that were just brought in (the wiki has caught up): the pairs that one of them is
    in, for the report of an import."""
    wanted = {path if isinstance(path, PagePath) else PagePath.parse(path) for path in paths}
    return [one for one in suspects(wiki) if wanted & set(_ours(one))]


def _ours(suspect: Suspect) -> Sequence[PagePath]:
    return [side.path for side in (suspect.one, suspect.other) if not side.origin]


def seen_suspects(wiki: Wiki, *, kind: str = "", region: str = "") -> list[Suspect]:
    """Those of a kind, or with a page of ours in a region."""
    found = suspects(wiki)
    if kind:
        found = [one for one in found if one.one.path.kind == kind]
    if not region:
        return found
    return [one for one in found if any(_stands_in(wiki, path, region) for path in _ours(one))]


def _stands_in(wiki: Wiki, path: PagePath, region: str) -> bool:
    row = wiki.index.page(path)
    territory = row.front.get("territory") if row else None
    return isinstance(territory, dict) and territory.get("region") == region


def tell_apart(wiki: Wiki, one: str, other: str, *, by: Reader) -> None:
    """These two (`Traits.name`) are not the same thing: the pair is shown no more.

    Raises NotSignedIn, NotAllowed below reviewer, Refused where a name can be none.
    """
    require(by, Role.reviewer)
    if one == other or not all(0 < len(name) <= NAMES_LIMIT for name in (one, other)):
        raise Refused(reason="ces deux pages ne sont pas une paire.")
    wiki.records.tell_apart(one, other, on=wiki.clock.now().date())


def join_again(wiki: Wiki, one: str, other: str, *, by: Reader) -> None:
    """What `tell_apart` said was an error. Raises NotSignedIn, NotAllowed below reviewer."""
    require(by, Role.reviewer)
    wiki.records.together_again(one, other)


def reason_to_unite(wiki: Wiki, kept: PagePath, other: PagePath) -> Suspect | None:
    """Why the two are thought to be one, where they are."""
    pair = {kept, other}
    return next((one for one in suspects(wiki) if set(_ours(one)) == pair), None)
