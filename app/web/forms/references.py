"""References to other pages as people say them, by title, and as files write them."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from app.actions.find_pages import suggest
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.links import LinkTarget
from app.domain.people import Reader
from app.domain.rows import PageRow
from app.domain.typed_values import Unreadable
from app.web.forms.questions import Question, Sort
from app.web.forms.wording import NEAR_PAGES, NO_SUCH_PAGE

REFERENCES = (Sort.reference, Sort.references)
NEAR = 3
LIKE = 0.6


def references_in(questions: Iterable[Question], front: Mapping[str, Any]) -> set[str]:
    """Every reference that the front matter makes where a form asks for one."""
    found: set[str] = set()
    for question in questions:
        value = front.get(question.key)
        items = value if isinstance(value, list) else [value]
        if question.sort in REFERENCES:
            found |= {item for item in items if isinstance(item, str)}
        elif question.parts:
            for item in items:
                found |= references_in(question.parts, item if isinstance(item, dict) else {})
    return found


class PageNames:
    """Pages by what is typed for them. `origin` is the friend whose page refers to them."""

    def __init__(self, wiki: Wiki, reader: Reader, origin: str = "") -> None:
        self._wiki, self._reader, self._origin = wiki, reader, origin

    def titles(self, references: Iterable[str]) -> Mapping[str, str]:
        """The titles of pages of ours, where the title alone leads back to the page."""
        targets = {text: LinkTarget.parse(text) for text in references}
        rows = self._rows(targets.values())
        by_title = {LinkTarget.parse(row.title): row for row in rows.values()}
        back = self._rows(by_title)
        found = {}
        for text, target in targets.items():
            row = rows.get(target)
            if row is None or "\n" in row.title or target.host or row.title.startswith(" "):
                continue
            other = back.get(LinkTarget.parse(row.title))
            if other is not None and str(other.path) == text and self._sees(row):
                found[text] = row.title
        return found

    def named(self, text: str) -> str:
        """kind/slug for a title, an address of the web, or kind/slug itself. Raises Unreadable."""
        text = text.strip().removeprefix("[[").removesuffix("]]").strip()
        target = LinkTarget.parse(self._short(text))
        if not target.title:
            return str(target)
        row = self._rows([target]).get(target)
        if row is None or not self._sees(row):
            raise self._unknown(text)
        return str(row.path)

    def _rows(self, targets: Iterable[LinkTarget]) -> dict[LinkTarget, PageRow]:
        if not self._origin:
            return self._wiki.index.titles(targets)
        found = self._wiki.index.titles(targets, origin=self._origin)
        return {target: row for target, row in found.items() if row.origin == self._origin}

    def _sees(self, row: PageRow) -> bool:
        return sees_page(self._wiki, self._reader, row)

    def _unknown(self, text: str) -> Unreadable:
        near = self._near(text) if not self._origin else []
        if near:
            titles = ", ".join(f"« {title} »" for title in near)
            return Unreadable(NEAR_PAGES, value=text[:80], titles=titles)
        return Unreadable(NO_SUCH_PAGE, value=text[:80])

    def _near(self, text: str) -> list[str]:
        """Titles of ours like the one typed, the likest first."""
        words = [word for word in text.split() if len(word) > 2][:6]
        # A slip is seldom in the first letters of every word.
        begun = (part for word in words for part in (word, word[: max(3, len(word) // 2)]))
        titles: dict[str, str] = {}
        for part in dict.fromkeys((text, *begun)):
            titles |= {one.title.casefold(): one.title for one in suggest(self._wiki, part)}
        likest = get_close_matches(text.casefold(), titles, n=NEAR, cutoff=LIKE)
        return [titles[one] for one in likest]

    def _short(self, text: str) -> str:
        """`/lieux/cafe-plum`, with or without the site before it, as `place/cafe-plum`."""
        prefix, _, slug = text.removeprefix(self._wiki.site.base_url).strip("/").partition("/")
        kind = next((k.name for k in self._wiki.kinds.values() if k.prefix == prefix), "")
        return f"{kind}/{slug}" if kind and slug else text


ShowPage = Callable[[str], str]
