"""A book from its title page to its last: each sheet ready, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.kit import KitPage
from app.theme.books.binding import Around
from app.theme.books.book import Entry, Part, direction
from app.theme.books.drawing import Drawer
from app.theme.kinds import look_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text of the book. `kind` is what the EPUB vocabulary calls it; `level` its depth in the
    contents, 0 where they do not name it; `css` the class of its kind of page. `page` is what it
    was drawn from, None for what is no page of the wiki."""

    key: str
    title: str
    lang: str
    kind: str
    html: str = ""
    level: int = 1
    css: str = ""
    page: KitPage | None = None

    @property
    def dir(self) -> str:
        return direction(self.lang)


AroundOf = Callable[[Entry | None], Around]


def front(drawer: Drawer, around: AroundOf) -> Sheet:
    """The title page."""
    html = drawer.part("title", around(None))
    return Sheet("titre", drawer.book.title, drawer.lang, "titlepage", html)


def body(drawer: Drawer, around: AroundOf) -> Iterator[Sheet]:
    """Parts and their pages, then what can only be said when all were drawn."""
    parts = {part.kind: part for part in drawer.book.parts}
    for entry, page in drawer.book.pages():
        if entry.kind in parts:
            yield _part(drawer, around, parts.pop(entry.kind))
        yield _chapter(drawer, around, entry, page)
    yield from _end(drawer, around)


def _chapter(drawer: Drawer, around: AroundOf, entry: Entry, page: KitPage) -> Sheet:
    html = drawer.page(entry, page, around(entry)).html
    css = look_of(entry.kind).css
    return Sheet(entry.key, entry.title, entry.lang, "chapter", html, 2, css, page)


def _part(drawer: Drawer, around: AroundOf, part: Part) -> Sheet:
    look = look_of(part.kind)
    html = drawer.part("part", around(None), part=part)
    return Sheet(part.key, drawer.say(look.many), drawer.lang, "part", html, css=look.css)


def _end(drawer: Drawer, around: AroundOf) -> Iterator[Sheet]:
    say, book = drawer.say, drawer.book

    def sheet(key: str, name: str, title: str, kind: str, **values: object) -> Sheet:
        return Sheet(key, title, drawer.lang, kind, drawer.part(name, around(None), **values))

    if drawer.questions:
        title = say("Réponses aux questions")
        yield sheet("reponses", "answers", title, "answers", questions=drawer.questions)
    if drawer.authors:
        title = say("Qui a écrit ces pages")
        yield sheet("auteurs", "authors", title, "contributors", authors=drawer.by_author)
    if book.regions or book.themes:
        yield sheet("index", "index", say("Index"), "index")
    if book.kit.left_out:
        yield sheet("restees", "left_out", say("Ce qui n’est pas dans ce livre"), "appendix")
