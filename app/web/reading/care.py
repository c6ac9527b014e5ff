"""Lists of care, as screens and files show them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.actions.care import Asked, care_missed, care_pages, care_wanted, failing
from app.domain.care import OF_PAGES, CareLine, CareList, CareOrder, Missed, WebLink
from app.domain.kinds.terms import REGIONS
from app.domain.links import LinkTarget
from app.theme.parts import Pager
from app.web.reading.context import Reading
from app.web.reading.media import LIBRARY
from app.web.reading.queries import address
from app.web.resolve import wanted_url
from app.web.views.care import CareAct, CareItem

ROOM = "/-/soin"
SIZE = 50
LAST = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a list: its name, what it is for, what its columns are called, and what is said
    where it is empty."""

    title: str
    lead: str
    said: str = ""
    counted: str = "Pages qui y mènent"
    nothing: str = "Rien ici : tout est en ordre."


TOLD: Mapping[CareList, Told] = {
    CareList.stale: Told(
        "Faits à vérifier",
        "Des pages que personne n’a vérifiées depuis longtemps, et les lieux et organisations qui "
        "ne l’ont jamais été.",
        said="Vérifiée",
    ),
    CareList.figures: Told(
        "Chiffres anciens", "Des pages dont le chiffre daté le plus récent est ancien.",
        said="Dernier chiffre",
    ),
    CareList.translations: Told(
        "Traductions en retard",
        "Des pages dont l’original, dans une autre langue, a changé depuis qu’elles le suivent.",
        said="En retard depuis", nothing="Aucune : chaque traduction suit son original.",
    ),
    CareList.links: Told(
        "Liens vers rien", "Des pages qui mènent à une adresse d’ici où il n’y a pas de page.",
        said="Adresse",
    ),
    CareList.web: Told(
        "Liens du web qui ne répondent plus",
        "Une adresse est dite morte quand elle n’a pas répondu plusieurs jours différents.",
        said="Adresse",
    ),
    CareList.wanted: Told(
        "Pages attendues", "Des pages en parlent ; personne ne les a encore écrites.",
        counted="Pages qui en parlent", nothing="Aucune : tous les liens mènent quelque part.",
    ),
    CareList.orphans: Told(
        "Pages orphelines",
        "Aucune page n’y mène, et aucune liste ne les montre : on ne les trouve qu’en cherchant.",
        counted="", nothing="Aucune : chaque page est à portée d’un lien.",
    ),
    CareList.licence: Told(
        "Pages sans licence", "Sans licence, personne ne peut reprendre ce qui y est écrit.",
    ),
    CareList.summary: Told(
        "Pages sans résumé", "Le résumé est ce qu’on lit dans les listes et la recherche.",
    ),
    CareList.themes: Told("Pages sans thème", "Sans thème, une page n’est dans aucun tri."),
    CareList.pictures: Told(
        "Images sans texte alternatif", "Ce qu’elles montrent n’est pas dit à qui ne les voit pas.",
        said="Image",
    ),
    CareList.twins: Told(
        "Doublons possibles",
        "Des pages qui parlent peut-être de la même chose. Elles se réunissent sans rien perdre.",
        nothing="Aucune : chaque page semble parler d’autre chose.",
    ),
    CareList.missed: Told(
        "Recherches sans résultat",
        "Ce qu’on a cherché ici sans rien trouver. On compte les mots, jamais les personnes.",
        said="Dernière fois", counted="Fois",
        nothing="Rien encore : tout ce qui a été cherché a été trouvé.",
    ),
}  # fmt: skip
_FIELD = {
    CareList.figures: "champ-figures", CareList.summary: "champ-summary",
    CareList.themes: "champ-themes",
}  # fmt: skip
ORDERS = {
    CareOrder.first: "Le plus urgent d’abord",
    CareOrder.linked: "Les plus citées d’abord",
    CareOrder.title: "Par titre",
}


def items_of(reading: Reading, asked: Asked, here: str) -> tuple[tuple[CareItem, ...], int]:
    """The lines of any list but that of twins, and how many it has; `here` is where a form comes
    back to."""
    if asked.list is CareList.wanted:
        wanted, total = care_wanted(reading.wiki, asked)
        return tuple(_wanted(reading, *one) for one in wanted), total
    if asked.list is CareList.missed:
        missed, total = care_missed(reading.wiki, asked)
        return tuple(_missed(reading, one) for one in missed), total
    lines, total = care_pages(reading.wiki, asked)
    gone = failing(reading.wiki) if asked.list is CareList.web else {}
    return tuple(_page(reading, asked.list, one, gone, here) for one in lines), total


def _page(
    reading: Reading, which: CareList, line: CareLine, gone: Mapping[str, WebLink], here: str
) -> CareItem:
    url = reading.url(line.path)
    return CareItem(
        label=line.title, url=url, kind=line.path.kind,
        said=_said(reading, which, line, gone), on=_day(line.said) if _dated(which) else None,
        count=line.links if TOLD[which].counted else None,
        acts=_acts(reading, which, line, url, here),
    )  # fmt: skip


def _dated(which: CareList) -> bool:
    return which in (CareList.stale, CareList.figures, CareList.translations)


def _said(reading: Reading, which: CareList, line: CareLine, gone: Mapping[str, WebLink]) -> str:
    if which is CareList.stale:
        return line.said or reading.say("jamais")
    if which is CareList.web and (link := gone.get(line.said)):
        told = reading.say("{url} : {why}, depuis le {day}")
        day = reading.writing.long_date(link.since)
        return told.format(url=link.url, why=reading.say(link.reason), day=day)
    if which is CareList.pictures:
        sentence = "l’image elle-même" if line.said else "là où la page la montre"
        return reading.say(sentence)
    return line.said


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _acts(
    reading: Reading, which: CareList, line: CareLine, url: str, here: str
) -> tuple[CareAct, ...]:
    say = reading.say
    if which is CareList.pictures and line.said:
        return (CareAct(say("Dire ce qu’on y voit"), f"{LIBRARY}/{line.said}"),)
    edit = f"{url}/edit"
    if which is CareList.licence:
        return (CareAct(say("Dire sa licence"), f"{edit}?mode=source"),)
    if which is CareList.translations:
        return (CareAct(say("Voir ce qui a changé"), f"{url}/traduction"),)
    if which is CareList.orphans:
        return (CareAct(say("Voir ce qui y mène"), f"{url}/liens"),)
    correct = CareAct(say(_VERBS.get(which, "Corriger")), f"{edit}#{_FIELD.get(which, 'body')}")
    if which is not CareList.stale:
        return (correct,)
    hidden = (("base", str(line.revision)), ("vers", here))
    return (CareAct(say("Toujours vrai"), f"{url}/verify", hidden, posts=True),
            CareAct(say("Corriger"), edit))  # fmt: skip


_VERBS = {
    CareList.summary: "Écrire le résumé", CareList.themes: "Choisir ses thèmes",
    CareList.figures: "Mettre à jour",
}  # fmt: skip


def _wanted(reading: Reading, target: LinkTarget, count: int) -> CareItem:
    words = str(target)
    url = wanted_url(target, words, reading.wiki.kinds)
    act = CareAct(reading.say("Écrire la page"), url)
    return CareItem(label=words, url=url, kind=target.kind, count=count, acts=(act,), wanted=True)


def _missed(reading: Reading, missed: Missed) -> CareItem:
    say = reading.say
    drop = CareAct(
        say("Retirer"), f"{ROOM}/{CareList.missed}", (("texte", missed.text),), posts=True
    )
    write = CareAct(say("Écrire la page"), address("/-/ecrire", titre=missed.text))
    return CareItem(
        label=missed.text, url=address("/recherche", q=missed.text), on=missed.last_on,
        said=missed.last_on.isoformat(), count=missed.count, acts=(write, drop),
    )  # fmt: skip


def choices_of(
    reading: Reading, asked: Asked
) -> tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]:
    """The selects of a list of pages: kind, region, order."""
    say, every = reading.say, reading.say("Peu importe")
    kinds = [(one.name, say(one.label)) for one in reading.wiki.kinds.values()]
    regions = [(term.slug, REGIONS.label(term.slug, reading.lang)) for term in REGIONS]
    found = [
        ("kind", say("Genre"), _options([("", every), *kinds], asked.kind)),
        ("region", say("Région"), _options([("", every), *regions], asked.region)),
    ]
    if asked.list is not CareList.twins:
        orders = [(one.value, say(words)) for one, words in ORDERS.items()]
        found.append(("tri", say("Ordre"), _options(orders, asked.order.value)))
    return tuple(found)


def _options(terms: list[tuple[str, str]], chosen: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple((value, label, value == chosen) for value, label in terms)


def pager_of(asked: Asked, total: int, url_of: Callable[[int], str]) -> Pager:
    last = max(1, -(-total // asked.size))
    return Pager.of(asked.offset // asked.size + 1, last, url_of)


def pairs(asked: Asked) -> list[tuple[str, str]]:
    """The choices of a list as a query."""
    order = "" if asked.order is CareOrder.first else asked.order.value
    said = (("kind", asked.kind), ("region", asked.region), ("tri", order))
    return [(name, value) for name, value in said if value]


def narrows(which: CareList) -> bool:
    return which in (*OF_PAGES, CareList.web, CareList.twins)
