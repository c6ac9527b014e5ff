"""Front matter of every kind, filled as fully as people fill it."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from app.domain.kinds import terms
from app.domain.vocabulary import Vocabulary
from tests.bench import prose

THEMES = [
    "objectifs-activites",
    "gouvernance-financement",
    "communautes-reseaux",
    "communaute",
    "modele-economique",
    "sensibilisation-formation",
]
CITIES = [
    ("Roubaix", "59", "hauts-de-france", 50.694, 3.175),
    ("Malakoff", "92", "ile-de-france", 48.82, 2.3),
    ("Lautrec", "81", "occitanie", 43.706, 2.138),
    ("Crest", "26", "auvergne-rhone-alpes", 44.724, 5.015),
    ("Molsheim", "67", "grand-est", 48.542, 7.493),
    ("Nantes", "44", "pays-de-la-loire", 47.218, -1.553),
    ("Bègles", "33", "nouvelle-aquitaine", 44.808, -0.549),
    ("Rennes", "35", "bretagne", 48.111, -1.674),
    ("Marseille", "13", "provence-alpes-cote-d-azur", 43.297, 5.381),
    ("Caen", "14", "normandie", 49.182, -0.371),
]


def some(chance: Random, vocabulary: Vocabulary, most: int) -> list[str]:
    slugs = [term.slug for term in vocabulary]
    return chance.sample(slugs, chance.randint(1, min(most, len(slugs))))


def one(chance: Random, vocabulary: Vocabulary) -> str:
    return some(chance, vocabulary, 1)[0]


def references(paths: Sequence[str], kind: str, chance: Random) -> list[str]:
    fitting = [path for path in paths if path.startswith(kind + "/")]
    return chance.sample(fitting, min(len(fitting), 2))


def common(chance: Random) -> dict[str, Any]:
    city, department, region, latitude, longitude = chance.choice(CITIES)
    return {
        "lang": "fr",
        "licence": chance.choice(["CC-BY-SA-4.0", "CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0"]),
        "status": "published",
        "summary": prose.sentence(chance)[:279],
        "themes": sorted(chance.sample(THEMES, 2)),
        "tags": [f"theme-{chance.randint(1, 40)}", f"projet-{chance.randint(1, 300)}"],
        "territory": {"country": "FR", "region": region, "department": department, "city": city},
        "coordinates": [
            round(latitude + chance.uniform(-0.3, 0.3), 4),
            round(longitude + chance.uniform(-0.3, 0.3), 4),
        ],
        "verified_on": f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}",
    }


def place(chance: Random, linked: Sequence[str]) -> dict[str, Any]:
    return {
        "setting": some(chance, terms.SETTINGS, 2),
        "activities": some(chance, terms.ACTIVITIES, 4),
        "spaces": some(chance, terms.SPACES, 4),
        "opened": chance.randint(1998, 2025),
        "legal_status": one(chance, terms.LEGAL_FORMS),
        "turnover_eur": chance.randint(10, 900) * 1000,
        "figures": [
            {"name": prose.title(chance), "value": chance.randint(2, 400), "date": 2024}
            for _ in range(chance.randint(1, 4))
        ],
        "area_m2": chance.randint(40, 2400),
        "economic_model": [
            {
                "name": prose.title(chance),
                "creation": prose.sentence(chance),
                "revenues": ["adhésion"],
            }
        ],
        "works": [prose.sentence(chance)],
        "does_not_work": [prose.sentence(chance)],
        "networks": references(linked, "organisation", chance),
        "methods": references(linked, "method", chance),
        "opening_hours": "Mo-Fr 09:00-18:00",
    }


def method(chance: Random, linked: Sequence[str]) -> dict[str, Any]:
    return {
        "form": one(chance, terms.METHOD_FORMS),
        "life_cycle": some(chance, terms.LIFE_CYCLE, 3),
        "maturity": some(chance, terms.MATURITY, 2),
        "duration_min": chance.choice([30, 60, 90, 180, 480]),
        "people_min": 2,
        "people_max": chance.randint(4, 60),
        "cost_eur": chance.randint(0, 400),
        "difficulty": chance.randint(1, 5),
        "materials": [{"name": prose.title(chance), "quantity": 2}],
        "steps": [
            {"title": prose.title(chance), "text": prose.sentence(chance), "duration_min": 20}
            for _ in range(chance.randint(3, 7))
        ],
        "difficulties": [{"problem": prose.sentence(chance), "answer": prose.sentence(chance)}],
        "trials": [{"date": 2025, "place": path} for path in references(linked, "place", chance)],
        "variants": references(linked, "method", chance),
    }


def mini_cool(chance: Random, linked: Sequence[str]) -> dict[str, Any]:
    return {
        "objective": prose.sentence(chance),
        "duration_min": chance.choice([20, 45, 90]),
        "sequence": [
            {
                "title": prose.title(chance),
                "medium": one(chance, terms.MEDIUMS),
                "text": prose.sentence(chance),
            }
            for _ in range(chance.randint(3, 6))
        ],
        "evaluation": [{"type": one(chance, terms.EVALUATIONS), "text": prose.sentence(chance)}],
        "methods": references(linked, "method", chance),
    }


def organisation(chance: Random, linked: Sequence[str]) -> dict[str, Any]:
    return {
        "type": one(chance, terms.ORGANISATION_TYPES),
        "scope": prose.title(chance),
        "members": references(linked, "place", chance),
    }


def portal(chance: Random, _linked: Sequence[str]) -> dict[str, Any]:
    return {"queries": [{"title": prose.title(chance), "select": "kind=place", "view": "cards"}]}


def plain(_chance: Random, _linked: Sequence[str]) -> dict[str, Any]:
    return {}


KEYS_OF: dict[str, Callable[[Random, Sequence[str]], dict[str, Any]]] = {
    "place": place,
    "method": method,
    "mini_cool": mini_cool,
    "organisation": organisation,
    "portal": portal,
    "page": plain,
}


def front_matter(chance: Random, kind: str, title: str, linked: Sequence[str]) -> dict[str, Any]:
    return {"kind": kind, "title": title} | common(chance) | KEYS_OF[kind](chance, linked)


def written(keys: dict[str, Any]) -> str:
    """YAML of front matter: each key on its line, its value in the part of YAML that JSON is."""
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in keys.items()
        if value not in ([], {})
    )
