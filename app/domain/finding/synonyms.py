"""Words that stand for each other, from the file that a wiki keeps of them."""

from collections.abc import Callable
from functools import lru_cache

from app.domain.yaml_text import YamlRefused, load_mapping

SYNONYMS_FILE = "network/vocabularies/synonyms.yaml"
_GROUPS, _WORDS, _LENGTH = 2_000, 30, 100

Groups = tuple[tuple[str, ...], ...]
# Asked whenever an engine takes in a newer index: the same object where nothing changed.
AskGroups = Callable[[], Groups]


def no_groups() -> Groups:
    return ()


@lru_cache(maxsize=4)
def read_groups(data: bytes | None) -> Groups:
    """The groups of the file. What does not read is passed over: search goes on without it."""
    try:
        said = load_mapping(data.decode()).values.get("groups") if data else None
    except (YamlRefused, UnicodeDecodeError):
        return ()
    if not isinstance(said, list):
        return ()
    groups = [_words(group) for group in said[:_GROUPS] if isinstance(group, list)]
    return tuple(group for group in groups if len(group) > 1)


def _words(group: list[object]) -> tuple[str, ...]:
    texts = (text for text in group if isinstance(text, str) and text and len(text) <= _LENGTH)
    return tuple(dict.fromkeys(texts))[:_WORDS]
