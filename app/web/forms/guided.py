"""The questions of « Documenter une action », and what came back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.kinds.terms import ACTIVITIES
from app.domain.telling import STEPS_LIMIT, Told, lines_of
from app.domain.typed_values import day, year
from app.web.views import Field, Option

Say = Callable[[str], str]
Typed = Mapping[str, tuple[str, ...]]
METHOD, TRIAL, PLACE = "method", "trial", "place"
_RESULTS = (
    (METHOD, "Une nouvelle page de méthode"),
    (TRIAL, "Une méthode qui existe : notre essai s’y ajoute"),
    (PLACE, "La page d’un lieu : l’action s’y ajoute"),
)
TOO_MANY_STEPS = "{limit} étapes au plus : il y en a {count}. Réunissez celles qui vont ensemble."


@dataclass(frozen=True, slots=True)
class Ask:
    """`example` is what somebody might answer."""

    name: str
    label: str
    help: str = ""
    example: str = ""
    widget: str = "list"
    required: bool = False
    lines: int = 3
    size: str = ""


@dataclass(frozen=True, slots=True)
class AskGroup:
    label: str
    help: str
    asked: tuple[Ask, ...]


def _group(label: str, help: str, *asked: Ask) -> AskGroup:
    return AskGroup(label, help, asked)


_ONE_A_LINE = "Un par ligne."
GROUPS = (
    _group(
        "Ce qui s’est passé", "Seule la première question attend une réponse.",
        Ask("what", "Qu’avez-vous fait ?",
            "Deux ou trois phrases, comme à quelqu’un qui n’y était pas.",
            "Nous avons réparé quarante objets en un après-midi avec les habitants, au lieu de "
            "les jeter.", "textarea", required=True, lines=5),
        Ask("title", "Quel nom lui donner ?", "Vide, il sera fait de votre première phrase.",
            "Repair café du printemps", "text"),
        Ask("activities", "À quoi cela se rattache-t-il ?", widget="checkboxes"),
    ),
    _group(
        "Pour qui, avec qui, où et quand", "Des groupes plutôt que des noms.",
        Ask("for_whom", "Pour qui ?", _ONE_A_LINE, "Habitants du bourg"),
        Ask("with_whom", "Avec qui ?", _ONE_A_LINE, "L’association des bricoleurs"),
        Ask("place", "Dans quel lieu ?", "Le titre de sa page s’il en a une, sinon son nom.",
            "Café PLUM", "reference", lines=1),
        Ask("town", "Dans quelle commune ?", "", "Lautrec", "text", size="medium"),
        Ask("date", "Quand ?", "Le jour, le mois ou l’année seule.", "12/05/2026", "text",
            size="short"),
    ),
    _group(
        "Comment cela s’est passé", "Du début à la fin, dans l’ordre.",
        Ask("steps", "Les étapes", "Une par ligne : une étape, une action.",
            "Installer quatre tables et deux rallonges", lines=9),
    ),
    _group(
        "Ce qu’on en retient", "Les ratés servent autant que les réussites.",
        Ask("works", "Qu’est-ce qui a marché ?", _ONE_A_LINE, "Réparer à deux, jamais seul"),
        Ask("does_not", "Qu’est-ce qui n’a pas marché ?", _ONE_A_LINE, "Le créneau du matin"),
        Ask("obstacles", "Sur quoi avez-vous buté ?", "Une difficulté par ligne.",
            "Plus de fusibles au bout d’une heure"),
        Ask("helped", "Et qu’est-ce qui a aidé ?",
            "Une ligne pour chaque difficulté, dans le même ordre.", "En acheter d’avance"),
        Ask("could", "Que feriez-vous autrement ?", _ONE_A_LINE, "Commencer à quatorze heures"),
    ),
    _group(
        "Pour le refaire", "Ce dont une autre équipe aura besoin.",
        Ask("reusers", "Qui peut s’en servir ?", _ONE_A_LINE, "Toute équipe qui a une salle"),
        Ask("needs", "Que faut-il ?", "Matériel, salle, temps, argent : un par ligne.",
            "Un fer à souder"),
    ),
    _group(
        "Pour finir", "Vous relirez tout avant d’enregistrer.",
        Ask("resources", "Des ressources à donner ?",
            "Une par ligne, avec son adresse web. Les images se déposent à l’écran suivant.",
            "L’affiche : https://lieu.example/affiche.pdf"),
        Ask("result", "Où ranger tout cela ?", widget="radio"),
        Ask("target", "Quelle page compléter ?",
            "Le titre de la méthode ou du lieu. Vide pour une nouvelle méthode.", "",
            "reference", lines=1),
    ),
)  # fmt: skip
NAMES = tuple(ask.name for group in GROUPS for ask in group.asked)
_EXAMPLE = "{help} Par exemple : « {example} »."


def group_of(name: str) -> int:
    """The number of the screen that asks it, from 1."""
    return next(
        at for at, group in enumerate(GROUPS, 1) if name in [one.name for one in group.asked]
    )


def field_of(ask: Ask, typed: Typed, errors: Mapping[str, str], say: Say, lang: str) -> Field:
    value = (typed.get(ask.name) or ("",))[0]
    return Field(
        name=ask.name, label=say(ask.label), widget=ask.widget, value=value,
        help=_help(ask, say), error=errors.get(ask.name, ""), required=ask.required,
        options=_options(ask, typed, say, lang), size=ask.size,
        lines=max(ask.lines, min(14, value.count("\n") + len(value) // 80 + 1)),
    )  # fmt: skip


def _help(ask: Ask, say: Say) -> str:
    help = say(ask.help) if ask.help else ""
    if not ask.example:
        return help
    return say(_EXAMPLE).format(help=help, example=say(ask.example)).strip()


def _options(ask: Ask, typed: Typed, say: Say, lang: str) -> tuple[Option, ...]:
    chosen = typed.get(ask.name, ())
    if ask.widget == "checkboxes":
        return tuple(Option(t.slug, t.label(lang), t.slug in chosen) for t in ACTIVITIES)
    if ask.widget == "radio":
        said = chosen[0] if chosen and chosen[0] in dict(_RESULTS) else METHOD
        return tuple(Option(value, say(label), value == said) for value, label in _RESULTS)
    return ()


def told_in(typed: Typed, *, place_page: str) -> Told:
    """The answers, read. `place_page` is the address of the place that was named, if it has one."""
    said = {name: _clean((typed.get(name) or ("",))[0]) for name in NAMES}
    date = day(said["date"].strip())
    return Told(
        activities=tuple(one for one in typed.get("activities", ()) if one in ACTIVITIES),
        place_page=place_page,
        date=year(date) if date else "",
        **{name: said[name] for name in NAMES if name not in ("activities", "date", *_OWN)},
    )


_OWN = ("result", "target")


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()


def wrong_in(typed: Typed, say: Say) -> dict[str, str]:
    """What is to be put right before a page can come out, by name."""
    found = {}
    if not (typed.get("what") or ("",))[0].strip():
        found["what"] = say("à remplir.")
    count = len(lines_of((typed.get("steps") or ("",))[0]))
    if count > STEPS_LIMIT:
        found["steps"] = say(TOO_MANY_STEPS).format(limit=STEPS_LIMIT, count=count)
    return found
