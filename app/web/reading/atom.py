"""Atom feeds (RFC 4287)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.kinds import PageKind
from app.domain.rows import PageRow
from app.domain.site import Site
from app.web.addresses import page_url
from app.web.xml_text import DECLARATION, moment, xml_attribute, xml_text

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` never changes nor comes twice in a feed; `url` is a path. `enclosed` is a file that
    comes with it: (path, media type, bytes)."""

    id: str
    title: str
    url: str
    at: datetime
    author: str
    summary: str = ""
    enclosed: tuple[str, str, int] | None = None


def feed(site: Site, *, title: str, url: str, shown_at: str, entries: Iterable[Entry]) -> str:
    """The feed at the path `url`, of what people see at `shown_at`."""
    found = list(entries)
    here, there = (xml_attribute(site.base_url + path) for path in (url, shown_at))
    latest = max((entry.at for entry in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    head = (
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{site.lang}">\n'
        f"<id>{xml_text(site.base_url + url)}</id>\n<title>{xml_text(title)}</title>\n"
        f"<updated>{moment(latest)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={here}/>\n'
        f'<link rel="alternate" type="text/html" href={there}/>\n'
        f"<author><name>{xml_text(site.name)}</name></author>\n"
    )
    return head + "".join(_entry(site, entry) for entry in found) + "</feed>\n"


def page_entry(
    site: Site, row: PageRow, kinds: Mapping[str, PageKind], network: str = "", *, summary: str = ""
) -> Entry:
    """A page as an entry of a list: one for its whole life. `network` is the friend's name;
    `summary` takes the place of the page's own."""
    author = f"{row.updated_by} ({network})" if network else row.updated_by
    return Entry(
        page_id(site, row.id or str(row.path), host=row.origin), row.title,
        page_url(row.path, kinds, origin=row.origin), row.updated_at, author,
        summary or row.summary,
    )  # fmt: skip


def page_id(site: Site, page: str, version: str = "", *, host: str = "") -> str:
    """A tag URI (RFC 4151): it outlives any address. `host` is the friend that minted it."""
    host = (host or site.host).split(":")[0]
    return f"tag:{host},2026:{page}" + (f"/{version}" if version else "")


def _entry(site: Site, entry: Entry) -> str:
    url = xml_attribute(site.base_url + entry.url)
    title = _seen(entry.title) or xml_text(entry.url)
    author = _seen(entry.author) or xml_text(site.name)
    summary = f"<summary>{xml_text(entry.summary)}</summary>\n" if entry.summary else ""
    return (
        f"<entry>\n<id>{xml_text(entry.id)}</id>\n<title>{title}</title>\n"
        f'<link rel="alternate" type="text/html" href={url}/>\n'
        f"<updated>{moment(entry.at)}</updated>\n"
        f"<author><name>{author}</name></author>\n{summary}{_enclosed(site, entry)}</entry>\n"
    )


def _enclosed(site: Site, entry: Entry) -> str:
    if entry.enclosed is None:
        return ""
    path, media_type, size_bytes = entry.enclosed
    return (
        f'<link rel="enclosure" type={xml_attribute(media_type)} length="{size_bytes}"'
        f" href={xml_attribute(site.base_url + path)}/>\n"
    )


def _seen(words: str) -> str:
    """The words; nothing where there is nothing to be seen of them."""
    return xml_text(words).strip()
