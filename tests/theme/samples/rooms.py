"""Signing in, accounts, people, media, plain messages."""

from dataclasses import replace

from app.web import views as v
from tests.theme.samples.common import ME, NOW, Screen

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
    title="La terrasse",
    alt="Des tables sous un tilleul",
    markdown="![Des tables sous un tilleul](/media/ab/x.jpg)",
    licence="CC BY-SA 4.0",
    authors="S. H.",
    size_bytes=340_000,
    width=800,
    height=600,
)


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
            media=(MEDIUM, replace(MEDIUM, title="", picture=False, url="/media/x.pdf")),
            total=2,
            licences=(("CC-BY-SA-4.0", "CC BY-SA 4.0", True), ("CC0-1.0", "CC0", False)),
            errors=(
                ("file", "L’image pèse 9 Mo, 5 au plus. Choisissez-en une plus petite."),
                ("alt", "Dites en une phrase ce qu’on y voit."),
            ),
            just_sent=MEDIUM,
        ),
        {"person": ME},
    ),
    "media-empty": ("media.html", v.MediaLibrary(action="/-/media", may_send=False), {}),
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
