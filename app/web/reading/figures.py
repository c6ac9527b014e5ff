"""Figures of the places, counted from their pages, each with the list it comes from."""

from app.actions.find_pages import figures
from app.domain.page_path import PagePath
from app.domain.selection import Amounts, Figures, Selection
from app.theme.parts import Fact, Link
from app.web.addresses import page_url
from app.web.reading.context import Reading
from app.web.reading.queries import address, facet_pairs
from app.web.views.sheet import Section, Sheet

URL = "/-/chiffres"
PLACES = "/lieux"
STUDY = PagePath("page", "chiffres-de-l-etude-2018")
STUDY_TAG = "etude-cae-2018"
BY = (("region", "Par région"), ("opened", "Par année d’ouverture"),
      ("legal_status", "Par forme juridique"))  # fmt: skip
GROUPS_SHOWN = 40


def figures_view(reading: Reading, chosen: Selection) -> Sheet:
    """Figures over all places, or over those of a selection."""
    selection = chosen.having("kind", "place")
    return Sheet(
        title=reading.say("Chiffres et sources"),
        lead=reading.say(
            "Ces chiffres sont recomptés à chaque version, à partir des fiches elles-mêmes. "
            "Chacun mène à la liste dont il vient."
        ),
        sections=(
            _whole(reading, selection),
            *(_groups(reading, selection, by, title) for by, title in BY),
            _sources(reading, chosen),
        ),
    )


def _columns(reading: Reading, first: str) -> tuple[str, ...]:
    names = (first, "Lieux", "Montants publiés", "Somme", "Moyenne", "Médiane")
    return tuple(reading.say(name) for name in names)


def _whole(reading: Reading, selection: Selection) -> Section:
    found = figures(reading.wiki, selection, None)
    chosen = ", ".join(reading.label(n, v) for n, v in facet_pairs(selection, but=("kind",)))
    words = reading.say(
        "Les montants sont les chiffres d’affaires, en euros, des seuls lieux qui en publient un."
    )
    row = _row(chosen or reading.say("Tous les lieux"), selection, found)
    return Section(
        title=reading.say("En tout"), anchor="en-tout", paragraphs=(words,),
        columns=_columns(reading, reading.say("Sélection")), rows=(row,),
    )  # fmt: skip


def _groups(reading: Reading, selection: Selection, by: str, title: str) -> Section:
    keys = [group.key for group in figures(reading.wiki, selection, by).groups if group.key]
    if by == "opened":
        keys.sort()
    rows = []
    for key in keys[:GROUPS_SHOWN]:
        part = selection.having(by, key)
        rows.append(_row(reading.label(by, key), part, figures(reading.wiki, part, None)))
    empty = () if rows else (reading.say("Aucune fiche ne le dit."),)
    return Section(
        title=reading.say(title), anchor=f"par-{by.replace('_', '-')}", paragraphs=empty,
        columns=_columns(reading, reading.facet_name(by)), rows=tuple(rows),
    )  # fmt: skip


def _row(label: str, selection: Selection, found: Figures) -> tuple[Fact, ...]:
    url = address(PLACES, facet_pairs(selection, but=("kind",)))
    return (Fact("", label, href=url), Fact("", found.count, kind="number"),
            *_amounts(found.turnover_eur))  # fmt: skip


def _amounts(amounts: Amounts) -> tuple[Fact, ...]:
    if not amounts.count:
        return (Fact("", 0, kind="number"), *(Fact("", "", kind="money") for _ in range(3)))
    said = (amounts.sum, amounts.mean, amounts.median)
    return (
        Fact("", amounts.count, kind="number"),
        *(Fact("", round(value) if value is not None else "", kind="money") for value in said),
    )


def _sources(reading: Reading, chosen: Selection) -> Section:
    links = []
    row = reading.wiki.index.page(STUDY)
    if row is not None and row.state == "live" and row.status != "draft":
        links.append(Link(row.title, page_url(row.path, reading.wiki.kinds)))
    if chosen.where:
        links.append(Link(reading.say("Les chiffres de tous les lieux"), URL))
    else:
        words = reading.say("Les chiffres des seuls lieux de l’étude")
        links.append(Link(words, address(URL, tag=STUDY_TAG)))
    links.append(Link(reading.say("Toutes les fiches, en CSV"), f"{PLACES}.csv", "CSV"))
    return Section(
        title=reading.say("À côté de ce que les études ont publié"), anchor="sources",
        links=tuple(links),
    )  # fmt: skip
