"""What a friend's file holds: fit to be shown with the others, or set aside alone."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.drawing import Drawing
from app.domain.errors import InvalidMedium, InvalidPage, TooLarge, WikiError
from app.domain.page import Page, parse_file
from app.domain.page_path import PagePath, is_page_id
from app.domain.phrase import Phrase
from app.domain.rules import Rules
from app.domain.yaml_text import YamlRefused, load_mapping
from federation.validate.names import Hazard, is_sidecar, medium_of

# Changes whenever what is judged here would be judged otherwise.
VERSION = 1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Judged:
    """What one file of the tip says. `reason` is None where nothing is against it.

    `page_id` is `` for what is no page. `open` is about a sidecar: its medium may be shown.
    """

    page_id: str = ""
    title: str = ""
    reason: Phrase | None = None
    readable: bool = True
    open: bool = False


def stamp(rules: Rules) -> str:
    """Stands for all that pages are judged by here."""
    licences = sorted((known.id, known.open) for known in rules.licences.licences.values())
    said = json.dumps([VERSION, sorted(rules.kinds), licences])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def judge(file: str, data: bytes, rules: Rules) -> Judged:
    """Never raises for what the file holds."""
    path = PagePath.from_file(file)
    if path is not None:
        return _page(path, data, rules)
    if medium_of(file):
        return Judged()
    return _list(data, rules if is_sidecar(file) else None)


def _page(path: PagePath, data: bytes, rules: Rules) -> Judged:
    try:
        page = parse_file(path, data)
    except (InvalidPage, TooLarge) as error:
        return Judged(reason=_said(error), readable=_is_text(data))
    if not isinstance(page, Page):
        return Judged()
    reason, readable = _against(page, rules)
    page_id = page.id if is_page_id(page.id) else ""
    return Judged(page_id, page.title[:200], reason, readable)


def _against(page: Page, rules: Rules) -> tuple[Phrase | None, bool]:
    """Why the page is set aside, and whether its text may be read here all the same."""
    if not is_page_id(page.id):
        return Phrase("elle n’a pas d’identifiant."), True
    if page.path.kind not in rules.kinds:
        return Phrase("le genre « {kind} » n’est pas connu ici.", kind=page.path.kind), True
    if not page.licence:
        return Phrase("elle ne dit pas sa licence."), False
    if page.licence not in rules.licences.licences:
        said = page.licence[:60]
        return Phrase("la licence « {said} » n’est pas connue ici.", said=said), True
    if not rules.licences.is_open(page.licence):
        return Phrase("la licence {licence} n’est pas ouverte.", licence=page.licence), False
    if page.status == "draft":
        return Phrase("c’est un brouillon."), False
    return None, True


def _list(data: bytes, rules: Rules | None) -> Judged:
    try:
        values = load_mapping(data.decode()).values
    except (YamlRefused, UnicodeDecodeError):
        return Judged(reason=Phrase("ce fichier n’est pas lisible."), readable=False)
    licence = values.get("licence")
    known = isinstance(licence, str) and rules is not None
    return Judged(open=known and rules.licences.is_open(licence))


def _said(error: WikiError) -> Phrase:
    if isinstance(error, InvalidPage):
        problem = error.problems[0]
        return Phrase(problem.sentence, **problem.params)
    return Phrase("elle est trop longue pour être lue ici.")


def _is_text(data: bytes) -> bool:
    try:
        return not _CONTROL.search(data.decode())
    except UnicodeDecodeError:
        return False


def check_medium(file: str, data: bytes) -> None:
    """Raises Hazard where the bytes are not those that the name promises, or of another type."""
    name = medium_of(file)
    if name is None:
        return
    if hashlib.sha256(data).hexdigest() != name.sha256:
        raise Hazard(Phrase("« {path} » n’est pas le fichier que son nom promet.", path=file))
    if not _BEGINS[name.ext](data):
        raise Hazard(Phrase("« {path} » n’est pas de son type.", path=file))


def _odf(kind: bytes) -> Callable[[bytes], bool]:
    # An OpenDocument file begins with its type, stored as it is under the name `mimetype`.
    told = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda data: data.startswith(b"PK\x03\x04") and data[30:].startswith(told)


def _gpx(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<?xml", b"<gpx")) and b"<gpx" in start and b"<!DOCTYPE" not in start


def _mp3(data: bytes) -> bool:
    return data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] >= b"\xe0")


def _drawing(data: bytes) -> bool:
    """The whole of it: a drawing could hold a program, or ask for other files."""
    try:
        Drawing.parse(data)
    except InvalidMedium:
        return False
    return True


_BEGINS: dict[str, Callable[[bytes], bool]] = {
    "jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "gif": lambda data: data.startswith((b"GIF87a", b"GIF89a")),
    "webp": lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP",
    "avif": lambda data: data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"),
    "svg": _drawing,
    "pdf": lambda data: data.startswith(b"%PDF-"),
    "odt": _odf(b"text"),
    "ods": _odf(b"spreadsheet"),
    "odp": _odf(b"presentation"),
    "gpx": _gpx,
    "mp3": _mp3,
    "ogg": lambda data: data.startswith(b"OggS"),
}
