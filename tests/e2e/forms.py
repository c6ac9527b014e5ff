"""Forms of a page as a browser without scripts would send them."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Collects (action, fields) of each form; the first submit button that has a name counts."""

    def __init__(self, choose: str) -> None:
        super().__init__()
        self._choose = choose
        self.found: list[tuple[str, dict[str, str]]] = []
        self._area = ""
        self._select: tuple[str, bool] = ("", False)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("action", ""), {}))
        if not self.found:
            return
        fields, name = self.found[-1][1], said.get("name", "")
        if tag == "input" and name:
            self._input(fields, name, said)
        elif tag == "textarea" and name:
            self._area = name
            fields[name] = ""
        elif tag == "select":
            self._select = (name, False)
        elif tag == "option" and self._select[0] and ("selected" in said or not self._select[1]):
            fields[self._select[0]] = said.get("value", "")
            self._select = (self._select[0], True)
        elif tag == "button" and name and said.get("type", "submit") == "submit":
            fields.setdefault(name, said.get("value", ""))

    def _input(self, fields, name, said):
        kind = said.get("type", "text")
        if kind in ("checkbox", "radio"):
            wanted = "checked" in said or said.get("value") == self._choose
            if wanted or (kind == "radio" and name not in fields):
                fields[name] = said.get("value", "on")
        elif kind not in ("submit", "file"):
            fields[name] = said.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ("", False)

    def handle_data(self, data):
        if self._area:
            self.found[-1][1][self._area] += data


def fields_of(html: str, action: str, *, choose: str = "") -> dict[str, str]:
    """What the first form of that action would send; `choose` is taken wherever it is offered."""
    reading = _Forms(choose)
    reading.feed(html)
    for where, fields in reading.found:
        if "csrf" in fields and where == action:
            # A text area's first line break is not part of its text.
            return {k: v.removeprefix("\n") for k, v in fields.items()}
    raise AssertionError(f"no form for {action!r} among {[w for w, _ in reading.found]}")
