"""Place councils: a steward makes one, its members save its page and invite others."""

from app.actions.door import Invited, invited
from app.actions.invitations import invite
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.accounts import InvitationState
from app.domain.council import Council, clean_council_name
from app.domain.errors import LinkSpent, NotAllowed, Refused
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.rows import PageRow


def council_of(wiki: Wiki, row: PageRow) -> Council | None:
    """The council of a page of ours."""
    return wiki.councils.of_page(row.id) if row.id and not row.origin else None


def make_council(wiki: Wiki, row: PageRow, name: str, *, by: Reader) -> Council:
    """Raises NotAllowed below steward; Refused (no name, or the page has a council)."""
    require(by, Role.steward)
    now = wiki.clock.now()
    made = Council(wiki.clock.page_id(), row.id, clean_council_name(name), now)
    if not row.id or not wiki.councils.make(made):
        raise Refused(reason=Phrase("cette page a déjà un conseil."))
    return made


def rename_council(wiki: Wiki, council: Council, name: str, *, by: Reader) -> None:
    """Raises NotAllowed for who is neither a member nor a steward, Refused."""
    require_member(wiki, council, by)
    wiki.councils.rename(council.id, clean_council_name(name))


def end_council(wiki: Wiki, council: Council, *, by: Reader) -> None:
    """Its invitations open nothing any more. Raises NotAllowed below steward."""
    require(by, Role.steward)
    wiki.councils.end(council.id)
    for one in wiki.accounts.invitations(council=council.id):
        wiki.accounts.end_invitation(one.id, InvitationState.revoked)


def is_member(wiki: Wiki, council: Council, reader: Reader) -> bool:
    """Whether this reader may act in it: its members, and stewards."""
    if reader.person is None:
        return False
    return reader.has(Role.steward) or wiki.councils.is_member(council.page_id, reader.person.id)


def require_member(wiki: Wiki, council: Council, reader: Reader) -> Person:
    """Raises NotSignedIn, NotAllowed."""
    person = require(reader, Role.contributor)
    if not is_member(wiki, council, reader):
        raise NotAllowed()
    return person


def invite_to_council(wiki: Wiki, council: Council, address: str, *, by: Reader, lang: str) -> str:
    """The secret of a link that lets one person join, with or without an account yet.

    Raises NotAllowed, InvalidPerson, Refused.
    """
    require_member(wiki, council, by)
    _, secret = invite(
        wiki, role=Role.contributor, address=address, note=council.name, days=30, by=by,
        council=council.id, lang=lang,
    )  # fmt: skip
    return secret


def leave_council(wiki: Wiki, council: Council, person_id: str, *, by: Reader) -> None:
    """Anybody takes their leave; a steward takes anybody out. Raises NotAllowed."""
    person = require_member(wiki, council, by)
    if person.id != person_id:
        require(by, Role.steward)
    wiki.councils.leave(council.id, person_id)


def join_by_invitation(wiki: Wiki, secret: str, *, by: Reader) -> Council:
    """Somebody with an account joins the council that an invitation is for.

    Raises NotSignedIn, LinkSpent (also where it is for no council).
    """
    person = require(by, Role.contributor)
    council = council_invited(wiki, invited(wiki, secret))
    if council is None:
        raise LinkSpent()
    if not wiki.accounts.end_invitation(invited(wiki, secret).invitation.id, InvitationState.used):
        raise LinkSpent()
    wiki.councils.join(council.id, person.id, at=wiki.clock.now())
    return council


def council_invited(wiki: Wiki, found: Invited) -> Council | None:
    return wiki.councils.get(found.invitation.council) if found.invitation.council else None
