"""Everything that can go wrong in a way a person can be told about.

WikiError
├── NotFound          PageNotFound, RevisionNotFound, MediumNotFound, PersonNotFound,
│                     PeerNotFound, ProposalNotFound, CommentNotFound
├── Gone              the page was deleted
├── Moved             the page answers at another address
├── NotSignedIn       an act that needs a person
├── NotAllowed        a person without the right; ProposeFirst: their text can be proposed; AskFirst
│                     AccountHeld: their account waits, or is suspended
├── LinkSpent         a link that serves once has served, or is too old
├── Refused           the words given cannot be taken: InvalidPath, InvalidRevision, InvalidPage,
│                     LicenceRefused, InvalidQuery, InvalidMedium, InvalidPerson, InvalidInstance,
│                     InvalidProposal, InvalidContribution
├── AlreadyDecided    a proposal that has its end; it carries which
├── PeerRefused       what a friend's network says cannot be trusted, or it does not want ours
├── TooLarge          over a limit that is told
├── TooMany           too often; try later; QueueFull: too many proposals wait already; KitsWait:
│                     too many kits do
├── EditConflict      the page moved on while it was being edited
├── Stale             the store's own word for a lost race; actions turn it into EditConflict
├── Busy              another server holds this instance
└── EngineFailed      git, SQL, search did not answer; PeerUnreachable: a friend's network did not

Each class has a stable `name` (for machines) and a `sentence` in French, the source language of the
catalogue, filled with the error's parameters once translated. It is fit for anyone: no paths of the
machine, no SQL, and it tells the next step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.domain.phrase import Phrase


class WikiError(Exception):
    name: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Quelque chose n’a pas marché. Rien n’est perdu, essayez encore."

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.sentence.format(**params))


class NotFound(WikiError):
    name = "not_found"
    sentence = "Il n’y a rien à cette adresse."


class PageNotFound(NotFound):
    name = "page_not_found"
    sentence = "Il n’y a pas de page « {path} ». Vous pouvez l’écrire."


class RevisionNotFound(NotFound):
    name = "revision_not_found"
    sentence = "Cette version de « {path} » n’existe pas, ou n’est pas publique."


class MediumNotFound(NotFound):
    name = "medium_not_found"
    sentence = "Ce fichier n’existe pas ici."


class PersonNotFound(NotFound):
    name = "person_not_found"
    sentence = "Personne n’est inscrit avec l’adresse « {email} »."


class PeerNotFound(NotFound):
    name = "peer_not_found"
    sentence = "« {instance} » n’est pas un réseau ami."


class ProposalNotFound(NotFound):
    name = "proposal_not_found"
    sentence = "Cette proposition n’existe pas ici."


class CommentNotFound(NotFound):
    name = "comment_not_found"
    sentence = "Ce message n’est plus dans la discussion."


class Gone(WikiError):
    name = "page_gone"
    sentence = "La page « {path} » a été supprimée. Son histoire est gardée : on peut la rétablir."


class Moved(WikiError):
    name = "page_moved"
    sentence = "Cette page a changé d’adresse : « {target} »."


class NotSignedIn(WikiError):
    name = "not_signed_in"
    sentence = "Connectez-vous pour continuer. Votre texte est gardé."


class NotAllowed(WikiError):
    name = "not_allowed"
    sentence = "Votre rôle ne permet pas cela. Demandez à un administrateur du réseau."


class ProposeFirst(NotAllowed):
    """Their text is welcome as a proposal, here: not as a save."""

    name = "propose_first"
    sentence = "{reason} Proposez votre texte : quelqu’un du réseau le relira."


class AskFirst(ProposeFirst):
    """What they would do to a page is not a text that could be proposed: others may do it."""

    name = "ask_first"
    sentence = "{reason} Demandez à un relecteur ou à un administrateur du réseau de le faire."


class AccountHeld(NotAllowed):
    """Whoever it is may not sign in now; `reason` says why in a sentence."""

    name = "account_held"
    sentence = (
        "{reason} Rien de ce que vous avez écrit n’est perdu. Pour en savoir plus, écrivez à un "
        "administrateur du réseau."
    )


class LinkSpent(WikiError):
    name = "link_spent"
    sentence = (
        "Ce lien a déjà servi, ou il est trop ancien. Rien n’est perdu et rien n’a changé : "
        "demandez-en un autre."
    )


class Refused(WikiError):
    name = "refused"
    sentence = "Ce n’est pas possible : {reason}"


class InvalidPath(Refused):
    name = "invalid_path"
    sentence = (
        "« {path} » ne peut pas être une adresse de page : des minuscules sans accent, des "
        "chiffres et des tirets simples, 120 signes au plus."
    )


class InvalidRevision(Refused):
    name = "invalid_revision"
    sentence = "« {revision} » n’est pas un numéro de version."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, said beside the field it is about.

    `field` is a front-matter key with dots and positions (`steps.2.title`), `body`, or `` for
    the file as a whole; `sentence` is a French template filled with `params`.
    """

    field: str
    sentence: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.params)


class InvalidPage(Refused):
    name = "invalid_page"
    sentence = "La page n’est pas enregistrée : {count} point(s) à revoir. {where}{first}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        where = f"{first.field} : " if first.field else ""
        said = Phrase(first.sentence, **first.params)
        super().__init__(count=len(self.problems), where=where, first=said)


class LicenceRefused(Refused):
    name = "licence_refused"
    sentence = "La licence {source} ne permet pas de passer à {target}. {advice}"


class InvalidQuery(Refused):
    name = "invalid_query"
    sentence = "La recherche n’est pas comprise : {reason}"


class InvalidMedium(Refused):
    name = "invalid_medium"
    sentence = "Ce fichier ne peut pas être reçu : {reason}"


class InvalidPerson(Refused):
    name = "invalid_person"
    sentence = "L’inscription n’est pas enregistrée : {reason}"


class InvalidInstance(Refused):
    name = "invalid_instance"
    sentence = "« {instance} » n’est pas l’adresse d’un réseau."


class InvalidProposal(Refused):
    name = "invalid_proposal"
    sentence = "Cette proposition ne peut pas être reçue : {reason}"


class InvalidContribution(Refused):
    name = "invalid_contribution"
    sentence = (
        "Ce fichier ne peut pas être lu : {reason} Rien n’est perdu : ce que vous avez écrit est "
        "toujours dans le kit, sur l’appareil où vous l’avez écrit. Enregistrez-y le fichier de "
        "nouveau."
    )


class AlreadyDecided(WikiError):
    """`state` is one of ProposalState, RemarkState or CommentState."""

    name = "already_decided"
    sentence = "Cette proposition a déjà une réponse. Rien n’a été fait deux fois."

    def __init__(self, *, state: str) -> None:
        super().__init__()
        self.state = state


class PeerRefused(WikiError):
    """Something a person must look at: trying again would not help."""

    name = "peer_refused"
    sentence = "« {instance} » : {reason}"


class TooLarge(WikiError):
    name = "too_large"
    sentence = "{what} dépasse la limite de {limit}. Rien n’a été enregistré."


class TooMany(WikiError):
    name = "too_many_requests"
    sentence = "Trop d’essais en peu de temps. Réessayez dans {seconds} secondes."


class QueueFull(TooMany):
    name = "queue_full"
    sentence = (
        "Beaucoup de propositions attendent déjà d’être relues ici. Gardez votre texte, et "
        "proposez-le de nouveau dans quelques jours."
    )


class KitsWait(TooMany):
    name = "kits_wait"
    sentence = (
        "Plusieurs fichiers attendent déjà d’être préparés. Votre choix n’est pas perdu : "
        "revenez dans quelques minutes."
    )


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field or block on which both sides changed the same thing. `None` means absent.

    `at` counts the items of a list, or the blocks of the text, from 1 in the base: where it is.
    `values` are the three values of a key as the file has them (base, mine, theirs; None: absent).
    """

    field: str
    base: str | None
    mine: str | None
    theirs: str | None
    at: int = field(default=0, compare=False)
    values: tuple[Any, Any, Any] | None = field(default=None, compare=False)


class EditConflict(WikiError):
    """Carries all three texts, so that nothing typed is lost."""

    name = "edit_conflict"
    sentence = (
        "« {path} » a changé pendant que vous écriviez. Rien n’est perdu : "
        "choisissez, point par point, ce qui doit rester."
    )

    def __init__(
        self,
        path: object,
        *,
        base: str | None,
        mine: str,
        theirs: str | None,
        theirs_revision: str | None,
        disputes: Sequence[Dispute] = (),
    ) -> None:
        super().__init__(path=str(path))
        self.base, self.mine, self.theirs = base, mine, theirs
        self.theirs_revision, self.disputes = theirs_revision, tuple(disputes)


class Stale(WikiError):
    """A file is no longer what the writer had in front of them; nothing was written."""

    name = "stale"
    sentence = "« {path} » a changé entre-temps."


class Busy(WikiError):
    name = "busy"
    sentence = "Un autre serveur utilise déjà ce dossier de données. Arrêtez-le d’abord."


class EngineFailed(WikiError):
    name = "engine_failed"
    sentence = "Le serveur n’a pas pu {doing}. Rien n’est perdu, réessayez dans un instant."


class PeerUnreachable(EngineFailed):
    """It may answer next time."""

    name = "peer_unreachable"
    sentence = "« {instance} » ne répond pas : {reason} Rien n’est perdu, on réessaiera."
