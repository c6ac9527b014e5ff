"""Take pages in from somewhere else, each checked as a save is, many in one stream."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from app.actions.catch_up import Progress, catch_up
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import InvalidPage, Problem, WikiError
from app.domain.exchange import Draft, Found, MediumDraft, Unreadable
from app.domain.media import MediumName
from app.domain.page import Page, Redirect, parse_file, parse_page
from app.domain.page_path import BlobId
from app.domain.revision import Change, Signature
from app.domain.rules import Rules

CHUNK = 500


@dataclass(slots=True)
class Imported:
    """What came of it. `refused` pairs what was not taken with why; nothing else is touched."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_pages(
    wiki: Wiki,
    found: Iterable[Found],
    *,
    author: Signature,
    note: str,
    dry_run: bool = False,
    progress: Progress = lambda _name, _done, _total: None,
) -> Imported:
    """Create what is new, change what differs, leave the rest; a dry run only tells.

    For whoever holds the machine, who may do what a steward may: protected pages are changed too.

    A page that exists keeps its id. Two drafts for one address: the second is refused.
    """
    batch = _Import(wiki, author, note)
    changes = [change for item in found if (change := batch.take(item))]
    if not dry_run:
        for start in range(0, len(changes), CHUNK):
            wiki.store.commit_all(changes[start : start + CHUNK])
            progress("import", min(start + CHUNK, len(changes)), len(changes))
        catch_up(wiki, progress=progress)
    return batch.result


class _Import:
    def __init__(self, wiki: Wiki, author: Signature, note: str) -> None:
        self.wiki, self.author, self.note = wiki, author, note
        self.rules: Rules = wiki.rules()
        self.result = Imported()
        self._seen: set[str] = set()
        self._ids: set[str] = set()

    def take(self, item: Found) -> Change | None:
        """The commit that this item asks for; None where it asks for none or is refused."""
        if isinstance(item, Unreadable):
            self.result.refused.append((item.what, item.why))
            return None
        if isinstance(item, MediumDraft):
            return self._medium(item)
        try:
            return self._page(item)
        except WikiError as error:
            self.result.refused.append((str(item.path), str(error)))
            return None

    def _page(self, draft: Draft) -> Change | None:
        file = draft.path.file
        if file in self._seen:
            raise InvalidPage([Problem("", "cette adresse est donnée deux fois.")])
        blob = self.wiki.store.blob_of(file)
        now = self._now(draft, blob)
        page = self._with_id(parse_page(draft.path, draft.text), now)
        self.rules.require(page)
        self._seen.add(file)
        self._ids.add(page.id)
        name = str(draft.path)
        if now is not None and now.text == page.text:
            self.result.unchanged.append(name)
            return None
        (self.result.created if now is None else self.result.changed).append(name)
        return self._change({file: page.text.encode()}, {file: blob})

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
        return parse_page(page.path, front_matter.splice(page.text, {"id": page_id}))

    def _medium(self, medium: MediumDraft) -> Change | None:
        try:
            examined = self.wiki.images.examine(medium.data)
        except WikiError as error:
            self.result.refused.append(("media", str(error)))
            return None
        name = MediumName(sha256(examined.data).hexdigest(), examined.ext)
        self.result.media.append(str(name))
        return self._change({name.file: examined.data, name.sidecar: medium.sidecar}, {})

    def _change(self, files: dict[str, bytes], expects: dict[str, BlobId | None]) -> Change:
        return Change(files, expects, self.author, self.wiki.clock.now(), self.note)
