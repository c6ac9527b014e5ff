"""Way out: the wiki as a folder of files that any browser opens, from a key or a disk."""

from pathlib import Path

from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.hooks import hookimpl
from plugins.export_static.archive import packed
from plugins.export_static.site import write_site


def write_kit(kit: Kit, out: Path) -> None:
    """A folder, or an archive of one where `out` ends in `.zip`."""
    if out.suffix == ".zip":
        with packed(out, kit.at) as folder:
            write_site(kit, folder)
    else:
        write_site(kit, out)


@hookimpl
def register_exporters() -> list[Exporter]:
    use = (
        "Pour un ordinateur ou un téléphone sans réseau : copiez-le sur une clé ou une carte, il "
        "s’ouvre dans n’importe quel navigateur."
    )
    return [Exporter("static", write_kit=write_kit, label="Un site sur une clé", use=use)]
