"""Two versions of a page, set side by side in words."""

from dataclasses import dataclass

from app.actions.read_page import Version, read_version
from app.actions.wiki import Wiki
from app.domain.blocks import split_blocks
from app.domain.diff import Hunk, hunks, spans
from app.domain.page import Page
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.yaml_text import dump_entry

Words = tuple[tuple[str, str], ...]
_HIDDEN = ("id",)


@dataclass(frozen=True, slots=True)
class BlockChange:
    """`op`: changed, added, removed. `field` is a front-matter key or ``; `at` counts the blocks
    of the newer text from 1; `words` are (same | removed | added, text)."""

    op: str
    field: str
    at: int
    words: Words


@dataclass(frozen=True, slots=True)
class Comparison:
    old: Version
    new: Version
    fields: tuple[BlockChange, ...]
    blocks: tuple[BlockChange, ...]


def compare(
    wiki: Wiki, path: PagePath, old: RevisionId, new: RevisionId, *, reader: Reader
) -> Comparison:
    """Raises RevisionNotFound where this reader may not see one of the two."""
    before = read_version(wiki, path, old, reader=reader)
    after = read_version(wiki, path, new, reader=reader)
    return Comparison(
        before,
        after,
        tuple(field_changes(before.page, after.page)),
        tuple(block_changes(before.page.body, after.page.body)),
    )


def field_changes(old: Page, new: Page) -> list[BlockChange]:
    keys = [*new.front, *(key for key in old.front if key not in new.front)]
    found = []
    for key in keys:
        before, after = (_said(page, key) for page in (old, new))
        if before != after and key not in _HIDDEN:
            op = "added" if before is None else "removed" if after is None else "changed"
            found.append(BlockChange(op, key, 0, tuple(spans(before or "", after or ""))))
    return found


def _said(page: Page, key: str) -> str | None:
    if key not in page.front:
        return None
    value = page.front[key]
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ", ".join(str(item) for item in value)
    return dump_entry(key, value).removeprefix(f"{key}:").strip()


def block_changes(old: str, new: str) -> list[BlockChange]:
    before = [block.rstrip("\n") for block in split_blocks(old)]
    after = [block.rstrip("\n") for block in split_blocks(new)]
    found: list[BlockChange] = []
    shift = 0
    for hunk in hunks(before, after):
        found += _hunk(before, hunk, hunk.start + shift)
        shift += len(hunk.after) - (hunk.end - hunk.start)
    return found


def _hunk(before: list[str], hunk: Hunk, at: int) -> list[BlockChange]:
    gone, came = before[hunk.start : hunk.end], [str(block) for block in hunk.after]
    paired = min(len(gone), len(came))
    changes = [
        BlockChange("changed", "", at + n + 1, tuple(spans(gone[n], came[n])))
        for n in range(paired)
    ]
    changes += [BlockChange("removed", "", at + paired, (("removed", b),)) for b in gone[paired:]]
    changes += [
        BlockChange("added", "", at + paired + n + 1, (("added", block),))
        for n, block in enumerate(came[paired:])
    ]
    return changes
