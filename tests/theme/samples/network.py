"""Friends' networks, and what is offered between them."""

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from app.web import views as v
from app.web.views.bringing import (
    BringResult,
    BringStart,
    BroughtLine,
    QuizShown,
    RemarkLine,
    RemarkScreen,
)
from app.web.views.friends import (
    Care,
    FriendAdd,
    FriendCard,
    FriendRemove,
    Friends,
    FriendScreen,
    Held,
    Ourselves,
    Stranger,
    Visit,
)
from app.web.views.proposals import Adopt, DriftScreen, Proposals, ProposalScreen, Withdraw
from tests.theme.samples.common import BY_SA, LONG, ME, NOW, Screen
from tests.theme.samples.proposing import SUMMARY, line

KEY = "1f3a 9c02 77d1 40be 5a6c 0d11 e2f8 93b4 6a7d 2c90 b1e5 f04d"
US = Ourselves("occitanie.example", "Tiers-lieux d’Occitanie", "Occitanie", KEY)
WELL = FriendCard(
    id="trame.example", name="La Trame", region="Ardèche méridionale", url="/-/reseaux/trame",
    home_url="https://trame.example", state="Tout va bien", tone="good", symbol="check", since=NOW,
    pages=1204, pages_url="/recherche?origin=trame", lag="3 heures", last_success_at=NOW,
    fingerprint=KEY,
)  # fmt: skip
LATE = replace(
    WELL, name=LONG, state="Injoignable", tone="caution", symbol="clock", lag="", pages=0,
    last_success_at=None, told="Leur site ne répond pas depuis 4 jours.", home_url="",
)  # fmt: skip
ALARM = replace(
    WELL, name="Rivages", state="Arrêté", tone="bad", symbol="warning", alarm=True, quarantined=3,
    told="Leur histoire a changé.",
)  # fmt: skip
HELD = (Held(LONG, "sa licence n’est pas ouverte"), Held("lieux/x", "son texte n’est pas lisible"))
VISIT = Visit(
    at=NOW, state="Réussie", tone="good", symbol="check", took="4 s", by="L. M.",
    counts=("3 pages nouvelles", "1 page changée"), held=HELD,
    pages=(v.Link("Café PLUM", "/x", "nouvelle"), v.Link(LONG, "/y", "changée")),
)  # fmt: skip
FAILED = replace(
    VISIT, state="Échec", tone="bad", symbol="warning", counts=(), reason="Pas de réponse.",
    pages=(), held=(), by="",
)  # fmt: skip
BOXES = (
    v.Field(
        name="kind", label="Genres", widget="checkboxes",
        options=(v.Option("place", "Lieux", True), v.Option("method", "Méthodes")),
    ),
)  # fmt: skip
CARE = Care(
    visits=(VISIT, FAILED), held=HELD, choice=BOXES, shown_now=("Lieux", "Occitanie"), failures=2,
    next_at=NOW, waiting_in=1, waiting_out=2, accepted=12, declined=3, blocked=False,
    blocked_people=("ana@trame.example",), enrolled_by="L. M.", fresh=VISIT, rehearsed=True,
)  # fmt: skip
STRANGER = Stranger(
    id="trame.example", name="La Trame", region="Ardèche", fingerprint=KEY,
    licences=("CC BY-SA 4.0",), software="Maillage 1.0",
)  # fmt: skip
FRIEND = FriendScreen(
    friend=WELL, action="/-/reseaux/trame", care=CARE, remove_url="/-/reseaux/trame/retirer",
    proposals_url="/-/propositions", errors=(("person", "Cette adresse n’est pas connue."),),
)  # fmt: skip
OVER = replace(CARE, blocked=True, held=(), visits=(), next_at=None, fresh=None, shown_now=())

LINES = (
    line(local=False, network="La Trame"),
    line(title=LONG, state="Déclinée", tone="bad", symbol="close", ended=True, reason="Déjà dit."),
    line(queued=True, local=False, waits=True, new=True),
)
REMARK = RemarkLine(
    title="Café PLUM", url="/-/remarques/1", kind="place", sort="Remarque", text="Il a fermé.",
    author="Ana", state="À lire", tone="caution", symbol="clock", at=NOW,
)  # fmt: skip
FILTERS = (v.Link("Toutes", "/-/propositions", current=True), v.Link("À relire", "/x"))
ALL = Proposals(
    outgoing=LINES[1:], incoming=LINES, own=LINES[:1], remarks=(REMARK,), states=FILTERS,
    networks=FILTERS, filtered=True, clear_url="/x", everyone=True,
)  # fmt: skip
OFFERED = ProposalScreen(
    line=line(local=False, network="La Trame"), incoming=True, page_url="/lieux/cafe-plum",
    action="/-/propositions/x", licence=BY_SA, fields=(SUMMARY,), blocks=(), made_at=NOW,
    changed_at=NOW, address="ana@trame.example", record=(3, 1), network_url="/-/reseaux/trame",
    moved_on=True, now_fields=(SUMMARY,), crossing=2, problems=("le thème est inconnu",),
    seen="a" * 40, may_accept=True, may_decide=True, adapt_url="/x/adapter",
    others=(v.Link("Une autre", "/y", "La Trame"),), preview=Markup("<p>Le texte.</p>"),
    errors=(("reason", "Dites pourquoi."),),
)  # fmt: skip
SENT = replace(
    OFFERED, line=LINES[2], incoming=False, may_accept=False, may_decide=False, may_withdraw=True,
    others=(), problems=(), errors=(), base_known=False, preview=None, now_fields=(), record=None,
)  # fmt: skip
ENDED = replace(SENT, line=LINES[1], decided_by="L. M.", may_withdraw=False, again_url="/x")
ADOPT = Adopt(
    title="Lab Hermitage", kind="place", network="La Trame", network_url="/-/reseaux/trame",
    page_url="/reseau/trame/lieux/lab", propose_url="/x", action="/-/reprendre", hidden=(),
    prefix="/lieux/", slug="lab-hermitage", licence=BY_SA, authors=("L. M.",),
    ours=(v.Link("Le nôtre", "/lieux/lab"),), waiting=(v.Link("Une proposition", "/p"),),
    errors=(("slug", "Cette adresse est déjà prise."),),
)  # fmt: skip
DRIFT = DriftScreen(
    title="Lab Hermitage", kind="place", page_url="/lieux/lab", network="La Trame",
    original_url="/reseau/trame/lieux/lab", said=("La leur a changé 3 fois depuis.",),
    action="/-/ecart", hidden=(), base="a" * 40, seen="b" * 40, fields=(SUMMARY,),
    shows_changes=True, may_take=True, may_offer=True, writes=True,
    errors=(("note", "Dites pourquoi."),),
)  # fmt: skip
WITHDRAW = Withdraw(
    title="Café PLUM", kind="place", page_url="/lieux/cafe-plum", action="/-/partage", hidden=(),
    state="shared", friends=3, errors=(("reason", "Dites pourquoi."),),
)  # fmt: skip


def brought(**more: object) -> BroughtLine:
    told = {
        "title": "Café PLUM",
        "url": "/lieux/cafe-plum",
        "kind": "place",
        "sort": "Correction",
        "text": "On y déjeune.",
        "fate": "Sera proposée",
        "tone": "good",
        "symbol": "check",
    }
    return BroughtLine(**(told | more))  # fmt: skip


BROUGHT = BringResult(
    action="/-/contribution", key="k", signed="Ana", kit="Tiers-lieux d’Occitanie", kit_at=NOW,
    made_at=NOW, takes=1, later=2,
    lines=(
        brought(link="https://alpha.example/-/x"),
        brought(title=LONG, url="", fate="Ne peut pas entrer", tone="bad", symbol="close",
                why="La page n’est plus là.", belongs="https://trame.example"),
    ),
)  # fmt: skip
ANSWERS = (("Combien ?", "11,11", True), ("Qui ?", "", False))
QUIZ = QuizShown(right=1, of=2, answers=ANSWERS)
READ = RemarkScreen(
    line=REMARK, action="/-/remarques/1", page=v.Link("Café PLUM", "/lieux/cafe-plum"),
    text="Il a fermé.\nMais le bar reste.", about="L’histoire", written_at=NOW, changed_at=NOW,
    ended=False, reviews=True, quiz=QUIZ,
    errors=(("answer", "Écrivez une réponse."),),
)  # fmt: skip

SCREENS: dict[str, Screen] = {
    "friends": ("friends.html", Friends(ourselves=US, friends=(WELL, LATE, ALARM)), {}),
    "friends-steward": (
        "friends.html",
        Friends(ourselves=US, friends=(WELL, LATE, ALARM), steward=True, add_url="/x"),
        {"person": ME},
    ),
    "friends-none": ("friends.html", Friends(ourselves=US, friends=()), {}),
    "friends-none-steward": (
        "friends.html",
        Friends(ourselves=US, friends=(), steward=True, add_url="/x"),
        {"person": ME},
    ),
    "friend": ("friend.html", replace(FRIEND, care=None, errors=()), {}),
    "friend-steward": ("friend.html", FRIEND, {"person": ME}),
    "friend-alarm": ("friend.html", replace(FRIEND, friend=ALARM, care=OVER), {"person": ME}),
    "friend-late": ("friend.html", replace(FRIEND, friend=LATE, care=OVER), {"person": ME}),
    "friend-add": ("friend_add.html", FriendAdd(action="/x", ourselves=US), {"person": ME}),
    "friend-add-wrong": (
        "friend_add.html",
        FriendAdd(
            action="/x",
            ourselves=US,
            address="http://trame",
            errors=(("adresse", "Ce n’est pas une adresse."),),
        ),
        {"person": ME},
    ),
    "friend-add-known": (
        "friend_add.html",
        FriendAdd(
            action="/x",
            ourselves=US,
            address="https://trame.example",
            stranger=STRANGER,
            choice=BOXES,
            errors=(("compared", "Comparez l’empreinte, puis cochez."),),
        ),
        {"person": ME},
    ),
    "friend-remove": (
        "friend_remove.html",
        FriendRemove(friend=WELL, action="/x", waiting=2),
        {"person": ME},
    ),
    "proposals": ("proposals.html", ALL, {"person": ME}),
    "proposals-none": ("proposals.html", Proposals(outgoing=(), incoming=()), {"person": ME}),
    "proposals-stranger": ("proposals.html", Proposals(outgoing=LINES), {}),
    "proposal": ("proposal.html", OFFERED, {"person": ME}),
    "proposal-sent": ("proposal.html", SENT, {"person": ME}),
    "proposal-ended": ("proposal.html", ENDED, {"person": ME}),
    "proposal-new": (
        "proposal.html",
        replace(OFFERED, line=line(new=True), crossing=0, licence_ok=False, gone=True, errors=()),
        {"person": ME},
    ),
    "adopt": ("adopt.html", ADOPT, {"person": ME}),
    "adopt-refused": (
        "adopt.html",
        replace(ADOPT, may_adopt=False, refused="La licence ne le permet pas.", errors=()),
        {},
    ),
    "drift": ("drift.html", DRIFT, {"person": ME}),
    "drift-none": ("drift.html", replace(DRIFT, fields=(), may_take=False, errors=()), {}),
    "withdraw": ("withdraw.html", WITHDRAW, {"person": ME}),
    **{
        f"withdraw-{state}": (
            "withdraw.html",
            replace(WITHDRAW, state=state, on=date(2026, 11, 1), why="Erreur", errors=()),
            {"person": ME},
        )
        for state in ("closed", "retracted", "never")
    },
    "contribution": (
        "contribution.html",
        BringStart(
            action="/x",
            limit_bytes=5_000_000,
            most=200,
            errors=(("file", "Ce fichier n’est pas entier."),),
        ),
        {},
    ),
    "contribution-read": ("contribution_result.html", BROUGHT, {}),
    "contribution-done": ("contribution_result.html", replace(BROUGHT, done=True), {}),
    "remark": ("remark.html", READ, {"person": ME}),
    "remark-mine": (
        "remark.html",
        replace(
            READ,
            reviews=False,
            answer="C’est noté.",
            decided_by="L. M.",
            ended=True,
            link="https://alpha.example/-/x",
            public=True,
            thread="#fil-1",
            errors=(),
        ),
        {},
    ),
}
