"""What sample screens share: a network, its places, a page, the frame."""

from dataclasses import replace
from datetime import UTC, date, datetime

from markupsafe import Markup

from app.domain.geo import Point
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
    id="trame.example",
    name="La Trame",
    region="Ardèche méridionale",
    url="/-/reseaux/trame.example",
    page_url="https://trame.example/lieux/atelier",
    received_on=date(2026, 11, 20),
    propose_url="/-/proposer",
    adopt_url="/-/reprendre",
)

PLACES = (
    ("Café PLUM", 43.706, 2.138, False),
    ("Les Ateliers", 43.606, 2.241, False),
    ("Cartes sur Table", 43.901, 1.898, False),
    ("Les Imaginations Fertiles", 43.604, 1.444, False),
    ("Scic Tropisme", 43.611, 3.877, False),
    ("SAPIE", 43.053, 2.218, False),
    ("SQUAREGOLAB", 42.699, 2.895, False),
    ("Lab Hermitage", 49.426, 2.816, True),
    ("Le Village de la Vergne", 46.670, -1.426, True),
    ("8 Fablab Drôme", 44.724, 5.015, True),
    ("Les Usines Nouvelles", 46.517, 0.334, True),
    ("Friche La Belle de Mai", 43.310, 5.390, True),
    ("Wip & Co", 49.203, -0.297, True),
    ("PointCarré", 48.936, 2.357, True),
    ("Cooperative Baraka", 50.694, 3.175, True),
    ("KaleidosCOOP", 48.573, 7.752, True),
    ("Le Village by CA", 48.390, -4.486, True),
    ("Ecossimo", 47.218, -1.553, True),
    ("La Raffinerie", -21.0, 55.28, True),
)

ITEMS = (
    v.Item(
        kind="place",
        title="Café PLUM",
        url="/lieux/cafe-plum",
        pin="Lautrec (81)",
        summary="Restaurant, librairie, salle de spectacle et résidence d’artistes en pays rural.",
        meta=("Scic, 2010",),
        licence="CC BY-SA 4.0",
        verified_on=date(2026, 11, 21),
        snippet=Markup(
            "L’accueil tient lieu de <mark>conciergerie</mark> : colis, clés des salles."
        ),
        cells=(
            v.Fact("Commune", "Lautrec (81)"),
            v.Fact("Depuis", "2010"),
            v.Fact("Forme", "Scic"),
            v.Fact("Chiffre d’affaires", 357000, kind="money"),
        ),
    ),
    v.Item(
        kind="place",
        title="Lab Hermitage",
        url="/reseau/trame.example/lieux/lab-hermitage",
        summary="Tiers-lieu rural : espaces partagés, animation, ateliers périscolaires, "
        "accompagnement de projets, restauration, hôtellerie et jardin pédagogique ouvert à tous.",
        pin="Margny-lès-Compiègne (60)",
        meta=("Association devenue Scic, 2018",),
        origin=FRIEND,
        licence="CC BY-SA 4.0",
        cells=(
            v.Fact("Commune", "Margny-lès-Compiègne (60)"),
            v.Fact("Depuis", "2018"),
            v.Fact("Forme", "Association devenue Scic"),
            v.Fact("Chiffre d’affaires", "", kind="money"),
        ),
    ),
    v.Item(
        kind="method",
        title=LONG,
        url="/methodes/bilan",
        status="draft",
        icon_meta=(("clock", "2 h"), ("people", "5 à 30")),
        licence="CC BY 4.0",
        cells=(
            v.Fact("Commune", "–"),
            v.Fact("Depuis", ""),
            v.Fact("Forme", ""),
            v.Fact("Chiffre d’affaires", 1600000, kind="money"),
        ),
    ),
    v.Item(
        kind="mini_cool",
        title="Répartir les charges de son lieu",
        url="/minicools/charges",
        summary="À la fin, je sais dire combien chaque groupe d’usagers doit payer.",
        icon_meta=(("clock", "25 min"),),
        licence="CC BY-SA 4.0",
        cells=(
            v.Fact("Commune", ""),
            v.Fact("Depuis", ""),
            v.Fact("Forme", ""),
            v.Fact("Chiffre d’affaires", 27000, kind="money"),
        ),
    ),
    v.Item(
        kind="organisation",
        title="La Compagnie des Tiers-lieux",
        url="/organisations/compagnie",
        summary="Réseau des Hauts-de-France, tourné vers les communs.",
        origin=FRIEND,
        cells=(
            v.Fact("Commune", ""),
            v.Fact("Depuis", ""),
            v.Fact("Forme", ""),
            v.Fact("Chiffre d’affaires", "", kind="money"),
        ),
    ),
)

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
    '<div class="notice" role="note"><div><p><strong>À savoir</strong></p><p>Les visites se '
    "font le mardi matin.</p></div></div>"
)

TOC = (v.TocEntry("Ce qui s’y passe", "activites"), v.TocEntry("L’histoire", "histoire"))


def lieu(**changes: object) -> v.PageHead:
    return replace(
        v.PageHead(
            kind="place",
            title="Café PLUM",
            slug="cafe-plum",
            url="/lieux/cafe-plum",
            licence=BY_SA,
            body=TEXT,
            updated_at=NOW,
            revision="a" * 40,
            versions=14,
            summary="Un restaurant, une librairie et une salle de spectacle au cœur d’un village "
            "de colline. Les habitants en sont les sociétaires.",
            authors=("L. M.", "S. H.", "J. R.", "I. V.", "K. B.", "A. T."),
            verified_on=date(2026, 11, 21),
            verified_by="L. M.",
            next_check_on=date(2027, 5, 1),
            themes=(v.Link("Modèle économique", "/recherche?theme=modele-economique"),),
            tags=(v.Link("librairie", "/recherche?tag=librairie"),),
            questions=(
                "Où manger et lire au même endroit ?",
                "Comment ouvrir un café de village ?",
            ),
            toc=TOC,
            may_verify=True,
            trail=(v.Link("Lieux", "/lieux"), v.Link("Occitanie", "/lieux?region=occitanie")),
            facts=(
                v.Fact("Commune", "Lautrec, Tarn"),
                v.Fact("Milieu", "Rural"),
                v.Fact("Ouvert depuis", "2010"),
                v.Fact("Forme juridique", "Scic"),
                v.Fact(
                    "Activités",
                    links=(
                        v.Link("Restaurant", "/lieux?activity=restaurant"),
                        v.Link("librairie", ""),
                        v.Link("spectacle", ""),
                    ),
                ),
                v.Fact("Chiffre d’affaires", 357000, kind="money"),
                v.Fact("Surface", 1240.5, kind="number"),
                v.Fact("Réseau", "Tiers-Lieux Occitanie", href="/organisations/tlo"),
            ),
            backlinks=(v.Link("Conseil de Place", "/methodes/conseil-de-place", "méthode"),),
            source=v.Link("Étude CAE et tiers-lieux", "https://example.org/etude", "2020"),
            printed_url="occitanie.example/lieux/cafe-plum",
            stamp_url="https://wiki.example/lieux/cafe-plum",
        ),
        **changes,
    )


def spots() -> list[Spot]:
    return [
        Spot(Point(lat, lon), name, f"/lieux/{i}", far)
        for i, (name, lat, lon, far) in enumerate(PLACES)
    ]


def country() -> v.MapDrawing:
    return country_map(
        spots(),
        label="Carte de France : 7 lieux en Occitanie et 12 chez les réseaux amis.",
        ours="occitanie",
        names=("Café PLUM",),
    )


def around() -> v.MapDrawing:
    here, *others = spots()[:5]
    return neighbours_map(
        replace(here, title="Lautrec"), others, label="Lautrec et ses voisins : Castres à 14 km"
    )


ME = v.Person("L. M.", "steward")


def frame(title: str, **changes: object) -> v.Frame:
    full = v.Frame(
        site_name="Tiers-lieux d’Occitanie",
        title=title,
        region="Occitanie",
        csrf="jeton",
        section="place",
        description="Lieux, méthodes et unités d’apprentissage.",
        canonical="https://occitanie.example/lieux/cafe-plum",
        languages=(
            v.Language("fr", "Français", "?langue=fr"),
            v.Language("en", "English", "?langue=en"),
        ),
        alternates=(v.Alternate("/feed.atom", "application/atom+xml", "Nouveautés"),),
    )
    return replace(full, **changes)


EMPTY_HEAD = lieu(
    title=LONG,
    body=Markup(""),
    summary="",
    authors=(),
    versions=0,
    verified_on=None,
    themes=(),
    tags=(),
    toc=(),
    facts=(),
    backlinks=(),
    source=None,
    stamp_url="",
    right="none",
    may_verify=False,
)


# template, view, changes to the frame
Screen = tuple[str, object, dict[str, object]]
