"""Way out: the wiki as one ZIM file, that Kiwix opens and searches on any device."""

from importlib.util import find_spec
from pathlib import Path

from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.domain.phrase import Phrase
from app.hooks import hookimpl

LIBRARIES = ("libzim", "resvg_py", "zstandard")
_LACKS = (
    "ce serveur n’a pas ce qu’il faut pour écrire un fichier Kiwix. Qui l’administre peut "
    "l’ajouter : « pip install maillage[zim] »."
)
_USE = "Se lit et se cherche sans réseau avec Kiwix, sur un téléphone, un ordinateur ou une borne."


def write_kit(kit: Kit, out: Path) -> None:
    """To the file `out`. Raises Refused where no page is selected."""
    # The library is an option of the installation: without it, all else works.
    from plugins.export_zim.writing import write_zim

    if kit.count == 0:
        raise Refused(reason=Phrase("aucune page ouverte ne répond à ce choix."))
    write_zim(kit, out)


def refuse(*_asked: object) -> None:
    raise Refused(reason=Phrase(_LACKS))


@hookimpl
def register_exporters() -> list[Exporter]:
    """Where the libraries are not installed, the format is known and says what it lacks."""
    if any(find_spec(one) is None for one in LIBRARIES):
        return [Exporter("zim", refuse)]
    return [
        Exporter(
            "zim", write_kit=write_kit, ending=".zim", label="Un fichier pour Kiwix",
            use=_USE, rank=40,
        )
    ]  # fmt: skip
