"""Two versions of a page, set side by side in words."""

from collections.abc import Callable
from dataclasses import dataclass

from app.actions.read_page import Version, read_version
from app.actions.wiki import Wiki
from app.domain.diff import Budget, spans
from app.domain.page import Page
from app.domain.page_path import PagePath, RevisionId
from app.domain.passages import Passage, compare_bodies
from app.domain.people import Reader
from app.domain.yaml_text import dump_entry

Words = tuple[tuple[str, str], ...]
# Gives the words of people for a key of the card and its value.
Say = Callable[[str, object], str]
_HIDDEN = ("id", "provenance")


@dataclass(frozen=True, slots=True)
class BlockChange:
    """`op`: changed, added, removed, moved, spaced (blanks alone), same. `field` is a front-matter
    key or ``; `at` and `was` count the blocks of the newer and the older text from 1 (0: in none;
    a block that went stands where it would come); `words` are (same | removed | added, text).
    """

    op: str
    field: str
    at: int
    words: Words
    was: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """`passages` are all blocks of both texts, those that stayed too. `blank`: the texts differ by
    the blank lines between their blocks alone."""

    old: Version
    new: Version
    fields: tuple[BlockChange, ...]
    passages: tuple[BlockChange, ...]
    blank: bool = False

    @property
    def blocks(self) -> tuple[BlockChange, ...]:
        """What changed in the text."""
        return tuple(one for one in self.passages if one.op != "same")


def as_written(_key: str, value: object) -> str:
    return said_of(value)


def compare(
    wiki: Wiki,
    path: PagePath,
    old: RevisionId,
    new: RevisionId,
    *,
    reader: Reader,
    say: Say = as_written,
) -> Comparison:
    """Raises RevisionNotFound where this reader may not see one of the two."""
    before = read_version(wiki, path, old, reader=reader)
    after = read_version(wiki, path, new, reader=reader)
    passages = tuple(all_passages(before.page.body, after.page.body))
    return Comparison(
        before,
        after,
        tuple(field_changes(before.page, after.page, say=say)),
        passages,
        blank=before.page.body != after.page.body and all(one.op == "same" for one in passages),
    )


def field_changes(old: Page, new: Page, *, say: Say = as_written) -> list[BlockChange]:
    keys = [*new.front, *(key for key in old.front if key not in new.front)]
    budget, found = Budget(), []
    for key in keys:
        before, after = _both_said(old, new, key, say)
        if before != after and key not in _HIDDEN:
            op = "added" if before is None else "removed" if after is None else "changed"
            words = spans(before or "", after or "", budget=budget)
            found.append(BlockChange(op, key, 0, tuple(words)))
    return found


def _both_said(
    old: Page, new: Page, key: str, say: Say
) -> tuple[str | None, str | None]:  # fmt: skip
    """The two values in words; exactly, where words alone would not tell them apart."""
    before, after = (_said(page, key, say) for page in (old, new))
    if before == after and old.front.get(key) != new.front.get(key):
        return _exactly(old, key), _exactly(new, key)
    return before, after


def _said(page: Page, key: str, say: Say) -> str | None:
    if key not in page.front:
        return None
    return say(key, page.front[key])


def said_of(value: object) -> str:
    """A value of the card in words; a list of several things is one line for each."""
    if isinstance(value, list) and not all(isinstance(item, str | int | float) for item in value):
        return "\n".join(f"{n}. {_line(item)}" for n, item in enumerate(value, 1))
    return _line(value)


def _line(value: object) -> str:
    """A value as one line, without its keys."""
    if isinstance(value, dict):
        return " · ".join(_line(one) for one in value.values() if one not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_line(one) for one in value)
    return "" if value is None else str(value)


def _exactly(page: Page, key: str) -> str:
    return dump_entry(key, page.front[key]).removeprefix(f"{key}:").strip()


def block_changes(old: str, new: str) -> list[BlockChange]:
    return [one for one in all_passages(old, new) if one.op != "same"]


def all_passages(old: str, new: str) -> list[BlockChange]:
    """Every block of both texts with what became of it."""
    budget = Budget()
    found: list[BlockChange] = []
    last = 0
    for one in compare_bodies(old, new):
        last = one.at or last
        found.append(BlockChange(one.op, "", one.at or last, _in_words(one, budget), one.was))
    return found


def _in_words(one: Passage, budget: Budget) -> Words:
    if one.op in ("same", "moved"):
        return (("same", one.new),)
    return tuple(spans(one.old, one.new, budget=budget))
