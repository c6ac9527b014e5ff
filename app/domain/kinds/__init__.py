"""The six kinds of page. A plugin may register more of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.kinds.common import CommonKeys
from app.domain.kinds.method import Method
from app.domain.kinds.mini_cool import MiniCool
from app.domain.kinds.organisation import Organisation
from app.domain.kinds.page import PlainPage
from app.domain.kinds.place import Place
from app.domain.kinds.portal import Portal


@dataclass(frozen=True, slots=True)
class PageKind:
    """A schema and its names: `prefix` is where its pages stand on the web."""

    name: str
    schema: type[CommonKeys]
    prefix: str
    label: str
    plural: str


KINDS: Mapping[str, PageKind] = {
    kind.name: kind
    for kind in (
        PageKind("place", Place, "lieux", "Lieu", "Lieux"),
        PageKind("method", Method, "methodes", "Méthode", "Méthodes"),
        PageKind("mini_cool", MiniCool, "minicools", "Mini-COOL", "Mini-COOLs"),
        PageKind("organisation", Organisation, "organisations", "Organisation", "Organisations"),
        PageKind("portal", Portal, "portails", "Portail", "Portails"),
        PageKind("page", PlainPage, "pages", "Page", "Pages"),
    )
}


def with_kinds(extra: Iterable[PageKind]) -> Mapping[str, PageKind]:
    return dict(KINDS) | {kind.name: kind for kind in extra}
