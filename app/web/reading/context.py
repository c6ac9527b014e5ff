"""Who reads, in which language, with which words: what every view maker is handed."""

from dataclasses import dataclass, field

from app.actions.wiki import Wiki
from app.domain.departments import department_label
from app.domain.errors import WikiError
from app.domain.kinds import PageKind
from app.domain.links import fold
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.rules import Rules
from app.theme import Theme
from app.theme.parts import Licence, Origin
from app.theme.words import Writing
from app.web.addresses import page_url
from app.web.labels import FACET_LABELS, SAID, facet_label
from app.web.reading.friends import OWN, SCREEN, Mirrors, url_there
from app.web.reading.known import Known
from app.web.tiles import NO_TILES, Tiles

_KIND_PLURALS = {"mini_cool": "Mini-COOL"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's request. `known` is as fresh as the request; the rest is the wiki's.

    `mirrors` are the friends whose pages are shown here, by their instance.
    """

    wiki: Wiki
    theme: Theme
    known: Known
    reader: Reader
    lang: str
    mirrors: Mirrors = field(default_factory=dict)
    tiles: Tiles = NO_TILES

    @property
    def rules(self) -> Rules:
        return self.known.rules

    @property
    def writing(self) -> Writing:
        return self.theme.writing(self.lang)

    @property
    def writes(self) -> bool:
        return self.reader.has(Role.contributor)

    def say(self, text: str) -> str:
        """A French word or sentence of the catalogue, in the reader's language."""
        return self.theme.say(text, lang=self.lang)

    def reason(self, text: str) -> str:
        """Why something is refused, as a sentence of its own."""
        said = self.theme.phrase(text, lang=self.lang)
        return said[:1].upper() + said[1:]

    def told(self, error: WikiError) -> str:
        """What a domain error says."""
        return self.theme.sentence(error.sentence, error.params, lang=self.lang)

    def label(self, facet: str, value: str) -> str:
        """The words for a facet's value, without asking the store."""
        if facet == "theme":
            return self.rules.themes.label(value, self.lang)
        if facet == "licence":
            return self.licence(value).label
        if facet == "department":
            return department_label(value)
        if facet == "origin" and value in self.mirrors:
            return self.mirrors[value].name
        label = facet_label(self.wiki, facet, value, self.lang)
        return self.say(label) if facet in SAID else label

    def facet_name(self, facet: str) -> str:
        return self.say(FACET_LABELS[facet])

    def licence(self, licence: str) -> Licence:
        known = self.rules.licences.licences.get(licence)
        if known is None:
            return Licence(licence, licence or self.say("Licence non dite"), "", "", False)
        return Licence(known.id, self.say(known.label), known.url, self.say(known.use), known.open)

    def url(self, path: PagePath, origin: str = "") -> str:
        """Where a page is read here; `origin` is the friend that it comes from, `` for ours."""
        return page_url(path, self.wiki.kinds, origin=origin)

    def origin(self, host: str, path: PagePath) -> Origin | None:
        """The friend that a page comes from; None where it is ours."""
        if host in OWN:
            return None
        mirror, named = self.mirrors.get(host), f"de={host}&page={path}"
        name = mirror.name if mirror else host
        region = self.label("region", mirror.region) if mirror and mirror.region else ""
        return Origin(
            id=host, name=name, region="" if fold(region) in fold(name) else region,
            url=f"{SCREEN}/{host}",
            page_url=url_there(self.mirrors, host, path, self.wiki.kinds),
            received_on=mirror.received_at if mirror else None,
            propose_url=f"/-/proposer?{named}", adopt_url=f"/-/reprendre?{named}",
        )  # fmt: skip

    def plural(self, kind: PageKind) -> str:
        return self.say(_KIND_PLURALS.get(kind.name, kind.plural))

    def foreign(self, lang: str) -> str:
        """The language of a text, where it is not that of the screen."""
        return lang if lang != self.lang else ""

    def absolute(self, url: str) -> str:
        return f"{self.wiki.site.base_url}{url}"
