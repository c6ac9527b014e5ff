"""People who asked to be forgotten: names leave every view, words keep their licence."""

from app.domain.yaml_text import YamlRefused, load_mapping

ERASED_FILE = "people/erased.yaml"
ERASED_NAME = "Personne retirée"


def read_erased(text: str | None) -> frozenset[str]:
    """Author addresses (`<ulid>@<host>`) of the file's list `erased`; none where it has no such
    list."""
    if not text:
        return frozenset()
    try:
        said = load_mapping(text).values.get("erased")
    except YamlRefused:
        return frozenset()
    return frozenset(item for item in said if isinstance(item, str)) if said else frozenset()
