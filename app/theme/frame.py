"""What stands around every screen: masthead, footer, head of the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.theme.parts import Link


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is signed in. `role` is one of contributor, reviewer, steward."""

    name: str
    role: str = "contributor"

    def at_least(self, role: str) -> bool:
        order = ("contributor", "reviewer", "steward")
        return order.index(self.role) >= order.index(role)


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface; `name` in that language, `url` shows this screen in it."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same thing in another form: a feed, a file, another language. `type` is a media type;
    `lang` is said of translations alone."""

    url: str
    type: str = ""
    title: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands for a screen where it is shared. `url` is absolute; `alt` says what it shows."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Flash:
    """What just happened, said once on the next screen. `tone`: good, caution, bad or ``.

    `saved`: what the person wrote is safe on the server, so the device may forget its draft. True
    for nothing else: a welcome after a session that ended must not cost anyone their text.
    """

    text: str
    tone: str = "good"
    detail: str = ""
    links: tuple[Link, ...] = ()
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses that the frame and forms lead to. Kind directories are in `kinds.KINDS`."""

    search: str = "/recherche"
    map: str = "/carte"
    changes: str = "/changements"
    write: str = "/-/ecrire"
    friends: str = "/-/reseaux"
    figures: str = "/-/chiffres"
    take: str = "/-/emporter"
    sign_in: str = "/-/connexion"
    sign_out: str = "/-/deconnexion"
    account: str = "/-/compte"
    steward: str = "/-/intendance"
    people: str = "/-/personnes"
    searches: str = "/-/recherches"
    notices: str = "/-/avis"
    media: str = "/-/media"
    proposals: str = "/-/propositions"
    suggest: str = "/-/suggest"
    preview: str = "/-/preview"
    help: str = "/pages/ecrire-sa-premiere-page"
    legal: str = "/-/legal"
    privacy: str = "/-/privacy"
    accessibility: str = "/-/accessibility"
    api: str = "/api/docs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One screen's surroundings. `title` is the screen's own (`<title>` adds the site's name).

    `section` is the part of the main menu that is current: place, method, mini_cool, friends or ``.
    `csrf` goes into every form that posts. `canonical` is an absolute address, or `` for none.
    `robots` is the content of the meta tag, or `` for none. `search` is false on screens that have
    their own large search box. `scripts` are the modules a screen adds to `site.js`. `linked` is
    the page as JSON-LD, made safe for a script element; `share` is what sharing it says it is
    (an `og:type`), with its `picture`. `news` counts what is new in what the person follows;
    `notices` what was said to them and not read yet. `scheme` is `light` or `dark` where the
    screen is to be in it whatever the device prefers.
    """

    site_name: str
    title: str
    lang: str = "fr"
    region: str = ""
    description: str = ""
    languages: tuple[Language, ...] = ()
    person: Person | None = None
    csrf: str = ""
    section: str = ""
    flash: Flash | None = None
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    linked: Markup | None = None
    share: str = "website"
    picture: Picture | None = None
    robots: str = ""
    search: bool = True
    scripts: tuple[str, ...] = ()
    to: Addresses = field(default_factory=Addresses)
    footer: tuple[Link, ...] = ()
    waiting: int = 0
    news: int = 0
    notices: int = 0
    scheme: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
