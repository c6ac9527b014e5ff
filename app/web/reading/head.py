"""What every page says about itself, whatever its kind."""

from datetime import date, timedelta

from app.domain.people import Role
from app.theme.parts import Fact, Link, TocEntry
from app.web.addresses import directory_url, page_url
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.reading.shown import Shown
from app.web.reading.stamp import qr_path
from app.web.views import PageHead
from app.web.views.pages import Markup

# A page that nobody looked at for that long is to be read again.
FRESH_FOR = timedelta(days=365)
BACKLINKS_SHOWN = 20
_LANGUAGES = {"fr": "Français", "en": "English", "oc": "Occitan", "br": "Breton", "es": "Español"}


def make_head(
    reading: Reading, shown: Shown, *, body: str, toc: tuple[TocEntry, ...], facts: tuple[Fact, ...]
) -> PageHead:
    front, url = shown.front, page_url(shown.path, reading.wiki.kinds)
    verified_on, today = front.day("verified_on"), reading.wiki.clock.now().date()
    qr, qr_size = qr_path(reading.absolute(url))
    return PageHead(
        kind=shown.path.kind, title=shown.title, slug=shown.path.slug, url=url,
        licence=reading.licence(shown.licence), body=Markup(body), updated_at=shown.updated_at,
        revision=shown.revision, summary=shown.summary, lang=shown.lang, status=shown.status,
        authors=_authors(reading, shown), versions=shown.versions,
        verified_on=verified_on, verified_by=front.text("verified_by"),
        next_check_on=verified_on + FRESH_FOR if verified_on else None,
        stale=_stale(verified_on, today),
        themes=tuple(_theme(reading, theme) for theme in front.words("themes")),
        tags=tuple(Link(tag, address("/recherche", tag=tag)) for tag in front.words("tags")),
        toc=toc, facts=(*facts, *_further_sources(reading, front)),
        trail=_trail(reading, shown), backlinks=_backlinks(reading, shown),
        translations=_translations(reading, front), source=_source(front),
        adapted_from=_adapted_from(front), old=shown.old,
        right="none" if shown.old else "edit",
        may_verify=reading.reader.has(Role.contributor) and shown.old is None,
        printed_url=reading.absolute(url).split("://", 1)[1], qr_path=qr, qr_size=qr_size,
    )  # fmt: skip


def toc_of(shown: Shown) -> tuple[TocEntry, ...]:
    """Headings of the text, of level 2 and 3."""
    headings = shown.rendered.outline.headings
    return tuple(TocEntry(h.text, h.anchor, h.level) for h in headings if h.level in (2, 3))


def _stale(verified_on: date | None, today: date) -> bool:
    return verified_on is None or verified_on + FRESH_FOR < today


def _authors(reading: Reading, shown: Shown) -> tuple[str, ...]:
    written = [name for name, _ in reading.wiki.index.authors(shown.id)] if shown.id else []
    return tuple(dict.fromkeys([*shown.front.words("authors"), *written]))


def _theme(reading: Reading, theme: str) -> Link:
    return Link(reading.label("theme", theme), address("/recherche", theme=theme))


def _trail(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    kind = reading.wiki.kinds[shown.path.kind]
    url = directory_url(kind.name, reading.wiki.kinds)
    trail = [Link(reading.plural(kind), url)]
    region = shown.front.group("territory").text("region")
    if region and kind.name == "place":
        trail.append(Link(reading.label("region", region), address(url, region=region)))
    return tuple(trail)


def _backlinks(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    row = reading.wiki.index.page(shown.path)
    if row is None:
        return ()
    found = reading.wiki.index.links_to(row)[:BACKLINKS_SHOWN]
    kinds = reading.wiki.kinds
    return tuple(
        Link(
            one.title, page_url(one.path, kinds), _kind_word(reading, one.path.kind), one.path.kind
        )
        for one in found
    )


def _kind_word(reading: Reading, kind: str) -> str:
    known = reading.wiki.kinds.get(kind)
    return reading.say(known.label).lower() if known and kind != "mini_cool" else "mini-COOL"


def _translations(reading: Reading, front: Front) -> tuple[Link, ...]:
    said = front.group("translation_of")
    if not said.text("id") or said.text("instance"):
        return ()
    row = reading.wiki.index.page_by_id(said.text("id"))
    if row is None or row.state != "live" or row.status == "draft":
        return ()
    name = _LANGUAGES.get(row.lang, row.lang)
    return (Link(name, page_url(row.path, reading.wiki.kinds), row.lang),)


def _source(front: Front) -> Link | None:
    first = next((s for s in front.items("source") if s.text("title")), None)
    return _source_link(first) if first else None


def _source_link(source: Front) -> Link:
    notes = (source.text("licence"), source.text("retrieved_on"))
    return Link(source.text("title"), _web(source.text("url")), ", ".join(n for n in notes if n))


def _further_sources(reading: Reading, front: Front) -> tuple[Fact, ...]:
    links = tuple(_source_link(s) for s in front.items("source") if s.text("title"))
    return (Fact(reading.say("Sources"), links=links),) if len(links) > 1 else ()


def _adapted_from(front: Front) -> Link | None:
    said = front.group("derived_from")
    if not said.text("instance"):
        return None
    return Link(said.text("instance"), f"https://{said.text('instance')}/")


def _web(url: str) -> str:
    """Only addresses of the web: a file that no form has checked may say anything."""
    return url if url.startswith(("https://", "http://")) else ""
