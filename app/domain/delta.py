"""What changed in a copy to carry away, as files to lay over the older one.

A delta is a folder: `a-poser/` holds files as they stand in the copy, `a-retirer.txt` names those
that went away, `delta.json` says which copies it fits, `LISEZ-MOI.html` tells a person what to do.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import Refused
from app.domain.phrase import Phrase

LAID = "a-poser"
GONE = "a-retirer.txt"
FITS = "delta.json"
READ_ME = "LISEZ-MOI.html"
# Where a copy says what it is.
IDENTITY = "maillage/copie.json"
_FORMAT = 1
_PART = re.compile(r"[a-z0-9_][a-z0-9._-]*")
_KEYS = ("query", "pictures", "lang", "made_by")


@dataclass(frozen=True, slots=True)
class CopyIdentity:
    """A copy of one selection at one `revision`. `made_by` stands for the software and the look:
    files of another are not of the same copy."""

    revision: str
    query: str = ""
    pictures: str = ""
    lang: str = ""
    made_by: str = ""

    def to_json(self) -> str:
        said = {"format": _FORMAT, "revision": self.revision, **self.kept}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def kept(self) -> dict[str, str]:
        """What two copies must share, for files of one to fit the other."""
        return {key: getattr(self, key) for key in _KEYS}

    @classmethod
    def parse(cls, text: str) -> "CopyIdentity":
        """Raises Refused where it is none, or one of a later format."""
        said = _read(text)
        return cls(str(said.get("revision", "")), **{k: str(said.get(k, "")) for k in _KEYS})


@dataclass(frozen=True, slots=True)
class Delta:
    """`bases` are the revisions of the copies that it may be laid over; `gone` files of theirs that
    went away (some may never have been there). `whole`: it holds the copy entirely."""

    identity: CopyIdentity
    bases: tuple[str, ...]
    whole: bool = False

    def to_json(self) -> str:
        said = {"format": _FORMAT, "revision": self.identity.revision, **self.identity.kept,
                "bases": list(self.bases), "whole": self.whole}  # fmt: skip
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Delta":
        """Raises Refused where it is none."""
        said = _read(text)
        bases = said.get("bases")
        found = tuple(map(str, bases)) if isinstance(bases, list) else ()
        return cls(CopyIdentity.parse(text), found, said.get("whole") is True)

    def refuse_unless_fits(self, copy: CopyIdentity) -> None:
        """Raises Refused, with what to do, where laid over that copy it would give another."""
        if copy.kept != self.identity.kept:
            raise Refused(
                reason=Phrase(
                    "cette mise à jour est d’une autre copie : autre choix de pages, autres images,"
                    " ou autre version du logiciel. Reprenez la copie entière."
                )
            )
        if not self.whole and copy.revision not in (*self.bases, self.identity.revision):
            raise Refused(
                reason=Phrase(
                    "cette mise à jour part d’une copie plus récente que la vôtre. Posez d’abord"
                    " celles qui manquent, ou reprenez la copie entière."
                )
            )


def gone_text(files: Iterable[str]) -> str:
    return "".join(f"{file}\n" for file in sorted(files))


def read_gone(text: str) -> list[str]:
    """The files that are named. Raises Refused on a name that leads out of the copy."""
    found = [line for line in text.splitlines() if line]
    for file in found:
        if not is_file_of_copy(file):
            raise Refused(reason=Phrase("« {file} » n’est pas un fichier de copie.", file=file))
    return found


def is_file_of_copy(file: str) -> bool:
    return all(_PART.fullmatch(part) for part in file.split("/"))


def _read(text: str) -> dict[str, object]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise Refused(reason=_NOT_ONE) from error
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise Refused(reason=_NOT_ONE)
    return said


_NOT_ONE = Phrase("ce dossier n’est pas une copie que cette version sait lire.")
