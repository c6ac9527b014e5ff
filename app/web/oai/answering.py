"""The answers, in XML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.harvest import SharedPage
from app.domain.site import Site
from app.web.linked.linking import Linking
from app.web.oai.asking import (
    PREFIX,
    Asked,
    Token,
    Unanswerable,
    asked_of,
    bad_token,
    said_by,
    token_of,
)
from app.web.oai.dublin_core import NAMESPACE, SCHEMA, dublin_core
from app.web.xml_text import DECLARATION, moment, xml_attribute, xml_text

ADDRESS = "/oai"
MEDIA_TYPE = "text/xml; charset=utf-8"
RECORDS_AT_ONCE = 50
_PROTOCOL = "http://www.openarchives.org/OAI/2.0/"
_OPENING = (
    f'<OAI-PMH xmlns="{_PROTOCOL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{_PROTOCOL} {_PROTOCOL}OAI-PMH.xsd">'
)
_IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_SAMPLE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@dataclass(frozen=True, slots=True)
class Repository:
    """`size` is how many records an answer holds; the rest comes with its token."""

    linking: Linking
    size: int = RECORDS_AT_ONCE

    @property
    def wiki(self) -> Wiki:
        return self.linking.wiki

    def answer(self, query: bytes) -> str:
        """What is said to a request, whatever it is."""
        said: Mapping[str, str] = {}
        try:
            said = said_by(query)
            asked = asked_of(self.wiki.site, said)
            return self._document(said, _VERBS[asked.verb](self, asked))
        except Unanswerable as error:
            return self._document({} if error.code == "badArgument" else said, _error(error))

    def _document(self, said: Mapping[str, str], body: str) -> str:
        given = "".join(f" {name}={xml_attribute(value)}" for name, value in said.items())
        address = xml_text(self.wiki.site.base_url + ADDRESS)
        now = moment(self.wiki.clock.now())
        return (
            f"{DECLARATION}{_OPENING}<responseDate>{now}</responseDate>"
            f"<request{given}>{address}</request>{body}</OAI-PMH>\n"
        )

    def key_of(self, identifier: str) -> str:
        """The page's key. Raises Unanswerable."""
        prefix = f"oai:{_domain(self.wiki.site)}:"
        if not identifier.startswith(prefix):
            raise _unknown()
        return identifier.removeprefix(prefix)

    def header(self, one: SharedPage) -> str:
        gone = ' status="deleted"' if one.page is None else ""
        name = xml_text(f"oai:{_domain(self.wiki.site)}:{one.key}")
        return (
            f"<header{gone}><identifier>{name}</identifier><datestamp>{moment(one.at)}</datestamp>"
            f"<setSpec>{xml_text(one.kind)}</setSpec></header>"
        )

    def record(self, one: SharedPage) -> str:
        told = dublin_core(self.linking, one.page) if one.page is not None else ""
        metadata = f"<metadata>{told}</metadata>" if told else ""
        return f"<record>{self.header(one)}{metadata}</record>"


def _domain(site: Site) -> str:
    """The name by which its records are told from others': a port is none of it."""
    return site.host.split(":")[0]


def _identify(here: Repository, _asked: Asked) -> str:
    site, domain = here.wiki.site, xml_text(_domain(here.wiki.site))
    first = here.wiki.index.first_shared() or here.wiki.clock.now()
    said = (
        ("repositoryName", site.name), ("baseURL", site.base_url + ADDRESS),
        ("protocolVersion", "2.0"), ("adminEmail", f"postmaster@{domain}"),
        ("earliestDatestamp", moment(first)), ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"), ("compression", "gzip"),
    )  # fmt: skip
    lines = "".join(f"<{name}>{xml_text(value)}</{name}>" for name, value in said)
    names = (
        f'<description><oai-identifier xmlns="{_IDENTIFIERS}"'
        f' xsi:schemaLocation="{_IDENTIFIERS} {_IDENTIFIERS}.xsd"><scheme>oai</scheme>'
        f"<repositoryIdentifier>{domain}</repositoryIdentifier><delimiter>:</delimiter>"
        f"<sampleIdentifier>oai:{domain}:{_SAMPLE}</sampleIdentifier></oai-identifier>"
        "</description>"
    )
    return f"<Identify>{lines}{names}</Identify>"


def _formats(here: Repository, asked: Asked) -> str:
    if "identifier" in asked.said:
        _one(here, asked)
    return (
        f"<ListMetadataFormats><metadataFormat><metadataPrefix>{PREFIX}</metadataPrefix>"
        f"<schema>{SCHEMA}</schema><metadataNamespace>{NAMESPACE}</metadataNamespace>"
        "</metadataFormat></ListMetadataFormats>"
    )


def _sets(here: Repository, asked: Asked) -> str:
    if asked.token is not None:
        raise bad_token()
    sets = "".join(
        f"<set><setSpec>{xml_text(kind.name)}</setSpec><setName>{xml_text(kind.plural)}</setName>"
        "</set>"
        for kind in here.wiki.kinds.values()
    )
    return f"<ListSets>{sets}</ListSets>"


def _get(here: Repository, asked: Asked) -> str:
    return f"<GetRecord>{here.record(_one(here, asked))}</GetRecord>"


def _one(here: Repository, asked: Asked) -> SharedPage:
    one = here.wiki.index.shared_one(here.key_of(asked.said["identifier"]))
    if one is None:
        raise _unknown()
    return one


def _unknown() -> Unanswerable:
    return Unanswerable("idDoesNotExist", "aucune page partagée n’a cet identifiant.")


def _identifiers(here: Repository, asked: Asked) -> str:
    return _list(here, asked, here.header)


def _records(here: Repository, asked: Asked) -> str:
    return _list(here, asked, here.record)


def _list(here: Repository, asked: Asked, told: Callable[[SharedPage], str]) -> str:
    found, cursor = _shared(here, asked)
    before = asked.token.before if asked.token else 0
    total = asked.token.total if asked.token else here.wiki.index.count_shared(asked.harvest)
    lines = "".join(map(told, found))
    if cursor is not None or asked.token is not None:
        going_on = Token(cursor, before + len(found), total) if cursor is not None else None
        text = token_of(here.wiki.site, asked, going_on) if going_on else ""
        lines += (
            f'<resumptionToken completeListSize="{max(total, before + len(found))}"'
            f' cursor="{before}">{text}</resumptionToken>'
        )
    return f"<{asked.verb}>{lines}</{asked.verb}>"


def _shared(here: Repository, asked: Asked) -> tuple[list[SharedPage], str | None]:
    after = asked.token.cursor if asked.token else None
    try:
        found, cursor = here.wiki.index.shared(asked.harvest, after=after, size=here.size)
    except InvalidQuery as error:
        raise bad_token() from error
    if found:
        return found, cursor
    if asked.token is not None:
        raise bad_token()
    raise Unanswerable("noRecordsMatch", "rien de partagé ne répond à cette demande.")


def _error(error: Unanswerable) -> str:
    return f'<error code="{error.code}">{xml_text(error.words)}</error>'


_VERBS: Mapping[str, Callable[[Repository, Asked], str]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
