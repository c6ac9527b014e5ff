"""A way to correct one part of a text, beside the heading of that part."""

import re
from html import escape
from urllib.parse import quote

from app.web.reading.context import Reading
from app.web.reading.shown import Shown

_HEADING = re.compile(r'<h2 id="([^"]*)">.*?</h2>', re.S)
# With one part alone, the page's own link is enough.
FEWEST = 2


def with_part_links(reading: Reading, shown: Shown, html: str) -> str:
    """The HTML of a text of ours, each of its parts with a link to the form of that part alone."""
    headings = shown.rendered.outline.headings
    parts = {h.anchor: h.text for h in headings if h.line is not None and h.level == 2}
    if len(parts) < FEWEST:
        return html
    url, correct = reading.url(shown.path, ""), escape(reading.say("Modifier"))
    of_part = reading.say("la partie « {title} »")

    def linked(match: re.Match[str]) -> str:
        title = parts.get(match[1])
        if title is None:
            return match[0]
        said, where = escape(of_part.format(title=title)), f"{url}/edit?partie={quote(match[1])}"
        return (
            f'<div class="part-head">{match[0]}<a rel="nofollow" href="{where}">'
            f'{correct}<span class="unseen"> {said}</span></a></div>'
        )

    return _HEADING.sub(linked, html)
