"""What is proposed here, and who says how."""

from datetime import UTC, datetime

from app.theme.parts import Licence, Link
from app.web.views.proposals import Followed, ProposalLine
from app.web.views.versions import ChangedBlock, Word
from app.web.views.writing import Option
from app.web.views.writing_rules import Protect, WritingRules
from tests.theme.samples.common import Screen

AT = datetime(2026, 11, 20, 18, 2, tzinfo=UTC)
LONG = "Groupement d’employeurs et d’habitants de la haute vallée de la Lergue"
LICENCE = Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/", "", True)
LINK = "https://alpha.example/-/propositions/suivi/0f8fad5b-d9cb-469f-a165-70867728950e"
SUMMARY = ChangedBlock(
    "changed", "Résumé", (Word("same", "Un café "), Word("added", "et un atelier de vélos"))
)


def line(**more: object) -> ProposalLine:
    said = {
        "title": "Café PLUM", "url": "/-/propositions/x", "kind": "place",
        "note": "Les vélos", "network": "Ici, sur ce site", "at": AT,
        "author": "signé « Ana », sans compte", "state": "À relire", "tone": "caution",
        "symbol": "clock", "local": True,
    }  # fmt: skip
    return ProposalLine(**(said | more))


def followed(**more: object) -> Followed:
    said = {
        "line": line(), "action": "/-/propositions/suivi/x", "licence": LICENCE,
        "fields": (SUMMARY,), "blocks": (), "made_at": AT, "changed_at": AT,
    }  # fmt: skip
    return Followed(**(said | more))


def waiting() -> Followed:
    return followed(
        link=LINK, correct_url="/-/propositions/suivi/x/corriger", may_withdraw=True, steps=3,
        page_url="/lieux/cafe-plum",
    )  # fmt: skip


def thanked() -> Followed:
    one = line(state="Acceptée", tone="good", symbol="check", ended=True)
    return followed(line=one, decided_by="Léa", thanks=12, thanked_by=("Léa", LONG))


def declined() -> Followed:
    one = line(
        title=LONG, state="Déclinée", tone="bad", symbol="close", ended=True, note="",
        reason="Le paragraphe existe déjà plus haut.",
    )  # fmt: skip
    return followed(line=one, new=True, fields=(), decided_by="Léa", link=LINK)


def rules(**more: object) -> WritingRules:
    policies = (
        Option("open", "Ouverte : sans compte on propose, les membres enregistrent", True),
        Option("proposals", "Relecture d’abord : tout le monde propose"),
    )
    return WritingRules(action="/-/intendance/ecriture", policies=policies, **more)


def rules_wrong() -> WritingRules:
    return rules(
        newcomer="beaucoup", broken=("« policy » doit être open, proposals ou members",),
        errors=(("newcomer", "Un nombre de 0 à 50."),),
        protected=(Link(LONG, "/lieux/x/protect", "Les relecteurs, texte voté", "place"),),
    )  # fmt: skip


def protect(**more: object) -> Protect:
    said = {
        "title": "Café PLUM", "kind": "place", "page_url": "/lieux/cafe-plum",
        "action": "/lieux/cafe-plum/protect", "levels": (Option("", "Tout le monde", True),),
    }  # fmt: skip
    return Protect(**(said | more))


def protect_wrong() -> Protect:
    return protect(title=LONG, errors=(("reason", "Dites pourquoi en quelques mots."),))


SCREENS: dict[str, Screen] = {
    "followed": ("followed.html", waiting(), {}),
    "followed-thanked": ("followed.html", thanked(), {}),
    "followed-declined": ("followed.html", declined(), {}),
    "writing-rules": ("writing_rules.html", rules(), {}),
    "writing-rules-wrong": ("writing_rules.html", rules_wrong(), {}),
    "protect": ("protect.html", protect(), {}),
    "protect-wrong": ("protect.html", protect_wrong(), {}),
    "protect-not-mine": ("protect.html", protect(may_change=False), {}),
}
