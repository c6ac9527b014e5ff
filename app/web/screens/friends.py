"""Friends' networks: who they are for everyone, and the care of them for stewards."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.rights import require
from app.domain.errors import (
    InvalidInstance,
    PeerNotFound,
    PeerRefused,
    PeerUnreachable,
    WikiError,
)
from app.domain.network import InstanceId, PeerStatus, Preview
from app.domain.people import Reader, Role
from app.ports import Federation
from app.web.context import TheFederation, TheReader
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens import friend_cards
from app.web.screens.edit import invitation
from app.web.screens.friend_cards import URL, Asked, friend_url
from app.web.views.friends import FriendAdd, FriendRemove, Friends, FriendScreen, Stranger

router = APIRouter()
ADD_URL = f"{URL}/ajouter"
VISITS_SHOWN = 20
ADDRESS_LIMIT = 300
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def friends(request: Request, federation: TheFederation, reader: TheReader) -> Response:
    """Who our friends are, and who we are to them."""
    reading = reading_of(request)
    steward = reader.has(Role.steward)
    view = Friends(
        ourselves=friend_cards.ourselves(reading, federation.identity()),
        friends=tuple(friend_cards.card(reading, one) for one in federation.peers()),
        steward=steward,
        add_url=ADD_URL if steward else "",
    )
    return screen(request, "friends.html", view, title=reading.say("Réseaux amis"),
                  section="friends")  # fmt: skip


@router.get(ADD_URL)
def ask_address(
    request: Request, federation: TheFederation, reader: TheReader, adresse: str = ""
) -> Response:
    """Where the friend is. Nothing is asked of it before the form is sent."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    return _add_screen(request, federation, adresse[:ADDRESS_LIMIT])


@router.post(ADD_URL)
def add(
    request: Request, federation: TheFederation, reader: TheReader, posted: ThePosted
) -> Response:
    """Ask it who it is; then, once the fingerprint was compared, take it in."""
    require_person(request, reader, posted, back=ADD_URL)
    require(reader, Role.steward)
    url = posted.one("adresse").strip()[:ADDRESS_LIMIT]
    try:
        if posted.one("do") == "confirm" and posted.one("compared"):
            return _take_in(request, federation, reader, url, posted)
        preview = federation.preview(url)
    except (InvalidInstance, PeerRefused, PeerUnreachable) as error:
        errors = (("adresse", _sentence(request, error)),)
        return _add_screen(request, federation, url, errors, status=status_of(type(error)))
    if posted.one("do") == "confirm":
        told = reading_of(request).say(
            "Cochez cette case une fois l’empreinte comparée : c’est la seule protection contre "
            "une fausse adresse."
        )
        return _add_screen(request, federation, url, (("compared", told),), preview, posted, 422)
    return _add_screen(request, federation, url, (), preview)


def _take_in(
    request: Request, federation: Federation, reader: Reader, url: str, posted: Posted
) -> Response:
    slice = friend_cards.chosen(reading_of(request), posted.texts)
    peer = federation.enrol(url, fingerprint=posted.one("fingerprint"), slice=slice, by=reader)
    return tell_next(RedirectResponse(friend_url(str(peer.id)), status_code=303), "friend")


def _add_screen(
    request: Request, federation: Federation, address: str, errors: Errors = (),
    preview: Preview | None = None, posted: Posted | None = None, status: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    slice = friend_cards.chosen(reading, posted.texts if posted else {})
    view = FriendAdd(
        action=ADD_URL, ourselves=friend_cards.ourselves(reading, federation.identity()),
        address=address, stranger=_stranger(reading, preview) if preview else None,
        choice=friend_cards.choice(reading, slice) if preview else (), errors=errors,
    )  # fmt: skip
    return screen(request, "friend_add.html", view, title=reading.say("Ajouter un réseau ami"),
                  status=status, robots="noindex", canonical="", section="friends")  # fmt: skip


def _stranger(reading: Reading, preview: Preview) -> Stranger:
    who = preview.identity
    return Stranger(
        id=str(who.id), name=who.name, region=friend_cards.region_of(reading, who.region),
        fingerprint=who.fingerprint,
        licences=tuple(reading.licence(one).label for one in preview.licences),
        software=preview.software, already=preview.already, friend_url=friend_url(str(who.id)),
    )  # fmt: skip


def _sentence(request: Request, error: WikiError) -> str:
    reading = reading_of(request)
    return reading.told(error)


def _known(federation: Federation, text: str) -> PeerStatus:
    """The friend at an address of ours. Raises PeerNotFound."""
    try:
        return federation.peer(InstanceId(text))
    except InvalidInstance as error:
        raise PeerNotFound(instance=text[:80]) from error


@router.get(URL + "/{instance}")
def friend(
    request: Request, instance: str, federation: TheFederation, reader: TheReader
) -> Response:
    """One friend: for everyone who it is; for stewards, how it goes with it."""
    return _screen(request, federation, _known(federation, instance), reader)


def _screen(
    request: Request, federation: Federation, status: PeerStatus, reader: Reader, *,
    asked: Asked | None = None, errors: Errors = (), person: str = "", code: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    card = friend_cards.card(reading, status)
    steward = reader.has(Role.steward)
    reports = federation.reports(status.peer.id, size=VISITS_SHOWN) if steward else []
    view = FriendScreen(
        friend=card, action=card.url,
        care=friend_cards.care(reading, status, reports, asked) if steward else None,
        remove_url=f"{card.url}/retirer" if steward else "",
        proposals_url=f"/-/propositions?reseau={card.id}" if reader.has(Role.reviewer) else "",
        errors=errors, person=person,
    )  # fmt: skip
    return screen(request, "friend.html", view, title=card.name, status=code, section="friends",
                  robots="noindex" if steward else "")  # fmt: skip


@router.post(URL + "/{instance}")
def tend(
    request: Request, instance: str, federation: TheFederation, reader: TheReader,
    posted: ThePosted,
) -> Response:  # fmt: skip
    """Visit now, rehearse a visit, change what is shown, block and unblock."""
    require_person(request, reader, posted, back=friend_url(instance))
    person = require(reader, Role.steward)
    status = _known(federation, instance)
    id, do = status.peer.id, posted.one("do")
    if do in ("visit", "rehearse"):
        report = federation.pull(id, dry_run=do == "rehearse", by=person.name)
        asked = Asked(report, rehearsed=do == "rehearse")
        return _screen(request, federation, federation.peer(id), reader, asked=asked)
    if do == "slice":
        slice = friend_cards.chosen(reading_of(request), posted.texts, status.peer.slice)
        federation.change_slice(id, slice, by=reader)
        return _told(friend_url(instance), "slice")
    if do in ("block", "unblock", "block-person", "unblock-person"):
        return _block(request, federation, status, reader, posted)
    return RedirectResponse(friend_url(instance), status_code=303)


def _block(
    request: Request, federation: Federation, status: PeerStatus, reader: Reader, posted: Posted
) -> Response:
    do, id = posted.one("do"), status.peer.id
    one_person = do.endswith("-person")
    person = posted.one("person").strip()[:200] if one_person else ""
    if one_person and not person:
        told = reading_of(request).say("Dites qui : son adresse est sous chaque proposition.")
        return _screen(request, federation, status, reader, errors=(("person", told),), code=422)
    act = federation.block if do.startswith("block") else federation.unblock
    act(id, person=person, by=reader)
    return _told(friend_url(str(id)), "blocked" if do.startswith("block") else "unblocked")


def _told(url: str, flash: str) -> Response:
    return tell_next(RedirectResponse(url, status_code=303), flash)


@router.get(URL + "/{instance}/retirer")
def ask_remove(
    request: Request, instance: str, federation: TheFederation, reader: TheReader
) -> Response:
    """What forgetting a friend does. Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    reading, status = reading_of(request), _known(federation, instance)
    card = friend_cards.card(reading, status)
    view = FriendRemove(
        friend=card, action=f"{card.url}/retirer",
        waiting=status.incoming_open + status.outgoing_open,
    )  # fmt: skip
    title = titled(reading.say, reading.say("Retirer"), card.name)
    return screen(request, "friend_remove.html", view, title=title, robots="noindex",
                  canonical="", section="friends")  # fmt: skip


@router.post(URL + "/{instance}/retirer")
def remove(
    request: Request, instance: str, federation: TheFederation, reader: TheReader,
    posted: ThePosted,
) -> Response:  # fmt: skip
    require_person(request, reader, posted, back=friend_url(instance))
    require(reader, Role.steward)
    federation.remove(_known(federation, instance).peer.id, by=reader)
    return _told(URL, "forgotten")
