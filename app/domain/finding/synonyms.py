"""Words that stand for each other, from the file that a wiki keeps of them.

`groups` are lists of words that say the same, each found by the others. `everyday` are words that
people use, each with those by which pages speak of it: they lead one way, and are worth less.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.yaml_text import YamlRefused, load_mapping

SYNONYMS_FILE = "network/vocabularies/synonyms.yaml"
_GROUPS, _WORDS, _LENGTH = 2_000, 30, 100


@dataclass(frozen=True, slots=True)
class Everyday:
    """Who asks for one of `asked` looks for each of `also` too; not the other way."""

    asked: tuple[str, ...]
    also: tuple[str, ...]


Groups = tuple[tuple[str, ...] | Everyday, ...]
# Asked whenever an engine takes in a newer index: the same object where nothing changed.
AskGroups = Callable[[], Groups]


def no_groups() -> Groups:
    return ()


@lru_cache(maxsize=4)
def read_groups(data: bytes | None) -> Groups:
    """The groups of the file. What does not read is passed over: search goes on without it."""
    try:
        said = load_mapping(data.decode()).values if data else {}
    except (YamlRefused, UnicodeDecodeError):
        return ()
    return (*_alike(said.get("groups")), *_everyday(said.get("everyday")))


def _alike(said: object) -> Iterator[tuple[str, ...]]:
    for group in _listed(said)[:_GROUPS]:
        if len(words := _words(group)) > 1:
            yield words


def _everyday(said: object) -> Iterator[Everyday]:
    for one in _listed(said)[:_GROUPS]:
        if isinstance(one, Mapping):
            asked, also = _words(one.get("asked")), _words(one.get("also"))
            if asked and also:
                yield Everyday(asked, also)


def _listed(said: object) -> list[object]:
    return said if isinstance(said, list) else []


def _words(said: object) -> tuple[str, ...]:
    texts = (t for t in _listed(said) if isinstance(t, str) and t and len(t) <= _LENGTH)
    return tuple(dict.fromkeys(texts))[:_WORDS]
