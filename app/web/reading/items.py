"""Pages as they stand in lists: cards, results, rows of a table."""

from collections.abc import Iterable, Sequence

from app.domain.rows import PageRow
from app.theme.parts import Fact, Item, Link
from app.web.addresses import directory_url
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.views.pages import Markup

# The columns of a table, by the kind of what it lists; `` for several kinds.
COLUMNS = {
    "place": ("Commune", "Région", "Depuis", "Forme", "Chiffre d’affaires"),
    "method": ("Forme", "Durée", "Personnes", "Difficulté"),
    "mini_cool": ("Durée", "Étapes", "Pour qui"),
    "organisation": ("Type", "Périmètre", "Région"),
    "": ("Genre", "Région", "Mise à jour"),
    "place in text": ("Commune", "Depuis", "Chiffre d’affaires"),
}


def columns_of(reading: Reading, kind: str) -> tuple[str, ...]:
    return tuple(reading.say(name) for name in COLUMNS.get(kind, COLUMNS[""]))


def items_of(
    reading: Reading, rows: Iterable[PageRow], *, table: str | None = None
) -> tuple[Item, ...]:
    """`table` asks for cells: those of that kind's columns."""
    return tuple(item_of(reading, row, table=table) for row in rows)


def item_of(
    reading: Reading, row: PageRow, *, snippet: Markup | None = None, table: str | None = None,
    cells: tuple[Fact, ...] = (),
) -> Item:  # fmt: skip
    front = Front(row.front)
    meta, icons = _meta(reading, row.path.kind, front)
    return Item(
        kind=row.path.kind, title=row.title, url=reading.url(row.path, row.origin),
        summary=row.summary, pin=_town(front), meta=meta, icon_meta=icons, snippet=snippet,
        licence=reading.licence(row.licence).label,
        origin=reading.origin(row.origin, row.path), verified_on=front.day("verified_on"),
        status=row.status,
        cells=cells if table is None else _cells(reading, row, front, table),
        lang=reading.foreign(row.lang),
    )  # fmt: skip


def one_kind(rows: Sequence[PageRow]) -> str:
    """The kind that all rows are of, or `` where they are of several."""
    kinds = {row.path.kind for row in rows}
    return kinds.pop() if len(kinds) == 1 else ""


def people(reading: Reading, front: Front) -> str:
    """5 à 30, from 5, up to 30: how many take part."""
    least, most = front.whole("people_min"), front.whole("people_max")
    if least and most and least != most:
        return reading.say("{least} à {most}").format(least=least, most=most)
    if least and not most:
        return reading.say("{least} ou plus").format(least=least)
    if most and not least:
        return reading.say("{most} au plus").format(most=most)
    return str(least or "")


def _town(front: Front) -> str:
    territory = front.group("territory")
    city, department = territory.text("city"), territory.said("department")
    return f"{city} ({department})" if city and department else city


def _meta(
    reading: Reading, kind: str, front: Front
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    if kind == "place":
        said = (_word(reading, "legal_status", front), front.said("opened")[:4])
        return ((", ".join(part for part in said if part),) if any(said) else (), ())
    if kind == "method":
        form = _word(reading, "form", front)
        stub = (reading.say("Ébauche"),) if front.yes("stub") else ()
        return ((form, *stub) if form else stub, _timing(reading, front))
    if kind == "mini_cool":
        return ((), _timing(reading, front))
    if kind == "organisation":
        said = (_word(reading, "type", front), front.text("scope"))
        return (tuple(part for part in said if part), ())
    return ((), ())


def _timing(reading: Reading, front: Front) -> tuple[tuple[str, str], ...]:
    duration = reading.writing.duration(front.whole("duration_min"))
    pairs = (("clock", duration), ("people", people(reading, front)))
    return tuple((icon, words) for icon, words in pairs if words)


def _word(reading: Reading, facet: str, front: Front) -> str:
    value = front.text(facet)
    return reading.label(facet, value) if value else ""


def _cells(reading: Reading, row: PageRow, front: Front, kind: str) -> tuple[Fact, ...]:
    names = columns_of(reading, kind)
    values = _values(reading, row, front, kind)
    return tuple(
        Fact(name, value, kind=how) if not isinstance(value, Link) else Fact(name, links=(value,))
        for name, (value, how) in zip(names, values, strict=True)
    )


def _values(reading: Reading, row: PageRow, front: Front, kind: str) -> list[tuple[object, str]]:
    number = front.number
    if kind == "place":
        return [
            (_town(front), "text"), (_region(reading, front), "text"),
            (front.said("opened")[:4], "text"), (_word(reading, "legal_status", front), "text"),
            (_or_empty(number("turnover_eur")), "money"),
        ]  # fmt: skip
    if kind == "place in text":
        return [
            (_town(front), "text"), (front.said("opened")[:4], "text"),
            (_or_empty(number("turnover_eur")), "money"),
        ]  # fmt: skip
    if kind == "method":
        return [
            (_word(reading, "form", front), "text"),
            (_or_empty(front.whole("duration_min")), "duration"),
            (people(reading, front), "text"), (_or_empty(front.whole("difficulty")), "number"),
        ]  # fmt: skip
    if kind == "mini_cool":
        return [
            (_or_empty(front.whole("duration_min")), "duration"),
            (len(front.items("sequence")), "number"),
            (", ".join(front.words("audience")), "text"),
        ]
    if kind == "organisation":
        return [
            (_word(reading, "type", front), "text"), (front.text("scope"), "text"),
            (_region(reading, front), "text"),
        ]  # fmt: skip
    label = reading.wiki.kinds[row.path.kind].label if row.path.kind in reading.wiki.kinds else ""
    return [
        (reading.say(label), "text"), (_region(reading, front), "text"),
        (row.updated_at.date(), "date"),
    ]  # fmt: skip


def _or_empty(value: float | None) -> object:
    return "" if value is None else value


def _region(reading: Reading, front: Front) -> object:
    region = front.group("territory").text("region")
    if not region:
        return ""
    places = directory_url("place", reading.wiki.kinds)
    return Link(reading.label("region", region), address(places, region=region))
