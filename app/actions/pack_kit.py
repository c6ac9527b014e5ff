"""A kit as one file, whatever its exporter writes; a folder is packed, and the same files give the
same bytes."""

import shutil
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.actions.make_kit import write_kit
from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.domain.packing import zip_entry
from app.domain.phrase import Phrase


def pack_folder(folder: Path, out: Path, *, at: datetime) -> None:
    """Every file under `folder`, in order of name, dated `at` (to two seconds, no zone)."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            entry = zip_entry(file.relative_to(folder).as_posix(), at)
            entry.file_size = file.stat().st_size
            with file.open("rb") as data, archive.open(entry, "w") as target:
                shutil.copyfileobj(data, target, 1024 * 1024)


def write_file(exporter: Exporter, kit: Kit, file: Path) -> None:
    """To `file`, there whole or not at all: see `Exporter.ending`.

    Raises Refused where something stands there already, or where the disk is full.
    """
    if exporter.ending:
        write_kit(exporter, kit, file)
        return
    if file.exists():
        raise Refused(reason=Phrase("« {out} » existe déjà.", out=str(file)))
    folder, packed = (file.with_name(f".{file.stem}.{what}") for what in ("folder", "packed"))
    try:
        write_kit(exporter, kit, folder)
        pack_folder(folder, packed, at=kit.at)
        packed.replace(file)
    except OSError as error:
        said = error.strerror or str(error)
        raise Refused(reason=Phrase("rien n’est écrit : {said}.", said=said)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            packed.unlink(missing_ok=True)
