"""A page of the screen made a page of a book: what only a screen can do goes, links lead within the
book or to the web, questions part from their answers, notes are notes. What comes out is well
formed, whatever went in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree, html

from app.theme.books import quizzes
from app.theme.books.quizzes import Question
from app.theme.books.tree import OPS, children_of, classes, has_class, named, only_signs, part

_GONE_TAGS = ("button", "form", "script", "style", "svg", "template", "iframe", "object")
_GONE_CLASSES = ("progress", "lesson-foot", "freshness", "cite", "print-only", "said-by-screen")
# What a book knows; other elements give way to what they hold.
_KNOWN = frozenset(
    "a abbr article aside b blockquote br caption cite code dd del div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins li mark ol p pre q s section small span strong sub sup table "
    "tbody td tfoot th thead time tr u ul".split()
)
_BECOMES = {
    "details": "div", "summary": "p", "fieldset": "section", "legend": "p", "nav": "div",
    "header": "div", "footer": "div", "main": "div", "aside": "div", "picture": "span",
    "label": "span", "address": "div",
}  # fmt: skip
_KEPT = frozenset(
    ["id", "class", "lang", "dir", "href", "src", "alt", "colspan", "rowspan", "scope", "start",
     "type", "value", "datetime", "cite", f"{{{OPS}}}type"]
)  # fmt: skip
_ROLES = ("note", "doc-endnotes", "doc-footnote", "doc-noteref", "doc-backlink")
# Longer than any column of a table holds.
_LONG_WORD = re.compile(r"\S{30}")
_SOUND = re.compile(r"https?://[^\s/?#]+[^\s]*|mailto:[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the book shows: where it is kept in it, its words, who must be named, and
    whether it may move."""

    src: str
    alt: str
    credit: str = ""
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a page is told of its book.

    `link(href)` gives where an address of the wiki leads from here, `` nowhere. `picture(url, alt)`
    gives what is shown, None where it may not travel or cannot be read. `prefix` keeps ids apart
    where all pages stand in one file; `url` is the page's address in the wiki, `answers` the file
    that has the answers (`` this one). `xml` is for readers of XML, else HTML is written.
    """

    key: str
    say: Callable[[str], str]
    link: Callable[[str], str]
    picture: Callable[[str, str], Picture | None]
    prefix: str = ""
    url: str = ""
    answers: str = ""
    xml: bool = True


@dataclass(frozen=True, slots=True)
class Bound:
    """The page's HTML, its questions with their answers, and the credits of its pictures."""

    html: str
    questions: tuple[Question, ...] = ()
    credits: tuple[str, ...] = ()


def bind(text: str, around: Around) -> Bound:
    root = part(only_signs(text))
    _drop(root)
    credits = tuple(dict.fromkeys(_pictures(root, around)))
    _sounds(root, around)
    taken = quizzes.take(root, around.key, around.answers, around.say)
    _notes(root)
    _parted(root)
    _plain(root)
    _links(root, around)
    _attributes(root)
    questions = tuple(_answered(one, around) for one in taken)
    _prefixed(root, around.prefix)
    return Bound(_written(root, xml=around.xml), questions, credits)


def _drop(root: html.HtmlElement) -> None:
    """What needs a screen: buttons, progress, icons, what is hidden from those who listen."""
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        element.drop_tree()
    # The parser knows no end of a source: what follows stands in it.
    for element in list(root.iter("source", "track", "wbr")):
        element.drop_tag()
    for element in list(root.iter(*_GONE_TAGS)):
        element.drop_tree()
    for element in list(root.iter(etree.Element)):
        nofollow = element.tag == "a" and "nofollow" in element.get("rel", "").split()
        hidden = element.get("aria-hidden") == "true"
        in_number = has_class(element, "unseen") and _inside(element, "sup")
        if nofollow or hidden or in_number or classes(element) & set(_GONE_CLASSES):
            element.drop_tree()


def _inside(element: html.HtmlElement, tag: str) -> bool:
    above = element.getparent()
    return above is not None and above.tag == tag


def _pictures(root: html.HtmlElement, around: Around) -> Iterator[str]:
    """Puts the book's own in the place of each; gives their credits."""
    for image in list(root.iter("img")):
        alt = image.get("alt", "").strip()
        found = around.picture(image.get("src", ""), alt)
        if found is not None:
            image.set("src", found.src)
            image.set("alt", found.alt)
            if found.credit:
                yield found.credit
        elif alt:
            words = around.say("Image : {words}").format(words=alt)
            _instead(image, named("span", words, css="absent"))
        else:
            image.drop_tree()


def _sounds(root: html.HtmlElement, around: Around) -> None:
    """A sound is a link to where it is heard; a box to tick is a box to tick."""
    for sound in list(root.iter("audio")):
        words = around.say("Écouter : {words}").format(words=sound.get("aria-label") or "MP3, Ogg")
        link = named("a", words)
        link.set("href", sound.get("src", ""))
        _instead(sound, link)
    for box in list(root.iter("input")):
        if has_class(box.getparent(), "task"):
            _instead(box, named("span", "☑" if box.get("checked") is not None else "☐", css="box"))
        elif not quizzes.is_choice(box):
            box.drop_tree()


def _instead(old: html.HtmlElement, new: html.HtmlElement) -> None:
    new.tail = old.tail
    old.getparent().replace(old, new)


def _notes(root: html.HtmlElement) -> None:
    """Calls and notes say what they are, so that a reading system can show a note in its place."""
    notes = {note.get("id"): note for note in root.iter("li") if _in_notes(note)}
    for call in list(root.iter("a")):
        target = call.get("href", "").removeprefix("#")
        if target in notes and _inside(call, "sup"):
            call.set(f"{{{OPS}}}type", "noteref")
            call.set("role", "doc-noteref")
        elif call.text == "↩":
            call.set("role", "doc-backlink")
    for box in list(root.iter("section")):
        if has_class(box, "footnotes"):
            _as_asides(box)


def _in_notes(note: html.HtmlElement) -> bool:
    box = note.getparent().getparent()
    return box is not None and has_class(box, "footnotes")


def _as_asides(box: html.HtmlElement) -> None:
    box.set(f"{{{OPS}}}type", "footnotes")
    box.set("role", "doc-endnotes")
    for items in list(box.iter("ol")):
        if items.getparent() is not box:
            continue
        for number, note in enumerate(list(items), 1):
            note.tag = "x-note"
            note.set("class", "note")
            note.set(f"{{{OPS}}}type", "footnote")
            note.set("role", "doc-footnote")
            first = next(note.iter("p"), note)
            mark = named("b", f"{number}. ")
            mark.tail, first.text = first.text, None
            first.insert(0, mark)
        items.drop_tag()


def _parted(root: html.HtmlElement) -> None:
    """What a stylesheet sets apart on a screen is set apart by signs, that every reader has."""
    for row in root.iter("p"):
        if has_class(row, "meta"):
            _joined(list(row.iterchildren("span")), " · ")
    for entry in root.iter("a"):
        if _inside(entry, "li") and has_class(entry.getparent().getparent(), "index"):
            _joined(list(entry), ", ")
    for entry in root.iter("li"):
        if has_class(entry.getparent(), "chain"):
            _joined(list(entry)[:2], ", ")
            entry[1].tail = f" : {(entry[1].tail or '').strip()}"
    _long_words(root)
    for step in root.iter("small"):
        title = (step.tail or "").strip()
        if title and _inside(step, "h2"):
            step.tail = f" : {title}"


def _long_words(root: html.HtmlElement) -> None:
    """Marks what holds a word that must be broken, so that no reader looks for one elsewhere: a
    table whole, for the widths of its columns, else what the word stands in."""
    for element in list(root.iter(etree.Element)):
        texts = [element.text, *(child.tail for child in element)]
        if any(text and _LONG_WORD.search(text) for text in texts):
            for box in (element, *element.iterancestors("table")):
                if not has_class(box, "long-words"):
                    box.set("class", f"{box.get('class', '')} long-words".strip())


def _joined(parts: list[html.HtmlElement], sign: str) -> None:
    for one in parts[:-1]:
        one.tail = sign


def _plain(root: html.HtmlElement) -> None:
    """Only elements that a book knows; a floating note is the one aside."""
    for element in list(root.iter(etree.Element)):
        if element is root:
            continue
        if element.tag == "x-note":
            element.tag = "aside"
        elif element.tag in _BECOMES:
            element.tag = _BECOMES[element.tag]
        elif element.tag not in _KNOWN:
            element.drop_tag()
    for box in list(root.iter("div", "figure")):
        if box is not root and not len(box) and not (box.text or "").strip():
            box.drop_tag()


def _links(root: html.HtmlElement, around: Around) -> None:
    own = {element.get("id") for element in root.iter() if element.get("id")}
    for link in list(root.iter("a")):
        leads = _leads(link, own, around)
        if leads:
            link.set("href", leads)
        elif link.get("id"):
            link.tag = "span"
            link.attrib.pop("href", None)
        else:
            link.drop_tag()


def _leads(link: html.HtmlElement, own: set[str | None], around: Around) -> str:
    href = link.get("href", "").strip()
    if href.startswith("#") and not href.startswith(f"{around.answers}#reponse-"):
        return f"#{around.prefix}{href[1:]}" if href[1:] in own else ""
    if has_class(link, "wanted") or not href:
        return ""
    if has_class(link, "web"):
        return href if sound_address(href) else ""
    if href.startswith(f"{around.answers}#reponse-"):
        return href
    return around.link(href)


def _attributes(root: html.HtmlElement) -> None:
    for element in root.iter(etree.Element):
        named_one = element.tag in ("a", "section", "aside") or element.get("role") == "note"
        for name in list(element.attrib):
            keeps = name in _KEPT or (name == "role" and element.get(name) in _ROLES)
            if not keeps and not (name == "aria-label" and named_one):
                del element.attrib[name]
        if element.tag != "ol":
            element.attrib.pop("type", None)


def _answered(question: quizzes.Taken, around: Around) -> Question:
    """The answers of a question as HTML; they are bound again where they stand, so their links stay
    those of the wiki, and their ids go."""
    for answer in question.answers:
        _plain(answer.said)
        for link in list(answer.said.iter("a")):
            if link.get("href", "").startswith("#"):
                link.set("href", around.url)
        _attributes(answer.said)
        for element in answer.said.iter():
            element.attrib.pop("id", None)
    return question.written(lambda said: _written(said, xml=around.xml))


def _prefixed(root: html.HtmlElement, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if prefix and element.get("id"):
            element.set("id", prefix + element.get("id"))


def _written(root: html.HtmlElement, *, xml: bool) -> str:
    said = children_of(root, xml=xml)
    return only_signs(said)


def sound_address(href: str) -> bool:
    """Is it an address that one can follow?"""
    return bool(_SOUND.fullmatch(href))
