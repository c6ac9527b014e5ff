"""What an error tells is said in English, be it a template or a sentence already filled."""

import ast
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from babel.messages.pofile import read_po

from app.domain import rules
from app.domain.errors import WikiError
from app.domain.phrase import Phrase
from app.domain.tables.columns import TARGETS
from app.theme import Theme
from app.theme.phrases import SPOKEN
from app.theme.theme import DEFAULT_FOLDER
from app.web.labels import FACET_LABELS
from app.web.reading.api_docs import WORDS
from app.web.screens import messages

APP = Path(__file__).parents[2] / "app"
SPEAKING = tuple(APP / "web" / folder for folder in ("reading", "forms", "screens"))
# What leaves: sites on a key, files for Kiwix, books, prints.
LEAVING = (APP / "theme/offline", APP / "theme/books", APP.parent / "plugins")
# Nobody reads these on a screen: they are told where a wiki is made, served or brought back.
APART = ("cli", "main", "settings.py", "archive.py", "site_file.py", "site.py", "upkeep.py")
TAKES_SENTENCE = {"Phrase": 0, "refuse": 0, "_refuse": 0, "Problem": 1, "_matching": 1}
OF_NO_LANGUAGE = re.compile(r"\{reason\}|\w+=7|7+")
# What is given words to show: `add("Commune", …)` of a card, `_open("La fiche", …)` of a form.
SAYS = ("say", "_say", "add", "facet", "term", "list", "links", "_open", "_folded")
THEME = Theme()


def kinds_of(error: type[WikiError]) -> Iterator[type[WikiError]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


def filled(node: ast.expr) -> str:
    """The words of a literal; each value of an f-string stands as « 7 »."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "7" for p in node.values)
        return "".join(map(str, parts))
    return ""


def either(node: ast.expr) -> Iterator[str]:
    """The words of a literal, or of both where a condition chooses."""
    if isinstance(node, ast.IfExp):
        yield from (*either(node.body), *either(node.orelse))
    else:
        yield filled(node)


def told_in(file: Path) -> Iterator[str]:
    """Sentences that are given to errors, and words that fill them."""
    for call in ast.walk(ast.parse(file.read_text())):
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            yield from either(keyword.value) if keyword.arg in SPOKEN else ()
        at = TAKES_SENTENCE.get(getattr(call.func, "id", ""), len(call.args))
        if at < len(call.args):
            yield from either(call.args[at])


def words_in(file: Path, says: tuple[str, ...] = SAYS) -> Iterator[str]:
    """Words that the screens say, and the lines of cards and forms."""
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and call.args:
            name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
            said = call.args[:2] if name in ("say", "_say") else call.args[:1]
            if name in says and isinstance(said[-1], ast.Constant | ast.IfExp):
                yield from either(said[-1])


def screen_words() -> set[str]:
    tables = (*messages._TITLES.values(), *messages._SENTENCES.values(), *WORDS.values())
    found = {*tables, *FACET_LABELS.values(), *(column.words for column in TARGETS)}
    for file in (file for folder in SPEAKING for file in folder.glob("*.py")):
        found |= set(words_in(file))
    for file in (file for folder in LEAVING for file in folder.rglob("*.py")):
        found |= set(words_in(file, SAYS[:2]))
    return {text for text in found if re.search(r"[^\W\d_]", text)}


def sentences() -> set[str]:
    found = {error.sentence for error in kinds_of(WikiError)} | set(rules._SENTENCES.values())
    for file in APP.rglob("*.py"):
        if not set(APART) & set(file.relative_to(APP).parts):
            found |= set(told_in(file))
    return {text for text in found if re.search(r"\w", text) and not OF_NO_LANGUAGE.fullmatch(text)}


def test_what_an_error_tells_is_said_in_english() -> None:
    told = sentences()
    assert len(told) > 300
    assert sorted(text for text in told if THEME.phrase(text, lang="en") == text) == []


def test_every_word_of_the_screens_is_in_the_catalogue() -> None:
    with (DEFAULT_FOLDER / "locale/en/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    said = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.string}

    assert sorted(screen_words() - said) == []


def test_a_reason_keeps_its_values_in_english() -> None:
    inner = Phrase("« {facet} » n’est pas un critère connu.", facet="ville")
    reason = Phrase("La recherche n’est pas comprise : {reason}", reason=inner)
    told = THEME.sentence("Ce n’est pas possible : {reason}", {"reason": reason}, lang="en")

    assert "“ville” is not a known facet." in told
    assert "n’est pas" not in told


def test_what_a_person_typed_is_never_translated() -> None:
    said = THEME.sentence("« {value} » n’est pas dans la liste.", {"value": "Carte"}, lang="en")

    assert said == "“Carte” is not in the list."


def test_a_french_reason_stays_as_it_is() -> None:
    french = partial(THEME.phrase, lang="fr")

    assert (
        french(Phrase("le nom a plus de {limit} signes.", limit=80))
        == "le nom a plus de 80 signes."
    )
