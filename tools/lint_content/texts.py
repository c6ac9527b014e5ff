"""What each page must have by itself: its card, its pictures, its questions, its sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.drawing import Drawing
from app.domain.errors import InvalidMedium
from app.domain.licence import DEFAULT_POLICY
from app.domain.media import read_sidecar
from tools.lint_content.reading import ContentPage, Fault

WORDS_LIMIT = 30
SUMMARY_LIMIT = 280
# Pages of the house, about no theme: those that the law asks for, and the one to try things on.
THEMELESS = frozenset(
    f"page/{slug}"
    for slug in ("mentions-legales", "confidentialite", "accessibilite", "bac-a-sable")
)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+33\s?|0)[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?![\w/])")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^)\s]*)")
_MEDIUM = re.compile(r"\bmedia/([a-z0-9][a-z0-9-]*\.[a-z0-9]{2,4})\b")
_ANSWER = re.compile(r"\s*[-+*]\s+\[([ xX])\]\s+\S")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0»”\")]+(?=[^\s])")
_WORD = re.compile(r"\w[\w’'\-]*")


def check_card(page: ContentPage) -> Iterator[Fault]:
    front = page.front
    for key, name in (("summary", "le résumé"), ("licence", "la licence")):
        if not str(front.get(key) or "").strip():
            yield page.fault(1, f"{name} manque.")
    if len(str(front.get("summary") or "")) > SUMMARY_LIMIT:
        yield page.fault(page.line_of("summary:"), f"le résumé dépasse {SUMMARY_LIMIT} signes.")
    if not front.get("themes") and page.reference not in THEMELESS:
        yield page.fault(1, "aucun thème.")


def check_contacts(page: ContentPage) -> Iterator[Fault]:
    for number, line in enumerate(page.lines, 1):
        for found in (*_MAIL.finditer(line), *_PHONE.finditer(line)):
            yield page.fault(number, f"coordonnée personnelle : « {found[0]} ».")


def check_pictures(page: ContentPage, root: Path) -> Iterator[Fault]:
    for number, line in enumerate(page.lines, 1):
        for alt, address in _PICTURE.findall(line):
            if not alt.strip():
                yield page.fault(number, f"l’image « {address} » n’a pas de texte alternatif.")
        for name in _MEDIUM.findall(line):
            if not (root / "media" / name).is_file():
                yield page.fault(number, f"l’image « media/{name} » n’existe pas.")


def check_media(root: Path, pages: list[ContentPage]) -> Iterator[Fault]:
    """Each medium has a card that tells it, and a page that shows it."""
    shown = {name for page in pages for name in _MEDIUM.findall(page.text)}
    for file in sorted((root / "media").glob("*")):
        name = f"media/{file.name}"
        if file.suffix == ".yaml":
            if not any(file.with_suffix(ending).exists() for ending in (".svg", ".png", ".jpg")):
                yield Fault(name, 0, "cette fiche n’est celle d’aucune image.")
            continue
        if file.name not in shown:
            yield Fault(name, 0, "aucune page ne montre cette image.")
        yield from (Fault(name, 0, what) for what in _medium_faults(file))


def _medium_faults(file: Path) -> Iterator[str]:
    card = file.with_suffix(".yaml")
    try:
        if file.suffix == ".svg":
            Drawing.parse(file.read_bytes())
        words = read_sidecar(card.read_bytes() if card.exists() else b"").words
    except InvalidMedium as error:
        yield str(error)
        return
    if not words.alt and not words.decorative:
        yield "sa fiche ne dit pas ce qu’on y voit (alt)."
    if words.licence not in DEFAULT_POLICY.licences:
        yield "sa fiche ne dit pas de licence connue."
    if not words.authors:
        yield "sa fiche ne nomme pas ses auteurs."


def check_quizzes(page: ContentPage) -> Iterator[Fault]:
    """Every answer has a remark, and every question a right answer and a wrong one."""
    number, lines = 0, page.lines
    while number < len(lines):
        if lines[number].lstrip().startswith(":::quiz"):
            end = number + 1
            while end < len(lines) and lines[end].strip() != ":::":
                end += 1
            yield from _quiz(page, number, lines[number:end])
            number = end
        number += 1


def _quiz(page: ContentPage, first: int, lines: list[str]) -> Iterator[Fault]:
    at = [n for n, line in enumerate(lines) if _ANSWER.match(line)]
    right = [_ANSWER.match(lines[n])[1] != " " for n in at]  # type: ignore[index]
    if not any(right) or all(right):
        yield page.fault(first + 1, "il faut à cette question une bonne réponse et une fausse.")
    for n, following in zip(at, [*at[1:], len(lines)], strict=False):
        quoted = [line.strip() for line in lines[n + 1 : following] if line.strip().startswith(">")]
        if len(" ".join(quoted).split()) < 4:
            yield page.fault(first + n + 1, "cette réponse n’a pas de remarque.")


def check_sentences(page: ContentPage) -> Iterator[Fault]:
    """On average over the page, and no sentence of its own twice as long."""
    lengths = []
    for said in page.said():
        if not said.sentence:
            continue
        for sentence in _SENTENCE_END.split(said.text):
            count = len(_WORD.findall(sentence))
            if count:
                lengths.append(count)
            if count > 2 * WORDS_LIMIT:
                yield page.fault(said.line, f"une phrase de {count} mots : coupez-la.")
    average = sum(lengths) / len(lengths) if lengths else 0
    if average > WORDS_LIMIT:
        yield page.fault(1, f"{average:.1f} mots par phrase en moyenne ({WORDS_LIMIT} au plus).")
