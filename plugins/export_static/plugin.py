"""Way out: the wiki as a folder of files that any browser opens, from a key or a disk."""

from pathlib import Path

from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.hooks import hookimpl


def write_kit(kit: Kit, folder: Path) -> None:
    """What changed alone, to lay over an older one, where the kit says since when."""
    # A command that writes no site has no use for the theme.
    from plugins.export_static.delta import write_delta
    from plugins.export_static.site import StaticSite

    if kit.since is not None:
        write_delta(kit, folder)
    else:
        StaticSite(kit, folder).write()


@hookimpl
def register_exporters() -> list[Exporter]:
    use = (
        "Pour un ordinateur ou un téléphone sans réseau : copiez-le sur une clé ou une carte, il "
        "s’ouvre dans n’importe quel navigateur."
    )
    label = "Un site sur une clé"
    return [Exporter("static", write_kit=write_kit, label=label, use=use, deltas=True, rank=10)]
