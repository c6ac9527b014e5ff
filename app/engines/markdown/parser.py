"""The dialect: CommonMark, tables, strikethrough, footnotes, task lists, and the wiki's own signs.

Raw HTML is text. The wiki's signs are `[[wiki links]]`, bare http(s) addresses and directives.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.domain.blocks import DIRECTIVE, directive_ends
from app.domain.links import LinkTarget
from app.engines.markdown import bounds
from app.engines.markdown.html import NOTE_RULES, WikiHTML

# Stands for `|` inside wiki links while tables are cut into cells. A non-character of Unicode,
# which no text holds.
BAR = "\ufdd0"
_LINK_BAR = re.compile(r"(\[\[[^\[\]|\n]{1,300}?)\\?\|(?=[^\[\]\n]{1,300}\]\])")
# WIKI_LINK of the domain, with the shielded bar.
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\ufdd0\n]{1,300})(?:[|\ufdd0]([^\[\]\n]{1,300}))?\]\]")
_SCHEME = re.compile(r"[^/?#]*?:")
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”\[\]|`\ufdd0]{1,1000}", re.IGNORECASE)
_SCHEME_BEFORE = re.compile(r"(?<![^\W_])https?$", re.IGNORECASE)
_NOTE_REF = re.compile(r"\[\^([^\s\]]{1,100})\]")
InlineRule = Callable[[StateInline, bool], bool]


def build_parser() -> MarkdownIt:
    """A parser that holds no state of its own, so that threads may share it."""
    options = {"html": False, "maxNesting": bounds.NESTING, "tasklists": True, "xhtmlOut": False}
    md = MarkdownIt("commonmark", options, renderer_cls=WikiHTML)
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False)
    md.renderer.rules |= {name: getattr(md.renderer, name) for name in NOTE_RULES}  # type: ignore[attr-defined]
    md.validateLink = valid_link  # type: ignore[method-assign]
    md.core.ruler.after("block", "bound_tokens", _bound_tokens)
    md.core.ruler.before("footnote_tail", "keep_notes", _keep_notes)
    alternatives = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "directive", _directive, alternatives)
    md.inline.ruler.at("link", _unless_hopeless(link))
    md.inline.ruler.at("image", _unless_hopeless(image))
    md.inline.ruler.at("footnote_ref", _note_ref)
    md.inline.ruler.before("link", "wiki_link", _wiki_link)
    md.inline.ruler.before("newline", "address", _address)
    return md


def shield_bars(body: str) -> str:
    """The body with the bars of wiki links out of the way of tables; `BAR` stands for them."""
    return _LINK_BAR.sub(rf"\1{BAR}", body) if "[[" in body and "|" in body else body


def put_bars_back(tokens: Sequence[Token]) -> None:
    """The tokens of a shielded body as the author wrote them."""
    for token in tokens:
        token.content = token.content.replace(BAR, "|")
        token.attrs = {k: str(v).replace(BAR, "|") for k, v in token.attrs.items()}
        if "args" in token.meta:
            token.meta["args"] = token.meta["args"].replace(BAR, "|")
        put_bars_back(token.children or ())


def valid_link(url: str) -> bool:
    """http, https, mailto and relative addresses: no other scheme can be written down."""
    if len(url) > bounds.URL_LENGTH:
        return False
    scheme = _SCHEME.match(url.strip())
    return not scheme or scheme[0].lower() in ("http:", "https:", "mailto:")


def _bound_tokens(state: StateCore) -> None:
    tokens = state.tokens
    if len(tokens) > bounds.TOKENS or any(t.level >= bounds.NESTING - 1 for t in tokens):
        raise bounds.TooMuch


def _keep_notes(state: StateCore) -> None:
    """Footnotes that nothing calls are shown with the others: nothing written is lost."""
    notes = state.env.get("footnotes", {})
    for key, number in notes.get("refs", {}).items():
        if number < 0:
            notes["list"][len(notes["list"])] = {"label": key[1:], "count": 0}


def _unless_hopeless(rule: InlineRule) -> InlineRule:
    def guarded(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "![" or _hopeless(state):
            return False
        return rule(state, silent)

    return guarded


def _hopeless(state: StateInline) -> bool:
    known = state.env.get("brackets")
    if known is None or known[0] is not state.src:
        known = state.env["brackets"] = (state.src, bounds.hopeless_brackets(state.src))
    return bool(known[1])


def _wiki_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or state.linkLevel > 0:
        return False
    match = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    target = LinkTarget.parse(match[1])
    if not str(target):
        return False
    if not silent:
        token = state.push("wiki_link", "a", 0)
        token.content = (match[2] or match[1]).strip() or match[1].strip()
        token.meta = {"target": target, "bare": not match[2] and not target.title}
    state.pos = match.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """A bare http(s) address; what closes a sentence or a bracket after it is not part of it."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    before = _SCHEME_BEFORE.search(state.pending[-9:])
    if not before:
        return False
    start = state.pos - len(before[0])
    match = _ADDRESS.match(state.src, start, state.posMax)
    url = _trimmed(match[0]) if match else ""
    if len(url) <= len(before[0]) + 3:
        return False
    if not silent:
        state.pending = state.pending[: -len(before[0])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos = start + len(url)
    return True


def _trimmed(url: str) -> str:
    spare = url.count(")") - url.count("(")
    while url and (url[-1] in ".,;:!?*_~'’…" or (url[-1] == ")" and spare > 0)):
        spare -= url[-1] == ")"
        url = url[:-1]
    return url


def _note_ref(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    notes = state.env.get("footnotes")
    match = _NOTE_REF.match(state.src, state.pos, state.posMax)
    if not notes or not match or f":{match[1]}" not in notes["refs"]:
        return False
    if not silent:
        number = notes["refs"][f":{match[1]}"]
        if number < 0:
            number = notes["refs"][f":{match[1]}"] = len(notes["list"])
            notes["list"][number] = {"label": match[1], "count": 0}
        note = notes["list"][number]
        state.push("footnote_ref", "", 0).meta = {"id": number, "subId": note["count"]}
        note["count"] += 1
    state.pos = match.end()
    return True


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", at) or state.is_code_block(start):
        return False
    match = DIRECTIVE.match(state.src[at : state.eMarks[start]])
    if not match:
        return False
    if silent:
        return True
    known = state.env.setdefault("directives", {})
    if start not in known:
        known.update(directive_ends(_lines(state, start, end), start))
    stop, closed = known[start]
    last = min(stop, end)
    _push_directive(state, start, last, match[2], match[3] or "")
    state.line = last + (closed and last == stop and stop < end)
    return True


def _push_directive(state: StateBlock, start: int, end: int, name: str, args: str) -> None:
    token = state.push("directive_open", "", 1)
    token.map = [start, end]
    token.meta = {"name": name.lower(), "args": args.strip()}
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", end
    state.md.block.tokenize(state, start + 1, end)
    state.parentType, state.lineMax = parent, line_max
    state.push("directive_close", "", -1)


def _lines(state: StateBlock, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Lines of the quote, item or page that holds a directive, without the indent it gives."""
    for line in range(start, end):
        begin = state.bMarks[line] + state.tShift[line]
        text = state.src[begin : state.eMarks[line]]
        if text and state.sCount[line] < state.blkIndent:
            return
        yield state.sCount[line] - state.blkIndent, text
