"""Who wrote what: each passage of a page and each point of its card, with its last writer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.blame import Origin, blame
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.labels import label_of
from app.web.forms.posted import page_at
from app.web.forms.said import saying_of
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.shown import shown_now
from app.web.reading.text import fields
from app.web.screens.history import head_of
from app.web.views.memory import Blame, OriginOf

router = APIRouter()
_LIGHT = "sans"
# Passages that are laid out as they are read; those after them are shown as they were typed.
MOST_SHOWN = 300


@router.get("/{prefix}/{slug}/blame")
def who_wrote_what(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, petites: str = ""
) -> Response:
    """`petites=sans` looks through small edits."""
    light = petites == _LIGHT
    path = page_at(wiki, prefix, slug)
    found = blame(wiki, path, reader=reader, through_minor=light)
    reading, row = reading_of(request), found.row
    url, kind = page_url(row.path, wiki.kinds), wiki.kinds[row.path.kind]
    say = saying_of(reading, kind)
    points = tuple(
        _origin(
            url, reading.say(label_of(kind, key)), say(key, row.front[key]),
            origin,
        )
        for key, origin in found.fields
        if key in row.front
    )  # fmt: skip
    shown = shown_now(wiki, row)
    texts = [text if at < MOST_SHOWN else "" for at, (text, _) in enumerate(found.passages)]
    htmls = fields(reading, shown, texts, level=3)
    passages = tuple(
        replace(_origin(url, "", text, origin), html=html)
        for (text, origin), html in zip(found.passages, htmls, strict=True)
    )
    view = Blame(
        head=head_of(reading, row), fields=points, passages=passages,
        authors=_authors(passages), light_left_out=light,
        light_url=f"{url}/blame" if light else f"{url}/blame?petites={_LIGHT}",
    )  # fmt: skip
    title = titled(reading.say, reading.say("Qui a écrit quoi"), row.title)
    return screen(request, "blame.html", view, title=title, robots="noindex")


def _origin(url: str, label: str, text: str, origin: Origin) -> OriginOf:
    row = origin.row
    if row is None:
        return OriginOf(label, text, before=origin.before)
    where = f"{url}?revision={row.revision}"
    if origin.older is not None:
        where = f"{url}/diff?old={origin.older.revision}&new={row.revision}"
    return OriginOf(label, text, row.author, row.at, row.note, where)


def _authors(passages: Sequence[OriginOf]) -> tuple[tuple[str, int], ...]:
    """How many passages each wrote, most first."""
    counts = Counter(one.author for one in passages if one.author)
    return tuple(counts.most_common())
