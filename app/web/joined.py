"""What a save was joined with, said once on the next screen, with the ways to see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.actions.history import page_history
from app.actions.rights import address_of
from app.actions.wiki import Wiki
from app.domain.errors import RevisionNotFound, WikiError
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.rows import RevisionRow
from app.theme.frame import Flash
from app.theme.parts import Link
from app.web.addresses import page_url

# More versions than that are not told one by one: the history has them.
WALKED = 50
NAMED = 3
_SELF = "C’est enregistré. Votre texte a été réuni avec ce que vous aviez déjà enregistré ailleurs."
_ONE = "C’est enregistré. Votre texte a été réuni avec ce que {names} a écrit pendant ce temps."
_MANY = "C’est enregistré. Votre texte a été réuni avec ce que {names} ont écrit pendant ce temps."


@dataclass(frozen=True, slots=True)
class Joined:
    """A save (`new`) of who began from `base`, and the versions of others in between."""

    path: PagePath
    base: RevisionId
    new: RevisionId

    @property
    def said(self) -> str:
        """As a cookie carries it: signs that need no quoting."""
        return f"{self.path.kind}.{self.path.slug}.{self.base}.{self.new}"

    @classmethod
    def read(cls, said: str) -> "Joined | None":
        """None for anything else: it comes back from a device, so it may be made up."""
        parts = said.split(".")
        if len(parts) != 4:
            return None
        try:
            return cls(PagePath(parts[0], parts[1]), RevisionId(parts[2]), RevisionId(parts[3]))
        except WikiError:
            return None


def versions_between(
    wiki: Wiki, path: PagePath, base: RevisionId, reader: Reader
) -> tuple[RevisionRow, Sequence[RevisionRow]]:
    """The version that stood at `base`, and those after it, newest first, as this reader may know
    them. Raises PageNotFound, RevisionNotFound (also where it is too far back to be walked)."""
    _, rows, _ = page_history(wiki, path, reader=reader, size=WALKED)
    began = wiki.index.revision_at(path, base)
    at = next((n for n, row in enumerate(rows) if began and row.revision == began.revision), None)
    if at is None:
        raise RevisionNotFound(path=path)
    return rows[at], rows[:at]


def joined_flash(wiki: Wiki, reader: Reader, said: str, say: Callable[[str], str]) -> Flash | None:
    """What the writer is told of `said`; None where it does not hold, or is not theirs to see."""
    joined = Joined.read(said)
    if joined is None:
        return None
    try:
        began, rows = versions_between(wiki, joined.path, joined.base, reader)
    except WikiError:
        return None
    at = next((n for n, row in enumerate(rows) if row.revision == joined.new), None)
    if at is None or at + 1 >= len(rows):
        return None
    return _flash(wiki, reader, say, began, rows[at], rows[at + 1 :])


def _flash(
    wiki: Wiki, reader: Reader, say: Callable[[str], str],
    began: RevisionRow, mine: RevisionRow, theirs: Sequence[RevisionRow],
) -> Flash:  # fmt: skip
    others = others_of(wiki, reader, theirs)
    sentence = _SELF if not others else _ONE if len(others) == 1 else _MANY
    url, last = page_url(mine.path, wiki.kinds), theirs[0].revision
    return Flash(
        say(sentence).format(names=names_said(others, say)),
        links=(
            Link(_their_label(others, say), f"{url}/diff?old={began.revision}&new={last}"),
            Link(say("Ce que vous avez changé"), f"{url}/diff?old={last}&new={mine.revision}"),
        ),
        saved=True,
    )  # fmt: skip


def _their_label(others: Sequence[str], say: Callable[[str], str]) -> str:
    if not others:
        return say("Ce qui avait changé")
    if len(others) > 1:
        return say("Ce que les autres ont changé")
    return say("Ce que {name} a changé").format(name=others[0])


def others_of(wiki: Wiki, reader: Reader, rows: Sequence[RevisionRow]) -> list[str]:
    """The names of those who wrote them, this reader left out, each once, the last first."""
    own = address_of(wiki, reader.person) if reader.person else ""
    return list({row.author_address: row.author for row in rows if row.author_address != own}
                .values())  # fmt: skip


def names_said(names: Sequence[str], say: Callable[[str], str]) -> str:
    """`Ana, Bo et Cy`; past a few, how many more."""
    if len(names) <= 1:
        return "".join(names)
    shown, more = list(names[:NAMED]), len(names) - NAMED
    last = say("{n} autres personnes").format(n=more) if more > 1 else ""
    last = last or (say("une autre personne") if more == 1 else shown.pop())
    return say("{names} et {last}").format(names=", ".join(shown), last=last)
