"""Signing in, accounts, people, media, plain messages."""

from dataclasses import replace

from app.web import views as v
from tests.theme.samples.common import LONG, ME, NOW, Screen

NOT_FOUND = v.Message(
    status=404,
    title="Il n’y a rien à cette adresse",
    sentence="La page « Essaimage » n’existe pas, ou plus. Rien d’autre n’est touché.",
    show_search=True,
    search="Essaimage",
    near=(v.Link("Essaimage en réseau", "/methodes/e", "méthode"),),
    write_url="/-/ecrire?titre=Essaimage",
)

MEDIUM = v.Medium(
    url="/media/ab/x.jpg",
    page_url="/-/media/x.jpg",
    copies="/media/ab/x.jpg/400.webp 400w, /media/ab/x.jpg/800.webp 800w",
    title="La terrasse",
    alt="Des tables sous un tilleul",
    markdown="![Des tables sous un tilleul](/media/ab/x.jpg)",
    ext="JPG",
    licence="CC BY-SA 4.0",
    licence_url="https://example.org/by-sa",
    authors="S. H.",
    source="https://example.org/terrasse",
    source_url="https://example.org/terrasse",
    size_bytes=340_000,
    width=800,
    height=600,
    used_in=(v.Link("Café PLUM", "/lieux/cafe-plum"), v.Link("Repas", "/methodes/r", "brouillon")),
    used_more=2,
)
NAMELESS = replace(
    MEDIUM, title="", alt="", authors="", licence="", licence_url="", source="", source_url="",
    used_in=(), used_more=0,
)  # fmt: skip
PLAN = replace(
    NAMELESS, title="Plan du lieu et de ses abords, avec les places de stationnement et les accès",
    picture=False, kind="document", ext="PDF", url="/media/x.pdf", copies="", width=None,
    height=None, markdown="[Plan du lieu](/media/x.pdf)",
)  # fmt: skip
LICENCES = (("CC-BY-SA-4.0", "CC BY-SA 4.0", True), ("CC0-1.0", "CC0", False))
SAID = v.MediumWords(
    title="La terrasse", alt="Des tables sous un tilleul", authors="S. H.", licences=LICENCES
)
KINDS = (("", "Tout", True), ("picture", "Images", False))


SCREENS: dict[str, Screen] = {
    "signin": (
        "signin.html",
        v.SignIn(
            action="/-/connexion",
            email="l@example.org",
            then="/lieux",
            error="Adresse ou mot de passe inconnus. Vérifiez les deux.",
        ),
        {},
    ),
    "steward": (
        "steward.html",
        v.FirstSteward(
            action="/-/premier",
            network="Tiers-lieux d’Occitanie",
            secret="x",
            errors=(("password", "Douze signes au moins : il en manque 4."),),
        ),
        {},
    ),
    "steward-expired": (
        "steward.html",
        v.FirstSteward(action="/-/premier", network="X", secret="x", expired=True),
        {},
    ),
    "account": (
        "account.html",
        v.Account(
            name="L. M.",
            email="l@example.org",
            role="reviewer",
            joined_at=NOW,
            action="/-/compte",
            tokens=(v.Token("t1", "write", NOW),),
            secret="mlg_3f9a",
            drafts=(v.Link("Essaimage", "/m/e", "hier"),),
            errors=(("current", "Ce n’est pas votre mot de passe actuel."),),
            thanks=(
                ("Ana", v.Link("Café PLUM", "/lieux/cafe-plum?revision=x", kind="place"), NOW),
                (LONG, v.Link(LONG, "/x", kind="method"), NOW),
            ),
        ),
        {"person": ME},
    ),
    "account-empty": (
        "account.html",
        v.Account(
            name="L. M.",
            email="l@example.org",
            role="contributor",
            joined_at=NOW,
            action="/-/compte",
        ),
        {"person": ME},
    ),
    "message-404": ("message.html", NOT_FOUND, {"robots": "noindex"}),
    "message-410": (
        "message.html",
        v.Message(
            status=410,
            title="Cette page a été supprimée",
            sentence="Son histoire est gardée : on peut la rétablir.",
            steps=(
                v.Link("Lire ses versions", "/lieux/x/history"),
                v.Link("Revenir aux lieux", "/lieux"),
            ),
        ),
        {},
    ),
    "message-500": (
        "message.html",
        v.Message(
            status=500,
            title="Le serveur a trébuché",
            sentence="Ce n’est pas de votre fait.",
            safe="Votre texte est gardé.",
            kept="On y déjeune.",
            code="7f3a-19",
            tone="bad",
        ),
        {"person": ME},
    ),
    "media": (
        "media.html",
        v.MediaLibrary(
            action="/-/media",
            media=(MEDIUM, PLAN, NAMELESS),
            total=3,
            words=SAID,
            kinds=KINDS,
            lacks=KINDS,
            just_sent=MEDIUM,
        ),
        {"person": ME},
    ),
    "media-wrong": (
        "media.html",
        v.MediaLibrary(
            action="/-/media",
            total=0,
            words=replace(SAID, alt="", decorative=True),
            query="terrasse",
            narrowed=True,
            kinds=KINDS,
            lacks=KINDS,
            errors=(
                ("file", "Ce fichier dépasse la limite de 20 Mio. Rien n’a été enregistré."),
                ("alt", "Dites en une phrase ce qu’on y voit."),
                ("authors", "Dites de qui il est."),
                ("licence", "La licence « X » n’est pas connue ici."),
            ),
        ),
        {"person": ME},
    ),
    "media-empty": ("media.html", v.MediaLibrary(action="/-/media", may_send=False), {}),
    "medium": (
        "medium.html",
        v.MediumPage(
            medium=MEDIUM,
            action="/-/media/x.jpg",
            library="/-/media",
            added_at=NOW,
            by="S. H.",
            words=SAID,
            may_correct=True,
        ),
        {"person": ME},
    ),
    "medium-wrong": (
        "medium.html",
        v.MediumPage(
            medium=NAMELESS,
            action="/-/media/x.jpg",
            library="/-/media",
            added_at=NOW,
            by="",
            words=replace(SAID, alt=""),
            may_correct=True,
            licence_free=False,
            errors=(("licence", "La licence CC BY-SA 4.0 ne permet pas de passer à CC0."),),
        ),
        {"person": ME},
    ),
    "medium-file": (
        "medium.html",
        v.MediumPage(
            medium=PLAN, action="/-/media/x.pdf", library="/-/media", added_at=NOW, by="S. H."
        ),
        {},
    ),
    "people": (
        "people.html",
        v.People(
            people=(
                v.PersonRow("1", "L. M.", "l@example.org", "steward", NOW, 61, me=True),
                v.PersonRow("2", "S. H.", "s@example.org", "contributor", NOW, 1204),
            ),
            action="/-/personnes",
            invitation="https://occitanie.example/-/inviter/x",
        ),
        {"person": ME},
    ),
}
