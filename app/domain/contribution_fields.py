"""The keys of an object in a contribution file, each taken once, checked, and none forgotten."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from app.domain.errors import InvalidInstance, InvalidPath, InvalidRevision
from app.domain.links import LinkTarget
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, PagePath, RevisionId, is_page_id
from app.domain.phrase import Phrase

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_YEARS = (1000, 2200)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

Made = TypeVar("Made")


class Wrong(Exception):
    """Why an object of the file cannot be read, in a sentence."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


class Fields:
    """An object of the file. Each method takes one key and raises Wrong where its value is not what
    the format says; `end` raises it where a key was left."""

    def __init__(self, said: Any) -> None:
        if not isinstance(said, Mapping):
            raise Wrong(Phrase("il y manque les champs que nos kits écrivent."))
        self._said = dict(said)

    def has(self, key: str) -> bool:
        return key in self._said

    def skip(self, key: str) -> None:
        self._said.pop(key, None)

    def end(self) -> None:
        for key in self._said:
            raise Wrong(Phrase("« {key} » n’y est pas prévu.", key=str(key)[:60]))

    def text(self, key: str, limit: int, *, needed: bool = True) -> str:
        """Text of at most `limit` characters; `` where it is absent and not needed."""
        if not needed and not self.has(key):
            return ""
        value = self._take(key, str)
        if len(value) > limit:
            raise Wrong(Phrase("« {key} » dépasse {limit} signes.", key=key, limit=str(limit)))
        return str(value)

    def page_text(self, key: str, limit_bytes: int) -> str:
        text = self.text(key, limit_bytes)
        if len(text.encode()) > limit_bytes:
            limit = f"{limit_bytes // 1024} Kio"
            raise Wrong(Phrase("« {key} » dépasse {limit}.", key=key, limit=limit))
        if bad := _CONTROL.search(text):
            name = f"U+{ord(bad[0]):04X}"
            raise Wrong(Phrase("un signe invisible ({name}) est dans le texte.", name=name))
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def count(self, key: str, limit: int) -> int:
        value = self._take(key, int)
        if not 0 <= value <= limit:
            raise Wrong(Phrase("« {key} » doit être un nombre de 0 à {limit}.",
                               key=key, limit=str(limit)))  # fmt: skip
        return int(value)

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool)) if self.has(key) else False

    def items(self, key: str) -> list[Any]:
        return list(self._take(key, list))

    def inner(self, key: str) -> "Fields":
        return Fields(self._take(key, Mapping))

    def moment(self, key: str) -> datetime:
        text = self.text(key, 40)
        try:
            if not _MOMENT.fullmatch(text):
                raise ValueError
            return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
        except ValueError:
            raise self._is_not(key, text) from None

    def day(self, key: str) -> str:
        """A year, a month or a day; `` where it is absent."""
        text = self.text(key, 40, needed=False)
        parts = text.split("-")
        try:
            if text and not (_DAY.fullmatch(text) and _YEARS[0] <= int(parts[0]) <= _YEARS[1]):
                raise ValueError
            if text:
                datetime.fromisoformat("-".join([*parts, *("01",) * (3 - len(parts))]))
        except ValueError:
            raise self._is_not(key, text) from None
        return text

    def uuid(self, key: str) -> str:
        text = self.text(key, 100)
        if not _UUID.fullmatch(text):
            raise self._is_not(key, text)
        return text

    def host(self, key: str) -> str:
        return self._made(key, lambda text: str(InstanceId(text)))

    def path(self, key: str) -> PagePath:
        return self._made(key, PagePath.parse)

    def blob(self, key: str) -> BlobId:
        return self._made(key, BlobId)

    def object_id(self, key: str) -> str:
        return self._made(key, lambda text: str(RevisionId(text)))

    def page_id(self, key: str) -> str:
        """`` where it is absent."""
        text = self.text(key, 100, needed=False)
        if text and not is_page_id(text):
            raise self._is_not(key, text)
        return text

    def reference(self, key: str) -> str:
        """`place/cafe-plum` or `host/place/cafe-plum`; `` where it is absent."""
        text = self.text(key, 300, needed=False)
        target = LinkTarget.parse(text)
        if text and not target.kind:
            raise self._is_not(key, text)
        return str(target)

    def web(self, key: str) -> str:
        """An address of the web, without anything after the host."""
        text = self.text(key, 300)
        try:
            parts = urlsplit(text)
            lawful = parts.scheme in ("http", "https") and not parts.username
            _ = InstanceId(parts.netloc), parts.port
        except (ValueError, InvalidInstance):
            lawful = False
        if not lawful:
            raise self._is_not(key, text)
        return text.rstrip("/")

    def _take(self, key: str, kind: type) -> Any:
        if key not in self._said:
            raise Wrong(Phrase("« {key} » y manque.", key=key))
        value = self._said.pop(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self._is_not(key, "")
        return value

    def _made(self, key: str, make: Callable[[str], Made]) -> Made:
        text = self.text(key, 300)
        try:
            return make(text)
        except (InvalidInstance, InvalidPath, InvalidRevision) as error:
            raise self._is_not(key, text) from error

    @staticmethod
    def _is_not(key: str, text: str) -> Wrong:
        shown = f" : « {text[:60]} »" if text.isprintable() and text else ""
        return Wrong(Phrase("« {key} » n’est pas ce qu’on attend{shown}.", key=key, shown=shown))
