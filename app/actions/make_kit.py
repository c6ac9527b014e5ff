"""A kit: a selection ready to be taken away, and written whole or not at all."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from app.actions.changed_since import changed_since
from app.actions.export_pages import PAGE_SIZE, open_pages
from app.actions.find_pages import settled
from app.actions.keep_drawn import Authors, KeptDrawing, counted_words, page_lines
from app.actions.keep_lines import KeptLines, row_of
from app.actions.media import read_medium
from app.actions.read_page import html_of
from app.actions.wiki import Wiki
from app.domain.addresses import FRIENDS, page_url
from app.domain.errors import InvalidMedium, MediumNotFound, Refused, WikiError
from app.domain.exchange import Exporter
from app.domain.kit import LIGHT_WIDTH, Draw, Drawing, Kit, KitChoice, KitMedium, KitPage, LeftOut
from app.domain.licence import LicencePolicy
from app.domain.media import MediumName, read_sidecar, variant_widths
from app.domain.phrase import Phrase
from app.domain.rows import PageRow, PageStamp
from app.domain.selection import Selection

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# Told by name up to so many; the rest is counted.
_LEFT_OUT_TOLD = 500
_PREFIX = "/media/"
T = TypeVar("T")
Progress = Callable[[int, int], None]


def make_kit(
    wiki: Wiki, draw: Draw, selection: Selection, choice: KitChoice, *,
    progress: Progress = lambda _done, _of: None, since: str | None = None,
) -> Kit:  # fmt: skip
    """The selection as it stands now. `progress(done, of)` is told a hundred times on the way.

    `since` asks what changed in it from a revision, or a day, on: see `changed_since`.
    """
    chosen = settled(wiki, selection.but(open_only=True, include_hidden=False))
    at = moment_of(wiki)
    drawing = draw(choice.lang, at)
    count = wiki.index.count(chosen)
    kept = _kept(wiki, drawing, selection, choice) if since is None else None
    drawn = kept.shown if kept is not None else drawing.shown
    done = 0

    def shown(row: PageRow) -> KitPage:
        nonlocal done
        page = drawn(row)
        done += 1
        if done == count and kept is not None:
            kept.end()
        if done % max(1, count // 100) == 0 or done == count:
            progress(done, max(count, done))
        return page

    return Kit(
        site=wiki.site, query=str(selection), words=drawing.words(selection),
        revision=str(wiki.index.bookmark() or ""), at=at, choice=choice, count=count,
        rows=partial(open_pages, wiki, selection), lines=partial(_lines, wiki, selection),
        row=partial(row_of, wiki), shown=shown, told=partial(_told, wiki),
        authors=partial(_authors, kept.authors if kept is not None else Authors(wiki)),
        old_urls=partial(_old_urls, wiki),
        medium=lru_cache(maxsize=4096)(partial(_medium, wiki, wiki.rules().licences)),
        label=lru_cache(maxsize=4096)(drawing.label), themes=drawing.themes, kinds=wiki.kinds,
        left_out=tuple(_left_out(wiki, selection)),
        since=changed_since(wiki, since, selection) if since is not None else None,
        counted=counted_words(wiki, choice.lang), compiled=drawing.compiled,
    )  # fmt: skip


def _kept(wiki: Wiki, drawing: Drawing, selection: Selection, choice: KitChoice) -> KeptDrawing:
    return KeptDrawing(wiki, drawing.shown, choice.lang, all_pages=not str(selection))


def moment_of(wiki: Wiki) -> datetime:
    """When the wiki last changed: what is written for one revision bears that date."""
    newest, _ = wiki.index.changes(after=None, size=1)
    return newest[0].at if newest else EPOCH


def mark_of_kit(wiki: Wiki, name: str, selection: Selection, choice: KitChoice, form: str) -> str:
    """Another one whenever the kit would hold something else: pages of ours show friends' too.

    `form` goes up with the software.
    """
    friends = [projection.mirror_marks() for projection in wiki.mirror_projections]
    said = (
        form, name, wiki.site.base_url, wiki.site.name, str(wiki.index.bookmark()),
        repr([sorted(marks.items()) for marks in friends]), str(selection), str(selection.order),
        choice.pictures, choice.form, choice.lang,
    )  # fmt: skip
    return blake2b("\n".join(map(str, said)).encode(), digest_size=10).hexdigest()


def write_kit(exporter: Exporter, kit: Kit, out: Path) -> None:
    """To the file or the new folder `out`: there whole, or not at all.

    Raises Refused where something else stands there, where the disk is full, and on a form or a
    choice of pages that the exporter does not take.
    """
    exporter.require_form(kit.choice.form)
    exporter.require_choice(kit.query)
    if exporter.write_kit is None:
        plain = "le format « {name} » n’écrit pas les pages telles qu’on les lit."
        raise Refused(reason=Phrase(plain, name=exporter.name))
    if out.exists() and (out.is_file() or any(out.iterdir())):
        raise Refused(reason=Phrase("« {out} » existe déjà.", out=str(out)))
    with _draft(out) as draft:
        exporter.write_kit(kit, draft)


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """A name beside, of the same ending, that takes the true one's place at the end; nothing stays
    of a failure."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.parent / f".{out.stem}.{os.getpid()}.part{out.suffix}"
    try:
        yield draft
        if out.is_dir():
            out.rmdir()
        draft.rename(out)
    except OSError as error:
        said = error.strerror or str(error)
        raise Refused(reason=Phrase("rien n’est écrit : {said}.", said=said)) from error
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _left_out(wiki: Wiki, selection: Selection) -> Iterator[LeftOut]:
    """Pages of the selection that stay: published, and of a licence that does not let them go."""
    told, cursor = 0, None
    chosen = settled(wiki, selection.but(open_only=False, include_hidden=False))
    if wiki.index.count(chosen) == wiki.index.count(chosen.but(open_only=True)):
        return
    while told < _LEFT_OUT_TOLD:
        rows, cursor = wiki.index.select(chosen, after=cursor, size=PAGE_SIZE)
        for row in (one for one in rows if not one.open):
            told += 1
            url = wiki.site.base_url + page_url(row.path, wiki.kinds, origin=row.origin)
            yield LeftOut(row.title, url, row.licence, _why(wiki, row))
        if cursor is None:
            return


def _why(wiki: Wiki, row: PageRow) -> Phrase:
    if wiki.rules().licences.is_open(row.licence):
        return Phrase("elle n’est plus partagée.")
    return Phrase("sa licence ne permet pas de l’emporter.")


def _told(wiki: Wiki, row: PageRow) -> tuple[str, tuple[str, ...]]:
    outline = html_of(wiki, row).outline
    return outline.text, tuple(heading.text for heading in outline.headings)


def _authors(authors: Authors, page_id: str, origin: str) -> tuple[str, ...]:
    return tuple(name for name, _ in authors.of(page_id, origin))


def _lines(
    wiki: Wiki, selection: Selection, make: Callable[[PageRow], T]
) -> Iterator[tuple[PageStamp, T]]:
    lines = KeptLines(wiki, page_lines(wiki, "lines"), make, partial(open_pages, wiki))
    chosen = settled(wiki, selection.but(open_only=True, include_hidden=False))
    return lines.over(chosen, keep=not str(selection))


def _old_urls(wiki: Wiki, row: PageStamp) -> tuple[str, ...]:
    """Of a page of ours that moved, or that others were united with: a friend's has none here."""
    if row.origin or not row.id:
        return ()
    return tuple(page_url(path, wiki.kinds) for path in wiki.index.old_addresses(row.id))


def _medium(wiki: Wiki, policy: LicencePolicy, url: str) -> KitMedium | None:
    """The medium at that address of a page; None where it is none, or may not travel."""
    origin, _, text = _parts(url)
    try:
        name = MediumName.parse(text)
    except InvalidMedium:
        return None
    made = _theirs(wiki, origin, name, url) if origin else _ours(wiki, name, url)
    return made if made is not None and policy.is_open(made.words.licence) else None


def _light(wiki: Wiki, name: MediumName, width: int, read: Callable[[], bytes]) -> bytes:
    """The widest lighter copy that a telephone shows; the very bytes of what has none."""
    widths = [one for one in variant_widths(name, width) if one <= LIGHT_WIDTH]
    return wiki.images.copy(name, max(widths), read) if widths else read()


def _parts(url: str) -> tuple[str, str, str]:
    """(friend, `/media/`, name) of `/media/x` or `/reseau/friend/media/x`."""
    if url.startswith(_PREFIX):
        return "", _PREFIX, url.removeprefix(_PREFIX)
    return url.removeprefix(f"{FRIENDS}/").partition(_PREFIX)


def _ours(wiki: Wiki, name: MediumName, url: str) -> KitMedium | None:
    row = wiki.index.media_named([str(name)]).get(str(name))
    if row is None:
        return None
    read = partial(read_medium, wiki, name)
    return KitMedium(
        name, url, row.words, row.width, row.height, row.size_bytes, read,
        partial(_light, wiki, name, row.width, read),
    )  # fmt: skip


def _theirs(wiki: Wiki, origin: str, name: MediumName, url: str) -> KitMedium | None:
    """Read when it is asked for: a kit of thousands must not hold them all."""
    try:
        data = wiki.mirrors.store(origin).read(name.file)
        side = read_sidecar(wiki.mirrors.store(origin).read(name.sidecar))
    except WikiError:
        return None
    if data is None:
        return None

    def read() -> bytes:
        found = wiki.mirrors.store(origin).read(name.file)
        if found is None:
            raise MediumNotFound()
        return found

    return KitMedium(
        name, url, side.words, side.width, side.height, len(data), read,
        partial(_light, wiki, name, side.width, read),
    )  # fmt: skip
