"""From what a person typed to what is looked for. Nothing typed is an error."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.domain.finding import french

_LENGTH_LIMIT = 2_000
_WORDS_LIMIT = 24
_EXPRESSION_LIMIT = 6
_LANGS = ("fr", "en", "")
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})

Phrase = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to satisfy a want: a phrase (of one word, most often), and what it is worth.

    Where `stems` are given, so do the other words of those families, for less.
    """

    phrase: Phrase
    worth: float = 1.0
    stems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Want:
    """What one word (or quoted phrase) of the question asks for. `word` is it, folded."""

    word: str
    ways: tuple[Way, ...]
    loose: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`terms` are those of the whole text, to compare with those of titles."""

    wants: tuple[Want, ...]
    barred: tuple[Want, ...] = ()
    terms: str = ""
    words: tuple[str, ...] = field(default=())


Synonyms = Mapping[tuple[str, ...], tuple[Phrase, ...]]


def synonyms_of(groups: Sequence[Sequence[str]]) -> Synonyms:
    """For the terms of each expression, the others of its groups as phrases."""
    found: dict[tuple[str, ...], tuple[Phrase, ...]] = {}
    for group in groups:
        phrases = dict.fromkeys(_steps(text) for text in group)
        for one in phrases:
            key = tuple(term for _step, term in one)
            others = (other for other in phrases if other and other != one)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *others)))
    found.pop((), None)
    return found


def ask(text: str, synonyms: Synonyms) -> Question:
    """The question that the text puts. Words beyond the 24th are not read."""
    wants: list[Want] = []
    barred: list[Want] = []
    plain: list[str] = []
    for sign, quoted, word in _pieces(text[:_LENGTH_LIMIT]):
        if len(wants) + len(plain) + len(barred) >= _WORDS_LIMIT:
            break
        if sign:
            barred += _barred(quoted or word)
        elif quoted:
            wants += _quoted(quoted)
        else:
            plain.append(word)
    wants = [*_plain(" ".join(plain), synonyms), *wants][:_WORDS_LIMIT]
    told = " ".join(french.terms(text[:_LENGTH_LIMIT], "fr"))
    return Question(tuple(_firm(wants)), tuple(barred), told, tuple(w.word for w in wants))


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """(minus, quoted, bare) for each piece; a quote without its second runs to the end."""
    for match in _PIECE.finditer(text.translate(_QUOTES)):
        minus, quoted, word = match[1] or "", match[2], match[3] or ""
        if quoted is None and word.startswith("-") and len(word) > 1 and word[1].isalnum():
            minus, word = "-", word[1:]
        if quoted or word:
            yield minus, quoted or "", word


def _plain(text: str, synonyms: Synonyms) -> list[Want]:
    wants = [want for match in french.chunks(text) for want in _of_chunk(match[0])]
    wants = _together(wants[:_WORDS_LIMIT])
    return _with_synonyms(wants, synonyms)


def _of_chunk(chunk: str) -> Iterator[Want]:
    """A want for a word; for a hyphenated one, its words in order or written together."""
    words = [word for word in french.split(chunk, "fr") if word]
    if len(words) > 1:
        whole = "".join(words)
        phrase = _steps(chunk)
        ways = (Way(phrase), *_ways(whole)) if len(words) <= 3 else (Way(phrase),)
        yield Want(chunk, tuple(way for way in ways if way.phrase))
    elif words:
        yield _word(words[0])


def _word(word: str) -> Want:
    loose = french.is_stop(word, "fr") or french.is_stop(word, "en")
    return Want(word, _ways(word), loose)


def _ways(word: str) -> tuple[Way, ...]:
    """The terms the word has in each language, with the families they belong to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lang in _LANGS:
        term = french.term(word, lang)
        families = found.setdefault(term, [])
        root = french.stem(term, lang)
        if lang and len(root) > 3:
            families.append((root, lang))
    return tuple(
        Way(((1, term),), 1.0 if place == 0 else 0.9, tuple(families))
        for place, (term, families) in enumerate(found.items())
    )


def _steps(text: str) -> Phrase:
    """The terms of a text with their steps, joined words as one, for finding it as a phrase."""
    found: list[tuple[int, str]] = []
    for token in french.tokens(text, "fr"):
        if token.step or not found:
            found.append((max(1, token.step), token.term))
    return tuple(found)


def _quoted(text: str) -> list[Want]:
    phrase = _steps(text)
    return [Want(french.fold(text), (Way(phrase),), exact=True)] if phrase else []


def _barred(text: str) -> list[Want]:
    """What must not stand in a page: the very word (in any number), not its family."""
    phrase = _steps(text)
    if len(phrase) != 1:
        return [Want(text, (Way(phrase),))] if phrase else []
    return [
        Want(text, tuple(replace(way, stems=()) for way in _ways(french.fold(text)))[:2])
        if text.isalnum()
        else Want(text, (Way(phrase),))
    ]


def _together(wants: list[Want]) -> list[Want]:
    """Two words side by side are also found where a page writes them as one."""
    found = list(wants)
    for place, (one, two) in enumerate(pairwise(wants)):
        if one.loose or two.loose or not (one.word + two.word).isalnum():
            continue
        way = Way(((1, french.term(one.word + two.word, "fr")),), 0.9)
        for at in (place, place + 1):
            found[at] = replace(found[at], ways=(*found[at].ways, way))
    return found


def _with_synonyms(wants: list[Want], synonyms: Synonyms) -> list[Want]:
    """Each want that is (part of) a known expression gets the others as ways, for less."""
    if not synonyms:
        return wants
    found = list(wants)
    firsts = [want.ways[0].phrase[-1][1] if want.ways else "" for want in wants]
    solid = [place for place, want in enumerate(wants) if not want.loose]
    for begin in range(len(solid)):
        for end in range(begin + 1, min(begin + _EXPRESSION_LIMIT, len(solid)) + 1):
            places = solid[begin:end]
            for other in synonyms.get(tuple(firsts[place] for place in places), ()):
                way = Way(other, 0.6)
                for place in places:
                    found[place] = replace(found[place], ways=(*found[place].ways, way))
    return found


def _firm(wants: list[Want]) -> list[Want]:
    """Without the words that say too little, unless there are no others."""
    firm = [want for want in wants if not want.loose]
    return list({(w.word, w.exact): w for w in (firm or wants)}.values())
