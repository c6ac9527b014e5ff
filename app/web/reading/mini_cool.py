"""The page of a mini-COOL: a small learning unit."""

from app.theme.parts import Fact, Link
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.references import References, mark_link, named_by
from app.web.reading.shown import Shown
from app.web.reading.text import fields, resolved, take_quizzes
from app.web.views import Evaluation, MiniCoolPage, MiniCoolStep
from app.web.views.pages import Markup

KEYS = ("prerequisites", "methods", "places")


def mini_cool_page(reading: Reading, shown: Shown) -> MiniCoolPage:
    front = shown.front
    named = References(
        reading, [r for key in KEYS for r in front.words(key)], origin=shown.origin
    )  # fmt: skip
    wanted = [quiz for one in front.items("evaluation") for quiz in one.words("quiz")]
    following = named_by(reading, shown, "prerequisites")
    parted = take_quizzes(shown.rendered.html, wanted)
    toc = [entry for entry in toc_of(shown) if entry.anchor not in parted.gone]
    later = tuple(entry for entry in toc if f'id="{entry.anchor}"' in parted.after)
    return MiniCoolPage(
        head=make_head(
            reading, shown, body=resolved(reading, shown, parted.before), facts=(),
            toc=tuple(entry for entry in toc if entry not in later),
        ),
        objective=front.text("objective"),
        audience=", ".join(front.words("audience")),
        duration_min=front.whole("duration_min"),
        skills=front.words("skills"),
        prerequisites=named.links(front.words("prerequisites")),
        steps=_steps(reading, shown),
        evaluation=_evaluation(reading, shown, dict(parted.quizzes)),
        show=_show(reading, front),
        recognition=front.text("recognition"),
        next_units=tuple(mark_link(reading, mark) for mark in following),
        methods=named.links(front.words("methods")),
        places=named.links(front.words("places")),
        after=Markup(resolved(reading, shown, parted.after)),
        after_toc=later,
    )  # fmt: skip


def _steps(reading: Reading, shown: Shown) -> tuple[MiniCoolStep, ...]:
    steps = shown.front.items("sequence")
    htmls = fields(reading, shown, (s.text("text") for s in steps), level=3)
    return tuple(
        MiniCoolStep(s.text("title"), html, s.text("medium") or "text", _link(reading, s))
        for s, html in zip(steps, htmls, strict=True)
    )


def _link(reading: Reading, step: Front) -> Link | None:
    url = step.text("url")
    if not url.startswith(("http://", "https://")):
        return None
    words = {"audio": "Écouter", "video-link": "Regarder", "file": "Ouvrir le document"}
    return Link(reading.say(words.get(step.text("medium"), "Ouvrir le lien")), url)


def _evaluation(reading: Reading, shown: Shown, quizzes: dict[str, str]) -> tuple[Evaluation, ...]:
    """Each quiz once, in the first evaluation that names it."""
    said = shown.front.items("evaluation")
    htmls = fields(reading, shown, (one.text("text") for one in said))
    made = []
    for one, html in zip(said, htmls, strict=True):
        own = "".join(quizzes.pop(quiz, "") for quiz in one.words("quiz"))
        made.append(Evaluation(one.text("type"), html + Markup(resolved(reading, shown, own))))
    return tuple(made)


def _show(reading: Reading, front: Front) -> tuple[Fact, ...]:
    """What to show to peers: the evidence, and what others are asked to look at."""
    labels = {"evidence": "Une trace à garder", "peer": "Avec quelqu’un d’autre"}
    return tuple(
        Fact(reading.say(labels[one.text("type")]), one.text("text"))
        for one in front.items("evaluation")
        if one.text("type") in labels and one.text("text")
    )
