"""A reader of English is shown no word of the program that lacks a translation.

The wiki is read in a language made for the test: every translation of the English catalogue stands
between ⟦ and ⟧. What is shown outside them must be of the pages, or of a vocabulary in English.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po, write_po

from app.domain.departments import DEPARTMENTS
from app.domain.kinds import portal, terms
from app.domain.people import Role
from app.domain.tables.columns import COLUMNS
from app.domain.vocabulary import Vocabulary
from app.engines.markdown.words import words_for
from app.theme import Theme
from app.theme.maps import COUNTRY_LABELS
from app.theme.theme import DEFAULT_FOLDER
from app.theme.words import name_in
from app.web.forms.wording import LANGUAGES
from app.web.frame import FLASH_COOKIE, FLASHES, LANG_COOKIE
from tests.outside import WORD, Outside
from tests.web.conftest import PASSWORD, Alpha, serve_alpha
from tests.web.filling import Form, open_form, send
from tests.web.pages import STARTERS
from tests.web.pages import text as whole_page

# What is the same in every language, or was given by the test itself.
SAME = {
    "Réseau Alpha", "alpha.test", "Français", "English", "Markdown", "OpenAPI", "API", "CSV",
    "JSON", "GeoJSON", "Atom", "HTML", "iCal", "JSON-LD", "JSON Lines", "gzip", "tar.gz", "Git",
    "schema.org", "OAI-PMH", "Dublin Core", "Breton", "Occitan", "Occitanie", "Pays de la Loire",
    "Contenu de départ", "Nouveau lieu", "une page attendue", "lieux", "lieu", "zzzz", "url",
    "Neuf", "Café PLUM Neuf", "Tarn", "Vendée", "cafe.example", "reseau.example",
    *(f"Personne {role.value}" for role in Role),
    *DEPARTMENTS.values(), *(f"{number} {name}" for number, name in DEPARTMENTS.items()),
    *(name for name, _, _ in COUNTRY_LABELS), *asdict(words_for("fr")).values(),
}  # fmt: skip
# Licences whose names are said so everywhere.
UNITS = {
    "CC", "BY", "SA", "NC", "ND", "ODbL", "MIT", "Apache", "km", "min", "h", "kB", "MB", "GET",
    "POST", "PUT", "DELETE", "AM", "PM",
}  # fmt: skip
MONTHS = set(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec".split()
)
ADDRESS = re.compile(r"(?:https?:/)?/[\w{}./-]+|\S+@\S+|alpha\.test\S*|\]\(\S*\)")
PARTED = re.compile(r"[,.]? · |[,.] | \(|\) |: |; | ·|· ")


def leaves(value: Any) -> Iterator[str]:
    """Every text of a front matter."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield str(value)


def pieces_of_pages() -> Iterator[str]:
    """What the pages say, as it comes out on screens: whole values, and texts between marks."""
    for draft in STARTERS:
        _, front, body = draft.text.split("---\n", 2)
        for said in (*leaves(yaml.safe_load(front)), body):
            yield said
            yield from re.split(r"\[\[|\]\]|\*\*|\n[ #>:-]*|\[.\]|\"|- |\.(?= )", said)
        for name in re.findall(r"\[\[([^]]+)\]\]|\w+/([a-z-]+)", draft.text):
            yield "".join(name).replace("-", " ")


def vocabularies() -> set[str]:
    found = [v for m in (terms, portal) for v in vars(m).values() if isinstance(v, Vocabulary)]
    return {term.en for vocabulary in found for term in vocabulary}


def names(alpha: Alpha) -> set[str]:
    """Names for programs: columns of files, parameters of the API."""
    operations = [one for path in alpha.app.openapi()["paths"].values() for one in path.values()]
    parameters = {said["name"] for one in operations for said in one.get("parameters", [])}
    return parameters | {column.name for column in COLUMNS}


def pseudo_theme(folder: Path) -> Theme:
    with (DEFAULT_FOLDER / "locale/en/messages.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    for message in catalogue:
        if message.id and isinstance(message.string, str):
            message.string = message.string and f"⟦{message.string}⟧"
        elif message.id:
            message.string = tuple(f"⟦{said}⟧" for said in message.string)
    where = folder / "locale/en"
    where.mkdir(parents=True)
    with (where / "messages.po").open("wb") as out:
        write_po(out, catalogue)
    return Theme([folder])


class English:
    """Reads screens and says which pieces of them have no translation."""

    def __init__(self, alpha: Alpha) -> None:
        self.alpha = alpha
        languages = {name_in(code, "en") for code in LANGUAGES}
        themes = {term.en for term in alpha.wiki.rules().themes}
        of_pages = {" ".join(piece.split()).strip(" .,:") for piece in pieces_of_pages()}
        spoken = {piece[:1].upper() + piece[1:] for piece in of_pages}
        self._known = SAME | vocabularies() | languages | themes | of_pages | spoken | names(alpha)
        self._text = " ".join(" ".join(pieces_of_pages()).split())
        self._words = set(WORD.findall(self._text))

    def client(self, role: Role | None = None):
        client = self.alpha.signed_in(role) if role else self.alpha.stranger()
        client.cookies.set(LANG_COOKIE, "en")
        return client

    def missing(self, html: str, *typed: str, cut: bool = False) -> list[str]:
        """What is shown and neither translated, nor of the pages, nor `typed` by the test. `cut`
        texts (a search cuts them) only need to have no word but those of the pages."""
        found = {_without(piece, typed) for piece in Outside(html).found}
        found = {piece for piece in found if not (cut and self._is_cut(piece))}
        return sorted(piece for piece in found if not self._may_stand(piece))

    def _may_stand(self, piece: str) -> bool:
        if piece in self._known or piece.strip(" .,:") in self._known:
            return True
        parts = PARTED.split(ADDRESS.sub("", piece))
        return all(self._is_known(part) for part in parts)

    def _is_cut(self, piece: str) -> bool:
        words = WORD.findall(piece)
        return len(words) > 3 and self._words.issuperset(words)

    def _is_known(self, part: str) -> bool:
        bare = part.strip(" .,:()/…“”").strip("0123456789. ")
        if bare in self._known or (bare.count(" ") > 1 and bare in self._text):
            return True
        return all(word in UNITS | MONTHS for word in WORD.findall(bare))


def _without(piece: str, typed: tuple[str, ...]) -> str:
    for words in sorted(typed, key=len, reverse=True):
        piece = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "", piece)
    return piece


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[English]:
    folder = tmp_path_factory.mktemp("english")
    for alpha in serve_alpha(folder / "alpha"):
        alpha.app.state.theme = pseudo_theme(folder / "theme")
        yield English(alpha)


OPEN = [
    "/", "/lieux/cafe-plum", "/lieux/les-ateliers", "/lieux/la-vergne",
    "/methodes/conseil-de-place", "/methodes/seulement-un-nom", "/minicools/choisir-une-licence",
    "/organisations/reseau-occitan", "/portails/portail-des-lieux", "/pages/bienvenue",
    "/lieux", "/lieux?view=list", "/lieux?view=table", "/lieux?view=map",
    "/lieux?page=1&region=bretagne",
    "/lieux?region=occitanie&setting=rural&activity=restauration-cafe-librairie&order=recent",
    "/methodes", "/methodes?view=table&stub=yes", "/minicools?view=table",
    "/organisations?view=table",
    "/portails", "/pages?view=table", "/recherche", "/recherche?q=lieux", "/recherche?q=zzzz",
    "/recherche?q=lieux&-tag=zzzz&since=2026-01-01&page=99", "/recherche?kind=place&region=zzzz",
    "/recherche?q=lieux&near=zzzz", "/recherche?near=43.7,2.1&kind=place",
    "/recherche?kind=place&lang=fr&licence=CC-BY-SA-4.0", "/recherche?kind=method&origin=self",
    "/carte", "/changements", "/changements?kind=place", "/lieux/cafe-plum/history",
    "/lieux/cafe-plum/discussion", "/methodes/conseil-de-place/essai", "/-/toujours-vrai",
    "/lieux/cafe-plum/diff", "/-/connexion", "/-/premiere-personne",
    "/-/premiere-personne?lien=x",
    "/-/chiffres", "/-/chiffres?region=occitanie", "/-/emporter",
    "/-/emporter?page=place/cafe-plum", "/-/emporter/kit",
    "/-/emporter/kit?kind=place&since=2026-01-01", "/-/emporter/kit?q=zzzz",
    "/-/reseaux", "/-/propositions", "/api/docs", "/-/media", "/-/ecrire", "/lieux/cafe-plum/edit",
    "/lieux/jamais-ecrite", "/rien/du/tout", "/rien", "/lieux?page=x", "/-/intendance",
    "/lieux/cafe-plum?revision=x", "/changements?cursor=x",
]  # fmt: skip
SIGNED = [
    "/", "/-/ecrire", "/-/ecrire?kind=place", "/-/ecrire?kind=place&titre=Café%20PLUM",
    "/-/ecrire?kind=place&titre=Neuf&adresse=A%20B", "/lieux/cafe-plum/edit",
    "/methodes/conseil-de-place/edit", "/minicools/choisir-une-licence/edit",
    "/organisations/reseau-occitan/edit", "/portails/portail-des-lieux/edit",
    "/pages/bienvenue/edit", "/lieux/nouveau-lieu/edit", "/lieux/cafe-plum/edit?mode=source",
    "/lieux/cafe-plum/move", "/lieux/cafe-plum/delete", "/lieux/cafe-plum/history",
    "/lieux/cafe-plum/traduire",
    "/lieux/lieu-secret", "/lieux/cafe-plum", "/-/compte", "/-/personnes", "/-/media",
    "/-/intendance", "/-/importer", "/-/documenter", "/-/documenter?page=place/cafe-plum",
    "/-/modeles", "/-/modeles/nouveau", "/-/ecrire?kind=place&titre=Café%20PLUM%20Neuf",
    "/-/soin", "/-/soin/a-verifier", "/-/soin/liens", "/-/soin/web", "/-/soin/attendues",
    "/-/soin/orphelines", "/-/soin/doublons?kind=place", "/-/soin/recherches", "/-/recherches",
    "/-/intendance/fichiers", "/-/avis", "/-/questions",
    "/-/avis/arret",
]  # fmt: skip


@pytest.mark.parametrize("url", OPEN)
def test_a_stranger_reads_every_screen_in_english(english: English, url: str) -> None:
    answer = english.client().get(url)

    assert answer.status_code < 500
    assert english.missing(answer.text, cut=url.startswith("/recherche")) == []


@pytest.mark.parametrize("url", SIGNED)
def test_a_steward_reads_every_screen_in_english(english: English, url: str) -> None:
    answer = english.client(Role.steward).get(url)

    assert answer.status_code < 500
    assert english.missing(answer.text, cut=url.startswith("/recherche")) == []


@pytest.mark.parametrize("url", ["/-/personnes", "/lieux/cafe-plum/delete", "/-/compte"])
def test_what_a_contributor_may_not_do_is_told_in_english(english: English, url: str) -> None:
    assert english.missing(english.client(Role.contributor).get(url).text) == []


@pytest.mark.parametrize("flash", FLASHES)
def test_what_is_said_once_is_said_in_english(english: English, flash: str) -> None:
    client = english.client()
    client.cookies.set(FLASH_COOKIE, flash)

    assert english.missing(client.get("/pages/bienvenue").text) == []


TYPED = {
    "title": "", "opened": "jamais", "turnover_eur": "beaucoup", "coordinates": "ici",
    "contact.website": "nulle part", "networks": "Rien de tel", "area_m2": "-3",
    "territory.department": "x", "territory.insee": "?", "siret": "a" * 400, "summary": "",
    "themes": "absent", "licence": "sans", "lang": "!", "legal_status": "autre chose",
    "dates.0.event": "Fête",
}  # fmt: skip


def test_all_that_is_to_be_put_right_is_told_in_english(english: English) -> None:
    client = english.client(Role.steward)
    changes = {name.replace(".", "__"): value for name, value in TYPED.items()}
    answer = send(client, open_form(client), **changes)

    assert answer.status_code == 422
    assert english.missing(answer.text, *filter(None, TYPED.values())) == []


SOURCES = [
    "rien", "---\nkind: place\ntitle: [\n---\n", "---\na: 1\na: 2\n---\n",
    "---\n- a\n---\n", "---\na: &x 1\n---\n", "---\na: !!x 1\n---\n", "---\n? [a]\n: 1\n---\n",
    "---\nkind: method\ntitle: 12\nlicence: x\nthemes: [x]\nworks: {a: 1}\n---\n",
    "---\nkind: place\ntitle: A\nsummary: \u0007\n---\n", "---\na: 0x1F\nb: 12:30\n---\n",
]  # fmt: skip


@pytest.mark.parametrize("text", SOURCES)
def test_a_file_that_cannot_be_taken_is_refused_in_english(english: English, text: str) -> None:
    client = english.client(Role.steward)
    answer = send(client, open_form(client, mode="source"), text=text)

    assert answer.status_code == 422
    assert english.missing(answer.text, "works.1") == []


def posted(english: English, url: str, said: dict[str, str], *, by: Role | None = None) -> str:
    client = english.client(by)
    token = {"csrf": english.alpha.csrf(client)} if by else {}
    return client.post(url, data=token | said).text


REFUSED: list[tuple[str, dict[str, str]]] = [
    ("/-/compte", {"do": "password", "current": "x"}),
    ("/-/compte", {"do": "password", "current": PASSWORD, "password": "court"}),
    ("/-/compte", {"do": "token", "scope": "write"}),
    ("/-/personnes", {"do": "invite", "email": "x", "name": "A"}),
    ("/-/personnes", {"do": "invite", "email": "x@alpha.test", "name": ""}),
    ("/-/personnes", {"do": "invite", "email": "x@alpha.test", "name": "<b>"}),
    ("/-/personnes", {"do": "invite", "email": "x@alpha.test", "name": "a" * 999}),
    ("/-/personnes", {"do": "invite", "email": "x@alpha.test", "name": "a\u200bb"}),
    ("/-/personnes", {"do": "invite", "email": "steward@alpha.test", "name": "A"}),
    ("/-/personnes", {"do": "role", "person": "x", "role": "reader"}),
    ("/-/media", {}),
    ("/lieux/cafe-plum/move", {"slug": "Café !"}),
    ("/lieux/cafe-plum/move", {"slug": "les-ateliers"}),
    ("/lieux/cafe-plum/restore", {"revision": "x"}),
    ("/lieux/cafe-plum/restore", {"revision": "0" * 40}),
    ("/lieux/cafe-plum/edit", {"csrf": "x", "do": "save"}),
    ("/lieux/cafe-plum/edit", {"base": "0" * 40, "do": "save"}),
    ("/lieux/neuf/edit", {"do": "save", "title": "Neuf", "slug": "cafe-plum", "status": "draft",
                          "lang": "fr", "licence": "CC-BY-SA-4.0", "shown": "title lang licence"}),
    ("/lieux/cafe-plum/edit", {"do": "preview", "title": "Café PLUM", "body": "Rien"}),
]  # fmt: skip


@pytest.mark.parametrize(("url", "said"), REFUSED)
def test_what_is_refused_is_refused_in_english(
    english: English, url: str, said: dict[str, str]
) -> None:
    shown = posted(english, url, said, by=Role.steward)

    assert "⟦" in shown
    assert english.missing(shown, "Neuf") == []


@pytest.mark.parametrize(
    ("url", "said"),
    [("/-/connexion", {"email": "x@alpha.test", "password": "x"}),
     ("/-/premiere-personne", {"secret": "x", "email": "x"}),
     ("/lieux/cafe-plum/edit", {"do": "save", "body": "Rien"}), ("/-/media", {}),
     ("/lieux/cafe-plum/move", {}), ("/-/compte", {})],
)  # fmt: skip
def test_a_stranger_is_refused_in_english(english: English, url: str, said: dict[str, str]) -> None:
    assert english.missing(posted(english, url, said)) == []


def test_a_list_is_brought_in_in_english(english: English) -> None:
    client = english.client(Role.steward)
    said = {"csrf": english.alpha.csrf(client), "do": "read"}
    rows = (
        "Nom;Ville;Lat;Lon;Espaces\nCafé PLUM;Albi;43,9;2,1;Sauna\nUn lieu;Albi;2,1;43,9;\n"
        ";;;;x\nZ;;;;Bain\n"
    )
    columns = client.post("/-/importer", data=said, files={"file": ("l.csv", rows.encode())})
    typed = ("Nom", "Ville", "Lat", "Lon", "Espaces", "Café", "PLUM", "Albi", "Sauna", "Un", "lieu",
             "Z", "Bain", "l.csv", "OpenStreetMap", "France", "Tiers-Lieux")  # fmt: skip
    assert english.missing(columns.text, *typed) == []
    for do in ("try", "save"):
        form = Form(columns.text, "/-/importer").data(do=do)
        answer = client.post("/-/importer", data=form)
        assert english.missing(answer.text, *typed, cut=True) == []


def test_two_texts_that_cross_are_told_in_english(english: English) -> None:
    mine, theirs = english.client(Role.steward), english.client(Role.contributor)
    form, other = open_form(mine), open_form(theirs)
    send(theirs, other, summary="Le leur.", opened="2011", body="Le leur.")
    crossed = send(mine, form, summary="Le mien.", opened="2012", body="Le mien.")

    assert crossed.status_code == 409
    assert english.missing(crossed.text, "Un", "Le", "leur", "mien", cut=True) == []


def test_a_page_that_is_gone_or_cannot_be_read_says_so_in_english(english: English) -> None:
    steward = english.client(Role.steward)
    english.alpha.bring_in({"place/illisible": "---\ntitle: [\n---\nRien\n"})
    english.alpha.save("page/a-supprimer", whole_page("page", "Bienvenue", "", "Rien"))
    token = english.alpha.csrf(steward)
    steward.post("/pages/a-supprimer/delete", data={"csrf": token, "note": "Bienvenue"})
    urls = ("/pages/a-supprimer", "/pages/a-supprimer/history", "/lieux/illisible", "/-/intendance")

    assert english.client().get("/pages/a-supprimer").status_code == 410
    assert [english.missing(steward.get(url).text, "illisible") for url in urls] == [[]] * len(urls)
    assert english.missing(english.client().get("/pages/a-supprimer").text) == []
