"""A backup: one compressed file with what cannot be derived, and nothing else."""

import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from app.domain.errors import EngineFailed, Refused

BUNDLE, RECORDS = "pages.bundle", "records.sqlite"
_NAMES = {BUNDLE, RECORDS, "maillage.toml"}
# Copies from before there was any have none.
_KEYS = "ring.json"


def write_archive(out: Path, writers: Mapping[str, Callable[[str], None]]) -> None:
    """Each writer makes its file at the path it is handed; `out` appears whole or not at all."""
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as scratch:
        whole = Path(scratch) / "whole"
        try:
            with tarfile.open(whole, "w:gz") as archive:
                for name, write in writers.items():
                    write(str(Path(scratch) / name))
                    archive.add(Path(scratch) / name, name)
            whole.chmod(0o600)
            whole.replace(out)
        except OSError as error:
            raise EngineFailed(doing="écrire la copie") from error


def copy_database(source: Path, out: str) -> None:
    """A copy of an SQLite file that is consistent while others write to it."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(out)) as copy:
        live.backup(copy)


def read_archive(file: Path, folder: Path) -> None:
    """Unpack a backup's files into `folder`, which must be empty or missing.

    Raises Refused where the file is no backup, or the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(reason=f"« {folder} » n’est pas vide.")
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = archive.getmembers()
            names = {member.name for member in members} - {_KEYS}
            if names != _NAMES or not all(member.isfile() for member in members):
                raise Refused(reason="ce fichier n’est pas une copie de Maillage.")
            folder.mkdir(parents=True, exist_ok=True)
            for member in members:
                source = archive.extractfile(member)
                with (folder / member.name).open("wb") as target:
                    shutil.copyfileobj(source, target)
                (folder / member.name).chmod(0o600)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(reason="ce fichier n’est pas une copie lisible.") from error
