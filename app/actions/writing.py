"""Who may save a page, who proposes: asked here by every screen, command and route that writes."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from app.actions.keep_file import keep_file
from app.actions.read_page import read_page
from app.actions.rights import address_of, is_writer, require, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import (
    AskFirst,
    NotAllowed,
    NotSignedIn,
    ProposeFirst,
    Refused,
)
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.writing import (
    NEWCOMER_LIMIT,
    WRITING_FILE,
    Policy,
    Protection,
    Right,
    WritingPolicy,
    clean_reason,
    read_writing,
    right_to_write,
    writing_file,
)

BY_PROPOSAL = Phrase("Ici, on relit avant de publier.")
NEWCOMER = Phrase("Vos premiers textes sont relus avant de paraître.")
PROTECTED = "Cette page est protégée : {reason}."
PROTECTED_ONLY = Phrase("Cette page est protégée.")

_read = lru_cache(maxsize=16)(read_writing)


def policy_of(wiki: Wiki) -> WritingPolicy:
    """What is in force, as it stands at the head of the log."""
    blob = wiki.store.blob_of(WRITING_FILE)
    return _read(wiki.store.read_blob(blob) if blob else None)


def right_of(
    wiki: Wiki, reader: Reader, row: PageRow | None, *, policy: WritingPolicy | None = None
) -> Right:
    """What this reader may do with a page as the index has it (None: a page to be written).

    `policy` is the one in force, where the caller has it already.
    """
    said = policy or policy_of(wiki)
    if row is None:
        return _right(wiki, reader, said, None, own_draft=False)
    own = _own(wiki, reader, row)
    return _right(wiki, reader, said, said.protection(row.id, row.path), own_draft=own)


def require_save(
    wiki: Wiki, reader: Reader, *, path: PagePath, page_id: str = "", own_draft: bool = False
) -> None:
    """For actions: the right to save that page, judged at the head.

    Raises NotSignedIn, or ProposeFirst where the text can be proposed only.
    """
    policy = policy_of(wiki)
    protection = policy.protection(page_id, path)
    own = own_draft or _of_council(wiki, reader, page_id)
    if _right(wiki, reader, policy, protection, own_draft=own) is Right.save:
        return
    if reader.person is None:
        raise NotSignedIn()
    raise ProposeFirst(reason=why_propose(policy, protection))


def require_change(wiki: Wiki, reader: Reader, row: PageRow) -> None:
    """The same for what is done to a page otherwise than by writing its text: another address, its
    deletion, a version brought back. A draft of theirs is the reader's to change.

    Raises NotSignedIn, or AskFirst where others may do it.
    """
    own_draft = _own(wiki, reader, row)
    try:
        require_save(wiki, reader, path=row.path, page_id=row.id, own_draft=own_draft)
    except ProposeFirst as error:
        raise AskFirst(reason=error.params["reason"]) from error


def _own(wiki: Wiki, reader: Reader, row: PageRow) -> bool:
    """A draft of theirs, or the page of a council that they are in."""
    draft = row.status == "draft" and is_writer(wiki, reader, row.id)
    return draft or _of_council(wiki, reader, row.id)


def _of_council(wiki: Wiki, reader: Reader, page_id: str) -> bool:
    if reader.person is None or not page_id:
        return False
    return wiki.councils.is_member(page_id, reader.person.id)


def require_new(wiki: Wiki, reader: Reader, path: PagePath) -> None:
    """For a page that is begun in another way than by its form. The same errors."""
    try:
        require_save(wiki, reader, path=path)
    except ProposeFirst as error:
        raise AskFirst(reason=error.params["reason"]) from error


def why_propose(policy: WritingPolicy, protection: Protection | None) -> Phrase:
    """Why somebody who is signed in proposes, in a sentence."""
    if protection is not None:
        said = protection.reason.rstrip(" .")
        return Phrase(PROTECTED, reason=said) if said else PROTECTED_ONLY
    return BY_PROPOSAL if policy.policy is Policy.proposals else NEWCOMER


def _right(
    wiki: Wiki,
    reader: Reader,
    policy: WritingPolicy,
    protection: Protection | None,
    *,
    own_draft: bool,
) -> Right:
    def versions(bound: int) -> int:
        assert reader.person is not None
        return wiki.index.count_versions(address_of(wiki, reader.person), bound=bound)

    return right_to_write(
        policy, reader, protection=protection, own_draft=own_draft, versions=versions
    )


def set_policy(
    wiki: Wiki, policy: Policy, *, newcomer_versions: int, by: Reader
) -> RevisionId | None:
    """The commit in which the instance says who saves and who proposes; None where it said so
    already. What could not be read in the file is put right.

    Raises NotAllowed below steward, Refused.
    """
    person = require(by, Role.steward)
    if not 0 <= newcomer_versions <= NEWCOMER_LIMIT:
        raise Refused(reason=Phrase("un nombre de 0 à {limit}.", limit=str(NEWCOMER_LIMIT)))

    def changed(now: WritingPolicy) -> WritingPolicy:
        return replace(now, policy=policy, newcomer_versions=newcomer_versions, broken=())

    return _write(wiki, person, changed, "Changer qui enregistre et qui propose")


def protect(
    wiki: Wiki, path: PagePath, level: Role | None, reason: str, *, by: Reader
) -> RevisionId | None:
    """Only people of that role (reviewer or steward) save the page from now on; None protects it
    no more.

    Raises NotAllowed (below reviewer; a steward's protection is a steward's to change), Refused
    (no reason), PageNotFound.
    """
    person = require(by, Role.reviewer)
    row = read_page(wiki, path, reader=by)
    said = clean_reason(reason) if level is not None else ""
    if level is not None and not by.has(level):
        raise NotAllowed()

    def changed(now: WritingPolicy) -> WritingPolicy:
        before = now.protection(row.id, row.path)
        if before is not None and not by.has(before.level):
            raise NotAllowed()
        protected = dict(now.protected)
        for key in (row.id, str(row.path)):
            protected.pop(key, None)
        if level is not None:
            protected[row.id or str(row.path)] = Protection(level, said)
        return replace(now, protected=protected)

    note = f"Ne plus protéger {path}" if level is None else f"Protéger {path}"
    return _write(wiki, person, changed, note)


def _write(
    wiki: Wiki, person: Person, change: Callable[[WritingPolicy], WritingPolicy], note: str
) -> RevisionId | None:
    def written(before: bytes | None) -> bytes | None:
        data = writing_file(change(_read(before)))
        same = data == (writing_file(WritingPolicy()) if before is None else before)
        return None if same else data

    return keep_file(
        wiki, WRITING_FILE, written, by=signature_of(wiki, person), note=note,
        doing="enregistrer qui peut écrire",
    )  # fmt: skip
