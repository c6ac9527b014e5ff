"""The site on a disk: each document and each medium is a file."""

from pathlib import Path

from app.domain.kit import Kit
from app.theme.offline.media import KitMedia
from app.theme.offline.site import KitSite


def write_site(kit: Kit, folder: Path) -> None:
    """One page at a time; what is held of the others is a line each."""

    def put(file: str, content: bytes) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    site = KitSite(kit, KitMedia(kit, lambda file, data, _medium: put(file, data)).file)
    for file, data in site.assets():
        put(file, data)
    for document in site.pages():
        put(document.file, document.html.encode())
    for document in site.screens():
        put(document.file, document.html.encode())
