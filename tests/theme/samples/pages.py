"""Pages of every kind: full, empty, borrowed, old, draft."""

from dataclasses import replace

from markupsafe import Markup

from app.web import views as v
from tests.theme.samples.common import (
    COLUMNS,
    EMPTY_HEAD,
    FRIEND,
    ITEMS,
    ME,
    NOW,
    Screen,
    around,
    country,
    lieu,
)


def place_full() -> v.PlacePage:
    return v.PlacePage(
        head=lieu(),
        map=around(),
        neighbours=(
            v.Link("Les Ateliers", "/lieux/les-ateliers", "Castres, 14 km"),
            v.Link("8 Fablab Drôme", "/reseau/x/lieux/8", "Crest, 250 km", borrowed=True),
        ),
        models=(
            v.Chain(
                "",
                "Un lieu de vie ouvert toute l’année.",
                "Repas, livres, concerts.",
                "Repas et bar, billetterie.",
                ("repas", "livres", "subventions"),
            ),
        ),
        figures=(
            v.Figure("Chiffre d’affaires", 357000, "money", "dernier connu", "Étude CAE"),
            v.Figure("Sociétaires", 245, "number", "2019", "", note="personnes"),
            v.Figure("Emplois", "à compléter"),
        ),
        governance=v.Governance(
            "L’assemblée des sociétaires élit un conseil.",
            (("Conseil de Place", "tout le monde", "le cap"),),
        ),
        lessons=v.Lessons(
            ("Trois métiers qui se renvoient du public", "La répétition ouverte"),
            ("Tenir le bar avec les seuls bénévoles",),
        ),
        methods=(
            v.Link("Conseil de Place", "/methodes/conseil-de-place", "depuis 2014"),
            v.Link("Essaimage", "/-/ecrire", wanted=True),
        ),
        units=(v.Link("Répartir les charges", "/minicools/charges", "25 min"),),
        contact=v.Contact(
            "https://cafeplum.example/",
            "/lieux/cafe-plum/contact",
            "Ma-Sa 10 h à 23 h",
            (v.Fact("Accès", "plain-pied, car 765"),),
            visit=Markup("<p>Les visites se font le mardi matin, à trois au plus.</p>"),
        ),
    )


def method_full() -> v.MethodPage:
    head = lieu(
        kind="method",
        title="Méthode des scénarios",
        slug="scenarios",
        url="/methodes/scenarios",
        summary="Jouer un « et si… » jusqu’au bout, pour pas cher, puis décider.",
        facts=(
            v.Fact("Pour qui", "Équipe, Conseil de Place, voisins"),
            v.Fact("Moment", "Croissance, fin"),
        ),
        trail=(v.Link("Méthodes", "/methodes"),),
        toc=(v.TocEntry("Quand s’en servir", "quand"),),
        body=Markup(
            '<h2 id="quand">Quand s’en servir</h2><p>Quand une décision fait peur et que la '
            "discussion tourne en rond.</p>"
        ),
        translations=(v.Link("English", "/methods/scenarios", lang="en"),),
    )
    step = Markup("<p>Écrivez-la au mur, en une phrase que tout le monde accepte.</p>")
    return v.MethodPage(
        head=head,
        difficulty=2,
        brief=(
            v.Figure("Durée", 210, "duration", icon="clock", note="pause comprise"),
            v.Figure("Groupe", "6 à 15", icon="people"),
            v.Figure("Coût", 20, "money", icon="coin", note="papier et café"),
            v.Figure(
                "Essayée dans", "4 lieux", icon="pin", note="leurs résultats", href="#fiche-essais"
            ),
        ),
        materials=(
            v.Fact("Papier", "3 grandes feuilles, 60 cartons"),
            v.Fact("Salle", "Un mur libre de 4 m"),
        ),
        steps=(
            v.Step("Poser une seule question", step, 20),
            v.Step("Choisir trois avenirs", step, 90),
            v.Step("", step),
        ),
        difficulties=(v.Difficulty("On tourne en rond", "Relire la question au mur."),),
        lessons=v.Lessons(
            ("Inviter un voisin",), ("Plus de trois avenirs",), ("La jouer avec la commune",), ()
        ),
        trials=(
            v.Trial(
                v.Link("Les Ateliers", "/lieux/les-ateliers", "Castres"),
                "nov. 2026",
                "Renoncé à temps",
            ),
            v.Trial(
                v.Link("Lab Hermitage", "/reseau/x", borrowed=True), "2024", "", "en deux soirées"
            ),
        ),
        resources=(v.Link("Le guide PLACES-3T", "https://example.org/guide.pdf", "PDF"),),
        variants=(v.Link("Scénarios en deux soirées", "/methodes/deux-soirees", "Compiègne"),),
        units=(v.Link("Répartir les charges", "/minicools/charges", "25 min"),),
        places=(v.Link("Café PLUM", "/lieux/cafe-plum", "Lautrec"),),
    )


QUIZ = Markup(
    '<fieldset class="quiz" data-quiz="q1"><legend>Combien un résident paie-t-il par mètre '
    "carré et "
    "par mois ?</legend>"
    '<div class="answer" data-right="no"><label class="choice"><input type="radio" name="q-q1" '
    'value="1"><span>5,67 €</span></label><details class="feedback"><summary>Voir la '
    "réponse</summary>"
    "<p><strong>Pas tout à fait.</strong> Vous avez divisé 1 700 € par les 300 m² du lieu "
    "entier.</p></details></div>"
    '<div class="answer" data-right="yes"><label class="choice"><input type="radio" name="q-q1" '
    'value="2"><span>11,11 €</span></label><details class="feedback"><summary>Voir la '
    "réponse</summary>"
    "<p><strong>C’est la bonne réponse.</strong> 1 700 € ÷ 153 m² = 11,11 €.</p></details>"
    "</div></fieldset>"
)


def unit_full() -> v.MiniCoolPage:
    head = lieu(
        kind="mini_cool",
        title="Répartir les charges de son lieu",
        slug="charges",
        url="/minicools/charges",
        summary="",
        body=Markup(""),
        toc=(),
        facts=(),
        trail=(v.Link("Apprendre", "/minicools"),),
    )
    text = Markup(
        "<p>Un lieu de 300 m² dépense chaque mois 1 700 € pour ses murs et 800 € pour ses "
        "services.</p>"
    )
    return v.MiniCoolPage(
        head=head,
        objective="À la fin, je sais dire combien chaque groupe d’usagers doit payer.",
        audience="Pour qui tient le budget, seul ou à deux",
        duration_min=25,
        skills=("Lire un compte de charges", "Expliquer un partage"),
        prerequisites=(v.Link("Lire un budget", "/minicools/budget", "15 min"),),
        steps=(
            v.MiniCoolStep("Lister les charges", text),
            v.MiniCoolStep("Partager en trois", text + QUIZ),
            v.MiniCoolStep(
                "Écouter Castres", text, "audio", v.Link("Écouter, 4 min", "/media/x.mp3")
            ),
            v.MiniCoolStep("En parler à un pair", text, "peer"),
        ),
        evaluation=(
            v.Evaluation("self", Markup("<p>Je sais expliquer la règle 51 / 29 / 20.</p>")),
            v.Evaluation("peer", Markup("<p>Quelqu’un d’un autre lieu a compris mon partage.</p>")),
        ),
        show=(v.Fact("Une trace", "Votre partage, sur une demi-page"),),
        recognition="« A réparti les charges de son lieu et l’a expliqué. »",
        next_units=(v.Link("Tenir un Conseil de Place", "/minicools/conseil", "40 min"),),
        methods=(v.Link("Règle 51 / 29 / 20", "/methodes/regle"),),
    )


SCREENS: dict[str, Screen] = {
    "place": ("place.html", place_full(), {}),
    "place-signed-in": (
        "place.html",
        place_full(),
        {
            "person": ME,
            "waiting": 3,
            "flash": v.Flash(
                "C’est enregistré.",
                detail="Votre version est la quinzième de cette page.",
                saved=True,
                links=(v.Link("Voir le changement", "/x"), v.Link("Fermer", "/y")),
            ),
        },
    ),
    "place-empty": (
        "place.html",
        v.PlacePage(head=EMPTY_HEAD),
        {"languages": (), "robots": "noindex"},
    ),
    "place-borrowed": (
        "place.html",
        replace(place_full(), head=lieu(origin=FRIEND, versions=0)),
        {},
    ),
    "place-old": (
        "place.html",
        replace(
            place_full(),
            head=lieu(
                old=v.OldVersion(NOW, "S. H.", "/lieux/cafe-plum/diff"),
                status="archived",
                redirected_from="Café Plum",
                proposals=2,
                right="propose",
            ),
        ),
        {},
    ),
    "place-draft": (
        "place.html",
        v.PlacePage(head=lieu(status="draft", stale=True, body=Markup(""), toc=())),
        {"person": ME},
    ),
    "method": ("method.html", method_full(), {"section": "method"}),
    "method-stub": (
        "method.html",
        v.MethodPage(
            head=lieu(kind="method", title="Essaimage", body=Markup(""), facts=(), toc=()),
            stub=True,
        ),
        {"section": "method"},
    ),
    "minicool": ("minicool.html", unit_full(), {"section": "mini_cool", "scripts": ("learn.js",)}),
    "minicool-empty": ("minicool.html", v.MiniCoolPage(head=EMPTY_HEAD, objective=""), {}),
    "organisation": (
        "organisation.html",
        v.OrganisationPage(
            head=lieu(kind="organisation", title="Tiers-Lieux Occitanie"),
            parent=v.Link("France Tiers-Lieux", "/o/f"),
            children=(v.Link("La Trame", "/o/t"),),
            members=ITEMS[:3],
            members_total=41,
            members_url="/lieux?network=tlo",
        ),
        {},
    ),
    "portal": (
        "portal.html",
        v.PortalPage(
            head=lieu(kind="portal", title="Tenir dans la durée"),
            sections=(
                v.PortalSection("Des lieux", "lieux", ITEMS, 42, "/lieux"),
                v.PortalSection("En tableau", "tableau", ITEMS, 5, "/lieux", "table", COLUMNS),
                v.PortalSection("En liste", "liste", ITEMS[:2], 2, "/lieux", "list"),
                v.PortalSection("Sur le plan", "plan", (), 3, "/lieux", "map", map=country()),
                v.PortalSection("Rien", "rien", (), 0, "/lieux"),
            ),
        ),
        {},
    ),
    "page": (
        "page.html",
        v.PlainPage(
            head=lieu(kind="page", title="Écrire sa première page", facts=(), verified_on=None)
        ),
        {"section": ""},
    ),
}
