"""A kit as one file, whatever its exporter writes; a folder is packed, and the same files give the
same bytes."""

import shutil
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.actions.make_kit import write_kit
from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.domain.phrase import Phrase

# What would not get any smaller.
_PACKED = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".woff2", ".mp3", ".mp4", ".gz", ".zip",
           ".epub")  # fmt: skip
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)


def pack_folder(folder: Path, out: Path, *, at: datetime) -> None:
    """Every file under `folder`, in order of name, dated `at` (to two seconds, no zone)."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(
                file.relative_to(folder).as_posix(), max(at, _OLDEST).timetuple()[:6]
            )
            packed = file.suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
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
    whole, packed = (file.with_name(f".{file.stem}.{n}{file.suffix}") for n in ("whole", "packed"))
    try:
        write_kit(exporter, kit, whole)
        if whole.is_dir():
            pack_folder(whole, packed, at=kit.at)
        (packed if whole.is_dir() else whole).replace(file)
    except OSError as error:
        said = error.strerror or str(error)
        raise Refused(reason=Phrase("rien n’est écrit : {said}.", said=said)) from error
    finally:
        shutil.rmtree(whole, ignore_errors=True)
        for left in (whole, packed):
            with suppress(OSError):
                left.unlink(missing_ok=True)
