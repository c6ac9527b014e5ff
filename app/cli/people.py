"""`user add` and `token create`."""

import sys
from typing import Annotated

import typer

from app.actions.people import add_person
from app.cli.common import DATA, DataOption, opened, say
from app.domain.errors import PersonNotFound
from app.domain.people import Role

user = typer.Typer(help="Les personnes.", no_args_is_help=True)
token = typer.Typer(help="Les jetons de l’API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(user, name="user")
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
