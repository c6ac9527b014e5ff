"""How to take pages away, whole or by selection."""

from app.actions.ask_kit import KitMaking
from app.domain.errors import InvalidPath
from app.domain.page_path import PagePath
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.domain.tables.columns import COLUMNS
from app.domain.tables.profiles import OWN, PROFILES
from app.theme.parts import Fact, Link
from app.web.addresses import directory_url
from app.web.reading.context import Reading
from app.web.reading.directory import EXPORTS
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.reading.taking import CHOOSE, kits_sections
from app.web.reading.ways import served_section, ways_section, whole_section
from app.web.views.sheet import Section, Sheet


def take_view(reading: Reading, making: KitMaking, page: str, origin: str = "") -> Sheet:
    """`page` is the kind/slug of the page one comes from, or empty; `origin` its friend."""
    row = _open_page(reading, page, origin)
    sections = [
        *kits_sections(reading, making), ways_section(reading), _offline(reading),
        _selections(reading), _profiles(reading), whole_section(reading), served_section(reading),
        _columns(reading),
    ]  # fmt: skip
    if row is not None:
        sections.insert(0, _one(reading, row))
    return Sheet(
        title=reading.say("Emporter des pages et des données"),
        lead=reading.say(
            "Ce qui est écrit ici se reprend, avec le nom des auteurs et la licence. Les "
            "brouillons, les pages sous licence fermée et celles qui ne sont plus partagées "
            "restent ici."
        ),
        sections=tuple(sections),
    )


def _open_page(reading: Reading, page: str, origin: str) -> PageRow | None:
    index = reading.wiki.index
    try:
        row = index.page(PagePath.parse(page), origin=origin) if page else None
    except InvalidPath:
        return None
    return row if row is not None and row.state is PageState.live and row.open else None


def _one(reading: Reading, row: PageRow) -> Section:
    url = reading.url(row.path, row.origin)
    licence = reading.licence(row.licence)
    return Section(
        title=row.title,
        anchor="cette-page",
        paragraphs=(f"{licence.label}. {licence.sentence}",),
        links=(
            Link(reading.say("Le texte, avec sa fiche"), f"{url}/raw", "Markdown"),
            Link(reading.say("La même page pour un programme"), f"{url}.json", "JSON"),
            Link(reading.say("Ce qu’elle décrit, pour un moteur"), f"{url}.jsonld", "JSON-LD"),
            Link(reading.say("La page, à imprimer"), url, "A4"),
            _alike(reading, row),
        ),
    )


def _alike(reading: Reading, row: PageRow) -> Link:
    """Where pages of its kind and its region, or its theme, are chosen for a file."""
    front = Front(row.front)
    found = {"region": front.group("territory").text("region"), "theme": front.words("themes")[:1]}
    near = next(((n, v if isinstance(v, str) else v[0]) for n, v in found.items() if v), None)
    pairs = [("kind", row.path.kind), *([near] if near else [])]
    if row.origin:
        pairs.append(("origin", row.origin))
    said = ", ".join(reading.label(name, value) for name, value in pairs)
    return Link(
        reading.say("Des pages comme elle, à lire sans réseau"), address(CHOOSE, pairs), said
    )


def _offline(reading: Reading) -> Section:
    return Section(
        title=reading.say("Écrire hors ligne, apporter ensuite"),
        anchor="ecrire",
        paragraphs=(
            reading.say(
                "Dans un site emporté sur une clé, on corrige une page, on laisse une remarque, on "
                "dit « on l’a essayée ici », et on enregistre un fichier. Il s’apporte ici, par "
                "n’importe qui, quand une ligne revient."
            ),
        ),
        links=(Link(reading.say("Apporter ce fichier"), "/-/contribution"),),
    )


def _selections(reading: Reading) -> Section:
    kinds = reading.wiki.kinds.values()
    return Section(
        title=reading.say("Une liste entière, ou une partie"),
        anchor="listes",
        paragraphs=(
            reading.say(
                "Dans chaque liste, choisissez ce qui vous intéresse (une région, un thème…) : les "
                "liens du bas donnent cette sélection-là, dans ces mêmes formats."
            ),
        ),
        columns=tuple(reading.say(name) for name in ("Liste", "Pages", "Formats")),
        rows=tuple(_kind_row(reading, kind.name) for kind in kinds),
    )


def _kind_row(reading: Reading, kind: str) -> tuple[Fact, ...]:
    url = directory_url(kind, reading.wiki.kinds)
    count = reading.wiki.index.count(Selection({"kind": (kind,)}, open_only=True))
    files = tuple(Link(label, f"{url}.{ext}") for ext, label in EXPORTS)
    name = reading.plural(reading.wiki.kinds[kind])
    return (Fact("", name, href=url), Fact("", count, kind="number"), Fact("", links=files))


def _profiles(reading: Reading) -> Section:
    url = directory_url("place", reading.wiki.kinds)
    others = (one for one in PROFILES.values() if one.name != OWN)
    return Section(
        title=reading.say("Les lieux, dans les colonnes d’autres listes"),
        anchor="profils",
        paragraphs=(
            reading.say(
                "Pour qui tient une carte ou un répertoire. « profil » s’ajoute à toute sélection."
            ),
        ),
        links=tuple(
            Link(reading.say(one.label), f"{url}.csv?profil={one.name}", "CSV") for one in others
        ),
    )


def _columns(reading: Reading) -> Section:
    return Section(
        title=reading.say("Ce que disent les colonnes"),
        anchor="colonnes",
        paragraphs=(
            reading.say(
                "Le CSV est en UTF-8, séparé par des virgules. Un texte qui commence comme une "
                "formule de tableur est précédé d’une apostrophe."
            ),
        ),
        columns=tuple(reading.say(name) for name in ("Colonne", "Contenu")),
        rows=tuple(
            (Fact("", column.name), Fact("", reading.say(column.words))) for column in COLUMNS
        ),
        fold=reading.say("Les {n} colonnes").format(n=reading.writing.number(len(COLUMNS))),
    )
