"""A browser's part in the tests: forms read from a screen, filled in and sent."""

from html.parser import HTMLParser

from app.domain.page_path import PagePath

CAFE = "/lieux/cafe-plum/edit"


class Form(HTMLParser):
    """The fields of the form that posts to `action`, as a browser would send them."""

    def __init__(self, html, action):
        super().__init__()
        self.fields, self._action, self._in, self._template = [], action, False, 0
        self._name = self._select = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self._in = said.get("action") == self._action and said.get("method") == "post"
        self._template += tag == "template"
        name = said.get("name")
        if not self._in or self._template:
            return
        if tag == "input" and name and said.get("type") not in ("checkbox", "radio", "file"):
            self.fields.append((name, said.get("value", "")))
        elif tag == "input" and name and "checked" in said:
            self.fields.append((name, said.get("value", "on")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self.fields.append((self._select, said["value"]))
        elif tag == "textarea" and name:
            self._name, self._text = name, ""

    def handle_data(self, data):
        if self._name:
            self._text += data

    def handle_endtag(self, tag):
        self._template -= tag == "template"
        if tag == "form":
            self._in = False
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._name:
            self.fields.append((self._name, self._text.removeprefix("\n")))
            self._name = None

    def data(self, **changes):
        """What is sent; `steps__0__title` in `changes` is the field `steps.0.title`."""
        found = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found | {name.replace("__", "."): value for name, value in changes.items()}


def form_in(answer, action):
    return Form(answer.text, action)


def open_form(client, url=CAFE, **params):
    answer = client.get(url, params=params)
    assert answer.status_code == 200, answer.status_code
    return Form(answer.text, url)


def send(client, form, url=CAFE, do="save", **changes):
    return client.post(url, data=form.data(do=do, **changes))


def text_of(alpha, path="place/cafe-plum"):
    row = alpha.wiki.index.page(PagePath.parse(path))
    return row.text if row else None


def told(answer):
    """What the next screen will say, by name."""
    return flash_of(answer).split(".")[0]


def flash_of(answer):
    """The whole of it: the name, then what it is about."""
    cookie = answer.headers.get("set-cookie", "")
    return cookie.split("maillage-dit=")[-1].split(";")[0] if "maillage-dit=" in cookie else ""
