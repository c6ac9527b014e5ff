"""What is known of friends' networks, put in words for the screens."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.kinds.terms import REGIONS
from app.domain.network import (
    Identity,
    Peer,
    PeerState,
    PeerStatus,
    PullOutcome,
    PullReport,
    Quarantined,
    Slice,
)
from app.theme.parts import Link
from app.web.labels import titled
from app.web.reading.context import Reading
from app.web.reading.queries import address
from app.web.views.friends import Care, FriendCard, Held, Ourselves, Visit
from app.web.views.writing import Field, Option

URL = "/-/reseaux"
# A friend is late when nothing came of a whole day: visits are many times a day.
LATE_S = 24 * 3600
HELD_SHOWN = 200
# What a steward chooses by; a slice may hold more (licence, lang), that is kept as it is.
CHOSEN_BY = ("kind", "region", "theme")
_UNITS = (
    (86_400, "{n} jour", "{n} jours"),
    (3_600, "{n} heure", "{n} heures"),
    (60, "{n} minute", "{n} minutes"),
)
_OUTCOMES = {
    PullOutcome.unchanged: ("Rien de neuf", "good", "check"),
    PullOutcome.updated: ("Reçu", "good", "check"),
    PullOutcome.planned: ("Essai à blanc", "", "clock"),
    PullOutcome.refused: ("Refusé", "bad", "close"),
    PullOutcome.failed: ("Pas de réponse", "caution", "offline"),
}
_COUNTS = (
    ("received", "{n} page reçue", "{n} pages reçues"),
    ("removed", "{n} page retirée", "{n} pages retirées"),
    ("versions", "{n} version", "{n} versions"),
)
_CHOICE_LABELS = {"kind": "Quels genres", "region": "Quelles régions", "theme": "Quels thèmes"}
Say = Callable[[str], str]


def friend_url(instance: str) -> str:
    return f"{URL}/{instance}"


def lasting(say: Say, seconds: float) -> str:
    """A length of time in its largest whole unit: 9 jours, 2 heures."""
    for size_s, one, many in _UNITS:
        if count := int(seconds // size_s):
            return say(one if count == 1 else many).format(n=count)
    return say("moins d’une minute")


def ourselves(reading: Reading, identity: Identity) -> Ourselves:
    region = region_of(reading, identity.region)
    return Ourselves(str(identity.id), identity.name, region, identity.fingerprint)


def region_of(reading: Reading, region: str) -> str:
    """The name of a region; one that we do not know, as their network says it."""
    return REGIONS.label(region, reading.lang) if region else ""


def card(reading: Reading, status: PeerStatus) -> FriendCard:
    peer, who = status.peer, status.peer.identity
    state, tone, symbol = _health(reading, status)
    return FriendCard(
        id=str(peer.id), name=who.name, region=region_of(reading, who.region),
        url=friend_url(str(peer.id)), home_url=_web(who.base_url),
        state=state, tone=tone, symbol=symbol, since=peer.enrolled_at, pages=status.pages,
        pages_url=address("/recherche", origin=str(peer.id)),
        lag="" if status.lag_s is None else lasting(reading.say, status.lag_s),
        last_success_at=status.last_success_at, alarm=_alarmed(status),
        told=_told(reading, status), fingerprint=who.fingerprint,
        quarantined=len(status.quarantined),
    )  # fmt: skip


def _web(url: str) -> str:
    """Only addresses of the web: what a network says of itself may be anything."""
    return url if url.startswith(("https://", "http://")) else ""


def _alarmed(status: PeerStatus) -> bool:
    return status.last is not None and status.last.alarm


def _health(reading: Reading, status: PeerStatus) -> tuple[str, str, str]:
    """In words, its tone, its icon: what is worst comes first."""
    say, last = reading.say, status.last
    if _alarmed(status):
        return say("À regarder tout de suite"), "bad", "warning"
    if status.peer.state is PeerState.blocked:
        return say("Bloqué"), "bad", "close"
    if last is None or (status.lag_s is None and status.failures == 0):
        return say("Pas encore visité"), "", "clock"
    if last.outcome is PullOutcome.refused:
        return say("Réception arrêtée"), "bad", "offline"
    if status.lag_s is None:
        return say("N’a jamais répondu"), "caution", "offline"
    if status.lag_s > LATE_S:
        since = lasting(say, status.lag_s)
        return say("En retard de {time}").format(time=since), "caution", "clock"
    return say("À jour"), "good", "check"


def _told(reading: Reading, status: PeerStatus) -> str:
    """What is wrong, and that nothing is lost."""
    say, last = reading.say, status.last
    if status.peer.state is PeerState.blocked:
        return say("Nous ne recevons plus rien d’eux, et n’acceptons plus leurs propositions.")
    if last is None or last.outcome not in (PullOutcome.refused, PullOutcome.failed):
        return ""
    return reading.theme.phrase(last.reason, lang=reading.lang)


def visit(reading: Reading, report: PullReport) -> Visit:
    state, tone, symbol = _OUTCOMES[report.outcome]
    return Visit(
        at=report.started_at, state=reading.say(state), tone="bad" if report.alarm else tone,
        symbol="warning" if report.alarm else symbol, counts=_counts(reading, report),
        reason=reading.theme.phrase(report.reason, lang=reading.lang) if report.reason else "",
        alarm=report.alarm, took=_took(reading, report.took_s), by=report.by,
        pages=tuple(_page(name, title) for name, title in report.pages),
        held=held(reading, report.quarantined),
    )  # fmt: skip


def _page(name: str, title: str) -> Link:
    return Link(title, "", name, name.partition("/")[0], borrowed=True)


def _took(reading: Reading, seconds: float) -> str:
    if seconds < 1:
        return reading.say("moins d’une seconde")
    return reading.say("{n} s").format(n=round(seconds))


def _counts(reading: Reading, report: PullReport) -> tuple[str, ...]:
    said = []
    for name, one, many in _COUNTS:
        if count := getattr(report, name):
            said.append(_counted(reading, count, one, many))
    if report.quarantined:
        count = len(report.quarantined)
        said.append(_counted(reading, count, "{n} page mise à part", "{n} pages mises à part"))
    if report.new_epoch:
        said.append(reading.say("leur collection a été refaite : tout est relu"))
    if report.size_bytes:
        said.append(reading.writing.weight(report.size_bytes))
    return tuple(said)


def _counted(reading: Reading, count: int, one: str, many: str) -> str:
    return reading.say(one if count == 1 else many).format(n=reading.writing.number(count))


def held(reading: Reading, found: tuple[Quarantined, ...]) -> tuple[Held, ...]:
    return tuple(
        Held(
            str(one.path) if one.path else one.file,
            reading.theme.phrase(one.reason, lang=reading.lang),
        )
        for one in found[:HELD_SHOWN]
    )


def shown_now(reading: Reading, slice: Slice) -> tuple[str, ...]:
    """The choice in words; empty where all is shown."""
    return tuple(
        titled(
            reading.say,
            reading.facet_name(name),
            ", ".join(reading.label(name, value) for value in values),
        )
        for name, values in slice.where.items()
    )


def choice(reading: Reading, slice: Slice) -> tuple[Field, ...]:
    """The boxes by which one chooses what of a friend is shown; none ticked: everything."""
    return tuple(_boxes(reading, name, slice.where.get(name, ())) for name in CHOSEN_BY)


def _boxes(reading: Reading, name: str, chosen: tuple[str, ...]) -> Field:
    known = dict(_offered(reading, name))
    known |= {value: reading.label(name, value) for value in chosen if value not in known}
    options = tuple(Option(value, label, value in chosen) for value, label in known.items())
    return Field(
        name=name, label=reading.say(_CHOICE_LABELS[name]), widget="checkboxes", options=options
    )


def _offered(reading: Reading, name: str) -> list[tuple[str, str]]:
    if name == "kind":
        return [(kind.name, reading.plural(kind)) for kind in reading.wiki.kinds.values()]
    terms = REGIONS if name == "region" else reading.rules.themes
    return [(term.slug, term.label(reading.lang)) for term in terms if "/" not in term.slug]


def chosen(reading: Reading, texts: dict[str, tuple[str, ...]], kept: Slice = Slice()) -> Slice:
    """The slice that the boxes say: nothing that was not offered, or there before, gets in."""
    where = {name: of for name, of in kept.where.items() if name not in CHOSEN_BY}
    for name in CHOSEN_BY:
        offered = {value for value, _ in _offered(reading, name)} | set(kept.where.get(name, ()))
        if found := sorted(offered & set(texts.get(name, ()))):
            where[name] = tuple(found)
    return Slice(where, kept.media_bytes)


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit that was just asked for; `rehearsed` where nothing was changed by it."""

    report: PullReport
    rehearsed: bool


def care(
    reading: Reading, status: PeerStatus, reports: list[PullReport], asked: Asked | None
) -> Care:
    peer: Peer = status.peer
    return Care(
        visits=tuple(visit(reading, report) for report in reports),
        held=held(reading, status.quarantined),
        choice=choice(reading, peer.slice), shown_now=shown_now(reading, peer.slice),
        failures=status.failures, next_at=status.next_at,
        waiting_in=status.incoming_open, waiting_out=status.outgoing_open,
        accepted=status.accepted, declined=status.declined,
        blocked=peer.state is PeerState.blocked, blocked_people=peer.blocked_people,
        enrolled_by=peer.enrolled_by,
        fresh=visit(reading, asked.report) if asked else None,
        rehearsed=asked is not None and asked.rehearsed,
    )  # fmt: skip
