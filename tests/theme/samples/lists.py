"""Home, search, directories, the map, what changed."""

from dataclasses import replace
from datetime import timedelta

from app.theme.maps import country_map
from app.web import views as v
from tests.theme.samples.common import BY_SA, COLUMNS, ITEMS, LONG, ME, NOW, Screen, country


def news(label: str, days: int, after: str = "", note: str = "") -> v.News:
    return v.News(NOW - timedelta(days=days), v.Link(label, "/lieux/x"), after, note)


def home_full() -> v.Home:
    return v.Home(
        title="Les tiers-lieux écrivent ce qu’ils apprennent.",
        lead="42 lieux et 114 méthodes, tenus à jour par celles et ceux qui les font vivre, "
        "et partagés avec les réseaux voisins.",
        map=country(),
        map_note="7 lieux d’Occitanie",
        ways=(
            v.Way(
                "place",
                42,
                (
                    v.Link("Café PLUM", "/lieux/cafe-plum", "Lautrec"),
                    v.Link("Les Ateliers", "/lieux/a", "Castres"),
                    v.Link("Les Imaginations Fertiles", "/lieux/i", "Toulouse"),
                ),
            ),
            v.Way(
                "method",
                1114,
                (
                    v.Link("Méthode des scénarios", "/m", "une demi-journée"),
                    v.Link(LONG, "/m2", "2 h"),
                ),
            ),
            v.Way("mini_cool", 4, (v.Link("Répartir les charges de son lieu", "/u", "25 min"),)),
        ),
        news=(
            news(
                "Café PLUM",
                0,
                "dit comment le restaurant porte la librairie",
                "L. M., au lieu Café PLUM",
            ),
            news("Méthode des scénarios", 2, "a été essayée à Castres", "« on a renoncé à temps »"),
            news("SQUAREGOLAB", 3, "a été vérifié, toujours vrai", "K. B., Perpignan"),
        ),
        received=(
            news(
                "Convention d’occupation précaire",
                1,
                "",
                "Coopérative Tiers-Lieux, Nouvelle-Aquitaine",
            ),
            news("8 Fablab Drôme", 1, "", "La Trame, Ardèche méridionale"),
        ),
        friends=4,
        wanted=(
            v.Link("Essaimage", "/-/ecrire?titre=Essaimage", wanted=True),
            v.Link("Terminer une Place", "/-/ecrire", wanted=True),
        ),
        wanted_total=21,
    )


FACETS = (
    v.Facet(
        "region",
        "Région",
        tuple(
            v.FacetOption(f"r{i}", n, c, i == 1)
            for i, (n, c) in enumerate(
                [
                    ("Île-de-France", 11),
                    ("Occitanie", 7),
                    ("Auvergne-Rhône-Alpes", 6),
                    ("Nouvelle-Aquitaine", 4),
                    ("Hauts-de-France", 3),
                    ("Pays de la Loire", 3),
                    ("Normandie", 2),
                    ("Bretagne", 1),
                ]
            )
        ),
        5,
    ),
    v.Facet(
        "legal_status",
        "Forme juridique",
        (v.FacetOption("scic", "Scic", 29), v.FacetOption("scop", "Scop", 1300)),
    ),
    v.Facet("vide", "Sans choix", ()),
)

CHOSEN = (v.Link("Occitanie", "/lieux"), v.Link("Scic", "/lieux?region=occitanie"))

FOLDED = (
    v.Folded(v.Link(LONG, "/reseau/b/lieux/x", kind="place"), ITEMS[1].origin, "CC BY 4.0"),
    v.Folded(v.Link("Le même, ici", "/lieux/x", kind="place")),
)
RADII = tuple(v.Link(f"{km} km", str(km), current=km == 50) for km in (5, 50, 200))

PAGER = v.Pager.of(3, 12, lambda n: f"/lieux?page={n}")


def search_full() -> v.Search:
    return v.Search(
        query="consiergerie",
        total=23,
        items=(replace(ITEMS[0], folded=FOLDED, away="à 3,2 km"), *ITEMS[1:]),
        results=21,
        facets=FACETS * 2,
        bars=FACETS[:1],
        radii=RADII,
        feed_url="/recherche.atom?q=x",
        keep_url="/-/connexion",
        chosen=CHOSEN,
        clear_url="/recherche?q=x",
        pager=PAGER,
        behind=3,
        corrected="conciergerie",
        exact_url="/recherche?q=consiergerie&exact=1",
        hidden=(("sort", "recent"),),
        write_url="/-/ecrire?titre=consiergerie",
    )


LIVE_MAP = v.LiveMap("/lieux.points.json", country(), 19, credit="© qui a fait le fond")
HAPPENING = v.Happening(
    v.Link("Café PLUM", "/l"), "2 mai 2026", "La grande fête du lieu", NOW.date(), "Lautrec"
)
LOOSE = v.Happening(v.Link(LONG, "/l"), "mai 2026", "Ouverture")
WEEK = tuple(
    v.CalendarDay(NOW.date() + timedelta(days=n), n == 6, (HAPPENING,) * n) for n in range(7)
)
CALENDAR = v.Calendar(
    "mai 2026", (HAPPENING,), (LOOSE,), (WEEK,), tuple("lmmjvsd"),
    v.Link("avril 2026", "/a"), v.Link("juin 2026", "/j"), v.Link("2026", "/2026"),
    (v.Link("2025", "/2025", "3"), v.Link("2026", "/2026", "8", current=True)),
    (v.Link("mai 2026", "/m", "2"),),
)  # fmt: skip
TABLE = v.Table(
    (
        v.Heading("Page", "/lieux?sort=title", "ascending"),
        *(v.Heading(name, "/lieux", number=n > 3) for n, name in enumerate(COLUMNS)),
    ),
    (
        v.ColumnBox("opened", "Depuis", True, later="/l"),
        v.ColumnBox("setting", "Milieu", True, earlier="/e"),
        v.ColumnBox("siret", "Siret"),
    ),
    (("view", "table"),), "/lieux?view=table",
)  # fmt: skip
SEEN: dict[str, dict[str, object]] = {
    "map": {"map": LIVE_MAP}, "table": {"table": TABLE}, "calendar": {"calendar": CALENDAR},
}  # fmt: skip


def directory(view: str, **changes: object) -> v.Directory:
    views = tuple(
        v.Link(n, f"/lieux?vue={k}", current=k == view)
        for k, n in (("cards", "Cartes"), ("list", "Liste"), ("table", "Tableau"), ("map", "Plan"))
    )
    full = v.Directory(
        kind="place",
        title="Lieux",
        total=42,
        url="/lieux",
        view=view,
        views=views,
        items=ITEMS,
        lead="Les lieux du réseau et ceux que partagent nos réseaux amis.",
        first=1,
        last=12,
        facets=FACETS,
        chosen=CHOSEN,
        clear_url="/lieux",
        unplaced=2,
        **SEEN.get(view, {}),
        pager=PAGER,
        exports=tuple(v.Link(n, f"/lieux.{n.lower()}") for n in ("CSV", "GeoJSON", "JSON", "Atom")),
        write_url="/-/ecrire?kind=place",
        hidden=(("vue", view),),
        embed='<iframe src="https://alpha.example/-/integre/lieux"></iframe>',
        figures_url="/-/chiffres",
        data_licence=BY_SA,
        sorts=(v.Link("nom", "/lieux", current=True), v.Link("plus récents", "/lieux?tri=recent")),
    )
    return replace(full, **changes)


SCREENS: dict[str, Screen] = {
    "home": ("home.html", home_full(), {"title": "", "search": False}),
    "home-empty": (
        "home.html",
        v.Home(
            title="Un réseau tout neuf",
            lead="Rien n’est encore écrit.",
            ways=(v.Way("place", 0, ()), v.Way("method", 0, ()), v.Way("mini_cool", 0, ())),
        ),
        {"title": "", "search": False, "person": ME, "waiting": 2},
    ),
    "search": ("search.html", search_full(), {"search": False}),
    "search-nothing": (
        "search.html",
        v.Search(
            query="ressoursserie",
            total=0,
            near=(v.Link("ressourcerie", "/r", "6"), v.Link("recyclerie", "/y", "2")),
            write_url="/-/ecrire",
        ),
        {"search": False},
    ),
    "search-none-left": (
        "search.html",
        v.Search(query="bar", total=0, chosen=CHOSEN, facets=FACETS, clear_url="/recherche?q=bar"),
        {"search": False},
    ),
    "search-start": ("search.html", v.Search(query="", total=0), {"search": False}),
    **{
        f"directory-{view}": ("directory.html", directory(view), {})
        for view in ("cards", "list", "table", "map", "calendar")
    },
    "directory-not-understood": (
        "directory.html",
        directory(
            "cards",
            notes=("« couleur » n’est pas un critère connu.",),
            query="repas",
            near=v.NearForm("Crest", "75", "« Crest » n’est pas une commune.", (("q", "x"),)),
        ),
        {},
    ),
    "directory-empty": (
        "directory.html",
        v.Directory(
            kind="mini_cool",
            title="Mini-COOL",
            total=0,
            url="/minicools",
            write_url="/-/ecrire?kind=mini_cool",
        ),
        {},
    ),
    "directory-none-left": ("directory.html", directory("cards", total=0, items=()), {}),
    "map": (
        "map.html",
        v.MapScreen(
            map=LIVE_MAP,
            total=19,
            groups=(
                (
                    v.Link("Occitanie", "/lieux?region=occitanie", "Les 7 lieux"),
                    (v.Link("Café PLUM", "/l", "Lautrec"), v.Link("SAPIE", "/s", "Limoux")),
                ),
                (
                    v.Link("Ailleurs", ""),
                    (v.Link("Lab Hermitage", "/h", "Compiègne", borrowed=True),),
                ),
            ),
            unplaced=(v.Link("Sans murs", "/x"),),
        ),
        {},
    ),
    "map-empty": ("map.html", v.MapScreen(map=country_map([], label="Vide"), total=0), {}),
    "changes": (
        "changes.html",
        v.Changes(
            changes=tuple(
                v.Change(
                    NOW - timedelta(hours=9 * i),
                    v.Link(("Café PLUM", LONG)[i % 2], "/x", kind=("place", "method")[i % 2]),
                    "L. M.",
                    ("La librairie", "")[i % 2],
                    ("changed", "created", "received")[i % 3],
                    i == 2,
                    "/diff",
                    f"{i:040x}",
                    (0, 1, 14)[i % 3],
                    ("", "/x/thank")[i % 2],
                )
                for i in range(6)
            ),
            filters=(
                v.Link("Tout", "/changements", current=True),
                v.Link("Lieux", "/changements?kind=place"),
            ),
            next_url="/changements?cursor=x",
            minor_url="/changements?mineures=non",
        ),
        {},
    ),
    "changes-empty": ("changes.html", v.Changes(changes=()), {}),
}
