"""Try the addresses of the web that pages name: a few at a time, one for each site, slowly."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import urlsplit

from app.actions.wiki import Wiki
from app.domain.care import Probed
from app.domain.errors import Busy
from app.ports import LinkProbe

AT_ONCE = 20
LOOKED_AT = 400
GOOD_FOR = timedelta(days=30)
AGAIN_IN = timedelta(days=1)
# Where so many were tried and nothing at all answered, the fault is rather on our side.
SILENT = 4


def check_links(wiki: Wiki, *, stopped: Callable[[], bool] = lambda: False) -> int:
    """One round; how many addresses were tried. Nothing where it is not let, or under way."""
    if wiki.probe is None or not wiki.care.check_links:
        return 0
    with suppress(Busy), wiki.lock.hold("links", wait=False):
        today = wiki.clock.now().date()
        wiki.records.follow_links(wiki.index.outward(), on=today)
        due = _one_a_site(wiki.records.due_links(on=today, size=LOOKED_AT))
        return _try(wiki, wiki.probe, due, today, stopped)
    return 0


def _one_a_site(urls: list[str]) -> list[str]:
    first: dict[str, str] = {}
    for url in urls:
        first.setdefault(_site(url), url)
    return list(first.values())[:AT_ONCE]


def _site(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url


def _try(
    wiki: Wiki, probe: LinkProbe, urls: list[str], today: date, stopped: Callable[[], bool]
) -> int:
    found: dict[str, Probed] = {}
    for url in urls:
        if stopped():
            break
        found[url] = probe.probe(url)
    if len(found) >= SILENT and not any(one.status for one in found.values()):
        return len(found)
    for url, probed in found.items():
        wait = GOOD_FOR if probed.ok else AGAIN_IN
        wiki.records.note_link(url, probed, on=today, next_on=today + wait)
    return len(found)
