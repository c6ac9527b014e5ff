"""What leads to a page, and links that use an old name of it brought up to date."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.read_page import read_page
from app.actions.relink import AT_ONCE, Round, linkers, names_now, old_names, relink_pages
from app.actions.rights import require
from app.domain.errors import InvalidPath
from app.domain.links import WIKI_LINK, LinkTarget
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.rows import Leading, PageRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.labels import label_of
from app.web.forms.posted import ThePosted, here, page_at, require_person
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.references import row_link
from app.web.resolve import wanted_url
from app.web.screens.edit import invitation
from app.web.screens.history import head_of
from app.web.views.memory import Backlink, Links, Relink

router = APIRouter()
SIZE = 50


@router.get("/{prefix}/{slug}/liens")
def links(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    apres: str | None = None,
) -> Response:  # fmt: skip
    """Pages of ours and of friends that lead to this one, and what it leads to in vain."""
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    reading, url = reading_of(request), page_url(row.path, wiki.kinds)
    old = old_names(wiki, row)
    names = [*names_now(row), *old]
    found, cursor = wiki.index.leading(row, names, host=wiki.site.host, after=apres, size=SIZE)
    told = [(one.page.origin, backlink(reading, one, old)) for one in found]
    stale = bool(old) and wiki.index.count_leading(row, old) and reader.has(Role.contributor)
    view = Links(
        head=head_of(reading, row),
        ours=tuple(one for origin, one in told if not origin),
        friends=tuple(one for origin, one in told if origin),
        wanted=_wanted(reading, row) if apres is None else (),
        next_url=f"{url}/liens?{urlencode({'apres': cursor})}" if cursor else "",
        relink_url=f"{url}/relier" if stale else "",
    )
    title = titled(reading.say, reading.say("Ce qui mène ici"), row.title)
    return screen(request, "links.html", view, title=title, robots="noindex")


def backlink(reading: Reading, one: Leading, old: Sequence[LinkTarget]) -> Backlink:
    kind = reading.wiki.kinds.get(one.page.path.kind)
    keys = dict.fromkeys(field for _, field in one.said)
    where = [
        reading.say("le texte") if not key else reading.say(label_of(kind, key)) if kind else key
        for key in keys
    ]
    by_old = any(name in old for name, _ in one.said)
    note = one.page.origin if one.page.origin else ""
    link = row_link(reading, one.page, reading.label("origin", note) if note else "")
    return Backlink(link, ", ".join(where), old=by_old, path=str(one.page.path))


def _wanted(reading: Reading, row: PageRow) -> tuple[Link, ...]:
    found = reading.wiki.index.links_from(row.path)
    missing = dict.fromkeys(name for name, page in found if page is None and not name.host)
    kinds = reading.wiki.kinds
    said = {LinkTarget.parse(m[1]): m[1].strip() for m in WIKI_LINK.finditer(row.text)}
    spoken = {name: said.get(name, str(name)) for name in missing}
    return tuple(
        Link(words, wanted_url(name, words, kinds), kind=name.kind, wanted=True)
        for name, words in spoken.items()
    )


@router.get("/{prefix}/{slug}/relier")
def ask_relink(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """Which pages use an old name of this one. Raises NotAllowed below contributor."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.contributor)
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    return _screen(request, row, None)


@router.post("/{prefix}/{slug}/relier")
def relink(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Brings the links of the chosen pages (`page`, several) up to date."""
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=f"{page_url(path, wiki.kinds)}/relier")
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    chosen = _paths(posted.texts.get("page", ()))
    done = relink_pages(wiki, path, chosen, by=reader)
    return _screen(request, row, done)


def _paths(said: Sequence[str]) -> list[PagePath]:
    found = []
    for one in said[:AT_ONCE]:
        try:
            found.append(PagePath.parse(one))
        except InvalidPath:
            continue
    return found


def _screen(request: Request, row: PageRow, done: Round | None) -> Response:
    reading = reading_of(request)
    wiki, url = reading.wiki, page_url(row.path, reading.wiki.kinds)
    old = old_names(wiki, row)
    found, cursor = linkers(wiki, row, reader=reading.reader)
    view = Relink(
        head=head_of(reading, row), action=f"{url}/relier", back_url=url,
        names=tuple(str(name) for name in old),
        pages=tuple(backlink(reading, one, old) for one in found), more=cursor is not None,
        asked=done is not None, **_told(reading, done),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Mettre les liens à jour"), row.title)
    return screen(request, "relink.html", view, title=title, robots="noindex", canonical="")


def _told(reading: Reading, done: Round | None) -> dict[str, object]:
    if done is None:
        return {}
    many = {False: "{n} lien mis à jour", True: "{n} liens mis à jour"}

    def said(count: int) -> str:
        return reading.say(many[count > 1]).format(n=count)

    return {
        "changed": tuple(
            row_link(reading, page, said(count)) for page, count in done.changed
        ),
        "skipped": tuple(
            Backlink(
                row_link(reading, one.page), path=str(one.page.path),
                why=reading.theme.sentence(one.why.sentence, one.why.params, lang=reading.lang),
            )
            for one in done.skipped
        ),
        "in_code": done.in_code,
    }  # fmt: skip
