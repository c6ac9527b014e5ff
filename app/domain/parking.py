"""A file that waits for a person's next step, under a name that nobody guesses."""

import re
import secrets

_NAME = re.compile(r"[A-Za-z0-9_-]{32}")


def new_name() -> str:
    return secrets.token_urlsafe(24)


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


class InMemory:
    """For a wiki that has no folder: what waits is gone when it stops."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def park(self, data: bytes) -> str:
        name = new_name()
        self._files[name] = data
        return name

    def parked(self, name: str) -> bytes | None:
        return self._files.get(name)

    def drop(self, name: str) -> None:
        self._files.pop(name, None)
