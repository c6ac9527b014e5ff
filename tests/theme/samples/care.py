"""Screens of what needs someone."""

from datetime import date

from app.theme.parts import Link, Pager
from app.web.views.care import (
    CareAct,
    CareGroup,
    CareItem,
    CareListed,
    CareRoom,
    TwinPair,
    TwinSide,
)
from tests.theme.samples.common import ME, Screen

LONG = "Un titre si long qu’il ne tient pas sur un téléphone, et qui continue encore un peu"
LISTS = (Link("Faits à vérifier", "/-/soin/a-verifier", "1 204"), Link(LONG, "/x", "rien"))
TRUE = CareAct("Toujours vrai", "/v", (("base", "a"),), posts=True)
CORRECT = CareAct("Corriger", "/e")
CHOICES = (
    ("kind", "Genre", (("", "Peu importe", True), ("place", "Lieu", False))),
    ("tri", "Ordre", (("titre", "Par titre", True),)),
)
LISTED = CareListed(
    title="Faits à vérifier", lead="Des pages que personne n’a vérifiées.", total=51, action="/x",
    items=(
        CareItem(label="Café PLUM", url="/p", kind="place", on=date(2020, 3, 1), count=3,
                 acts=(TRUE, CORRECT)),
        CareItem(label=LONG, url="/l", kind="method", said="https://exemple.example/" + "x" * 90,
                 count=0, acts=(CORRECT,)),
    ),
    said="Vérifiée", counted="Pages qui y mènent", choices=CHOICES, csv_url="/x.csv",
    pager=Pager.of(1, 2, lambda n: f"/x?page={n}"),
)  # fmt: skip
TWINS = CareListed(
    title="Doublons possibles", lead="Elles se réunissent sans rien perdre.", total=2, action="/d",
    pairs=(
        TwinPair(
            kind="place", likely=92, reasons=("même nom", "à 80 mètres l’un de l’autre"),
            sides=(
                TwinSide(link=Link("Café PLUM", "/p"), facts=("Lautrec", "3 versions")),
                TwinSide(link=Link(LONG, "/l"), facts=("Lautrec",), network="La Trame"),
            ),
            acts=(CareAct("Les voir, puis réunir", "/r"), TRUE),
        ),
    ),
    apart=CareAct("Annuler", "/d", (("do", "again"),), posts=True),
)  # fmt: skip

SCREENS: dict[str, Screen] = {
    "care": ("soin.html", CareRoom(groups=(CareGroup("Ce qui vieillit", LISTS),), steward=True),
             {"person": ME}),
    "care-list": ("soin_liste.html", LISTED, {"person": ME}),
    "care-twins": ("soin_liste.html", TWINS, {"person": ME}),
    "care-none": (
        "soin_liste.html",
        CareListed(title="Pages sans thème", lead="", total=0, action="/x", choices=CHOICES,
                   narrowed=True),
        {"person": ME},
    ),
}  # fmt: skip
