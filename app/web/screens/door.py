"""The door: a link by letter, another password, signing up, an invitation, another address.

A GET spends nothing: programs that read mail follow its links. The button does.
"""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.councils import council_invited, join_by_invitation
from app.actions.door import (
    CONFIRM,
    RESET,
    SIGN_IN,
    Invited,
    accept_invitation,
    arrival,
    arrive,
    holder,
    invited,
    knock,
    look,
    registration_of,
    reset_password,
    sign_in_by_link,
)
from app.actions.own_account import NEW, OLD, change_of, say_yes
from app.actions.wiki import Wiki
from app.domain.accounts import Door, KnockSort
from app.domain.council import Council
from app.domain.errors import InvalidPerson
from app.domain.people import Person, PersonState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, client_address
from app.web.forms.posted import Posted, ThePosted, local_address, require_ours
from app.web.forms.unhurried import HURRIED, is_hurried, is_trapped, moment
from app.web.frame import lang_of, tell_next
from app.web.safety import require_same_origin
from app.web.screens.asking import (
    NO_PASSWORD,
    PASSWORD_HELP,
    SENT,
    Errors,
    device,
    letter_sent,
    plainly,
    refused,
    say,
    show,
)
from app.web.screens.sign_in import hand_session
from app.web.views.asking import Ask, AskField

router = APIRouter()
HOME = Link("Revenir à l’accueil", "/")
SIGN_IN_LINK = Link("Se connecter", "/-/connexion")


@router.get(SENT)
def sent(request: Request) -> Response:
    return plainly(
        request,
        say(request, "Regardez vos courriels"),
        say(request, "Si cette adresse convient, un courriel vient de partir. Il arrive en "
            "quelques minutes, parfois parmi les indésirables. Son lien sert une seule fois."),
        _home(request),
        tone="good",
    )  # fmt: skip


def _home(request: Request) -> Link:
    return Link(say(request, "Revenir à l’accueil"), "/")


@router.get("/-/lien")
def link(request: Request, wiki: TheWiki, jeton: str = "", vers: str = "") -> Response:
    person = holder(wiki, look(wiki, jeton, SIGN_IN))
    title = say(request, "Se connecter")
    view = Ask(
        title=title, action="/-/lien", buttons=(("", title),),
        hidden=(("jeton", jeton), ("then", local_address(vers, ""))),
        fields=(AskField(name="name", label=say(request, "Vous êtes"), value=person.name,
                         type="shown"),),
    )  # fmt: skip
    return show(request, view)


@router.post("/-/lien")
def follow_link(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    secret = sign_in_by_link(wiki, posted.one("jeton"), agent=device(request))
    answer = RedirectResponse(local_address(posted.one("then"), "/"), status_code=303)
    return hand_session(wiki, tell_next(answer, "welcome"), secret)


@router.get("/-/mot-de-passe")
def lost(request: Request, wiki: TheWiki) -> Response:
    return show(request, _lost(request, wiki, Posted({})))


def _lost(request: Request, wiki: Wiki, posted: Posted, errors: Errors = ()) -> Ask:
    return Ask(
        title=say(request, "Mot de passe perdu"),
        lead=say(request, "Donnez votre adresse : un lien pour en choisir un autre y viendra."),
        action="/-/mot-de-passe", buttons=(("", say(request, "Recevoir le lien")),),
        fields=(_email(request, posted.one("email")),), moment=moment(wiki, posted),
        errors=errors, links=(Link(say(request, "Se connecter"), "/-/connexion"),),
    )  # fmt: skip


def _email(request: Request, value: str, name: str = "Adresse électronique") -> AskField:
    return AskField(name="email", label=say(request, name), value=value, type="email",
                    autocomplete="username")  # fmt: skip


@router.post("/-/mot-de-passe")
def ask_reset(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    if is_trapped(posted):
        # Let it believe that all is well.
        return letter_sent()
    if is_hurried(wiki, posted):
        return show(request, _lost(request, wiki, posted, (("", say(request, HURRIED)),)))
    try:
        knock(wiki, KnockSort.reset, email=posted.one("email"), lang=lang_of(request),
              network=client_address(request))  # fmt: skip
    except InvalidPerson as error:
        return show(request, _lost(request, wiki, posted, refused(request, error, "email")))
    return letter_sent()


@router.get("/-/mot-de-passe/nouveau")
def choose(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    person = holder(wiki, look(wiki, jeton, RESET))
    return show(request, _choose(request, jeton, person.name))


def _choose(request: Request, secret: str, name: str, errors: Errors = ()) -> Ask:
    return Ask(
        title=say(request, "Choisir un mot de passe"), action="/-/mot-de-passe/nouveau",
        lead=say(request, "Vos autres appareils seront déconnectés."),
        buttons=(("", say(request, "Enregistrer")),), hidden=(("jeton", secret),), errors=errors,
        fields=(
            AskField(name="name", label=say(request, "Vous êtes"), value=name, type="shown"),
            _password(request, PASSWORD_HELP),
        ),
    )  # fmt: skip


def _password(request: Request, help: str, *, required: bool = True) -> AskField:
    return AskField(
        name="password", label=say(request, "Mot de passe"), type="password",
        help=say(request, help), autocomplete="new-password", required=required,
    )  # fmt: skip


@router.post("/-/mot-de-passe/nouveau")
def reset(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    jeton = posted.one("jeton")
    try:
        secret = reset_password(wiki, jeton, posted.one("password"), agent=device(request))
    except InvalidPerson as error:
        person = holder(wiki, look(wiki, jeton, RESET))
        return show(request, _choose(request, jeton, person.name, refused(request, error)))
    answer = tell_next(RedirectResponse("/-/compte", status_code=303), "password")
    return hand_session(wiki, answer, secret)


@router.get("/-/inscription")
def sign_up(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is not None:
        return RedirectResponse("/-/compte", status_code=303)
    if registration_of(wiki).door is Door.invitation:
        return _closed(request)
    return show(request, _sign_up(request, wiki, Posted({})))


def _closed(request: Request) -> Response:
    return plainly(
        request,
        say(request, "Ici, on s’inscrit sur invitation"),
        say(request, "Demandez une invitation à un administrateur ou à un membre du réseau. Sans "
            "compte, vous pouvez déjà tout lire, et proposer un changement sur chaque page."),
        Link(say(request, "Se connecter"), "/-/connexion"),
        _home(request),
        status=403,
    )  # fmt: skip


def _sign_up(request: Request, wiki: Wiki, posted: Posted, errors: Errors = ()) -> Ask:
    waits = registration_of(wiki).door is Door.approved
    lead = "Votre nom signera ce que vous écrivez. Votre adresse n’est jamais montrée."
    told = "Un administrateur vous accueillera ensuite : cela peut prendre un jour ou deux."
    return Ask(
        title=say(request, "Créer un compte"), lead=say(request, lead), action="/-/inscription",
        buttons=(("", say(request, "Recevoir le lien de confirmation")),),
        fields=_who(request, posted), moment=moment(wiki, posted), errors=errors,
        told=(say(request, told),) if waits else (),
        links=(Link(say(request, "J’ai déjà un compte"), "/-/connexion"),),
    )  # fmt: skip


def _who(request: Request, posted: Posted) -> tuple[AskField, ...]:
    name = AskField(
        name="name", label=say(request, "Votre nom, tel qu’il sera signé"),
        value=posted.one("name"), autocomplete="name",
    )  # fmt: skip
    return (name, _email(request, posted.one("email")))


@router.post("/-/inscription")
def ask_account(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    if registration_of(wiki).door is Door.invitation:
        return _closed(request)
    if is_trapped(posted):
        return letter_sent()
    if is_hurried(wiki, posted):
        return show(request, _sign_up(request, wiki, posted, (("", say(request, HURRIED)),)))
    try:
        _knock_to_register(request, wiki, posted)
    except InvalidPerson as error:
        return show(request, _sign_up(request, wiki, posted, refused(request, error, "email")))
    return letter_sent()


def _knock_to_register(request: Request, wiki: Wiki, posted: Posted, invitation: str = "") -> None:
    knock(
        wiki, KnockSort.register, email=posted.one("email"), name=posted.one("name"),
        lang=lang_of(request), network=client_address(request), about=invitation,
    )  # fmt: skip


@router.get("/-/inscription/confirmer")
def confirm(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    came = arrival(wiki, look(wiki, jeton, CONFIRM))
    return show(request, _confirm(request, jeton, came.name, came.email))


def _confirm(
    request: Request, secret: str, name: str, email: str, errors: Errors = (),
    action: str = "/-/inscription/confirmer",
) -> Ask:  # fmt: skip
    title = say(request, "Ouvrir votre compte")
    return Ask(
        title=title, action=action, buttons=(("", title),), hidden=(("jeton", secret),),
        errors=errors,
        fields=(
            AskField(name="email", label=say(request, "Votre adresse, jamais montrée"),
                     value=email, type="shown"),
            _who(request, Posted({"name": (name,)}))[0],
            _password(request, NO_PASSWORD, required=False),
        ),
    )  # fmt: skip


@router.post("/-/inscription/confirmer")
def open_account(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    jeton, name = posted.one("jeton"), posted.one("name")
    try:
        person = arrive(wiki, jeton, name=name, password=posted.one("password"))
    except InvalidPerson as error:
        email = arrival(wiki, look(wiki, jeton, CONFIRM)).email
        return show(request, _confirm(request, jeton, name, email, refused(request, error)))
    return _welcome(request, wiki, person)


def _welcome(request: Request, wiki: Wiki, person: Person) -> Response:
    if person.state is PersonState.waiting:
        return plainly(
            request,
            say(request, "C’est noté"),
            say(request, "Votre adresse est confirmée. Un administrateur va vous accueillir : un "
                "courriel vous préviendra. En attendant, tout se lit, et tout se propose."),
            _home(request),
            tone="good",
        )  # fmt: skip
    secret = wiki.people.open_session(person.id, now=wiki.clock.now(), agent=device(request))
    return hand_session(wiki, tell_next(RedirectResponse("/", status_code=303), "welcome"), secret)


@router.get("/-/invitation")
def invitation(request: Request, wiki: TheWiki, reader: TheReader, jeton: str = "") -> Response:
    found = invited(wiki, jeton)
    council = council_invited(wiki, found)
    if reader.person is not None:
        return _join(request, council, jeton) if council else _known_already(request)
    return show(request, _invited(request, found, Posted({"jeton": (jeton,)})))


def _join(request: Request, council: Council, secret: str) -> Response:
    """For somebody who has an account."""
    view = Ask(
        title=say(request, "Rejoindre un conseil de place"), action="/-/conseil/rejoindre",
        lead=say(request, "Ses membres tiennent à jour la page d’un lieu, même protégée."),
        buttons=(("", say(request, "Le rejoindre")),), hidden=(("jeton", secret),),
        fields=(AskField(name="name", label=say(request, "Conseil de place"), value=council.name,
                         type="shown"),),
    )  # fmt: skip
    return show(request, view)


def _known_already(request: Request) -> Response:
    return plainly(
        request,
        say(request, "Vous avez déjà un compte"),
        say(request, "L’invitation reste bonne pour quelqu’un d’autre : donnez-lui le lien."),
        Link(say(request, "Votre compte"), "/-/compte"),
    )


@router.post("/-/conseil/rejoindre")
def join(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_ours(request, posted)
    council = join_by_invitation(wiki, posted.one("jeton"), by=reader)
    row = wiki.index.page_by_id(council.page_id)
    url = page_url(row.path, wiki.kinds) if row else "/"
    return tell_next(RedirectResponse(url, status_code=303), "council-joined")


def _invited(request: Request, found: Invited, posted: Posted, errors: Errors = ()) -> Ask:
    """By letter the address is proved; by hand a letter proves it first."""
    if found.proved:
        return _confirm(request, posted.one("jeton"), posted.one("name"),
                        found.invitation.address, errors, "/-/invitation")  # fmt: skip
    lead = "Votre nom signera ce que vous écrivez. Votre adresse n’est jamais montrée."
    return Ask(
        title=say(request, "On vous invite à écrire ici"), action="/-/invitation",
        lead=say(request, lead), hidden=(("jeton", posted.one("jeton")),),
        buttons=(("", say(request, "Recevoir le lien de confirmation")),),
        fields=_who(request, posted), errors=errors,
        links=(Link(say(request, "J’ai déjà un compte"), _back(posted.one("jeton"))),),
    )  # fmt: skip


def _back(secret: str) -> str:
    """To sign in first, and come back to the invitation."""
    return f"/-/connexion?vers={quote(f'/-/invitation?jeton={secret}')}"


@router.post("/-/invitation")
def accept(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    found = invited(wiki, posted.one("jeton"))
    try:
        if not found.proved:
            _knock_to_register(request, wiki, posted, found.invitation.id)
            return letter_sent()
        person = accept_invitation(
            wiki, found.invitation, name=posted.one("name"), password=posted.one("password"),
            lang=lang_of(request),
        )  # fmt: skip
    except InvalidPerson as error:
        return show(request, _invited(request, found, posted, refused(request, error)))
    return _welcome(request, wiki, person)


_SIDES = {"ancienne": OLD, "nouvelle": NEW}


@router.get("/-/adresse")
def address(request: Request, wiki: TheWiki, jeton: str = "", cote: str = "") -> Response:
    change = change_of(wiki, jeton, _SIDES.get(cote, OLD))
    view = Ask(
        title=say(request, "Changer d’adresse"), action="/-/adresse",
        buttons=(("", say(request, "Oui, la changer")),),
        hidden=(("jeton", jeton), ("cote", cote)),
        fields=(AskField(name="email", label=say(request, "Nouvelle adresse"),
                         value=change.address, type="shown"),),
    )  # fmt: skip
    return show(request, view)


@router.post("/-/adresse")
def agree(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    changed = say_yes(wiki, posted.one("jeton"), _SIDES.get(posted.one("cote"), OLD))
    account = Link(say(request, "Votre compte"), "/-/compte")
    title, told = say(request, "C’est noté"), say(
        request, "Il reste à dire oui depuis l’autre adresse : un courriel y est parti aussi. "
        "D’ici là rien ne change."
    )  # fmt: skip
    if changed:
        title = say(request, "L’adresse est changée")
        told = say(request, "Vos courriels iront à la nouvelle.")
    return plainly(request, title, told, account, tone="good")


def invitation_url(base_url: str, secret: str) -> str:
    return f"{base_url}/-/invitation?jeton={quote(secret)}"
