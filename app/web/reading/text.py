"""The texts of a page, made whole: wiki links, live lists, quizzes taken to their place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from app.web.reading.borrowed import Absent
from app.web.reading.context import Reading
from app.web.reading.live import show_list
from app.web.reading.pictures import dressed
from app.web.reading.shown import Shown
from app.web.resolve import resolve
from app.web.views.pages import Markup

# Stands between texts that are resolved together; no clean HTML holds it.
_SEAM = "\x1d"
_TAKEN = "\x1e"
_FIELDSET = re.compile(r"<fieldset\b([^>]*)>|</fieldset>")
_QUIZ = re.compile(r'data-quiz="([^"]*)"')
_HEADING = re.compile(r"<h([2-6])(?: id=\"([^\"]*)\")?>(?:(?!<h[2-6]).)*?</h\1>", re.S)


def resolved(reading: Reading, shown: Shown, html: str, *, lists_level: int = 3) -> str:
    """A text of that page with its links and lists as this reader may see them."""
    draw = partial(show_list, reading, level=lists_level)
    return resolve(
        reading.wiki, html, reading.reader, origin=shown.origin, show_list=draw,
        tell=partial(_absent, reading), dress=partial(dressed, reading),
    )  # fmt: skip


def _absent(reading: Reading, absent: Absent) -> str:
    """A line in the place of a picture that is not open, and so stayed where it is."""
    licence = reading.licence(absent.licence).label if absent.licence else ""
    origin = reading.mirrors.get(absent.origin)
    words = reading.say("Image restée chez {network} : {words}")
    return words.format(
        network=origin.name if origin else absent.origin,
        words=", ".join(part for part in (absent.words, licence) if part)
        or reading.say("sans description"),
    )


def fields(
    reading: Reading, shown: Shown, texts: Iterable[str], *, level: int = 4
) -> list[Markup]:  # fmt: skip
    """Markdown of front-matter values as HTML; all their links are found at once."""
    lang = shown.lang
    render = reading.wiki.renderer.render_field
    made = [
        render(text, lang=lang, scope=f"f{n}", heading_level=level) if text else ""
        for n, text in enumerate(texts)
    ]
    if not any(made):
        return [Markup("")] * len(made)
    return [Markup(part) for part in resolved(reading, shown, _SEAM.join(made)).split(_SEAM)]


@dataclass(frozen=True, slots=True)
class Parted:
    """A text without its quizzes: what stood `before` the last of them, what stood `after`, the
    quizzes by id, and the anchors of headings that held nothing else and `gone` with them."""

    before: str
    after: str
    quizzes: Mapping[str, str]
    gone: frozenset[str]


def take_quizzes(html: str, wanted: Iterable[str]) -> Parted:
    """The text parted from the quizzes that are wanted elsewhere. All of it stands before where
    none is taken."""
    names = set(wanted)
    taken: dict[str, str] = {}
    rest, at = [], 0
    for start, end, quiz in _quizzes(html):
        if quiz in names and quiz not in taken:
            taken[quiz] = html[start:end]
            rest += [html[at:start], _TAKEN]
            at = end
    text = "".join([*rest, html[at:]])
    text, gone = _without_empty_headings(text)
    before, _, after = text.rpartition(_TAKEN) if _TAKEN in text else (text, "", "")
    return Parted(before.replace(_TAKEN, ""), after, taken, frozenset(gone))


def _quizzes(html: str) -> Iterable[tuple[int, int, str]]:
    """Outermost fieldsets as (start, end, quiz id)."""
    depth, start, quiz = 0, 0, ""
    for tag in _FIELDSET.finditer(html):
        if tag[0].startswith("</"):
            depth -= 1
            if depth == 0:
                yield start, tag.end(), quiz
        else:
            if depth == 0:
                found = _QUIZ.search(tag[1])
                start, quiz = tag.start(), found[1] if found else ""
            depth += 1


def _without_empty_headings(html: str) -> tuple[str, set[str]]:
    headings = list(_HEADING.finditer(html))
    gone: set[str] = set()
    parts, at = [], 0
    for n, heading in enumerate(headings):
        following = headings[n + 1] if n + 1 < len(headings) else None
        below = html[heading.end() : following.start() if following else len(html)]
        ends = following is None or int(following[1]) <= int(heading[1])
        if ends and _TAKEN in below and not below.replace(_TAKEN, "").strip():
            gone.add(heading[2] or "")
            parts += [html[at : heading.start()]]
            at = heading.end()
    return "".join([*parts, html[at:]]), gone
