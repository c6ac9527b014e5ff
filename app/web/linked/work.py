"""What schema.org says of any page as a written work: who wrote it, when, under which licence."""

from app.domain.derived import derived_from
from app.domain.media import MediumName, names_in
from app.domain.rows import PageRow, PageState
from app.web.linked.linking import Linking, Node, kept
from app.web.reading.front import Front

SITE = "#site"


def work_of(linking: Linking, row: PageRow, kind: str) -> Node:
    """The page as a schema.org `kind` of CreativeWork."""
    url, front = linking.url(row.path, row.origin), Front(row.front)
    return kept(
        {
            "@type": kind, "@id": url, "url": url, "name": row.title, "description": row.summary,
            "inLanguage": row.lang, "identifier": linking.identifier(row),
            "keywords": keywords(linking, row),
            **_rights(linking, row),
            "datePublished": row.created_at.date().isoformat(),
            "dateModified": row.updated_at.isoformat(timespec="seconds"),
            "isAccessibleForFree": True, "isPartOf": website(linking, row.origin),
            "isBasedOn": _began_as(linking, row), "citation": _sources(linking, front),
            "translationOfWork": _translated(linking, row, front),
            "image": picture_of(linking, row),
            "sdPublisher": organisation_of(linking) if row.origin else None,
        }
    )  # fmt: skip


def website(linking: Linking, origin: str = "") -> Node:
    """The wiki that the page stands in, and whose it is."""
    home = linking.home(origin)
    return {
        "@type": "WebSite", "@id": f"{home}/{SITE}", "url": f"{home}/",
        "name": linking.network(origin), "publisher": organisation_of(linking, origin),
    }  # fmt: skip


def organisation_of(linking: Linking, origin: str = "") -> Node:
    """The network that keeps a wiki."""
    name, home = linking.network(origin), linking.home(origin)
    return {"@type": "Organization", "name": name, "url": f"{home}/"}


def keywords(linking: Linking, row: PageRow) -> list[str]:
    front = Front(row.front)
    themes = (linking.label("theme", theme, row.lang) for theme in front.words("themes"))
    return list(dict.fromkeys([*themes, *front.words("tags")]))


def picture_of(linking: Linking, row: PageRow) -> Node | None:
    """The first picture that the page shows, with what its owner says of it."""
    names = (MediumName.parse(name) for name in names_in(row.text))
    name = next((name for name in names if name.kind == "picture"), None)
    if name is None:
        return None
    url = linking.medium(name, row.origin)
    if row.origin:
        return {"@type": "ImageObject", "url": url}
    known = linking.wiki.index.media_named([str(name)]).get(str(name))
    if known is None:
        return None
    words = known.words
    return kept(
        {
            "@type": "ImageObject", "url": url, "width": known.width, "height": known.height,
            "caption": words.alt or words.title, "creditText": words.authors,
            "license": linking.licence_url(words.licence),
        }
    )  # fmt: skip


def _rights(linking: Linking, row: PageRow) -> Node:
    authors = linking.authors(row)
    label, network = linking.licence_label(row.licence), linking.network(row.origin)
    credit = ", ".join(dict.fromkeys(part for part in (*authors, network, label) if part))
    return {
        "author": [_author(linking, name) for name in authors],
        "creditText": credit,
        "license": linking.licence_url(row.licence),
    }


def _author(linking: Linking, name: str) -> Node:
    """A person, unless it is the network itself that signs."""
    if name == linking.wiki.site.name:
        return organisation_of(linking)
    return {"@type": "Person", "name": name}


def _began_as(linking: Linking, row: PageRow) -> Node | None:
    """The friend's page that ours was made from."""
    derived = derived_from(row)
    if derived is None or row.origin:
        return None
    there = linking.wiki.index.page_by_id(derived.id, origin=str(derived.instance))
    if there is None or there.state is not PageState.live:
        host = str(derived.instance).split(":")[0]
        name = f"tag:{host},2026:{derived.id}"
        return {"@type": "CreativeWork", "identifier": name}
    return _told(linking, there)


def _told(linking: Linking, row: PageRow) -> Node:
    url = linking.url(row.path, row.origin)
    return {"@type": "CreativeWork", "@id": url, "url": url, "name": row.title}


def _sources(linking: Linking, front: Front) -> list[Node]:
    return [
        kept(
            {
                "@type": "CreativeWork", "name": source.text("title"),
                "url": web(source.text("url")),
                "license": linking.licence_url(source.text("licence")),
            }
        )
        for source in front.items("source")
        if source.text("title")
    ]  # fmt: skip


def _translated(linking: Linking, row: PageRow, front: Front) -> Node | None:
    said = front.group("translation_of")
    origin = said.text("instance") or row.origin
    if not said.text("id") or (origin and origin not in linking.mirrors):
        return None
    first = linking.wiki.index.page_by_id(said.text("id"), origin=origin)
    if first is None or first.state is not PageState.live or first.status == "draft":
        return None
    return {**_told(linking, first), "inLanguage": first.lang}


def web(url: str) -> str:
    """Only addresses of the web: a file that no form has checked may say anything."""
    return url if url.startswith(("https://", "http://")) else ""
