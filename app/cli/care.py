"""`care`: what the wiki needs someone for."""

from typing import Annotated, Any

import typer

from app.actions.care import Asked, care_counts, care_missed, care_pages, care_wanted
from app.actions.duplicates import suspects
from app.actions.wiki import Wiki
from app.cli.common import DATA, DataOption, opened, say, say_json
from app.domain.care import CareList
from app.domain.errors import Refused
from app.domain.likeness import Traits

LINES = 10_000


def register(app: typer.Typer) -> None:
    app.command()(care)


def care(
    which: Annotated[
        str, typer.Argument(metavar="[LISTE]", help="Une liste ; sans elle, le compte de toutes.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: DataOption = DATA,
) -> None:
    """Dire ce qui attend quelqu’un : faits anciens, liens cassés, doublons, recherches sans
    résultat."""
    with opened(data) as one:
        if which:
            _tell(_lines(one.wiki, _named(which)), as_json=as_json)
            return
        counts = {str(name): count for name, count in care_counts(one.wiki).items()}
    if as_json:
        say_json(counts)
        return
    for name, count in counts.items():
        say(f"{count:>7} {name}")


def _named(which: str) -> CareList:
    if which not in list(CareList):
        raise Refused(reason=f"« {which} » n’est pas une liste ({', '.join(CareList)}).")
    return CareList(which)


def _tell(lines: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        say_json(lines)
        return
    for line in lines:
        say("  ".join(str(value) for value in line.values() if value not in ("", None)))


def _lines(wiki: Wiki, which: CareList) -> list[dict[str, Any]]:
    asked = Asked(which, size=LINES)
    if which is CareList.twins:
        return [
            {"one": _name(one.one), "other": _name(one.other), "score": one.score,
             "reasons": [str(reason) for reason in one.reasons]}
            for one in suspects(wiki)
        ]  # fmt: skip
    if which is CareList.wanted:
        return [{"target": str(target), "pages": n} for target, n in care_wanted(wiki, asked)[0]]
    if which is CareList.missed:
        return [
            {"text": one.text, "count": one.count, "last_on": one.last_on.isoformat()}
            for one in care_missed(wiki, asked)[0]
        ]
    return [
        {"page": str(one.path), "title": one.title, "said": one.said, "links": one.links}
        for one in care_pages(wiki, asked)[0]
    ]


def _name(side: Traits) -> str:
    return f"{side.origin}/{side.path}" if side.origin else str(side.path)
