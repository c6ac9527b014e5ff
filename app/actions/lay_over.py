"""A delta laid over the copy that it was made for: the files of the newer copy, and no others."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from app.domain.delta import (
    FITS,
    GONE,
    IDENTITY,
    LAID,
    CopyIdentity,
    Delta,
    is_file_of_copy,
    read_gone,
)
from app.domain.errors import Refused
from app.domain.phrase import Phrase

_PART = ".a-poser"
_STOPPED = (
    "la mise à jour s’est arrêtée en route : {said}. Rien n’est perdu : faites de la place et "
    "recommencez."
)


@dataclass(frozen=True, slots=True)
class LaidOver:
    written: int
    removed: int


def lay_over(copy: Path, delta: Path) -> LaidOver:
    """Bring the folder `copy` up to the delta, a folder or a zip file of one.

    The copy says that it is the newer one only when it is so entirely: stopped half way, the same
    may be asked again. Raises Refused where the delta is none, or of another copy.
    """
    identity = CopyIdentity.parse(_text(copy / IDENTITY))
    with _opened(delta) as folder:
        fits = Delta.parse(_text(folder / FITS))
        fits.refuse_unless_fits(identity)
        files = sorted(_files(folder / LAID))
        gone = read_gone(_text(folder / GONE))
        if fits.whole:
            gone = _others(copy, set(files), gone)
        try:
            return _laid(copy, folder / LAID, files, gone)
        except OSError as error:
            said = error.strerror or str(error)
            raise Refused(reason=Phrase(_STOPPED, said=said)) from error


def _laid(copy: Path, laid: Path, files: list[str], gone: list[str]) -> LaidOver:
    for file in (one for one in files if one != IDENTITY):
        _write(copy / file, laid / file)
    removed = sum(_remove(copy, file) for file in gone if file not in files)
    _write(copy / IDENTITY, laid / IDENTITY)
    return LaidOver(len(files), removed)


def _write(target: Path, source: Path) -> None:
    """Whole or not at all: a key may be pulled out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(_PART)
    try:
        shutil.copyfile(source, part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _remove(copy: Path, file: str) -> int:
    path = copy / file
    if not path.is_file():
        return 0
    path.unlink()
    for folder in path.parents:
        if folder == copy or any(folder.iterdir()):
            break
        folder.rmdir()
    return 1


def _others(copy: Path, kept: set[str], gone: list[str]) -> list[str]:
    """Files of the older copy that the newer has not: those of its own folders alone, since
    somebody may keep their own files beside."""
    tops = {file.split("/")[0] for file in (*kept, *gone)}
    found = (file for top in sorted(tops) for file in _under(copy, top))
    return sorted({*gone, *(file for file in found if is_file_of_copy(file))} - kept)


def _under(copy: Path, top: str) -> Iterator[str]:
    path = copy / top
    if path.is_file():
        yield top
    elif path.is_dir():
        yield from (f"{top}/{file}" for file in _names(path))


def _files(folder: Path) -> Iterator[str]:
    for file in _names(folder):
        if not is_file_of_copy(file):
            raise Refused(reason=Phrase("« {file} » n’est pas un fichier de copie.", file=file))
        yield file


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            reason=Phrase("« {name} » manque : ce n’est pas une copie.", name=path.name)
        ) from error


@contextmanager
def _opened(delta: Path) -> Iterator[Path]:
    """The delta's folder; a zip file is unpacked beside while it is laid over."""
    if delta.is_dir():
        yield delta
        return
    with TemporaryDirectory(prefix="maillage-") as place:
        try:
            with ZipFile(delta) as archive:
                archive.extractall(place)
        except (BadZipFile, OSError) as error:
            raise Refused(reason=Phrase("« {name} » ne s’ouvre pas.", name=delta.name)) from error
        yield Path(place)
