"""The file that says which engine answers. Whoever replaces it holds the lock of catch-up."""

import json
import os
from datetime import datetime
from pathlib import Path

from app.domain.finding.engines import Standing

NAME = "engine.json"
Stamp = tuple[int, int]
NO_STAMP: Stamp = (0, 0)


def stamp_of(folder: Path) -> Stamp:
    """Differs whenever the file does."""
    try:
        stat = os.stat(folder / NAME)
    except FileNotFoundError:
        return NO_STAMP
    return stat.st_ino, stat.st_mtime_ns


def read_standing(folder: Path) -> Standing | None:
    """None where nothing is said, or nothing that can be read."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        failed_at = said["failed_at"] and datetime.fromisoformat(said["failed_at"])
        return Standing(
            str(said["answering"]), str(said["coming"]), str(said["failed"]), failed_at or None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_standing(folder: Path, standing: Standing) -> None:
    """Whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    at = standing.failed_at
    said = {
        "answering": standing.answering,
        "coming": standing.coming,
        "failed": standing.failed,
        "failed_at": at.isoformat() if at else None,
    }
    part = folder / f"{NAME}.part"
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(folder / NAME)
