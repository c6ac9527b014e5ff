"""`import` and `export`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.actions.catch_up import catch_up
from app.actions.duplicates import suspected
from app.actions.export_pages import export_pages
from app.actions.import_pages import Imported, import_pages
from app.actions.make_kit import make_kit, write_kit
from app.actions.pack_kit import write_file
from app.actions.rights import wiki_signature
from app.cli import contributions
from app.cli.common import (
    DATA,
    DataOption,
    opened,
    progress_bar,
    say,
    say_json,
)
from app.cli.taken import Written, checked, require_known, tell, tell_estimate
from app.domain.collecting import seldom_collected
from app.domain.errors import Refused
from app.domain.exchange import Exporter, Found, Importer, ListSource, ReadOptions
from app.domain.kit import Kit, KitChoice, Pictures
from app.domain.likeness import Suspect
from app.domain.selection import Selection
from app.domain.tables.merging import Conflict

if TYPE_CHECKING:
    from app.main import Instance

Values = Annotated[list[str] | None, typer.Option(help="Plusieurs fois pour plusieurs valeurs.")]
Profile = Annotated[
    str, typer.Option(help="Les colonnes d’une liste connue : mediation-numerique, osm…")
]
FORMATS = "markdown, csv, geojson, ou celui d’un plugin."
FORMATS_IN = "markdown, csv, geojson, contribution (écrite hors ligne), ou celui d’un plugin."
SHOWN = 200
_ENTIRE = "ce format se prend en entier : retirez --since."


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command("export")(export)


def import_(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS_IN)],
    source: Annotated[Path, typer.Argument(exists=True)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui se passerait, sans rien écrire.")
    ] = False,
    profile: Profile = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="« Nom du lieu=title » ; rien après = : laisser de côté."),
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option(exists=True, help="Les mêmes, une par ligne.")
    ] = None,
    kind: Annotated[str, typer.Option(help="Le genre des pages de la liste.")] = "place",
    source_title: Annotated[str, typer.Option(help="D’où vient la liste.")] = "",
    source_url: Annotated[str, typer.Option(help="Son adresse.")] = "",
    licence: Annotated[str, typer.Option(help="Sa licence, en code SPDX.")] = "",
    swap: Annotated[
        bool, typer.Option("--swap-coordinates", help="Échanger celles qui semblent échangées.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Prendre la liste là où la page dit autre chose.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: DataOption = DATA,
) -> None:
    """Prendre des pages d’ailleurs, ou ce qui a été écrit hors ligne (« contribution »)."""
    if format == contributions.FORMAT:
        contributions.take_file(source, data, dry_run=dry_run, as_json=as_json)
        return
    options = ReadOptions(
        kind, profile, dict(_mapped(mapping, map_file)),
        _source(source_title, source_url, licence), swap,
    )  # fmt: skip
    with opened(data) as one, progress_bar() as progress:
        importer = one.importers.get(format)
        if importer is None:
            known = ", ".join(sorted(one.importers))
            raise Refused(reason=f"le format « {format} » n’est pas connu ({known}).")
        done = import_pages(
            one.wiki, _read(importer, source, options), author=wiki_signature(one.wiki),
            note=f"Importer ({source_title or format})", dry_run=dry_run, theirs=theirs,
            progress=progress,
        )  # fmt: skip
        doubles = [] if dry_run else suspected(one.wiki, [*done.created, *done.changed])
    _report(done, doubles, dry_run=dry_run, theirs=theirs, as_json=as_json)
    if done.refused:
        raise typer.Exit(1)


def _read(importer: Importer, source: Path, options: ReadOptions) -> Iterator[Found]:
    if importer.read_list is not None:
        return importer.read_list(source, options)
    if options != ReadOptions():
        raise Refused(reason="ce format n’est pas une liste : il n’a ni colonnes ni profil.")
    return importer.read(source)


def _mapped(said: list[str] | None, file: Path | None) -> Iterator[tuple[str, str]]:
    """(column, what it becomes) of each `column=key`."""
    lines = file.read_text(encoding="utf-8").splitlines() if file else []
    for line in (*(one for one in lines if one.strip()), *(said or ())):
        column, sign, key = line.rpartition("=")
        if not sign or not column.strip():
            raise Refused(reason=f"« {line} » : écrivez « Nom de la colonne=title ».")
        yield column.strip(), key.strip()


def _source(title: str, url: str, licence: str) -> ListSource | None:
    if not title and (url or licence):
        raise Refused(reason="dites aussi d’où vient la liste (--source-title).")
    today = datetime.now(UTC).date().isoformat()
    return ListSource(title, url, licence, today) if title else None


def _report(
    done: Imported, doubles: Sequence[Suspect], *, dry_run: bool, theirs: bool, as_json: bool
) -> None:
    if as_json:
        say_json({
            "dry_run": dry_run, "created": done.created, "changed": done.changed,
            "unchanged": done.unchanged, "media": done.media,
            "refused": [{"what": what, "why": why} for what, why in done.refused],
            "conflicts": [_conflict(one) for one in done.conflicts], "remarks": done.remarks,
            "suspected": [[str(one.one.path), str(one.other.path)] for one in doubles],
        })  # fmt: skip
        return
    say(
        f"{len(done.created)} créées, {len(done.changed)} changées, "
        f"{len(done.unchanged)} déjà là, {len(done.media)} fichiers, {len(done.refused)} refusées."
        + (" Rien n’a été écrit." if dry_run else "")
    )
    kept = "la liste l’emporte" if theirs else "la page est gardée"
    for one in done.conflicts[:SHOWN]:
        said = _conflict(one)
        ours = "rien" if one.ours is None else f"« {said['ours']} »"
        differs = f"{ours} ici, « {said['theirs']} » dans la liste, {one.where}"
        say(f"{said['page']}, {one.field} : {differs} ; {kept}.")
    for remark in done.remarks[:SHOWN]:
        say(f"Laissé de côté : {remark}")
    for pair in doubles[:SHOWN]:
        reasons = ", ".join(str(reason) for reason in pair.reasons)
        say(f"Doublon possible : {pair.one.path} et {pair.other.path} ({reasons}).")
    for what, why in done.refused:
        typer.echo(f"Refusée : {what} : {why}", err=True)


def _conflict(one: Conflict) -> dict[str, object]:
    return {
        "page": str(one.page), "where": str(one.where), "field": one.field, "ours": one.ours,
        "theirs": one.theirs, "source": one.origin.source if one.origin else "",
    }  # fmt: skip


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS)],
    out: Path,
    kind: Values = None,
    region: Values = None,
    theme: Values = None,
    origin: Values = None,
    licence: Values = None,
    lang: Values = None,
    query: Annotated[
        str, typer.Option(help="Un choix de pages, comme dans la recherche : « repas -stub=yes ».")
    ] = "",
    since: Annotated[
        str | None, typer.Option(help="Ce qui a changé depuis un jour, ou depuis une version.")
    ] = None,
    profile: Profile = "",
    form: Annotated[str, typer.Option(help="Une forme du format : « booklet » pour pdf…")] = "",
    pictures: Annotated[
        Pictures, typer.Option(help="Images légères, entières, ou aucune.")
    ] = Pictures.light,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Dire combien ce serait, sans rien écrire.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: DataOption = DATA,
) -> None:
    """Emporter les pages ouvertes d’une sélection."""
    given = {"kind": kind, "region": region, "theme": theme, "origin": origin, "licence": licence,
             "lang": lang}  # fmt: skip
    selection = Selection.typed(query)
    for name, values in given.items():
        if values:
            selection = selection.having(name, *selection.where.get(name, ()), *values)
    with opened(data) as one:
        catch_up(one.wiki)
        require_known(one.wiki, given)
        exporter = one.exporters.get(format)
        if exporter is None:
            known = ", ".join(sorted(one.exporters))
            raise Refused(reason=f"le format « {format} » n’est pas connu ({known}).")
        if exporter.write_kit is None and not (form or estimate):
            count = export_pages(one.wiki, exporter, selection, out, since=since, profile=profile)
            tell(Written(format, out, count), as_json=as_json)
            return
        ask = checked(one.wiki, one.making, exporter, selection, form=form, pictures=pictures)
        if estimate:
            tell_estimate(one.wiki, exporter, ask, selection, as_json=as_json)
            return
        choice = KitChoice(pictures, ask.form, one.wiki.site.lang)
        kit = _kit(one, exporter, selection, choice, out, since)
    tell(Written(format, out, kit.count, kit), as_json=as_json)


def _kit(
    one: "Instance", exporter: Exporter, selection: Selection, choice: KitChoice, out: Path,
    since: str | None,
) -> Kit:  # fmt: skip
    """A folder, or a file where that is what the format is, or where `out` ends in `.zip`."""
    if since is not None and not exporter.deltas:
        raise Refused(reason=_ENTIRE)
    with seldom_collected(), progress_bar() as progress:
        kit = make_kit(
            one.wiki, one.draw, selection, choice, progress=partial(progress, "pages"), since=since
        )
        (write_file if out.suffix == ".zip" else write_kit)(exporter, kit, out)
    return kit
