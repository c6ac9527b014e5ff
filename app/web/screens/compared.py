"""Two texts of a page that are no two versions of ours, set side by side in words."""

from collections.abc import Collection

from app.actions.compare import (
    BlockChange,
    as_written,
    block_changes,
    field_changes,
)
from app.domain.errors import InvalidPage, TooLarge
from app.domain.page import Page, parse_page
from app.domain.page_path import PagePath
from app.web.forms.labels import label_of
from app.web.forms.said import saying_of
from app.web.reading.context import Reading
from app.web.views.versions import ChangedBlock, Word

Changed = tuple[tuple[ChangedBlock, ...], tuple[ChangedBlock, ...]]
NONE: Changed = ((), ())


def changes(
    reading: Reading, path: PagePath, old: str, new: str, *, without: Collection[str] = ()
) -> Changed:
    """What changed in the card, but for the keys `without`; then in the text."""
    before, after = _page(path, old), _page(path, new)
    kind = reading.wiki.kinds.get(path.kind)
    say = saying_of(reading, kind) if kind else as_written
    fields = (one for one in field_changes(before, after, say=say) if one.field not in without)
    return (
        tuple(_shown(one, _label(reading, path, one.field)) for one in fields),
        tuple(
            _shown(one, reading.say("Passage {n}").format(n=one.at))
            for one in block_changes(before.body, after.body)
        ),
    )


def _page(path: PagePath, text: str) -> Page:
    """A text that cannot be read is all body: it is shown as it is."""
    try:
        return parse_page(path, text)
    except (InvalidPage, TooLarge):
        return Page(path, text, {}, text)


def _label(reading: Reading, path: PagePath, key: str) -> str:
    kind = reading.wiki.kinds.get(path.kind)
    return reading.say(label_of(kind, key)) if kind else key


def _shown(change: BlockChange, label: str) -> ChangedBlock:
    return ChangedBlock(change.op, label, tuple(Word(op, text) for op, text in change.words))
