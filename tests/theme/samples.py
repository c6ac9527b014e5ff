"""One view of every screen, full, long, empty and wrong: for tests and for looking at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from app.domain.geo import Point
from app.theme import Theme
from app.theme.maps import Spot, country_map, neighbours_map
from app.web import views as v

LONG = (
    "Bilan « ce qui marche, ne marche pas, pourrait marcher, ne marchera pas », version longue "
    "pour les tiers-lieux intercommunaux de montagne"
)
BY_SA = v.Licence(
    "CC-BY-SA-4.0",
    "CC BY-SA 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    "Vous pouvez reprendre et adapter cette page, en citant ses auteurs et sous la même licence.",
)
NOW = datetime(2026, 11, 21, 17, 4, tzinfo=UTC)
FRIEND = v.Origin(
    id="trame.example", name="La Trame", region="Ardèche méridionale", url="/-/reseaux/trame.example",
    page_url="https://trame.example/lieux/atelier", received_on=date(2026, 11, 20),
    propose_url="/-/proposer", adopt_url="/-/reprendre",
)  # fmt: skip
PLACES = (
    ("Café PLUM", 43.706, 2.138, False), ("Les Ateliers", 43.606, 2.241, False),
    ("Cartes sur Table", 43.901, 1.898, False), ("Les Imaginations Fertiles", 43.604, 1.444, False),
    ("Scic Tropisme", 43.611, 3.877, False), ("SAPIE", 43.053, 2.218, False),
    ("SQUAREGOLAB", 42.699, 2.895, False), ("Lab Hermitage", 49.426, 2.816, True),
    ("Le Village de la Vergne", 46.670, -1.426, True), ("8 Fablab Drôme", 44.724, 5.015, True),
    ("Les Usines Nouvelles", 46.517, 0.334, True), ("Friche La Belle de Mai", 43.310, 5.390, True),
    ("Wip & Co", 49.203, -0.297, True), ("PointCarré", 48.936, 2.357, True),
    ("Cooperative Baraka", 50.694, 3.175, True), ("KaleidosCOOP", 48.573, 7.752, True),
    ("Le Village by CA", 48.390, -4.486, True), ("Ecossimo", 47.218, -1.553, True),
    ("La Raffinerie", -21.0, 55.28, True),
)  # fmt: skip
ITEMS = (
    v.Item(
        kind="place", title="Café PLUM", url="/lieux/cafe-plum", pin="Lautrec (81)",
        summary="Restaurant, librairie, salle de spectacle et résidence d’artistes en pays rural.",
        meta=("Scic, 2010",), licence="CC BY-SA 4.0", verified_on=date(2026, 11, 21),
        snippet=Markup("L’accueil tient lieu de <mark>conciergerie</mark> : colis, clés des salles."),
        cells=(v.Fact("Commune", "Lautrec (81)"), v.Fact("Depuis", "2010"),
               v.Fact("Forme", "Scic"), v.Fact("Chiffre d’affaires", 357000, kind="money")),
    ),
    v.Item(
        kind="place", title="Lab Hermitage", url="/reseau/trame.example/lieux/lab-hermitage",
        summary="Tiers-lieu rural : espaces partagés, animation, ateliers périscolaires, "
        "accompagnement de projets, restauration, hôtellerie et jardin pédagogique ouvert à tous.",
        pin="Margny-lès-Compiègne (60)", meta=("Association devenue Scic, 2018",), origin=FRIEND,
        licence="CC BY-SA 4.0",
        cells=(v.Fact("Commune", "Margny-lès-Compiègne (60)"), v.Fact("Depuis", "2018"),
               v.Fact("Forme", "Association devenue Scic"),
               v.Fact("Chiffre d’affaires", "", kind="money")),
    ),
    v.Item(
        kind="method", title=LONG, url="/methodes/bilan", status="draft",
        icon_meta=(("clock", "2 h"), ("people", "5 à 30")), licence="CC BY 4.0",
        cells=(v.Fact("Commune", "–"), v.Fact("Depuis", ""), v.Fact("Forme", ""),
               v.Fact("Chiffre d’affaires", 1600000, kind="money")),
    ),
    v.Item(
        kind="mini_cool", title="Répartir les charges de son lieu", url="/minicools/charges",
        summary="À la fin, je sais dire combien chaque groupe d’usagers doit payer.",
        icon_meta=(("clock", "25 min"),), licence="CC BY-SA 4.0",
        cells=(v.Fact("Commune", ""), v.Fact("Depuis", ""), v.Fact("Forme", ""),
               v.Fact("Chiffre d’affaires", 27000, kind="money")),
    ),
    v.Item(
        kind="organisation", title="La Compagnie des Tiers-lieux", url="/organisations/compagnie",
        summary="Réseau des Hauts-de-France, tourné vers les communs.", origin=FRIEND,
        cells=(v.Fact("Commune", ""), v.Fact("Depuis", ""), v.Fact("Forme", ""),
               v.Fact("Chiffre d’affaires", "", kind="money")),
    ),
)  # fmt: skip
COLUMNS = ("Commune", "Depuis", "Forme", "Chiffre d’affaires")
TEXT = Markup(
    '<h2 id="activites">Ce qui s’y passe</h2>'
    "<p>On y déjeune, on y achète un livre, on y répète. Le restaurant sert chaque midi de la "
    "semaine et ouvre le soir quand la salle joue. La librairie occupe l’ancienne pièce du fond : "
    "elle tient par les commandes des écoles du canton autant que par les passants.</p>"
    '<p>Une <a href="/methodes/residence">résidence d’artistes</a> accueille des compagnies. Voir '
    'aussi <a class="wanted" href="/-/ecrire?titre=Essaimage">Essaimage</a>.</p>'
    '<h2 id="histoire">L’histoire</h2><p>Le café ouvre en 2010. La coopérative réunit salariés, '
    "bénévoles, clients et partenaires dans la même société.</p>"
    "<blockquote><p>« Le spectacle fait venir, le repas fait rester, le livre fait revenir. »</p>"
    "</blockquote><ul><li>Un point</li><li>Un autre</li></ul>"
    '<div class="notice" role="note"><div><p><strong>À savoir</strong></p><p>Les visites se font le mardi matin.</p></div></div>'
)
TOC = (v.TocEntry("Ce qui s’y passe", "activites"), v.TocEntry("L’histoire", "histoire"))
QR = "M0 0.5h7m1 0h6m3 0h1m4 0h7m-29 1h1m5 0h1m1 0h1m3 0h3m1 0h1m1 0h2m2 0h1m5 0h1"


def lieu(**changes: object) -> v.PageHead:
    return replace(
        v.PageHead(
            kind="place", title="Café PLUM", slug="cafe-plum", url="/lieux/cafe-plum",
            licence=BY_SA, body=TEXT, updated_at=NOW, revision="a" * 40, versions=14,
            summary="Un restaurant, une librairie et une salle de spectacle au cœur d’un village "
            "de colline. Les habitants en sont les sociétaires.",
            authors=("L. M.", "S. H.", "J. R.", "I. V.", "K. B.", "A. T."),
            verified_on=date(2026, 11, 21), verified_by="L. M.", next_check_on=date(2027, 5, 1),
            themes=(v.Link("Modèle économique", "/recherche?theme=modele-economique"),),
            tags=(v.Link("librairie", "/recherche?tag=librairie"),),
            toc=TOC, may_verify=True, trail=(v.Link("Lieux", "/lieux"), v.Link("Occitanie", "/lieux?region=occitanie")),
            facts=(
                v.Fact("Commune", "Lautrec, Tarn"), v.Fact("Milieu", "Rural"),
                v.Fact("Ouvert depuis", "2010"), v.Fact("Forme juridique", "Scic"),
                v.Fact("Activités", links=(v.Link("Restaurant", "/lieux?activity=restaurant"),
                                           v.Link("librairie", ""), v.Link("spectacle", ""))),
                v.Fact("Chiffre d’affaires", 357000, kind="money"),
                v.Fact("Surface", 1240.5, kind="number"),
                v.Fact("Réseau", "Tiers-Lieux Occitanie", href="/organisations/tlo"),
            ),
            backlinks=(v.Link("Conseil de Place", "/methodes/conseil-de-place", "méthode"),),
            source=v.Link("Étude CAE et tiers-lieux", "https://example.org/etude", "2020"),
            printed_url="occitanie.example/lieux/cafe-plum", qr_path=QR, qr_size=29,
        ),
        **changes,
    )  # fmt: skip


def spots() -> list[Spot]:
    return [Spot(Point(lat, lon), name, f"/lieux/{i}", far) for i, (name, lat, lon, far) in enumerate(PLACES)]


def country() -> v.MapDrawing:
    return country_map(
        spots(), label="Carte de France : 7 lieux en Occitanie et 12 chez les réseaux amis.",
        ours="occitanie", names=("Café PLUM",),
    )  # fmt: skip


def around() -> v.MapDrawing:
    here, *others = spots()[:5]
    return neighbours_map(replace(here, title="Lautrec"), others, label="Lautrec et ses voisins : Castres à 14 km")


def place_full() -> v.PlacePage:
    return v.PlacePage(
        head=lieu(),
        map=around(),
        neighbours=(v.Link("Les Ateliers", "/lieux/les-ateliers", "Castres, 14 km"),
                    v.Link("8 Fablab Drôme", "/reseau/x/lieux/8", "Crest, 250 km", borrowed=True)),
        models=(v.Chain("", "Un lieu de vie ouvert toute l’année.", "Repas, livres, concerts.",
                        "Repas et bar, billetterie.", ("repas", "livres", "subventions")),),
        figures=(v.Figure("Chiffre d’affaires", 357000, "money", "dernier connu", "Étude CAE"),
                 v.Figure("Sociétaires", 245, "number", "2019", "", note="personnes"),
                 v.Figure("Emplois", "à compléter")),
        governance=v.Governance("L’assemblée des sociétaires élit un conseil.",
                                (("Conseil de Place", "tout le monde", "le cap"),)),
        lessons=v.Lessons(("Trois métiers qui se renvoient du public", "La répétition ouverte"),
                          ("Tenir le bar avec les seuls bénévoles",)),
        methods=(v.Link("Conseil de Place", "/methodes/conseil-de-place", "depuis 2014"),
                 v.Link("Essaimage", "/-/ecrire", wanted=True)),
        units=(v.Link("Répartir les charges", "/minicools/charges", "25 min"),),
        contact=v.Contact("https://cafeplum.example/", "/lieux/cafe-plum/contact", "Ma-Sa 10 h à 23 h",
                          (v.Fact("Accès", "plain-pied, car 765"),),
                          Markup("<p>Les visites se font le mardi matin, à trois au plus.</p>")),
    )  # fmt: skip


def method_full() -> v.MethodPage:
    head = lieu(
        kind="method", title="Méthode des scénarios", slug="scenarios", url="/methodes/scenarios",
        summary="Jouer un « et si… » jusqu’au bout, pour pas cher, puis décider.",
        facts=(v.Fact("Pour qui", "Équipe, Conseil de Place, voisins"), v.Fact("Moment", "Croissance, fin")),
        trail=(v.Link("Méthodes", "/methodes"),), toc=(v.TocEntry("Quand s’en servir", "quand"),),
        body=Markup('<h2 id="quand">Quand s’en servir</h2><p>Quand une décision fait peur et que la discussion tourne en rond.</p>'),
        translations=(v.Link("English", "/methods/scenarios", "en"),),
    )  # fmt: skip
    step = Markup("<p>Écrivez-la au mur, en une phrase que tout le monde accepte.</p>")
    return v.MethodPage(
        head=head, difficulty=2,
        brief=(v.Figure("Durée", 210, "duration", icon="clock", note="pause comprise"),
               v.Figure("Groupe", "6 à 15", icon="people"),
               v.Figure("Coût", 20, "money", icon="coin", note="papier et café"),
               v.Figure("Essayée dans", "4 lieux", icon="pin", note="leurs résultats", href="#fiche-essais")),
        materials=(v.Fact("Papier", "3 grandes feuilles, 60 cartons"), v.Fact("Salle", "Un mur libre de 4 m")),
        steps=(v.Step("Poser une seule question", step, 20), v.Step("Choisir trois avenirs", step, 90),
               v.Step("", step)),
        difficulties=(v.Difficulty("On tourne en rond", "Relire la question au mur."),),
        lessons=v.Lessons(("Inviter un voisin",), ("Plus de trois avenirs",), ("La jouer avec la commune",), ()),
        trials=(v.Trial(v.Link("Les Ateliers", "/lieux/les-ateliers", "Castres"), "nov. 2026", "Renoncé à temps"),
                v.Trial(v.Link("Lab Hermitage", "/reseau/x", borrowed=True), "2024", "", "en deux soirées")),
        resources=(v.Link("Le guide PLACES-3T", "https://example.org/guide.pdf", "PDF"),),
        variants=(v.Link("Scénarios en deux soirées", "/methodes/deux-soirees", "Compiègne"),),
        units=(v.Link("Répartir les charges", "/minicools/charges", "25 min"),),
        places=(v.Link("Café PLUM", "/lieux/cafe-plum", "Lautrec"),),
    )  # fmt: skip


QUIZ = Markup(
    '<fieldset class="quiz" data-quiz="q1"><legend>Combien un résident paie-t-il par mètre carré et '
    "par mois ?</legend>"
    '<div class="answer" data-right="no"><label class="choice"><input type="radio" name="q-q1" '
    'value="1"><span>5,67 €</span></label><details class="feedback"><summary>Voir la réponse</summary>'
    "<p><strong>Pas tout à fait.</strong> Vous avez divisé 1 700 € par les 300 m² du lieu "
    "entier.</p></details></div>"
    '<div class="answer" data-right="yes"><label class="choice"><input type="radio" name="q-q1" '
    'value="2"><span>11,11 €</span></label><details class="feedback"><summary>Voir la réponse</summary>'
    "<p><strong>C’est la bonne réponse.</strong> 1 700 € ÷ 153 m² = 11,11 €.</p></details>"
    "</div></fieldset>"
)


def unit_full() -> v.MiniCoolPage:
    head = lieu(
        kind="mini_cool", title="Répartir les charges de son lieu", slug="charges", url="/minicools/charges",
        summary="", body=Markup(""), toc=(), facts=(), trail=(v.Link("Apprendre", "/minicools"),),
    )  # fmt: skip
    text = Markup("<p>Un lieu de 300 m² dépense chaque mois 1 700 € pour ses murs et 800 € pour ses services.</p>")
    return v.MiniCoolPage(
        head=head, objective="À la fin, je sais dire combien chaque groupe d’usagers doit payer.",
        audience="Pour qui tient le budget, seul ou à deux", duration_min=25,
        skills=("Lire un compte de charges", "Expliquer un partage"),
        prerequisites=(v.Link("Lire un budget", "/minicools/budget", "15 min"),),
        steps=(v.MiniCoolStep("Lister les charges", text), v.MiniCoolStep("Partager en trois", text + QUIZ),
               v.MiniCoolStep("Écouter Castres", text, "audio", v.Link("Écouter, 4 min", "/media/x.mp3")),
               v.MiniCoolStep("En parler à un pair", text, "peer")),
        evaluation=(v.Evaluation("self", Markup("<p>Je sais expliquer la règle 51 / 29 / 20.</p>")),
                    v.Evaluation("peer", Markup("<p>Quelqu’un d’un autre lieu a compris mon partage.</p>"))),
        show=(v.Fact("Une trace", "Votre partage, sur une demi-page"),),
        recognition="« A réparti les charges de son lieu et l’a expliqué. »",
        next_units=(v.Link("Tenir un Conseil de Place", "/minicools/conseil", "40 min"),),
        methods=(v.Link("Règle 51 / 29 / 20", "/methodes/regle"),),
    )  # fmt: skip


def news(label: str, days: int, after: str = "", note: str = "") -> v.News:
    return v.News(NOW - timedelta(days=days), v.Link(label, "/lieux/x"), after, note)


def home_full() -> v.Home:
    return v.Home(
        title="Les tiers-lieux écrivent ce qu’ils apprennent.",
        lead="42 lieux et 114 méthodes, tenus à jour par celles et ceux qui les font vivre, et partagés avec les réseaux voisins.",
        map=country(), map_note="7 lieux d’Occitanie",
        ways=(v.Way("place", 42, (v.Link("Café PLUM", "/lieux/cafe-plum", "Lautrec"), v.Link("Les Ateliers", "/lieux/a", "Castres"),
                                  v.Link("Les Imaginations Fertiles", "/lieux/i", "Toulouse"))),
              v.Way("method", 1114, (v.Link("Méthode des scénarios", "/m", "une demi-journée"), v.Link(LONG, "/m2", "2 h"))),
              v.Way("mini_cool", 4, (v.Link("Répartir les charges de son lieu", "/u", "25 min"),))),
        news=(news("Café PLUM", 0, "dit comment le restaurant porte la librairie", "L. M., au lieu Café PLUM"),
              news("Méthode des scénarios", 2, "a été essayée à Castres", "« on a renoncé à temps »"),
              news("SQUAREGOLAB", 3, "a été vérifié, toujours vrai", "K. B., Perpignan")),
        received=(news("Convention d’occupation précaire", 1, "", "Coopérative Tiers-Lieux, Nouvelle-Aquitaine"),
                  news("8 Fablab Drôme", 1, "", "La Trame, Ardèche méridionale")),
        friends=4,
        wanted=(v.Link("Essaimage", "/-/ecrire?titre=Essaimage", wanted=True), v.Link("Terminer une Place", "/-/ecrire", wanted=True)),
        wanted_total=21,
    )  # fmt: skip


FACETS = (
    v.Facet("region", "Région", tuple(v.FacetOption(f"r{i}", n, c, i == 1) for i, (n, c) in enumerate(
        [("Île-de-France", 11), ("Occitanie", 7), ("Auvergne-Rhône-Alpes", 6), ("Nouvelle-Aquitaine", 4),
         ("Hauts-de-France", 3), ("Pays de la Loire", 3), ("Normandie", 2), ("Bretagne", 1)])), 5),
    v.Facet("legal_status", "Forme juridique", (v.FacetOption("scic", "Scic", 29), v.FacetOption("scop", "Scop", 1300))),
    v.Facet("vide", "Sans choix", ()),
)  # fmt: skip
CHOSEN = (v.Link("Occitanie", "/lieux"), v.Link("Scic", "/lieux?region=occitanie"))
PAGER = v.Pager.of(3, 12, lambda n: f"/lieux?page={n}")


def search_full() -> v.Search:
    return v.Search(
        query="consiergerie", total=23, items=ITEMS, facets=FACETS, chosen=CHOSEN, clear_url="/recherche?q=x",
        pager=PAGER, behind=3, corrected="conciergerie", exact_url="/recherche?q=consiergerie&exact=1",
        hidden=(("sort", "recent"),), write_url="/-/ecrire?titre=consiergerie",
    )  # fmt: skip


def directory(view: str, **changes: object) -> v.Directory:
    views = tuple(v.Link(n, f"/lieux?vue={k}", current=k == view) for k, n in
                  (("cards", "Cartes"), ("list", "Liste"), ("table", "Tableau"), ("map", "Plan")))  # fmt: skip
    full = v.Directory(
        kind="place", title="Lieux", total=42, url="/lieux", view=view, views=views, items=ITEMS,
        lead="Les lieux du réseau et ceux que partagent nos réseaux amis.", first=1, last=12, columns=COLUMNS,
        facets=FACETS, chosen=CHOSEN, clear_url="/lieux", map=country(), unplaced=2, pager=PAGER,
        exports=tuple(v.Link(n, f"/lieux.{n.lower()}") for n in ("CSV", "GeoJSON", "JSON", "Atom")),
        write_url="/-/ecrire?kind=place", hidden=(("vue", view),), data_licence=BY_SA,
        sorts=(v.Link("nom", "/lieux", current=True), v.Link("plus récents", "/lieux?tri=recent")),
    )  # fmt: skip
    return replace(full, **changes)


def version(n: int, **changes: object) -> v.Version:
    full = v.Version(
        f"{n:040x}", NOW - timedelta(days=n * 40), ("L. M.", "S. H.", "I. V.")[n % 3],
        "Comment le restaurant porte la librairie", f"/lieux/cafe-plum?revision={n}", f"/lieux/cafe-plum/diff?new={n}",
        current=n == 0, size_change=(120, -40, 1300)[n % 3],
    )  # fmt: skip
    return replace(full, **changes)


VERSIONS = (version(0), version(1, note="", minor=True), version(2, origin="La Trame"), version(3, event="created"))
W = v.Word


def compare_full() -> v.Compare:
    return v.Compare(
        head=lieu(), old=version(2), new=version(0),
        summary="Entre le 3 mars et le 21 novembre : deux champs changés, un paragraphe ajouté, un récrit.",
        fields=(v.ChangedBlock("changed", "Activités", (W("same", "Restaurant, librairie"), W("added", ", résidence d’artistes"))),),
        blocks=(v.ChangedBlock("changed", "Le modèle économique", (W("same", "Le restaurant porte "), W("removed", "tout"), W("added", "les charges fixes"), W("same", ".")), "L. M., 21 novembre"),
                v.ChangedBlock("added", "après « L’histoire »", (W("added", "« Le livre fait revenir. »"),)),
                v.ChangedBlock("moved", "« Qui décide »", (), "Vient maintenant après « Les chiffres ».")),
        versions=VERSIONS, compare_url="/lieux/cafe-plum/diff", swap_url="/lieux/cafe-plum/diff?old=0",
        restore_url="/lieux/cafe-plum/restore", may_restore=True, authors=(("L. M.", 6), ("S. H.", 1)),
        previous=v.Link("Le changement d’avant", "/x"), next=v.Link("Le changement d’après", "/y"),
    )  # fmt: skip


def fields(wrong: bool = True) -> tuple[v.Group, ...]:
    row = lambda n, what="", label=None: v.Row(label or f"Chiffre {n}", (  # noqa: E731
        v.Field(name=f"figures.{n}.name", label="Quoi", value=what),
        v.Field(name=f"figures.{n}.value", label="Combien", widget="number", unit="€", value="357000"),
        v.Field(name=f"figures.{n}.date", label="Quand", widget="year", placeholder="2018"),
        v.Field(name=f"figures.{n}.source", label="D’après", value="Étude CAE et tiers-lieux")))  # fmt: skip
    opts = tuple(v.Option(x, n, x in ("scic", "rural")) for x, n in (("association", "Association"), ("scic", "Scic"), ("scop", "Scop"), ("rural", "Rural ou semi-rural"), ("urbain", "Urbain")))
    return (
        v.Group("La fiche du lieu", (
            v.Field(name="title", label="Nom du lieu", value="Café PLUM", required=True),
            v.Field(name="summary", label="En deux phrases", widget="textarea", required=True, limit=280, value="Pôle d’innovation sociale " * 12,
                    help="280 signes au plus. C’est ce qu’on lit dans les listes.",
                    error="Ce résumé fait 315 signes. Retirez-en 35." if wrong else ""),
            v.Field(name="territory.city", label="Commune", widget="town", value="Lautrec", required=True,
                    help="Le département et la région se remplissent seuls : Tarn, Occitanie."),
            v.Field(name="opened", label="Année d’ouverture", widget="year", value="20100", help="L’année seule suffit : 2010.",
                    error="« 20100 » n’est pas une année. Vouliez-vous dire 2010 ?" if wrong else ""),
            v.Field(name="legal_status", label="Forme juridique", widget="select", options=opts[:3]),
            v.Field(name="setting", label="Milieu", widget="checkboxes", options=opts[3:], help="Plusieurs réponses possibles."),
            v.Field(name="dominant", label="Plutôt", widget="radio", options=opts[3:]),
            v.Field(name="figures", label="Chiffres datés", widget="rows", help="Un chiffre sans date ni source ne vieillit pas bien.",
                    rows=(row(0, "Chiffre d’affaires"),), blank=row("__n__", label="Chiffre __n__"), add_label="Ajouter un chiffre"),
        )),
        v.Group("Pour en dire plus", (
            v.Field(name="works", label="Ce qui marche", widget="list", help="Une chose par ligne.", value="Trois métiers\nLa répétition ouverte"),
            v.Field(name="methods", label="Méthodes utilisées", widget="reference"),
            v.Field(name="contact.website", label="Site", widget="url"),
            v.Field(name="verified_on", label="Vérifié le", widget="date", value="2026-11-21"),
            v.Field(name="contact.form", label="On peut nous écrire par le formulaire", widget="switch", value="yes"),
        ), folded=True),
    )  # fmt: skip


def edit(**changes: object) -> v.Edit:
    full = v.Edit(
        kind="place", title="Café PLUM", action="/lieux/cafe-plum/edit", groups=fields(), body="On y déjeune.\n\nOn y répète.",
        licence=BY_SA, base="a" * 40, trail=(v.Link("Lieux", "/lieux"), v.Link("Café PLUM", "/lieux/cafe-plum")),
        errors=(v.FieldError("champ-summary", "Le résumé dépasse de 35 signes"), v.FieldError("champ-opened", "L’année d’ouverture n’est pas une année")),
        proposes=True, reviewers="L. M. ou S. H.", cancel_url="/lieux/cafe-plum", note="La librairie fournit aussi les écoles",
    )  # fmt: skip
    return replace(full, **changes)


def edit_new() -> v.Edit:
    kinds = tuple(v.Link(n, f"/-/ecrire?kind={k}", kind=k, current=k == "place") for k, n in (("place", "Un lieu"), ("method", "Une méthode"), ("mini_cool", "Une mini-COOL"), ("page", "Une page")))
    return edit(title="", new=True, base="", errors=(), groups=fields(wrong=False), kinds=kinds, proposes=False, preview=TEXT,
                similar=(v.Link("Café Plum", "/lieux/cafe-plum", "Lautrec"),), body_error="Le texte dépasse 256 Kio.")  # fmt: skip


def conflict() -> v.Conflict:
    s = "same"
    return v.Conflict(
        head=lieu(), action="/lieux/cafe-plum/edit", whose="S. H.", hidden=(("mine", "texte\nentier"), ("base", "a" * 40)),
        disputes=(
            v.DisputeView("d0", "Horaires", "10 h à 23 h", "11 h à 23 h", "10 h à minuit", None,
                          (("added", "11 h"), (s, " à 23 h")), ((s, "10 h à "), ("added", "minuit")), "theirs"),
            v.DisputeView("d1", "Le paragraphe sur le modèle économique", "Le restaurant porte les charges.",
                          "Le restaurant porte les charges. La librairie paie son stock.", "Le restaurant porte les charges, sauf en janvier.",
                          "Le restaurant porte les charges, sauf en janvier. La librairie paie son stock."),
            v.DisputeView("d2", "Étape supprimée ou récrite", "Ouvrir aux adhérents.", "Ouvrir aux habitants.", None, "Ouvrir aux habitants."),
            v.DisputeView("d3", "Un passage neuf", None, "Mien", "Sien", "Sien\n\nMien"),
        ),
        merged=("Activités : les vôtres et les siennes y sont.", "S. H. ajoute un paragraphe."), mine_text="---\ntitle: Café PLUM\n---\nTexte", unchosen=1,
    )  # fmt: skip


ME = v.Person("L. M.", "steward")
NOT_FOUND = v.Message(
    status=404, title="Il n’y a rien à cette adresse", sentence="La page « Essaimage » n’existe pas, ou plus. Rien d’autre n’est touché.",
    show_search=True, search="Essaimage", near=(v.Link("Essaimage en réseau", "/methodes/e", "méthode"),), write_url="/-/ecrire?titre=Essaimage",
)  # fmt: skip
MEDIUM = v.Medium(url="/media/ab/x.jpg", title="La terrasse", alt="Des tables sous un tilleul", markdown="![Des tables sous un tilleul](/media/ab/x.jpg)",
                  licence="CC BY-SA 4.0", authors="S. H.", size_bytes=340_000, width=800, height=600)  # fmt: skip


def frame(title: str, **changes: object) -> v.Frame:
    full = v.Frame(
        site_name="Tiers-lieux d’Occitanie", title=title, region="Occitanie", csrf="jeton", section="place",
        description="Lieux, méthodes et unités d’apprentissage.", canonical="https://occitanie.example/lieux/cafe-plum",
        languages=(v.Language("fr", "Français", "?langue=fr"), v.Language("en", "English", "?langue=en")),
        alternates=(v.Alternate("/feed.atom", "application/atom+xml", "Nouveautés"),),
    )  # fmt: skip
    return replace(full, **changes)


EMPTY_HEAD = lieu(
    title=LONG, body=Markup(""), summary="", authors=(), versions=0, verified_on=None, themes=(), tags=(), toc=(), facts=(),
    backlinks=(), source=None, qr_path="", right="none", may_verify=False,
)  # fmt: skip

SCREENS: dict[str, tuple[str, object, dict[str, object]]] = {
    "home": ("home.html", home_full(), {"title": "", "search": False}),
    "home-empty": ("home.html", v.Home(title="Un réseau tout neuf", lead="Rien n’est encore écrit.", ways=(v.Way("place", 0, ()), v.Way("method", 0, ()), v.Way("mini_cool", 0, ()))), {"title": "", "search": False, "person": ME, "waiting": 2}),
    "place": ("place.html", place_full(), {}),
    "place-signed-in": ("place.html", place_full(), {"person": ME, "waiting": 3, "flash": v.Flash("C’est enregistré.", detail="Votre version est la quinzième de cette page.", links=(v.Link("Voir le changement", "/x"), v.Link("Fermer", "/y")))}),
    "place-empty": ("place.html", v.PlacePage(head=EMPTY_HEAD), {"languages": (), "robots": "noindex"}),
    "place-borrowed": ("place.html", replace(place_full(), head=lieu(origin=FRIEND, versions=0)), {}),
    "place-old": ("place.html", replace(place_full(), head=lieu(old=v.OldVersion(NOW, "S. H.", "/lieux/cafe-plum/diff"), status="archived", redirected_from="Café Plum", proposals=2, right="propose")), {}),
    "place-draft": ("place.html", v.PlacePage(head=lieu(status="draft", stale=True, body=Markup(""))), {"person": ME}),
    "method": ("method.html", method_full(), {"section": "method"}),
    "method-stub": ("method.html", v.MethodPage(head=lieu(kind="method", title="Essaimage", body=Markup(""), facts=(), toc=()), stub=True), {"section": "method"}),
    "minicool": ("minicool.html", unit_full(), {"section": "mini_cool", "scripts": ("learn.js",)}),
    "minicool-empty": ("minicool.html", v.MiniCoolPage(head=EMPTY_HEAD, objective=""), {}),
    "organisation": ("organisation.html", v.OrganisationPage(head=lieu(kind="organisation", title="Tiers-Lieux Occitanie"), parent=v.Link("France Tiers-Lieux", "/o/f"), children=(v.Link("La Trame", "/o/t"),), members=ITEMS[:3], members_total=41, members_url="/lieux?network=tlo"), {}),
    "portal": ("portal.html", v.PortalPage(head=lieu(kind="portal", title="Tenir dans la durée"), sections=(
        v.PortalSection("Des lieux", "lieux", ITEMS, 42, "/lieux"), v.PortalSection("En tableau", "tableau", ITEMS, 5, "/lieux", "table", COLUMNS),
        v.PortalSection("En liste", "liste", ITEMS[:2], 2, "/lieux", "list"), v.PortalSection("Sur le plan", "plan", (), 3, "/lieux", "map", map=country()), v.PortalSection("Rien", "rien", (), 0, "/lieux"))), {}),
    "page": ("page.html", v.PlainPage(head=lieu(kind="page", title="Écrire sa première page", facts=(), verified_on=None)), {"section": ""}),
    "search": ("search.html", search_full(), {"search": False}),
    "search-nothing": ("search.html", v.Search(query="ressoursserie", total=0, near=(v.Link("ressourcerie", "/r", "6"), v.Link("recyclerie", "/y", "2")), write_url="/-/ecrire"), {"search": False}),
    "search-none-left": ("search.html", v.Search(query="bar", total=0, chosen=CHOSEN, facets=FACETS, clear_url="/recherche?q=bar"), {"search": False}),
    "search-start": ("search.html", v.Search(query="", total=0), {"search": False}),
    **{f"directory-{view}": ("directory.html", directory(view), {}) for view in ("cards", "list", "table", "map")},
    "directory-empty": ("directory.html", v.Directory(kind="mini_cool", title="Mini-COOL", total=0, url="/minicools", write_url="/-/ecrire?kind=mini_cool"), {}),
    "directory-none-left": ("directory.html", directory("cards", total=0, items=()), {}),
    "map": ("map.html", v.MapScreen(map=country(), total=19, groups=((v.Link("Occitanie", "/lieux?region=occitanie", "Les 7 lieux"), (v.Link("Café PLUM", "/l", "Lautrec"), v.Link("SAPIE", "/s", "Limoux"))), (v.Link("Ailleurs", ""), (v.Link("Lab Hermitage", "/h", "Compiègne", borrowed=True),))), unplaced=(v.Link("Sans murs", "/x"),)), {}),
    "map-empty": ("map.html", v.MapScreen(map=country_map([], label="Vide"), total=0), {}),
    "changes": ("changes.html", v.Changes(changes=tuple(v.Change(NOW - timedelta(hours=9 * i), v.Link(("Café PLUM", LONG)[i % 2], "/x", kind=("place", "method")[i % 2]), "L. M.", ("La librairie", "")[i % 2], ("changed", "created", "received")[i % 3], i == 2, "/diff") for i in range(6)), filters=(v.Link("Tout", "/changements", current=True), v.Link("Lieux", "/changements?kind=place")), next_url="/changements?cursor=x"), {}),
    "changes-empty": ("changes.html", v.Changes(changes=()), {}),
    "history": ("history.html", v.History(head=lieu(), versions=VERSIONS, compare_url="/lieux/cafe-plum/diff", restore_url="/lieux/cafe-plum/restore", may_restore=True, authors=(("L. M.", 6), ("S. H.", 1)), next_url="?cursor=x"), {}),
    "history-one": ("history.html", v.History(head=EMPTY_HEAD, versions=VERSIONS[:1], compare_url="/x"), {}),
    "compare": ("compare.html", compare_full(), {}),
    "compare-same": ("compare.html", v.Compare(head=lieu(), old=version(1), new=version(0), summary="Rien n’a changé."), {}),
    "raw": ("raw.html", v.Source(head=lieu(), text="---\nkind: place\ntitle: Café PLUM\n---\n\n<b>Texte</b>", download_url="/lieux/cafe-plum/raw?download=1"), {}),
    "edit": ("edit.html", edit(), {"scripts": ("edit.js",)}),
    "edit-new": ("edit.html", edit_new(), {"scripts": ("edit.js",), "person": ME}),
    "conflict": ("conflict.html", conflict(), {"scripts": ("edit.js",)}),
    "signin": ("signin.html", v.SignIn(action="/-/connexion", email="l@example.org", then="/lieux", error="Adresse ou mot de passe inconnus. Vérifiez les deux."), {}),
    "steward": ("steward.html", v.FirstSteward(action="/-/premier", network="Tiers-lieux d’Occitanie", secret="x", errors=(("password", "Douze signes au moins : il en manque 4."),)), {}),
    "steward-expired": ("steward.html", v.FirstSteward(action="/-/premier", network="X", secret="x", expired=True), {}),
    "account": ("account.html", v.Account(name="L. M.", email="l@example.org", role="reviewer", joined_at=NOW, action="/-/compte", tokens=(v.Token("t1", "write", NOW),), secret="mlg_3f9a", drafts=(v.Link("Essaimage", "/m/e", "hier"),), errors=(("current", "Ce n’est pas votre mot de passe actuel."),)), {"person": ME}),
    "account-empty": ("account.html", v.Account(name="L. M.", email="l@example.org", role="contributor", joined_at=NOW, action="/-/compte"), {"person": ME}),
    "message-404": ("message.html", NOT_FOUND, {"robots": "noindex"}),
    "message-410": ("message.html", v.Message(status=410, title="Cette page a été supprimée", sentence="Son histoire est gardée : on peut la rétablir.", steps=(v.Link("Lire ses versions", "/lieux/x/history"), v.Link("Revenir aux lieux", "/lieux"))), {}),
    "message-500": ("message.html", v.Message(status=500, title="Le serveur a trébuché", sentence="Ce n’est pas de votre fait.", safe="Votre texte est gardé.", kept="On y déjeune.", code="7f3a-19", tone="bad"), {"person": ME}),
    "media": ("media.html", v.MediaLibrary(action="/-/media", media=(MEDIUM, replace(MEDIUM, title="", picture=False, url="/media/x.pdf")), total=2, licences=(("CC-BY-SA-4.0", "CC BY-SA 4.0", True), ("CC0-1.0", "CC0", False)), errors=(("file", "L’image pèse 9 Mo, 5 au plus. Choisissez-en une plus petite."), ("alt", "Dites en une phrase ce qu’on y voit.")), just_sent=MEDIUM), {"person": ME}),
    "media-empty": ("media.html", v.MediaLibrary(action="/-/media", may_send=False), {}),
    "people": ("people.html", v.People(people=(v.PersonRow("1", "L. M.", "l@example.org", "steward", NOW, 61, me=True), v.PersonRow("2", "S. H.", "s@example.org", "contributor", NOW, 1204)), action="/-/personnes", invitation="https://occitanie.example/-/inviter/x"), {"person": ME}),
}  # fmt: skip


def shown(theme: Theme, name: str, lang: str = "fr") -> str:
    """The HTML of a screen of SCREENS."""
    template, view, changes = SCREENS[name]
    title = changes.get("title", getattr(view, "title", "") or getattr(getattr(view, "head", None), "title", name))
    return theme.render(template, view, lang=lang, frame=frame(str(title), **{k: x for k, x in changes.items() if k != "title"}))
