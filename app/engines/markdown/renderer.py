"""Renderer of app.ports, on markdown-it-py and nh3."""

import hashlib
import logging
from functools import lru_cache
from typing import Any

import markdown_it
import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from app.domain.outline import Outline, RenderedPage
from app.engines.markdown import bounds, shape
from app.engines.markdown.cleaning import clean
from app.engines.markdown.directives import Arranger, notice
from app.engines.markdown.parser import build_parser, put_bars_back, shield_bars
from app.engines.markdown.reading import read_outline
from app.engines.markdown.words import Words, words_for

# Raise it when the same text would give other HTML or another outline: kept pages are made anew.
FORM = 2
_log = logging.getLogger(__name__)


class MarkdownRenderer:
    """Safe HTML and outlines. Holds nothing between calls; threads may share one."""

    version = f"{FORM}+markdown-it-{markdown_it.__version__}+nh3-{nh3.__version__}"

    def __init__(self) -> None:
        self._parser = build_parser()

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process has one of its own."""
        return _of_this_process, ()

    def render(self, body: str, *, kind: str, lang: str) -> RenderedPage:  # noqa: ARG002  the seam's
        """The page's HTML and outline, from one parse. Same for every kind.

        A text that passes a bound is shown as it was written, with a notice.
        """
        words = words_for(lang)
        env = {"words": words, "scope": ""}
        try:
            tokens, outline = self._read(body, env, top=2, anchors=True)
            html = self._parser.renderer.render(tokens, self._parser.options, env)
        except Exception as error:
            return RenderedPage(*_as_written(body, words, error))
        return RenderedPage(clean(html), outline)

    def render_field(
        self, text: str, *, lang: str = "fr", scope: str = "", heading_level: int = 4
    ) -> str:
        """Markdown of a front-matter value (a step, an evaluation) as safe HTML.

        Its headings start at `heading_level` and have no anchors. Ids and names in it hold
        `scope`, by default a digest of the text, so that texts of one page do not clash.
        """
        words = words_for(lang)
        scope = scope or hashlib.sha256(text.encode()).hexdigest()[:8]
        env = {"words": words, "scope": f"{scope}-"}
        try:
            tokens, _ = self._read(text, env, top=heading_level, anchors=False)
            html = self._parser.renderer.render(tokens, self._parser.options, env)
        except Exception as error:
            return _as_written(text, words, error)[0]
        return clean(html)

    def outline(self, body: str) -> Outline:
        """What `render` gives as the outline, without making the HTML."""
        words = words_for("fr")
        try:
            return self._read(body, {"words": words, "scope": ""}, top=2, anchors=True)[1]
        except Exception as error:
            return _as_written(body, words, error)[1]

    def _read(
        self, body: str, env: dict[str, Any], *, top: int, anchors: bool
    ) -> tuple[list[Token], Outline]:
        bounds.check_text(body)
        shielded = shield_bars(body)
        tokens = self._parser.parse(shielded, env)
        if shielded is not body:
            put_bars_back(tokens)
        shape.settle(tokens)
        arranger = Arranger(env["words"], env["scope"])
        tokens = arranger.arrange(tokens)
        shape.shape_headings(tokens, top=top, anchors=anchors)
        tokens = shape.frame_figures(shape.shape_tables(tokens, env["words"]))
        return tokens, read_outline(tokens, arranger.quizzes)


@lru_cache(maxsize=1)
def _of_this_process() -> MarkdownRenderer:
    return MarkdownRenderer()


def _as_written(body: str, words: Words, error: Exception) -> tuple[str, Outline]:
    """The text as it was typed, under a notice.

    Whatever the parser stumbles on, the text must stay readable, and one page must not stop a
    rebuild of all: so any error ends here, and the log says which.
    """
    if not isinstance(error, bounds.TooMuch):
        _log.warning("A text could not be laid out and is shown as written.", exc_info=error)
    said = notice(words.unread)[0].content
    html = clean(f'{said}<pre class="plain" tabindex="0">{escapeHtml(body)}</pre>\n')
    return html, Outline((), (), (), (), (), body)
