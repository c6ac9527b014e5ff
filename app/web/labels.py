"""The words people read for facets and their values."""

from collections.abc import Callable

from app.actions.wiki import Wiki
from app.domain.kinds import terms
from app.theme.words import name_in

FACET_LABELS = {
    "kind": "Genre", "region": "Région", "department": "Département", "city": "Commune",
    "theme": "Thème", "tag": "Étiquette", "licence": "Licence", "origin": "Réseau",
    "lang": "Langue", "status": "État", "activity": "Activité", "space": "Espace",
    "legal_status": "Forme juridique", "opened": "Ouverture", "setting": "Milieu",
    "form": "Forme", "life_cycle": "Moment", "type": "Type", "difficulty": "Difficulté",
    "duration": "Durée", "cost": "Coût", "stub": "Ébauche", "zone": "Zone d’emploi",
}  # fmt: skip
_TERMS = {
    "region": terms.REGIONS, "activity": terms.ACTIVITIES, "space": terms.SPACES,
    "legal_status": terms.LEGAL_FORMS, "setting": terms.SETTINGS, "form": terms.METHOD_FORMS,
    "life_cycle": terms.LIFE_CYCLE, "type": terms.ORGANISATION_TYPES, "status": terms.STATUSES,
}  # fmt: skip
_ORIGINS = {"self": "Notre réseau", "": "Notre réseau", "*": "Tous les réseaux"}
_DURATIONS = {"60": "Une heure au plus", "240": "Une demi-journée au plus",
              "480": "Une journée au plus", "more": "Plus d’une journée"}  # fmt: skip
_COSTS = {"0": "Gratuit", "100": "100 € au plus", "1000": "1 000 € au plus",
          "more": "Plus de 1 000 €"}  # fmt: skip
_WORDS = {
    "stub": {"yes": "Oui"}, "origin": _ORIGINS, "duration": _DURATIONS, "cost": _COSTS,
}  # fmt: skip


_TITLED = "{what} : {name}"
# Facets whose words are French, in the catalogue of the theme.
SAID = ("kind", "stub", "origin", "duration", "cost")


def facet_label(wiki: Wiki, facet: str, value: str, lang: str = "fr") -> str:
    """The words for a value of a facet (French ones for those of SAID); the value itself where it
    has none."""
    if facet in _TERMS:
        return _TERMS[facet].label(value, lang)
    if facet == "kind" and value in wiki.kinds:
        return wiki.kinds[value].label
    if facet == "theme":
        return wiki.rules().themes.label(value, lang)
    if facet == "lang":
        return name_in(value, lang)
    if facet == "licence":
        known = wiki.rules().licences.licences.get(value)
        return known.label if known else value
    return _WORDS.get(facet, {}).get(value, value)


def titled(say: Callable[[str], str], what: str, name: str) -> str:
    """What is done, then to which page; each language has its own blank before the colon."""
    return say(_TITLED).format(what=what, name=name)
