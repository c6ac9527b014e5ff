"""The figures that a study published, beside what its pages say today."""

from app.actions.recompute import Recount, Recounted
from app.domain.published import Misread, Published, published_of
from app.domain.rows import PageRow
from app.theme.parts import Fact, Link
from app.theme.phrases import translated
from app.web.reading.context import Reading
from app.web.reading.figures import STUDY, STUDY_TAG, URL
from app.web.reading.queries import address, selection_url
from app.web.views.sheet import Section, Sheet

COLUMNS = ("Ce qui est compté", "Publié", "Recalculé", "Différence", "Pourquoi")
AGREES = "Aucune, à l’arrondi près"
UNITS = {"%": "\u00a0%"}


def study_view(reading: Reading) -> Sheet:
    row = reading.wiki.index.page(STUDY)
    readable = row is not None and row.state == "live" and row.status != "draft"
    entries = published_of(row.front) if row is not None and readable else ()
    return Sheet(
        title=reading.say("L’étude de 2018, publiée et recalculée"),
        lead=reading.say(
            "Ce que l’étude a imprimé, à côté de ce que l’on compte aujourd’hui dans les fiches de "
            "ses lieux. Une case corrigée dans une fiche change la colonne « Recalculé », jamais "
            "la colonne « Publié »."
        ),
        sections=(_table(reading, entries), *_misread(reading, entries),
                  _more(reading, row if readable else None)),
    )  # fmt: skip


def _table(reading: Reading, entries: tuple[Published | Misread, ...]) -> Section:
    recount = Recount(reading.wiki)
    rows = [_row(reading, one, recount.of(one)) for one in entries if isinstance(one, Published)]
    nothing = reading.say("La page de l’étude ne dit aucun chiffre à recalculer.")
    return Section(
        title=reading.say("Les chiffres"), anchor="chiffres", rows=tuple(rows),
        columns=tuple(reading.say(name) for name in COLUMNS),
        paragraphs=() if rows else (nothing,),
    )  # fmt: skip


def _row(reading: Reading, one: Published, found: Recounted) -> tuple[Fact, ...]:
    url = selection_url(one.selection, reading.wiki.kinds)
    published = reading.say("Non publié") if one.value is None else _said(reading, one, one.value)
    again = "" if found.value is None else _said(reading, one, round(found.value, 2))
    why = translated(found.problem, reading.say) if found.problem else one.why
    return (
        Fact("", one.label, href=url), Fact("", published, kind="number"),
        Fact("", again, kind="number", href=url if again else ""),
        Fact("", _difference(reading, one, found)), Fact("", why),
    )  # fmt: skip


def _difference(reading: Reading, one: Published, found: Recounted) -> str:
    if found.value is None or one.value is None:
        return ""
    if found.value == one.value:
        return reading.say("Aucune")
    if one.agrees(found.value):
        return reading.say(AGREES)
    apart = found.value - one.value
    unit = reading.say("{n} points") if one.unit == "%" else "{n}"
    number = f"{'+' if apart > 0 else '−'}{reading.writing.number(abs(round(apart, 1)))}"
    return unit.format(n=number) + (f"\u00a0{one.unit}" if one.unit not in ("%", "") else "")


def _said(reading: Reading, one: Published, value: float) -> str:
    if one.unit == "€":
        return reading.writing.money(value)
    written = reading.writing.number(round(value, 1) if one.unit == "%" else value)
    return written + UNITS.get(one.unit, f"\u00a0{one.unit}" if one.unit else "")


def _misread(
    reading: Reading, entries: tuple[Published | Misread, ...]
) -> tuple[Section, ...]:  # fmt: skip
    """What the page says that cannot be counted again, each with its reason."""
    bad = [one for one in entries if isinstance(one, Misread)]
    if not bad:
        return ()
    rows = tuple(
        (Fact("", one.label or reading.say("Sans nom")),
         Fact("", translated(one.reason, reading.say)))
        for one in bad
    )  # fmt: skip
    columns = (reading.say("Ce qui est compté"), reading.say("Pourquoi"))
    return (Section(title=reading.say("Ce qui ne peut pas être recalculé"), anchor="illisibles",
                    columns=columns, rows=rows),)  # fmt: skip


def _more(reading: Reading, row: PageRow | None) -> Section:
    links = [Link(row.title, reading.url(row.path))] if row is not None else []
    links.append(
        Link(reading.say("Les chiffres des seuls lieux de l’étude"), address(URL, tag=STUDY_TAG))
    )
    links.append(Link(reading.say("Les chiffres de tous les lieux"), URL))
    return Section(title=reading.say("Pour aller plus loin"), anchor="suite", links=tuple(links))
