"""What a key of the front matter is called in front of people."""

from collections.abc import Callable, Iterator

from app.domain.kinds import PageKind
from app.domain.rules import Rules
from app.domain.vocabulary import Vocabulary
from app.web.forms.questions import Question, questions_of
from app.web.forms.wording import LANGUAGES

_OTHERS = {
    "kind": "Genre", "territory": "Territoire et coordonnées", "derived_from": "Adaptée de",
    "translation_of": "Traduction de", "redirects_from": "Anciennes adresses",
}  # fmt: skip


def label_of(kind: PageKind, key: str) -> str:
    """The French label of a key; the key itself where nobody asks for it."""
    if key in _OTHERS:
        return _OTHERS[key]
    return next((q.label for q in questions_of(kind) if q.key == key), key)


def wording_of(
    kind: PageKind, rules: Rules, *, lang: str, say: Callable[[str], str]
) -> Callable[[str, str], str]:
    """What people read for a value of the file and its key: the label of a closed list's term."""
    terms = dict(_terms(questions_of(kind))) | {"themes": rules.themes}
    licences = rules.licences.licences

    def word(key: str, text: str) -> str:
        if key in terms:
            return terms[key].label(text, lang)
        if key in ("licence", "data_licence") and text in licences:
            return say(licences[text].label)
        if key == "kind" and text in rules.kinds:
            return say(rules.kinds[text].label)
        if text in ("True", "False"):
            return say("oui") if text == "True" else say("non")
        return LANGUAGES.get(text, text) if key == "lang" else text

    return word


def _terms(questions: tuple[Question, ...]) -> Iterator[tuple[str, Vocabulary]]:
    """Closed lists by key; those of parts first, so that a page's own key wins."""
    for question in questions:
        yield from _terms(question.parts)
    for question in questions:
        if question.terms is not None:
            yield question.key, question.terms
