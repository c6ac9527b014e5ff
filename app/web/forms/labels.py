"""What a key of the front matter is called in front of people."""

from app.domain.kinds import PageKind
from app.web.forms.questions import questions_of

_OTHERS = {
    "kind": "Genre", "territory": "Territoire et coordonnées", "derived_from": "Adaptée de",
    "translation_of": "Traduction de", "redirects_from": "Anciennes adresses",
    "provenance": "D’où viennent les valeurs",
}  # fmt: skip


def label_of(kind: PageKind, key: str) -> str:
    """The French label of a key; the key itself where nobody asks for it."""
    if key in _OTHERS:
        return _OTHERS[key]
    return next((q.label for q in questions_of(kind) if q.key == key), key)
