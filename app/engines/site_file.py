"""`maillage.toml`: what the instance says of itself, written once and edited by its steward."""

import json
import tomllib
from pathlib import Path

from app.domain.errors import EngineFailed, Refused
from app.domain.site import Site

NAME = "maillage.toml"


def read_site(data: Path) -> Site:
    """Raises Refused where the folder holds no instance, or its file cannot be understood."""
    file = data / NAME
    if not file.exists():
        raise Refused(reason=f"« {data} » ne contient pas de wiki. Créez-le : maillage init.")
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return Site(
            name=str(said["name"]),
            region=str(said.get("region", "")),
            base_url=str(said["base_url"]).rstrip("/"),
            licence=str(said.get("licence", "CC-BY-SA-4.0")),
            languages=tuple(str(lang) for lang in said.get("languages", ["fr", "en"])),
        )
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise Refused(reason=f"{NAME} n’est pas lisible : {error}.") from error


def write_site(data: Path, site: Site) -> None:
    """Written beside, then moved into place, so that no half file is ever read."""
    said = {
        "name": site.name,
        "region": site.region,
        "base_url": site.base_url,
        "licence": site.licence,
        "languages": list(site.languages),
    }
    # A JSON string or list of strings is the same in TOML.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()]
    beside = data / f"{NAME}.new"
    try:
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(data / NAME)
    except OSError as error:
        raise EngineFailed(doing="écrire les réglages du wiki") from error
