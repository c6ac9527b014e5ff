"""What an import would do, or did, in words: what is refused, what differs, what was made."""

import json
from typing import Any

from app.actions.duplicates import suspected
from app.actions.import_pages import Imported
from app.domain import front_matter
from app.domain.errors import InvalidPath
from app.domain.page_path import PagePath
from app.domain.tables.columns import TARGETS
from app.domain.tables.merging import Conflict
from app.theme.parts import Fact, Link
from app.web.reading.context import Reading
from app.web.reading.twins import pair_of
from app.web.views.importing import Difference, Hidden, ImportResult

SHOWN, DOUBLES_SHOWN = 100, 20
_WORDS = {column.key: column.words for column in reversed(TARGETS)}
_WORDS["coordinates"] = "latitude et longitude ensemble"


def result_view(
    reading: Reading, done: Imported, *, action: str, hidden: Hidden, theirs: bool, write: bool
) -> ImportResult:
    say = reading.say
    written = [*done.created, *done.changed]
    doubles = suspected(reading.wiki, written) if write else []
    return ImportResult(
        action=action, hidden=hidden, theirs=theirs, done=write, nothing=not written,
        counts=(
            Fact(say("Pages créées") if write else say("Pages à créer"), len(done.created)),
            Fact(say("Pages changées") if write else say("Pages à changer"), len(done.changed)),
            Fact(say("Déjà comme dans la liste"), len(done.unchanged)),
            Fact(say("Lignes refusées"), len(done.refused)),
        ),
        refused=tuple(
            (_said(reading, what), _said(reading, why)) for what, why in done.refused[:SHOWN]
        ),
        refused_total=len(done.refused),
        differences=tuple(_difference(reading, one) for one in done.conflicts[:SHOWN]),
        differences_total=len(done.conflicts),
        remarks=tuple(_said(reading, one) for one in done.remarks[:SHOWN]),
        remarks_total=len(done.remarks),
        previews=() if write else tuple((_title(text), text) for text in done.previews.values()),
        pages=tuple(_link(reading, name) for name in written[:SHOWN]) if write else (),
        pages_total=len(written) if write else 0,
        doubles=tuple(pair_of(reading, one) for one in doubles[:DOUBLES_SHOWN]),
        doubles_total=len(doubles),
    )  # fmt: skip


def _title(text: str) -> str:
    return str(front_matter.parse(front_matter.split(text)[0]).values.get("title", ""))


def _said(reading: Reading, phrase: str) -> str:
    return reading.theme.phrase(phrase, lang=reading.lang)


def _link(reading: Reading, name: str) -> Link:
    try:
        path = PagePath.parse(name)
    except InvalidPath:
        return Link(name, "")
    row = reading.wiki.index.page(path)
    return Link(row.title if row else name, reading.url(path), kind=path.kind)


def _difference(reading: Reading, one: Conflict) -> Difference:
    row = reading.wiki.index.page(one.page)
    label = reading.say(_WORDS.get(one.field, one.field))
    return Difference(
        page=Link(row.title if row else str(one.page), reading.url(one.page)),
        field=label[:1].upper() + label[1:], ours=_words(one.ours), theirs=_words(one.theirs),
        where=_said(reading, one.where), said_by=one.origin.source if one.origin else "",
    )  # fmt: skip


def _words(value: Any) -> str:
    """A value on one line; `` for none."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(str(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
