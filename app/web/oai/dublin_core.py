"""A page in the fifteen words of Dublin Core."""

from collections.abc import Iterable, Iterator

from app.domain.derived import derived_from
from app.domain.rows import PageRow
from app.web.linked.linking import Linking
from app.web.linked.work import keywords, web
from app.web.reading.front import Front
from app.web.xml_text import moment, xml_text

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_OPENING = (
    f'<oai_dc:dc xmlns:oai_dc="{NAMESPACE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{NAMESPACE} {SCHEMA}">'
)
# What a page is, as the Dublin Core types name it; a text unless it is said here.
_TYPES = {"mini_cool": "InteractiveResource", "portal": "Collection"}


def dublin_core(linking: Linking, row: PageRow) -> str:
    """The `oai_dc` element of a page of ours."""
    said = (f"<dc:{name}>{xml_text(value)}</dc:{name}>" for name, value in _elements(linking, row))
    return f"{_OPENING}{''.join(said)}</oai_dc:dc>"


def _elements(linking: Linking, row: PageRow) -> Iterator[tuple[str, str]]:
    """(element, value), those that are known."""
    front = Front(row.front)
    kind = linking.wiki.kinds.get(row.path.kind)
    said: tuple[tuple[str, Iterable[str]], ...] = (
        ("title", (row.title,)),
        ("creator", linking.authors(row)),
        ("subject", keywords(linking, row)),
        ("description", (row.summary,)),
        ("publisher", (linking.network(),)),
        ("date", (moment(row.updated_at),)),
        ("type", (_TYPES.get(row.path.kind, "Text"), kind.label if kind else "")),
        ("format", ("text/html",)),
        ("identifier", (linking.url(row.path), linking.identifier(row))),
        ("source", _sources(linking, row, front)),
        ("language", (row.lang,)),
        ("coverage", _coverage(linking, row, front)),
        ("rights", (linking.licence_url(row.licence), linking.licence_label(row.licence))),
    )
    for name, values in said:
        yield from ((name, value) for value in dict.fromkeys(values) if value)


def _sources(linking: Linking, row: PageRow, front: Front) -> Iterator[str]:
    """What the page was taken from: works, and a friend's page."""
    for source in front.items("source"):
        yield web(source.text("url")) or source.text("title")
    if (derived := derived_from(row)) is not None:
        there = linking.wiki.index.page_by_id(derived.id, origin=str(derived.instance))
        if there is not None:
            yield linking.url(there.path, there.origin)


def _coverage(linking: Linking, row: PageRow, front: Front) -> Iterator[str]:
    territory = front.group("territory")
    yield territory.text("city")
    if region := territory.text("region"):
        yield linking.label("region", region, row.lang)
