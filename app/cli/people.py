"""`user add`, `invite`, `erase`, `list`, `token create`, `mail test`."""

import sys
from typing import Annotated

import typer

from app.actions.invitations import invite
from app.actions.own_data import erase
from app.actions.people import add_person
from app.actions.rights import console_reader
from app.cli.common import DATA, DataOption, opened, say
from app.domain.accounts import INVITATION_DAYS
from app.domain.errors import PersonNotFound, Refused
from app.domain.mail import EmailAddress, Mail, MailRefused, MailSubject, MailUnsent
from app.domain.people import Role
from app.settings import load_settings

user = typer.Typer(help="Les personnes.", no_args_is_help=True)
token = typer.Typer(help="Les jetons de l’API.", no_args_is_help=True)


mail = typer.Typer(help="Les courriels.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(user, name="user")
    app.add_typer(mail, name="mail")
    app.add_typer(token, name="token")


@user.command("add")
def user_add(
    email: str,
    name: Annotated[str, typer.Option(help="Le nom montré à tous.")],
    role: Annotated[Role, typer.Option(help="Son rôle.")] = Role.contributor,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Lire le mot de passe sur l’entrée.")
    ] = False,
    data: DataOption = DATA,
) -> None:
    """Inscrire une personne. Sans --password-stdin, le mot de passe est demandé."""
    password = _password(password_stdin)
    with opened(data) as one:
        person = add_person(one.wiki, email=email, name=name, role=role, password=password, by=None)
    say(f"{person.name} est inscrit ({person.role.value}).")


def _password(from_input: bool) -> str | None:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return None
    return typer.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)


@user.command("invite")
def user_invite(
    email: Annotated[
        str, typer.Argument(help="L’adresse ; rien pour un lien à donner de la main à la main.")
    ] = "",
    role: Annotated[Role, typer.Option(help="Son rôle.")] = Role.contributor,
    days: Annotated[int, typer.Option(help="1, 7 ou 30 jours.")] = 7,
    note: Annotated[str, typer.Option(help="Pour qui : lu à l’intendance.")] = "",
    data: DataOption = DATA,
) -> None:
    """Inviter quelqu’un : le lien est imprimé, et envoyé par le serveur si une adresse est dite."""
    if days not in INVITATION_DAYS:
        raise typer.BadParameter("1, 7 ou 30", param_hint="--days")
    with opened(data) as one:
        reader = console_reader(one.wiki)
        _, secret = invite(one.wiki, role=role, address=email, note=note, days=days, by=reader)
        say(f"{one.wiki.site.base_url}/-/invitation?jeton={secret}")


@user.command("erase")
def user_erase(
    email: str,
    yes: Annotated[bool, typer.Option("--yes", help="Sans demander.")] = False,
    data: DataOption = DATA,
) -> None:
    """Effacer le compte d’une personne qui le demande. Ses textes restent, sans la nommer."""
    with opened(data) as one:
        person = one.wiki.people.by_email(email)
        if person is None:
            raise PersonNotFound(email=email[:80])
        if not yes:
            typer.confirm(f"Effacer le compte de {person.name} pour toujours ?", abort=True)
        erase(one.wiki, person, kits=one.making.shelf)
    say("Effacé. Plus rien ici ne nomme cette personne.")


@mail.command("test")
def mail_test(email: str, data: DataOption = DATA) -> None:
    """Envoyer une lettre d’essai tout de suite, et dire ce que le serveur de courriel répond."""
    from app.main import chosen

    settings = load_settings(data=data)
    with opened(data) as one:
        site = one.wiki.site
        words = f"Cette lettre vient de {site.name}.\n{site.base_url}/\n"
        letter = Mail("essai", EmailAddress(email), MailSubject(f"Essai, {site.name}"), words, "fr")
        try:
            with chosen.mail(settings, site).opened() as send:
                send(letter)
        except (MailUnsent, MailRefused) as error:
            raise Refused(reason=f"le serveur de courriel répond : {error}") from error
    say("Partie." if settings.smtp_url.get_secret_value() else "Écrite dans le journal.")


@user.command("list")
def user_list(data: DataOption = DATA) -> None:
    """Dire qui est inscrit, avec son rôle."""
    with opened(data) as one:
        for person in one.wiki.people.all():
            say(f"{person.role.value}\t{person.email}\t{person.name}")


@token.command("create")
def token_create(
    email: str,
    scope: Annotated[str, typer.Option(help="read ou write.")] = "read",
    data: DataOption = DATA,
) -> None:
    """Faire un jeton, imprimé seul sur la sortie : il ne sera plus montré."""
    if scope not in ("read", "write"):
        raise typer.BadParameter("read ou write", param_hint="--scope")
    with opened(data) as one:
        person = one.wiki.people.by_email(email)
        if person is None:
            raise PersonNotFound(email=email[:80])
        say(one.wiki.people.add_token(person.id, scope, now=one.wiki.clock.now()))
