"""What `export` says of a file, to people and to programs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from app.actions.ask_kit import KitMaking, count_of, kit_ask
from app.actions.find_pages import settled
from app.actions.wiki import Wiki
from app.cli.common import counted, say, say_json
from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kinds.terms import REGIONS
from app.domain.kit import Kit, Pictures, about_bytes
from app.domain.selection import Selection
from app.domain.taking import KitAsk

SHOWN = 200
_VALUES = 12


@dataclass(frozen=True, slots=True)
class Written:
    """`kit` is what it was made of; None for lists and folders of Markdown."""

    format: str
    out: Path
    pages: int
    kit: Kit | None = None


def require_known(wiki: Wiki, given: Mapping[str, Sequence[str] | None]) -> None:
    """Raises Refused on a value of a facet that is none of ours, and that no page has: among
    several, a slip of the hand would give fewer pages without a word."""
    asked = {name: values for name, values in given.items() if values}
    counts = wiki.index.facets(Selection({"origin": ("*",)})) if asked else {}
    for name, values in asked.items():
        known = counts.get(name, {})
        for value in (one for one in values if one not in known and not _ours(wiki, name, one)):
            near = get_close_matches(value, known, n=3) or list(known)[:_VALUES]
            there = f" Il y a : {', '.join(near)}." if near else ""
            raise Refused(reason=f"aucune page n’a « {value} » (--{name}).{there}")


def _ours(wiki: Wiki, facet: str, value: str) -> bool:
    """A value that a page may have, though none has it yet; all networks, for the origin."""
    of_facet = {"kind": wiki.kinds, "region": REGIONS, "origin": ("*", "self")}
    return value in of_facet.get(facet, ())


def checked(
    wiki: Wiki, making: KitMaking, exporter: Exporter, selection: Selection, *, form: str,
    pictures: Pictures,
) -> KitAsk:  # fmt: skip
    """What is asked for, before anything is written. Raises Refused."""
    if exporter.write_kit is None:
        raise Refused(reason="ce format n’a ni formes ni poids estimé.")
    ask = kit_ask(
        making, selection, format=exporter.name, form=form, pictures=pictures, lang=wiki.site.lang
    )
    if not count_of(wiki, ask):
        raise Refused(reason="aucune page ouverte ne répond à ce choix.")
    return ask


def tell_estimate(
    wiki: Wiki, exporter: Exporter, ask: KitAsk, selection: Selection, *, as_json: bool
) -> None:
    chosen = settled(wiki, selection.but(include_hidden=False))
    weight = wiki.index.weigh(chosen.but(open_only=True))
    size = about_bytes(weight, ask.pictures, exporter.bulk)
    stay = wiki.index.count(chosen) - weight.pages
    if as_json:
        say_json({"pages": weight.pages, "about_bytes": size, "stay": stay})
        return
    kept = f" {counted(stay)} reste{'nt' if stay > 1 else ''} ici." if stay else ""
    say(f"{counted(weight.pages)}, environ {megabytes(size)} Mo.{kept} Rien n’a été écrit.")


def megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f}".replace(".", ",")


def tell(done: Written, *, as_json: bool) -> None:
    left = done.kit.left_out if done.kit else ()
    if as_json:
        say_json({"format": done.format, "out": str(done.out), "pages": done.pages,
                  **_measured(done.out), **_dated(done.kit),
                  "left_out": [asdict(one) for one in left]})  # fmt: skip
        return
    for one in left[:SHOWN]:
        typer.echo(f"Reste ici : {one.title} ({one.licence}) : {one.why}", err=True)
    if len(left) > SHOWN:
        typer.echo(f"… et {len(left) - SHOWN} autres.", err=True)
    weight = f", {megabytes(done.out.stat().st_size)} Mo" if done.out.is_file() else ""
    say(f"{counted(done.pages)} dans {done.out}{weight}.")


def _measured(out: Path) -> dict[str, Any]:
    """A folder has no sum of its own."""
    if out.is_file():
        with out.open("rb") as data:
            total = hashlib.file_digest(data, "sha256").hexdigest()
        return {"bytes": out.stat().st_size, "sha256": total}
    size = sum(one.stat().st_size for one in out.rglob("*") if one.is_file())
    return {"bytes": size, "sha256": None}


def _dated(kit: Kit | None) -> dict[str, str]:
    return {"revision": kit.revision, "at": kit.at.isoformat()} if kit else {}
