"""Pages that leave as a file, or stand in a frame of another site."""

from dataclasses import replace

from app.web import views as v
from app.web.views.taking import ChooseKit, KitFormat, KitScreen, PicturesChoice, StandingKits
from tests.theme.samples.common import BY_SA, ITEMS, LONG, ME, NOW, Screen
from tests.theme.samples.lists import CALENDAR, CHOSEN, FACETS, LIVE_MAP, TABLE

FORMATS = (
    KitFormat("static", "Un site sur une clé", "S’ouvre d’un dossier, sans réseau.", 9_400_000,
              (("site", "site"), ("archive", "archive")), "site", checked=True),
    KitFormat("epub", "Un livre", "Pour une liseuse."),
)  # fmt: skip
CHOOSE = ChooseKit(
    action="/-/emporter/kit", total=1204, facets=FACETS, query="repas", since="2026-01-01",
    kept=(("kind", "place"),), chosen=CHOSEN, clear_url="/-/emporter/kit",
    selected=(("q", "repas"),), stay=(v.Fact("Licence fermée", 3, kind="number"),), stay_total=3,
    formats=FORMATS,
    pictures=(PicturesChoice("light", "Allégées", 4_000_000, checked=True),
              PicturesChoice("none", "Aucune")),
    entire=(v.Link("L’historique, pour git", "/-/emporter/kit?format=git"),),
    errors=(("", "Choisissez une forme."),),
)  # fmt: skip
READY = KitScreen(
    title="Un site sur une clé", words="Tout le wiki", format="Site", state="ready", url="/x",
    state_url="/x.json", filename="occitanie-2026-11-21.zip", file_url="/x.zip",
    size_bytes=9_400_000, made_at=NOW, sha256="9c" * 32, use="Dépliez-le sur une clé.",
    facts=(v.Fact("Pages", 1204, kind="number"), v.Fact("Préparé le", NOW.date(), kind="date")),
    licences=(v.Fact("CC BY-SA 4.0", 1200, BY_SA.url), v.Fact("CC0", 4)), stay=2,
    stayed=(v.Link(LONG, "/m"), v.Link("Café PLUM", "/l")), moved=True,
)  # fmt: skip
MAKING = replace(
    READY, state="making", said="312 pages sur 1 204", done=312, of=1204, facts=(), licences=()
)
GONE = replace(
    READY, state="gone", action="/x", again=(("format", "epub"),), choose_url="/-/emporter/kit"
)
FRAME = v.Embedded(
    view="cards", title="Lieux", url="https://alpha.example/lieux", total=42, items=ITEMS,
    site="Tiers-lieux d’Occitanie", more=30, licence=BY_SA,
)  # fmt: skip
SEEN = {"list": {}, "table": {"table": TABLE}, "map": {"map": LIVE_MAP},
        "calendar": {"calendar": CALENDAR}}  # fmt: skip
EVERY = (("7", "chaque semaine", True), ("30", "chaque mois", False))

SCREENS: dict[str, Screen] = {
    "kit": ("kit.html", CHOOSE, {}),
    "kit-nothing": ("kit.html", replace(CHOOSE, total=0, errors=()), {}),
    "kit-no-form": ("kit.html", replace(CHOOSE, formats=(), chosen=(), errors=()), {}),
    "kit-ready": ("kit_made.html", READY, {}),
    "kit-making": ("kit_made.html", replace(MAKING, fixed=True), {}),
    "kit-waiting": ("kit_made.html", replace(MAKING, state="waiting", of=0, fixed=True), {}),
    "kit-failed": (
        "kit_made.html",
        replace(GONE, state="failed", why="Le disque est plein."),
        {},
    ),
    "kit-gone": ("kit_made.html", GONE, {}),
    "kits-standing": (
        "kits_standing.html",
        StandingKits(
            action="/x",
            formats=FORMATS,
            every=EVERY,
            files=(
                (
                    v.Fact("Site", "occitanie.zip", "/x.zip"),
                    v.Fact("Préparé le", NOW.date(), kind="date"),
                    v.Fact("Poids", "9,4 Mo"),
                    v.Fact("", "/-/fichiers/site", "/x"),
                ),
            ),
        ),
        {"person": ME},
    ),
    "kits-standing-none": (
        "kits_standing.html",
        StandingKits(action="/x", formats=(), every=EVERY),
        {"person": ME},
    ),
    "embedded": ("embedded.html", FRAME, {}),
    "embedded-empty": ("embedded.html", replace(FRAME, total=0, items=(), licence=None), {}),
    **{
        f"embedded-{view}": ("embedded.html", replace(FRAME, view=view, **more), {})
        for view, more in SEEN.items()
    },
}
