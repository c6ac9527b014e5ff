"""How a kind of page is shown: its colour (a CSS class), its icon, its words, its address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindLook:
    """`one`, `many`, `write` are French, the source language of the catalogue: translate them.

    `css` and `icon` name a class of the stylesheet and a symbol of the sprite.
    """

    kind: str
    css: str
    icon: str
    prefix: str
    one: str
    many: str
    write: str


KINDS = {
    look.kind: look
    for look in (
        KindLook("place", "place", "place", "/lieux", "Lieu", "Lieux", "Écrire un lieu"),
        KindLook(
            "method", "method", "method", "/methodes", "Méthode", "Méthodes", "Écrire une méthode"
        ),
        KindLook(
            "mini_cool",
            "minicool",
            "minicool",
            "/minicools",
            "Mini-COOL",
            "Mini-COOL",
            "Écrire une mini-COOL",
        ),
        KindLook(
            "organisation",
            "organisation",
            "organisation",
            "/organisations",
            "Organisation",
            "Organisations",
            "Écrire une organisation",
        ),
        KindLook(
            "portal", "portal", "portal", "/portails", "Portail", "Portails", "Écrire un portail"
        ),
        KindLook("page", "page", "page", "/pages", "Page", "Pages", "Écrire une page"),
    )
}


def look_of(kind: str) -> KindLook:
    """The look of a kind; one that a plugin added looks like a plain page under its own name."""
    known = KINDS.get(kind.replace("-", "_"))
    if known:
        return known
    word = kind.replace("_", " ").capitalize() or "Page"
    return KindLook(kind, "page", "page", f"/{kind}", word, word, "Écrire une page")
