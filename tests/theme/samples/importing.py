"""Bringing a list in: the file, its columns, what would happen, what happened."""

from app.theme.parts import Fact, Link
from app.web.views.importing import (
    Difference,
    ImportColumn,
    ImportColumns,
    ImportResult,
    ImportStart,
)
from app.web.views.writing import Option
from tests.theme.samples.common import LONG, ME, Screen

URL = "/-/importer"
WRONG = (("file", "Choisissez un fichier."),)
COLUMNS = ImportColumns(
    action=URL, hidden=(("key", "x"), ("name", "lieux.csv")), file_name=f"{LONG}.csv", rows=1500,
    profile="OpenStreetMap", source_title="OpenStreetMap", swap=True,
    columns=(
        ImportColumn("c.0", "Nom du lieu", ("La Cale", LONG), "title"),
        ImportColumn("c.1", LONG, ()),
    ),
    options=(("", (("title", "Nom du lieu"),)), ("Autres faits", (("zone", "Quartier"),))),
    licences=(Option("ODbL-1.0", "ODbL 1.0", True),),
    errors=(("", "Dites quelle colonne est le nom."),),
)  # fmt: skip
TRIED = ImportResult(
    action=URL, hidden=(("key", "x"),), counts=(Fact("Pages à créer", 1200), Fact("Refusées", 1)),
    refused=(("ligne 4", "il n’y a pas de nom dans cette ligne."),), refused_total=140,
    differences=(
        Difference(Link(LONG, "/lieux/x"), "Forme juridique", "scic", "association", "ligne 3",
                   "Recensement"),
        Difference(Link("La Cale", "/lieux/y"), "Surface", "", LONG, "ligne 5"),
    ),
    differences_total=2, remarks=("ligne 2 : « Sauna » n’est pas repris.",), remarks_total=3,
    previews=(("La Cale", "---\ntitle: La Cale\n---\n"),),
)  # fmt: skip
DONE = ImportResult(
    action=URL, hidden=(), counts=(Fact("Pages créées", 1),), done=True,
    pages=(Link("La Cale", "/lieux/y", kind="place"),), pages_total=200,
)  # fmt: skip
NOTHING = ImportResult(action=URL, hidden=(), counts=(), nothing=True)

SCREENS: dict[str, Screen] = {
    "import": ("import.html", ImportStart(action=URL, limit_bytes=20_000_000, most_rows=5000),
               {"person": ME}),
    "import-wrong": ("import.html", ImportStart(action=URL, limit_bytes=1, most_rows=1,
                                                errors=WRONG), {"person": ME}),
    "import-columns": ("import_columns.html", COLUMNS, {"person": ME}),
    "import-tried": ("import_result.html", TRIED, {"person": ME}),
    "import-done": ("import_result.html", DONE, {"person": ME}),
    "import-nothing": ("import_result.html", NOTHING, {"person": ME}),
}  # fmt: skip
