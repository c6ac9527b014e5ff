"""`peer`: friends' networks, from the machine that the wiki runs on."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.actions.rights import console_reader
from app.cli.common import DATA, DataOption, counted, opened, say, say_json
from app.domain.errors import Refused
from app.domain.network import Identity, InstanceId, PeerStatus, PullOutcome, PullReport, Slice

peers = typer.Typer(
    name="peer", help="Les réseaux amis : les relier, les visiter.", no_args_is_help=True
)
JsonOption = Annotated[bool, typer.Option("--json", help="Pour un programme.")]
PeerArgument = Annotated[str, typer.Argument(help="Le réseau : son hôte, avec son port s’il en a.")]


def register(app: typer.Typer) -> None:
    app.add_typer(peers)


@peers.command()
def show(
    which: Annotated[str, typer.Argument(help="`self`, ou l’hôte d’un réseau ami.")],
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Dire qui nous sommes (`self`), ou comment va un réseau ami."""
    with opened(data) as one:
        if which == "self":
            _say_identity(one.federation.identity(), as_json=as_json)
            return
        status = one.federation.peer(InstanceId(which))
    if as_json:
        say_json(peer_json(status))
    else:
        say(_line(status))
        for item in status.quarantined:
            say(f"  mise à part : {item.file} : {item.reason}")


def _say_identity(identity: Identity, *, as_json: bool) -> None:
    if as_json:
        say_json(identity_json(identity))
    else:
        say(f"{identity.name} ({identity.id})\n{identity.fingerprint}")


@peers.command()
def add(
    url: Annotated[
        str, typer.Argument(help="L’adresse de leur wiki, ou leur dossier sur une clé.")
    ],
    fingerprint: Annotated[str, typer.Option(help="L’empreinte qu’ils vous ont lue.")] = "",
    slice: Annotated[str, typer.Option(help="Ce qu’on en montre : 'kind=method region=…'.")] = "",
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Relier un réseau ami, une fois son empreinte comparée de vive voix."""
    chosen = Slice.parse(slice)
    url, kit = ("", url) if Path(url).is_dir() else (url, "")
    with opened(data) as one:
        seen = one.federation.preview(url, kit=kit)
        if not fingerprint:
            say(f"{seen.identity.name} ({seen.identity.id})")
            say(seen.identity.fingerprint)
            raise Refused(
                reason="comparez cette empreinte avec celle qu’ils vous lisent, "
                "puis donnez-la avec --fingerprint."
            )
        by = console_reader(one.wiki)
        peer = one.federation.enrol(url, fingerprint=fingerprint, slice=chosen, by=by, kit=kit)
    if as_json:
        say_json(identity_json(peer.identity))
    else:
        say(f"{peer.identity.name} ({peer.id}) est relié.")


@peers.command("list")
def list_(as_json: JsonOption = False, data: DataOption = DATA) -> None:
    """Nommer les réseaux amis."""
    with opened(data) as one:
        found = one.federation.peers()
    if as_json:
        say_json([peer_json(status) for status in found])
        return
    for status in found:
        say(_line(status))
    if not found:
        say("Aucun réseau ami n’est relié.")


@peers.command()
def pull(
    which: Annotated[str, typer.Argument(help="L’hôte d’un réseau ami.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Tous les réseaux amis.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire sans rien changer.")] = False,
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Recevoir les pages d’un réseau ami, ou de tous."""
    if bool(which) is every:
        raise typer.BadParameter("nommez un réseau, ou dites --all.")
    with opened(data) as one:
        wanted = [InstanceId(which)] if which else [s.peer.id for s in one.federation.peers()]
        by = console_reader(one.wiki).person.name
        reports = [one.federation.pull(each, dry_run=dry_run, by=by) for each in wanted]
    if as_json:
        said = [report_json(report) for report in reports]
        say_json(said[0] if which else said)
    else:
        for report in reports:
            say(report_line(report))
    if any(r.outcome in (PullOutcome.refused, PullOutcome.failed) for r in reports):
        raise typer.Exit(1)


@peers.command("slice")
def slice_(
    which: PeerArgument,
    chosen: Annotated[str, typer.Argument(help="'kind=method region=…' ; vide : tout.")] = "",
    data: DataOption = DATA,
) -> None:
    """Choisir ce qu’on montre d’un réseau ami."""
    with opened(data) as one:
        part = Slice.parse(chosen)
        one.federation.change_slice(InstanceId(which), part, by=console_reader(one.wiki))
    say("C’est changé.")


@peers.command()
def block(
    which: PeerArgument,
    person: Annotated[str, typer.Option(help="L’adresse d’une personne de ce réseau.")] = "",
    data: DataOption = DATA,
) -> None:
    """Ne plus rien recevoir d’un réseau, ou d’une de ses personnes."""
    with opened(data) as one:
        one.federation.block(InstanceId(which), person=person, by=console_reader(one.wiki))
    say(f"{person or which} est bloqué.")


@peers.command()
def unblock(
    which: PeerArgument,
    person: Annotated[str, typer.Option(help="L’adresse d’une personne de ce réseau.")] = "",
    data: DataOption = DATA,
) -> None:
    """Recevoir de nouveau."""
    with opened(data) as one:
        one.federation.unblock(InstanceId(which), person=person, by=console_reader(one.wiki))
    say(f"{person or which} n’est plus bloqué.")


@peers.command()
def remove(which: PeerArgument, data: DataOption = DATA) -> None:
    """Oublier un réseau : sa clé, et la copie de ses pages."""
    with opened(data) as one:
        one.federation.remove(InstanceId(which), by=console_reader(one.wiki))
    say(f"{which} est oublié. Les pages reprises chez nous restent.")


def identity_json(identity: Identity) -> dict[str, Any]:
    return {
        "id": str(identity.id), "name": identity.name, "region": identity.region,
        "base_url": identity.base_url, "fingerprint": identity.fingerprint,
    }  # fmt: skip


def peer_json(status: PeerStatus) -> dict[str, Any]:
    last = report_json(status.last) if status.last else None
    return {
        **identity_json(status.peer.identity),
        "state": status.peer.state.value,
        "slice": str(status.peer.slice),
        "pages": status.pages,
        "lag_s": status.lag_s,
        "last_success_at": status.last_success_at.isoformat() if status.last_success_at else None,
        "failures": status.failures,
        "quarantined": [{"file": item.file, "reason": item.reason} for item in status.quarantined],
        "last": last,
    }


def report_json(report: PullReport) -> dict[str, Any]:
    said = asdict(report)
    said |= {
        "peer": str(report.peer),
        "outcome": report.outcome.value,
        "started_at": report.started_at.isoformat(),
        "quarantined": [{"file": q.file, "reason": q.reason} for q in report.quarantined],
        "pages": [{"path": path, "title": title} for path, title in report.pages],
    }
    return said


_OUTCOMES = {
    PullOutcome.unchanged: "rien de nouveau",
    PullOutcome.updated: "reçu",
    PullOutcome.planned: "serait reçu",
    PullOutcome.refused: "refusé",
    PullOutcome.failed: "pas reçu",
}


def report_line(report: PullReport) -> str:
    """One visit, on one line."""
    said = f"{report.peer} : {_OUTCOMES[report.outcome]}"
    if report.outcome in (PullOutcome.updated, PullOutcome.planned):
        said += f", {counted(report.received)}, {report.removed} retirées, "
        said += f"{len(report.quarantined)} mises à part"
    return f"{said}. {report.reason}".rstrip()


def _line(status: PeerStatus) -> str:
    last = report_line(status.last).partition(" : ")[2] if status.last else "jamais visité"
    identity = status.peer.identity
    return f"{identity.id}  {identity.name}  {counted(status.pages)}  {status.peer.state}  {last}"


def text_of(file: Path) -> str:
    """Raises Refused where the file is not UTF-8."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Refused(reason=f"« {file} » n’est pas en UTF-8.") from error
