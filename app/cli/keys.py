"""`key`: what this instance signs with."""

from typing import Annotated

import typer

from app.cli.common import DATA, DataOption, opened, say

keys = typer.Typer(name="key", help="La clé qui signe pour ce wiki.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(keys)


@keys.command()
def rotate(data: DataOption = DATA) -> None:
    """Changer de clé : la nouvelle est signée par l’ancienne, nos amis la prennent d’eux-mêmes."""
    with opened(data) as one:
        identity = one.federation.rotate_key()
    say(f"La clé est changée. Nouvelle empreinte :\n{identity.fingerprint}")


@keys.command()
def revoke(
    words: Annotated[
        str, typer.Option("--recovery", prompt=True, hide_input=True, help="La clé de secours.")
    ],
    data: DataOption = DATA,
) -> None:
    """Révoquer une clé volée, avec la clé de secours gardée sur papier."""
    with opened(data) as one:
        identity = one.federation.revoke_keys(words)
    say(f"L’ancienne clé ne vaut plus rien. Nouvelle empreinte :\n{identity.fingerprint}")
