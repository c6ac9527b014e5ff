"""What each word of a page is worth for finding it, by the field that it stands in.

The usual lengths are constants, so that a page weighs the same whenever it is written, and in any
index: engines keep a worth and need no statistics of fields.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.domain.finding.digests import Digest, digest, short_digest
from app.domain.finding.fields import Findable
from app.domain.finding.french import Token, language, tokens

# BM25F: a word weighs by its field and by how often it stands there, less and less for each more.
_TITLE, _SUMMARY, _LABEL, _HEADING, _CODE, _TEXT = 9.0, 3.0, 4.5, 2.0, 1.0, 1.0
# A word that several questions of a page share counts once: they ask for the same in other words.
_QUESTIONS = 2.0
_USUAL_TITLE, _USUAL_TEXT = 5.0, 250.0
_TITLE_B, _TEXT_B = 0.3, 0.7
_SATURATION = 2.5
# What a word of the title is worth beside, that no repetition in a text makes up for.
_IN_TITLE = 0.25
_PART = 0.4
_FIELD_GAP = 20
_LAST_PLACE = 65_535


class Use:
    """A term in one page: its worth (at most about 1.5), and its places in reading order."""

    __slots__ = ("places", "worth")

    def __init__(self) -> None:
        self.worth = 0.0
        self.places = array("H")


def weighed(page: Findable) -> Mapping[str, Use]:
    """Each term of the page, in all its fields."""
    lang = language(page.lang)
    sheet = _Sheet()
    title = list(tokens(page.title, lang))
    normal = _normal(sum(not token.part for token in title))
    sheet.take(title, _TITLE / normal)
    sheet.take(tokens(page.summary, lang), _SUMMARY)
    for label in page.labels:
        sheet.take(tokens(label, lang), _LABEL)
    for heading in page.headings:
        sheet.take(tokens(heading, lang), _HEADING)
    sheet.take_once((tokens(question, lang) for question in page.questions), _QUESTIONS)
    sheet.take(tokens(page.codes, lang), _CODE)
    body = list(tokens(page.text, lang))
    sheet.take(body, _TEXT / (1 - _TEXT_B + _TEXT_B * len(body) / _USUAL_TEXT))
    _saturate(sheet.words, {t.term: (_PART if t.part else 1) / normal for t in title})
    return sheet.words


def _saturate(words: Mapping[str, Use], title: Mapping[str, float]) -> None:
    for term, use in words.items():
        use.worth = use.worth / (use.worth + _SATURATION) + _IN_TITLE * title.get(term, 0.0)


def phrase_worth(place: int) -> float:
    """What a phrase is worth that first ends at that place: titles come first, then summaries."""
    if place < 2 * _FIELD_GAP:
        return 1.2
    return 0.4 + 0.5 / (1 + place / 150)


class Counted(NamedTuple):
    """What each term of a page is worth, as `weighed` says, and the line of each of its fields in
    reading order (see `digests.Digest`), which have all terms but those of `beside`.

    Most terms stand in the text alone: `often` has how often, and `worth_of_times` what that is
    worth. All others are in `some`.
    """

    some: Mapping[str, float]
    often: Mapping[str, int]
    worth_of_times: Mapping[int, float]
    lines: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def worths(self) -> dict[str, float]:
        return {t: self.worth_of_times[n] for t, n in self.often.items()} | dict(self.some)


def counted(page: Findable) -> Counted:
    """For an index that keeps places by itself; several times as fast."""
    lang = language(page.lang)
    title, body = digest(page.title, lang), digest(page.text, lang)
    normal = _normal(sum(title.whole.values()))
    questions = [digest(question, lang) for question in page.questions]
    fields = [
        (title, _TITLE / normal),
        (digest(page.summary, lang), _SUMMARY),
        *[(short_digest(label, lang), _LABEL) for label in page.labels],
        *[(short_digest(heading, lang), _HEADING) for heading in page.headings],
        *[(question, 0.0) for question in questions],
        (digest(page.codes, lang), _CODE),
        (body, _TEXT / (1 - _TEXT_B + _TEXT_B * body.length / _USUAL_TEXT)),
    ]
    weights = _added(fields, body)
    for term, share in _shares(questions).items():
        weights[term] = weights.get(term, 0.0) + _QUESTIONS * share
    some = {term: _saturated(weight) for term, weight in weights.items()}
    for term in {**title.parts, **title.whole}:
        some[term] += _IN_TITLE * (1 if term in title.whole else _PART) / normal
    weight = fields[-1][1]
    by_times = {times: _saturated(times * weight) for times in {*body.whole.values()}}
    lines = tuple([field.line for field, _weight in fields])
    return Counted(some, body.whole, by_times, lines, _beside([field for field, _ in fields]))


def _added(fields: Sequence[tuple[Digest, float]], body: Digest) -> dict[str, float]:
    """What each term weighs in all of the fields, added up in their order: those that stand in
    another than the text, or there as a part of a word."""
    weights: dict[str, float] = {}
    get = weights.get
    for field, weight in fields:
        found: Iterable[tuple[str, int]] = field.whole.items()
        if field is body:
            found = [
                (term, body.whole[term]) for term in body.whole.keys() & {*weights, *body.parts}
            ]
        for term, times in found:
            weights[term] = get(term, 0.0) + times * weight
        for term, times in field.parts.items():
            weights[term] = get(term, 0.0) + times * weight * _PART
    return weights


def _saturated(weight: float) -> float:
    return weight / (weight + _SATURATION)


def _beside(fields: Sequence[Digest]) -> tuple[str, ...]:
    """The terms that no line has."""
    found = {term for field in fields for term in field.beside}
    return tuple(sorted(t for t in found if not any(field.has_in_line(t) for field in fields)))


def _shares(fields: Iterable[Digest]) -> dict[str, float]:
    """Each term of the fields, counted once: whole, or as a part of a word."""
    found: dict[str, float] = {}
    for field in fields:
        found |= {term: _PART for term in field.parts if term not in found}
        found |= dict.fromkeys(field.whole, 1.0)
    return found


def _normal(words: int) -> float:
    """By what a word of a title of so many is divided."""
    return 1 - _TITLE_B + _TITLE_B * max(1, words) / _USUAL_TITLE


class _Sheet:
    """Adds up weights and places field after field."""

    def __init__(self) -> None:
        self.words: dict[str, Use] = {}
        self._place = 0

    def take_once(self, fields: Iterable[Iterable[Token]], weight: float) -> None:
        """Fields of which each term counts once, however many hold it."""
        best: dict[str, float] = {}
        for field in fields:
            found = list(field)
            self.take(found, 0.0)
            for _step, term, part in found:
                best[term] = max(best.get(term, 0.0), _PART if part else 1.0)
        for term, share in best.items():
            self.words[term].worth += weight * share

    def take(self, field: Iterable[Token], weight: float) -> None:
        words, place, less = self.words, self._place + _FIELD_GAP, weight * _PART
        for step, term, part in field:
            place += step
            use = words.get(term)
            if use is None:
                use = words[term] = Use()
            use.worth += less if part else weight
            if place <= _LAST_PLACE:
                use.places.append(place)
        self._place = place
