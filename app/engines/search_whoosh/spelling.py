"""Words of the index in the place of those that it does not hold."""

from collections.abc import Iterator

from app.domain.finding import french
from app.domain.finding.question import Question, Synonyms, Want, ask
from app.domain.finding.snippets import surface
from app.domain.finding.spelling import corrected, nearest
from app.domain.search import SearchQuery
from app.engines.search_whoosh.matching import in_segment
from app.engines.search_whoosh.snapshot import Snapshot

# Each asks the whole list of terms.
_CORRECTIONS = 4
# So many pages are asked how a word is written: some hold it among their facts only.
_WRITERS = 8


class Terms:
    """The terms of all segments as one lexicon."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = [part.segment for part in snapshot.parts]

    def starting_with(self, prefix: str) -> Iterator[str]:
        for segment in self._segments:
            yield from segment.starting_with(prefix)

    def frequency(self, term: str) -> int:
        return sum(segment.frequency(term) for segment in self._segments)


def mended(
    held: Snapshot, query: SearchQuery, synonyms: Synonyms
) -> tuple[Question, dict[str, str]]:
    """The question that is meant, and by word that stands nowhere the one in its place."""
    text = query.words
    question = ask(text, synonyms, typing=query.typing)
    said: dict[str, str] = {}
    tried = 0
    for want in question.wants:
        if tried < _CORRECTIONS and not want.exact and not _stands(held, want.itself):
            tried += 1
            term, kin = french.term(want.word, "fr"), _stands(held, want)
            # `poussent` is no slip where `pousser` stands.
            near = () if kin and term.endswith("ent") else nearest(term, Terms(held), heard=kin)
            if near:
                said[want.word] = _written(held, near[0], want.word)
    return (ask(corrected(text, said), synonyms, typing=query.typing) if said else question), said


def _stands(held: Snapshot, want: Want) -> bool:
    return any(in_segment(part.segment, want.ways) for part in held.parts)


def _written(held: Snapshot, term: str, typed: str) -> str:
    """The term as a page that holds it writes it, with its accents; most like what was typed."""
    texts = (
        f"{part.segment.columns.titles[doc]}\n{part.segment.text(doc)}"
        for part in held.parts
        for doc in part.segment.postings(term).docs[:_WRITERS]
    )
    return next(filter(None, (surface(text, term, typed) for text in texts)), term)
