"""The words of a screen that stand outside ⟦ and ⟧."""

import re
from html.parser import HTMLParser

SHOWN = ("alt", "aria-label", "title", "placeholder", "label", "content")
# Code, and what shows the text of pages as it was written or found.
HIDDEN = ("script", "style", "pre", "textarea", "code")
WORD = re.compile(r"[^\W\d_]{2,}")


class Outside(HTMLParser):
    """The pieces of text, and of spoken attributes, that stand outside the brackets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth, self._hidden = 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        said = dict(attrs)
        for name in SHOWN:
            if (name != "content" or said.get("name") == "description") and said.get(name):
                self._read(said[name] or "", 0)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._depth = self._read(data, self._depth)

    def _read(self, text: str, depth: int) -> int:
        for piece in re.split("([⟦⟧])", text):
            depth += (piece == "⟦") - (piece == "⟧")
            if depth == 0 and WORD.search(piece):
                self.found.append(" ".join(piece.split()))
        return depth
