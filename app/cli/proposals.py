"""`propose` and `proposals`: changes offered to friends, and by them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.actions.propose import Propose, propose, propose_back, withdraw
from app.actions.read_page import read_page
from app.actions.review import accept, decline
from app.actions.rights import console_reader
from app.actions.wiki import Wiki
from app.cli.common import DATA, DataOption, opened, say, say_json
from app.cli.network import JsonOption, text_of
from app.domain.derived import derived_from
from app.domain.errors import InvalidQuery, Refused
from app.domain.network import InstanceId
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.proposal import Proposal, ProposalId, ProposalState, Way

proposals = typer.Typer(
    name="proposals", help="Les propositions, reçues et envoyées.", no_args_is_help=True
)
IdArgument = Annotated[str, typer.Argument(help="Le numéro de la proposition.")]


def register(app: typer.Typer) -> None:
    app.command("propose")(propose_)
    app.add_typer(proposals)


def propose_(
    page: Annotated[str, typer.Argument(help="genre/adresse, chez le réseau ami ou chez nous.")],
    to: Annotated[str, typer.Option(help="Le réseau à qui la page appartient.")],
    text: Annotated[
        Path | None,
        typer.Option(help="Le texte proposé ; sans lui, notre version d’une page reprise."),
    ] = None,
    note: Annotated[str, typer.Option(help="Ce qui change, en une phrase.")] = "",
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Proposer une page améliorée au réseau à qui elle appartient."""
    path, owner = PagePath.parse(page), InstanceId(to)
    with opened(data) as one:
        by = console_reader(one.wiki)
        if text is None:
            _require_from(one.wiki, path, owner)
            made = propose_back(one.wiki, path, note=note, by=by)
        else:
            command = Propose(str(owner), path, text_of(text), note, None)
            made = propose(one.wiki, command, by=by)
        one.federation.deliver()
        made = one.wiki.proposals.get(made.id)
    _say(made, as_json=as_json)


def _require_from(wiki: Wiki, path: PagePath, owner: InstanceId) -> None:
    """Raises Refused where our page was not adopted from that network."""
    row = read_page(wiki, path, reader=console_reader(wiki))
    derived = derived_from(parse_page(path, row.text))
    if derived is None or derived.instance != owner:
        raise Refused(reason=f"« {path} » n’a pas été reprise de {owner} : donnez --text FICHIER.")


@proposals.command("list")
def list_(
    state: Annotated[str, typer.Option(help="queued, delivered, accepted, declined…")] = "",
    way: Annotated[str, typer.Option(help="incoming ou outgoing.")] = "",
    as_json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Nommer les propositions, les plus récentes d’abord."""
    try:
        states = (ProposalState(state),) if state else ()
        ways = Way(way) if way else None
    except ValueError as error:
        raise InvalidQuery(reason="cet état n’en est pas un.") from error
    with opened(data) as one:
        found = one.wiki.proposals.all(way=ways, states=states)
    if as_json:
        say_json([proposal_json(each) for each in found])
        return
    for each in found:
        say(f"{each.id}  {each.way}  {each.state}  {each.peer}  {each.path}  {each.title}")


@proposals.command()
def show(number: IdArgument, as_json: JsonOption = False, data: DataOption = DATA) -> None:
    """Dire une proposition, avec le texte proposé."""
    with opened(data) as one:
        found = one.wiki.proposals.get(ProposalId(number))
    _say(found, as_json=as_json)
    if not as_json:
        say(found.text)


@proposals.command("accept")
def accept_(
    number: IdArgument,
    text: Annotated[Path | None, typer.Option(help="Le texte adapté, s’il l’est.")] = None,
    note: Annotated[str, typer.Option(help="Un mot pour l’histoire de la page.")] = "",
    data: DataOption = DATA,
) -> None:
    """Accepter une proposition reçue : la page change, sous le nom de qui l’a écrite."""
    with opened(data) as one:
        adapted = text_of(text) if text else None
        by = console_reader(one.wiki)
        accept(one.wiki, ProposalId(number), text=adapted, settle={}, note=note, by=by)
        one.federation.deliver()
    say("La proposition est acceptée.")


@proposals.command("decline")
def decline_(
    number: IdArgument,
    reason: Annotated[str, typer.Option(help="Pourquoi : qui propose le lira.")],
    data: DataOption = DATA,
) -> None:
    """Décliner une proposition reçue, en disant pourquoi."""
    with opened(data) as one:
        decline(one.wiki, ProposalId(number), reason, by=console_reader(one.wiki))
        one.federation.deliver()
    say("La proposition est déclinée.")


@proposals.command("withdraw")
def withdraw_(number: IdArgument, data: DataOption = DATA) -> None:
    """Retirer une proposition envoyée."""
    with opened(data) as one:
        withdraw(one.wiki, ProposalId(number), by=console_reader(one.wiki))
        one.federation.deliver()
    say("La proposition est retirée.")


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "id": str(proposal.id), "way": proposal.way.value, "state": proposal.state.value,
        "peer": str(proposal.peer), "page": str(proposal.path), "title": proposal.title,
        "licence": proposal.licence, "author": proposal.author.name,
        "note": proposal.message, "reason": proposal.reason,
        "made_at": proposal.made_at.isoformat(),
        "blob": str(proposal.blob) if proposal.blob else None, "text": proposal.text,
    }  # fmt: skip


def _say(proposal: Proposal, *, as_json: bool) -> None:
    if as_json:
        say_json(proposal_json(proposal))
    else:
        say(f"{proposal.id}  {proposal.state}  {proposal.peer}  {proposal.path}")
        if proposal.reason:
            say(proposal.reason)
