"""What of a tree the world may read. Pure: files in, files out; it knows neither git nor disk.

RULES is the version of what is said here and of what it leans on (how a page file is read, what
stands in a message): a change of either that alters any old commit must raise it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.errors import InvalidMedium, InvalidPage, TooLarge
from app.domain.licence import LICENCES_FILE, LicencePolicy, read_policy
from app.domain.media import MediumName
from app.domain.page import Redirect, parse_file
from app.domain.page_path import BlobId, PagePath, is_page_id
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.yaml_text import YamlRefused, load_mapping

RULES = "1"
# A page of any other status leaves the instance by no accident.
LEAVING = ("published", "archived")
JUDGED_BY = frozenset({LICENCES_FILE, RETRACTIONS_FILE})
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_MEDIUM_FILE = re.compile(r"media/([0-9a-f]{2})/((\1[0-9a-f]{62})\.([a-z0-9]{2,4}))")
_VOCABULARY = re.compile(r"network/vocabularies/[a-z0-9]+(?:[-_][a-z0-9]+)*\.yaml")

Read = Callable[[BlobId], bytes]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page file says that decides its fate; all empty where it cannot be read.

    `target` is the page that a redirect names. `media` are names that the text mentions.
    """

    id: str = ""
    leaving: bool = False
    licence: str = ""
    target: str = ""
    media: tuple[str, ...] = ()


UNREADABLE = Facts()


def read_facts(path: PagePath, data: bytes) -> Facts:
    try:
        said = parse_file(path, data)
    except (InvalidPage, TooLarge):
        return UNREADABLE
    if isinstance(said, Redirect):
        return Facts(target=said.target_id)
    page_id = said.id if is_page_id(said.id) else ""
    if said.status not in LEAVING:
        return Facts(page_id, licence=said.licence)
    return Facts(page_id, True, said.licence, media=media_in(said.text))


def media_in(text: str) -> tuple[str, ...]:
    return tuple(sorted(name for name in set(_NAME.findall(text)) if _is_medium(name)))


def _is_medium(name: str) -> bool:
    try:
        MediumName.parse(name)
    except InvalidMedium:
        return False
    return True


def medium_of(file: str) -> tuple[str, str] | None:
    """The hash and the extension (`yaml` for a sidecar) of a lawful file of a medium."""
    match = _MEDIUM_FILE.fullmatch(file)
    if match is None or not (match[4] == "yaml" or _is_medium(match[2])):
        return None
    return match[3], match[4]


def sidecar_licence(data: bytes) -> str | None:
    """`` where the sidecar names none; None where it cannot be read."""
    try:
        said = load_mapping(data.decode()).values.get("licence")
    except (YamlRefused, UnicodeDecodeError):
        return None
    return said if isinstance(said, str) else ""


def is_list(file: str) -> bool:
    """True for the lists of the network that go with its pages."""
    return file == LICENCES_FILE or bool(_VOCABULARY.fullmatch(file))


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges by the lists of one tree. `policy` is None where a list cannot be read: nothing is
    open then. `hidden` are pages that were taken back, now or later."""

    policy: LicencePolicy | None
    closed: frozenset[str]
    hidden: frozenset[str]

    @classmethod
    def reading(
        cls, licences: bytes | None, retractions: bytes | None, *, hidden: frozenset[str]
    ) -> "Judge":
        try:
            policy, said = read_policy(licences), read_retractions(retractions)
        except InvalidPage:
            return cls(None, frozenset(), hidden)
        return cls(policy, frozenset(said.closed), hidden)

    def admits(self, facts: Facts) -> bool:
        """True for an open page. One without an id could never be taken back: it stays here."""
        return (
            facts.leaving
            and facts.id != ""
            and facts.id not in self.closed
            and facts.id not in self.hidden
            and self.allows(facts.licence)
        )

    def allows(self, licence: str | None) -> bool:
        return self.policy is not None and licence is not None and self.policy.is_open(licence)


def open_files(
    files: Mapping[str, BlobId], read: Read, *, hidden: frozenset[str]
) -> dict[str, BlobId]:
    """The open part of a whole tree, judged from nothing."""
    judge = Judge.reading(
        *(read(files[f]) if f in files else None for f in (LICENCES_FILE, RETRACTIONS_FILE)),
        hidden=hidden,
    )
    if judge.policy is None:
        return {}
    facts = {
        file: read_facts(path, read(blob))
        for file, blob in files.items()
        if (path := PagePath.from_file(file))
    }
    pages = {file: said for file, said in facts.items() if judge.admits(said)}
    ids = {said.id for said in pages.values()}
    chosen = {
        *pages,
        *(file for file, said in facts.items() if said.target in ids),
        *(file for file in files if is_list(file)),
        *_open_media(files, read, judge, (name for said in pages.values() for name in said.media)),
    }
    return {file: blob for file, blob in files.items() if file in chosen}


def _open_media(
    files: Mapping[str, BlobId], read: Read, judge: Judge, used: Iterable[str]
) -> Iterator[str]:
    for name in map(MediumName.parse, sorted(set(used))):
        blob = files.get(name.sidecar)
        licence = sidecar_licence(read(blob)) if blob else None
        if licence is not None:
            yield name.sidecar
            if judge.allows(licence):
                yield name.file
