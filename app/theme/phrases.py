"""The parameters of a sentence, said in the reader's language where they are words of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.phrase import Phrase

# The parameters of an error that are words of ours, never a person's.
SPOKEN = ("reason", "what", "limit", "doing", "advice", "first")
Say = Callable[[str], str]


def translated(text: str, say: Say) -> str:
    """A word or sentence of the catalogue, filled or not, in the language of `say`."""
    if isinstance(text, Phrase):
        return say(text.template).format(**spoken(text.params, say))
    return say(text)


def spoken(params: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """The parameters, those that are words of ours translated."""
    return {
        name: translated(value, say) if _is_ours(name, value) else value
        for name, value in params.items()
    }


def _is_ours(name: str, value: object) -> bool:
    return isinstance(value, Phrase) or (name in SPOKEN and isinstance(value, str))
