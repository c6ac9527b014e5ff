"""Take pages in from somewhere else, each checked as a save is, many in one stream."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from app.actions.catch_up import Progress, catch_up
from app.actions.import_facts import FactsIntake
from app.actions.import_translations import FirstTexts, firsts_before
from app.actions.media import StoredMedium, sidecar_of
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import InvalidPage, Problem, Stale, WikiError
from app.domain.exchange import Draft, Facts, Found, MediumDraft, Unreadable
from app.domain.media import Examined, MediumName, read_sidecar
from app.domain.page import Page, Redirect, parse_file, parse_page
from app.domain.page_path import BlobId
from app.domain.phrase import Phrase
from app.domain.revision import Change, Signature
from app.domain.rules import Rules
from app.domain.tables.merging import Conflict
from app.domain.tables.reading import TITLED

CHUNK = 500
ATTEMPTS = 5
PREVIEWED = 5
# A medium as a folder of pages names it, from its root or from where the page stands.
_MEDIUM_FILE = re.compile(
    r"(?<![\w/.\-])(?:/|(?:\.\./)+)?(?P<file>media/[a-z0-9][a-z0-9-]*\.[a-z0-9]{2,4})\b"
)


@dataclass(slots=True)
class Imported:
    """What came of it. `refused` pairs what was not taken with why; nothing else is touched.

    `conflicts` are values of lists that differ from those of the pages, and `remarks` what else of
    a list was left out. `previews` are the first texts made or changed, by address.
    """

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    remarks: list[Phrase] = field(default_factory=list)
    previews: dict[str, str] = field(default_factory=dict)


def import_pages(
    wiki: Wiki,
    found: Iterable[Found],
    *,
    author: Signature,
    note: str,
    dry_run: bool = False,
    theirs: bool = False,
    progress: Progress = lambda _name, _done, _total: None,
) -> Imported:
    """Create what is new, change what differs, leave the rest; a dry run only tells.

    For whoever holds the machine, or a steward: protected pages are changed too.

    A page that exists keeps its id. Two drafts for one address, or two rows about one page: the
    second is refused. `theirs` takes the list's side where a page says something else. A
    translation may name its first text by its address: it is kept with the id of that page.
    """
    batch = _Import(wiki, author, note, theirs=theirs)
    changes = [(item, change) for item in firsts_before(found) if (change := batch.take(item))]
    if not dry_run:
        for start in range(0, len(changes), CHUNK):
            batch.commit(changes[start : start + CHUNK])
            progress("import", min(start + CHUNK, len(changes)), len(changes))
        catch_up(wiki, progress=progress)
    return batch.result


class _Import:
    def __init__(self, wiki: Wiki, author: Signature, note: str, *, theirs: bool) -> None:
        self.wiki, self.author, self.note = wiki, author, note
        self.rules: Rules = wiki.rules()
        self.result = Imported()
        self._facts = FactsIntake(wiki, self.rules, theirs=theirs)
        self._firsts = FirstTexts(wiki)
        self._seen: set[str] = set()
        self._ids: set[str] = set()
        self._named: dict[str, MediumName] = {}

    def take(self, item: Found) -> Change | None:
        """The commit that this item asks for; None where it asks for none or is refused."""
        if isinstance(item, Unreadable):
            self.result.refused.append((item.what, item.why))
            return None
        if isinstance(item, MediumDraft):
            return self._medium(item)
        what = _named(item) if isinstance(item, Facts) else str(item.path)
        try:
            return self._row(item) if isinstance(item, Facts) else self._page(item)
        except InvalidPage as error:
            self.result.refused.append((what, _first(error)))
        except WikiError as error:
            self.result.refused.append((what, Phrase(error.sentence, **error.params)))
        return None

    def commit(self, changes: Sequence[tuple[Found, Change]]) -> None:
        """All in one stream; one by one where a page moved on meanwhile."""
        try:
            self.wiki.store.commit_all([change for _, change in changes])
        except Stale:
            for item, change in changes:
                self._commit_one(item, change)

    def _commit_one(self, item: Found, change: Change) -> None:
        """The row is brought anew into the page as it stands; a draft is refused."""
        fresh: Change | None = change
        for _ in range(ATTEMPTS):
            if fresh is None:
                return
            try:
                self.wiki.store.commit(fresh)
                return
            except Stale as error:
                stale = error
                fresh = self._again(item) if isinstance(item, Facts) else fresh
        what = _named(item) if isinstance(item, Facts) else str(getattr(item, "path", "media"))
        self.result.refused.append((what, Phrase(stale.sentence, **stale.params)))

    def _again(self, facts: Facts) -> Change | None:
        try:
            return self._row_change(facts, again=True)
        except WikiError as error:
            self.result.refused.append((_named(facts), Phrase(error.sentence, **error.params)))
            return None

    def _row(self, facts: Facts) -> Change | None:
        change = self._row_change(facts)
        self.result.remarks += facts.remarks
        return change

    def _row_change(self, facts: Facts, *, again: bool = False) -> Change | None:
        intended = self._facts.intended(facts, again=again)
        now, text = intended.now, intended.brought.text
        same = now is not None and now.id and now.text == text
        page = now if same else self._with_id(parse_page(intended.path, text), now)
        if not same:
            self.rules.require(page)
            self._ids.add(page.id)
        if not again:
            self.result.conflicts += intended.brought.conflicts
            self._count(str(page.path), page, now)
        if same:
            return None
        file = page.path.file
        return self._change({file: page.text.encode()}, {file: intended.blob})

    def _page(self, draft: Draft) -> Change | None:
        file = draft.path.file
        if file in self._seen:
            raise InvalidPage([Problem("", "cette adresse est donnée deux fois.")])
        blob = self.wiki.store.blob_of(file)
        now = self._now(draft, blob)
        text = self._with_media(self._firsts.named_by_id(draft).text)
        page = self._with_id(parse_page(draft.path, text), now)
        self.rules.require(page)
        self._firsts.known[page.path] = page.id
        self._seen.add(file)
        self._ids.add(page.id)
        self._count(str(draft.path), page, now)
        if now is not None and now.text == page.text:
            return None
        return self._change({file: page.text.encode()}, {file: blob})

    def _count(self, name: str, page: Page, now: Page | None) -> None:
        if now is not None and now.text == page.text:
            self.result.unchanged.append(name)
            return
        (self.result.created if now is None else self.result.changed).append(name)
        if len(self.result.previews) < PREVIEWED:
            self.result.previews[name] = page.text

    def _now(self, draft: Draft, blob: BlobId | None) -> Page | None:
        if blob is None:
            return None
        found = parse_file(draft.path, self.wiki.store.read_blob(blob))
        if isinstance(found, Redirect):
            raise InvalidPage([Problem("", "cette adresse renvoie vers une autre page.")])
        return found

    def _with_id(self, page: Page, now: Page | None) -> Page:
        page_id = now.id if now else page.id or self.wiki.clock.page_id()
        other = self.wiki.index.page_by_id(page_id)
        if page_id in self._ids or (other is not None and other.path != page.path):
            page_id = self.wiki.clock.page_id()
        if page_id == page.id:
            return page
        return parse_page(page.path, front_matter.splice(page.text, {"id": page_id}))

    def _medium(self, medium: MediumDraft) -> Change | None:
        try:
            examined = self.wiki.images.examine(medium.data)
            name = MediumName(sha256(examined.data).hexdigest(), examined.ext)
            sidecar = _sized(name, examined, medium.sidecar)
        except WikiError as error:
            said = Phrase(error.sentence, **error.params)
            self.result.refused.append((medium.file or "media", said))
            return None
        self.result.media.append(str(name))
        if medium.file:
            self._named[medium.file] = name
        return self._change({name.file: examined.data, name.sidecar: sidecar}, {})

    def _with_media(self, text: str) -> str:
        """The page's file, which names media by their sums where it named them by their files."""
        if not self._named or "media/" not in text:
            return text
        return _MEDIUM_FILE.sub(lambda found: self._renamed(found["file"], found[0]), text)

    def _renamed(self, file: str, said: str) -> str:
        name = self._named.get(file)
        return said if name is None or file.endswith(str(name)) else f"/media/{name}"

    def _change(self, files: dict[str, bytes], expects: dict[str, BlobId | None]) -> Change:
        return Change(files, expects, self.author, self.wiki.clock.now(), self.note)


def _sized(name: MediumName, examined: Examined, sidecar: bytes) -> bytes:
    """The sidecar as it came, with the size of a picture where it does not say it.

    Raises InvalidMedium where it cannot be read.
    """
    said = read_sidecar(sidecar)
    if not examined.width or said.width:
        return sidecar
    width, height = examined.width, examined.height
    kept = StoredMedium(name, said.words, width, height, len(examined.data))
    return sidecar_of(kept, said.values)


def _named(facts: Facts) -> Phrase:
    return Phrase(TITLED, where=facts.where, title=facts.title[:80])


def _first(error: InvalidPage) -> Phrase:
    """The first thing to put right, with its key; how many more there are."""
    problem, more = error.problems[0], len(error.problems) - 1
    said = Phrase(problem.sentence, **problem.params)
    if problem.field:
        said = Phrase("{field} : {first}", field=problem.field, first=said)
    return Phrase("{first} (et {more} autre(s) point(s))", first=said, more=more) if more else said
