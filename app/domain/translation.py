"""A page that says the same as another in another language, and the version it keeps up with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidInstance, InvalidRevision
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, is_page_id

KEY = "translation_of"
# What changes in a page without its translations having anything to say again.
NOT_TRANSLATED = ("id", "status", "redirects_from", "verified_on", "verified_by", KEY)


@dataclass(frozen=True, slots=True)
class Translated:
    """The page `id` of `origin` (`` is ours), at the content `revision` (None: it is not said).
    A claim, no proof."""

    id: str
    origin: str = ""
    revision: BlobId | None = None

    @property
    def key(self) -> dict[str, str]:
        """The value of `translation_of` in a front matter."""
        said = {"id": self.id, "instance": self.origin, "revision": str(self.revision or "")}
        return {name: value for name, value in said.items() if value}


def translated_by(front: Mapping[str, Any]) -> Translated | None:
    """What a page says that it translates; None where it says nothing that can be understood."""
    said = front.get(KEY)
    if not isinstance(said, Mapping) or not is_page_id(said.get("id")):
        return None
    origin, revision = said.get("instance"), said.get("revision")
    try:
        return Translated(
            said["id"], str(InstanceId(str(origin))) if origin else "",
            BlobId(str(revision)) if revision else None,
        )  # fmt: skip
    except (InvalidInstance, InvalidRevision):
        return None
