"""`init` and `serve`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from app.actions.catch_up import catch_up
from app.actions.start_instance import start_instance
from app.actions.templates import restore_templates
from app.cli.common import DATA, DataOption, counted, opened, progress_bar, say
from app.domain.errors import Refused
from app.domain.kinds.terms import REGIONS
from app.domain.site import Site
from app.settings import PREFIX, load_settings


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(templates)
    app.command()(serve)


def init(
    name: Annotated[str, typer.Option(help="Le nom du réseau.")],
    base_url: Annotated[str, typer.Option(help="L’adresse du wiki, sans barre à la fin.")],
    region: Annotated[str, typer.Option(help="La région : occitanie, bretagne…")] = "",
    lang: Annotated[str, typer.Option(help="La première langue.")] = "fr",
    licence: Annotated[str, typer.Option(help="La licence proposée.")] = "CC-BY-SA-4.0",
    starter: Annotated[Path | None, typer.Option(help="Un dossier de pages de départ.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Sans aucune page.")] = False,
    data: DataOption = DATA,
) -> None:
    """Créer un wiki dans un dossier."""
    from app.main import create_instance, starter_lists, starter_templates

    if region and region not in REGIONS:
        raise Refused(reason=f"« {region} » n’est pas une région connue.")
    languages = tuple(dict.fromkeys((lang, "fr", "en")))
    words = create_instance(data, Site(name, region, base_url.rstrip("/"), licence, languages))
    with opened(data) as one, progress_bar() as progress:
        found = () if empty else one.importers["markdown"].read(_folder(starter))
        lists = starter_lists() | ({} if empty else starter_templates())
        done = start_instance(one.wiki, lists=lists, pages=found, progress=progress)
    say(f"Le wiki « {name} » est prêt : {counted(len(done.created))}.")
    say("Clé de secours, à noter sur papier : elle n’est gardée nulle part, et sert si la clé du")
    say("wiki est un jour volée (maillage key revoke).")
    say(f"  {words}")
    for what, why in done.refused:
        typer.echo(f"Laissée de côté : {what} : {why}", err=True)
    if done.refused:
        raise typer.Exit(1)


def _folder(starter: Path | None) -> Path:
    """The starter pages: those that come with the software unless another folder is named."""
    from app.main import CONTENT

    if starter is None or (starter == Path("content") and not starter.exists()):
        return CONTENT
    if not starter.exists():
        raise Refused(reason=f"le dossier « {starter} » n’existe pas.")
    return starter


def templates(
    every: Annotated[
        bool, typer.Option("--all", help="Aussi ceux qui ont été changés ici.")
    ] = False,
    data: DataOption = DATA,
) -> None:
    """Reprendre les modèles de pages d’origine : ceux qui manquent."""
    from app.main import starter_templates

    with opened(data) as one:
        names = restore_templates(one.wiki, starter_templates(), every=every)
    for name in names:
        say(name)
    say(f"{len(names)} modèles repris." if names else "Aucun modèle ne manquait.")


def serve(
    host: Annotated[str, typer.Option(help="L’adresse d’écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Le port.", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Le nombre de processus.", min=1, max=64)] = 1,
    data: DataOption = DATA,
) -> None:
    """Servir le wiki."""
    import uvicorn

    from app.main import worker_lock

    settings = load_settings(data=data)
    with worker_lock(settings):
        with opened(data) as one:
            catch_up(one.wiki)
            link = one.wiki.people.steward_link(now=one.wiki.clock.now())
            base_url = one.wiki.site.base_url
        say(f"Maillage : http://{host}:{port}")
        if link:
            say("Pour devenir la première personne à l’intendance, ce lien sert une fois :")
            say(f"  {base_url}/-/premiere-personne?lien={link}")
        os.environ[f"{PREFIX}DATA"] = str(data.resolve())
        uvicorn.run(
            "app.main:served", factory=True, host=host, port=port, workers=workers,
            log_level=settings.log_level, access_log=False, server_header=False,
            proxy_headers=True, forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=10,
        )  # fmt: skip
