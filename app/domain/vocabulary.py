"""Closed vocabularies: slugs that files hold, with the words people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.yaml_text import load_mapping

THEMES_FILE = "network/vocabularies/themes.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    slug: str
    fr: str
    en: str

    def label(self, lang: str) -> str:
        return self.en if lang.startswith("en") else self.fr


class Vocabulary:
    """Terms in the order people should see them."""

    def __init__(self, name: str, *terms: tuple[str, str, str]) -> None:
        self.name = name
        self._terms = {slug: Term(slug, fr, en) for slug, fr, en in terms}

    def __contains__(self, slug: object) -> bool:
        return slug in self._terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def label(self, slug: str, lang: str = "fr") -> str:
        """The words for a slug; the slug itself where it is not one of ours."""
        term = self._terms.get(slug)
        return term.label(lang) if term else slug


def read_themes(data: bytes | None) -> Vocabulary:
    """Themes and `theme/sub-theme`s, from the file an instance keeps; empty where it has none."""
    if data is None:
        return Vocabulary("themes")
    terms: list[tuple[str, str, str]] = []
    for theme in load_mapping(data.decode()).values["themes"]:
        terms.append(_term(theme["slug"], theme))
        terms += [_term(f"{theme['slug']}/{sub['slug']}", sub) for sub in theme.get("sub", [])]
    return Vocabulary("themes", *terms)


def _term(slug: str, said: Mapping[str, Mapping[str, str]]) -> tuple[str, str, str]:
    return slug, said["label"]["fr"], said["label"]["en"]
