"""What is said about a page, as a reader sees it: names of today, safe words, traces."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from app.actions.wiki import Wiki
from app.domain.byline import ANONYMOUS
from app.domain.discussion import Comment, CommentState, people_in, with_names
from app.domain.erasure import ERASED_NAME
from app.domain.people import Role
from app.theme.parts import Link
from app.web.reading.context import Reading
from app.web.resolve import resolve
from app.web.views.talk import Markup, Said, Thread

_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
_TOKEN = re.compile(r"(?<![\w.@/-])@([0-7][0-9A-HJKMNP-TV-Z]{25})(?!\w)")
_HEADING = re.compile(r"<(/?)h[1-6]>")
_AWAY = re.compile(r'rel="external noopener"')
Names = Mapping[str, str]


def names_of(wiki: Wiki, comments: Iterable[Comment]) -> dict[str, str]:
    """Today's names of all who wrote, are named in, or decided about these comments."""
    wanted: set[str] = set()
    for one in comments:
        wanted |= {one.person, one.decided_by, one.resolved_by, *people_in(one.text)}
    found = {one: wiki.people.get(one) for one in wanted if one}
    return {one: person.name if person else ERASED_NAME for one, person in found.items()}


def author_of(reading: Reading, comment: Comment, names: Names) -> str:
    """Somebody without an account is never taken for one who has one."""
    if comment.state is CommentState.withdrawn:
        return ""
    if comment.person:
        return names[comment.person]
    if comment.name == ANONYMOUS:
        name = reading.say(ANONYMOUS)
    else:
        name = reading.say("signé « {name} », sans compte").format(name=comment.name)
    return f"{name}, {comment.place}" if comment.place else name


def words_of(reading: Reading, comment: Comment, names: Names) -> Markup:
    """A small Markdown: no picture, no list that the wiki fills, no heading; links are not
    followed by search engines."""
    text = comment.text.replace(":::", ":\u2060::").replace("![", "!\u2060[")
    wiki = reading.wiki
    html = wiki.renderer.render_field(text, lang=wiki.site.lang, scope=f"m{comment.id.lower()}")
    html = resolve(wiki, html, reading.reader)
    html = _HEADING.sub(lambda m: "</strong></p>" if m[1] else "<p><strong>", html)
    html = _AWAY.sub('rel="external noopener nofollow ugc"', html)
    return Markup(_with_people(html, names))


def _with_people(html: str, names: Names) -> str:
    def named(match: re.Match[str]) -> str:
        return f'<b class="mention">@{escape(names.get(match[1], ERASED_NAME))}</b>'

    parts = _TAG.split(html)
    return "".join(part if n % 2 else _TOKEN.sub(named, part) for n, part in enumerate(parts))


def plain_words(comment: Comment, names: Names, *, size: int) -> str:
    """The beginning of it on one line, for a feed or a mail."""
    text = " ".join(with_names(comment.text, names).split())
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


def thread_view(
    reading: Reading, comments: list[Comment], names: Names, parts: Mapping[str, str],
    *, editing: str = "", typed: str = "",
) -> Thread:  # fmt: skip
    """`parts` are addresses by heading; `typed` is an answer that could not be taken."""
    first = comments[0]
    said = tuple(said_view(reading, one, names, editing=editing) for one in comments)
    about = Link(first.about, parts.get(first.about, "")) if first.about else None
    return Thread(
        id=first.id, about=about, first=said[0], answers=said[1:], resolved_at=first.resolved_at,
        resolved_by=names.get(first.resolved_by, ""), typed=typed,
    )  # fmt: skip


def said_view(reading: Reading, one: Comment, names: Names, *, editing: str = "") -> Said:
    person, reviews = reading.reader.person, reading.reader.has(Role.reviewer)
    mine = person is not None and one.person == person.id
    readable = one.state in (CommentState.shown, CommentState.held) or (
        one.state is CommentState.hidden and reviews
    )
    change = mine and editing == one.id and one.state in (CommentState.shown, CommentState.held)
    hidden = one.state is CommentState.hidden and not reviews
    return Said(
        id=one.id, author="" if hidden else author_of(reading, one, names), at=one.made_at,
        html=words_of(reading, one, names) if readable else Markup(), state=one.state.value,
        guest=not one.person, edited_at=one.edited_at, reason=one.reason,
        decided_by=names.get(one.decided_by, ""), mine=mine, editing=change,
        source=with_names(one.text, names) if change else "",
    )  # fmt: skip
