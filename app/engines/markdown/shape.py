"""Parsed tokens put in the wiki's form: links and media settled, headings, tables and figures."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from app.domain.errors import InvalidMedium
from app.domain.links import slugify
from app.domain.media import MediumName
from app.engines.markdown import bounds
from app.engines.markdown.words import Words

_MEDIUM = re.compile(r"/?media/([0-9a-f]{64}\.[a-z0-9]{2,4})")
LABEL_LENGTH = 60
WIDE_COLUMNS = 5
_LAZY = {"loading": "lazy", "decoding": "async"}
_SOUNDS = ("audio/mpeg", "audio/ogg")


def raw(html: str, *, nesting: int = 0, words: str = "") -> Token:
    """Tags of our own; `words` is what of them a reader reads."""
    token = Token("raw", "", nesting)  # type: ignore[arg-type]
    token.content, token.meta = html, {"words": words}
    return token


def pieces(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens cut at their outermost level: a paragraph, a whole list, a whole directive..."""
    found: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            found.append([])
        found[-1].append(token)
        depth += token.nesting
    return found


def medium_of(address: str) -> MediumName | None:
    match = _MEDIUM.fullmatch(address)
    try:
        return MediumName.parse(match[1]) if match else None
    except InvalidMedium:
        return None


def is_outside(address: str) -> bool:
    return address.lower().startswith(("http:", "https:", "//"))


def text_of(children: Sequence[Token] | None) -> str:
    """The words of inline tokens, without markup."""
    found: list[str] = []
    for token in children or ():
        if token.type in ("text", "code_inline", "wiki_link"):
            found.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            found.append(" ")
        elif token.type == "image":
            found.append(str(token.attrs["alt"]) if "alt" in token.attrs else alt_of(token))
        elif token.type == "raw":
            found.append(token.meta["words"])
    return "".join(found)


def alt_of(image: Token) -> str:
    return text_of(image.children)


def settle(tokens: Sequence[Token]) -> None:
    """Inline links and images in their final form; pictures of other hosts become links.

    Raises TooMuch where tags would nest deeper than readers of HTML bear.
    """
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_settled(token.children))


def _settled(children: Sequence[Token]) -> Iterator[Token]:
    inside = depth = 0
    for token in children:
        depth += token.nesting
        if depth > bounds.NESTING:
            raise bounds.TooMuch
        if token.type == "link_open":
            inside += 1
            _settle_link(token)
        elif token.type == "link_close":
            inside -= 1
        if token.type == "image":
            yield from _settled_image(token, in_link=inside > 0)
        else:
            yield token


def _settle_link(token: Token) -> None:
    address = str(token.attrs["href"])
    medium = medium_of(address)
    if medium:
        token.attrs["href"] = f"/media/{medium}"
        token.meta = {"medium": str(medium)}
    elif is_outside(address):
        token.attrs["rel"] = "external noopener"


def _settled_image(token: Token, *, in_link: bool) -> Iterator[Token]:
    address, alt = str(token.attrs["src"]), alt_of(token)
    medium = medium_of(address)
    if medium and medium.content_type.startswith("image/"):
        token.attrs = {"src": f"/media/{medium}", "alt": alt, **_LAZY, **_title(token)}
        token.meta = {"medium": str(medium)}
        yield token
    elif medium and medium.content_type in _SOUNDS:
        label = f' aria-label="{escapeHtml(alt)}"' if alt else ""
        attributes = f'controls preload="none" src="/media/{medium}"{label}'
        sound = raw(f"<audio {attributes}></audio>", words=alt)
        sound.meta["medium"] = str(medium)
        yield sound
    elif in_link:
        yield _text(alt)
    else:
        yield from _link(address, alt or address)


def _title(token: Token) -> dict[str, str | int | float]:
    return {"title": token.attrs["title"]} if token.attrs.get("title") else {}


def _text(words: str) -> Token:
    token = Token("text", "", 0)
    token.content = words
    return token


def _link(address: str, label: str) -> Iterator[Token]:
    opening = Token("link_open", "a", 1)
    opening.attrs = {"href": address}
    _settle_link(opening)
    yield from (opening, _text(label), Token("link_close", "a", -1))


def frame_figures(tokens: Sequence[Token]) -> list[Token]:
    """A picture alone in its paragraph becomes a figure; its title is the caption."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        lone = _lone_picture(tokens, at)
        if token.type == "paragraph_open" and _lone_picture(tokens, at + 1):
            out.append(raw("<figure>", nesting=1))
        elif token.type == "paragraph_close" and _lone_picture(tokens, at - 1):
            out.append(raw("</figure>\n", nesting=-1))
        elif lone and lone.attrs.get("title"):
            title = str(lone.attrs.pop("title"))
            caption = f"<figcaption>{escapeHtml(title)}</figcaption>"
            out += [token, raw(caption, words=title)]
        else:
            out.append(token)
    return out


def _lone_picture(tokens: Sequence[Token], at: int) -> Token | None:
    if not 0 < at < len(tokens) - 1 or tokens[at].type != "inline":
        return None
    if tokens[at - 1].type != "paragraph_open" or len(tokens[at].children or ()) != 1:
        return None
    child = tokens[at].children[0]  # type: ignore[index]
    return child if child.type in ("image", "raw") and "medium" in child.meta else None


def shape_headings(tokens: Sequence[Token], *, top: int, anchors: bool) -> None:
    """The highest heading of the text takes the level `top`, and no level is skipped after it."""
    opens = [(at, int(t.tag[1])) for at, t in enumerate(tokens) if t.type == "heading_open"]
    highest = min((level for _, level in opens), default=1)
    last, seen = top - 1, dict[str, int]()
    for at, level in opens:
        last = min(level - highest + top, last + 1, 6)
        tokens[at].tag = f"h{last}"
        words = text_of(tokens[at + 1].children).strip()
        tokens[at].meta = {"level": last, "words": words}
        if anchors:
            tokens[at].attrs["id"] = _anchor(words, seen)
    _shape_closings(tokens)


def _shape_closings(tokens: Sequence[Token]) -> None:
    tag = ""
    for token in tokens:
        if token.type == "heading_open":
            tag = token.tag
        elif token.type == "heading_close":
            token.tag = tag


def _anchor(words: str, seen: dict[str, int]) -> str:
    """`s-` and a slug; a second one of the same name ends in `--2`, which no slug does."""
    base = f"s-{slugify(words) or 'titre'}"
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}--{seen[base]}"


def shape_tables(tokens: Sequence[Token], words: Words) -> list[Token]:
    """Tables that stack on a telephone: each cell names its column; wide ones scroll alone."""
    out: list[Token] = []
    labels: list[str] = []
    column = 0
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            labels = []
            token.attrs["class"] = "table stack"
            out.append(raw(_scroll_box(tokens, at, words), nesting=1))
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            labels.append(text_of(tokens[at + 1].children)[:LABEL_LENGTH].strip())
            _shape_cell(token, {"scope": "col"} if labels[-1] else {})
            token.tag = "th" if labels[-1] else "td"
            tokens[at + 2].tag = token.tag
        elif token.type == "td_open":
            _shape_cell(token, {"data-label": labels[column]} if labels[column] else {})
            column += 1
        out.append(token)
        if token.type == "table_close":
            out.append(raw("</div>\n", nesting=-1))
    return out


def _scroll_box(tokens: Sequence[Token], at: int, words: Words) -> str:
    columns = 0
    while tokens[at].type != "tr_close":
        columns += tokens[at].type == "th_open"
        at += 1
    if columns < WIDE_COLUMNS:
        return '<div class="table-box">'
    label = escapeHtml(words.table)
    return f'<div class="table-box" role="region" tabindex="0" aria-label="{label}">'


def _shape_cell(token: Token, attrs: dict[str, str]) -> None:
    style = str(token.attrs.pop("style", ""))
    side = {"text-align:right": "number", "text-align:center": "centre"}.get(style)
    token.attrs.update({"class": side} if side else {})
    token.attrs.update(attrs)
