"""Who lays shares of a book out: this process, or another one that is told what to do."""

import os
import sys
from collections.abc import Mapping, Sequence
from pickle import dump, load
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from plugins.export_pdf.joining import Drawn
    from plugins.export_pdf.share import Extent


class Hand:
    """Some shares of a book, in their order. Files are told once, with the share that shows them
    first."""

    def __init__(self, css: str) -> None:
        self._css, self._files = css, {}  # type: str, dict[str, bytes]
        self._layout: Any = None
        self._shares: list[Any] = []

    def lay(self, xml: bytes, files: Mapping[str, bytes]) -> None:
        from plugins.export_pdf.layout import Layout
        from plugins.export_pdf.share import Share

        self._files.update(files)
        self._layout = self._layout or Layout(self._css, self._files)
        self._shares.append(Share(self._layout, xml))

    def extents(self) -> "list[Extent]":
        return [share.extent for share in self._shares]

    def place(self, before: Sequence[int], anchors: Mapping[str, int]) -> "list[Extent]":
        """See `Share.place`; `before` is that of each share. Gives what they take now."""
        for share, pages in zip(self._shares, before, strict=True):
            share.place(pages, anchors)
        return self.extents()

    def document(self, total: int, anchors: Mapping[str, int]) -> tuple[Any, set[str]]:
        """The library's document of all shares, and the anchors that it names and has not."""
        documents = [share.finished(total) for share in self._shares]
        pages = [page for one in documents for page in one.pages]
        own = {name for page in pages for name in page.anchors}
        foreign = {name for share in self._shares for name in share.outside & {*anchors}} - own
        for name in sorted(foreign):
            pages[-1].anchors[name] = (0.0, 0.0, 0.0, 0.0)
        return documents[0].copy(pages), foreign

    def drawn(self, total: int, anchors: Mapping[str, int]) -> "Drawn":
        from plugins.export_pdf.joining import drawn

        return drawn(*self.document(total, anchors))


def main() -> None:
    """Does what another process asks for on the standard input, and answers on the output."""
    import gc

    # Boxes live until all is drawn: dead ones are not worth looking for.
    gc.disable()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: SimpleQueue[tuple[str, tuple[Any, ...]]] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    try:
        _serve(asked, answers)
    except Exception as error:
        _say(answers, RuntimeError(f"{type(error).__name__}: {error}"))
    os._exit(0)


def _serve(asked: "SimpleQueue[tuple[str, tuple[Any, ...]]]", answers: BinaryIO) -> None:
    # The library is read now, while whoever asks draws pages of the wiki.
    from plugins.export_pdf import joining, share  # noqa: F401
    from plugins.export_pdf.quicker import quickly

    hand = Hand(*asked.get()[1])
    with quickly():
        while True:
            name, values = asked.get()
            answer = getattr(hand, name)(*values)
            if name != "lay":
                _say(answers, answer)


def _say(answers: BinaryIO, answer: object) -> None:
    dump(answer, answers, protocol=5)
    answers.flush()


def _listen(asked: BinaryIO, queue: "SimpleQueue[tuple[str, tuple[Any, ...]]]") -> None:
    """Takes what is asked while the library is still being read: whoever asks waits for nothing.
    Nobody is left behind by a process that ended."""
    try:
        while True:
            queue.put(load(asked))
    except Exception:
        os._exit(1)
