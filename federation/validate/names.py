"""Which files a friend's tree may hold: by allow-list, since git itself accepts hazards."""

import re
import unicodedata

from app.domain.errors import InvalidMedium
from app.domain.licence import LICENCES_FILE
from app.domain.media import EXTENSIONS, SIZE_LIMIT_BYTES, MediumName
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase

FILE_MODE, TREE_MODE = b"100644", b"40000"
PATH_LIMIT_BYTES = 240
LEVELS_LIMIT = 8
FILE_LIMIT_BYTES = 1024 * 1024
MEDIUM_LIMIT_BYTES = SIZE_LIMIT_BYTES
_FORBIDDEN = frozenset('~\\:*?"<>|')
# Signs that are not seen, or that change how the others are read (Cf holds most of them).
_UNSEEN = frozenset("Cc Cf Cs Co Cn Zl Zp".split())
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{name}{digit}" for name in ("com", "lpt") for digit in range(10)]
)
_FOLDERS = re.compile(
    r"pages|pages/[a-z][a-z0-9_]{0,39}|pages/[a-z][a-z0-9_]{0,39}/[a-z0-9][a-z0-9-]"
    r"|media|media/[0-9a-f]{2}|network|network/vocabularies"
)
_VOCABULARY = re.compile(r"network/vocabularies/[a-z][a-z0-9_-]{0,60}\.yaml")


class Hazard(Exception):
    """What makes a whole visit be refused; its text is a French sentence for a person."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_tree_entry(mode: bytes, path: bytes) -> Phrase | None:
    """What is wrong with that entry of a tree, as a sentence; None where nothing is.

    `mode` is written as git writes it (`100644`, `40000`); `path` is the whole path.
    """
    shown = path[:120].decode("utf-8", "replace").encode("unicode_escape").decode()
    if mode not in (FILE_MODE, TREE_MODE):
        return Phrase(
            "« {path} » n’est pas un fichier ordinaire (mode {mode}).",
            path=shown,
            mode=mode[:12].decode("ascii", "replace"),
        )
    reason = _path_fault(path)
    if reason is not None:
        return Phrase("Le nom « {path} » n’est pas sûr : {reason}", path=shown, reason=reason)
    text = path.decode()
    known = _FOLDERS.fullmatch(text) if mode == TREE_MODE else is_known_file(text)
    if not known:
        return Phrase("« {path} » n’est à la place d’aucun fichier connu.", path=shown)
    return None


def is_known_file(file: str) -> bool:
    """True for the place of a page, a medium, its sidecar or a list of the network."""
    return (
        PagePath.from_file(file) is not None
        or file == LICENCES_FILE
        or medium_of(file) is not None
        or is_sidecar(file)
        or _VOCABULARY.fullmatch(file) is not None
    )


def medium_of(file: str) -> MediumName | None:
    """The medium that the file is, or None."""
    if not file.startswith("media/"):
        return None
    try:
        name = MediumName.parse(file.rpartition("/")[2])
    except InvalidMedium:
        return None
    return name if name.file == file else None


def is_sidecar(file: str) -> bool:
    # The sidecar of a medium is the same for every extension.
    stem = file.removesuffix(".yaml")
    return stem != file and medium_of(f"{stem}.{next(iter(EXTENSIONS))}") is not None


def size_limit(file: str) -> int:
    return MEDIUM_LIMIT_BYTES if medium_of(file) else FILE_LIMIT_BYTES


def folded(name: str) -> str:
    """The same for names that some file system takes for one."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _path_fault(path: bytes) -> Phrase | None:
    try:
        text = path.decode()
    except UnicodeDecodeError:
        return Phrase("il n’est pas en UTF-8.")
    if len(path) > PATH_LIMIT_BYTES:
        return Phrase("il est trop long.")
    parts = text.split("/")
    if len(parts) > LEVELS_LIMIT:
        return Phrase("il est dans trop de dossiers.")
    if unicodedata.normalize("NFC", text) != text:
        return Phrase("ses accents ne sont pas écrits de la forme attendue (NFC).")
    if not (text.isascii() and text.isprintable()) and _has_unseen(text):
        return Phrase("il contient un signe invisible.")
    if bad := sorted(_FORBIDDEN & set(text)):
        return Phrase("il contient « {sign} ».", sign=bad[0])
    return next((fault for part in parts if (fault := _part_fault(part))), None)


def _has_unseen(text: str) -> bool:
    return any(unicodedata.category(sign) in _UNSEEN or sign in _BLANK for sign in text)


def _part_fault(part: str) -> Phrase | None:
    if not part:
        return Phrase("il a une partie vide.")
    if part[0] in ".-":
        return Phrase("une de ses parties commence par « {sign} ».", sign=part[0])
    if part[-1] in " .":
        return Phrase("une de ses parties finit par un point ou une espace.")
    if folded(part.split(".")[0].rstrip(" ")) in _DEVICES:
        return Phrase("Windows le garde pour un appareil.")
    return None
