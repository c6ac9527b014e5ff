"""Questions of a text, parted from their answers: on paper one turns the page to know."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import html

from app.theme.books.tree import has_class, named

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Answer:
    """`html` is what is said to who chose it."""

    letter: str
    right: bool
    html: str


@dataclass(frozen=True, slots=True)
class Question:
    """`anchor` is its id on its page, `answer_anchor` that of its answers; `text` its words."""

    number: int
    anchor: str
    answer_anchor: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    letter: str
    right: bool
    said: html.HtmlElement


@dataclass(frozen=True, slots=True)
class Taken:
    """A question whose answers are still a tree."""

    number: int
    anchor: str
    answer_anchor: str
    text: str
    answers: tuple[TakenAnswer, ...]

    def written(self, write: Callable[[html.HtmlElement], str]) -> Question:
        answers = (Answer(one.letter, one.right, write(one.said)) for one in self.answers)
        return Question(self.number, self.anchor, self.answer_anchor, self.text, tuple(answers))


def is_choice(box: html.HtmlElement) -> bool:
    return has_class(box.getparent(), "choice")


def take(
    root: html.HtmlElement, key: str, answers: str, say: Callable[[str], str]
) -> tuple[Taken, ...]:
    """Leaves the questions with their choices, lettered; gives what is said of each choice."""
    quizzes = [one for one in root.iter("fieldset") if has_class(one, "quiz")]
    return tuple(_take(quiz, n, key, answers, say) for n, quiz in enumerate(quizzes, 1))


def _take(
    quiz: html.HtmlElement, number: int, key: str, answers: str, say: Callable[[str], str]
) -> Taken:
    anchor, answer_anchor = f"question-{number}", f"reponse-{key}-{number}"
    legend = next(quiz.iter("legend"), None)
    text = " ".join(legend.text_content().split()) if legend is not None else ""
    taken = tuple(_lettered(quiz))
    quiz.set("id", anchor)
    if legend is not None:
        legend.set("class", "question")
        legend.insert(0, _head(legend, say("Question {n}.").format(n=number)))
    link = named("a", say("Réponse"))
    link.set("href", f"{answers}#{answer_anchor}")
    line = named("p", css="to-answer")
    line.append(link)
    quiz.append(line)
    return Taken(number, anchor, answer_anchor, text, taken)


def _head(legend: html.HtmlElement, words: str) -> html.HtmlElement:
    head = named("b", words)
    head.tail, legend.text = f" {legend.text or ''}", None
    return head


def _lettered(quiz: html.HtmlElement) -> Iterator[TakenAnswer]:
    """Choices become a list with letters; what is said of them is taken out."""
    choices = [one for one in quiz.iter("div") if has_class(one, "answer")]
    if not choices:
        return
    rows = named("ol", css="choices")
    rows.set("type", "A")
    choices[0].addprevious(rows)
    for at, choice in enumerate(choices):
        yield TakenAnswer(LETTERS[at % 26], choice.get("data-right") == "yes", _said(choice))
        for box in list(choice.iter("input")):
            box.drop_tree()
        choice.tail = None
        choice.tag = "li"
        choice.attrib.clear()
        rows.append(choice)


def _said(choice: html.HtmlElement) -> html.HtmlElement:
    said = named("div")
    for feedback in [one for one in choice.iter("details") if has_class(one, "feedback")]:
        for summary in list(feedback.iter("summary")):
            summary.drop_tree()
        said.extend(list(feedback))
        feedback.getparent().remove(feedback)
    return said
