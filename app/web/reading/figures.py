"""Figures of pages, counted from them, each with the list it comes from."""

from dataclasses import replace

from app.actions.find_pages import figures
from app.domain.page_path import PagePath
from app.domain.selection import FACETS, Amounts, Selection
from app.theme.charts import BARS_LIMIT, ChartDrawing, bar_chart, curve_chart, year_chart
from app.theme.parts import Fact, Link
from app.web.addresses import page_url
from app.web.reading.context import Reading
from app.web.reading.counted import YEARS, Asked, Line, lines_of
from app.web.reading.queries import address, selection_pairs, selection_url
from app.web.views.sheet import Section, Sheet

URL = "/-/chiffres"
STUDY_URL = f"{URL}/etude-2018"
PLACES = "/lieux"
STUDY = PagePath("page", "chiffres-de-l-etude-2018")
STUDY_TAG = "etude-cae-2018"
TITLES = {
    "region": "Par région", "department": "Par département", "zone": "Par zone d’emploi",
    YEARS: "Par année d’ouverture", "legal_status": "Par forme juridique",
    "activity": "Par activité", "theme": "Par thème", "form": "Par forme",
    "difficulty": "Par difficulté", "duration": "Par durée", "life_cycle": "Par moment",
    "type": "Par type", "licence": "Par licence",
}  # fmt: skip
BY = {
    "place": ("region", YEARS, "legal_status", "activity", "department", "zone"),
    "method": ("theme", "form", "difficulty", "duration", "life_cycle"),
    "organisation": ("type", "region", "theme"),
}
OTHERS = ("theme", "region", "licence")
GROUPS_SHOWN = 20
FIRST_YEAR, YEARS_AHEAD = 1900, 5


def figures_view(reading: Reading, chosen: Selection) -> Sheet:
    """Figures over all places, or over the pages of a selection."""
    asked = Asked.of(reading, chosen)
    made = (_groups(reading, asked, by) for by in BY.get(asked.kind, OTHERS))
    return Sheet(
        title=reading.say("Chiffres et sources"),
        lead=reading.say(
            "Ces chiffres sont recomptés à chaque version, à partir des fiches elles-mêmes. "
            "Chacun mène à la liste dont il vient."
        ),
        sections=(
            _whole(reading, asked),
            *(section for section in made if section is not None),
            _sources(reading, asked),
        ),
    )


def _columns(reading: Reading, asked: Asked, first: str, by: str = "") -> tuple[str, ...]:
    names = [first, reading.plural(reading.wiki.kinds[asked.kind])]
    if by == YEARS:
        names.append(reading.say("Cumul"))
    if asked.kind == "place":
        names += [reading.say(n) for n in ("Montants publiés", "Somme", "Moyenne", "Médiane")]
    return tuple(names)


def _whole(reading: Reading, asked: Asked) -> Section:
    found = figures(reading.wiki, asked.settled, None)
    chosen = selection_pairs(asked.said, but=("kind", "within"))
    said = [_criterion(reading, name, value) for name, value in chosen]
    words = reading.say(
        "Les montants sont les chiffres d’affaires, en euros, des seuls lieux qui en publient un."
    )
    plural = reading.plural(reading.wiki.kinds[asked.kind])
    every = reading.say("Tous les lieux") if asked.kind == "place" else plural
    label = ", ".join(said) or every
    url = selection_url(asked.said, reading.wiki.kinds)
    return Section(
        title=reading.say("En tout"), anchor="en-tout",
        paragraphs=(words,) if asked.kind == "place" else (),
        columns=_columns(reading, asked, reading.say("Sélection")),
        rows=(_row(asked, Line("", label, found.count, found.turnover_eur, url)),),
    )  # fmt: skip


def _criterion(reading: Reading, name: str, value: str) -> str:
    if name.startswith("-"):
        return reading.say("sauf {label}").format(label=reading.label(name[1:], value))
    return reading.label(name, value) if name in FACETS else value


def _groups(reading: Reading, asked: Asked, by: str) -> Section | None:
    """None where no page says it."""
    lines = lines_of(reading, asked, by)
    if not any(line.key for line in lines):
        return None
    shown = lines[-GROUPS_SHOWN:] if by == YEARS else lines[:GROUPS_SHOWN]
    said = ("Les {n} dernières lignes ; le fichier les a toutes." if by == YEARS
            else "Les {n} premières lignes ; le fichier les a toutes.")  # fmt: skip
    more = (reading.say(said).format(n=GROUPS_SHOWN),) if len(lines) > GROUPS_SHOWN else ()
    csv = address(f"{URL}.csv", selection_pairs(asked.said), par=by)
    return Section(
        title=reading.say(TITLES[by]), anchor=f"par-{by.replace('_', '-')}", paragraphs=more,
        columns=_columns(reading, asked, reading.facet_name(by), by),
        rows=tuple(_row(asked, line, by) for line in shown),
        charts=tuple(replace(one, kind=asked.kind) for one in _charts(reading, by, lines)),
        actions=(Link(reading.say("Ce tableau, en CSV"), csv),),
    )  # fmt: skip


def _row(asked: Asked, line: Line, by: str = "") -> tuple[Fact, ...]:
    cells = [Fact("", line.label, href=line.url)]
    cells.append(Fact("", line.count, kind="number", href=line.url))
    if by == YEARS:
        cells.append(Fact("", line.so_far or "", kind="number"))
    return (*cells, *(_amounts(line.amounts) if asked.kind == "place" else ()))


def _amounts(amounts: Amounts) -> tuple[Fact, ...]:
    if not amounts.count:
        return (Fact("", 0, kind="number"), *(Fact("", "", kind="money") for _ in range(3)))
    said = (amounts.sum, amounts.mean, amounts.median)
    return (
        Fact("", amounts.count, kind="number"),
        *(Fact("", round(value) if value is not None else "", kind="money") for value in said),
    )


def _charts(reading: Reading, by: str, lines: list[Line]) -> tuple[ChartDrawing, ...]:
    """None where there is but one thing to draw."""
    told = [line for line in lines if line.key]
    if len(told) < 2:
        return ()
    if by == YEARS:
        return _over_time(reading, told)
    said = ("{title} : une barre par ligne du tableau" if len(told) <= BARS_LIMIT
            else "{title} : les {n} premières lignes du tableau")  # fmt: skip
    label = reading.say(said).format(title=reading.say(TITLES[by]), n=BARS_LIMIT)
    return (bar_chart([(line.label, line.count) for line in told], label=label),)


def _over_time(reading: Reading, lines: list[Line]) -> tuple[ChartDrawing, ...]:
    """Years that no place opened in, or that are not there yet, stay in the table."""
    last = reading.wiki.clock.now().year + YEARS_AHEAD
    years = [line for line in lines if line.key.isdecimal()]
    drawn = [line for line in years if FIRST_YEAR <= int(line.key) <= last]
    if len(drawn) < 2:
        return ()
    counts = {int(line.key): line.count for line in drawn}
    sums = {int(line.key): line.so_far for line in drawn}
    opened = reading.say("Ouvertures, année par année")
    return (year_chart(counts, label=opened),
            curve_chart(sums, label=reading.say("En tout, à la fin de chaque année")))  # fmt: skip


def _sources(reading: Reading, asked: Asked) -> Section:
    links = [Link(reading.say("L’étude de 2018, publiée et recalculée"), STUDY_URL)]
    row = reading.wiki.index.page(STUDY)
    if row is not None and row.state == "live" and row.status != "draft":
        links.append(Link(row.title, page_url(row.path, reading.wiki.kinds)))
    if selection_pairs(asked.said, but=("kind",)) or asked.kind != "place":
        links.append(Link(reading.say("Les chiffres de tous les lieux"), URL))
    else:
        words = reading.say("Les chiffres des seuls lieux de l’étude")
        links.append(Link(words, address(URL, tag=STUDY_TAG)))
        links.append(Link(reading.say("Les chiffres des méthodes"), address(URL, kind="method")))
    links.append(Link(reading.say("Toutes les fiches, en CSV"), f"{PLACES}.csv", "CSV"))
    return Section(
        title=reading.say("À côté de ce que les études ont publié"), anchor="sources",
        links=tuple(links),
    )  # fmt: skip
