"""Before the form of a page: what to write, under which title and address."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPath
from app.domain.links import slugify
from app.domain.page_path import PagePath
from app.domain.rows import PageRow, PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms import wording
from app.web.frame import lang_of, screen, theme_of
from app.web.screens.edit import invitation
from app.web.views.tools import KindChoice, Write

router = APIRouter()
_KIND_NOTES = {
    "place": "Un tiers-lieu : ce qu’on y fait, comment il tient.",
    "method": "Une manière de faire que d’autres peuvent reprendre.",
    "mini_cool": "Une petite unité pour apprendre, seul ou à plusieurs.",
    "organisation": "Un réseau, une coopérative, une collectivité, un financeur.",
    "portal": "Une entrée : des pages réunies par des listes vivantes.",
    "page": "Le reste : un guide, une annonce, une explication.",
}


@router.get("/-/ecrire")
def begin(
    request: Request, wiki: TheWiki, reader: TheReader,
    titre: str = "", kind: str = "", adresse: str = "",
) -> Response:  # fmt: skip
    """Choose what to write; once kind and title are known and the address is free, the form."""
    if reader.person is None:
        return invitation(request)
    start = Start(request, wiki, titre.strip()[:200], kind, adresse.strip())
    if kind not in wiki.kinds:
        return start.screen()
    if not start.title:
        return start.screen(("titre", start.say("à remplir.")))
    slug = start.slug or slugify(start.title)
    try:
        path = PagePath(kind, slug)
    except InvalidPath:
        return start.screen(("adresse", start.say(wording.SLUG_WRONG).format(value=slug[:60])))
    row = wiki.index.page(path)
    if row is not None and row.state is not PageState.deleted:
        return start.taken(row, sees_page(wiki, reader, row))
    url = f"{page_url(path, wiki.kinds)}/edit?titre={quote(start.title)}"
    return RedirectResponse(url, status_code=303)


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a page before its form: the screen that asks the rest."""

    request: Request
    wiki: Wiki
    title: str
    kind: str
    slug: str

    def screen(self, *errors: tuple[str, str], similar: tuple[Link, ...] = ()) -> Response:
        say = self.say
        view = Write(
            action="/-/ecrire",
            kinds=tuple(
                KindChoice(
                    one.name, say(one.label), say(_KIND_NOTES.get(one.name, one.plural)),
                    one.prefix, one.name == self.kind,
                )
                for one in self.wiki.kinds.values()
            ),
            title=self.title, slug=self.slug, similar=similar,
            errors=errors,
        )  # fmt: skip
        status = 422 if errors else 200
        return screen(
            self.request, "write.html", view, title=say("Écrire une page"), status=status,
            robots="noindex", canonical="",
        )  # fmt: skip

    def taken(self, row: PageRow, seen: bool) -> Response:
        """The page that stands there, to complete it rather than write another."""
        links = (Link(row.title, page_url(row.path, self.wiki.kinds)),) if seen else ()
        told = self.say(wording.SLUG_TAKEN).format(value=row.path.slug)
        return replace(self, slug=row.path.slug).screen(("adresse", told), similar=links)

    def say(self, text: str) -> str:
        return theme_of(self.request).say(text, lang=lang_of(self.request))
