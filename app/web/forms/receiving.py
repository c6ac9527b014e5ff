"""A form with files as it arrives: read to its end whatever it holds, to be answered whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request, UploadFile
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from app.domain.errors import TooLarge
from app.domain.media import SENT_LIMIT_BYTES
from app.domain.phrase import mebibytes
from app.web.context import session_of
from app.web.safety import BODY_LIMIT_BYTES

FIELDS = 10_000
FILES = 60
_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of a form. `filename` is what the sender calls it: never to be used as a name.

    `size_bytes` is what was sent, of which no more than may be taken in was kept.
    """

    filename: str
    size_bytes: int
    _file: UploadFile

    @property
    def whole(self) -> bool:
        return self._file.size == self.size_bytes

    def read(self) -> bytes:
        """What was kept of it."""
        self._file.file.seek(0)
        return self._file.file.read()


@dataclass(frozen=True, slots=True)
class Received:
    texts: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Sent]
    form: FormData


class _Receiver(MultiPartParser):
    """Keeps the first bytes of each file and counts the others; the same for texts in all.

    A sender that is cut off shows its own error, and what was typed is gone: so nothing is refused
    before the end. Memory: a megabyte a file, the rest of it on disk.
    """

    def __init__(self, *args: Any, file_limit_bytes: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file_limit = file_limit_bytes
        self._text_bytes = 0
        self.sent: dict[UploadFile, int] = {}

    @property
    def too_much_text(self) -> bool:
        return self._text_bytes > BODY_LIMIT_BYTES

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is None:
            self._text_bytes += end - start
            if not self.too_much_text:
                super().on_part_data(data, start, end)
            return
        seen = self.sent.get(file, 0)
        self.sent[file] = seen + end - start
        room = max(0, self._file_limit - seen)
        if room:
            super().on_part_data(data, start, min(end, start + room))


async def received(request: Request, *, strangers_bytes: int = 0) -> Received:
    """What a form holds. Of a stranger's files, no more than `strangers_bytes` each are kept.

    Raises TooLarge where its texts are too long, HTTPException 400 where it is no form.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        # As much as the whole body may be: a text that is too long gets its own sentence.
        form = await request.form(max_fields=FIELDS, max_part_size=BODY_LIMIT_BYTES)
        return _parted(form, {})
    receiver = _Receiver(
        request.headers, request.stream(), max_files=FILES, max_fields=FIELDS,
        max_part_size=BODY_LIMIT_BYTES,
        file_limit_bytes=SENT_LIMIT_BYTES if session_of(request) else strangers_bytes,
    )  # fmt: skip
    try:
        form = await receiver.parse()
    except MultiPartException as error:
        raise HTTPException(400, error.message) from error
    if receiver.too_much_text:
        await form.close()
        raise TooLarge(what="L’envoi", limit=mebibytes(BODY_LIMIT_BYTES))
    return _parted(form, receiver.sent)


def _parted(form: FormData, sizes: Mapping[UploadFile, int]) -> Received:
    texts: dict[str, tuple[str, ...]] = {}
    files: dict[str, Sent] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            texts[name] = (*texts.get(name, ()), value)
        elif size := sizes.get(value, 0):
            files.setdefault(name, Sent((value.filename or "")[-_NAME_LIMIT:], size, value))
    return Received(texts, files, form)
