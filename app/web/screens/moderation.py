"""The public log of what stewards did, and the rule of who may sign up."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.door import registration_of
from app.actions.registration import set_door
from app.actions.rights import require
from app.domain.accounts import Act, Door
from app.domain.errors import NotAllowed
from app.domain.people import Role
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import ThePosted, here, require_ours
from app.web.frame import screen, tell_next
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.asking import say, show
from app.web.screens.edit import invitation
from app.web.views.asking import Ask, AskField
from app.web.views.moderation import ModerationLine, ModerationLog
from app.web.views.writing import Option

router = APIRouter()
SHOWN = 200
RULE = "/-/intendance/inscription"


@router.get("/-/moderation")
def log(request: Request, wiki: TheWiki) -> Response:
    """For all: what, when, by which role, why. Nobody is named."""
    reading = reading_of(request)
    lines = tuple(
        ModerationLine(one.at, _act(reading, one.act), _role(reading, one.role), one.reason,
                       one.about)
        for one in wiki.accounts.moderation(size=SHOWN)
    )  # fmt: skip
    title = reading.say("Journal de modération")
    return screen(request, "moderation.html", ModerationLog(lines), title=title, robots="noindex")


def _act(reading: Reading, act: Act) -> str:
    return {
        Act.blocked: reading.say("Un compte a été suspendu"),
        Act.unblocked: reading.say("Un compte a été rouvert"),
        Act.declined: reading.say("Une inscription a été déclinée"),
        Act.hidden: reading.say("Un message a été caché"),
        Act.shown: reading.say("Un message est montré de nouveau"),
    }[act]


def _role(reading: Reading, role: Role) -> str:
    return {
        Role.contributor: reading.say("Contributeur"),
        Role.reviewer: reading.say("Relecteur"),
        Role.steward: reading.say("Administrateur"),
    }[role]


@router.get(RULE)
def rule(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    now = registration_of(wiki)
    doors = (
        (Door.invitation, say(request, "sur invitation")),
        (Door.approved, say(request, "chacun demande, un administrateur accueille")),
        (Door.open, say(request, "chacun, dès que son adresse est confirmée")),
    )
    options = tuple(Option(door.value, words, door is now.door) for door, words in doors)
    broken = say(request, "Le fichier de cette règle ne se lit pas : on n’entre que sur "
                          "invitation. Enregistrer ce formulaire le remet en ordre.")  # fmt: skip
    view = Ask(
        title=say(request, "Qui peut s’inscrire"), action=RULE,
        lead=say(request, "Quelle que soit la règle, une adresse est confirmée par courriel, et "
                          "vous pouvez inviter."),
        fields=(AskField(name="door", label=say(request, "On s’inscrit"), type="choice",
                         options=options),),
        buttons=(("", say(request, "Enregistrer")),), told=(broken,) if now.broken else (),
        trail=(Link(say(request, "Intendance"), "/-/intendance"),),
    )  # fmt: skip
    return show(request, view)


@router.post(RULE)
def set_rule(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_ours(request, posted)
    require(reader, Role.steward)
    door = posted.one("door")
    if door not in list(Door):
        raise NotAllowed()
    set_door(wiki, Door(door), by=reader)
    return tell_next(RedirectResponse(RULE, status_code=303), "door")
