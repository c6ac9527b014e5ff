"""The whole wiki as one data set, in the words of DCAT, for portals of open data."""

from app.actions.dump import ARCHIVE, LINES
from app.web.linked.linking import Linking, Node, kept
from app.web.oai.answering import ADDRESS as OAI
from app.web.reading.ways import DUMPS, GIT

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# title, path, media type
_FILES = (
    ("JSON Lines", f"{DUMPS}/{LINES}", "application/gzip"),
    ("Markdown", f"{DUMPS}/{ARCHIVE}", "application/gzip"),
    ("Atom", "/feed.atom", "application/atom+xml"),
)
_LISTS = (
    ("CSV", "csv", "text/csv"), ("GeoJSON", "geojson", "application/geo+json"),
    ("JSON-LD", "jsonld", "application/ld+json"),
)  # fmt: skip
# title, path, what it speaks
_SERVICES = (
    ("API", "/api/v1", "/api/openapi.json"), ("OAI-PMH", OAI, f"{OAI}?verb=Identify"),
    ("Git", GIT, ""),
)  # fmt: skip


def catalogue(linking: Linking, page: str) -> Node:
    """What the page at the path `page` offers."""
    site = linking.wiki.site
    newest, _ = linking.wiki.index.changes(after=None, size=1)
    return {
        "@context": CONTEXT,
        **kept(
            {
                "@id": f"{site.base_url}/#donnees", "@type": "dcat:Dataset",
                "dct:title": site.name, "dct:language": list(site.languages[:1]),
                "dct:publisher": {"@type": "foaf:Agent", "foaf:name": site.name,
                                  "foaf:homepage": _at(f"{site.base_url}/")},
                "dct:license": _at(linking.licence_url(site.licence)),
                "dct:modified": _moment(newest[0].at.isoformat()) if newest else None,
                "dct:identifier": f"{site.base_url}/",
                "dcat:landingPage": _at(site.base_url + page),
                "dcat:distribution": _distributions(linking),
            }
        ),
    }  # fmt: skip


def _distributions(linking: Linking) -> list[Node]:
    base, kinds = linking.wiki.site.base_url, linking.wiki.kinds.values()
    lists = [
        (f"{kind.plural} ({title})", f"/{kind.prefix}.{ending}", media_type)
        for kind in kinds
        for title, ending, media_type in _LISTS
    ]
    files = [
        {"@type": "dcat:Distribution", "dct:title": title, "dcat:accessURL": _at(base + path),
         "dcat:downloadURL": _at(base + path), "dcat:mediaType": _at(_MEDIA_TYPES + media_type),
         "dct:license": _at(linking.licence_url(linking.wiki.site.licence))}
        for title, path, media_type in (*_FILES, *lists)
    ]  # fmt: skip
    services = [
        {"@type": "dcat:Distribution", "dct:title": title, "dcat:accessURL": _at(base + path),
         "dcat:accessService": kept(
             {"@type": "dcat:DataService", "dct:title": title,
              "dcat:endpointURL": _at(base + path),
              "dcat:endpointDescription": _at(base + told) if told else None})}
        for title, path, told in _SERVICES
    ]  # fmt: skip
    return [kept(one) for one in (*files, *services)]


def _at(url: str) -> Node | None:
    return {"@id": url} if url else None


def _moment(text: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": text}
