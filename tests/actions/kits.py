"""A small wiki whose pages are taken away, for tests of kits and of those who write them."""

import io
from pathlib import Path

from PIL import Image

from app.actions.media import StoredMedium, add_medium
from app.actions.rights import console_reader
from app.actions.save_page import SavePage, save_page
from app.domain.media import MediumWords
from app.domain.page_path import PagePath
from app.domain.site import Site
from app.main import Instance, create_instance, open_instance
from app.settings import Settings


def new_wiki(data: Path) -> Instance:
    create_instance(data, Site("Alpha", "occitanie", "http://alpha.example"))
    return open_instance(Settings(data=data))


def write(one: Instance, path: str, text: str) -> None:
    """`text` is the whole file without its kind, which `path` says."""
    at = PagePath.parse(path)
    row = one.wiki.index.page(at)
    whole = text.replace("---\n", f"---\nkind: {at.kind}\n", 1)
    save_page(
        one.wiki, SavePage(at, whole, row.revision if row else None), by=console_reader(one.wiki)
    )


def page(title: str, body: str = "Du texte.", **keys: str) -> str:
    said = {"title": title, "lang": "fr", "licence": "CC-BY-SA-4.0", **keys}
    front = "".join(f"{key}: {value}\n" for key, value in said.items())
    return f"---\n{front}---\n{body}\n"


def picture(one: Instance, *, licence: str = "CC-BY-SA-4.0", side: int = 1000) -> StoredMedium:
    """A picture of its own colour for each licence and size."""
    data = io.BytesIO()
    Image.new("RGB", (side, side), (side % 256, len(licence) * 5, 90)).save(data, "PNG")
    words = MediumWords(alt="Un carré de couleur", licence=licence)
    return add_medium(one.wiki, data.getvalue(), words, by=console_reader(one.wiki))
