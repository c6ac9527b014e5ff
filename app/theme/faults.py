"""What is wrong with a theme: readers are shown the default one, the steward is told."""

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateSyntaxError

log = logging.getLogger(__name__)
FILE = "theme-faults.json"
KEPT = 20
_REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """`file` is below the theme's folder, `line` 0 where it is not known, `reason` is Jinja's."""

    file: str
    line: int
    reason: str


class Faults:
    """Those met since the server started, each told once in the log. With a `folder`, every process
    of the server knows those of the others."""

    def __init__(self, folders: Sequence[Path], folder: Path | None = None) -> None:
        self._folders = folders
        self._file = folder / FILE if folder else None
        self._met: list[Fault] = []
        if self._file:
            self._file.unlink(missing_ok=True)

    def meet(self, name: str, error: Exception) -> None:
        """Template `name` could not be drawn."""
        self._keep(Fault(*self._place(name, error), _reason(error)))

    def meet_file(self, file: Path, error: Exception) -> None:
        """A file of words could not be read."""
        within = next((one for one in self._folders if file.is_relative_to(one)), None)
        name = str(file.relative_to(within)) if within else file.name
        self._keep(Fault(name, 0, _reason(error)))

    def _keep(self, fault: Fault) -> None:
        if fault in self._met:
            return
        self._met = [*self.all(), fault][-KEPT:]
        log.error("theme: %s, line %s: %s. The default one is shown in its place.",
                  fault.file, fault.line, fault.reason)  # fmt: skip
        if self._file:
            with suppress(OSError):
                text = json.dumps([asdict(one) for one in self._met])
                self._file.write_text(text, encoding="utf-8")

    def all(self) -> list[Fault]:
        """Oldest first."""
        if self._file is None:
            return list(self._met)
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            others = [Fault(**one) for one in kept]
        except (OSError, ValueError, TypeError):
            others = []
        return list(dict.fromkeys([*others, *self._met]))

    def _place(self, name: str, error: Exception) -> tuple[str, int]:
        """The file and line of the theme's own that it happened in."""
        if isinstance(error, TemplateSyntaxError):
            return f"templates/{error.name or name}", error.lineno
        for step in reversed(extract_tb(error.__traceback__)):
            for folder in self._folders:
                with suppress(ValueError):
                    return str(Path(step.filename).relative_to(folder)), step.lineno or 0
        return f"templates/{name}", 0


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())[:_REASON_LIMIT]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
