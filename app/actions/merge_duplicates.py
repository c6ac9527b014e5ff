"""Unite two pages about one thing: one stays and takes in the other, which then leads to it.

The result and the redirect are one commit, which names the other's authors. Both histories stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.adopt import require_flow
from app.actions.catch_up import catch_up
from app.actions.read_page import read_page
from app.actions.rights import credits_of, require, signature_of
from app.actions.wiki import Wiki
from app.actions.writing import require_change
from app.domain.errors import Dispute, EditConflict, Refused, Stale
from app.domain.links import LinkTarget
from app.domain.merge import merge_pages
from app.domain.page import Page, Redirect, parse_page
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.rows import PageRow, PageState
from app.domain.uniting import Point, as_chosen, as_kept, as_united, base_of, points, with_origins


@dataclass(frozen=True, slots=True)
class Union:
    """`kept` takes in `other`. `base`, `mine` (the other) and `theirs` (the one that stays) are
    the texts of the merge."""

    kept: PageRow
    other: PageRow
    base: str
    mine: str
    theirs: str

    def result(self, settle: Mapping[str, str]) -> tuple[str, tuple[Dispute, ...]]:
        """The united text, and what is still to be chosen in it. A choice for one of `points`
        takes what one page says in the place of what both do."""
        merged = merge_pages(self.base, self.mine, self.theirs, settle=settle.get)
        chosen = as_chosen(merged.text, self.points(), settle)
        return with_origins(chosen, *self._pages()), merged.disputes

    def points(self) -> list[Point]:
        """What unites without asking."""
        disputes = merge_pages(self.base, self.mine, self.theirs).disputes
        return points(*self._pages(), [one.field for one in disputes])

    def _pages(self) -> tuple[Page, Page]:
        kept, other = (parse_page(row.path, row.text) for row in (self.kept, self.other))
        return kept, other

    def conflict(self, disputes: tuple[Dispute, ...]) -> EditConflict:
        return EditConflict(
            self.kept.path, base=self.base, mine=self.mine, theirs=self.theirs,
            theirs_revision=str(self.kept.revision), disputes=disputes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of the two that the person had in front of them."""

    kept: RevisionId
    other: RevisionId


def prepare_union(wiki: Wiki, kept: PagePath, other: PagePath, *, by: Reader) -> Union:
    """Raises NotSignedIn, NotAllowed below reviewer, PageNotFound, Gone, Moved (one of the two
    is not to be read), Refused (the same page, another kind, a draft with a public page),
    LicenceRefused (the other's words may not be part of this page), InvalidPage."""
    require(by, Role.reviewer)
    rows = [read_page(wiki, path, reader=by) for path in (kept, other)]
    _require_alike(*rows)
    pages = [parse_page(row.path, row.text) for row in rows]
    require_flow(wiki.rules().licences, pages[1], pages[0])
    return Union(
        *rows, base=base_of(*pages), mine=as_kept(*pages), theirs=as_united(*pages)
    )  # fmt: skip


def _require_alike(kept: PageRow, other: PageRow) -> None:
    if kept.path == other.path or (kept.id and kept.id == other.id):
        raise Refused(reason="une page ne peut pas être réunie avec elle-même.")
    if kept.path.kind != other.path.kind:
        raise Refused(reason="on ne réunit que deux pages du même genre.")
    if PageState.broken in (kept.state, other.state):
        raise Refused(reason="la fiche de l’une des deux ne se lit pas : corrigez-la d’abord.")
    if not kept.id or not other.id:
        raise Refused(reason="l’une des deux n’a pas d’identifiant : enregistrez-la d’abord.")
    if other.status == "draft" and kept.status != "draft":
        raise Refused(reason="l’autre page est un brouillon : publiez-la d’abord.")


def unite(
    wiki: Wiki, union: Union, settle: Mapping[str, str], *, seen: Seen, by: Reader
) -> RevisionId:
    """The commit in which the one page holds both.

    Raises EditConflict where something is still to be chosen, or one of the two is no longer
    what was `seen`; InvalidPage where the result breaks a rule; and what a save raises.
    """
    person = require(by, Role.reviewer)
    text, disputes = union.result(settle)
    if disputes or seen != Seen(union.kept.revision, union.other.revision):
        raise union.conflict(disputes)
    page = parse_page(union.kept.path, text)
    wiki.rules().require(page)
    for row in (union.kept, union.other):
        require_change(wiki, by, row)
    try:
        revision = wiki.store.commit(_change(wiki, union, page, person))
    except Stale as error:
        raise union.conflict(()) from error
    catch_up(wiki)
    return revision


def _change(wiki: Wiki, union: Union, page: Page, person: Person) -> Change:
    """Addresses that led to the other lead to the one that stays."""
    kept, other = union.kept, union.other
    files: dict[str, bytes | None] = {page.path.file: page.text.encode()}
    expects = {kept.path.file: kept.blob, other.path.file: other.blob}
    files[other.path.file] = Redirect(other.path, kept.id).file_bytes()
    for path in wiki.index.old_addresses(other.id):
        files[path.file] = Redirect(path, kept.id).file_bytes()
        expects[path.file] = wiki.store.blob_of(path.file)
    return Change(
        files=files, expects=expects, author=signature_of(wiki, person), at=wiki.clock.now(),
        note=f"Réunir avec « {other.title} » ({other.path})",
        trailers=(("United", f"{other.path} {other.id}"), *credits_of(wiki, other.id, person)),
    )  # fmt: skip


def other_named(wiki: Wiki, kept: PageRow, said: str) -> PagePath:
    """The page of the same kind that a title, an address or a short address names.

    Raises Refused where none does.
    """
    said = said.strip().removeprefix(wiki.site.base_url)
    kind = wiki.kinds[kept.path.kind]
    slug = said.removeprefix(f"/{kind.prefix}/").removeprefix(f"{kind.name}/")
    found = _by_title(wiki, kept, said) if slug == said else None
    if found is not None:
        return found
    try:
        return PagePath(kind.name, slug)
    except Refused as error:
        raise Refused(
            reason=Phrase("aucune page de ce genre ne s’appelle « {said} ».", said=said[:80])
        ) from error


def _by_title(wiki: Wiki, kept: PageRow, said: str) -> PagePath | None:
    name = LinkTarget.parse(said)
    found = wiki.index.titles([name]).get(name)
    return found.path if found is not None and found.path.kind == kept.path.kind else None
