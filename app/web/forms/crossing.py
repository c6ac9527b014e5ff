"""What each of two texts says where they cross, in words, and what was joined without asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from app.actions.compare import block_changes
from app.domain.blocks import split_blocks
from app.domain.diff import Budget, spans
from app.domain.errors import Dispute, EditConflict, WikiError
from app.domain.page import Page, parse_page
from app.domain.page_path import RevisionId
from app.domain.rows import RevisionRow
from app.web.forms import wording
from app.web.forms.desk import Desk
from app.web.forms.labels import label_of
from app.web.forms.questions import Question, Sort, questions_of
from app.web.forms.said import Saying
from app.web.joined import others_of, versions_between
from app.web.reading.context import Reading
from app.web.views import DisputeView
from app.web.views.writing import JoinedView

CHOICE = "choice."
WHOLE = "page"
_BOUND = ("territory", "coordinates")
# How far back it is looked for who wrote one point.
_WALKED = 30
_JOINED = 40
_HEADING = 60
_ATOMS = {
    Sort.hours: "On ne garde pas deux horaires à la fois : il faut en choisir un.",
    Sort.licence: "Une page n’a qu’une licence : il faut en choisir une.",
    Sort.date: "On ne garde qu’une date : il faut en choisir une.",
    Sort.year: "On ne garde qu’une date : il faut en choisir une.",
}
_PLACE = "La commune et le point sur la carte vont ensemble : il faut choisir un seul endroit."
_PAGES = (
    "Réunis, les deux textes ne tiennent plus ensemble : choisissez-en un, puis remettez-y ce qui "
    "manque."
)
_REMOVED = "L’un le retire, l’autre le change : il faut choisir."
_ONE = "On ne peut pas garder les deux à la fois : il faut en choisir un."


@dataclass(frozen=True)
class Crossed:
    """A conflict as it is told to who is at that desk. `chosen` is what was chosen already."""

    desk: Desk
    reading: Reading
    conflict: EditConflict
    chosen: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {one.key: one for one in questions_of(self.desk.wiki.kinds[self.desk.path.kind])}

    @cached_property
    def versions(self) -> tuple[RevisionRow | None, Sequence[RevisionRow]]:
        """The version that the writer began from, and those since, up to the one they are shown;
        (None, ()) where that is not ours, or too far back."""
        desk, seen = self.desk, self.conflict.theirs_revision
        if desk.base is None or not seen:
            return None, ()
        try:
            began, rows = versions_between(desk.wiki, desk.path, desk.base, desk.reader)
            shown = desk.wiki.index.revision_at(desk.path, RevisionId(seen))
        except WikiError:
            return None, ()
        at = next((n for n, one in enumerate(rows) if shown and one == shown), 0)
        return began, rows[at:]

    def disputes(self, found: Sequence[Dispute]) -> tuple[DisputeView, ...]:
        return tuple(self.view(one) for one in found)

    def view(self, dispute: Dispute) -> DisputeView:
        base, mine, theirs = self.said(dispute)
        both = self.both(dispute)
        writer = self._writer(dispute)
        return DisputeView(
            name=f"{CHOICE}{dispute.field}",
            label=self.label(dispute),
            base=base, mine=mine, theirs=theirs, both=both,
            mine_words=_words(base, mine), theirs_words=_words(base, theirs),
            choice=self.chosen.get(dispute.field, ""),
            who="" if writer is None or self._own(writer) else writer.author,
            at=writer.at if writer else None,
            why="" if both is not None else self.desk.say(self._why(dispute)),
        )  # fmt: skip

    def said(self, dispute: Dispute) -> tuple[str | None, ...]:
        """The three texts in words; as the file has them where words would hide the difference."""
        raw = (dispute.base, dispute.mine, dispute.theirs)
        if dispute.values is None:
            return raw
        said = tuple(
            None if value is None else self._value(dispute.field, value)
            for value in dispute.values
        )  # fmt: skip
        return raw if said[1] == said[2] else said

    def _value(self, name: str, value: Any) -> str:
        saying, key = Saying(self.reading), name.partition(".")[0]
        if name == _BOUND[0]:
            parts = [saying.value(self.questions.get(k), value.get(k)) for k in _BOUND]
            return "\n".join(part for part in parts if part)
        return saying.value(self.questions.get(key), value)

    def both(self, dispute: Dispute) -> str | None:
        """Both, one after the other, where that can be: passages, items of a list, long texts."""
        if dispute.mine is None or dispute.theirs is None or dispute.field == WHOLE:
            return None
        key, _, number = dispute.field.partition(".")
        if key == "body":
            return f"{dispute.theirs}\n\n{dispute.mine}"
        if not number:
            text = key in self.questions and self.questions[key].sort is Sort.text
            plain = dispute.values is None or all(isinstance(v, str) for v in dispute.values[1:])
            return f"{dispute.theirs} {dispute.mine}" if text and plain else None
        if dispute.values is None:
            return f"{dispute.theirs}\n{dispute.mine}"
        _, mine, theirs = dispute.values
        added = [item for item in mine if item not in theirs]
        return self._value(dispute.field, [*theirs, *added])

    def _why(self, dispute: Dispute) -> str:
        """Why the two cannot be kept."""
        if dispute.field == WHOLE:
            return _PAGES
        if dispute.mine is None or dispute.theirs is None:
            return _REMOVED
        if dispute.field in _BOUND:
            return _PLACE
        question = self.questions.get(dispute.field)
        return _ATOMS.get(question.sort, _ONE) if question else _ONE

    def label(self, dispute: Dispute) -> str:
        """What it is about: a point of the card, the step of a list, a passage under a heading."""
        say, (key, _, number) = self.desk.say, dispute.field.partition(".")
        if key == WHOLE:
            return say("La page entière")
        if key == "body":
            return self._passage(dispute.at or int(number or 1))
        name = say(label_of(self.desk.wiki.kinds[self.desk.path.kind], key))
        if not number:
            return name
        row = say(wording.ROWS.get(key, wording.ROW)[0])
        n = dispute.at or number
        if name.lower().startswith(row.lower()):
            return f"{row} {n}"
        return say("{list}, {row} {n}").format(list=name, row=row.lower(), n=n)

    def _passage(self, at: int) -> str:
        """Where that block of the base stands, blank ones not counted."""
        say, base = self.desk.say, self._page(self.conflict.base)
        before = split_blocks(base.body)[: at - 1] if base else []
        number = sum(bool(block.strip()) for block in before) + 1
        where = say("Le texte, passage {number}").format(number=number)
        for block in reversed(before):
            if block.startswith("#"):
                heading = block.strip().partition("\n")[0].lstrip("#").strip()[:_HEADING]
                return say("{where}, sous « {heading} »").format(where=where, heading=heading)
        return where

    def _page(self, text: str | None) -> Page | None:
        try:
            return parse_page(self.desk.path, text) if text is not None else None
        except WikiError:
            return None

    def _writer(self, dispute: Dispute) -> RevisionRow | None:
        """Who wrote what stands there now, as far as it is known."""
        began, rows = self.versions
        if began is None or not rows:
            return None
        for row, older in pairwise([*rows[:_WALKED], began]):
            if not self._holds(older, dispute):
                return row
        return rows[0]

    def _own(self, row: RevisionRow) -> bool:
        return not others_of(self.desk.wiki, self.desk.reader, [row])

    def _holds(self, row: RevisionRow, dispute: Dispute) -> bool:
        """True where that version says there what the newest one says."""
        page, theirs = self._version(row), self._page(self.conflict.theirs)
        if page is None or theirs is None:
            return False
        key = dispute.field.partition(".")[0]
        if key == "body":
            text, old = dispute.theirs, dispute.base
            return text in page.body if text is not None else (old or "") not in page.body
        keys = _BOUND if key in _BOUND else (key,)
        return all(page.front.get(one) == theirs.front.get(one) for one in keys)

    def _version(self, row: RevisionRow) -> Page | None:
        if row.blob is None:
            return None
        return self._page(self.desk.wiki.store.read_blob(row.blob).decode(errors="replace"))

    def joined(self) -> tuple[JoinedView, ...]:
        """What each side changed that was taken in without asking."""
        texts = (self.conflict.base, self.conflict.mine, self.conflict.theirs)
        base, mine, theirs = (self._page(text) for text in texts)
        if base is None or mine is None or theirs is None or self._is_whole:
            return ()
        found = [*self._keys(base, mine, theirs), *self._passages(base, mine, theirs)]
        return tuple(found[:_JOINED])

    @property
    def _is_whole(self) -> bool:
        return any(one.field == WHOLE for one in self.conflict.disputes)

    def _keys(self, base: Page, mine: Page, theirs: Page) -> list[JoinedView]:
        disputed = {one.field.partition(".")[0] for one in self.conflict.disputes} | {"id"}
        disputed |= set(_BOUND) if "territory" in disputed else set()
        kind = self.desk.wiki.kinds[self.desk.path.kind]
        found = []
        for key in {**base.front, **theirs.front, **mine.front}:
            old = base.front.get(key)
            ours, their = mine.front.get(key) != old, theirs.front.get(key) != old
            if key not in disputed and (ours or their):
                label = self.desk.say(label_of(kind, key))
                sides = (self._runs(key, old, page.front.get(key)) for page in (mine, theirs))
                found.append(JoinedView(label, *sides))
        return found

    def _runs(self, key: str, old: Any, new: Any) -> tuple[tuple[str, str], ...]:
        if new == old:
            return ()
        saying, question = Saying(self.reading), self.questions.get(key)
        before, after = (saying.value(question, value) for value in (old, new))
        return tuple(spans(before, after, budget=Budget()))

    def _passages(self, base: Page, mine: Page, theirs: Page) -> list[JoinedView]:
        disputed = [one for one in self.conflict.disputes if one.field.startswith("body.")]
        asked = [text for one in disputed for text in (one.base, one.mine, one.theirs) if text]
        found = []
        for page in (mine, theirs):
            for change in block_changes(base.body, page.body):
                old, new = (
                    "".join(text for op, text in change.words if op != other).strip()
                    for other in ("added", "removed")
                )
                if not any((new or old) in text for text in asked):
                    label = self.desk.say("Le texte, passage {number}").format(number=change.at)
                    sides = (change.words, ()) if page is mine else ((), change.words)
                    found.append(JoinedView(label, *sides))
        return found


def _words(base: str | None, text: str | None) -> tuple[tuple[str, str], ...]:
    return tuple(spans(base, text)) if base is not None and text is not None else ()
