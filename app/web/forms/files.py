"""Pictures and files that come with a form: kept first, so that they outlive its mistakes.

An input `file.<field>` stands for the medium of a field; beside it `alt.<field>`, or
`decorative.<field>`, says what it shows. Its address is then what was typed in the field; one for
`body` or `text` goes to the end of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.actions.media import (
    StoredMedium,
    add_medium,
    clean_words,
    correct_medium,
    medium_row,
)
from app.actions.wiki import Wiki
from app.domain.errors import NotAllowed, NotSignedIn, Problem, TooLarge, WikiError
from app.domain.media import SENT_LIMIT_BYTES, MediumName, MediumWords, markdown_of, names_in
from app.domain.people import Reader
from app.domain.phrase import mebibytes
from app.web.addresses import medium_url
from app.web.context import limit_writes
from app.web.forms.posted import Posted
from app.web.forms.receiving import Sent

FILE, ALT, DECORATIVE = "file.", "alt.", "decorative."
TEXTS = ("body", "text")
_FIELD = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+){0,6}")
_TITLE_LIMIT = 80
SIGN_IN = "pour joindre un fichier, connectez-vous. Le reste de votre texte est gardé."
SAY_WHAT_IT_SHOWS = (
    "le fichier est gardé. Dites ce qu’on y voit, pour qui ne le voit pas, ou cochez « purement "
    "décorative »."
)
SAY_IT_IN_THE_TEXT = (
    "l’image est gardée, à la fin du texte. Dites ce qu’on y voit entre les crochets de ![]( ), "
    "pour qui ne la voit pas."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The form with the addresses of its media, and what is to be put right."""

    posted: Posted
    problems: tuple[Problem, ...] = ()


def take_files(wiki: Wiki, reader: Reader, posted: Posted) -> Taken:
    """Each file kept, each refusal said beside its field. Never raises: nothing typed is lost."""
    taken = _described(wiki, reader, Taken(posted))
    for name, sent in posted.files.items():
        field = name.removeprefix(FILE)
        if name.startswith(FILE) and _FIELD.fullmatch(field):
            taken = _take(wiki, reader, taken, field, sent)
    return taken


def _take(wiki: Wiki, reader: Reader, taken: Taken, field: str, sent: Sent) -> Taken:
    try:
        kept = keep(wiki, reader, sent, _words(wiki, reader, taken.posted, field, sent))
    except WikiError as error:
        return Taken(taken.posted, (*taken.problems, told(field, error)))
    said = taken.posted.but(**{field: _filled(taken.posted.one(field), field, kept)})
    missing = kept.picture and not kept.words.alt and not kept.words.decorative
    sentence = SAY_IT_IN_THE_TEXT if field in TEXTS else SAY_WHAT_IT_SHOWS
    more = (Problem(field, sentence),) if missing else ()
    return Taken(said, (*taken.problems, *more))


def keep(
    wiki: Wiki, reader: Reader, sent: Sent, words: MediumWords, *, told: bool = False
) -> StoredMedium:
    """Raises what keeping a medium raises; TooLarge where not all of it was received."""
    if reader.person is None:
        raise NotSignedIn()
    limit_writes(wiki, reader)
    if not sent.whole:
        raise TooLarge(what="Ce fichier", limit=mebibytes(SENT_LIMIT_BYTES))
    return add_medium(wiki, sent.read(), words, by=reader, told=told)


def told(field: str, error: WikiError) -> Problem:
    """The error as a form says it, beside the field."""
    if isinstance(error, NotSignedIn | NotAllowed):
        return Problem(field, SIGN_IN)
    return Problem(field, error.sentence, error.params)


def title_from(filename: str) -> str:
    """A title that the name of a file suggests: its words, without path, ending or hidden signs."""
    name = re.split(r"[\\/]", filename)[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    words = clean_words(re.sub(r"[_\s]+", " ", stem)).strip(" .-<>:\"'|?*")
    if not re.search(r"[^\W\d_]{3}", words) or re.match(r"(?i)(img|dsc|pxl|image|photo)\b", words):
        return ""
    return words[:_TITLE_LIMIT].strip()


def _words(wiki: Wiki, reader: Reader, posted: Posted, field: str, sent: Sent) -> MediumWords:
    licence = posted.one(f"licence.{field}") or posted.one("licence")
    known = licence in wiki.rules().licences.licences
    return MediumWords(
        title=title_from(sent.filename), alt=posted.one(f"{ALT}{field}"),
        licence=licence if known else wiki.site.licence,
        authors=posted.one(f"authors.{field}") or (reader.person.name if reader.person else ""),
        decorative=bool(posted.one(f"{DECORATIVE}{field}")),
    )  # fmt: skip


def _filled(before: str, field: str, kept: StoredMedium) -> str:
    if field not in TEXTS:
        return medium_url(kept.name)
    text, shown = before.replace("\r\n", "\n").rstrip(), markdown_of(kept.name, kept.words)
    return f"{text}\n\n{shown}\n" if text else f"{shown}\n"


def _described(wiki: Wiki, reader: Reader, taken: Taken) -> Taken:
    """What is now said of a medium that came with the form before, without its words."""
    for field, name, alt in _said(taken.posted):
        row = medium_row(wiki, name)
        if row is None or not row.lacks_alt or reader.person is None:
            continue
        try:
            correct_medium(wiki, name, replace(row.words, alt=alt, decorative=not alt), by=reader)
        except WikiError as error:
            return Taken(taken.posted, (*taken.problems, told(field, error)))
    return taken


def _said(posted: Posted) -> Iterator[tuple[str, MediumName, str]]:
    """(field, medium, alternative text) where the form says something of a medium it names."""
    for name in posted.texts:
        prefix, _, field = name.partition(".")
        if f"{prefix}." not in (ALT, DECORATIVE) or f"{FILE}{field}" in posted.files:
            continue
        alt, decorative = posted.one(f"{ALT}{field}").strip(), posted.one(f"{DECORATIVE}{field}")
        named = names_in(posted.one(field)) if field not in TEXTS else ()
        if len(named) == 1 and (alt or decorative):
            yield field, MediumName.parse(named[0]), alt
