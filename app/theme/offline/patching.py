"""A shard of the search as it is now, made from what it was: where few of its pages are others.

To index its pages again costs what the shard holds; to take some out of its lines and put some in
costs what changed. Both give the same index.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from app.theme.offline.entries import FIELDS, SHORT_FIELDS, Entry, sort_key
from app.theme.offline.indexing import Counted, Index, head_of, with_terms

# In a line, what numbers a page is followed by how often; what numbers a field, by a brace.
_NUMBER = re.compile(r'"(\d+)":(?=\d)')
_FIELD = re.compile(r'"(\d+)":\{([^}]*)\}')
_TIMES = re.compile(r'"(\d+)":(\d+)')
_SHOWN = ("ref", "url", "title", "summary", "place", "facets")
# By field and page, how often a term stands there.
Stands = dict[int, dict[int, int]]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Of a page in a shard: the key of what it was made from, what a list of hits shows, and how
    many different terms each field has."""

    key: str
    shown: Entry
    lengths: tuple[int, ...]

    @property
    def ref(self) -> str:
        return str(self.shown["ref"])


@dataclass(frozen=True, slots=True)
class HeldShard:
    """A shard as it was written: its pages in order, the lines of its two indexes."""

    pages: tuple[HeldPage, ...]
    short: str
    whole: str

    @property
    def indexes(self) -> tuple[Index, Index]:
        """That of the short fields, that of all."""
        lengths = [one.lengths for one in self.pages]
        count = len(SHORT_FIELDS)
        short = head_of(SHORT_FIELDS, [one[:count] for one in lengths])
        return Index(short, self.short), Index(head_of(FIELDS, lengths), self.whole)


@dataclass(frozen=True, slots=True)
class Patch:
    """`gone` are the words of pages that left, or are others now, by their reference; `fresh` the
    pages that came or are others, with their words."""

    gone: Mapping[str, Counted]
    fresh: Sequence[tuple[HeldPage, Counted]]

    def over(self, held: HeldShard) -> HeldShard:
        new = (page for page, _ in self.fresh)
        stay = (one for one in held.pages if one.ref not in self.gone)
        pages = tuple(sorted(chain(stay, new), key=lambda one: sort_key(one.shown)))
        before = {one.ref: number for number, one in enumerate(held.pages)}
        numbers = {one.ref: number for number, one in enumerate(pages)}
        lines = _Lines(self, before, numbers)
        return HeldShard(
            pages, lines.over(held.short, SHORT_FIELDS), lines.over(held.whole, FIELDS)
        )


def shown_of(entry: Entry) -> Entry:
    """Of an entry, what a list of hits shows."""
    return {name: entry[name] for name in _SHOWN}


class _Lines:
    """`before` and `numbers` number pages, by their reference, as they were and as they are."""

    def __init__(self, patch: Patch, before: Mapping[str, int], numbers: Mapping[str, int]) -> None:
        self._patch, self._before, self._numbers = patch, before, numbers
        stay = before.keys() - patch.gone.keys()
        self._moved = {before[ref]: numbers[ref] for ref in stay}
        self._shifts = any(old != new for old, new in self._moved.items())

    def over(self, text: str, fields: Sequence[str]) -> str:
        known = dict(line.split(" ", 1) for line in text.split("\n")) if text else {}
        fresh = [words for _, words in self._patch.fresh]
        terms = _terms(fields, chain(self._patch.gone.values(), fresh))
        touched = {term: _read(known.get(term, "")) for term in terms}
        order = with_terms([*known], terms - known.keys())
        self._take_out(touched, fields)
        if self._shifts:
            touched = {term: self._renumbered(stands) for term, stands in touched.items()}
            known = self._all_renumbered(known, but=terms)
        self._put_in(touched, fields)
        known |= {term: _say(stands) for term, stands in touched.items()}
        return "\n".join([f"{term} {said}" for term in order if (said := known[term])])

    def _take_out(self, touched: Mapping[str, Stands], fields: Sequence[str]) -> None:
        for ref, words in self._patch.gone.items():
            for at, field in enumerate(fields):
                for term in words[field]:
                    del touched[term][at][self._before[ref]]

    def _put_in(self, touched: Mapping[str, Stands], fields: Sequence[str]) -> None:
        for page, words in self._patch.fresh:
            for at, field in enumerate(fields):
                for term, times in words[field].items():
                    touched[term].setdefault(at, {})[self._numbers[page.ref]] = times

    def _all_renumbered(self, known: dict[str, str], *, but: set[str]) -> dict[str, str]:
        others = [term for term in known if term not in but]
        said = _NUMBER.sub(self._renumber, "\n".join([known[term] for term in others]))
        return dict(zip(others, said.split("\n"), strict=True)) if others else {}

    def _renumbered(self, stands: Stands) -> Stands:
        return {at: {self._moved[n]: times for n, times in of.items()} for at, of in stands.items()}

    def _renumber(self, match: re.Match[str]) -> str:
        return f'"{self._moved[int(match[1])]}":'


def _terms(fields: Sequence[str], counted: Iterable[Counted]) -> set[str]:
    return {term for words in counted for field in fields for term in words[field]}


def _read(line: str) -> Stands:
    return {
        int(field[1]): {int(n): int(times) for n, times in _TIMES.findall(field[2])}
        for field in _FIELD.finditer(line)
    }


def _say(stands: Stands) -> str:
    """`` where the term stands nowhere."""
    said = []
    for at, of in sorted(stands.items()):
        if of:
            pages = ",".join([f'"{n}":{times}' for n, times in sorted(of.items())])
            said.append(f'"{at}":{{{pages}}}')
    return f"{{{','.join(said)}}}" if said else ""
