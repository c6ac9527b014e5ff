"""Pages of the content as their files have them: their lines, their words, and where they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from app.domain import front_matter
from app.domain.errors import InvalidPage

# Keys whose values are codes, names of the outside world or numbers: no sentences.
CODES = frozenset(
    "kind lang licence data_licence status themes tags territory coordinates source authors "
    "select view medium form type difficulty life_cycle maturity activities spaces setting "
    "premises_origin premises_duration tenure legal_status legal_status_printed legal_carrier "
    "networks cae partners methods variants prerequisites places members parent website url "
    "media quiz figures published_figures provenance translation_of derived_from "
    "redirects_from id contact siret osm_id opening_hours dates scope key_factors transitions "
    "hybridisation activity_type dominant sustainability infrastructure services roles place "
    "date origin verified_by cg_scop_member".split()
)
_CODE = re.compile(r"`[^`\n]*`")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n\\]*\\?\|)?([^\[\]\n]*)\]\]")
# An address alone is shown as the title of its page.
_BARE = re.compile(r"\[\[[a-z_]+/[a-z0-9/-]+\]\]")
_TO = re.compile(r"\]\([^)\n]*\)")
_ADDRESS = re.compile(
    r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|net|com|eu|coop|md|yaml|svg)\b"
)
_MARKS = re.compile(r"^[\s>]*(?:[-+*]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+|#{1,6}\s+)?")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`line` from 1; 0 where it is about the file as a whole."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Said:
    """Words for people: `line` where they begin, `sentence` false for titles, cells and so on."""

    line: int
    text: str
    sentence: bool = True


@dataclass(frozen=True)
class ContentPage:
    """`file` is told from the root of the content. `front` is empty where it cannot be read."""

    file: str
    text: str
    front: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.front.get("kind", ""))

    @property
    def reference(self) -> str:
        return f"{self.kind}/{Path(self.file).stem}"

    @property
    def lang(self) -> str:
        return str(self.front.get("lang", "fr"))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def body_line(self) -> int:
        """The line on which the body begins, from 1."""
        return next((n for n, line in enumerate(self.lines[1:], 3) if line == "---"), 1)

    def line_of(self, words: str, after: int = 1) -> int:
        """The first line that holds the words; 1 where none does."""
        return next((n for n, line in enumerate(self.lines, 1) if n >= after and words in line), 1)

    def fault(self, line: int, what: str) -> Fault:
        return Fault(self.file, line, what)

    def said(self) -> Iterator[Said]:
        """All that is read as words: values of the card, then the body."""
        for key, value in _texts(self.front):
            line = self.line_of(value.splitlines()[0][:40] if value else key)
            yield from prose(value, line, whole=key == "title")
        yield from prose("\n".join(self.lines[self.body_line - 1 :]), self.body_line)


def read_page(root: Path, file: Path) -> ContentPage:
    text, name = file.read_text(encoding="utf-8"), file.relative_to(root).as_posix()
    try:
        return ContentPage(name, text, front_matter.parse(front_matter.split(text)[0]).values)
    except InvalidPage:  # said when the wiki refuses it
        return ContentPage(name, text)


def read_pages(root: Path) -> list[ContentPage]:
    files = sorted((root / "pages").rglob("*.md"))
    return [read_page(root, file) for file in files]


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """(key, text) of the values of the card that are words for people."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if name not in CODES:
                yield from _texts(one, str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, key)


def prose(text: str, first_line: int, *, whole: bool = False) -> Iterator[Said]:
    """The words of a Markdown text: code, addresses and marks taken away, paragraphs joined.

    `whole`: one line that is a title.
    """
    held: list[str] = []
    began, fence = first_line, ""
    for number, line in enumerate([*text.splitlines(), ""], first_line):
        mark = line.strip()[:3]
        if mark in ("```", "~~~") and (not fence or fence == mark):
            fence = "" if fence else mark
            line = ""
        block = _MARKS.match(line)[0].strip()  # type: ignore[index]
        alone = fence or mark == ":::" or line.lstrip().startswith(("|", "#"))
        if held and (alone or block or not line.strip()):
            yield Said(began, " ".join(held), not whole)
            held = []
        if fence or not line.strip():
            continue
        if mark == ":::" or line.lstrip().startswith(("|", "#")):
            yield Said(number, plain(line), sentence=False)
            continue
        began = began if held else number
        held.append(plain(line))


def plain(line: str) -> str:
    """What of a line is read."""
    if line.lstrip().startswith(":::"):
        titles = re.findall(r'\b(?:title|label)="([^"]*)"', line)
        return ". ".join(titles)
    for pattern, instead in (
        (_CODE, " "), (_NOTE, " "), (_BARE, " "), (_PICTURE, r"\1"), (_LINK, r"\1"), (_TO, "]"),
        (_ADDRESS, " "),
    ):  # fmt: skip
        line = pattern.sub(instead, line)
    return re.sub(r"[*_\[\]|#\\]+", " ", _MARKS.sub("", line)).strip()
