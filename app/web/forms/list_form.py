"""The form that brings a list in: what came with each step, and the columns to choose from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.errors import Refused, TooLarge
from app.domain.exchange import ListSource, ReadOptions
from app.domain.phrase import Phrase
from app.domain.tables.columns import BY_NAME, TARGETS
from app.domain.tables.csv_text import read_csv
from app.domain.tables.json_text import read_json
from app.domain.tables.mapping import chosen, guessed_profile
from app.domain.tables.profiles import Profile
from app.domain.tables.table import Table
from app.web.forms.posted import Posted

# A rehearsal answers within seconds; the command line takes longer lists.
MOST_ROWS = 5_000
COLUMN = "c."
KEPT = ("key", "name", "source_title", "source_url", "licence", "swap", "kind")
USUAL = (
    "title", "summary", "address", "address_more", "postcode", "city", "insee", "department",
    "region", "latitude", "longitude", "coordinates", "website", "opening_hours", "spaces",
    "activities", "legal_status", "opened", "tags", "siret", "source_id", "said_on", "text",
)  # fmt: skip
# What no list but our own says.
_OURS = ("id", "kind", "origin", "updated_at", "revision", "url", "provenance", "source", "slug",
         "licence", "lang", "data_licence")  # fmt: skip
OTHERS, PROGRAMS = "Autres faits", "Nos propres colonnes"


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list that waits, and what was chosen of it."""

    table: Table
    posted: Posted

    @property
    def profile(self) -> Profile | None:
        return guessed_profile(self.table.columns)

    @property
    def is_new(self) -> bool:
        """True before anybody has chosen a column."""
        return not any(name.startswith(COLUMN) for name in self.posted.texts)

    @property
    def mapping(self) -> Mapping[str, str]:
        """Names of our columns by those of the list; what was not asked stays as it is guessed."""
        fields = ((f"{COLUMN}{n}", name) for n, name in enumerate(self.table.columns))
        return {
            name: self.posted.one(field) for field, name in fields if field in self.posted.texts
        }

    def chosen(self) -> tuple[str, ...]:
        """What each column becomes, by the name of ours; `` where it is left out."""
        found = chosen(self.table.columns, self.profile, self.mapping)
        return tuple(_name_of(column.key) if column else "" for column in found)

    @property
    def options(self) -> ReadOptions:
        return ReadOptions(mapping=self.mapping, source=self.source, swap=self.swap)

    @property
    def swap(self) -> bool:
        return bool(self.posted.one("swap"))

    @property
    def source(self) -> ListSource | None:
        title = " ".join(self.posted.one("source_title").split())
        if not title:
            return None
        url, licence = self.posted.one("source_url").strip(), self.posted.one("licence")
        return ListSource(title[:300], url, licence)

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Everything but the token and what was asked for, for the next step."""
        return tuple(
            (name, text) for name, text in self.posted.hidden()
            if name in KEPT or name.startswith(COLUMN)
        )  # fmt: skip

    def require(self) -> None:
        """Raises Refused where no column is the name, or the source's address is none."""
        if "title" not in self.chosen():
            raise Refused(reason=Phrase("dites quelle colonne est le nom (« Nom du lieu »)."))
        source = self.source
        if source is not None and source.url and not source.url.startswith(("https://", "http://")):
            raise Refused(reason=Phrase("l’adresse de la source commence par https://."))


def _name_of(key: str) -> str:
    return next((column.name for column in TARGETS if column.key == key), "")


def table_of(data: bytes, name: str) -> Table:
    """Raises Refused, TooLarge."""
    is_json = name.lower().endswith((".json", ".geojson")) or data[:200].lstrip()[:1] in (
        b"{",
        b"[",
    )
    table = read_json(data) if is_json else read_csv(data)
    if len(table.rows) > MOST_ROWS:
        raise TooLarge(
            what="Cette liste",
            limit=Phrase("{n} lignes ici. La commande en lit plus", n=MOST_ROWS),
        )  # fmt: skip
    if not table.rows:
        raise Refused(reason=Phrase("sous les noms des colonnes, il n’y a aucune ligne."))
    return table


def choices(say: Callable[[str], str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The options of each column, in groups."""
    rest = [one.name for one in TARGETS if one.name not in (*USUAL, *_OURS)]
    groups = (("", USUAL), (say(OTHERS), rest), (say(PROGRAMS), _OURS))
    return tuple((label, tuple(_labelled(names, say))) for label, names in groups)


def _labelled(
    names: tuple[str, ...] | list[str], say: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    for name in names:
        words = say("Nom du lieu") if name == "title" else say(BY_NAME[name].words)
        yield name, words[:1].upper() + words[1:]
