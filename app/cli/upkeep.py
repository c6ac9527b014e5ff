"""`rebuild`, `check`, `settings`, `doctor`, `backup`, `restore`."""

import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from app.actions.catch_up import behind, rebuild
from app.actions.check import check
from app.actions.wiki import Wiki
from app.cli.common import DATA, DataOption, opened, progress_bar, say, say_json
from app.settings import PREFIX, load_settings


def register(app: typer.Typer) -> None:
    app.command("rebuild")(rebuild_)
    app.command("check")(check_)
    app.command()(settings)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


def rebuild_(data: DataOption = DATA) -> None:
    """Refaire tout ce qui se déduit des pages : tables, textes mis en forme, recherche."""
    with opened(data) as one, progress_bar() as progress:
        done = rebuild(one.wiki, progress=progress)
    if not done:
        typer.echo("Une partie n’a pas pu être refaite : voyez le journal.", err=True)
        raise typer.Exit(1)
    say("Tout est refait.")


def check_(data: DataOption = DATA) -> None:
    """Vérifier l’archive, ce qui s’en déduit et les fichiers."""
    with opened(data) as one:
        faults = check(one.wiki)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    say("Tout est en ordre.")


def settings(
    as_json: Annotated[bool, typer.Option("--json")] = False, data: DataOption = DATA
) -> None:
    """Dire les réglages en vigueur, et d’où on les change."""
    current = load_settings(data=data)
    if as_json:
        say_json(current.model_dump(mode="json"))
        return
    for name, field in type(current).model_fields.items():
        say(f"{PREFIX}{name.upper()}={getattr(current, name)}\n    {field.description}")


def doctor(data: DataOption = DATA) -> None:
    """Dire l’état de la machine et du wiki, pour demander de l’aide."""
    say(f"maillage {version('maillage')}, Python {sys.version.split()[0]}")
    say(f"git : {shutil.which('git') or 'absent'}")
    with opened(data) as one:
        free_gib = shutil.disk_usage(data).free / 2**30
        say(f"espace libre : {free_gib:.1f} Gio")
        say(f"réseau : {one.wiki.site.name} ({one.wiki.site.host})")
        _say_search(one.wiki)
        for name, count in behind(one.wiki).items():
            say(f"{name} : {'à jour' if not count else f'{count} versions de retard'}")


def _say_search(wiki: Wiki) -> None:
    if wiki.engines is None:
        return
    now = wiki.engines.standing()
    say(f"moteur de recherche : {now.answering}")
    if now.coming:
        say(f"  {now.coming} se prépare, et prendra sa place")
    if now.failed:
        say(f"  {now.failed} n’a pas pu se préparer : voyez le journal du serveur")


def backup(
    file: Annotated[Path, typer.Argument(help="Le fichier .tar.gz à écrire.")],
    data: DataOption = DATA,
) -> None:
    """Garder une copie de tout ce qui ne se déduit pas, pendant que le wiki tourne."""
    from app.main import back_up

    with opened(data) as one:
        back_up(one, data, file)
    say(f"Copie gardée dans {file}.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    data: DataOption = DATA,
) -> None:
    """Rétablir une copie dans un dossier vide ; ce qui se déduit est refait."""
    from app.main import restore_from

    restore_from(file, data)
    with opened(data) as one, progress_bar() as progress:
        rebuild(one.wiki, progress=progress)
    say(f"Rétabli dans {data}.")
