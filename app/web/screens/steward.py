"""The steward's room: is the wiki well, and what waits for someone."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.catch_up import behind
from app.actions.rights import require
from app.actions.templates import templates
from app.actions.wiki import Wiki
from app.actions.writing import policy_of
from app.domain.errors import Problem
from app.domain.people import Role
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.ports import Federation
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import here
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.care import groups_of
from app.web.screens.edit import invitation
from app.web.screens.friend_cards import card
from app.web.screens.proposal_lines import to_review
from app.web.views.friends import FriendCard
from app.web.views.tools import Gauge, StewardRoom

router = APIRouter()
SHOWN = 30
HIDDEN_READ = 500
_PROJECTIONS = {"sql": "Pages lues", "search": "Recherche", "open": "Pages partagées"}
_CARE = {"bad": 0, "caution": 1, "": 2, "good": 3}


@router.get("/-/intendance")
def room(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    reading = reading_of(request)
    hidden = _hidden(wiki)
    view = StewardRoom(
        gauges=_gauges(reading),
        rooms=_rooms(reading),
        care=groups_of(reading),
        broken=_links(wiki, [row for row in hidden if row.state is PageState.broken]),
        drafts=_links(wiki, [row for row in hidden if row.state is PageState.live]),
        proposals=to_review(reading, size=SHOWN),
        friends=_friends(reading, request.app.state.federation),
        templates=_templates(reading),
        theme=_faults(reading),
    )
    return screen(request, "intendance.html", view, title=reading.say("Intendance"),
                  robots="noindex", canonical="")  # fmt: skip


def _hidden(wiki: Wiki) -> list[PageRow]:
    """Drafts and pages that cannot be read: a broken file is a draft unless it says otherwise."""
    rows: list[PageRow] = []
    selection = Selection({"status": ("draft",)}, include_hidden=True)
    rows, _ = wiki.index.select(selection, after=None, size=HIDDEN_READ)
    return rows


def _gauges(reading: Reading) -> tuple[Gauge, ...]:
    wiki, say, number = reading.wiki, reading.say, reading.writing.number
    shown = wiki.index.count(Selection())
    every = wiki.index.count(Selection(include_hidden=True))
    late = [
        Gauge(
            say(_PROJECTIONS.get(name, name)),
            say("à jour") if not count else say("{n} versions de retard").format(n=number(count)),
            "caution" if count else "good",
        )
        for name, count in behind(wiki).items()
    ]
    return (
        Gauge(say("Pages publiées"), number(shown)),
        Gauge(say("Brouillons et pages à réparer"), number(every - shown)),
        Gauge(say("Personnes"), number(len(wiki.people.all()))),
        *late,
        *_engine(reading),
        *_mail(reading),
    )


def _mail(reading: Reading) -> tuple[Gauge, ...]:
    """Letters that wait because the server does not take them."""
    state = reading.wiki.outbox.state()
    if not state.failing:
        return ()
    told = reading.say("{n} en attente, le serveur de courriel répond : {why}")
    words = told.format(n=reading.writing.number(state.waiting), why=state.why)
    return (Gauge(reading.say("Courriels"), words, "caution"),)


def _engine(reading: Reading) -> tuple[Gauge, ...]:
    """The search engine, where another is to take its place or could not."""
    if reading.wiki.engines is None:
        return ()
    say, now = reading.say, reading.wiki.engines.standing()
    if now.failed:
        told, tone = say("{old}, car {new} n’a pas pu se préparer"), "bad"
    elif now.coming:
        told, tone = say("{old}, bientôt {new}"), "caution"
    else:
        return ()
    words = told.format(old=now.answering, new=now.failed or now.coming)
    return (Gauge(say("Moteur de recherche"), words, tone),)


def _friends(reading: Reading, federation: Federation | None) -> tuple[FriendCard, ...]:
    """How it goes with each friend, those that need someone first."""
    statuses = federation.peers() if federation else []
    cards = [card(reading, status) for status in statuses]
    return tuple(sorted(cards, key=lambda one: _CARE.get(one.tone, len(_CARE))))


def _rooms(reading: Reading) -> tuple[Link, ...]:
    say = reading.say
    return (
        Link(say("Personnes"), "/-/personnes"),
        Link(say("Réseaux amis"), "/-/reseaux"),
        Link(say("Propositions"), "/-/propositions"),
        Link(say("Qui peut s’inscrire"), "/-/intendance/inscription"),
        Link(say("Journal de modération"), "/-/moderation"),
        Link(say("Qui écrit, qui relit"), "/-/intendance/ecriture", _rules_note(reading)),
        Link(say("Importer une liste"), "/-/importer"),
        Link(say("Fichiers toujours prêts"), "/-/intendance/fichiers"),
        Link(say("Prendre soin des pages"), "/-/soin"),
        Link(say("Images et fichiers"), "/-/media"),
        Link(say("Pages supprimées"), "/-/supprimees"),
        Link(say("Modèles de pages"), "/-/modeles"),
        Link(say("Ce qui est nouveau"), "/changements"),
    )


def _templates(reading: Reading) -> tuple[Link, ...]:
    """Templates of pages that are left out of the choice, and the first thing wrong with each."""
    return tuple(
        Link(one.name, f"/-/modeles/{one.name}", _reason(reading, one.problems[0]))
        for one in templates(reading.wiki).unusable
    )


def _faults(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What of the theme could not be shown: where it stands, and why in the words of Jinja."""
    line = reading.say("{file}, ligne {line}")
    return tuple(
        (line.format(file=one.file, line=one.line) if one.line else one.file, one.reason)
        for one in reading.theme.faults.all()
    )


def _reason(reading: Reading, problem: Problem) -> str:
    told = reading.theme.sentence(problem.sentence, problem.params, lang=reading.lang)
    return titled(reading.say, problem.field, told) if problem.field else told


def _rules_note(reading: Reading) -> str:
    """A word where the rules of writing cannot be read."""
    return reading.say("à réparer") if policy_of(reading.wiki).broken else ""


def _links(wiki: Wiki, rows: list[PageRow]) -> tuple[Link, ...]:
    return tuple(
        Link(row.title, page_url(row.path, wiki.kinds), row.updated_by, row.path.kind)
        for row in rows[:SHOWN]
    )
