"""The screens of pictures and files: the library, and one medium."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import NO_PAGER, Link, Pager
from app.web.views.rooms import WithErrors

# (id, label, chosen)
Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A picture or file. `markdown` is what to copy into a text to show it.

    `url` is the file, `page_url` the screen that tells of it. `copies` is the `srcset` of its
    lighter copies, `` where it has none. `kind` is picture, document, track or sound.
    """

    url: str
    title: str
    alt: str
    markdown: str
    page_url: str = ""
    copies: str = ""
    kind: str = "picture"
    ext: str = ""
    decorative: bool = False
    licence: str = ""
    licence_url: str = ""
    authors: str = ""
    source: str = ""
    source_url: str = ""
    size_bytes: int = 0
    width: int | None = None
    height: int | None = None
    picture: bool = True
    used_in: tuple[Link, ...] = ()
    used_more: int = 0

    @property
    def lacks_alt(self) -> bool:
        return self.picture and not self.alt and not self.decorative


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumWords:
    """What a form says of a medium, as it was typed; `licences` are those it may bear."""

    title: str = ""
    alt: str = ""
    decorative: bool = False
    authors: str = ""
    source: str = ""
    licences: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLibrary(WithErrors):
    """Pictures and files, and the form that sends one (multipart, field `file`).

    `query`, `kinds` and `lacks` are what narrows the list; `narrowed` is true where it does.
    """

    action: str
    media: tuple[Medium, ...] = ()
    total: int = 0
    limit_bytes: int = 20_000_000
    document_limit_bytes: int = 5_000_000
    words: MediumWords = MediumWords()
    errors: tuple[tuple[str, str], ...] = ()
    just_sent: Medium | None = None
    may_send: bool = True
    query: str = ""
    kinds: tuple[Choice, ...] = ()
    lacks: tuple[Choice, ...] = ()
    narrowed: bool = False
    pager: Pager = NO_PAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumPage(WithErrors):
    """One medium, large, with where it is shown and the form that corrects its words.

    `licence_free` is false where this person may only choose among what its licence allows.
    """

    medium: Medium
    action: str
    library: str
    added_at: datetime
    by: str
    words: MediumWords = MediumWords()
    may_correct: bool = False
    licence_free: bool = True
    just_sent: bool = False
    corrected: bool = False
    errors: tuple[tuple[str, str], ...] = ()
