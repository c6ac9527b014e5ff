"""Words of the index in the place of those that it does not hold."""

from app.domain.finding import french
from app.domain.finding.question import Question, Synonyms, Want, ask
from app.domain.finding.snippets import surface
from app.domain.finding.spelling import corrected, nearest
from app.domain.search import SearchQuery
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.asking import present
from plugins.search_tantivy.snapshot import Snapshot, term

_CORRECTIONS = 4
# So many pages are asked how a word is written: some hold it among their facts only.
_WRITERS = 8


def mended(
    held: Snapshot, query: SearchQuery, synonyms: Synonyms
) -> tuple[Question, dict[str, str]]:
    """The question that is meant, and by word that stands nowhere the one in its place."""
    text = query.words
    question = ask(text, synonyms, typing=query.typing)
    said: dict[str, str] = {}
    for want in question.wants:
        missing = not want.exact and not _stands(held, want.itself)
        if missing and len(said) < _CORRECTIONS and (near := _near(held, want)):
            said[want.word] = near
    return (ask(corrected(text, said), synonyms, typing=query.typing) if said else question), said


def _near(held: Snapshot, want: Want) -> str:
    """The word that is likely meant, as pages write it; `` where there is none."""

    def find() -> str:
        name, kin = french.term(want.word, "fr"), _stands(held, want)
        # `poussent` is no slip where `pousser` stands.
        if kin and name.endswith("ent"):
            return ""
        for other in nearest(name, held.lexicon, heard=kin):
            # Words of pages that were deleted may still be in the lexicon.
            if held.count_of(term(at.TERMS, other)):
                return _written(held, other, want.word)
        return ""

    return held.kept(("near", want), find)


def _stands(held: Snapshot, want: Want) -> bool:
    """Whether some page satisfies the want."""

    def ask_index() -> bool:
        query = present(held, want.ways)
        return query is not None and held.count_of(query) > 0

    return held.kept(("stands", want), ask_index)


def _written(held: Snapshot, name: str, typed: str) -> str:
    """The term as a page that holds it writes it, with its accents; most like what was typed."""
    found = held.searcher.search(term(at.TERMS, name), _WRITERS, count=False).hits
    texts = (f"{held.facts(one).title}\n{held.text(one)}" for _score, one in found)
    return next(filter(None, (surface(text, name, typed) for text in texts)), name)
