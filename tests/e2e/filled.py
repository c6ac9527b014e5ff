"""Every form of a screen as a browser without scripts would send it, all its values kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import HTMLParser

Values = dict[str, list[str]]


@dataclass
class Filled:
    """A form as it was sent. A name may have several values; one that is absent sends nothing."""

    action: str
    values: Values = field(default_factory=dict)
    offered: Values = field(default_factory=dict)
    """What each group of radio buttons lets one choose."""

    def one(self, name: str) -> str:
        return (self.values.get(name) or [""])[0]

    def put(self, name: str, text: str) -> None:
        self.values[name] = [text]

    def add(self, name: str, text: str) -> None:
        self.values.setdefault(name, []).append(text)

    def all_texts(self) -> str:
        return "\n".join(text for texts in self.values.values() for text in texts)


class _Reading:
    """What stands in a `template` is no part of a form, nor are a form's submit buttons.

    libxml2 calls it at each tag: fifty people read four hundred long forms, which took Python's
    own parser a third of what all else of theirs did.
    """

    def __init__(self) -> None:
        self.forms: list[Filled] = []
        self._templates = 0
        self._open: Filled | None = None
        self._area: str | None = None
        self._select = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        said = dict(attributes)
        self._templates += tag == "template"
        if tag == "form" and not self._templates:
            self._open = Filled(said.get("action", ""))
            self.forms.append(self._open)
        if self._open is None or self._templates or "disabled" in said:
            return
        self._control(self._open, tag, said)

    def _control(self, form: Filled, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "input" and name:
            _typed(form, name, said)
        elif tag == "textarea" and name:
            self._area = name
            form.add(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in said or not form.values.get(name)):
            self._option(form, said)

    def _option(self, form: Filled, said: dict[str, str]) -> None:
        """The first one, unless another is selected."""
        if "selected" in said or self._select not in form.values:
            form.put(self._select, said.get("value", ""))

    def end(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "form" and not self._templates:
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = ""

    def data(self, data: str) -> None:
        if self._area is not None and self._open is not None and not self._templates:
            self._open.values[self._area][-1] += data

    def close(self) -> list[Filled]:
        return self.forms


def _typed(form: Filled, name: str, said: dict[str, str]) -> None:
    kind, value = said.get("type", "text"), said.get("value", "on")
    if kind == "radio":
        form.offered.setdefault(name, []).append(value)
    if kind in ("checkbox", "radio"):
        if "checked" in said:
            form.add(name, value)
    elif kind not in ("submit", "file", "button", "image", "reset"):
        form.add(name, said.get("value", ""))


def forms_of(html: str) -> Iterator[Filled]:
    """A text area's first line break is not part of its text; line ends are those of a browser."""
    parser = HTMLParser(target=_Reading(), huge_tree=True)
    parser.feed(html)
    for form in parser.close():
        form.values = {
            name: [text.removeprefix("\n") for text in texts] for name, texts in form.values.items()
        }
        yield form


def form_of(html: str, action: str) -> Filled:
    """The form that posts there and that a token protects."""
    for form in forms_of(html):
        if form.action == action and "csrf" in form.values:
            return form
    raise AssertionError(f"no form for {action!r} among {[f.action for f in forms_of(html)]}")
