"""What every page says about itself, whatever its kind."""

from datetime import date, timedelta

from app.actions.consent import consent_of
from app.actions.relink import old_names
from app.actions.writing import right_of, why_propose
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from app.domain.writing import Right
from app.theme.parts import Fact, Link, TocEntry
from app.web.addresses import directory_url
from app.web.reading.adopted import adapted_from, adopted_of, origin_of
from app.web.reading.context import Reading
from app.web.reading.friends import SCREEN
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.reading.sections import with_part_links
from app.web.reading.shown import Shown
from app.web.reading.translated import translated_from, translations_of
from app.web.views import PageHead
from app.web.views.pages import Markup

# A page that nobody looked at for that long is to be read again.
FRESH_FOR = timedelta(days=365)
BACKLINKS_SHOWN = 20
WAITING = 50


def make_head(
    reading: Reading, shown: Shown, *, body: str, toc: tuple[TocEntry, ...],
    facts: tuple[Fact, ...], said_by: tuple[str, ...] = (),
) -> PageHead:  # fmt: skip
    front, url = shown.front, reading.url(shown.path, shown.origin)
    verified_on, today = front.day("verified_on"), reading.wiki.clock.now().date()
    origin = origin_of(reading, shown)
    printed = origin.page_url if origin else reading.absolute(url)
    ours = origin is None and shown.old is None
    body = with_part_links(reading, shown, body) if ours else body
    right = _right(reading, shown) if ours else "none"
    return PageHead(
        kind=shown.path.kind, title=shown.title, slug=shown.path.slug, url=url,
        licence=reading.licence(shown.licence), body=Markup(body), updated_at=shown.updated_at,
        revision=shown.revision, summary=shown.summary, lang=shown.lang, status=shown.status,
        authors=_authors(reading, shown), versions=shown.versions,
        verified_on=verified_on, verified_by=front.text("verified_by"),
        next_check_on=verified_on + FRESH_FOR if verified_on else None,
        stale=_stale(verified_on, today),
        origin=origin, adopted=adopted_of(reading, shown) if ours else None,
        themes=tuple(_theme(reading, theme) for theme in front.words("themes")),
        tags=tuple(Link(tag, address("/recherche", tag=tag)) for tag in front.words("tags")),
        questions=front.words("questions"),
        toc=toc, said_by=said_by, facts=(*facts, *_further_sources(reading, front)),
        trail=_trail(reading, shown), backlinks=_backlinks(reading, shown),
        translations=translations_of(reading, shown),
        translated_from=translated_from(reading, shown) if shown.old is None else None,
        may_translate=ours and reading.writes and right == "edit", source=_source(front),
        adapted_from=adapted_from(reading, front), old=shown.old,
        right=right,
        protected=_protected(reading, shown) if ours else "",
        proposals=_waiting(reading, shown) if ours else 0,
        remarks=_remarks(reading, shown) if ours else 0,
        followed=ours and _followed(reading, shown),
        comments=reading.wiki.discussions.count(shown.id)[0] if ours and shown.id else 0,
        council=_council(reading, shown, url) if ours and shown.id else None,
        may_make_council=ours and reading.writes and reading.reader.has(Role.steward),
        may_verify=reading.writes and right == "edit",
        stale_links=_stale_links(reading, shown) if ours else 0,
        licence_asked=ours and reading.writes and _licence_asked(reading, shown),
        printed_url=printed.split("://", 1)[1], stamp_url=printed,
    )  # fmt: skip


def _council(reading: Reading, shown: Shown, url: str) -> Link | None:
    found = reading.wiki.councils.of_page(shown.id)
    if found is None:
        return None
    count = len(reading.wiki.councils.members(found.id))
    return Link(found.name, f"{url}/conseil", reading.writing.number(count))


def _right(reading: Reading, shown: Shown) -> str:
    """Where nothing may be written the way in stays: it says how to get an account."""
    row = reading.wiki.index.page(shown.path)
    right = right_of(reading.wiki, reading.reader, row, policy=reading.known.policy)
    return "propose" if right is Right.propose else "edit"


def _protected(reading: Reading, shown: Shown) -> str:
    """Why the page is protected, for those who write."""
    protection = reading.known.policy.protection(shown.id, shown.path)
    if protection is None or reading.reader.person is None:
        return ""
    said = why_propose(reading.known.policy, protection)
    return reading.theme.phrase(said, lang=reading.lang)


def _waiting(reading: Reading, shown: Shown) -> int:
    """How many proposals wait for who may review them."""
    if not shown.id or not reading.reader.has(Role.reviewer):
        return 0
    found = reading.wiki.proposals.all(
        way=Way.incoming, states=(ProposalState.delivered,), page_id=shown.id, size=WAITING
    )
    return len(found)


def _followed(reading: Reading, shown: Shown) -> bool:
    person = reading.reader.person
    return person is not None and reading.wiki.watching.watches(person.id, shown.id)


def _remarks(reading: Reading, shown: Shown) -> int:
    """How many remarks wait for who may answer them."""
    if not shown.id or not reading.reader.has(Role.reviewer):
        return 0
    return reading.wiki.remarks.count_waiting(page_id=shown.id)


def toc_of(shown: Shown) -> tuple[TocEntry, ...]:
    """Headings of the text, of level 2 and 3."""
    headings = shown.rendered.outline.headings
    return tuple(TocEntry(h.text, h.anchor, h.level) for h in headings if h.level in (2, 3))


def _stale(verified_on: date | None, today: date) -> bool:
    return verified_on is None or verified_on + FRESH_FOR < today


def _authors(reading: Reading, shown: Shown) -> tuple[str, ...]:
    index = reading.wiki.index
    found = index.authors(shown.id, origin=shown.origin) if shown.id else []
    written = [name for name, _ in found]
    return tuple(dict.fromkeys([*shown.front.words("authors"), *written]))


def _theme(reading: Reading, theme: str) -> Link:
    return Link(reading.label("theme", theme), address("/recherche", theme=theme))


def _trail(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    kind = reading.wiki.kinds[shown.path.kind]
    url = directory_url(kind.name, reading.wiki.kinds)
    if shown.origin:
        return _trail_of_friend(reading, shown.origin, reading.plural(kind), url)
    trail = [Link(reading.plural(kind), url)]
    region = shown.front.group("territory").text("region")
    if region and kind.name == "place":
        trail.append(Link(reading.label("region", region), address(url, region=region)))
    return tuple(trail)


def _trail_of_friend(reading: Reading, host: str, kind: str, url: str) -> tuple[Link, ...]:
    return (
        Link(reading.say("Réseaux amis"), SCREEN),
        Link(reading.label("origin", host), f"{SCREEN}/{host}", borrowed=True),
        Link(kind, address(url, origin=host), borrowed=True),
    )


def _backlinks(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    found = reading.wiki.index.links_to(
        shown.path, shown.id, origin=shown.origin, size=BACKLINKS_SHOWN
    )
    return tuple(
        Link(
            one.title, reading.url(PagePath(one.kind, one.slug), one.origin),
            _kind_word(reading, one.kind), one.kind, borrowed=bool(one.origin),
            lang=reading.foreign(one.lang),
        )
        for one in found
    )  # fmt: skip


def _licence_asked(reading: Reading, shown: Shown) -> bool:
    found = consent_of(reading.wiki, shown.id)
    return found is not None and found.is_open


def _stale_links(reading: Reading, shown: Shown) -> int:
    """How many pages use an old name of this one: for those who may bring them up to date."""
    row = reading.wiki.index.page(shown.path) if reading.writes and shown.id else None
    old = old_names(reading.wiki, row) if row is not None else []
    return reading.wiki.index.count_leading(row, old) if row is not None and old else 0


def _kind_word(reading: Reading, kind: str) -> str:
    known = reading.wiki.kinds.get(kind)
    return reading.say(known.label).lower() if known and kind != "mini_cool" else "mini-COOL"


def _source(front: Front) -> Link | None:
    first = next((s for s in front.items("source") if s.text("title")), None)
    return _source_link(first) if first else None


def _source_link(source: Front) -> Link:
    notes = (source.text("licence"), source.text("retrieved_on"))
    return Link(source.text("title"), _web(source.text("url")), ", ".join(n for n in notes if n))


def _further_sources(reading: Reading, front: Front) -> tuple[Fact, ...]:
    links = tuple(_source_link(s) for s in front.items("source") if s.text("title"))
    return (Fact(reading.say("Sources"), links=links),) if len(links) > 1 else ()


def _web(url: str) -> str:
    """Only addresses of the web: a file that no form has checked may say anything."""
    return url if url.startswith(("https://", "http://")) else ""
