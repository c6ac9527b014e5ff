"""What a form says of a medium: read, checked, and given back."""

from collections.abc import Iterable, Sequence

from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, NotAllowed, NotSignedIn, Problem, WikiError
from app.domain.media import MediumWords
from app.domain.people import Reader
from app.web.forms.posted import Posted
from app.web.reading.context import Reading
from app.web.views.media import MediumWords as Typed

Errors = tuple[tuple[str, str], ...]
AUTHORS_WANTED = "Dites de qui il est."
FILE_WANTED = "Choisissez un fichier."


def words_of(posted: Posted) -> MediumWords:
    said = (posted.one(name) for name in ("title", "alt", "licence", "authors", "source"))
    return MediumWords(*said, decorative=bool(posted.one("decorative")))


def typed_words(reading: Reading, words: MediumWords, licences: Iterable[str]) -> Typed:
    """The fields as they are to be shown, with the licences to choose among."""
    known = reading.rules.licences.licences
    chosen = words.licence if words.licence in known else reading.wiki.site.licence
    return Typed(
        title=words.title, alt=words.alt, decorative=words.decorative, authors=words.authors,
        source=words.source,
        licences=tuple((one, reading.say(known[one].label), one == chosen) for one in licences),
    )  # fmt: skip


def problems_of(error: WikiError, field: str) -> Sequence[Problem]:
    """What went wrong, beside the fields it is about; `field` takes the rest."""
    if isinstance(error, InvalidPage):
        return error.problems
    where = "" if isinstance(error, NotSignedIn | NotAllowed) else field
    return (Problem(where, error.sentence, error.params),)


def told(reading: Reading, problems: Iterable[Problem]) -> Errors:
    """Each in the reader's language, beginning as a sentence does."""
    theme, lang = reading.theme, reading.lang
    said = ((p.field, theme.sentence(p.sentence, p.params, lang=lang)) for p in problems)
    return tuple((field, text[:1].upper() + text[1:]) for field, text in said)


def offered_first(wiki: Wiki, reader: Reader) -> MediumWords:
    """What the form of a new medium says when it is opened."""
    name = reader.person.name if reader.person else ""
    return MediumWords(licence=wiki.site.licence, authors=name)
