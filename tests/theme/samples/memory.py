"""Screens of what a page remembers."""

from datetime import UTC, datetime

from app.theme.parts import Licence, Link
from app.web.views.memory import (
    Asked,
    AskedAuthor,
    Backlink,
    Blame,
    DeletedPage,
    DeletedPages,
    LicenceChange,
    Links,
    OriginOf,
    Relink,
    Unite,
    UniteOption,
    UnitePoint,
    UniteSide,
)
from app.web.views.versions import ChangedBlock, Word
from tests.theme.samples.common import ME, Screen, lieu

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LONG = "Un titre si long qu’il ne tient pas sur un téléphone, et qui continue encore un peu " * 2
CITING = Backlink(Link("Conseil de Place", "/methodes/conseil"), "le texte, Variantes", True, "m/c")
FRIENDS = Backlink(Link(LONG, "/reseau/x/y", "La Trame", borrowed=True), "le texte")
BY_SHARE = Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", "", "On peut reprendre en citant.", True)
FREE = Licence("CC0-1.0", "CC0 1.0", "", "On peut reprendre sans condition.", True)
WORDS = (Word("same", "Le bar "), Word("removed", "ouvre"), Word("added", "ferme"))


def licence(state: str, **more: object) -> LicenceChange:
    return LicenceChange(
        head=lieu(), action="/lieux/x/licence", state=state, source=BY_SHARE, target=FREE,
        targets=(("CC0-1.0", "CC0 1.0"),), **more,
    )  # fmt: skip


SCREENS: dict[str, Screen] = {
    "links": (
        "links.html",
        Links(
            head=lieu(),
            ours=(CITING,),
            friends=(FRIENDS,),
            next_url="?apres=x",
            wanted=(Link("Une page attendue", "/x", wanted=True),),
            relink_url="/lieux/x/relier",
        ),
        {},
    ),
    "links-none": ("links.html", Links(head=lieu()), {}),
    "relink": (
        "relink.html",
        Relink(
            head=lieu(),
            action="/x",
            back_url="/x",
            names=("vieux nom", "place/vieux"),
            pages=(CITING, Backlink(Link(LONG, "/y"), "le texte", True, "page/y")),
            more=True,
            changed=(Link("Une page", "/z", "2 liens mis à jour"),),
            in_code=2,
            asked=True,
            skipped=(Backlink(Link("Une autre", "/a"), path="page/a", why="Elle a changé."),),
        ),
        {"person": ME},
    ),
    "relink-none": ("relink.html", Relink(head=lieu(), action="/x", back_url="/x"), {"person": ME}),
    "blame": (
        "blame.html",
        Blame(
            head=lieu(),
            fields=(OriginOf("Activités", "Restaurant, librairie", "S. H.", NOON, "Revu", "/d"),),
            passages=(
                OriginOf("", "## L’histoire", "L. M.", NOON, "", "/d"),
                OriginOf("", LONG * 3, before=NOON),
                OriginOf("", "Un passage."),
            ),
            authors=(("L. M.", 3),),
            light_url="/lieux/x/blame?petites=sans",
        ),
        {},
    ),
    "blame-none": ("blame.html", Blame(head=lieu(), fields=(), passages=(), light_url="/x"), {}),
    "deleted": (
        "deleted.html",
        DeletedPages(
            pages=(
                DeletedPage("Le noyer", "page", "L. M.", NOON, "Doublon", "/h", "/r", "a"),
                DeletedPage(
                    LONG,
                    "place",
                    "S. H.",
                    NOON,
                    "",
                    "/h",
                    "/s",
                    "b",
                    taken=Link("Une autre", "/o"),
                    slug="noyer-2",
                ),
                DeletedPage(
                    "Foire", "method", "S. H.", NOON, "", "/h", "/t", "c", into=Link("Troc", "/t")
                ),
            ),
            next_url="?apres=x",
        ),
        {"person": ME},
    ),
    "deleted-none": ("deleted.html", DeletedPages(pages=()), {"person": ME}),
    "unite-choose": (
        "unite.html",
        Unite(
            head=lieu(),
            action="/x",
            typed="Rien",
            near=(Link("Les Ateliers", "/l"),),
            errors=(("avec", "Aucune page de ce genre ne s’appelle ainsi."),),
        ),
        {"person": ME},
    ),
    "unite": (
        "unite.html",
        Unite(
            head=lieu(),
            action="/x",
            sides=(
                UniteSide(Link("Café PLUM", "/p"), ("Lautrec", "3 versions")),
                UniteSide(Link(LONG, "/o"), ("d’après : Annuaire", "1 version")),
            ),
            reasons=("noms proches", "même commune"),
            swap_url="/o/reunir",
            asked=(
                UnitePoint(
                    "choice.title",
                    "Titre",
                    (UniteOption("theirs", "L’une", "Café"), UniteOption("mine", "L’autre", LONG)),
                    "On ne peut pas garder les deux.",
                ),
            ),
            points=(
                UnitePoint(
                    "choice.tags",
                    "Étiquettes",
                    (
                        UniteOption("both", "Les deux réunies", "", chosen=True),
                        UniteOption("theirs", "L’une", "a"),
                        UniteOption("mine", "L’autre", "b"),
                    ),
                ),
            ),
            blocks=(ChangedBlock("added", "Passage 2", (Word("added", LONG),)),),
            hidden=(("base", "a"), ("seen", "b"), ("avec", "x")),
        ),
        {"person": ME},
    ),
    "licence-ask": (
        "licence_change.html",
        licence("none", may_ask=True, errors=(("reason", "Dites pourquoi."),)),
        {"person": ME},
    ),
    "licence-open": (
        "licence_change.html",
        licence(
            "open",
            reason="Pour l’atlas.",
            asked_by="S. H.",
            asked_on="2026-11-22",
            may_answer=True,
            may_record=True,
            may_apply=True,
            authors=(
                AskedAuthor("a", "L. M.", "waiting", True),
                AskedAuthor("b", "Odile B.", "waiting"),
                AskedAuthor("c", "I. V.", "agreed", False, "2026-11-21", "Une lettre", "S. H."),
            ),
        ),
        {"person": ME},
    ),
    "licence-refused": (
        "licence_change.html",
        licence("refused", refused_by="L. M.", refusal="Je veux être citée.", may_ask=True),
        {"person": ME},
    ),
    "licence-applied": ("licence_change.html", licence("applied"), {"person": ME}),
    "licence-withdrawn": ("licence_change.html", licence("withdrawn"), {"person": ME}),
    "asked": (
        "asked.html",
        Asked(title="Ce qu’on vous demande", pages=(Link("Le verger", "/v", "CC BY → CC0"),)),
        {"person": ME},
    ),
    "asked-none": ("asked.html", Asked(title="Ce qu’on vous demande"), {"person": ME}),
}
