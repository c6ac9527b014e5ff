"""In which order a kind's questions are asked: what everyone knows first, the rest folded."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.kinds import PageKind
from app.web.forms.questions import Question, is_common, questions_of


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """`keys` are top keys, or dotted (`territory.city`) where a value's parts stand apart."""

    label: str
    keys: tuple[str, ...]
    help: str = ""
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question at its place: `name` is its form name, `within` the label of what holds it."""

    name: str
    question: Question
    within: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    asked: tuple[Asked, ...]
    help: str
    folded: bool


def _open(label: str, *keys: str, help: str = "") -> GroupPlan:
    return GroupPlan(label, keys, help, folded=False)


def _folded(label: str, *keys: str, help: str = "") -> GroupPlan:
    return GroupPlan(label, keys, help)


_TOWN = ("territory.city", "territory.department", "territory.region")
_ADDRESS = ("territory.address", "territory.postcode", "territory.address_more")
_EXACTLY = ("coordinates", "territory.zone", "territory.insee", "territory.country")
_TERRITORY = _folded("Le territoire", *_TOWN, *_ADDRESS, *_EXACTLY)
_PLANS: Mapping[str, tuple[GroupPlan, ...]] = {
    "place": (
        _open("La fiche du lieu", "title", "summary", *_TOWN, "opened", "legal_status", "setting",
              "activities", "spaces"),
        _folded("Venir et contacter", *_ADDRESS, "opening_hours", "contact", "access"),
        _folded("Ce qui marche, ce qui ne marche pas", "works", "does_not_work", "methods"),
        _folded("Les chiffres", "turnover_eur", "figures"),
        _folded("L’économie", "economic_model"),
        _folded("Qui décide", "governance", "roles", "legal_carrier", "legal_status_printed",
                "cg_scop_member"),
        _folded("Les locaux", "tenure", "premises_duration", "premises_origin", "area_m2",
                "usable_area_m2", "infrastructure", "services", "monthly_cost"),
        _folded("Liens et réseaux", "networks", "cae", "partners"),
        _folded("Le cycle de vie", "life_cycle", "dates", "sustainability", "key_factors",
                "transitions", "hybridisation"),
        _folded("Le projet", "values", "social_contract", "activity_type", "dominant"),
        _folded("Sur la carte et dans les registres", *_EXACTLY, "siret", "osm_id"),
    ),
    "method": (
        _open("La fiche de la méthode", "title", "summary", "form", "duration_min", "people_min",
              "people_max", "cost_eur", "difficulty", "audience"),
        _open("Le déroulé", "steps", help="Une étape, une action. Trois suffisent souvent."),
        _folded("Ce qu’il faut", "materials", "resources"),
        _folded("À quoi ça sert, d’où ça vient", "purpose", "origin", "maturity", "life_cycle"),
        _folded("Ce qu’on en a appris", "difficulties", "lessons"),
        _folded("Où on l’a essayée", "trials", "variants", "stub"),
        _TERRITORY,
    ),
    "mini_cool": (
        _open("La fiche", "title", "objective", "summary", "audience", "duration_min", "skills",
              "prerequisites"),
        _open("La séquence", "sequence", help="Ce qu’on fait, une étape après l’autre."),
        _open("L’évaluation", "evaluation", "recognition"),
        _folded("Pour aller voir", "places", "methods"),
        _TERRITORY,
    ),
    "organisation": (
        _open("La fiche de l’organisation", "title", "summary", "type", "scope", "website",
              *_TOWN),
        _folded("Ses liens", "parent", "members"),
        _folded("Sur la carte", *_ADDRESS, *_EXACTLY),
    ),
    "portal": (
        _open("La fiche du portail", "title", "summary"),
        _open("Les listes vivantes", "queries",
              help="Chaque liste se tient à jour : « kind=method theme=communaute »."),
        _TERRITORY,
    ),
    "page": (_open("La page", "title", "summary"), _TERRITORY),
}  # fmt: skip
_LAST = (
    _folded("Le classement", "questions", "themes", "tags", "lang"),
    _folded("Sources et vérification", "source", "authors", "verified_on", "verified_by",
            "data_licence"),
    _open("La publication", "status", "licence"),
)  # fmt: skip
# Values whose parts are plain without the name of what holds them.
_BARE = ("territory", "governance", "contact")


def groups_of(kind: PageKind, *, without: tuple[str, ...] = ()) -> list[Group]:
    """Every question of the kind but those `without`, in groups; none is left out."""
    questions = {question.key: question for question in questions_of(kind)}
    asked: set[str] = set()
    groups = []
    for plan in (*_plan(kind, questions), *_LAST):
        found = [one for key in plan.keys for one in _asked(key, questions)]
        found = [one for one in found if one.name not in asked and _top(one) not in without]
        asked |= {one.name for one in found}
        if found:
            groups.append(Group(plan.label, tuple(found), plan.help, plan.folded))
    return groups


def _top(asked: Asked) -> str:
    return asked.name.split(".")[0]


def _plan(kind: PageKind, questions: Mapping[str, Question]) -> tuple[GroupPlan, ...]:
    """The kind's plan; a key it does not name (a plugin's) is asked in a group of its own."""
    plan = _PLANS.get(kind.name)
    own = tuple(key for key in questions if not is_common(key))
    if plan is None:
        return _open(kind.label, "title", "summary", *own), _TERRITORY
    named = {key for group in plan for key in group.keys}
    return *plan, _folded("Autres questions", *(key for key in own if key not in named))


def _asked(key: str, questions: Mapping[str, Question]) -> list[Asked]:
    top, _, rest = key.partition(".")
    question = questions.get(top)
    if question is None:
        return []
    if rest:
        return [Asked(key, question.part(rest))]
    within = "" if top in _BARE else question.label
    return [Asked(key, question)] if not _is_group(question) else [
        Asked(f"{key}.{part.key}", part, within) for part in question.parts
    ]  # fmt: skip


def _is_group(question: Question) -> bool:
    return question.sort == "group"
