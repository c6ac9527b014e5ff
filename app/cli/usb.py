"""`usb`: the network kit, for instances that no line joins."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import DATA, DataOption, opened, say, say_json
from app.cli.network import JsonOption, report_json, report_line
from app.domain.network import Carried, InstanceId, PullOutcome

usb = typer.Typer(
    name="usb", help="Porter les pages d’un réseau à l’autre sur une clé.", no_args_is_help=True
)
FolderArgument = Annotated[Path, typer.Argument(help="Le dossier de la clé.")]


def register(app: typer.Typer) -> None:
    app.add_typer(usb)


@usb.command()
def write(
    folder: FolderArgument,
    peer: Annotated[str, typer.Option("--for", help="Pour ce réseau : ce qu’il n’a pas.")] = "",
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Écrire sur la clé nos pages ouvertes, nos propositions et nos réponses."""
    with opened(data) as one:
        carried = one.federation.usb_write(str(folder), peer=InstanceId(peer) if peer else None)
    _say(carried, as_json=as_json)


@usb.command()
def read(
    folder: FolderArgument,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire sans rien changer.")] = False,
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Lire une clé : pages, propositions et réponses des réseaux amis."""
    with opened(data) as one:
        carried = one.federation.usb_read(str(folder), dry_run=dry_run)
    _say(carried, as_json=as_json)
    if any(r.outcome in (PullOutcome.refused, PullOutcome.failed) for r in carried.reports):
        raise typer.Exit(1)


def _say(carried: Carried, *, as_json: bool) -> None:
    if as_json:
        reports = [report_json(report) for report in carried.reports]
        said = {**asdict(carried), "reports": reports}
        say_json(said | {"instances": [str(each) for each in carried.instances]})
        return
    for report in carried.reports:
        say(report_line(report))
    say(f"{carried.proposals} propositions, {carried.outcomes} réponses.")
    for note in carried.notes:
        say(note)
