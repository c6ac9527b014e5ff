"""What a town fills by itself: department, region, code and coordinates.

Nothing that someone wrote is overwritten; what the town of before had filled follows the new one.
"""

from app.domain.towns import Town, same_name
from app.ports import Gazetteer
from app.web.forms.texts import Typed, first

CITY, DEPARTMENT, CHOSEN = "territory.city", "territory.department", "territory.town"
COUNTRY, OURS = "territory.country", ("", "FR")
FILLED = (DEPARTMENT, "territory.region", "territory.insee", "coordinates")
# The answer of someone who does not know which, or whose town is none of those.
NONE_OF_THEM = "-"
MANY = 50


class Towns:
    """The towns that a form may mean. `before` are the texts that it was opened with."""

    def __init__(self, gazetteer: Gazetteer, before: Typed) -> None:
        self._gazetteer, self._before = gazetteer, before

    def filled(self, typed: Typed) -> Typed:
        """The texts with what the town tells, where it is one and was touched."""
        chosen = first(typed, CHOSEN)
        bare = {name: texts for name, texts in typed.items() if name != CHOSEN}
        if not chosen and not self._touched(bare):
            return bare
        towns = self._meant(bare)
        if chosen:
            towns = [town for town in towns if town.insee == chosen]
        if len(towns) != 1:
            return bare
        old = self._old()
        return bare | {
            name: (text,)
            for name, text in texts_of(towns[0]).items()
            if text and self._is_free(bare, name, old)
        }

    def choices(self, typed: Typed) -> list[Town]:
        """The towns among which someone has to choose; none where one alone is meant."""
        department = first(typed, DEPARTMENT)
        if department and not self._touched(typed):
            return []
        towns = self._meant(typed)
        return towns if len(towns) > 1 else []

    def unanswered(self, typed: Typed) -> bool:
        """True where it should be asked which town is meant: once, then it is left as it is."""
        asked = CHOSEN in typed or not self._touched(typed)
        return not asked and bool(self.choices(typed))

    def _touched(self, typed: Typed) -> bool:
        return any(first(typed, n) != first(self._before, n) for n in (CITY, DEPARTMENT, COUNTRY))

    def _meant(self, typed: Typed) -> list[Town]:
        name, country = first(typed, CITY), first(typed, COUNTRY)
        if not name or country not in OURS:
            return []
        free = self._is_free(typed, DEPARTMENT, self._old())
        department = "" if free else first(typed, DEPARTMENT)
        return same_name(self._gazetteer.towns(name, size=MANY), name, department=department)

    def _old(self) -> Typed:
        """What the town of before tells."""
        name, department = first(self._before, CITY), first(self._before, DEPARTMENT)
        if not name or not department:
            return {}
        towns = same_name(self._gazetteer.towns(name, size=MANY), name, department=department)
        return {n: (text,) for n, text in texts_of(towns[0]).items()} if len(towns) == 1 else {}

    def _is_free(self, typed: Typed, name: str, old: Typed) -> bool:
        """Empty, or left as the town of before had filled it when another is named."""
        said = first(typed, name)
        moved = first(typed, CITY) != first(self._before, CITY)
        return not said or (moved and said == first(self._before, name) == first(old, name))


def texts_of(town: Town) -> dict[str, str]:
    """A town as the fields of the form say it."""
    point = " ".join(str(degrees).replace(".", ",") for degrees in town.point or ())
    return dict(zip(FILLED, (town.department, town.region, town.insee, point), strict=True))
