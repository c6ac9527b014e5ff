"""The last word on a page's HTML: an allow-list of tags, attributes and values.

The parser writes no HTML that an author typed; this stands behind it in case it ever does.
"""

import re

import nh3

_PARTS = r"[0-9a-z]+(?:-{1,2}[0-9a-z]+)*"
_OWN_ID = re.compile(rf"[snr]-{_PARTS}")
_OWN_NAME = re.compile(rf"q-{_PARTS}")
_QUIZ_ID = re.compile(_PARTS)
_MEDIUM = re.compile(r"/media/[0-9a-f]{64}\.[a-z0-9]{2,4}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_CHECKS = {
    "id": _OWN_ID,
    "src": _MEDIUM,
    "name": _OWN_NAME,
    "value": _NUMBER,
    "start": _NUMBER,
    "data-quiz": _QUIZ_ID,
    "data-size": _NUMBER,
}
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "s", "sup", "a", "span", "img", "audio", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "th", "td", "section", "div", "details", "summary"),
    *("fieldset", "legend", "label", "input"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "data-wiki", "id", "aria-label"},
    "img": {"src", "alt", "title"},
    "audio": {"src", "controls", "aria-label"},
    "input": {"name", "value", "checked", "disabled", "aria-label"},
    "ol": {"start"},
    "li": {"id"},
    "td": {"data-label"},
    "div": {"data-list", "data-title", "data-size", "aria-label"},
    "section": {"aria-label"},
    "fieldset": {"data-quiz"},
} | {f"h{level}": {"id"} for level in range(2, 7)}
_VALUES = {
    "a": {"rel": {"external noopener"}, "data-bare": {"yes"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "audio": {"preload": {"none"}},
    "input": {"type": {"radio", "checkbox"}},
    "th": {"scope": {"col"}},
    "pre": {"tabindex": {"0"}},
    "div": {
        "role": {"note", "region"},
        "tabindex": {"0"},
        "data-right": {"yes", "no"},
        "data-view": {"cards", "list", "table", "map"},
        "data-order": {"title", "recent", "opened"},
    },
}
_CLASSES = {
    "table": {"table", "stack"},
    "td": {"number", "centre"},
    "th": {"number", "centre"},
    "div": {"table-box", "notice", "caution", "bad", "good", "answer"},
    "section": {"footnotes", "directive"},
    "p": {"help"},
    "ol": {"steps"},
    "li": {"task"},
    "pre": {"plain"},
    "fieldset": {"quiz"},
    "details": {"feedback"},
    "label": {"choice"},
}


def _checked(_tag: str, attribute: str, value: str) -> str | None:
    check = _CHECKS.get(attribute)
    return value if check is None or check.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    attribute_filter=_checked,
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """The HTML with nothing in it but what the renderer may write; well-formed XML or nearly."""
    return _CLEANER.clean(html).replace("&nbsp;", "\u00a0")
