"""Writing pages through the form."""

from html.parser import HTMLParser

from app.domain.page_path import PagePath
from app.domain.people import Role


class Form(HTMLParser):
    """The fields of the form that posts to `action`, as a browser would send them."""

    def __init__(self, html, action):
        super().__init__()
        self.fields, self._action, self._in = [], action, False
        self._name = self._select = None
        self._template = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self._in = said.get("action") == self._action
        self._template += tag == "template"
        name = said.get("name")
        if not self._in or self._template:
            return
        if tag == "input" and name and said.get("type") not in ("checkbox", "radio"):
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
        found = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        found |= {k.replace("__", "."): v for k, v in changes.items()}
        return {k: v for k, v in found.items() if v is not None}


def form_of(client, url="/lieux/cafe-plum/edit", **params):
    answer = client.get(url, params=params)
    assert answer.status_code == 200, answer.text
    return Form(answer.text, url)


def save(client, form, url="/lieux/cafe-plum/edit", **changes):
    return client.post(url, data=form.data(do="save", **changes))


def text_of(alpha, path="place/cafe-plum"):
    return alpha.wiki.index.page(PagePath.parse(path)).text


def test_a_form_sent_back_as_it_came_changes_nothing(alpha):
    client = alpha.signed_in(Role.contributor)
    before = text_of(alpha)
    answer = save(client, form_of(client))

    assert answer.status_code == 303
    assert "unchanged" in answer.headers["set-cookie"]
    assert text_of(alpha) == before


def test_an_edit_changes_only_its_line(alpha):
    client = alpha.signed_in(Role.contributor)
    before = text_of(alpha)
    answer = save(client, form_of(client), turnover_eur="1 234,5 €", note="Chiffre")

    assert answer.status_code == 303
    assert text_of(alpha) == before.replace("turnover_eur: 357000", "turnover_eur: 1234.5")
