"""The nodes that tell of a page, by its kind, and the document that holds them."""

import json
from collections.abc import Callable

from app.domain.errors import InvalidQuery
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.web.linked.learning import method_graph, mini_cool_graph
from app.web.linked.linking import Linking, Node, kept
from app.web.linked.place import address_of, brief, place_graph
from app.web.linked.work import web, work_of
from app.web.reading.front import Front
from app.web.reading.queries import selection_url
from app.web.views.pages import Markup

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"
_ORGANISATIONS = {
    "authority": "GovernmentOrganization",
    "research": "ResearchOrganization",
    "training": "EducationalOrganization",
}
MEMBERS_TOLD = 200
# What could end a script element, begin a comment in it, or break a line of a script.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
Maker = Callable[[Linking, PageRow], list[Node]]


def told(row: PageRow) -> bool:
    """False for what is not for everybody, or cannot be read."""
    return row.state is PageState.live and row.status != "draft"


def graph_of(linking: Linking, row: PageRow) -> list[Node]:
    """What schema.org says of a page that all may see, the page first."""
    return _MAKERS.get(row.path.kind, _page_graph)(linking, row)


def document_of(linking: Linking, row: PageRow) -> str:
    """The page as a whole JSON-LD document."""
    nodes = graph_of(linking, row)
    said = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    return dumped({"@context": CONTEXT, **said})


def dumped(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def block(document: str) -> Markup:
    """The document as it may stand in a script element: the same JSON, without any sign that HTML
    gives a meaning to."""
    return Markup(document.translate(_UNSAFE))


def _page_graph(linking: Linking, row: PageRow) -> list[Node]:
    return [work_of(linking, row, "WebPage")]


def _portal_graph(linking: Linking, row: PageRow) -> list[Node]:
    """A CollectionPage, with the lists that it leads to."""
    lists = [_list(linking, one) for one in Front(row.front).items("queries")]
    page = work_of(linking, row, "CollectionPage")
    return [page | kept({"significantLink": [one for one in lists if one]})]


def _list(linking: Linking, query: Front) -> str:
    try:
        selection = Selection.parse(query.text("select"))
    except InvalidQuery:
        return ""
    return linking.wiki.site.base_url + selection_url(selection, linking.wiki.kinds)


def _organisation_graph(linking: Linking, row: PageRow) -> list[Node]:
    """The page, then the organisation that it is about."""
    front, url = Front(row.front), linking.url(row.path, row.origin)
    parent = linking.named(filter(None, [front.text("parent")]), row.origin)
    members = linking.named(front.words("members")[:MEMBERS_TOLD], row.origin)
    organisation = kept(
        {
            "@type": _ORGANISATIONS.get(front.text("type"), "Organization"),
            "@id": f"{url}#organisation", "name": row.title, "description": row.summary,
            "url": web(front.text("website")) or url, "mainEntityOfPage": {"@id": url},
            "address": address_of(linking, row), "areaServed": front.text("scope"),
            "parentOrganization": [brief(linking, one) for one in parent],
            "member": [brief(linking, one) for one in members if one.path.kind == "organisation"],
        }
    )  # fmt: skip
    page = work_of(linking, row, "WebPage")
    return [{**page, "mainEntity": {"@id": organisation["@id"]}}, organisation]


_MAKERS: dict[str, Maker] = {
    "place": place_graph,
    "method": method_graph,
    "mini_cool": mini_cool_graph,
    "organisation": _organisation_graph,
    "portal": _portal_graph,
}
