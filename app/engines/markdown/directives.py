"""`:::name args` blocks: notices, steps, live lists, quizzes; unknown ones keep their content."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from app.domain.errors import InvalidQuery
from app.domain.live_lists import ARGUMENT, SHOWN_AS, named, selecting
from app.domain.selection import Order, Selection
from app.engines.markdown import quiz
from app.engines.markdown.shape import pieces, raw
from app.engines.markdown.words import Words

VIEWS = ("cards", "list", "table", "map")
SIZE_LIMIT = 200
_TONES = {
    "attention": "caution",
    "caution": "caution",
    "warning": "caution",
    "important": "bad",
    "danger": "bad",
    "astuce": "good",
    "tip": "good",
    "bon": "good",
    "note": "",
    "info": "",
}


@dataclass(slots=True)
class Arranger:
    """Replaces directives by what they stand for, innermost first; gathers the quizzes' ids."""

    words: Words
    scope: str = ""
    quizzes: list[str] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def arrange(self, tokens: Sequence[Token]) -> list[Token]:
        opened: list[Token] = []
        parts: list[list[Token]] = [[]]
        for token in tokens:
            if token.type == "directive_open":
                opened.append(token)
                parts.append([])
            elif token.type == "directive_close":
                inner, meta = parts.pop(), opened.pop().meta
                parts[-1] += self._directive(meta["name"], meta["args"], inner)
            else:
                parts[-1].append(token)
        return parts[0]

    def _directive(self, name: str, args: str, inner: list[Token]) -> list[Token]:
        match name:
            case "note":
                return note(args, inner)
            case "steps":
                return steps(inner)
            case "list":
                return [*live_list(args, self.words), *inner]
            case "quiz":
                return self._quiz(args, inner)
            case _:
                return unknown(name, args, inner, self.words)

    def _quiz(self, args: str, inner: list[Token]) -> list[Token]:
        found = quiz.read_quiz(arguments(args)[0].get("id", ""), inner)
        reason = quiz.problem(found, self.words)
        if reason:
            return [*notice(reason), *inner]
        found = replace(found, quiz_id=self._unused(found.quiz_id))
        self.quizzes.append(found.quiz_id)
        return quiz.show(found, self.words, scope=self.scope)

    def _unused(self, quiz_id: str) -> str:
        """The id, or with `--2`, which no slug has, where another quiz of the text has it."""
        self._seen[quiz_id] = self._seen.get(quiz_id, 0) + 1
        return quiz_id if self._seen[quiz_id] == 1 else f"{quiz_id}--{self._seen[quiz_id]}"


def arguments(text: str) -> tuple[dict[str, str], str]:
    """`name=value` pairs, values with spaces in quotes, and what is left of the text."""
    return named(text), ARGUMENT.sub("", text).strip()


def notice(sentence: str, *, tone: str = "caution") -> list[Token]:
    """A sentence of the wiki to whoever writes the page; no part of the page's words."""
    return [raw(f'<div class="notice {tone}"><div><p>{escapeHtml(sentence)}</p></div></div>\n')]


def note(args: str, inner: list[Token]) -> list[Token]:
    """A notice. A first word that names a tone sets it; the words are the title."""
    first, *rest = args.split(maxsplit=1) or [""]
    tone = _TONES.get(first.strip(".,:!").lower(), "")
    title = args
    if first.strip(".,:!").lower() in _TONES:
        title = "".join(rest).lstrip(" :,.!–—") or first
    title = title[:1].upper() + title[1:]
    head = f"<p><strong>{escapeHtml(title)}</strong></p>\n" if title else ""
    css = f"notice {tone}".strip()
    opening = raw(f'<div class="{css}" role="note"><div>{head}', nesting=1, words=title)
    return [opening, *inner, raw("</div></div>\n", nesting=-1)]


def steps(inner: list[Token]) -> list[Token]:
    """Numbered steps, from the headings inside or else from the items of the lists inside."""
    blocks = pieces(inner)
    levels = [int(b[0].tag[1]) for b in blocks if b[0].type == "heading_open"]
    if levels:
        return _steps_of_headings(blocks, f"h{min(levels)}")
    return [token for block in blocks for token in _steps_of_list(block)]


def _steps_of_headings(blocks: list[list[Token]], tag: str) -> list[Token]:
    out: list[Token] = []
    begun = False
    for block in blocks:
        if block[0].type == "heading_open" and block[0].tag == tag:
            between = "</div></li>\n<li><div>" if begun else '<ol class="steps">\n<li><div>'
            out.append(raw(between, nesting=0 if begun else 1))
            begun = True
        out += block
    return [*out, raw("</div></li>\n</ol>\n", nesting=-1)]


def _steps_of_list(block: list[Token]) -> list[Token]:
    if block[0].type not in ("bullet_list_open", "ordered_list_open"):
        return block
    out = [raw('<ol class="steps">\n', nesting=1)]
    for item in pieces(block[1:-1]):
        for part in pieces(item[1:-1]):
            part[0].hidden = part[-1].hidden = False
        out += [raw("<li><div>", nesting=1), *item[1:-1], raw("</div></li>\n", nesting=-1)]
    return [*out, raw("</ol>\n", nesting=-1)]


def live_list(args: str, words: Words) -> list[Token]:
    """The place of a list that views fill when they show the page, or a notice that says why not.

    The selection is written anew by `Selection`, so that what views read back is what was
    checked here.
    """
    ours = {name: value for name, value in named(args).items() if name in SHOWN_AS}
    try:
        selection = Selection.parse(selecting(args))
        _check(ours, words)
    except InvalidQuery as error:
        return notice(words.bad_list.format(reason=error.params["reason"]))
    ours.setdefault("view", VIEWS[0])
    data = {"list": str(selection)} | {n: ours[n] for n in SHOWN_AS if n in ours}
    attributes = "".join(f' data-{name}="{escapeHtml(value)}"' for name, value in data.items())
    return [raw(f"<div{attributes}></div>\n")]


def _check(ours: dict[str, str], words: Words) -> None:
    view, size, order = ours.get("view", ""), ours.get("size", "1"), ours.get("order", "title")
    if view and view not in VIEWS:
        raise InvalidQuery(reason=words.bad_view.format(view=view[:40], known=", ".join(VIEWS)))
    if not (size.isascii() and size.isdigit() and 0 < int(size[:4]) <= SIZE_LIMIT):
        raise InvalidQuery(reason=f"size={size[:20]}")
    if order not in list(Order):
        raise InvalidQuery(reason=f"order={order[:20]}")


def unknown(name: str, args: str, inner: list[Token], words: Words) -> list[Token]:
    """A neutral section that shows the name: the content of a directive is never lost."""
    called = f"{name} {args}".strip()
    label = escapeHtml(words.directive.format(name=called))
    head = f'<section class="directive"><p class="help">{label}</p>\n'
    return [raw(head, nesting=1, words=args), *inner, raw("</section>\n", nesting=-1)]
