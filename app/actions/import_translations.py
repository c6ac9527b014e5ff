"""Translations on the way in: a folder names the first text by its address, a wiki by its id."""

from collections.abc import Iterable, Iterator

from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import InvalidPage, Problem
from app.domain.exchange import Draft, Found
from app.domain.page import Redirect, parse_file
from app.domain.page_path import PagePath
from app.domain.translation import KEY


def firsts_before(found: Iterable[Found]) -> Iterator[Found]:
    """Everything in its order, but drafts that name their first text by its address at the end,
    when all others have their ids."""
    waiting = []
    for item in found:
        if isinstance(item, Draft) and _address(item):
            waiting.append(item)
        else:
            yield item
    yield from waiting


class FirstTexts:
    """The ids of pages, by address: of those just given (`known`), else of the wiki's own."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self.known: dict[PagePath, str] = {}

    def named_by_id(self, draft: Draft) -> Draft:
        """The draft with the id of its first text, where it says an address; else as it is.

        Raises InvalidPage where no page is at that address, InvalidPath where it is none.
        """
        address = _address(draft)
        if not address:
            return draft
        page_id = self._id_at(PagePath.parse(address))
        if page_id is None:
            sentence = (
                "la page « {address} », dont celle-ci serait la traduction, n’est ni dans le wiki "
                "ni dans ce que vous importez."
            )
            raise InvalidPage([Problem(KEY, sentence, {"address": address})])
        return Draft(draft.path, front_matter.splice(draft.text, {KEY: {"id": page_id}}))

    def _id_at(self, path: PagePath) -> str | None:
        if path in self.known:
            return self.known[path]
        blob = self._wiki.store.blob_of(path.file)
        if blob is None:
            return None
        page = parse_file(path, self._wiki.store.read_blob(blob))
        return page.target_id if isinstance(page, Redirect) else page.id


def _address(draft: Draft) -> str:
    """What `translation_of` says where it is one word, as `page/bienvenue`; "" elsewhere."""
    if f"\n{KEY}:" not in draft.text:
        return ""
    try:
        said = front_matter.parse(front_matter.split(draft.text)[0]).values.get(KEY)
    except InvalidPage:  # said with the rest of what is wrong with it
        return ""
    return said if isinstance(said, str) else ""
