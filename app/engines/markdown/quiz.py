"""Questions with their answers and feedback, that work without a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from app.domain.links import slugify
from app.engines.markdown.shape import pieces, raw, text_of
from app.engines.markdown.words import Words

ID_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """`label` is inline; `feedback` and `rest` are blocks (the quote, and whatever else)."""

    right: bool
    label: list[Token]
    feedback: list[Token]
    rest: list[Token]


@dataclass(frozen=True, slots=True)
class Quiz:
    """`context` stands before the question, `more` between it and the answers, `after` below."""

    quiz_id: str
    question: list[Token]
    context: list[Token]
    more: list[Token]
    answers: list[Answer]
    after: list[Token]


def read_quiz(quiz_id: str, inner: Sequence[Token]) -> Quiz:
    """The quiz that blocks make; without answers where no list of them is all task items."""
    blocks = pieces(inner)
    at = next((n for n, block in enumerate(blocks) if _is_answers(block)), len(blocks))
    asked = [n for n in range(at) if blocks[n][0].type in ("paragraph_open", "heading_open")]
    which = asked[-1] if asked else at
    question = blocks[which][1:-1] if asked else []
    words = text_of(question[0].children) if question else ""
    answers = [_read_answer(item) for item in pieces(blocks[at][1:-1])] if at < len(blocks) else []
    return Quiz(
        quiz_id=slugify(quiz_id)[:ID_LENGTH] or slugify(words)[:ID_LENGTH] or "quiz",
        question=question,
        context=_joined(blocks[:which]),
        more=_joined(blocks[which + 1 : at]),
        answers=answers,
        after=_joined(blocks[at + 1 :]),
    )


def problem(quiz: Quiz, words: Words) -> str:
    """Why the quiz cannot be played, or an empty text."""
    if not quiz.answers:
        return words.no_answer
    return "" if any(answer.right for answer in quiz.answers) else words.no_right


def show(quiz: Quiz, words: Words, *, scope: str) -> list[Token]:
    several = sum(answer.right for answer in quiz.answers) > 1
    name = escapeHtml(f"q-{scope}{quiz.quiz_id}")
    question = quiz.question or [raw(escapeHtml(words.which))]
    hint = f'<p class="help">{escapeHtml(words.several)}</p>\n' if several else ""
    fieldset = f'<fieldset class="quiz" data-quiz="{escapeHtml(quiz.quiz_id)}"><legend>'
    return [
        *quiz.context,
        raw(fieldset, nesting=1),
        *question,
        raw(f"</legend>\n{hint}"),
        *quiz.more,
        *(
            token
            for number, answer in enumerate(quiz.answers, 1)
            for token in _show_answer(
                answer,
                words,
                f'type="{"checkbox" if several else "radio"}" name="{name}" value="{number}"',
            )
        ),
        *quiz.after,
        raw("</fieldset>\n", nesting=-1),
    ]


def _show_answer(answer: Answer, words: Words, attributes: str) -> list[Token]:
    right = "yes" if answer.right else "no"
    verdict = escapeHtml(words.right if answer.right else words.wrong)
    summary = escapeHtml(words.see_feedback)
    return [
        raw(
            f'<div class="answer" data-right="{right}"><label class="choice">'
            f"<input {attributes}><span>",
            nesting=1,
        ),
        *answer.label,
        raw("</span></label>\n"),
        *answer.rest,
        raw(f'<details class="feedback"><summary>{summary}</summary>\n'),
        *_with_verdict(answer.feedback, verdict),
        raw("</details></div>\n", nesting=-1),
    ]


def _with_verdict(feedback: list[Token], verdict: str) -> list[Token]:
    strong = f"<strong>{verdict}</strong>"
    if feedback and feedback[0].type == "paragraph_open":
        return [raw(f"<p>{strong} ", nesting=1), *feedback[1:]]
    return [raw(f"<p>{strong}</p>\n"), *feedback]


def _is_answers(block: Sequence[Token]) -> bool:
    if block[0].type not in ("bullet_list_open", "ordered_list_open"):
        return False
    return all("checked" in item[0].meta for item in pieces(block[1:-1]))


def _read_answer(item: Sequence[Token]) -> Answer:
    label: list[Token] = []
    feedback: list[Token] = []
    rest: list[Token] = []
    for part in pieces(item[1:-1]):
        if not label and part[0].type == "paragraph_open":
            label = part[1:-1]
        elif part[0].type == "blockquote_open":
            feedback += part[1:-1]
        else:
            rest += part
    return Answer(bool(item[0].meta["checked"]), label, feedback, rest)


def _joined(blocks: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for block in blocks for token in block]
