"""Who acts, and what they said to each other. Not derivable: kept apart from projections."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from app.domain.page_path import RevisionId
from app.domain.people import (
    KeptToken,
    OwnSession,
    Person,
    PersonState,
    Role,
    SessionInfo,
    TokenInfo,
)
from app.domain.remark import Remark, RemarkId
from app.domain.saved_search import SavedSearch
from app.domain.thanks import Thank


class People(Protocol):
    """Records of who may do what. Not derivable: kept apart from projections."""

    def add(self, person: Person, *, password: str | None) -> None: ...
    def get(self, person_id: str) -> Person | None: ...
    def by_email(self, email: str) -> Person | None: ...
    def all(self) -> list[Person]: ...
    def set_role(self, person_id: str, role: Role) -> None: ...
    def set_password(self, person_id: str, password: str) -> None: ...
    def check_password(self, email: str, password: str) -> Person | None: ...
    def set_state(self, person_id: str, state: PersonState) -> None: ...
    def set_name(self, person_id: str, name: str) -> None: ...
    def set_email(self, person_id: str, email: str) -> None: ...
    def has_password(self, person_id: str) -> bool: ...
    def remove(self, person_id: str) -> None: ...
    def sessions(self, person_id: str, *, now: datetime, secret: str = "") -> list[OwnSession]: ...
    def close_sessions(self, person_id: str, *, one: str = "", but: str = "") -> int: ...
    def open_session(self, person_id: str, *, now: datetime, agent: str = "") -> str: ...
    def session(self, secret: str, *, now: datetime) -> SessionInfo | None: ...
    def close_session(self, secret: str) -> None: ...
    def add_token(self, person_id: str, scope: str, *, now: datetime, label: str = "") -> str: ...
    def tokens(self, person_id: str) -> list[KeptToken]: ...
    def drop_token(self, person_id: str, token_id: str) -> None: ...
    def token(self, secret: str) -> TokenInfo | None: ...
    def steward_link(self, *, now: datetime) -> str | None: ...
    def redeem_steward_link(
        self, secret: str, person: Person, password: str, *, now: datetime
    ) -> None: ...
    def close(self) -> None: ...
    def count_attempt(self, key: str, *, now: datetime, limit: int, window_s: int) -> int: ...


class Personal(Protocol):
    """Records that tell something of people: what erasure takes away, and what a person is given
    of themselves. Registered in `app.main.records`."""

    def people(self) -> set[str]:
        """The ids of all of whom something is kept."""

    def forget(self, people: Iterable[str]) -> int:
        """Take away what is kept of these people, or their names in it; how much there was."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        """What is kept of that person, in French words, numbers and dates: no secret, and nothing
        of others that they could not read anyway."""


class Thanks(Protocol):
    """Records of who thanked whom, and for which version. Not derivable, like people."""

    def add(self, thank: Thank) -> bool:
        """False where that person thanked for that version already (nothing is changed then)."""

    def of(self, revisions: Iterable[RevisionId]) -> list[Thank]:
        """Those given to these versions."""

    def to(self, address: str, *, size: int) -> list[Thank]:
        """Those that an author received, newest first."""

    def forget(self, people: Iterable[str]) -> int:
        """Take away what these people (their ids) gave; how many there were."""

    def people(self) -> set[str]:
        """The ids of all who gave some."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...
    def generation(self) -> int:
        """Another number once a thank has come in (any process)."""

    def close(self) -> None: ...


class Remarks(Protocol):
    """Records of what is said about pages and changes nothing in them. Not derivable."""

    def add(self, remark: Remark) -> bool:
        """False where there is one of that number already (nothing is changed then)."""

    def get(self, remark_id: RemarkId) -> Remark | None: ...

    def all(self, *, page_id: str = "", waiting: bool = False, size: int = 200) -> list[Remark]:
        """Those that wait first, newest first; of one page where it is named."""

    def count_waiting(self, *, page_id: str = "") -> int: ...

    def change(self, remark: Remark) -> bool:
        """Its words, state and answer. False (and nothing changed) where it waits no more. The
        result of a quiz goes with its end."""

    def erase_name(self, name: str) -> int:
        """Who decided under that name is named no more."""

    def close(self) -> None: ...


class SavedSearches(Protocol):
    """Records of what people look for again and again. Not derivable, like people."""

    def add(self, search: SavedSearch, *, limit: int) -> bool:
        """A question that the person kept already gets the new name. False (and nothing kept)
        where they have `limit` others."""

    def of(self, person_id: str) -> list[SavedSearch]:
        """Theirs, by name."""

    def rename(self, person_id: str, search_id: str, name: str) -> None: ...
    def see(self, person_id: str, search_id: str, *, at: datetime) -> None: ...
    def renew(self, person_id: str, search_id: str, secret: str) -> None:
        """Another address for its feed; the old one opens nothing any more."""

    def drop(self, person_id: str, search_id: str) -> None: ...
    def by_secret(self, secret: str) -> SavedSearch | None: ...
    def forget(self, people: Iterable[str]) -> int:
        """Take away what these people (their ids) kept; how many there were."""

    def people(self) -> set[str]:
        """The ids of all who kept some."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...

    def close(self) -> None: ...
