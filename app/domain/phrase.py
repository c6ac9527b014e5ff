"""A sentence that is filled already and can still be said in another language."""

from typing import Any


class Phrase(str):
    """Text like any other, that remembers the French template and the values it was made from."""

    __slots__ = ("params", "template")
    template: str
    params: dict[str, Any]

    def __new__(cls, template: str, **params: Any) -> "Phrase":
        phrase = super().__new__(cls, template.format(**params))
        phrase.template, phrase.params = template, params
        return phrase


def mebibytes(size_bytes: int) -> Phrase:
    """A bound, in words: whole mebibytes."""
    return Phrase("{size} Mio", size=size_bytes // 1024 // 1024)
