"""What changed as a feed, and the list of pages for search engines."""

from xml.sax.saxutils import escape

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from app.actions.history import recent_changes
from app.actions.wiki import Wiki
from app.domain.rows import RevisionRow
from app.domain.selection import Order, Selection
from app.web.addresses import FRIENDS, page_url
from app.web.context import TheWiki
from app.web.reading import atom
from app.web.reading.known import every_row

router = APIRouter()
FEED_SIZE = 50
SITEMAP_LIMIT = 50_000


@router.get("/feed.atom")
def changes_feed(wiki: TheWiki) -> Response:
    """The latest versions of all pages; drafts never."""
    rows, _ = recent_changes(wiki, size=FEED_SIZE)
    text = atom.feed(
        wiki.site, title=wiki.site.name, url="/feed.atom", shown_at="/changements",
        entries=[_entry(wiki, row) for row in rows],
    )  # fmt: skip
    return Response(text, media_type=atom.MEDIA_TYPE)


def _entry(wiki: Wiki, row: RevisionRow) -> atom.Entry:
    page = atom.page_id(wiki.site, row.page_id or str(row.path), str(row.revision))
    url = page_url(row.path, wiki.kinds)
    return atom.Entry(page, row.title, url, row.at, row.author, row.note)


@router.get("/sitemap.xml")
def sitemap(wiki: TheWiki) -> Response:
    """Every page that all may see, the most recent first."""
    rows = every_row(wiki, Selection(order=Order.recent))
    base = wiki.site.base_url
    lines = [
        f"<url><loc>{escape(base + page_url(row.path, wiki.kinds))}</loc>"
        f"<lastmod>{row.updated_at.date().isoformat()}</lastmod></url>"
        for _, row in zip(range(SITEMAP_LIMIT - 1), rows, strict=False)
    ]
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    text = "\n".join(
        [head + opening, f"<url><loc>{escape(base)}/</loc></url>", *lines, "</urlset>"]
    )
    return Response(text + "\n", media_type="application/xml")


@router.get("/robots.txt")
def robots(wiki: TheWiki) -> Response:
    """What crawlers are asked to leave alone: tools and searches, never pages.

    Forms are not among them: links to them are `nofollow`, and a form says itself that it is no
    page to be found, which only whoever may fetch it can read.
    """
    lines = [
        "User-agent: *", "Allow: /-/static/", "Allow: /-/connexion$", "Allow: /recherche$",
        "Disallow: /-/", "Disallow: /recherche",
        "Disallow: /*/history", "Disallow: /*/diff", "Disallow: /*/blame", "Disallow: /*/liens",
        f"Disallow: {FRIENDS}/", "",
        f"Sitemap: {wiki.site.base_url}/sitemap.xml", "",
    ]  # fmt: skip
    return PlainTextResponse("\n".join(lines))
