"""The style page: every piece of the theme in every state, for authors of themes and for tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.geo import Point
from app.theme.maps import Spot, country_map
from app.theme.parts import (
    Chain,
    Facet,
    FacetOption,
    Fact,
    Item,
    Licence,
    Link,
    Origin,
    Pager,
)
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.views import DisputeView, Field, Lessons, Option, PageHead
from app.web.views.style import StylePage
from app.web.views.talk import NOTHING

router = APIRouter()
URL = "/-/style"
SCHEMES = ("light", "dark")
COLOURS = (
    ("paper", "Le fond"), ("sheet", "Ce qu’on remplit ou emporte"), ("shade", "Le pied, le code"),
    ("ink", "Ce qui se lit"), ("soft", "Ce qui se lit en second"), ("line", "Les filets"),
    ("edge", "Le bord d’un champ"), ("accent", "Ce qui agit"), ("accent-deep", "Le même, survolé"),
    ("wash", "Le fond de ce qui agit"), ("place", "Lieu"), ("method", "Méthode"),
    ("minicool", "Mini-COOL"), ("organisation", "Organisation"), ("portal", "Portail"),
    ("good", "Bien"), ("caution", "Attention"), ("bad", "À réparer"), ("added", "Ajouté"),
    ("removed", "Retiré"), ("marked", "Trouvé"),
)  # fmt: skip
# Words that stand for what a page would say; they are of no language in particular.
NAME, TOWN, DAY = "Exemple", "Exempleville (00)", date(2026, 11, 30)
Say = Callable[[str], str]


@router.get(URL)
def style(request: Request, schema: str = "") -> Response:
    """`schema`: `light` or `dark`, whatever the device prefers."""
    say = reading_of(request).say
    scheme = schema if schema in SCHEMES else ""
    return screen(request, "style.html", style_page(say, scheme), title=say("Les pièces du thème"),
                  robots="noindex", canonical="", scheme=scheme)  # fmt: skip


def style_page(say: Say, scheme: str = "") -> StylePage:
    """Every piece in every state, in the words that `say` gives for French ones."""
    return StylePage(
        colours=tuple((token, say(words)) for token, words in COLOURS),
        schemes=(
            Link(say("Comme l’appareil"), URL, current=not scheme),
            Link(say("Clair"), f"{URL}?schema=light", current=scheme == "light"),
            Link(say("Sombre"), f"{URL}?schema=dark", current=scheme == "dark"),
        ),
        switch=(Link(say("Cartes"), URL, current=True), Link(say("Tableau"), URL)),
        items=_items(say), columns=(say("Commune"), say("Chiffre d’affaires")),
        links=(
            Link(NAME, URL, TOWN, "place"), Link(NAME, URL, "25 min", "method", borrowed=True),
            Link(NAME, URL, "", "page", wanted=True),
        ),
        facts=(
            Fact(say("Commune"), TOWN), Fact(say("Vérifié le"), DAY, kind="date", mark=1),
            Fact(say("Chiffre d’affaires"), 357000, kind="money"),
        ),
        facets=_facets(say), fields=_fields(say),
        chosen=(Link(NAME, URL), Link(TOWN, URL)),
        pager=Pager.of(4, 12, lambda n: f"{URL}?page={n}"),
        map=country_map(
            [Spot(Point(43.7, 2.1), NAME), Spot(Point(48.1, -1.6), NAME, borrowed=True)],
            label=say("Une carte"),
        ),
        fresh=_fresh(), chains=_chains(say), lessons=_lessons(say), disputes=_disputes(say),
    )  # fmt: skip


def _items(say: Say) -> tuple[Item, ...]:
    friend = Origin("reseau.example", NAME, url=URL, received_on=DAY)
    cells = (Fact("", TOWN), Fact("", 357000, kind="money"))
    summary = say("Deux phrases disent ce qu’on trouve ici. C’est ce qu’on lit en liste.")
    kinds = ("place", "method", "mini_cool", "organisation", "portal", "page")
    ours = (
        Item(
            kind=kind, title=NAME, url=URL, summary=summary, pin=TOWN, licence="CC BY-SA 4.0",
            verified_on=DAY, status="draft" if kind == "method" else "published", cells=cells,
        )
        for kind in kinds
    )  # fmt: skip
    theirs = Item(
        kind="place", title=NAME, url=URL, summary=summary, origin=friend, licence="CC BY 4.0",
        cells=cells,
    )  # fmt: skip
    return (*ours, theirs)


def _facets(say: Say) -> tuple[Facet, ...]:
    options = tuple(
        FacetOption(str(n), f"{NAME} {n}", 1300 - n, checked=n == 1) for n in range(1, 10)
    )
    return (Facet("style", say("Critère"), options),)


def _fields(say: Say) -> tuple[Field, ...]:
    options = (Option("a", f"{NAME} 1", True), Option("b", f"{NAME} 2"))
    help, wrong = say("Une aide dit quoi écrire."), say("Une erreur dit quoi faire.")
    said = {"label": say("Question"), "help": help}
    return (
        Field(name="s.text", widget="text", value=NAME, required=True, **said),
        Field(name="s.wrong", widget="text", value="?", error=wrong, **said),
        Field(name="s.area", widget="textarea", value=NAME, limit=280, **said),
        Field(name="s.number", widget="number", value="12", unit="m²", **said),
        Field(name="s.date", widget="date", value=DAY.isoformat(), **said),
        Field(name="s.select", widget="select", options=options, **said),
        Field(name="s.radio", widget="radio", options=options, **said),
        Field(name="s.boxes", widget="checkboxes", options=options, error=wrong, **said),
    )


def _fresh() -> tuple[PageHead, ...]:
    """Verified lately, long ago, never."""
    never = PageHead(
        kind="place", title=NAME, slug="style", url=URL, licence=Licence("", ""), body=NOTHING,
        updated_at=datetime(2026, 11, 30, tzinfo=UTC), right="none",
    )  # fmt: skip
    old = replace(never, verified_on=date(2019, 11, 30), stale=True, right="edit", may_verify=True)
    return (replace(old, verified_on=DAY, verified_by=NAME, next_check_on=DAY, stale=False), old,
            never)  # fmt: skip


def _chains(say: Say) -> tuple[Chain, ...]:
    """Whole, with what is not said yet, empty."""
    worth = say("Ce qui ouvre une page.")
    return (Chain("", worth, worth, worth), Chain(creation=worth, revenues=(NAME, NAME)), Chain())


def _lessons(say: Say) -> tuple[Lessons, ...]:
    """Four boxes, two, none filled."""
    lines = (say("Ce qui reste,"), say("ce qui vient."))
    return (Lessons(lines, lines, lines, lines[:1]), Lessons(lines), Lessons())


def _disputes(say: Say) -> tuple[DisputeView, ...]:
    """Nothing chosen, a choice of three made, one side taken away."""
    old, mine, theirs = say("Ce qui reste,"), say("ce qui vient."), say("ce qui part,")
    changed = (("same", f"{old} "), ("added", mine))
    return (
        DisputeView("s.one", f"{NAME} 1", old, mine, theirs, mine_words=changed),
        DisputeView("s.two", f"{NAME} 2", old, mine, theirs, f"{theirs}\n{mine}", choice="both"),
        DisputeView("s.three", f"{NAME} 3", old, None, theirs, choice="theirs"),
    )
