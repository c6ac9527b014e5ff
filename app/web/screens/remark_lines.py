"""Remarks in a line each: what they are, their state, in words."""

from app.domain.byline import ANONYMOUS
from app.domain.remark import Remark, RemarkSort, RemarkState
from app.theme.parts import Link
from app.web.reading.context import Reading
from app.web.reading.talk import author_of, names_of, plain_words
from app.web.views.bringing import RemarkLine

URL = "/-/remarques"
SHORT = 200
_SORTS = {
    RemarkSort.remark: "Remarque", RemarkSort.question: "Question",
    RemarkSort.quiz: "Résultat de quiz",
}  # fmt: skip
_STATES = {
    RemarkState.waiting: ("À lire", "caution", "clock"),
    RemarkState.published: ("Dans la discussion", "good", "check"),
    RemarkState.answered: ("Répondue", "good", "check"),
    RemarkState.closed: ("Lue", "", "check"),
    RemarkState.withdrawn: ("Retirée", "", "close"),
}


def remark_url(remark: Remark) -> str:
    return f"{URL}/{remark.id}"


def signed_remark(reading: Reading, remark: Remark) -> str:
    """Never to be taken for somebody with an account."""
    if remark.name == ANONYMOUS:
        name = reading.say(ANONYMOUS)
    else:
        name = reading.say("signé « {name} », sans compte").format(name=remark.name)
    return f"{name}, {remark.place}" if remark.place else name


def remark_line(reading: Reading, remark: Remark) -> RemarkLine:
    words, tone, symbol = _STATES[remark.state]
    return RemarkLine(
        title=remark.title, url=remark_url(remark), kind=remark.path.kind,
        sort=reading.say(_SORTS[remark.sort]), text=_short(reading, remark),
        author=signed_remark(reading, remark), state=reading.say(words), tone=tone, symbol=symbol,
        at=remark.made_at,
    )  # fmt: skip


def _short(reading: Reading, remark: Remark) -> str:
    if remark.quiz is not None:
        score = reading.say("{right} sur {of}")
        return score.format(right=remark.quiz.right, of=remark.quiz.of)
    text = " ".join(remark.text.split())
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def held_lines(reading: Reading, *, size: int, page_id: str = "") -> tuple[RemarkLine, ...]:
    """What was said in discussions and waits for a reviewer, because of its links."""
    held = [one for one in reading.wiki.discussions.held(size=size)
            if page_id in ("", one.page)]  # fmt: skip
    names = names_of(reading.wiki, held)
    found = ((one, reading.wiki.index.page_by_id(one.page)) for one in held)
    return tuple(
        RemarkLine(
            title=row.title, url=f"{reading.url(row.path)}/discussion#m-{one.id}",
            kind=row.path.kind, sort=reading.say("Message"),
            text=plain_words(one, names, size=SHORT), author=author_of(reading, one, names),
            state=reading.say("À lire"), tone="caution", symbol="clock", at=one.made_at,
        )
        for one, row in found if row is not None
    )  # fmt: skip


def remark_links(reading: Reading, *, size: int) -> tuple[Link, ...]:
    """Those that wait, for the room of who answers them."""
    remarks = tuple(
        Link(one.title, remark_url(one), reading.say(_SORTS[one.sort]), one.path.kind)
        for one in reading.wiki.remarks.all(waiting=True, size=size)
    )
    held = (Link(one.title, one.url, one.sort, one.kind) for one in held_lines(reading, size=size))
    return (*remarks, *held)
