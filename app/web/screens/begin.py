"""Before the form of a page: what to write, under which title, and what it begins from."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.duplicates import begun_like
from app.actions.rights import sees_page
from app.actions.templates import templates
from app.actions.wiki import Wiki
from app.actions.writing import right_of
from app.domain.errors import InvalidPath
from app.domain.likeness import Traits
from app.domain.links import fold, slugify
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.rows import PageRow, PageState
from app.domain.templates import Template
from app.domain.writing import Right
from app.theme.parts import Link
from app.theme.words import own_name
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms import wording
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.near import near_pages
from app.web.screens.edit import invitation
from app.web.views.tools import KindChoice, TemplateChoice, Write

router = APIRouter()
URL = "/-/ecrire"
TITLE_LIMIT = 200
SIMILAR = 8
_KIND_NOTES = {
    "place": "Un tiers-lieu : ce qu’on y fait, comment il tient.",
    "method": "Une manière de faire que d’autres peuvent reprendre.",
    "mini_cool": "Une petite unité pour apprendre, seul ou à plusieurs.",
    "organisation": "Un réseau, une coopérative, une collectivité, un financeur.",
    "portal": "Une entrée : des pages réunies par des listes vivantes.",
    "page": "Le reste : un guide, une annonce, un compte rendu.",
}
_BLANK = "Page blanche"
_BLANK_HELP = "Sans consigne : le formulaire, puis votre texte."
# Words that two titles may share and yet speak of different things.
_SMALL = 3


@router.get(URL)
def begin(
    request: Request, wiki: TheWiki, reader: TheReader,
    titre: str = "", kind: str = "", adresse: str = "", modele: str | None = None,
) -> Response:  # fmt: skip
    """Choose what to write, then what it begins from; once `modele` is said (`` is a blank page)
    and the address is free, the form."""
    if right_of(wiki, reader, None) is Right.nothing:
        return invitation(request)
    title = " ".join(titre.split())[:TITLE_LIMIT]
    start = Start(request, reading_of(request), title, kind, adresse.strip())
    if kind not in wiki.kinds:
        return start.screen()
    if not start.title:
        return start.screen(("titre", start.say("à remplir.")))
    try:
        path = PagePath(kind, start.slug or slugify(start.title))
    except InvalidPath:
        value = (start.slug or start.title)[:60]
        return start.screen(("adresse", start.say(wording.SLUG_WRONG).format(value=value)))
    row = wiki.index.page(path)
    if row is not None and row.state is not PageState.deleted:
        return start.taken(row)
    return start.on_to(path, modele)


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a page before its form: the screen that asks the rest."""

    request: Request
    reading: Reading
    title: str
    kind: str
    slug: str

    @property
    def wiki(self) -> Wiki:
        return self.reading.wiki

    def say(self, text: str) -> str:
        return self.reading.say(text)

    def on_to(self, path: PagePath, template: str | None) -> Response:
        """The form; before it, what the page may begin from, where there is anything to choose."""
        offered = self._offered()
        similar = self._similar(path)
        if template is None and (offered or similar):
            return self.screen(similar=similar, named=True, slug=path.slug)
        query = {"titre": self.title} | ({"modele": template} if template else {})
        said = urlencode(query, quote_via=quote)
        return RedirectResponse(f"{page_url(path, self.wiki.kinds)}/edit?{said}", status_code=303)

    def taken(self, row: PageRow) -> Response:
        """The page that stands there, to complete it rather than write another."""
        seen = sees_page(self.wiki, self.reading.reader, row)
        links = (Link(row.title, page_url(row.path, self.wiki.kinds)),) if seen else ()
        told = self.say(wording.SLUG_TAKEN).format(value=row.path.slug)
        return self.screen(("adresse", told), similar=links, taken=seen, slug=row.path.slug)

    def _similar(self, path: PagePath) -> tuple[Link, ...]:
        """Pages that may be about the same thing, then those whose title shares a word."""
        words = _words(self.title)
        near = near_pages(self.reading, self.title)
        found = [*map(self._twin, begun_like(self.wiki, path, self.title))]
        found += [link for link in near if words & _words(link.label)]
        return tuple({link.url: link for link in reversed(found)}.values())[::-1][:SIMILAR]

    def _twin(self, twin: Traits) -> Link:
        url = self.reading.url(twin.path, twin.origin)
        label = self.say(self.wiki.kinds[twin.path.kind].label)
        return Link(twin.title, url, label, twin.path.kind, borrowed=bool(twin.origin))

    def _offered(self) -> tuple[Template, ...]:
        """The kind's templates, those in the reader's language first."""
        lang = self.reading.lang
        found = templates(self.wiki).of_kind(self.kind)
        return tuple(sorted(found, key=lambda one: one.lang != lang))

    def _choices(self) -> tuple[TemplateChoice, ...]:
        offered = self._offered()
        if not offered:
            return ()
        lang = self.reading.lang
        found = [
            TemplateChoice(
                one.name, one.title, one.help,
                own_name(one.lang) if one.lang != lang else "", at == 0,
            )
            for at, one in enumerate(offered)
        ]  # fmt: skip
        return *found, TemplateChoice("", self.say(_BLANK), self.say(_BLANK_HELP))

    def screen(
        self, *errors: tuple[str, str], similar: tuple[Link, ...] = (), named: bool = False,
        taken: bool = False, slug: str = "",
    ) -> Response:  # fmt: skip
        named = named or any(field == "adresse" for field, _ in errors)
        known = self.wiki.kinds.get(self.kind)
        steward = self.reading.reader.has(Role.steward)
        view = Write(
            action=URL, kinds=self._kinds(), title=self.title, slug=slug or self.slug,
            kind=self.kind if known else "", kind_label=self.say(known.label) if known else "",
            named=named, templates=self._choices() if named else (), errors=errors,
            similar=similar, taken=taken, templates_url="/-/modeles" if steward else "",
        )  # fmt: skip
        return screen(
            self.request, "write.html", view, title=self.say("Écrire une page"),
            status=422 if errors else 200, robots="noindex", canonical="",
        )  # fmt: skip

    def _kinds(self) -> tuple[KindChoice, ...]:
        return tuple(
            KindChoice(
                one.name, self.say(one.label), self.say(_KIND_NOTES.get(one.name, one.plural)),
                one.prefix, one.name == self.kind,
            )
            for one in self.wiki.kinds.values()
        )  # fmt: skip


def _words(title: str) -> set[str]:
    """The words by which two titles may be of the same thing; all of them where all are short."""
    words = set(fold("".join(c if c.isalnum() else " " for c in title)).split())
    return {word for word in words if len(word) > _SMALL} or words
