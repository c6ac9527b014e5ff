"""`import` and `export`."""

from pathlib import Path
from typing import Annotated

import typer

from app.actions.export_pages import export_pages
from app.actions.import_pages import Imported, import_pages
from app.actions.rights import wiki_signature
from app.cli.common import DATA, DataOption, opened, progress_bar, say, say_json
from app.domain.errors import Refused
from app.domain.selection import Selection

Values = Annotated[list[str] | None, typer.Option(help="Plusieurs fois pour plusieurs valeurs.")]


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command("export")(export)


def import_(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="markdown, ou celui d’un plugin.")
    ],
    source: Annotated[Path, typer.Argument(exists=True)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui se passerait, sans rien écrire.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: DataOption = DATA,
) -> None:
    """Prendre des pages d’ailleurs ; ce qui est refusé est dit, le reste est pris."""
    with opened(data) as one, progress_bar() as progress:
        importer = one.importers.get(format)
        if importer is None:
            known = ", ".join(sorted(one.importers))
            raise Refused(reason=f"le format « {format} » n’est pas connu ({known}).")
        done = import_pages(
            one.wiki, importer.read(source), author=wiki_signature(one.wiki),
            note=f"Importer ({format})", dry_run=dry_run, progress=progress,
        )  # fmt: skip
    _report(done, dry_run=dry_run, as_json=as_json)
    if done.refused:
        raise typer.Exit(1)


def _report(done: Imported, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        say_json({
            "dry_run": dry_run, "created": done.created, "changed": done.changed,
            "unchanged": done.unchanged, "media": done.media,
            "refused": [{"what": what, "why": why} for what, why in done.refused],
        })  # fmt: skip
        return
    say(
        f"{len(done.created)} créées, {len(done.changed)} changées, "
        f"{len(done.unchanged)} déjà là, {len(done.media)} fichiers, {len(done.refused)} refusées."
        + (" Rien n’a été écrit." if dry_run else "")
    )
    for what, why in done.refused:
        typer.echo(f"Refusée : {what} : {why}", err=True)


def export(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="markdown, ou celui d’un plugin.")
    ],
    out: Path,
    kind: Values = None,
    region: Values = None,
    theme: Values = None,
    origin: Values = None,
    since: Annotated[
        str | None, typer.Option(help="Ce qui a changé depuis un jour, ou depuis une version.")
    ] = None,
    data: DataOption = DATA,
) -> None:
    """Emporter les pages ouvertes d’une sélection."""
    given = {"kind": kind, "region": region, "theme": theme, "origin": origin}
    selection = Selection({name: tuple(values) for name, values in given.items() if values})
    with opened(data) as one:
        exporter = one.exporters.get(format)
        if exporter is None:
            known = ", ".join(sorted(one.exporters))
            raise Refused(reason=f"le format « {format} » n’est pas connu ({known}).")
        count = export_pages(one.wiki, exporter, selection, out, since=since)
    say(f"{count} pages dans {out}.")
