"""What one word of a question asks for, and the ways in which a page may give it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.domain.finding import french
from app.domain.finding.derivation import roots, stem
from app.domain.finding.synonyms import Everyday, Groups

_EXPRESSION_LIMIT = 6
_LANGS = ("fr", "en", "")
# What a way is worth against the very word: another writing of it, a synonym, a word of pages for
# an everyday one, the long form of a name, a word that only begins so, one part of a hyphenated
# word.
_WRITTEN_OTHERWISE, _SYNONYM, _EVERYDAY = 0.9, 0.5, 0.25
_LONG_FORM, _BEGINS, _ONE_PART = 0.9, 0.6, 0.2
_WEAK = 0.3

# `trouve-t-on`, `peut-il`, and no `rendez-vous`.
_ASKED = re.compile(r"(?<!^rendez)(?:-t)?-(?:on|ils?|elles?|je|tu|nous|vous|ce|moi|toi)$")

Phrase = tuple[tuple[int, str], ...]


class Synonym(NamedTuple):
    phrase: Phrase
    everyday: bool = False


# By the stems of an expression.
Synonyms = Mapping[tuple[str, ...], tuple[Synonym, ...]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to satisfy a want: a phrase (of one word, most often), and what it is worth.

    Where `stems` are given, so do the other words of those families, for less. Where `begins` is,
    it is not the phrase but any term that begins so. `other`: a synonym, which says nothing of how
    rare the want itself is.
    """

    phrase: Phrase
    worth: float = 1.0
    stems: tuple[tuple[str, str], ...] = ()
    begins: str = ""
    other: bool = False


@dataclass(frozen=True, slots=True)
class Want:
    """What one word (or quoted phrase) of the question asks for. `word` is it, folded.

    A `loose` one says too little to be looked for beside others; an `exact` one must be there. The
    `weight` is less for words that say how one asks rather than what for.
    """

    word: str
    ways: tuple[Way, ...]
    loose: bool = False
    exact: bool = False
    weight: float = 1.0

    @property
    def itself(self) -> "Want":
        """Without the families of its words."""
        return replace(self, ways=tuple(replace(way, stems=()) for way in self.ways))

    def beginning(self, start: str) -> "Want":
        """Any word that begins so serves too, for less."""
        way = Way(((1, start),), _BEGINS, begins=start)
        return replace(self, ways=(*self.ways, way), loose=False)


def wants_of(text: str, synonyms: Synonyms, limit: int) -> list[Want]:
    """A want for each word of a text without quotes."""
    wants = [want for match in french.chunks(text) for want in _of_chunk(match[0])]
    return _with_synonyms(_together(wants[:limit]), synonyms)


@lru_cache(maxsize=4)
def synonyms_of(groups: Groups) -> Synonyms:
    """For the stems of each expression, what else it is found by, as phrases."""
    found: dict[tuple[str, ...], dict[Phrase, Synonym]] = {}
    for group in groups:
        everyday = isinstance(group, Everyday)
        asked, also = (group.asked, group.also) if isinstance(group, Everyday) else (group, group)
        phrases = [phrase for text in also if (phrase := steps(text))]
        for one in filter(None, map(steps, asked)):
            of_one = found.setdefault(_stems(one), {})
            for other in phrases:
                if other != one:
                    of_one.setdefault(other, Synonym(other, everyday))
    return {key: tuple(others.values()) for key, others in found.items()}


def steps(text: str) -> Phrase:
    """The terms of a text with their steps, joined words as one, for finding it as a phrase."""
    found: list[tuple[int, str]] = []
    for token in french.tokens(text, "fr"):
        if token.step or not found:
            found.append((max(1, token.step), token.term))
    return tuple(found)


def ways_of(word: str) -> tuple[Way, ...]:
    """The terms the word has in each language, with the families they belong to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lang in _LANGS:
        term = french.term(word, lang)
        families = found.setdefault(term, [])
        if lang:
            families += [(root, lang) for root in roots(term, lang) if len(root) > 3]
    return tuple(
        Way(((1, term),), 1.0 if place == 0 else _WRITTEN_OTHERWISE, tuple(families))
        for place, (term, families) in enumerate(found.items())
    )


def _of_chunk(chunk: str) -> Iterator[Want]:
    """A want for a word; for a hyphenated one, its words in order, together, or each alone."""
    words = [word for word in french.split(_ASKED.sub("", chunk), "fr") if word]
    if len(words) == 1:
        yield _word(words[0])
    elif words:
        together = ways_of("".join(words)) if len(words) <= 3 else ()
        alone = (
            replace(way, worth=_ONE_PART * way.worth, other=True)
            for word in words
            if not french.is_stop(word, "fr")
            for way in ways_of(word)
        )
        ways = (Way(steps(chunk)), *together, *alone)
        loose = all(french.is_stop(word, "fr") for word in words)
        yield Want(chunk, tuple(way for way in ways if way.phrase), loose)


def _word(word: str) -> Want:
    loose = french.is_stop(word, "fr") or french.is_stop(word, "en")
    return Want(word, ways_of(word), loose, weight=_WEAK if word in french.WEAK_FR else 1.0)


def _together(wants: list[Want]) -> list[Want]:
    """Two words side by side are also found where a page writes them as one."""
    found = list(wants)
    for place, (one, two) in enumerate(pairwise(wants)):
        if one.loose or two.loose or not (one.word + two.word).isalnum():
            continue
        way = Way(((1, french.term(one.word + two.word, "fr")),), _WRITTEN_OTHERWISE)
        for at in (place, place + 1):
            found[at] = replace(found[at], ways=(*found[at].ways, way))
    return found


def _with_synonyms(wants: list[Want], synonyms: Synonyms) -> list[Want]:
    """Each want that is (part of) a known expression gets the others as ways, for less."""
    if not synonyms:
        return wants
    found = list(wants)
    roots = [_stems(want.ways[0].phrase) if want.ways else () for want in wants]
    solid = [place for place, want in enumerate(wants) if not want.loose]
    for begin in range(len(solid)):
        for end in range(begin + 1, min(begin + _EXPRESSION_LIMIT, len(solid)) + 1):
            places = solid[begin:end]
            key = tuple(root for place in places for root in roots[place])
            for other in synonyms.get(key, ()):
                for place in places:
                    way = _way_of(other, len(places))
                    found[place] = replace(found[place], ways=(*found[place].ways, way))
    return found


def _way_of(other: Synonym, words: int) -> Way:
    """An acronym and its long form say the same; other synonyms nearly so."""
    phrase = other.phrase
    worth = _LONG_FORM if max(words, len(phrase)) > 2 else _SYNONYM
    root = _stems(phrase)[0]
    kin = ((root, "fr"),) if len(phrase) == 1 and len(root) > 3 else ()
    return Way(phrase, _EVERYDAY if other.everyday else worth, kin, other=True)


def _stems(phrase: Phrase) -> tuple[str, ...]:
    return tuple(stem(term, "fr") for _step, term in phrase)
