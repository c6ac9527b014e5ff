"""Tokens to tags: what each piece of a page looks like."""

from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

# A note called a thousand times does not need a thousand ways back.
BACK_LINKS = 20
# What the footnote plugin would otherwise draw its own way.
NOTE_RULES = (
    "footnote_ref",
    "footnote_block_open",
    "footnote_block_close",
    "footnote_open",
    "footnote_close",
    "footnote_anchor",
)
Env = Any
Options = Any


class WikiHTML(RendererHTML):
    """`env` holds `words` (a Words) and `scope`, which keeps ids of one page's texts apart."""

    def raw(self, tokens: Sequence[Token], at: int, _options: Options, _env: Env) -> str:
        """Tags that the wiki itself wrote, every value in them escaped."""
        return tokens[at].content

    def wiki_link(self, tokens: Sequence[Token], at: int, _options: Options, _env: Env) -> str:
        token = tokens[at]
        bare = ' data-bare="yes"' if token.meta["bare"] else ""
        target = escapeHtml(str(token.meta["target"]))
        return f'<a data-wiki="{target}"{bare}>{escapeHtml(token.content)}</a>'

    def list_item_open(self, tokens: Sequence[Token], at: int, _options: Options, env: Env) -> str:
        meta = tokens[at].meta
        if "checked" not in meta:
            return "<li>"
        word = escapeHtml(env["words"].done if meta["checked"] else env["words"].to_do)
        checked = " checked" if meta["checked"] else ""
        return f'<li class="task"><input type="checkbox" aria-label="{word}" disabled{checked}> '

    def fence(self, tokens: Sequence[Token], at: int, _options: Options, _env: Env) -> str:
        code = escapeHtml(tokens[at].content)
        return f'<pre tabindex="0"><code>{code}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], at: int, options: Options, env: Env) -> str:
        return self.fence(tokens, at, options, env)

    def footnote_ref(self, tokens: Sequence[Token], at: int, _options: Options, env: Env) -> str:
        number, again = tokens[at].meta["id"] + 1, tokens[at].meta["subId"]
        own = f"r-{env['scope']}{number}" + (f"-{again + 1}" if again else "")
        word = escapeHtml(env["words"].note.format(n=number))
        return (
            f'<sup><a href="#n-{env["scope"]}{number}" id="{own}" aria-label="{word}">'
            f"{number}</a></sup>"
        )

    def footnote_block_open(
        self, _tokens: Sequence[Token], _at: int, _options: Options, env: Env
    ) -> str:
        return f'<section class="footnotes" aria-label="{escapeHtml(env["words"].notes)}"><ol>\n'

    def footnote_block_close(
        self, _tokens: Sequence[Token], _at: int, _options: Options, _env: Env
    ) -> str:
        return "</ol></section>\n"

    def footnote_open(self, tokens: Sequence[Token], at: int, _options: Options, env: Env) -> str:
        return f'<li id="n-{env["scope"]}{tokens[at].meta["id"] + 1}">'

    def footnote_close(
        self, _tokens: Sequence[Token], _at: int, _options: Options, _env: Env
    ) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], at: int, _options: Options, env: Env) -> str:
        meta = tokens[at].meta
        called = env["footnotes"]["list"][meta["id"]]["count"]
        if not called or meta["subId"] >= BACK_LINKS:
            return ""
        again = f"-{meta['subId'] + 1}" if meta["subId"] else ""
        word = escapeHtml(env["words"].back)
        return f' <a href="#r-{env["scope"]}{meta["id"] + 1}{again}" aria-label="{word}">↩</a>'
