"""Places of a directory in French, some of them twice as two lists would have them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from app.domain.likeness import Traits, pair_of
from app.domain.links import fold
from app.domain.page_path import PagePath
from tests.bench.corpus import page_id, slug

TWINS_SHARE = 20
_SORTS = (
    "La Fabrique", "L’Atelier", "Le Moulin", "La Grange", "Espace coworking", "Tiers-lieu",
    "Fablab", "Le Comptoir",
    "La Maison", "La Station", "Café associatif", "L’Hermitage", "La Halle", "",
)  # fmt: skip
_NAMES = (
    "Plum", "des Possibles", "Mutation", "du Faubourg", "Bellevue", "Sauvage", "des Tisserands",
    "Nouvelle", "de la Gare", "Oasis", "Polaris", "des Berges", "Commune", "Tournesol", "Bohème",
    "des Forges", "Vive", "Solidaire", "Lumière", "du Marché", "Perchée", "Volante", "Horizon",
    "des Mondes", "Paysanne", "du Lac", "Ouverte", "Citoyenne", "Bleue", "des Arts", "Numérique",
    "du Canal", "Colibri", "Zest", "Hydra", "Quincaille", "Barbecane", "Myrtille", "Kaléidoscope",
)  # fmt: skip
_STREETS = ("du Pont", "Saint-Jean", "des Lilas", "Haut", "Vieux", "Neuf", "Sud", "Nord", "d’Oc")
TOWNS = 1200


@dataclass(frozen=True, slots=True)
class Directory:
    """`twins` are the pairs of names (`Traits.name`) that are one place."""

    places: list[Traits]
    twins: set[tuple[str, str]]


def directory(count: int) -> Directory:
    """`count` places; of every twenty, one is there twice."""
    chance = Random(f"twins {count}")
    singles = count - count // TWINS_SHARE
    places = [_place(chance, number) for number in range(singles)]
    twins = set()
    for number, first in enumerate(chance.sample(range(singles), count - singles), singles):
        second = _again(chance, places[first], number)
        places.append(second)
        twins.add(pair_of(places[first].name, second.name))
    return Directory(places, twins)


def _place(chance: Random, number: int) -> Traits:
    town = chance.randrange(TOWNS)
    words = [chance.choice(_SORTS), chance.choice(_NAMES)]
    words += [chance.choice(_STREETS)] if chance.random() < 0.5 else []
    title = " ".join(word for word in words if word)
    lat, lon = 42.5 + (town % 40) * 0.2, -3.0 + (town // 40) * 0.33
    point = (lat + chance.uniform(-0.02, 0.02), lon + chance.uniform(-0.02, 0.02))
    return Traits(
        path=PagePath("place", f"{slug(title)}-{number}"), title=title, id=page_id(number),
        city=fold(f"Ville {town}"), point=point if chance.random() < 0.8 else None,
        siret=f"{number:014}" if chance.random() < 0.3 else "",
        host=f"{slug(title)}-{number}.example" if chance.random() < 0.5 else "",
    )  # fmt: skip


def _again(chance: Random, first: Traits, number: int) -> Traits:
    """The same place as another list tells it: its name otherwise, its point a little aside."""
    title = chance.choice([_plain, _typo, _shorter, _longer, _turned])(chance, first.title)
    point = first.point
    if point is not None:
        aside = chance.choice([0.0, 0.0004, 0.001, 0.002])
        point = (point[0] + aside, point[1] - aside) if chance.random() < 0.85 else None
    return replace(
        first, path=PagePath("place", f"{slug(title) or 'x'}-{number}"), title=title,
        id=page_id(number), point=point, city=first.city if chance.random() < 0.9 else "",
        siret=first.siret if chance.random() < 0.5 else "",
        host=first.host if chance.random() < 0.6 else "",
    )  # fmt: skip


def _plain(_chance: Random, title: str) -> str:
    return fold(title).upper()


def _typo(chance: Random, title: str) -> str:
    at = chance.randrange(1, len(title) - 1)
    return title[:at] + title[at + 1] + title[at] + title[at + 2 :]


def _shorter(_chance: Random, title: str) -> str:
    return " ".join(title.split()[1:]) if len(title.split()) > 2 else title


def _longer(chance: Random, title: str) -> str:
    return chance.choice([f"Association {title}", f"{title} (tiers-lieu)", f"{title} SCIC"])


def _turned(_chance: Random, title: str) -> str:
    words = title.split()
    return " ".join([*words[1:], words[0]])


class Told:
    """The little of a PageIndex that looking for doubles asks, and a page that changes."""

    def __init__(self, places: list[Traits]) -> None:
        self._rows: list[tuple[int, int, Traits | None]] = [
            (n, 1, traits) for n, traits in enumerate(places, 1)
        ]
        self._generation = 1

    def generation(self) -> int:
        return self._generation

    def change(self, n: int, traits: Traits) -> None:
        self._generation += 1
        self._rows[n - 1] = (n, self._generation, traits)

    def traits(self, *, after: int, epoch: str) -> tuple[str, list[tuple[int, int, Traits | None]]]:
        return "one", [row for row in self._rows if row[1] > after or epoch != "one"]

    def __iter__(self) -> Iterator[Traits]:
        return (traits for _, _, traits in self._rows if traits is not None)
