"""The one door of a contribution file: any bytes give a `Contribution`, or a sentence.

`docs/offline-contributions.md` is the format. The sum tells a damaged file from a whole one and is
no signature: nothing here says who wrote it.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.byline import clean_byline, clean_line
from app.domain.contribution import (
    ENTRIES_LIMIT,
    FILE_LIMIT_BYTES,
    FORMAT,
    VERSION,
    WORDS_LIMIT,
    Contribution,
    Correction,
    Entry,
    Fault,
    KitMark,
    PageMark,
    QuizAnswer,
    QuizResult,
    RemarkWords,
    Said,
    TrialWords,
)
from app.domain.contribution_fields import Fields, Wrong
from app.domain.errors import InvalidContribution, InvalidPage, TooLarge
from app.domain.page import SIZE_LIMIT_BYTES
from app.domain.phrase import Phrase, mebibytes

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # letters of some scripts need them
_QUESTION, _CHOSEN = 1_000, 20
_SCORE, _ANSWERS = 500, 200

CUT = Phrase("il est coupé ou abîmé, ou ce n’est pas un fichier écrit hors ligne.")
DEEP = Phrase("il est fait d’une façon qu’aucun de nos kits n’écrit.")
NOT_UTF8 = Phrase("il n’est pas en UTF-8 : un autre programme l’a sans doute réenregistré.")
NOT_OURS = Phrase("ce n’est pas un fichier écrit hors ligne avec un kit de ce réseau.")
NEWER = Phrase("il a été écrit avec une version plus récente que celle de ce wiki.")
ALTERED = Phrase(
    "il n’est plus tel qu’il a été enregistré : il a été abîmé en route, ou modifié à la main."
)


def read_contribution(data: bytes) -> Contribution:
    """What the file says; entries that cannot be read stand in `faults`.

    Raises TooLarge, InvalidContribution: the file as a whole cannot be read.
    """
    if len(data) > FILE_LIMIT_BYTES:
        raise TooLarge(what="Ce fichier", limit=mebibytes(FILE_LIMIT_BYTES))
    said = _object(data)
    if said.get("format") != FORMAT:
        raise InvalidContribution(reason=NOT_OURS)
    version = said.get("version")
    if type(version) is not int or version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        raise InvalidContribution(reason=NEWER if newer else NOT_OURS)
    _require_sum(said)
    try:
        return _contribution(said)
    except Wrong as wrong:
        raise InvalidContribution(reason=wrong.why) from wrong


def sum_of(said: Mapping[str, Any]) -> str:
    """The checksum of the object without its `sum`: SHA-256 of its canonical form (RFC 8785, of
    which only objects with plain keys, lists, text, integers and booleans are used)."""
    rest = {key: value for key, value in said.items() if key != "sum"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _object(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise InvalidContribution(reason=Phrase("il est vide."))
    if data.startswith(b"PK\x03\x04"):
        reason = Phrase("c’est une archive : ouvrez-la, et choisissez le fichier qui est dedans.")
        raise InvalidContribution(reason=reason)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidContribution(reason=NOT_UTF8) from error
    try:
        said = json.loads(
            text, object_pairs_hook=_pairs, parse_float=_no_number, parse_constant=_no_number
        )
    except RecursionError as error:
        raise InvalidContribution(reason=DEEP) from error
    except ValueError as error:  # what is no JSON, and numbers of thousands of digits
        raise InvalidContribution(reason=CUT) from error
    if not isinstance(said, dict):
        raise InvalidContribution(reason=NOT_OURS)
    return said


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidContribution(reason=DEEP)
    return found


def _no_number(_text: str) -> Any:
    raise InvalidContribution(reason=DEEP)


def _require_sum(said: Mapping[str, Any]) -> None:
    try:
        whole = said.get("sum") == sum_of(said)
    except (UnicodeEncodeError, RecursionError) as error:
        raise InvalidContribution(reason=DEEP) from error
    if not whole:
        raise InvalidContribution(reason=ALTERED)


def _contribution(said: Mapping[str, Any]) -> Contribution:
    fields = Fields(said)
    for known in ("format", "version", "sum"):
        fields.skip(known)
    kit, by = _kit(fields.inner("kit")), fields.inner("by")
    name, place = _name(by), clean_line(by.text("place", 200, needed=False))
    by.end()
    if not fields.flag("agreed"):
        raise Wrong(Phrase("la personne n’y a pas accepté de partager ce qu’elle a écrit."))
    made_at, listed = fields.moment("made_at"), fields.items("entries")
    fields.end()
    if not listed:
        raise Wrong(Phrase("il ne contient rien à apporter."))
    if len(listed) > ENTRIES_LIMIT:
        raise Wrong(Phrase(
            "il contient {count} textes, et un fichier en porte {limit} au plus : enregistrez-les "
            "en plusieurs fichiers.", count=str(len(listed)), limit=str(ENTRIES_LIMIT),
        ))  # fmt: skip
    entries, faults = _entries(listed)
    return Contribution(kit, name, place, made_at, tuple(entries), tuple(faults))


def _kit(fields: Fields) -> KitMark:
    mark = KitMark(
        fields.host("host"), fields.web("home"), fields.object_id("revision"),
        fields.moment("at"), fields.text("selection", 2_000, needed=False),
    )  # fmt: skip
    fields.end()
    return mark


def _name(by: Fields) -> str:
    try:
        return clean_byline(by.text("name", 1_000))
    except InvalidPage as error:
        problem = error.problems[0]
        raise Wrong(Phrase(problem.sentence, **problem.params)) from error


def _entries(listed: Sequence[Any]) -> tuple[list[Entry], list[Fault]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    keys: set[str] = set()
    for number, one in enumerate(listed, start=1):
        try:
            entry = _entry(number, Fields(one))
            if entry.key in keys:
                raise Wrong(Phrase("elle est deux fois dans le fichier."))
        except Wrong as wrong:
            faults.append(Fault(number, _title(one), wrong.why))
            continue
        keys.add(entry.key)
        entries.append(entry)
    return entries, faults


def _title(entry: Any) -> str:
    """Enough of a broken entry for a person to know which it is."""
    page = entry.get("page") if isinstance(entry, Mapping) else None
    title = page.get("title") if isinstance(page, Mapping) else None
    return clean_line(title[:300]) if isinstance(title, str) else ""


def _entry(number: int, fields: Fields) -> Entry:
    key, at, sort = fields.uuid("key"), fields.moment("at"), fields.text("sort", 20)
    page = _page(fields.inner("page"))
    read = _SORTS.get(sort)
    if read is None:
        raise Wrong(Phrase("on ne sait pas ce qu’est « {sort} ».", sort=sort))
    needed = _KINDS.get(sort, page.path.kind)
    if page.path.kind != needed:
        raise Wrong(Phrase("« {page} » n’est pas une page pour cela.", page=str(page.path)))
    note = clean_line(fields.text("note", 500, needed=False))
    entry = Entry(number, key, at, page, read(fields), note)
    fields.end()
    return entry


def _page(fields: Fields) -> PageMark:
    mark = PageMark(
        fields.path("path"), fields.page_id("id"), fields.host("origin"),
        clean_line(fields.text("title", 300)), fields.blob("base"),
    )  # fmt: skip
    fields.end()
    return mark


def _correction(fields: Fields) -> Said:
    given = [key for key in ("text", "body", "section") if fields.has(key)]
    if len(given) != 1:
        raise Wrong(Phrase("une correction porte un texte, et un seul."))
    if given[0] != "section":
        return Correction(fields.page_text(given[0], SIZE_LIMIT_BYTES), whole=given[0] == "text")
    section = fields.inner("section")
    part = Correction(
        section.page_text("text", SIZE_LIMIT_BYTES), anchor=section.text("anchor", 300)
    )
    section.end()
    return part


def _remark(fields: Fields) -> Said:
    return RemarkWords(
        clean_words(fields.text("text", WORDS_LIMIT), "text"), fields.flag("question"),
        clean_line(fields.text("about", 300, needed=False)),
    )  # fmt: skip


def _trial(fields: Fields) -> Said:
    return TrialWords(
        clean_words(fields.text("result", WORDS_LIMIT), "result"), fields.reference("place"),
        clean_line(fields.text("place_name", 200, needed=False)), fields.day("date"),
        clean_words(fields.text("adapted", WORDS_LIMIT, needed=False)),
    )  # fmt: skip


def _quiz(fields: Fields) -> Said:
    if not fields.flag("shown"):
        raise Wrong(
            Phrase("la personne n’a pas demandé à montrer ce résultat : il reste chez elle.")
        )
    right, of = fields.count("right", _SCORE), fields.count("of", _SCORE)
    answers = fields.items("answers")
    if right > of or len(answers) > _ANSWERS:
        raise Wrong(Phrase("ce résultat ne tient pas debout : {right} sur {of}.",
                           right=str(right), of=str(of)))  # fmt: skip
    return QuizResult(right, of, tuple(_answer(Fields(one)) for one in answers))


def _answer(fields: Fields) -> QuizAnswer:
    question = clean_line(fields.text("question", _QUESTION))
    chosen = fields.items("chosen")
    texts = [one for one in chosen if isinstance(one, str) and len(one) <= _QUESTION]
    if len(texts) != len(chosen) or len(chosen) > _CHOSEN:
        raise Wrong(Phrase("une réponse y est faite d’une façon qu’aucun de nos kits n’écrit."))
    answer = QuizAnswer(question, tuple(map(clean_line, texts)), fields.flag("right"))
    fields.end()
    return answer


def clean_words(text: str, needed: str = "") -> str:
    """Lines of what can be seen. Raises Wrong where nothing can, of the key `needed`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    seen = "\n".join("".join(sign for sign in line if _seen(sign)).rstrip() for line in lines)
    said = unicodedata.normalize("NFC", seen).strip()
    if needed and not said:
        raise Wrong(Phrase("« {key} » est vide.", key=needed))
    return said


def _seen(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN


_SORTS: Mapping[str, Callable[[Fields], Said]] = {
    "correction": _correction, "remark": _remark, "trial": _trial, "quiz": _quiz,
}  # fmt: skip
_KINDS = {"trial": "method", "quiz": "mini_cool"}
