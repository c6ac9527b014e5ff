"""A page that began as a friend's: what it says of its origin, and its text turned to compare.

Each side keeps some keys for itself (its id, its licence, its credits). To merge the two, a text of
one is written as a version of the other, so that these keys are never in dispute.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter
from app.domain.errors import InvalidInstance, InvalidMedium, InvalidRevision
from app.domain.front_matter import REMOVED
from app.domain.media import MediumName
from app.domain.network import InstanceId
from app.domain.page import Page
from app.domain.page_path import BlobId, is_page_id
from app.domain.rows import PageRow

# What each side says of itself alone.
OWN_KEYS = ("id", "licence", "data_licence", "status", "derived_from", "authors")
_LINE_LIMIT = 300
_MEDIUM = re.compile(r"media/([0-9a-f]{64}\.[a-z0-9]{2,4})")


@dataclass(frozen=True, slots=True)
class Derived:
    """The page `id` of `instance`, as it stood at the content `revision`. A claim, no proof."""

    instance: InstanceId
    id: str
    revision: BlobId

    @property
    def key(self) -> dict[str, str]:
        """The value of `derived_from` in a front matter."""
        return {"instance": str(self.instance), "id": self.id, "revision": str(self.revision)}


def derived_from(page: Page | PageRow) -> Derived | None:
    """What the page says it began from; None where it says nothing that can be understood."""
    said = page.front.get("derived_from")
    if not isinstance(said, Mapping) or not is_page_id(said.get("id")):
        return None
    try:
        instance, revision = (said.get(key) for key in ("instance", "revision"))
        return Derived(InstanceId(str(instance)), said["id"], BlobId(str(revision)))
    except (InvalidInstance, InvalidRevision):
        return None


def as_original(text: str, *, original: Page) -> str:
    """Our page, written as a version of the one it began from."""
    return front_matter.splice(text, _own(original))


def as_ours(text: str, *, ours: Page, revision: BlobId) -> str:
    """A version of the original (its blob is `revision`), written as one of our page.

    Raises ValueError where our page names no origin.
    """
    derived = derived_from(ours)
    if derived is None:
        raise ValueError("a page that began here")
    began = Derived(derived.instance, derived.id, revision)
    return front_matter.splice(text, {**_own(ours), "derived_from": began.key})


def _own(page: Page) -> dict[str, Any]:
    return {key: page.front.get(key, REMOVED) for key in OWN_KEYS}


def same_words(one: Page, other: Page) -> bool:
    """True where the two say the same, whatever each says of itself and however it is written."""
    fronts = ({k: v for k, v in p.front.items() if k not in OWN_KEYS} for p in (one, other))
    return len({front_matter.frozen(front) for front in fronts}) == 1 and (
        one.body.strip() == other.body.strip()
    )


def credit(page: Page, names: Collection[str]) -> list[str]:
    """The page's own `authors`, and after them those of its history, each once."""
    every = (*page.words("authors"), *names)
    lines = (" ".join(name.split())[:_LINE_LIMIT] for name in every)
    return [line for line in dict.fromkeys(lines) if line]


def with_our_themes(text: str, known: Collection[str]) -> str:
    """Themes that are not in our list (`known`; empty takes any) become tags."""
    themes, tags = _themes_and_tags(text)
    foreign = [theme for theme in themes if known and theme not in known]
    if not foreign:
        return text
    return _with_themes(text, [t for t in themes if t not in foreign], [*tags, *foreign])


def with_their_themes(text: str, *, original: Page, known: Collection[str]) -> str:
    """The other way: what are tags here and were themes there are themes again."""
    themes, tags = _themes_and_tags(text)
    theirs, their_tags = original.words("themes"), original.words("tags")
    back = [t for t in theirs if known and t not in known and t in tags]
    if not back:
        return text
    kept = [t for t in theirs if t in themes or t in back]
    kept += [t for t in themes if t not in kept]
    return _with_themes(text, kept, [t for t in tags if t not in back or t in their_tags])


def _themes_and_tags(text: str) -> tuple[list[str], list[str]]:
    front = front_matter.parse(front_matter.split(text)[0]).values
    found = (front.get(key) for key in ("themes", "tags"))
    themes, tags = (
        [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
        for said in found
    )
    return themes, tags


def _with_themes(text: str, themes: list[str], tags: list[str]) -> str:
    return front_matter.splice(
        text, {"themes": themes or REMOVED, "tags": list(dict.fromkeys(tags)) or REMOVED}
    )


def media_in(text: str) -> list[MediumName]:
    """Every medium that the text names, each once."""
    found = []
    for name in dict.fromkeys(_MEDIUM.findall(text)):
        try:
            found.append(MediumName.parse(name))
        except InvalidMedium:
            continue
    return found
