"""After a move or a new title: the pages that still use an old name, brought up to date.

One commit for each page: each has its own history, its own rights, and one that changes meanwhile
holds back no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.read_page import read_page
from app.actions.rights import require, sees_page
from app.actions.save_page import SavePage, save_page
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import Refused, WikiError
from app.domain.links import LinkTarget
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.relink import Relinked, Renamed, names_of, relink
from app.domain.rows import Leading, PageRow, PageState

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page that was left as it is, and why."""

    page: PageRow
    why: WikiError


@dataclass(frozen=True, slots=True)
class Round:
    """`changed` pages, with how many links in each; `in_code` links stay as they are."""

    changed: tuple[tuple[PageRow, int], ...]
    skipped: tuple[Skipped, ...]
    in_code: int


def names_now(row: PageRow) -> list[LinkTarget]:
    return names_of([row.title], [row.path])


def old_names(wiki: Wiki, row: PageRow) -> list[LinkTarget]:
    """Titles and addresses that the page bore, and that name no other page now."""
    if not row.id:
        return []
    return names_of(wiki.index.old_titles(row), wiki.index.old_addresses(row.id))


def linkers(
    wiki: Wiki, row: PageRow, *, reader: Reader, after: str | None = None, size: int = AT_ONCE
) -> tuple[list[Leading], str | None]:
    """Pages of ours that use an old name, those that this reader may see."""
    names = old_names(wiki, row)
    if not names:
        return [], None
    hidden = reader.person is not None
    found, cursor = wiki.index.leading(row, names, host="", hidden=hidden, after=after, size=size)
    return [one for one in found if sees_page(wiki, reader, one.page)], cursor


def relink_pages(wiki: Wiki, path: PagePath, pages: Sequence[PagePath], *, by: Reader) -> Round:
    """One round, of at most AT_ONCE pages. Raises NotSignedIn, NotAllowed, PageNotFound."""
    require(by, Role.contributor)
    row = read_page(wiki, path, reader=by)
    renamed = renamed_of(wiki, row)
    changed: list[tuple[PageRow, int]] = []
    skipped: list[Skipped] = []
    in_code = 0
    for one in dict.fromkeys(pages[:AT_ONCE]):
        found = wiki.index.page(one)
        if found is None or found.state is not PageState.live or not sees_page(wiki, by, found):
            continue
        try:
            done = _one(wiki, found, renamed, by)
        except WikiError as why:
            skipped.append(Skipped(found, why))
            continue
        in_code += done.in_code
        if done.changed:
            changed.append((found, done.changed))
    return Round(tuple(changed), tuple(skipped), in_code)


def renamed_of(wiki: Wiki, row: PageRow) -> Renamed:
    names = old_names(wiki, row)
    paths = [name.path for name in names if name.path is not None]
    urls = {}
    for path in paths:
        if path.kind == row.path.kind and path.kind in wiki.kinds:
            prefix = f"/{wiki.kinds[path.kind].prefix}/"
            urls |= {f"{site}{prefix}{path.slug}": f"{site}{prefix}{row.path.slug}"
                     for site in ("", wiki.site.base_url)}  # fmt: skip
    meant = LinkTarget.parse(row.title)
    by_title = bool(meant.title) and _means(wiki, meant, row)
    titles = frozenset(name.title for name in names if name.title)
    return Renamed(row.path, row.title, titles, frozenset(paths), urls, by_title)


def _means(wiki: Wiki, name: LinkTarget, row: PageRow) -> bool:
    found = wiki.index.titles([name]).get(name)
    return found is not None and found.path == row.path


def _one(wiki: Wiki, page: PageRow, renamed: Renamed, by: Reader) -> Relinked:
    done = relink(page.text, renamed)
    if not done.changed:
        return done
    _require_same_links(wiki, page.text, done.text, renamed)
    note = f"Mettre à jour les liens vers « {renamed.title} »"
    save_page(wiki, SavePage(page.path, done.text, page.revision, note, minor=True), by=by)
    return done


def _require_same_links(wiki: Wiki, old: str, new: str, renamed: Renamed) -> None:
    """What the renderer reads must be the same links under new names: else something that only
    looked like a link would have been changed. Raises Refused."""
    before, after = (
        wiki.renderer.outline(front_matter.split(text)[1]).links for text in (old, new)
    )
    pairs = zip(before, after, strict=False)
    others = any(one != other and not _old_one(one, renamed) for one, other in pairs)
    if len(before) != len(after) or others:
        raise Refused(
            reason=Phrase("ses liens ne peuvent pas être changés sans risque : modifiez-la.")
        )


def _old_one(name: LinkTarget, renamed: Renamed) -> bool:
    return name.title in renamed.old_titles or name.path in renamed.old_paths
