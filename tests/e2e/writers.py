"""People who write through the web form: what each typed, and what became of each sentence."""

import re
from dataclasses import dataclass, field
from html import unescape
from random import Random

import httpx

from app.domain.page import parse_page
from app.domain.page_path import PagePath
from tests.e2e.filled import Filled, form_of, forms_of

ROUNDS = 6
CHOICE = "choice."


@dataclass
class Writer:
    """One person at one form. `kept` are sentences that a success answered for; `back` those that
    stood whole in an answer which was none, or that the person let go on the conflict screen.

    `over` are texts of others that the person had in sight and wrote over. `emptied` counts the
    successes at which nothing was left of what was typed.
    """

    number: int
    name: str
    client: httpx.Client
    url: str
    choices: Random
    typed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    successes: int = 0
    emptied: int = 0
    conflicts: int = 0
    patience: int = ROUNDS

    def open(self) -> Filled:
        answer = self.client.get(f"{self.url}/edit")
        assert answer.status_code == 200, answer.text
        return form_of(answer.text, f"{self.url}/edit")

    def sentence(self) -> str:
        """One that nobody else ever types, with signs that a careless screen would spoil."""
        word = f"idée{self.number:02}n{len(self.typed):02}z"
        said = f'L’{word} de {self.name} : « relire », R&D <à voir> & "dater".'
        self.typed.append(said)
        return said

    def write_over(self, form: Filled, name: str) -> None:
        self.over.append(form.one(name))
        form.put(name, self.sentence())

    def send(self, form: Filled, wanted: list[str]) -> None:
        """Post, then settle what crosses until it is saved or patience ends."""
        form.put("do", "save")
        for _ in range(self.patience):
            answer = self.client.post(f"{self.url}/edit", data=form.values)
            if answer.status_code == 303:
                return self._saved(wanted)
            self.given_back(answer, wanted)
            if answer.status_code != 409:
                break
            self.conflicts += 1
            form, wanted = self._chosen(answer, wanted)
        self.back += wanted
        return None

    def _saved(self, wanted: list[str]) -> None:
        self.successes += 1
        self.emptied += not wanted
        self.kept += wanted

    def given_back(self, answer: httpx.Response, wanted: list[str]) -> None:
        """Whole, in fields that can be sent or copied."""
        assert answer.status_code in (401, 409, 422, 429), (answer.status_code, answer.text[:2000])
        forms = list(forms_of(answer.text))
        said = [form.all_texts() for form in forms]
        said += [words_of(text) for form in forms for text in form.values.get("text", [])]
        lost = [one for one in wanted if not any(one in text for text in said)]
        assert not lost, (answer.status_code, lost, said)

    def _chosen(self, answer: httpx.Response, wanted: list[str]) -> tuple[Filled, list[str]]:
        """The conflict form with a choice for each passage, and the sentences still hoped for."""
        form = form_of(answer.text, f"{self.url}/edit")
        form.put("do", "resolve")
        let_go: set[str] = set()
        for name in (n for n in form.offered if n.startswith(CHOICE)):
            choice = self.choices.choice(form.offered[name])
            form.put(name, choice)
            if choice == "mine":
                self.over.append(_side(answer.text, name, "theirs"))
            if choice == "theirs":
                mine = _side(answer.text, name, "mine")
                let_go |= {one for one in wanted if token(one) in mine}
        assert any(n.startswith(CHOICE) for n in form.offered), answer.text
        self.back += let_go
        return form, [one for one in wanted if one not in let_go]


def token(sentence: str) -> str:
    """The word by which it is told from all others."""
    return sentence.split()[0].removeprefix("L’")


def words_of(file: str) -> str:
    """Every text of a page file as it was typed: its front matter read, then its body."""
    page = parse_page(PagePath("page", "lue"), file)
    return "\n".join([*_texts(page.front), page.body])


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


def _side(html: str, name: str, value: str) -> str:
    """The words beside one radio button, up to the next one."""
    start = re.search(rf'name="{re.escape(name)}" value="{value}"', html)
    assert start, (name, html)
    end = html.find('type="radio"', start.end())
    return unescape(re.sub(r"<[^>]*>", "", html[start.end() : end if end > 0 else None]))
