"""Which column of a list says what: guessed from their names, then as people choose."""

import re
from collections.abc import Iterable, Mapping

from app.domain.errors import Refused
from app.domain.links import fold
from app.domain.phrase import Phrase
from app.domain.tables.columns import BY_NAME, TARGETS, Column
from app.domain.tables.profiles import OWN, PROFILES, Profile

# A column that is left out, in the order of a list's columns.
Chosen = tuple[Column | None, ...]


def profile_named(name: str) -> Profile | None:
    """None for an empty name. Raises Refused where it is none that is known."""
    if name and name not in PROFILES:
        raise Refused(
            reason=Phrase(
                "le profil « {name} » n’est pas connu ({known}).",
                name=name[:40], known=", ".join(PROFILES),
            )
        )  # fmt: skip
    return PROFILES.get(name)


def guessed_profile(columns: Iterable[str]) -> Profile | None:
    """The sort of list whose marks are all there; that with the most columns in common."""
    names = set(columns)
    fitting = [one for one in PROFILES.values() if one.marks <= names]
    return max(fitting, key=lambda one: len({c.name for c in one.columns} & names), default=None)


def chosen(columns: tuple[str, ...], profile: Profile | None, mapping: Mapping[str, str]) -> Chosen:
    """What each column says: as `mapping` has it, else as the profile, else as its name tells.

    Raises Refused on a column that is not there, and on a key that is none.
    """
    if unknown := [name for name in mapping if name not in columns]:
        raise Refused(
            reason=Phrase(
                "il n’y a pas de colonne « {name} ». Il y a : {columns}.",
                name=unknown[0][:60], columns=", ".join(columns[:40]),
            )
        )  # fmt: skip
    found: list[Column | None] = []
    taken: set[str] = set()
    for name in columns:
        column = _mapped(name, mapping[name], profile) if name in mapping else None
        if name not in mapping:
            column = guessed(name, profile)
            # A name that only resembles does not add to what another column says already.
            if column and profile is None and column.key in taken:
                column = None
        if column is not None:
            taken.add(column.key)
        found.append(column)
    return tuple(found)


def guessed(name: str, profile: Profile | None) -> Column | None:
    if profile is not None:
        known = profile.column(name)
        if known is not None or profile.name == OWN or name in profile.left:
            return known
        return None
    said = _plain(name)
    return next((one for one in TARGETS if said in _names(one)), None)


def _mapped(name: str, target: str, profile: Profile | None) -> Column | None:
    """Read as the profile does where it says the same of the column."""
    if not target:
        return None
    found = BY_NAME.get(target) or next((one for one in TARGETS if one.key == target), None)
    if found is None:
        raise Refused(
            reason=Phrase(
                "« {target} » n’est pas une de nos colonnes ({known}).",
                target=target[:60], known=", ".join(BY_NAME),
            )
        )  # fmt: skip
    theirs = profile.column(name) if profile else None
    return theirs if theirs is not None and theirs.key == found.key else found


def _plain(name: str) -> str:
    """Without case, accents, signs, and the unit in brackets."""
    name = re.sub(r"\s*[(\[].*?[)\]]\s*$", "", name) or name
    return " ".join(fold(name).replace("_", " ").replace("-", " ").replace("'", " ").split())


def _names(column: Column) -> set[str]:
    return {_plain(name) for name in (column.name, column.words, *column.also) if name}
