"""A page: its address, its text, and what it says about itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter
from app.domain.errors import InvalidPage, Problem, TooLarge
from app.domain.page_path import PagePath, is_page_id

SIZE_LIMIT_BYTES = 256 * 1024
STATUSES = ("draft", "published", "archived")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page file, read. `front` holds every key, known or not; `text` is the whole file."""

    path: PagePath
    text: str
    front: Mapping[str, Any]
    body: str

    def word(self, key: str) -> str:
        """A front-matter value that is text; `` where it is absent or something else."""
        value = self.front.get(key)
        return value if isinstance(value, str) else ""

    @property
    def id(self) -> str:
        return self.word("id")

    @property
    def title(self) -> str:
        return self.word("title") or self.path.slug

    @property
    def lang(self) -> str:
        return self.word("lang") or "fr"

    @property
    def licence(self) -> str:
        return self.word("licence")

    @property
    def status(self) -> str:
        """An absent status is `published`: files from imports and the API may leave it out."""
        return self.word("status") or "published"

    @property
    def summary(self) -> str:
        return self.word("summary")

    def words(self, key: str) -> tuple[str, ...]:
        """The text items of a front-matter list, each once."""
        value = self.front.get(key)
        items = value if isinstance(value, list) else []
        return tuple(dict.fromkeys(item for item in items if isinstance(item, str)))


@dataclass(frozen=True, slots=True)
class Redirect:
    """What a move leaves behind: the id of the page that went elsewhere."""

    path: PagePath
    target_id: str

    def file_bytes(self) -> bytes:
        return f"---\nredirect: {self.target_id}\n---\n".encode()


def clean_text(data: bytes | str) -> str:
    """The text with LF line ends, checked as a page file must be.

    Raises:
        TooLarge: over 256 KiB.
        InvalidPage: not UTF-8, or with NUL or other control characters.
    """
    try:
        raw = data.encode() if isinstance(data, str) else data
        text = raw.decode().removeprefix("\ufeff")
    except UnicodeError as error:
        raise InvalidPage([Problem("", "Le texte n’est pas en UTF-8.")]) from error
    if len(raw) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="La page", limit="256 Kio")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _CONTROL.search(text):
        name = f"U+{ord(bad[0]):04X}"
        raise InvalidPage(
            [Problem("", "Le texte contient un signe invisible ({name}) : retirez-le.",
                     {"name": name})]
        )  # fmt: skip
    return text


def parse_page(path: PagePath, data: bytes | str) -> Page:
    """The page that the file says, before any rule about its kind.

    Raises TooLarge or InvalidPage.
    """
    text = clean_text(data)
    front, body = front_matter.split(text)
    return Page(path, text, front_matter.parse(front).values, body)


def parse_file(path: PagePath, data: bytes) -> Page | Redirect:
    """A page or the redirect that stands in its place. Raises TooLarge or InvalidPage."""
    page = parse_page(path, data)
    target = page.front.get("redirect")
    if target is None:
        return page
    if len(page.front) > 1 or not is_page_id(target):
        raise InvalidPage([Problem("redirect", "Cette redirection ne désigne pas une page.")])
    return Redirect(path, target)
