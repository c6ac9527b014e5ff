"""Views of pages in several languages."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.pages import TranslatedFrom
from app.web.views.proposals import WithErrors
from app.web.views.versions import ChangedBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginTranslation(WithErrors):
    """Which language a page is to be written in, and its title there. `languages` are (code, name,
    chosen); `there` the translations that it has."""

    title: str
    lang: str
    kind: str
    page_url: str
    action: str
    languages: tuple[tuple[str, str, bool], ...]
    typed: str = ""
    there: tuple[Link, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationScreen(WithErrors):
    """A translation and what its original became since. `base` and `seen` are the versions that
    were looked at. `known`: the version that it follows can be read."""

    title: str
    lang: str
    kind: str
    page_url: str
    source: TranslatedFrom
    action: str
    base: str
    seen: str
    known: bool
    fields: tuple[ChangedBlock, ...] = ()
    blocks: tuple[ChangedBlock, ...] = ()
    may_update: bool = False
    edit_url: str = ""
    errors: tuple[tuple[str, str], ...] = ()
