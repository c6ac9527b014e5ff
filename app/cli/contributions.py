"""`import contribution`: what was written offline becomes proposals and remarks."""

from pathlib import Path
from typing import Any

import typer

from app.actions.import_contribution import Brought, Fate, Line, import_contribution
from app.actions.rights import console_reader
from app.cli.common import opened, say, say_json
from app.domain.contribution import FILE_LIMIT_BYTES
from app.domain.contribution_file import read_contribution
from app.domain.errors import Refused

FORMAT = "contribution"
_FATES = {
    Fate.proposed: "à relire", Fate.noted: "remarque, à lire", Fate.corrected: "corrigée",
    Fate.known: "déjà apportée", Fate.decided: "a déjà sa réponse",
    Fate.later: "pas cette fois", Fate.elsewhere: "page d’un autre wiki", Fate.refused: "refusée",
}  # fmt: skip
_LEFT = (Fate.refused, Fate.elsewhere, Fate.later)


def take_file(source: Path, data: Path, *, dry_run: bool, as_json: bool) -> None:
    """Exits with 1 where an entry was not taken."""
    if not source.is_file():
        raise Refused(reason="donnez un fichier « .maillage.json ».")
    with source.open("rb") as file:
        contribution = read_contribution(file.read(FILE_LIMIT_BYTES + 1))
    with opened(data) as one:
        by, home = console_reader(one.wiki), one.wiki.site.base_url
        brought = import_contribution(one.wiki, contribution, by=by, dry_run=dry_run)
    if as_json:
        say_json(_json(brought, home, dry_run=dry_run))
    else:
        _tell(brought, home, dry_run=dry_run)
    if brought.count(*_LEFT):
        raise typer.Exit(1)


def _tell(brought: Brought, home: str, *, dry_run: bool) -> None:
    taken = sum(line.fate.taken for line in brought.lines)
    ending = " Rien n’a été écrit." if dry_run else ""
    say(
        f"{len(brought.lines)} textes signés « {brought.contribution.name} », {taken} pris.{ending}"
    )
    for line in brought.lines:
        told = f"{line.number}. {line.title} : {_FATES[line.fate]}"
        if line.fate in _LEFT:
            why = line.why or (
                f"portez le fichier à {line.entry.page.origin}" if line.entry else ""
            )
            typer.echo(f"{told} : {why}", err=True)
        else:
            say(told + (f", {home}{line.link}" if line.link and not dry_run else ""))


def _json(brought: Brought, home: str, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run, "signed": brought.contribution.name,
        "entries": [_entry(line, home, dry_run=dry_run) for line in brought.lines],
    }  # fmt: skip


def _entry(line: Line, home: str, *, dry_run: bool) -> dict[str, Any]:
    mark = line.entry.page if line.entry else None
    return {
        "number": line.number, "title": line.title, "fate": line.fate.value,
        "page": str(mark.path) if mark else "", "origin": mark.origin if mark else "",
        "why": str(line.why or ""), "link": home + line.link if line.link and not dry_run else "",
    }  # fmt: skip
