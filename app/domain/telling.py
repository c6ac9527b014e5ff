"""An action that somebody told, question by question, as what a page says.

Nothing that was told is left out: what has no key of its own stands in the text. What is added to a
page that exists is added once, however often it is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

TITLE_SIGNS, SUMMARY_SIGNS, STEP_SIGNS = 80, 280, 120
STEPS_LIMIT = 100
_MARK = re.compile(r"^(?:[-*+•–]|[0-9]{1,3}[.)])\s+")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_WEB = re.compile(r"https?://\S+")
_WORDS = {
    "fr": {
        "whom": "Pour qui", "with": "Avec qui", "where": "Où", "when": "Quand",
        "how": "Comment cela s’est passé", "works": "Ce qui a marché",
        "does_not": "Ce qui n’a pas marché", "could": "Ce que nous ferions autrement",
        "hard": "Ce qui a été difficile", "again": "Qui peut s’en servir",
        "needs": "Ce qu’il faut", "more": "Pour aller plus loin", "colon": " : ",
    },
    "en": {
        "whom": "For whom", "with": "With whom", "where": "Where", "when": "When",
        "how": "How it went", "works": "What worked", "does_not": "What did not work",
        "could": "What we would do differently", "hard": "What was hard",
        "again": "Who can use it", "needs": "What it takes", "more": "To go further",
        "colon": ": ",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The answers, as typed but for `date` (a year or an ISO date). Texts may be empty.

    `place_page` is the address (`place/cafe-plum`) of the place named, where it has a page.
    `helped` answers `obstacles` line by line.
    """

    what: str
    title: str = ""
    activities: tuple[str, ...] = ()
    for_whom: str = ""
    with_whom: str = ""
    place: str = ""
    place_page: str = ""
    town: str = ""
    date: str | int = ""
    steps: str = ""
    works: str = ""
    does_not: str = ""
    could: str = ""
    obstacles: str = ""
    helped: str = ""
    reusers: str = ""
    needs: str = ""
    resources: str = ""

    @property
    def name(self) -> str:
        """The title given, else the first sentence of what happened."""
        said = " ".join(self.title.split())
        return said[:200] if said else _cut(_first_sentence(self.what), TITLE_SIGNS).rstrip(" .")

    @property
    def summary(self) -> str:
        """As many whole sentences of what happened as fit."""
        kept = ""
        for sentence in _SENTENCE.findall(" ".join(self.what.split())):
            if len(kept) + len(sentence) > SUMMARY_SIGNS:
                break
            kept += sentence
        return kept.strip() or _cut(" ".join(self.what.split()), SUMMARY_SIGNS)

    @property
    def difficulties(self) -> list[dict[str, str]]:
        pairs = zip_longest(lines_of(self.obstacles), lines_of(self.helped), fillvalue="")
        return [_filled(problem=problem, answer=answer) for problem, answer in pairs if problem]

    @property
    def worked(self) -> list[str]:
        """What worked, and what helped without an obstacle to stand beside."""
        return lines_of(self.works) + lines_of(self.helped)[len(lines_of(self.obstacles)) :]


def lines_of(text: str) -> list[str]:
    """One item for each line that says something, without the mark of a list."""
    stripped = (_MARK.sub("", line.strip()).strip() for line in text.splitlines())
    return [line for line in stripped if line]


def as_method(told: Told, lang: str) -> tuple[dict[str, Any], str]:
    """The front matter (without kind, licence and status) and the text of a new method."""
    where = _filled(place=told.place or told.place_page, territory=told.town, date=told.date)
    tried = _filled(place=told.place_page, date=told.date, result=told.summary)
    front = {
        "title": told.name,
        "summary": told.summary,
        "form": "reproducible-approach",
        "tags": list(told.activities),
        "audience": lines_of(told.for_whom),
        "origin": where,
        "materials": [{"name": line} for line in lines_of(told.needs)],
        "steps": [_step(line) for line in lines_of(told.steps)],
        "difficulties": told.difficulties,
        "lessons": _lessons(told),
        "resources": _resources(told),
        "trials": [tried] if told.place_page else [],
    }
    say = _words(lang)
    parts = [told.what.strip(), _part(say["with"], told.with_whom),
             _part(say["again"], told.reusers)]  # fmt: skip
    return _filled(**front), _joined(parts)


def added_to_method(told: Told, front: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The front matter of a method with that action as one more trial of it."""
    say = _words(lang)
    where = ", ".join(filter(None, ("" if told.place_page else told.place, told.town)))
    facts = ((say["whom"], told.for_whom), (say["with"], told.with_whom), (say["where"], where))
    lists = ((say["how"], told.steps), (say["needs"], told.needs), (say["again"], told.reusers))
    result = _joined(
        [told.title.strip(), told.what.strip(), _facts(facts, say["colon"]),
         *(_listed(name, text, say["colon"]) for name, text in lists)]
    )  # fmt: skip
    trial = _filled(
        place=told.place_page, date=told.date, result=result, adapted=told.could.strip()
    )
    lessons = dict(_mapping(front.get("lessons")))
    lessons |= _filled(
        works=_merged(lessons.get("works"), told.worked),
        does_not=_merged(lessons.get("does_not"), lines_of(told.does_not)),
    )
    return {**front} | _filled(
        trials=_merged(front.get("trials"), [trial]),
        lessons=lessons,
        difficulties=_merged(front.get("difficulties"), told.difficulties),
        resources=_merged(front.get("resources"), _resources(told)),
        tags=_merged(front.get("tags"), told.activities),
    )


def added_to_place(
    told: Told, front: Mapping[str, Any], body: str, lang: str, *, here: str
) -> tuple[dict[str, Any], str]:
    """The front matter and the text of the place at `here` with that action told in it."""
    added = _filled(
        activities=_merged(front.get("activities"), told.activities),
        works=_merged(front.get("works"), told.worked),
        does_not_work=_merged(front.get("does_not_work"), lines_of(told.does_not)),
    )
    part = _place_part(told, lang, here)
    standing = body.strip("\n")
    if part in f"{standing}\n":
        return {**front} | added, standing
    return {**front} | added, _joined([standing, part]).strip("\n")


def _place_part(told: Told, lang: str, here: str) -> str:
    say = _words(lang)
    elsewhere = told.place if told.place_page != here else ""
    where = ", ".join(filter(None, (elsewhere, told.town)))
    date = f" ({told.date})" if told.date else ""
    facts = ((say["whom"], told.for_whom), (say["with"], told.with_whom), (say["where"], where))
    hard = [say["colon"].join(filter(None, one.values())) for one in told.difficulties]
    parts = [
        f"## {told.name}{date}", told.what.strip(), _facts(facts, say["colon"]),
        _numbered(say["how"], told.steps), _bullets(say["could"], lines_of(told.could)),
        _bullets(say["hard"], hard), _bullets(say["needs"], lines_of(told.needs)),
        _bullets(say["again"], lines_of(told.reusers)),
        _bullets(say["more"], lines_of(told.resources)),
    ]  # fmt: skip
    return _joined(parts)


def _lessons(told: Told) -> dict[str, Any]:
    return _filled(works=told.worked, does_not=lines_of(told.does_not), could=lines_of(told.could))


def _step(line: str) -> dict[str, str]:
    if len(line) <= STEP_SIGNS:
        return {"title": line}
    return {"title": _cut(_first_sentence(line), STEP_SIGNS).rstrip(" ."), "text": line}


def _resources(told: Told) -> list[dict[str, str]]:
    return [_resource(line) for line in lines_of(told.resources)]


def _resource(line: str) -> dict[str, str]:
    found = _WEB.search(line)
    if found is None:
        return {"title": line}
    url = found[0].rstrip(".,;)»")
    title = line.replace(url, "").strip(" -–:,;()«»\u00a0")
    return {"title": title or url, "url": url}


def _merged(before: Any, added: Iterable[Any]) -> list[Any]:
    """What stands, then what is not there yet."""
    found = list(before) if isinstance(before, list) else [before] if before else []
    for one in added:
        if one not in found:
            found.append(one)
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _filled(**values: Any) -> dict[str, Any]:
    """Only what says something."""
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}


def _words(lang: str) -> Mapping[str, str]:
    return _WORDS["en" if lang.startswith("en") else "fr"]


def _first_sentence(text: str) -> str:
    found = _SENTENCE.search(" ".join(text.split()))
    return found[0].strip() if found else ""


def _cut(text: str, signs: int) -> str:
    """At a word's end, where it is too long; the sign of it counts."""
    if len(text) <= signs:
        return text
    return text[: signs - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _joined(parts: Sequence[str]) -> str:
    found = [part.strip("\n") for part in parts if part.strip()]
    return "\n\n".join(found) + "\n" if found else ""


def _part(name: str, text: str) -> str:
    return f"## {name}\n\n{text.strip()}" if text.strip() else ""


def _facts(facts: Iterable[tuple[str, str]], colon: str) -> str:
    told = ((name, ", ".join(lines_of(text))) for name, text in facts)
    return "\n".join(f"- **{name}**{colon}{said}" for name, said in told if said)


def _listed(name: str, text: str, colon: str) -> str:
    items = "\n".join(f"- {line}" for line in lines_of(text))
    return f"{name}{colon.rstrip()}\n\n{items}" if items else ""


def _bullets(name: str, items: Sequence[str]) -> str:
    told = "\n".join(f"- {line}" for line in items)
    return f"### {name}\n\n{told}" if told else ""


def _numbered(name: str, text: str) -> str:
    told = "\n".join(f"{n}. {line}" for n, line in enumerate(lines_of(text), 1))
    return f"### {name}\n\n{told}" if told else ""
