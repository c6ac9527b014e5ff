"""Pairs of pages that may be about the same thing, side by side."""

from app.actions.duplicates import seen_suspects
from app.domain.likeness import Suspect, Traits
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.theme.phrases import translated
from app.web.reading.care import ROOM, Asked, CareList
from app.web.reading.context import Reading
from app.web.reading.queries import address
from app.web.views.care import CareAct, TwinPair, TwinSide

URL = f"{ROOM}/{CareList.twins}"


def pairs_of(reading: Reading, asked: Asked) -> tuple[tuple[TwinPair, ...], int]:
    found = seen_suspects(reading.wiki, kind=asked.kind, region=asked.region)
    shown = found[asked.offset : asked.offset + asked.size]
    return tuple(pair_of(reading, one) for one in shown), len(found)


def pair_of(reading: Reading, suspect: Suspect) -> TwinPair:
    return TwinPair(
        kind=suspect.one.path.kind, likely=round(suspect.score * 100),
        sides=(_side(reading, suspect.one), _side(reading, suspect.other)),
        reasons=reasons_of(reading, suspect), acts=_acts(reading, suspect),
    )  # fmt: skip


def reasons_of(reading: Reading, suspect: Suspect) -> tuple[str, ...]:
    return tuple(translated(one, reading.say) for one in suspect.reasons)


def _side(reading: Reading, traits: Traits) -> TwinSide:
    row = reading.wiki.index.page(traits.path, origin=traits.origin)
    origin = reading.origin(traits.origin, traits.path) if traits.origin else None
    link = Link(traits.title, reading.url(traits.path, traits.origin), kind=traits.path.kind,
                borrowed=bool(traits.origin))  # fmt: skip
    return TwinSide(
        link=link,
        facts=facts_of(reading, row) if row else (),
        network=origin.name if origin else "",
    )


def facts_of(reading: Reading, row: PageRow) -> tuple[str, ...]:
    """What helps to choose which one stays: where, how many versions, the last one."""
    territory = row.front.get("territory")
    city = territory.get("city") if isinstance(territory, dict) else ""
    many = "{n} version" if row.versions == 1 else "{n} versions"
    versions = reading.say(many).format(n=reading.writing.number(row.versions))
    changed = reading.say("changée le {day} par {name}").format(
        day=reading.writing.long_date(row.updated_at.date()), name=row.updated_by
    )
    return tuple(one for one in (city if isinstance(city, str) else "", versions, changed) if one)


def _acts(reading: Reading, suspect: Suspect) -> tuple[CareAct, ...]:
    say, one, other = reading.say, suspect.one, suspect.other
    hidden = (("one", one.name), ("other", other.name))
    apart = CareAct(say("Ce n’est pas la même chose"), URL, hidden, posts=True)
    if other.origin:
        theirs = reading.origin(other.origin, other.path)
        offer = CareAct(
            say("Leur proposer ce que nous savons"), theirs.propose_url if theirs else ""
        )
        return (offer, apart)
    url = address(f"{reading.url(one.path)}/reunir", avec=str(other.path))
    return (CareAct(say("Les voir, puis réunir"), url), apart)
