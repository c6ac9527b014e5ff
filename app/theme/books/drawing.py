"""The texts of a book, drawn: its pages, and what stands before and after them."""

from dataclasses import dataclass, field
from typing import Any

from app.domain.kit import KitMedium, KitPage
from app.domain.links import fold
from app.theme.books.binding import Around, Bound, Picture, bind, sound_address
from app.theme.books.book import Book, Entry
from app.theme.books.quizzes import Question
from app.theme.frame import Frame
from app.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a template receives that says something of the whole book."""

    book: Book
    around: Around
    values: dict[str, Any] = field(default_factory=dict)


class Drawer:
    """Draws one book. `theme` has the templates of books before all others.

    It keeps what the end of the book says of its pages: authors, questions, credits of pictures.
    """

    def __init__(self, book: Book, theme: Theme) -> None:
        self.book, self.theme = book, theme
        self.lang = theme.spoken(book.kit.choice.lang)
        self.authors: dict[str, list[Entry]] = {}
        self.questions: list[tuple[Entry, tuple[Question, ...]]] = []

    def say(self, text: str) -> str:
        return self.theme.say(text, lang=self.lang)

    def page(self, entry: Entry, page: KitPage, around: Around) -> Bound:
        """The page, with who wrote it and under which licence at its end."""
        bound = bind(self._render(page.template, page.view, entry=entry), around)
        foot = self._render("book/page_foot.html", page.view, entry=entry, credits=bound.credits)
        below = bind(foot, around)
        for author in page.view.head.authors:
            self.authors.setdefault(author, []).append(entry)
        if bound.questions:
            self.questions.append((entry, bound.questions))
        return Bound(bound.html + below.html, bound.questions, bound.credits)

    def piece(self, name: str, page: KitPage, around: Around, **values: object) -> str:
        """What a template says of one page: a card, a poster."""
        return bind(self._render(name, page.view, **values), around).html

    def part(self, name: str, around: Around, **values: object) -> str:
        """What `book/<name>.html` says of the book."""
        view = Leaf(self.book, around, values)
        return bind(self._render(f"book/{name}.html", view), around).html

    @property
    def by_author(self) -> list[tuple[str, list[Entry]]]:
        """(name, pages), as an index files names."""
        return [(name, self.authors[name]) for name in sorted(self.authors, key=fold)]

    def picture(self, medium: KitMedium, src: str, alt: str) -> Picture:
        """`alt` is what the page says of it, before what is said of it everywhere."""
        words = medium.words
        said = "" if words.decorative and not alt else alt or words.alt or words.title
        named = [
            words.title or words.alt,
            words.authors,
            self.book.kit.label("licence", words.licence),
        ]
        return Picture(
            src, said, ", ".join(part for part in named if part), moves=medium.name.ext == "gif"
        )

    def web_link(self, href: str) -> str:
        """Where an address of the wiki is on the web; `` for what is no address."""
        whole = self.book.kit.home + href if href.startswith("/") else href
        return whole if sound_address(whole) else ""

    def inside(self, href: str) -> Entry | None:
        """The page of the book that an address leads to."""
        path = href.removeprefix(self.book.kit.home).partition("#")[0]
        return self.book.by_url.get(path)

    def _render(self, name: str, view: object, **values: object) -> str:
        site = self.book.kit.site
        frame = Frame(site_name=site.name, title=self.book.title, lang=self.lang)
        return self.theme.render(name, view, lang=self.lang, frame=frame, book=self.book, **values)
