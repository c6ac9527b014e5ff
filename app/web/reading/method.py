"""The page of a method."""

from collections.abc import Mapping

from app.domain.errors import InvalidMedium
from app.domain.kinds import terms
from app.domain.media import MediumName, MediumRow, names_in
from app.theme.parts import Fact, Link
from app.web.reading.borrowed import medium_here
from app.web.reading.context import Reading
from app.web.reading.facts import Card
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.hours import day_in_words
from app.web.reading.items import people
from app.web.reading.pictures import file_note
from app.web.reading.references import References, mark_link, named_by
from app.web.reading.shown import Shown
from app.web.reading.text import fields, resolved
from app.web.views import Difficulty, Figure, Lessons, MethodPage, Step, Trial
from app.web.views.pages import Markup

DIRECTORY = "/methodes"


def method_page(reading: Reading, shown: Shown) -> MethodPage:
    front = shown.front
    trials, naming = front.items("trials"), named_by(reading, shown, "methods")
    named = References(
        reading, [*front.words("variants"), *(t.text("place") for t in trials if t.text("place")),
                  *filter(None, [_origin_reference(front)])],
        origin=shown.origin,
    )  # fmt: skip
    return MethodPage(
        head=make_head(reading, shown, body=resolved(reading, shown, shown.rendered.html),
                       toc=toc_of(shown), facts=_facts(reading, shown, named)),
        brief=_brief(reading, front),
        difficulty=_difficulty(front),
        materials=tuple(Fact(m.text("name"), m.said("quantity")) for m in front.items("materials")),
        steps=_steps(reading, shown),
        difficulties=tuple(Difficulty(d.text("problem"), d.text("answer"))
                           for d in front.items("difficulties")),
        lessons=_lessons(front.group("lessons")),
        trials=tuple(_trial(reading, named, trial) for trial in trials),
        resources=_resources(reading, shown),
        variants=named.links(front.words("variants")),
        units=tuple(mark_link(reading, m) for m in naming if m.path.kind == "mini_cool"),
        places=tuple(mark_link(reading, m) for m in naming if m.path.kind == "place"),
        stub=front.yes("stub"),
    )  # fmt: skip


def _brief(reading: Reading, front: Front) -> tuple[Figure, ...]:
    found = []
    if (duration := front.whole("duration_min")) is not None:
        found.append(Figure(reading.say("Durée"), duration, "duration", icon="clock"))
    if group := people(reading, front):
        note = reading.say("personnes")
        found.append(Figure(reading.say("À combien"), group, icon="people", note=note))
    if (cost := front.number("cost_eur")) is not None:
        free = Figure(reading.say("Coût"), reading.say("gratuit"), icon="coin")
        found.append(Figure(reading.say("Coût"), cost, "money", icon="coin") if cost else free)
    return tuple(found)


def _difficulty(front: Front) -> int | None:
    value = front.whole("difficulty")
    return value if value is not None and 1 <= value <= 5 else None


def _facts(reading: Reading, shown: Shown, named: References) -> tuple[Fact, ...]:
    front, card = shown.front, Card(reading, shown, directory=DIRECTORY)
    card.facet("Forme", "form", filter(None, [front.text("form")]))
    card.list("Pour qui", "audience")
    purpose = front.group("purpose")
    card.add("Pour les personnes", purpose.text("individual"))
    card.add("Pour les structures", purpose.text("structures"))
    card.add("Pour le territoire", purpose.text("territory"))
    card.facet("Moment du cycle de vie", "life_cycle", front.words("life_cycle"))
    card.term("Maturité du lieu", "maturity", terms.MATURITY)
    _origin(reading, card, front, named)
    return card.facts()


def _origin_reference(front: Front) -> str:
    place = front.group("origin").text("place")
    return place if place.startswith("place/") else ""


def _origin(reading: Reading, card: Card, front: Front, named: References) -> None:
    origin = front.group("origin")
    if reference := _origin_reference(front):
        card.links("D’où ça vient", [named.link(reference)])
    else:
        said = (origin.text("place"), origin.text("territory"))
        card.add("D’où ça vient", ", ".join(part for part in said if part))
    card.add("Depuis", day_in_words(reading, origin.said("date")))


def _steps(reading: Reading, shown: Shown) -> tuple[Step, ...]:
    steps = shown.front.items("steps")
    rows = reading.wiki.index.media_named(names_in(" ".join(s.text("media") for s in steps)))
    htmls = fields(reading, shown, (step.text("text") for step in steps))
    return tuple(
        Step(
            step.text("title"),
            html + _picture(reading, shown, step, rows),
            step.whole("duration_min"),
        )
        for step, html in zip(steps, htmls, strict=True)
    )


def _picture(reading: Reading, shown: Shown, step: Front, rows: Mapping[str, MediumRow]) -> Markup:
    """The step's picture, or a link where its medium is no picture.

    It is told with its own words: those of the step stand beside it.
    """
    try:
        name = MediumName.parse(step.text("media").rsplit("/", 1)[-1])
    except InvalidMedium:
        return Markup("")
    row = None if shown.origin else rows.get(str(name))
    words = row.words.alt if row and (row.words.alt or row.words.decorative) else step.text("title")
    if name.kind != "picture":
        words = (row.words.title if row else "") or step.text("title")
        shape = '<p><a href="/media/{0}">{1}</a></p>'
    else:
        shape = '<figure><img src="/media/{0}" alt="{1}" loading="lazy" decoding="async"></figure>'
    return Markup(resolved(reading, shown, Markup(shape).format(name, words)))


def _lessons(said: Front) -> Lessons:
    keys = ("works", "does_not", "could", "will_not")
    return Lessons(*(said.words(key) for key in keys))


def _trial(reading: Reading, named: References, trial: Front) -> Trial:
    place = trial.text("place")
    where = named.link(place) if place else Link("–", "")
    if place and (row := named.row(place)):
        city = Front(row.front).group("territory").text("city")
        where = Link(
            row.title, reading.url(row.path, row.origin), city, borrowed=bool(row.origin)
        )  # fmt: skip
    return Trial(
        where,
        day_in_words(reading, trial.said("date")),
        trial.text("result"),
        trial.text("adapted"),
    )


def _resources(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    found = []
    for one in shown.front.items("resources"):
        url = one.text("url") if one.text("url").startswith(("http://", "https://")) else ""
        medium = one.text("media").rsplit("/", 1)[-1]
        if url or medium:
            where = url or medium_here(reading.wiki, medium, shown.origin)
            found.append(Link(one.text("title"), where, note=_file_note(reading, medium)))
    return tuple(found)


def _file_note(reading: Reading, medium: str) -> str:
    row = reading.wiki.index.media_named([medium]).get(medium) if medium else None
    return file_note(reading, row) if row else ""
