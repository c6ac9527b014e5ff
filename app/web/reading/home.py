"""The first screen: what the network is, where it is, what is new."""

from collections import Counter
from functools import lru_cache

from app.actions.find_pages import list_pages
from app.actions.history import recent_changes
from app.domain.links import LinkTarget
from app.domain.rows import PageRow, RevisionRow
from app.domain.selection import VALUES_LIMIT, Order, Selection
from app.domain.visibility import listed
from app.theme.maps import MapDrawing, Spot, country_map
from app.theme.parts import Item, Link
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.items import items_of
from app.web.reading.nearby import thinned
from app.web.reading.references import row_link, spot_of
from app.web.resolve import wanted_url
from app.web.views import Home, News, Way

WAYS = ("place", "method", "mini_cool")
LINKS = 4
DOTS = 300
CONSIDERED = 150
NEWS, NEWS_PER_KIND = 7, 3
RECEIVED = 6
WANTED_SHOWN = 6
WANTED_COUNTED = 500


def home_view(reading: Reading) -> Home:
    wanted = reading.wiki.index.wanted(WANTED_COUNTED)
    placed = reading.known.placed()
    note = reading.say("{count} lieux sur la carte.") if len(placed) > 1 else ""
    return Home(
        title=reading.wiki.site.name,
        lead=reading.say(
            "Des lieux, des méthodes et de quoi apprendre, écrits par celles et ceux qui les font "
            "vivre. Tout se lit, se reprend et se complète."
        ),
        map=places_map(reading, limit=DOTS),
        map_note=note.format(count=reading.writing.number(len(placed))),
        ways=tuple(_way(reading, kind) for kind in WAYS if kind in reading.wiki.kinds),
        news=_news(reading),
        received=_received(reading),
        friends=len(reading.mirrors),
        portals=_portals(reading),
        wanted=tuple(_wanted(reading, target) for target, _ in wanted[:WANTED_SHOWN]),
        wanted_total=len(wanted),
    )


def places_map(reading: Reading, *, limit: int) -> MapDrawing | None:
    """The places that have a point, ours and friends', about `limit` dots of them; None where none
    has."""
    placed = (*reading.known.placed(), *reading.known.placed_by_friends())
    if not placed:
        return None
    spots = [spot_of(reading, m, m.point) for m in placed if m.point]
    count, spots = len(spots), thinned(spots, limit)
    label = reading.say("Carte de France : {count} lieux, que la liste nomme.")
    words = label.format(count=reading.writing.number(count))
    return _drawn(tuple(spots), words, reading.wiki.site.region)


@lru_cache(maxsize=4)
def _drawn(spots: tuple[Spot, ...], label: str, ours: str) -> MapDrawing:
    """The ties between thousands of places take a while: they are drawn anew when one moves."""
    return country_map(spots, label=label, ours=ours)


def _way(reading: Reading, kind: str) -> Way:
    """A few full pages to begin with, those of the network's own region first."""
    selection = Selection({"kind": (kind,)}, order=Order.recent)
    total = reading.wiki.index.count(selection)
    rows, _ = list_pages(reading.wiki, selection, size=CONSIDERED)
    region = reading.wiki.site.region

    def rank(row: PageRow) -> tuple[bool, int]:
        return _region(row) != region, -len(row.text)

    return Way(kind, total, tuple(row_link(reading, r) for r in sorted(rows, key=rank)[:LINKS]))


def _region(row: PageRow) -> str:
    return Front(row.front).group("territory").text("region") if row.path.kind == "place" else ""


def _news(reading: Reading) -> tuple[News, ...]:
    """The latest change of each page that may still be read, several kinds among them."""
    rows, _ = recent_changes(reading.wiki, size=150)
    latest: dict[str, RevisionRow] = {}
    for row in rows:
        latest.setdefault(row.page_id or str(row.path), row)
    targets = {r.path: LinkTarget(kind=r.path.kind, slug=r.path.slug) for r in latest.values()}
    now = reading.wiki.index.titles(targets.values())
    readable = [r for r in latest.values() if (p := now.get(targets[r.path])) and listed(p.status)]
    return tuple(_piece(reading, row, now[targets[row.path]]) for row in _varied(readable))


def _received(reading: Reading) -> tuple[News, ...]:
    """What friends published last, with the name of each network."""
    hosts = sorted(reading.mirrors, key=lambda h: reading.mirrors[h].received_at, reverse=True)
    if not hosts:
        return ()
    selection = Selection({"origin": tuple(hosts[:VALUES_LIMIT])}, order=Order.recent)
    rows, _ = list_pages(reading.wiki, selection, size=RECEIVED)
    return tuple(
        News(row.updated_at, row_link(reading, row), note=reading.label("origin", row.origin))
        for row in rows
    )


def _varied(rows: list[RevisionRow]) -> list[RevisionRow]:
    """The newest, though no kind (an import of hundreds, say) takes all the room."""
    seen: Counter[str] = Counter()
    chosen = []
    for row in rows:
        seen[row.path.kind] += 1
        if seen[row.path.kind] <= NEWS_PER_KIND:
            chosen.append(row)
    others = [row for row in rows if row not in chosen]
    return sorted([*chosen, *others][:NEWS], key=lambda row: row.at, reverse=True)


def _piece(reading: Reading, row: RevisionRow, page: PageRow) -> News:
    link = Link(page.title, reading.url(page.path), kind=page.path.kind)
    note = page.summary if row.event == "created" else row.note
    return News(row.at, link, after=_event(reading, row), note=note)


def _event(reading: Reading, row: RevisionRow) -> str:
    words = {
        "created": "est une nouvelle page.",
        "moved": "a changé d’adresse.",
        "restored": "est de retour.",
    }
    return reading.say(words[row.event]) if row.event in words else ""


def _portals(reading: Reading) -> tuple[Item, ...]:
    rows, _ = list_pages(reading.wiki, Selection({"kind": ("portal",)}), size=9)
    return items_of(reading, rows)


def _wanted(reading: Reading, target: LinkTarget) -> Link:
    words = target.title or target.slug.replace("-", " ")
    url = wanted_url(target, words, reading.wiki.kinds)
    return Link(words[:1].upper() + words[1:], url, wanted=True)
