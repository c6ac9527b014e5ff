"""Three texts of a page made one, or the points on which a person must choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.errors import Dispute, EditConflict
from app.domain.merge import CHOICES, merge_pages
from app.domain.page import Page, parse_page
from app.domain.page_path import PagePath
from app.domain.rules import Rules

WHOLE = "page"


@dataclass(frozen=True, slots=True)
class Sides:
    """`theirs` with what `mine` changed since `base`; `theirs_revision` is told in a conflict."""

    path: PagePath
    base: str
    mine: str
    theirs: str
    theirs_revision: str

    def disputes(self, rules: Rules, settle: Mapping[str, str]) -> tuple[str, tuple[Dispute, ...]]:
        """The merged text, and what is still open in it."""
        if self.mine == self.theirs or self.theirs == self.base:
            return self.mine, ()
        if self.mine == self.base:
            return self.theirs, ()
        merged = merge_pages(self.base, self.mine, self.theirs, settle=choice_of(settle))
        if merged.disputes:
            return merged.text, merged.disputes
        return self._sound(merged.text, rules, settle)

    def _sound(
        self, text: str, rules: Rules, settle: Mapping[str, str]
    ) -> tuple[str, tuple[Dispute, ...]]:
        """Where each side is sound and their sum is not, a person chooses between the two."""
        if not rules.check(parse_page(self.path, text)):
            return text, ()
        if any(rules.check(parse_page(self.path, side)) for side in (self.mine, self.theirs)):
            return text, ()
        choice = settle.get(WHOLE)
        if choice in ("mine", "theirs"):
            return self.mine if choice == "mine" else self.theirs, ()
        return text, (Dispute(WHOLE, self.base, self.mine, self.theirs),)

    def require(self, rules: Rules, settle: Mapping[str, str]) -> Page:
        """The merged page, fit to be saved. Raises EditConflict, InvalidPage."""
        text, disputes = self.disputes(rules, settle)
        if disputes:
            raise self.conflict(disputes)
        page = parse_page(self.path, text)
        rules.require(page)
        return page

    def conflict(self, disputes: tuple[Dispute, ...]) -> EditConflict:
        return EditConflict(
            self.path, base=self.base, mine=self.mine, theirs=self.theirs,
            theirs_revision=self.theirs_revision, disputes=disputes,
        )  # fmt: skip


def choice_of(settle: Mapping[str, str]) -> Callable[[str], str | None]:
    """What was chosen for a dispute; a word that is no choice is none."""

    def choice(field: str) -> str | None:
        said = settle.get(field)
        return said if said in CHOICES else None

    return choice
