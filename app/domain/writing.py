"""Who saves and who proposes: what an instance decided of it, and of single pages.

Kept in `pages.git` as `network/writing.yaml`, so that it has its history and its authors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.errors import Refused
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

WRITING_FILE = "network/writing.yaml"
NEWCOMER_LIMIT = 50
REASON_LIMIT = 200
_KEYS = ("policy", "newcomer_versions", "protected")
_LEVELS = {"reviewers": Role.reviewer, "stewards": Role.steward}
_NAMES = {role: name for name, role in _LEVELS.items()}


class Policy(StrEnum):
    """`open`: strangers propose, members save. `proposals`: reviewers save, all others propose.
    `members`: strangers are asked to sign in, members save."""

    open = "open"
    proposals = "proposals"
    members = "members"


class Right(StrEnum):
    save = "save"
    propose = "propose"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Protection:
    """A page that only people of that role (reviewer or steward) and above save."""

    level: Role
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WritingPolicy:
    """`protected` is by page id (by `kind/slug` for a page that has none).

    `newcomer_versions`: who has saved fewer versions than that proposes. `broken` are sentences on
    what the file says that cannot be read: the safest is in force in its place.
    """

    policy: Policy = Policy.open
    newcomer_versions: int = 0
    protected: Mapping[str, Protection] = field(default_factory=dict)
    broken: tuple[Phrase, ...] = ()

    def protection(self, page_id: str, path: PagePath) -> Protection | None:
        return self.protected.get(page_id) or self.protected.get(str(path))


DEFAULT_WRITING = WritingPolicy()


def right_to_write(
    policy: WritingPolicy,
    reader: Reader,
    *,
    protection: Protection | None = None,
    own_draft: bool = False,
    versions: Callable[[int], int] = lambda bound: bound,
) -> Right:
    """What this reader may do with a page.

    `own_draft`: it is a draft of theirs, or the page of their council, which they may always save.
    `versions(bound)` counts the versions that they have saved, up to the bound; it is asked only
    where it matters.
    """
    if reader.person is None:
        return Right.nothing if policy.policy is Policy.members else Right.propose
    if own_draft:
        return Right.save
    if protection is not None:
        return Right.save if reader.has(protection.level) else Right.propose
    if reader.has(Role.reviewer):
        return Right.save
    if policy.policy is Policy.proposals:
        return Right.propose
    bound = policy.newcomer_versions
    return Right.propose if bound and versions(bound) < bound else Right.save


def read_writing(data: bytes | None) -> WritingPolicy:
    """What the file of a tree says; the defaults where there is none.

    Never raises: what cannot be read gives the safest there is, and a sentence.
    """
    if data is None:
        return DEFAULT_WRITING
    try:
        values = load_mapping(data.decode()).values
    except (YamlRefused, UnicodeDecodeError):
        said = Phrase("le fichier entier n’est pas lisible")
        return WritingPolicy(Policy.proposals, broken=(said,))
    return _Reading(values).policy()


class _Reading:
    """One pass over the keys, each judged by itself."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._broken: list[Phrase] = []

    def policy(self) -> WritingPolicy:
        for key in self._values:
            if key not in _KEYS:
                self._wrong(Phrase("« {key} » n’est pas un réglage connu", key=str(key)[:60]))
        return WritingPolicy(self._policy(), self._versions(), self._protected(), self._said())

    def _said(self) -> tuple[Phrase, ...]:
        return tuple(self._broken)

    def _wrong(self, said: Phrase) -> None:
        self._broken.append(said)

    def _policy(self) -> Policy:
        said = self._values.get("policy", Policy.open.value)
        if said in list(Policy):
            return Policy(said)
        self._wrong(Phrase("« policy » doit être open, proposals ou members"))
        return Policy.proposals

    def _versions(self) -> int:
        said = self._values.get("newcomer_versions", 0)
        if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= NEWCOMER_LIMIT:
            return said
        limit = str(NEWCOMER_LIMIT)
        self._wrong(Phrase("« newcomer_versions » doit être un nombre de 0 à {limit}", limit=limit))
        return NEWCOMER_LIMIT

    def _protected(self) -> dict[str, Protection]:
        said = self._values.get("protected", {})
        if not isinstance(said, Mapping):
            self._wrong(Phrase("« protected » doit nommer des pages"))
            return {}
        return {str(page): self._protection(str(page), how) for page, how in said.items()}

    def _protection(self, page: str, said: Any) -> Protection:
        """`reviewers`, `stewards`, or one of them under `by` with a `reason`."""
        by, reason = said, ""
        if isinstance(said, Mapping):
            by, reason = said.get("by"), said.get("reason", "")
        if isinstance(by, str) and by in _LEVELS and isinstance(reason, str):
            return Protection(_LEVELS[by], " ".join(reason.split())[:REASON_LIMIT])
        self._wrong(
            Phrase("la protection de « {page} » doit être reviewers ou stewards", page=page[:60])
        )
        return Protection(Role.steward)


def writing_file(policy: WritingPolicy) -> bytes:
    """The file that `read_writing` reads back."""
    protected = {
        page: {"by": _NAMES[one.level], "reason": one.reason} if one.reason else _NAMES[one.level]
        for page, one in sorted(policy.protected.items())
    }
    parts = [dump_entry("policy", policy.policy.value)]
    parts.append(dump_entry("newcomer_versions", policy.newcomer_versions))
    if protected:
        parts.append(dump_entry("protected", protected))
    return "".join(parts).encode()


def clean_reason(text: str) -> str:
    """Why a page is protected, in one line. Raises Refused without any."""
    said = " ".join(text.split())[:REASON_LIMIT]
    if not said:
        raise Refused(reason="dites pourquoi en quelques mots : qui veut écrire le lira.")
    return said
