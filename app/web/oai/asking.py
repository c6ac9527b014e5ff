"""What a harvester asks: its arguments, checked once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from app.domain.cursors import read_cursor, write_cursor
from app.domain.errors import InvalidQuery
from app.domain.harvest import Harvest
from app.domain.site import Site
from app.web.xml_text import UNFIT, moment

PREFIX = "oai_dc"
ARGUMENTS_LIMIT = 16
VALUE_LIMIT = 2000
TOKEN, FROM, UNTIL, SET = "resumptionToken", "from", "until", "set"
_LIST = frozenset({"metadataPrefix", FROM, UNTIL, SET})
# verb -> (arguments that it must have, those that it may have)
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), _LIST),
    "ListRecords": (frozenset({"metadataPrefix"}), _LIST),
}
# Those that a token stands for, alone beside the verb.
RESUMED = ("ListIdentifiers", "ListRecords", "ListSets")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LAST_SECOND = timedelta(days=1, seconds=-1)
_SET_NAME = re.compile(r"[A-Za-z0-9_.!~*'():-]+")


class Unanswerable(Exception):
    """What the protocol has a code for; it is told with status 200, as it says."""

    def __init__(self, code: str, words: str) -> None:
        self.code, self.words = code, words
        super().__init__(f"{code}: {words}")


@dataclass(frozen=True, slots=True)
class Token:
    """Where to go on: the index's own cursor, how many records came before, of how many."""

    cursor: str
    before: int
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """`said` are the arguments as they came, to be repeated in the answer."""

    verb: str
    said: Mapping[str, str]
    harvest: Harvest = field(default_factory=Harvest)
    token: Token | None = None


def said_by(query: bytes) -> dict[str, str]:
    """The arguments of a query string, or of the body of a form: each once, and a verb.

    Raises Unanswerable.
    """
    pairs = _pairs(query)
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Unanswerable("badVerb", "verb manque, se répète ou n’est pas du protocole.")
    said = dict(pairs)
    if len(said) != len(pairs):
        raise bad("un argument se répète.")
    for _, value in pairs:
        if len(value) > VALUE_LIMIT or UNFIT.search(value):
            raise bad("un argument est trop long, ou porte un signe interdit.")
    return said


def asked_of(site: Site, said: Mapping[str, str]) -> Asked:
    """The request that the arguments make. Raises Unanswerable."""
    asked = Asked(said["verb"], said)
    given = said.keys() - {"verb"}
    if TOKEN in given and asked.verb in RESUMED:
        return _resumed(site, asked, given)
    _check_names(asked.verb, given)
    _check_prefix(said)
    return replace(asked, harvest=_harvest(said))


def token_of(site: Site, asked: Asked, token: Token) -> str:
    """The text that lets the same request go on; only this wiki reads it back."""
    begin, end = (_written(at) for at in (asked.harvest.begin, asked.harvest.end))
    values = (asked.verb, asked.harvest.kind, begin, end, token.cursor, token.before, token.total)
    return write_cursor(_purpose(site), values)


def bad(words: str) -> Unanswerable:
    return Unanswerable("badArgument", words)


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=ARGUMENTS_LIMIT,
        )  # fmt: skip
    except ValueError as error:
        raise bad("les arguments ne se lisent pas, ou sont trop nombreux.") from error


def _check_names(verb: str, given: set[str]) -> None:
    needed, possible = VERBS[verb]
    if missing := needed - given:
        raise bad(f"il manque : {', '.join(sorted(missing))}.")
    if strange := given - needed - possible:
        raise bad(f"{verb} ne connaît pas : {', '.join(sorted(strange))[:100]}.")


def _check_prefix(said: Mapping[str, str]) -> None:
    if said.get("metadataPrefix", PREFIX) != PREFIX:
        raise Unanswerable("cannotDisseminateFormat", f"il n’y a que {PREFIX}.")


def _harvest(said: Mapping[str, str]) -> Harvest:
    begin, end = said.get(FROM), said.get(UNTIL)
    if begin is not None and end is not None and len(begin) != len(end):
        raise bad("from et until n’ont pas la même précision.")
    since = _moment(begin) if begin is not None else None
    until = _moment(end) if end is not None else None
    if until is not None and end is not None and _DAY.fullmatch(end):
        until += _LAST_SECOND
    if since is not None and until is not None and since > until:
        raise bad("from est après until.")
    kind = said.get(SET, "")
    if SET in said and not _SET_NAME.fullmatch(kind):
        raise bad("set n’est pas un nom d’ensemble.")
    return Harvest(kind, since, until)


def _moment(text: str) -> datetime:
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise bad("une date s’écrit 2026-01-31 ou 2026-01-31T12:00:00Z.")
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError as error:
        raise bad("cette date n’existe pas.") from error


def _resumed(site: Site, asked: Asked, given: set[str]) -> Asked:
    if given != {TOKEN}:
        raise bad(f"{TOKEN} vient sans autre argument.")
    types = (str, str, str, str, str, int, int)
    try:
        verb, kind, begin, end, *place = read_cursor(asked.said[TOKEN], _purpose(site), types)
        if verb != asked.verb:
            raise bad_token()
        return replace(
            asked, harvest=Harvest(kind, _at(begin), _at(end)), token=Token(*place)
        )  # fmt: skip
    except (InvalidQuery, Unanswerable) as error:
        raise bad_token() from error


def bad_token() -> Unanswerable:
    return Unanswerable("badResumptionToken", "ce repère n’est pas, ou plus, valable ici.")


def _purpose(site: Site) -> str:
    return f"oai {site.host}"


def _written(at: datetime | None) -> str:
    return moment(at) if at is not None else ""


def _at(text: str) -> datetime | None:
    return _moment(text) if text else None
