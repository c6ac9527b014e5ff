"""Cards to cut out: eight on a sheet of A4, one for each method, mini-COOL and place."""

from dataclasses import dataclass
from typing import Any

from app.domain.errors import Refused
from app.domain.kit import Kit, KitPage
from app.domain.phrase import Phrase
from app.theme.books import Entry, xml_of
from app.theme.kinds import look_of
from plugins.export_pdf.pages import Binder
from plugins.export_pdf.printing import press_of, printed

KINDS = ("method", "mini_cool", "place")
ON_A_SHEET = 8
CARDS_LIMIT = 800
TITLE_LIMIT, SUMMARY_LIMIT = 110, 150
FACTS_SHOWN, FACT_LIMIT = 2, 40


@dataclass(frozen=True, slots=True)
class Card:
    """`html` is what it says above its foot."""

    entry: Entry
    head: Any
    html: str
    css: str


def write_cards(kit: Kit) -> bytes:
    """Raises Refused where the choice has no page of such a kind, or too many."""
    press = press_of(kit)
    count = sum(entry.kind in KINDS for entry in press.book.entries)
    if count == 0:
        raise Refused(
            reason=Phrase(
                "les cartes montrent des méthodes, des mini-COOL et des lieux : ce choix n’en a "
                "aucun. Choisissez plus large."
            )
        )
    if count > CARDS_LIMIT:
        raise Refused(
            reason=Phrase(
                "{count} cartes, c’est trop pour un fichier ({limit} au plus). Choisissez moins "
                "large.", count=count, limit=CARDS_LIMIT,
            )
        )  # fmt: skip
    binder = Binder(press)
    cards = [
        _card(press, binder, entry, page)
        for entry, page in press.book.pages()
        if entry.kind in KINDS
    ]
    sheets = [cards[at : at + ON_A_SHEET] for at in range(0, len(cards), ON_A_SHEET)]
    html = press.render("cards", sheets=sheets)
    return printed(press, xml_of(html), ["paper", "cards"])


def _card(press: Any, binder: Binder, entry: Entry, page: KitPage) -> Card:
    said = press.drawer.piece(
        "pdf/_card.html", page, binder.around(entry), title=cut(entry.title, TITLE_LIMIT),
        summary=cut(page.view.head.summary or getattr(page.view, "objective", ""), SUMMARY_LIMIT),
        facts=_facts(page.view),
    )  # fmt: skip
    return Card(entry, page.view.head, said, look_of(entry.kind).css)


def _facts(view: Any) -> list[Any]:
    """The few that say most: of a method its figures, else the first short ones of its card."""
    found = getattr(view, "brief", ()) or view.head.facts
    short = [one for one in found if len(_words(one)) <= FACT_LIMIT]
    return short[:FACTS_SHOWN]


def _words(fact: Any) -> str:
    links = getattr(fact, "links", ())
    return ", ".join(link.label for link in links) if links else str(fact.value)


def cut(text: str, limit: int) -> str:
    """The text, or its first words with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
