"""Words that neither the dictionary of the language nor our own lists know."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from hunspell import Hunspell

from tools.lint_content.reading import ContentPage, Fault

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
_WORD = re.compile(r"(?<!\d)[^\W\d_²³]+(?:[’'\-][^\W\d_²³]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)’", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-ZÉÈ]{2,6}s?")
# A page in English keeps French words of the field, and names pages by their French titles.
DICTIONARIES = {"fr": ("fr",), "en": ("en-gb", "fr")}
NAMED = ("place", "organisation")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.replace("'", "’"))


class Speller:
    """The words of one language. `names` are proper names that the content itself gives."""

    def __init__(self, lang: str, names: Iterable[str]) -> None:
        self._dictionaries = [_dictionary(name) for name in DICTIONARIES[lang]]
        listed = (HERE / f"words.{lang}.txt").read_text(encoding="utf-8").splitlines()
        own = [line.split("#")[0].strip() for line in listed]
        self._own = {word.replace("'", "’") for word in (*own, *names) if word}
        self._folded = {word.casefold() for word in own}
        self.knows = lru_cache(maxsize=None)(self._knows)

    def _knows(self, word: str) -> bool:
        if self._whole(word):
            return True
        bare = _ELIDED.sub("", word)
        if bare != word and self.knows(bare):
            return True
        parts = re.split(r"[-’]", bare)
        return len(parts) > 1 and all(not part or self._whole(part) for part in parts)

    def _whole(self, word: str) -> bool:
        known = word in self._own or word.casefold() in self._folded or _ACRONYM.fullmatch(word)
        plain = word.replace("’", "'")
        return bool(known) or any(one.spell(plain) for one in self._dictionaries)


def _dictionary(name: str) -> Hunspell:
    folder = ROOT / "node_modules" / f"dictionary-{name}"
    if not folder.is_dir():
        raise SystemExit(f"Le dictionnaire manque ({folder.name}) : lancez « make setup ».")
    return Hunspell("index", hunspell_data_dir=str(folder))


def names_in(pages: Iterable[ContentPage]) -> set[str]:
    """The words of the names of places, organisations and towns, which no dictionary has."""
    found: set[str] = set()
    for page in pages:
        if page.kind in NAMED:
            territory = page.front.get("territory") or {}
            known = (
                page.front.get("title"),
                territory.get("city"),
                page.front.get("legal_carrier"),
            )
            for name in known:
                words = words_of(str(name or ""))
                found |= {*words, *(part for word in words for part in re.split(r"[-’]", word))}
    return found


def check_spelling(pages: list[ContentPage]) -> Iterator[Fault]:
    names = names_in(pages)
    spellers = {lang: Speller(lang, names) for lang in ("fr", "en")}
    for page in pages:
        speller = spellers.get(page.lang)
        told: set[str] = set()
        for said in page.said() if speller else ():
            for word in words_of(said.text):
                if word not in told and not speller.knows(word):
                    told.add(word)
                    yield page.fault(page.line_of(word, said.line), f"mot inconnu : « {word} ».")
