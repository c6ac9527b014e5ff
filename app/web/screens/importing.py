"""Bring a list of places in: the file, its columns, a rehearsal, the end. The server remembers no
step: the file waits under a name that the form carries."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.import_pages import import_pages
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import Refused, TooLarge, WikiError
from app.domain.media import SENT_LIMIT_BYTES
from app.domain.people import Person, Role
from app.domain.phrase import Phrase, mebibytes
from app.domain.tables.reading import found_in
from app.web.context import TheReader, TheWiki
from app.web.errors import status_of
from app.web.forms.list_form import COLUMN, MOST_ROWS, ListForm, choices, table_of
from app.web.forms.posted import Posted, ThePosted, here, require_ours
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.imported import result_view
from app.web.screens.edit import invitation
from app.web.views.importing import ImportColumn, ImportColumns, ImportStart
from app.web.views.writing import Option

router = APIRouter()
URL = "/-/importer"
SAMPLES = 3
GONE = "ce fichier n’attend plus ici : il est importé, ou il a attendu plus d’un jour."


@router.get(URL)
def start(request: Request, reader: TheReader) -> Response:
    """Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    return Steps(request).start()


@router.post(URL)
def step(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """`do`: read a file, map its columns, try, save. Raises NotAllowed below steward."""
    require_ours(request, posted)
    person, steps = require(reader, Role.steward), Steps(request)
    do = posted.one("do")
    try:
        form = _sent(wiki, posted) if do == "read" else _waiting(wiki, posted)
    except WikiError as error:
        return steps.start(error)
    if do not in ("try", "save"):
        return steps.columns(form)
    try:
        form.require()
        return steps.tried(form, person, write=do == "save")
    except (Refused, TooLarge) as error:
        return steps.columns(form, error)


def _sent(wiki: Wiki, posted: Posted) -> ListForm:
    """The file as it came, parked. Raises Refused, TooLarge, EngineFailed."""
    sent = posted.file
    if sent is None:
        raise Refused(reason=Phrase("choisissez un fichier."))
    if not sent.whole:
        raise TooLarge(what="Cette liste", limit=mebibytes(SENT_LIMIT_BYTES))
    data = sent.read()
    table = table_of(data, sent.filename)
    profile = ListForm(table, posted).profile
    return ListForm(table, posted.but(
        key=wiki.parking.park(data), name=sent.filename[-120:],
        source_title=profile.source if profile else "",
        licence=(profile.licence if profile else "") or wiki.site.licence,
    ))  # fmt: skip


def _waiting(wiki: Wiki, posted: Posted) -> ListForm:
    """Raises Refused where it waits no more."""
    data = wiki.parking.parked(posted.one("key"))
    if data is None:
        raise Refused(reason=Phrase(GONE))
    return ListForm(table_of(data, posted.one("name")), posted)


class Steps:
    """The screens, in the reader's language."""

    def __init__(self, request: Request) -> None:
        self._request, self._reading = request, reading_of(request)
        self._say = self._reading.say

    def start(self, error: WikiError | None = None) -> Response:
        view = ImportStart(
            action=URL, limit_bytes=SENT_LIMIT_BYTES, most_rows=MOST_ROWS,
            errors=(("file", self._told(error)),) if error else (),
        )  # fmt: skip
        return self._screen("import.html", view, self._say("Importer une liste"), error)

    def columns(self, form: ListForm, error: WikiError | None = None) -> Response:
        table, profile = form.table, form.profile
        try:
            named = form.chosen()
        except Refused as wrong:
            error, named = wrong, ("",) * len(table.columns)
        view = ImportColumns(
            action=URL, hidden=tuple(one for one in form.hidden() if one[0] in ("key", "name")),
            file_name=form.posted.one("name"), rows=len(table.rows),
            profile=self._say(profile.label) if profile else "",
            columns=tuple(
                ImportColumn(f"{COLUMN}{n}", name, table.samples(n, size=SAMPLES), named[n])
                for n, name in enumerate(table.columns)
            ),
            options=choices(self._say), swap=form.swap,
            source_title=form.posted.one("source_title"),
            source_url=form.posted.one("source_url"),
            licences=self._licences(form.posted.one("licence")),
            errors=(("", self._told(error)),) if error else (),
        )  # fmt: skip
        return self._screen("import_columns.html", view, self._say("Les colonnes"), error)

    def tried(self, form: ListForm, person: Person, *, write: bool) -> Response:
        """Rehearsed, or done. Raises Refused."""
        wiki, theirs = self._reading.wiki, bool(form.posted.one("theirs"))
        name = form.posted.one("source_title") or form.posted.one("name")
        done = import_pages(
            wiki, found_in(form.table, form.options), author=signature_of(wiki, person),
            note=f"Importer ({' '.join(name.split())[:120]})", dry_run=not write, theirs=theirs,
        )  # fmt: skip
        if write:
            wiki.parking.drop(form.posted.one("key"))
        view = result_view(
            self._reading, done, action=URL, hidden=form.hidden(), theirs=theirs, write=write
        )
        title = self._say("La liste est importée") if write else self._say("L’essai")
        return self._screen("import_result.html", view, title)

    def _licences(self, chosen: str) -> tuple[Option, ...]:
        policy = self._reading.rules.licences
        labels = ((one, self._reading.licence(one).label) for one in policy.open_ids())
        return tuple(Option(one, label, one == chosen) for one, label in labels)

    def _told(self, error: WikiError) -> str:
        reason = error.params.get("reason")
        if isinstance(reason, str):
            return self._reading.reason(reason)
        return self._reading.told(error)

    def _screen(
        self, template: str, view: object, title: str, error: WikiError | None = None
    ) -> Response:
        return screen(
            self._request, template, view, title=title,
            status=status_of(type(error)) if error else 200, robots="noindex", canonical="",
        )  # fmt: skip
