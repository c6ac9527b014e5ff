"""Another process that lays out and draws shares of a book: a machine has two processors or more.

It is the same on a machine that has one, so that the bytes are the same everywhere.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pickle import UnpicklingError, dump, load
from typing import Any

from app.domain.errors import Refused
from app.domain.phrase import Phrase

_BEGIN = "from plugins.export_pdf.hand import main; main()"


class Beside:
    """A `Hand` in another process. What it is asked is answered in turn, by `answer`; `lay` has no
    answer. It is ended when closed."""

    def __init__(self, css: str, environment: Mapping[str, str]) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **environment, "PYTHONPATH": paths},
        )  # fmt: skip
        self.ask("begin", css)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def ask(self, name: str, *values: object) -> None:
        """Raises Refused where the process is gone: its machine wanted its memory."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            dump((name, values), pipe, protocol=5)
            pipe.flush()
        except OSError as error:
            raise _gone() from error

    def answer(self) -> Any:
        """Raises Refused where the process is gone, RuntimeError where it failed."""
        pipe = self._process.stdout
        assert pipe is not None
        try:
            said = load(pipe)
        except (EOFError, OSError, UnpicklingError) as error:
            raise _gone() from error
        if isinstance(said, Exception):
            raise said
        return said


def _gone() -> Refused:
    return Refused(
        reason=Phrase(
            "la mise en page s’est arrêtée en chemin : ce serveur manque peut-être de mémoire. "
            "Rien n’est perdu. Choisissez moins de pages, ou réessayez plus tard."
        )
    )
