"""Contribution files, as the screen of a kit writes them."""

import json
from typing import Any

from app.domain.contribution_file import sum_of

HOST = "alpha.example"
KEY = "0b6f9d2e-6c1a-4f3e-9a51-5d0c3a1e7b{:02d}"
BLOB = "9daeafb9864cf43055ae93beb0afd6c7d144bfa4"


def key(number: int) -> str:
    return KEY.format(number)


def page(path: str = "method/compost", **changes: Any) -> dict[str, Any]:
    named = {"path": path, "origin": HOST, "title": "Compost", "base": BLOB, **changes}
    return {name: value for name, value in named.items() if value is not None}


def entry(
    sort: str, number: int = 1, *, on: dict[str, Any] | None = None, **said: Any
) -> dict[str, Any]:  # fmt: skip
    return {
        "key": key(number), "sort": sort, "at": "2026-11-29T18:00:00Z", "page": on or page(), **said
    }  # fmt: skip


def whole(*entries: Any, **changes: Any) -> dict[str, Any]:
    """The object of a file, without its sum."""
    said = {
        "format": "maillage-contribution", "version": 1,
        "kit": {
            "host": HOST, "home": f"https://{HOST}", "revision": "3c" * 20,
            "at": "2026-11-02T08:00:00Z", "selection": "kind=method",
        },
        "by": {"name": "Camille", "place": "Café Plum"}, "agreed": True,
        "made_at": "2026-11-30T03:17:05.123Z", "entries": list(entries),
    }  # fmt: skip
    said.update(changes)
    return {name: value for name, value in said.items() if value is not None}


def sealed(said: dict[str, Any]) -> bytes:
    """The file, with the sum that goes with it."""
    return json.dumps({**said, "sum": sum_of(said)}, ensure_ascii=False, indent=1).encode()


def file_of(*entries: Any, **changes: Any) -> bytes:
    return sealed(whole(*entries, **changes))
