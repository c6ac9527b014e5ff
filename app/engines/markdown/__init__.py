"""Markdown made safe HTML: markdown-it-py reads it, nh3 has the last word.

`MarkdownRenderer` is the Renderer of `app.ports`. The modules beside it are its parts and nobody
else's: `parser` (rules), `shape` (tokens put in the wiki's form), `directives`, `quiz`, `html`
(tokens to tags), `reading` (tokens to an outline), `cleaning`, `bounds`, `words`.
"""

from app.engines.markdown.renderer import MarkdownRenderer

__all__ = ["MarkdownRenderer"]
