"""A wiki made of the content: what it refuses, links to nowhere, pages that nobody finds."""

import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from app.actions.find_pages import list_pages
from app.actions.start_instance import start_instance
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import InvalidQuery
from app.domain.page_path import PagePath
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.domain.site import Site
from app.main import create_app, create_instance, open_instance, starter_lists
from app.settings import Settings
from app.web.reading.live import MAP_LIMIT
from app.web.reading.portal import SIZES
from app.web.resolve import LIST_SIZE
from tools.lint_content.reading import ContentPage, Fault

with warnings.catch_warnings():
    # Starlette would rather have another HTTP client than the one this project has.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

# The page that a new wiki opens with, and those that the foot of each screen leads to.
FOUND_ANYWAY = frozenset(
    f"page/{slug}" for slug in ("bienvenue", "mentions-legales", "confidentialite", "accessibilite")
)
SHOWS_A_RED_LINK = frozenset(["page/bac-a-sable"])
_LIST = re.compile(r'<div data-list="([^"]*)"([^>]*)></div>')
_SAID = re.compile(r'data-(view|size)="([^"]*)"')
_ADDRESS = re.compile(r"\]\((/[^)\s]*)\)")
_BASE = "http://contenu.test"


@contextmanager
def made_wiki(root: Path) -> Iterator[tuple[Wiki, TestClient, list[tuple[str, str]]]]:
    """(the wiki, a stranger in front of it, what it did not take in as pairs of page and why)."""
    with tempfile.TemporaryDirectory(prefix="lint-content-") as folder:
        data = Path(folder) / "wiki"
        create_instance(data, Site("Contenu", "", _BASE))
        opened = open_instance(Settings(data=data))
        try:
            found = opened.importers["markdown"].read(root)
            done = start_instance(opened.wiki, lists=starter_lists(), pages=found)
        finally:
            opened.close()
        with TestClient(create_app(Settings(data=data)), base_url=_BASE) as client:
            wiki = client.app.state.wiki  # type: ignore[attr-defined]
            yield wiki, client, [(str(what), str(why)) for what, why in done.refused]


def check_wiki(root: Path, pages: list[ContentPage]) -> Iterator[Fault]:
    by_reference = {page.reference: page for page in pages}
    with made_wiki(root) as (wiki, client, refused):
        for what, why in refused:
            page = by_reference.get(what)
            yield Fault(page.file if page else what, 1, why)
        reached: set[str] = set(FOUND_ANYWAY)
        for page in pages:
            row = wiki.index.page(PagePath(page.kind, Path(page.file).stem)) if page.kind else None
            if row is None:
                continue
            if page.reference not in SHOWS_A_RED_LINK:
                yield from _broken(wiki, page, row)
            yield from _lost_addresses(client, page)
            reached |= _led_to(wiki, row) - {page.reference}
            if other := _first_text(wiki, row):
                # A text and its translation each lead to the other.
                reached |= {page.reference, str(other.path)}
        for page in pages:
            if page.reference not in reached:
                yield page.fault(1, "orpheline : aucune autre page, aucune liste n’y mène.")


def _broken(wiki: Wiki, page: ContentPage, row: PageRow) -> Iterator[Fault]:
    for target, found in wiki.index.links_from(row.path):
        if found is None and not target.host:
            line = page.line_of(str(target))
            yield page.fault(line, f"lien vers une page qui n’existe pas : « {target} ».")


def _lost_addresses(client: TestClient, page: ContentPage) -> Iterator[Fault]:
    """Plain links within the wiki, asked as a stranger would, with their anchors."""
    for number, line in enumerate(page.lines, 1):
        for address in _ADDRESS.findall(line):
            path, _, anchor = address.partition("#")
            answer = client.get(path)
            lost = anchor and f'id="{anchor}"' not in answer.text
            if answer.status_code not in (200, 401, 403) or lost:
                yield page.fault(number, f"adresse qui ne mène nulle part : « {address} ».")


def _led_to(wiki: Wiki, row: PageRow) -> set[str]:
    """The pages that this one shows: by links of its text and card, and by its lists."""
    found = {str(there.path) for _, there in wiki.index.links_from(row.path) if there}
    for select, size in (*_lists(wiki, row), *_queries(row)):
        found |= _listed(wiki, select, size)
    return found


def _first_text(wiki: Wiki, row: PageRow) -> PageRow | None:
    first = (row.front.get("translation_of") or {}).get("id", "")
    return wiki.index.page_by_id(first) if first else None


def _lists(wiki: Wiki, row: PageRow) -> Iterator[tuple[str, int]]:
    """(selection, how many it shows) of the `:::list` of a text."""
    body = front_matter.split(row.text)[1]
    html = wiki.renderer.render(body, kind=row.path.kind, lang=row.lang).html
    for select, attributes in _LIST.findall(html):
        said = dict(_SAID.findall(attributes))
        size = int(said["size"]) if said.get("size", "").isdecimal() else LIST_SIZE
        yield unescape(select), MAP_LIMIT if said.get("view") == "map" else min(size, 100)


def _queries(row: PageRow) -> Iterator[tuple[str, int]]:
    for query in row.front.get("queries") or ():
        yield query["select"], SIZES.get(query.get("view", "cards"), SIZES["cards"])


def _listed(wiki: Wiki, select: str, size: int) -> set[str]:
    try:
        selection = Selection.parse(select)
        rows, _ = list_pages(wiki, selection.but(order=selection.usual), size=size)
    except InvalidQuery:
        return set()
    return {str(row.path) for row in rows}
