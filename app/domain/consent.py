"""A change of licence that needs the agreement of all a page's authors, as it is written down.

`network/consents/<page id>.yaml` of `pages.git`: its history is the history of the request, and
each agreement is a commit by whoever agreed. People stand in it by address, never by name.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.errors import InvalidPage, Problem
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

FOLDER = "network/consents/"
REASON_LIMIT = 500


def consent_file(page_id: str) -> str:
    return f"{FOLDER}{page_id}.yaml"


class ConsentState(StrEnum):
    open = "open"
    refused = "refused"
    applied = "applied"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class Agreement:
    """`who` is an author's address, or the name of one who has none. `evidence` and `recorded_by`
    are filled where a steward wrote down what was agreed elsewhere."""

    who: str
    on: str
    evidence: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A request: the page's licence may become `target`, from `source`."""

    page_id: str
    source: str
    target: str
    reason: str
    asked_by: str
    asked_on: str
    state: ConsentState = ConsentState.open
    agreements: tuple[Agreement, ...] = ()
    refused_by: str = ""
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        return self.state is ConsentState.open

    def missing(self, authors: Iterable[str]) -> list[str]:
        """Authors who have not agreed."""
        agreed = {one.who for one in self.agreements}
        return [who for who in authors if who not in agreed]

    def covers(self, source: str, target: str, authors: Collection[str]) -> bool:
        """True where every one of the authors agreed to that very change."""
        asked = self.is_open and (self.source, self.target) == (source, target)
        return asked and bool(authors) and not self.missing(authors)

    def with_agreement(self, agreement: Agreement) -> "Consent":
        """Who agreed already is not written twice."""
        if any(one.who == agreement.who for one in self.agreements):
            return self
        return replace(self, agreements=(*self.agreements, agreement))

    def refuse(self, who: str, reason: str) -> "Consent":
        state = ConsentState.refused
        return replace(self, state=state, refused_by=who, refusal=clean(reason))


def clean(text: str) -> str:
    return " ".join(text.split())[:REASON_LIMIT]


def write_consent(consent: Consent) -> bytes:
    said: dict[str, Any] = {
        "page": consent.page_id, "source": consent.source, "target": consent.target,
        "reason": consent.reason, "asked_by": consent.asked_by, "asked_on": consent.asked_on,
        "state": str(consent.state),
        "agreements": [_said(one) for one in consent.agreements],
    }  # fmt: skip
    if consent.refused_by:
        said |= {"refused_by": consent.refused_by, "refusal": consent.refusal}
    return "".join(dump_entry(key, value) for key, value in said.items()).encode()


def _said(agreement: Agreement) -> dict[str, str]:
    said = {"who": agreement.who, "on": agreement.on}
    if agreement.evidence:
        said |= {"evidence": agreement.evidence, "recorded_by": agreement.recorded_by}
    return said


def read_consent(data: bytes) -> Consent:
    """Raises InvalidPage where the file is not one: nobody has agreed by accident."""
    try:
        said = load_mapping(data.decode()).values
        agreements = tuple(_agreement(one) for one in said.get("agreements") or ())
        return Consent(
            **{name: _text(said[name]) for name in _NAMES}, page_id=_text(said["page"]),
            state=ConsentState(said["state"]), agreements=agreements,
            refused_by=_text(said.get("refused_by", "")), refusal=_text(said.get("refusal", "")),
        )  # fmt: skip
    except (YamlRefused, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        problem = Problem("", "la demande d’accord n’est pas lisible.")
        raise InvalidPage([problem]) from error


_NAMES = ("source", "target", "reason", "asked_by", "asked_on")


def _agreement(said: Any) -> Agreement:
    return Agreement(
        _text(said["who"]), _text(said["on"]), _text(said.get("evidence", "")),
        _text(said.get("recorded_by", "")),
    )  # fmt: skip


def _text(said: Any) -> str:
    if isinstance(said, date):
        return said.isoformat()
    if not isinstance(said, str):
        raise TypeError(said)
    return said
