"""Sentences that come already filled, found again in the catalogue.

An error may carry a reason that is a whole French sentence, with its values in place. Below are
those sentences before they were filled: what fits one of them can be said in another language.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

# The parameters of an error that are words of ours, never a person's.
SPOKEN = ("reason", "what", "limit", "doing", "advice", "first")
_FILLED = (
    "La recherche n’est pas comprise : {reason}",
    "l’adresse « {target} » est déjà prise.",
    "« {facet} » n’est pas un critère connu.",
    "trop de valeurs, ou trop longues, pour « {facet} ».",
    "« {word} » n’a pas la forme critère=valeur.",
    "« {text} » n’est pas un jour.",
    "la page va de 1 à {pages}, avec {size} résultats au plus.",
    "le mot de passe doit avoir de {least} à {most} signes.",
    "le nom a plus de {limit} signes.",
    "{size} Mio",
    "{what} contient un signe invisible : retirez-le.",
)
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_FIELD.sub(r"(?P<\1>.*)", re.escape(template)))


_PATTERNS = tuple((_pattern(template), template) for template in _FILLED)


def translated(text: str, say: Callable[[str], str]) -> str:
    """A sentence in the language of `say`; one that no template fits is left as it is."""
    said = say(text)
    if said != text:
        return said
    for pattern, template in _PATTERNS:
        if found := pattern.fullmatch(text):
            return say(template).format_map(spoken(found.groupdict(), say))
    return text


def spoken(params: Mapping[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    """The parameters of a sentence, those that are words of ours translated."""
    return {
        name: translated(value, say) if name in SPOKEN and isinstance(value, str) else value
        for name, value in params.items()
    }
