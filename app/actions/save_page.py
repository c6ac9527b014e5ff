"""Save a page: one commit, merged with whatever was saved since its writer began."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.actions.catch_up import catch_up
from app.actions.consent import agreed
from app.actions.rights import address_of, is_writer, require, sees_revision, signature_of
from app.actions.wiki import Wiki
from app.actions.writing import require_save
from app.domain import front_matter
from app.domain.errors import (
    Dispute,
    EditConflict,
    EngineFailed,
    InvalidPage,
    LicenceRefused,
    NotAllowed,
    PageNotFound,
    Problem,
    Refused,
    RevisionNotFound,
    Stale,
)
from app.domain.merge import merge_pages
from app.domain.page import Page, Redirect, parse_file, parse_page
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.revision import Change
from app.domain.rows import PageState
from app.domain.rules import Rules
from app.domain.visibility import sees
from app.failpoint import reached

# Each one lost means another save of the same page won, so this is only a stop.
ATTEMPTS = 30
NOTE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class SavePage:
    """`base` is the revision the writer had in front of them, None for a new page.

    `settle` names, for disputes already shown to the writer, `mine`, `theirs` or `both`.
    """

    path: PagePath
    text: str | bytes
    base: RevisionId | None
    note: str = ""
    minor: bool = False
    settle: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """`text` is what the page now says; `merged` where it holds more than the writer's own."""

    id: str
    revision: RevisionId
    created: bool
    merged: bool
    text: str


def save_page(wiki: Wiki, command: SavePage, *, by: Reader) -> Saved:
    """The page as saved, durable and already found by readers and search.

    Raises:
        NotSignedIn, NotAllowed: the right is missing; ProposeFirst: the text can be proposed.
        InvalidPage, TooLarge, LicenceRefused: the text cannot be taken.
        RevisionNotFound: `base` is not a version this person has seen.
        EditConflict: both sides changed the same thing; nothing was saved.
    """
    person = require(by, Role.contributor)
    mine = parse_page(command.path, command.text)
    for _ in range(ATTEMPTS):
        attempt = _Attempt(wiki, command, person, mine)
        try:
            saved = attempt.save()
        except Stale:
            continue
        except EditConflict:
            # What the writer is shown must be a version that their answer can name.
            catch_up(wiki)
            raise
        catch_up(wiki)
        return saved
    raise EngineFailed(doing="enregistrer : trop de personnes enregistrent cette page à la fois")


class _Attempt:
    """One try, from the page as it stands now to a commit or a lost race (Stale)."""

    def __init__(self, wiki: Wiki, command: SavePage, person: Person, mine: Page) -> None:
        self.wiki, self.command, self.person, self.mine = wiki, command, person, mine
        self.reader = Reader(person)
        self.blob: BlobId | None = wiki.store.blob_of(command.path.file)
        self.rules: Rules = wiki.rules()

    def save(self) -> Saved:
        now = self._now()
        if now is None:
            return self._create()
        return self._change(now)

    def _now(self) -> Page | None:
        """The page at the head. A redirect in its place is not to be written over."""
        if self.blob is None:
            return None
        data = self.wiki.store.read_blob(self.blob)
        try:
            found = parse_file(self.command.path, data)
        except InvalidPage:
            # A file that came in broken may be put right by whoever writes it anew.
            return Page(self.command.path, data.decode(errors="replace"), {}, "")
        if isinstance(found, Redirect):
            raise Refused(reason="cette adresse renvoie déjà vers une autre page.")
        return found

    def _create(self) -> Saved:
        if self.command.base is not None:
            self._deleted_meanwhile()
        require_save(self.wiki, self.reader, path=self.command.path, page_id=self.mine.id)
        page_id = self.mine.id or self.wiki.clock.page_id()
        self._own_id(page_id)
        text = front_matter.splice(self.mine.text, {"id": page_id})
        page = parse_page(self.command.path, text)
        self.rules.require(page)
        return self._commit(page, created=True, merged=False)

    def _deleted_meanwhile(self) -> None:
        row = self.wiki.index.page(self.command.path)
        if row is None or row.state is not PageState.deleted:
            raise PageNotFound(path=self.command.path)
        raise EditConflict(
            self.command.path, base=row.text, mine=self.mine.text, theirs=None,
            theirs_revision=None,
        )  # fmt: skip

    def _own_id(self, page_id: str) -> None:
        """An id names one page: another's is refused."""
        other = self.wiki.index.page_by_id(page_id)
        if other is not None and other.path != self.command.path:
            raise InvalidPage([Problem("id", "cet identifiant est celui d’une autre page.")])

    def _change(self, now: Page) -> Saved:
        if not sees(now.status, self.reader, writer=is_writer(self.wiki, self.reader, now.id)):
            raise PageNotFound(path=self.command.path)
        text, merged = self._merged(now)
        if now.id and (said := parse_page(self.command.path, text).id) != now.id:
            if said:
                raise InvalidPage([Problem("id", "une page garde son identifiant.")])
            text = front_matter.splice(text, {"id": now.id})
        page = parse_page(self.command.path, text)
        self.rules.require(page)
        self._right(now, page)
        self._licence(now, page)
        self._hiding(now, page)
        if page.text == now.text:
            return self._unchanged(now, merged=merged)
        return self._commit(page, created=False, merged=merged)

    def _merged(self, now: Page) -> tuple[str, bool]:
        if self.command.base is None:
            raise self._conflict(None, now, ())
        base = self._base()
        if base == now.text or not now.front:
            return self.mine.text, False
        if self.mine.text == base:
            return now.text, True
        merged = merge_pages(base, self._with_id(now), now.text, settle=self.command.settle.get)
        if merged.disputes:
            raise self._conflict(base, now, merged.disputes)
        page = parse_page(self.command.path, merged.text)
        if self.rules.check(page) and not self.rules.check(self.mine):
            return self._whole(base, now), True
        return merged.text, True

    def _whole(self, base: str, now: Page) -> str:
        """Each side is sound and their sum is not: a person chooses between the two."""
        choice = self.command.settle.get("page")
        if choice is None:
            sides = Dispute("page", base, self.mine.text, now.text)
            raise self._conflict(base, now, (sides,))
        return now.text if choice == "theirs" else self.mine.text

    def _with_id(self, now: Page) -> str:
        """A text sent without its id did not take it away."""
        if self.mine.id or not now.id:
            return self.mine.text
        return front_matter.splice(self.mine.text, {"id": now.id})

    def _base(self) -> str:
        """The text the writer had before them, if they may see it."""
        base, path = self.command.base, self.command.path
        assert base is not None
        data = self.wiki.store.read(path.file, at=base)
        row = self.wiki.index.revision_at(path, base)
        if data is None or (row is not None and not sees_revision(self.wiki, self.reader, row)):
            raise RevisionNotFound(path=path)
        return data.decode(errors="replace")

    def _conflict(self, base: str | None, now: Page, disputes: tuple[Dispute, ...]) -> EditConflict:
        return EditConflict(
            self.command.path, base=base, mine=self.mine.text, theirs=now.text,
            theirs_revision=str(self._seen()), disputes=disputes,
        )  # fmt: skip

    def _seen(self) -> RevisionId | None:
        """A version at which the page says what this attempt read. Raises Stale where the page
        moved on since: the writer is never shown one text and asked about another."""
        row = self.wiki.index.page(self.command.path)
        if row is not None and row.blob == self.blob:
            return row.revision
        head = self.wiki.store.head()
        if self.wiki.store.blob_of(self.command.path.file, head) != self.blob:
            raise Stale(path=self.command.path)
        return head

    def _right(self, now: Page, page: Page) -> None:
        """A draft is its writer's to save as long as it stays one."""
        draft = now.status == page.status == "draft"
        mine = draft and is_writer(self.wiki, self.reader, now.id)
        require_save(self.wiki, self.reader, path=now.path, page_id=now.id, own_draft=mine)

    def _licence(self, now: Page, page: Page) -> None:
        """Only a steward changes a licence, along an allowed flow, as its sole author,
        or with the recorded agreement of all its authors."""
        for key in ("licence", "data_licence"):
            source, target = now.word(key), page.word(key)
            if not source or source == target:
                continue
            if not self.reader.has(Role.steward):
                raise NotAllowed()
            flows = self.rules.licences.may_flow(source, target)
            if not (flows or self._sole_author(now) or self._agreed(now, key, target)):
                raise LicenceRefused(
                    source=source, target=target or "aucune licence",
                    advice="Il faut l’accord de tous les auteurs de la page.",
                )  # fmt: skip

    def _agreed(self, now: Page, key: str, target: str) -> bool:
        source = now.word(key)
        return agreed(self.wiki, now.id, now.front, key=key, source=source, target=target)

    def _hiding(self, now: Page, page: Page) -> None:
        """A page that all can read becomes a draft again by its sole author, or a reviewer."""
        hides = now.status != "draft" and page.status == "draft"
        if hides and not (self.reader.has(Role.reviewer) or self._sole_author(now)):
            raise NotAllowed()

    def _sole_author(self, now: Page) -> bool:
        return self.wiki.index.writers(now.id) == {address_of(self.wiki, self.person)}

    def _unchanged(self, now: Page, *, merged: bool) -> Saved:
        row = self.wiki.index.page(self.command.path)
        head = self.wiki.store.head()
        assert head is not None
        revision = row.revision if row is not None and row.blob == self.blob else head
        return Saved(now.id, revision, created=False, merged=merged, text=now.text)

    def _commit(self, page: Page, *, created: bool, merged: bool) -> Saved:
        minor = (("Minor", "yes"),) if self.command.minor else ()
        reached("save.before-commit")
        revision = self.wiki.store.commit(
            Change(
                files={page.path.file: page.text.encode()},
                expects={page.path.file: self.blob},
                author=signature_of(self.wiki, self.person),
                at=self.wiki.clock.now(),
                note=self.command.note.strip()[:NOTE_LIMIT],
                trailers=minor,
            )
        )
        reached("save.after-commit")
        return Saved(page.id, revision, created=created, merged=merged, text=page.text)
