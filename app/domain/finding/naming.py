"""What people call the things that a page says in codes: its kind, its territory, its facts."""

from collections.abc import Iterator, Mapping
from functools import cache

from app.domain.departments import DEPARTMENTS
from app.domain.finding.territories import said_of
from app.domain.kinds import terms
from app.domain.page import Page
from app.domain.vocabulary import Vocabulary

# Someone who wants to learn looks for a learning unit, someone who asks for a place for a place.
_KINDS = {
    "place": "lieu, espace, adresse",
    "method": "méthode, fiche pratique, mode d’emploi",
    "mini_cool": "mini-cool, apprendre, se former, cours, leçon, quiz",
    "organisation": "organisation, structure, acteur",
    "portal": "portail, thématique, dossier",
    "page": "page",
}


def kind_in_words(page: Page) -> str:
    return _KINDS.get(page.path.kind, "")


def territory_in_words(page: Page) -> Iterator[str]:
    """Town, department by name and number, region; each with what else people call it."""
    territory = page.front.get("territory")
    if not isinstance(territory, Mapping):
        return
    for key, value in territory.items():
        if not isinstance(value, str):
            continue
        if key == "department":
            yield f"{DEPARTMENTS.get(value, '')} {value}".strip()
        elif key == "region":
            yield terms.REGIONS.label(value)
        else:
            yield value.replace("-", " ")
        yield from said_of(key, value)


def in_words(code: str) -> str:
    """A word of one of our vocabularies as people say it; `` where it is none."""
    return _labels().get(code, "")


@cache
def _labels() -> dict[str, str]:
    vocabularies = (one for one in vars(terms).values() if isinstance(one, Vocabulary))
    return {
        term.slug: term.fr
        for vocabulary in vocabularies
        for term in vocabulary
        if vocabulary not in (terms.STATUSES, terms.REGIONS)
    }
