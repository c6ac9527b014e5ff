"""A page's text with the links to another brought up to date: those bytes change, no others.

Wiki links by a former title or address, addresses of this site in Markdown links, references and
texts of the card. What stands in code stays as it is, and is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter
from app.domain.blocks import code_lines
from app.domain.errors import InvalidPage
from app.domain.links import REFERENCES, WIKI_LINK, LinkTarget, fold
from app.domain.page_path import PagePath

_TICKS = re.compile(r"`+")
_UNSAFE = re.compile(r"[\[\]|\n]")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A page under its name of now, and those that it bore: folded titles, addresses of the wiki.

    `by_title`: its title names it alone. `urls` are its old addresses on the web, each with the
    new one, with and without the site before it.
    """

    path: PagePath
    title: str
    old_titles: frozenset[str]
    old_paths: frozenset[PagePath]
    urls: Mapping[str, str]
    by_title: bool = True


@dataclass(frozen=True, slots=True)
class Relinked:
    """`changed` links were written anew; `in_code` would have been, were they not code."""

    text: str
    changed: int
    in_code: int


def relink(text: str, renamed: Renamed) -> Relinked:
    """Raises InvalidPage where the text has no front matter that can be read."""
    front, body = front_matter.split(text)
    body, changed, in_code = _in_body(body, renamed)
    whole, in_card = _in_front(front_matter.FENCE + front + front_matter.FENCE + body, renamed)
    return Relinked(whole, changed + in_card, in_code)


def _in_body(body: str, renamed: Renamed) -> tuple[str, int, int]:
    found = sorted(_replacements(body, renamed))
    if not found:
        return body, 0, 0
    code = _code(body)
    pieces, at, changed, in_code, zone = [], 0, 0, 0, 0
    for start, end, words in found:
        while zone < len(code) and code[zone][1] <= start:
            zone += 1
        if zone < len(code) and code[zone][0] < end:
            in_code += 1
            continue
        if start < at:
            continue
        pieces += [body[at:start], words]
        at, changed = end, changed + 1
    return "".join([*pieces, body[at:]]), changed, in_code


def _replacements(text: str, renamed: Renamed) -> Iterator[tuple[int, int, str]]:
    """(start, end, new words) of each thing to write anew, code or not."""
    for match in WIKI_LINK.finditer(text) if "[[" in text else ():
        if not _escaped(text, match.start()) and (words := _link(match, renamed)) is not None:
            yield match.start(), match.end(), words
    for match in _addresses(renamed).finditer(text) if renamed.urls else ():
        yield match.start(1), match.end(1), renamed.urls[match[1]]


def _escaped(text: str, at: int) -> bool:
    before = text[max(0, at - 50) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _link(match: re.Match[str], renamed: Renamed) -> str | None:
    """The link under the new name; None where it names something else, or the page rightly."""
    target = LinkTarget.parse(match[1])
    label = match[2]
    if target.title:
        if target.title not in renamed.old_titles:
            return None
        if renamed.by_title and not _UNSAFE.search(renamed.title):
            return f"[[{renamed.title}|{label}]]" if label else f"[[{renamed.title}]]"
        return f"[[{renamed.path}|{label or match[1].strip()}]]"
    if target.path not in renamed.old_paths:
        return None
    return f"[[{renamed.path}|{label}]]" if label else f"[[{renamed.path}]]"


def _addresses(renamed: Renamed) -> re.Pattern[str]:
    """Where a Markdown link, or a definition of one, leads."""
    known = "|".join(re.escape(url) for url in sorted(renamed.urls, key=len, reverse=True))
    before = r"(?:\]\(<?|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*<?)"
    return re.compile(rf"{before}({known})(?=[)>#?\s]|$)", re.M)


def _code(body: str) -> list[tuple[int, int]]:
    """Where code stands: fences, indented blocks, and between back-ticks."""
    zones: list[tuple[int, int]] = []
    at = start = 0
    for line, is_code in code_lines(body):
        if is_code:
            zones += _ticked(body, start, at)
            start = at + len(line)
            zones.append((at, start))
        elif not line.strip():
            zones += _ticked(body, start, at)
            start = at + len(line)
        at += len(line)
    return [*zones, *_ticked(body, start, at)]


def _ticked(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Code between two runs of as many back-ticks; each run is looked at once."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(body, start, end)]
    closers: dict[int, list[int]] = {}
    for n, (a, b) in reversed(list(enumerate(runs))):
        closers.setdefault(b - a, []).append(n)
    n = 0
    while n < len(runs):
        a, b = runs[n]
        later = closers[b - a]
        while later and later[-1] <= n:
            later.pop()
        if later and not _escaped(body, a):
            yield a, runs[later[-1]][1]
            n = later[-1]
        n += 1


def _in_front(text: str, renamed: Renamed) -> tuple[str, int]:
    """Each entry's own lines are changed where that says what is meant; else it is written anew."""
    read = front_matter.parse(front_matter.split(text)[0])
    changed = 0
    for key, value in read.values.items():
        meant, count = _value(value, renamed, reference=key in REFERENCES)
        if count:
            changed += count
            text = _entry(text, key, meant, renamed)
    return text, changed


def _value(value: Any, renamed: Renamed, *, reference: bool) -> tuple[Any, int]:
    if isinstance(value, str):
        return _words(value, renamed, reference=reference)
    if isinstance(value, list):
        items = [_value(one, renamed, reference=reference) for one in value]
        return [one for one, _ in items], sum(count for _, count in items)
    if isinstance(value, Mapping):
        pairs = {k: _value(one, renamed, reference=reference) for k, one in value.items()}
        return {k: one for k, (one, _) in pairs.items()}, sum(n for _, n in pairs.values())
    return value, 0


def _words(value: str, renamed: Renamed, *, reference: bool) -> tuple[str, int]:
    if reference and LinkTarget.parse(value).path in renamed.old_paths:
        return str(renamed.path), 1
    body, changed, _ = _in_body(value, renamed) if "[" in value else (value, 0, 0)
    return body, changed


def _entry(text: str, key: str, meant: Any, renamed: Renamed) -> str:
    front, body = front_matter.split(text)
    first, last = front_matter.parse(front).lines[key]
    lines = front.splitlines(keepends=True)
    entry = "".join(lines[first:last])
    for old in renamed.old_paths:
        entry = re.sub(rf"(?<![\w/.:-]){re.escape(str(old))}(?![\w/-])", str(renamed.path), entry)
    entry = _in_body(entry, renamed)[0] if "[" in entry else entry
    made = front_matter.FENCE + "".join([*lines[:first], entry, *lines[last:]]) + front_matter.FENCE
    return made + body if _says(made, key, meant) else front_matter.splice(text, {key: meant})


def _says(front: str, key: str, meant: Any) -> bool:
    try:
        found = front_matter.parse(front_matter.split(front)[0]).values
    except InvalidPage:
        return False
    return front_matter.frozen(found.get(key)) == front_matter.frozen(meant)


def names_of(titles: Sequence[str], paths: Sequence[PagePath]) -> list[LinkTarget]:
    """What links may call a page."""
    return [
        *(LinkTarget(title=fold(title)[:300]) for title in titles),
        *(LinkTarget(kind=path.kind, slug=path.slug) for path in paths),
    ]
