"""How a value stands in a cell: read from what people and programs write there, and written back.

What a cell writes it reads back to the same value.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import typed_values
from app.domain.links import fold, slugify
from app.domain.phrase import Phrase
from app.domain.typed_values import Unreadable
from app.domain.vocabulary import Vocabulary

Cell = int | float | str
NOT_LISTED = "« {value} » n’est pas repris : ce n’est pas dans la liste des réponses possibles."
_NOTHING = frozenset({"", "-", "–", "nr", "nc", "n/a", "na", "null", "none", "non renseigne"})
_PARTED = re.compile(r"\s*[;|\n]\s*")
_BROKEN = re.compile(r"[ \t]*[\r\n]\s*")
_DEGREES = re.compile(r"([-−+]?[0-9]{1,9}(?:[.,][0-9]{1,20})?)\s*°?")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")
_YES = {"oui": "yes", "yes": "yes", "true": "yes", "1": "yes", "vrai": "yes"}
_NO = {"non": "no", "no": "no", "false": "no", "0": "no", "faux": "no"}
_COUNTRIES = {"france": "FR", "belgique": "BE", "suisse": "CH", "luxembourg": "LU", "quebec": "CA",
              "canada": "CA", "espagne": "ES", "italie": "IT", "allemagne": "DE"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Partly:
    """What could be read of a cell (None: nothing), and what could not, in words."""

    value: Any
    left: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Sort:
    """`read` gives None for a cell that says nothing, may give Partly, and raises Unreadable.

    `write` gives a number, or a text: `` for what it cannot say. `many`: several columns add up.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], Cell]
    many: bool = False


def is_nothing(text: str) -> bool:
    return len(text) < 20 and fold(text) in _NOTHING


def parts_of(text: str) -> list[str]:
    """The items of a cell: a JSON list, or texts parted by semicolons, bars or lines."""
    if text.lstrip().startswith("["):
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if isinstance(said, list) and all(isinstance(item, str) for item in said):
            return said
    return [part for part in _PARTED.split(text.strip()) if part]


def joined(items: Iterable[Any]) -> str:
    """Items parted by semicolons; a JSON list where an item could not be told from two."""
    texts = [item for item in items if isinstance(item, str) and item]
    plain = "; ".join(texts)
    if not plain.lstrip().startswith("[") and parts_of(plain) == texts:
        return plain
    return json.dumps(texts, ensure_ascii=False)


def read_only(sort: Sort) -> Sort:
    """For a column that another one of the same list is written in."""
    return Sort(sort.read, lambda _value: "", many=sort.many)


def said(value: Any) -> Cell:
    """A text or a number as it is."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return ""


def _line(text: str) -> str | None:
    """One line, its blanks as they are: some are no-break spaces."""
    return _BROKEN.sub(" ", text.strip()) or None


def _summary(text: str) -> Any:
    whole = _line(text) or ""
    if len(whole) <= 280:
        return whole or None
    cut = whole[:279].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return Partly(cut, (Phrase("le résumé est raccourci à 280 signes."),))


def _long(text: str) -> str | None:
    return text.replace("\r\n", "\n").strip("\n") or None


def _digits(count: int, sentence: str) -> Callable[[str], str | None]:
    """A code of so many digits; those that a spreadsheet took away in front come back."""

    def read(text: str) -> str | None:
        bare = re.sub(r"[\s.]", "", text)
        if _SHORTENED.fullmatch(text.strip()):
            raise Unreadable(
                "« {value} » : le tableur a abrégé ce code. Mettez la colonne en texte.",
                value=text[:40],
            )
        if not re.fullmatch(r"[0-9]+|[0-9][AB][0-9]{3}", bare.upper()):
            raise Unreadable(sentence, value=text[:40])
        missing = count - len(bare)
        if not 0 <= missing <= 1:
            raise Unreadable(sentence, value=text[:40])
        return "0" * missing + bare.upper()

    return read


def _department(text: str) -> str | None:
    bare = text.strip().upper().split(" ")[0]
    return f"0{bare}" if re.fullmatch(r"[1-9]", bare) else bare


def _country(text: str) -> Any:
    bare = text.strip()
    if re.fullmatch(r"[A-Za-z]{2}", bare):
        return bare.upper()
    known = _COUNTRIES.get(fold(bare))
    return known or Partly(None, (Phrase(NOT_LISTED, value=bare[:60]),))


def _web(text: str) -> Any:
    addresses = [part for part in re.split(r"[\s;|]+", text.strip()) if part]
    first = addresses[0]
    if "@" in first or "." not in first:
        raise Unreadable("« {value} » n’est pas une adresse web (https://…).", value=first[:60])
    whole = first if re.match(r"https?://", first) else f"https://{first}"
    more = tuple(
        Phrase("« {value} » n’est pas repris : un lieu a un seul site.", value=one[:80])
        for one in addresses[1:]
    )
    return Partly(whole, more) if more else whole


def _osm(text: str) -> str:
    found = re.search(r"(?:^|/)(node|way|relation)/([0-9]{1,15})$", text.strip())
    if found is None:
        short = re.fullmatch(r"([nwr])([0-9]{1,15})", text.strip().lower())
        if short is None:
            raise Unreadable(
                "« {value} » ne désigne pas un objet d’OpenStreetMap (node/123).", value=text[:60]
            )
        names = {"n": "node", "w": "way", "r": "relation"}
        return f"{names[short[1]]}/{short[2]}"
    return f"{found[1]}/{found[2]}"


def _yes_no(text: str) -> Any:
    word = fold(text)
    return (_YES | _NO).get(word) or Partly(None, (Phrase(NOT_LISTED, value=text[:60]),))


def _point(text: str) -> list[float]:
    return typed_values.point(text)


def _degree(text: str) -> float:
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        raise Unreadable(typed_values.NOT_A_NUMBER, value=text[:40])
    return float(found[1].replace(",", ".").replace("−", "-"))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("« {value} » ne se lit pas comme du JSON.", value=text[:60]) from error


def _written_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else ""


def _slugs(text: str) -> list[str]:
    """Free words as labels: « Repair Café » is repair-cafe; theme/sub-theme keeps its bar."""
    found = ("/".join(slugify(p) for p in one.split("/")[:2]).strip("/") for one in parts_of(text))
    return [slug for slug in dict.fromkeys(found) if slug]


def _names_of(terms: Vocabulary, words: Mapping[str, str]) -> dict[str, str]:
    """The slug of each folded word that stands for a term: its slug, its labels, others given."""
    known = {fold(name): t.slug for t in terms for name in (t.en, t.fr, t.slug)}
    return known | {fold(word): slug for word, slug in words.items()}


def terms(
    vocabulary: Vocabulary, words: Mapping[str, str] | None = None, *, ignored: bool = False
) -> Sort:
    """Several terms of a closed list; `words` are other names for them, `ignored` where words that
    are none of them say nothing to us."""
    names = _names_of(vocabulary, words or {})

    def read(text: str) -> Any:
        found: dict[str, None] = {}
        left = []
        for part in _term_parts(text, names):
            slug = names.get(fold(part))
            if slug:
                found[slug] = None
            elif not ignored:
                left.append(Phrase(NOT_LISTED, value=part[:60]))
        value = list(found) or None
        return Partly(value, tuple(left)) if left else value

    return Sort(read, _list, many=True)


def _term_parts(text: str, names: Mapping[str, str]) -> list[str]:
    """Items parted by semicolons, or by commas where that gives words of the list."""
    parts = parts_of(text)
    if len(parts) == 1 and fold(parts[0]) not in names and "," in parts[0]:
        return [part.strip() for part in parts[0].split(",") if part.strip()]
    return parts


def term(vocabulary: Vocabulary, words: Mapping[str, str] | None = None) -> Sort:
    """One term of a closed list."""
    names = _names_of(vocabulary, words or {})

    def read(text: str) -> Any:
        return names.get(fold(text)) or Partly(None, (Phrase(NOT_LISTED, value=text[:60]),))

    return Sort(read, said)


def _list(value: Any) -> Cell:
    items = value if isinstance(value, list) else [value]
    return joined(items)


LINE = Sort(_line, said)
SUMMARY = Sort(_summary, said)
LONG = Sort(_long, said)
NUMBER = Sort(typed_values.number, said)
WHOLE = Sort(typed_values.whole, said)
YEAR = Sort(lambda text: typed_values.year(text.strip()), said)
DAY = Sort(lambda text: typed_values.day(text.strip()), said)
POSTCODE = Sort(_digits(5, "« {value} » n’est pas un code postal (5 chiffres)."), said)
INSEE = Sort(_digits(5, "« {value} » n’est pas un code Insee (5 signes)."), said)
SIRET = Sort(_digits(14, "« {value} » n’est pas un Siret (14 chiffres)."), said)
DEPARTMENT = Sort(_department, said)
COUNTRY = Sort(_country, said)
WEB = Sort(_web, said)
OSM = Sort(_osm, said)
YES_NO = Sort(_yes_no, said)
FLAG = Sort(lambda text: _YES.get(fold(text)) == "yes" or None,
            lambda value: "oui" if value is True else "")  # fmt: skip
DEGREE = Sort(_degree, said)
POINT = Sort(_point, lambda value: " ".join(map(str, value)) if isinstance(value, list) else "")
LINES = Sort(lambda text: parts_of(text) or None, _list, many=True)
SLUGS = Sort(lambda text: _slugs(text) or None, _list, many=True)
JSON = Sort(_json, _written_json)
