"""A list of generated places, as a network keeps one in a spreadsheet."""

import csv
import io
import random

from app.domain.kinds import terms

TOWNS = (
    ("Lautrec", "81440", "81139", 43.706, 2.138), ("Castres", "81100", "81065", 43.606, 2.241),
    ("Crest", "26400", "26108", 44.728, 5.022), ("Rennes", "35000", "35238", 48.111, -1.680),
    ("Ajaccio", "20000", "2A004", 41.919, 8.738), ("Bourg-en-Bresse", "01000", "01053", 46.2, 5.2),
)  # fmt: skip
_HARD = (
    "Un café ; une librairie, et « plus »", "=cmd()|' /C calc'!A0", "'=déjà gardé",
    "+33 sans suite",
    "Deux lignes\nen une case", 'Des "guillemets" et des ; points', "[pas du JSON", "-",
    "Le lieu\u00a0: une espace insécable", "@nous", "l’été, l'hiver",
)  # fmt: skip


def rows(count: int, *, seed: int = 7) -> list[dict[str, str]]:
    """Places in the columns of our own export, each with an address of its own."""
    draw = random.Random(seed)
    return [_row(draw, n) for n in range(count)]


def _row(draw: random.Random, n: int) -> dict[str, str]:
    city, postcode, insee, lat, lon = draw.choice(TOWNS)
    slugs = [term.slug for term in terms.SPACES]
    hard = draw.choice(_HARD)
    return {
        "kind": "place", "slug": f"lieu-{n}", "title": f"Lieu {n}, {city}",
        "summary": f"{hard} {n}".replace("\n", " ") if hard != "-" else "",
        "city": city, "postcode": postcode, "insee": insee,
        "latitude": str(round(lat + n / 100_000, 5)), "longitude": str(lon),
        "opened": str(draw.choice((2010, 2015, "2019-05-12"))),
        "turnover_eur": str(draw.choice((1000, 357_000, 12.5))),
        "legal_status": draw.choice(("association", "scic", "sarl")),
        "spaces": "; ".join(sorted(draw.sample(slugs, 2))),
        "works": draw.choice(("", "Le café", '["Un ; deux", "trois"]')),
        "website": f"https://lieu-{n}.example/", "opening_hours": "Mo-Fr 09:00-18:00",
        "siret": f"{10**13 + n}", "address": f"{n} rue des Tilleuls",
        "area_m2": str(draw.choice((80, 120.5))),
        "legal_carrier": hard.replace("\n", " ") if hard != "-" else "Elle-même",
        "parking": "Une place\nderrière" if n % 3 else "",
        "figures": f'[{{"name": "Adhérents", "value": {n}}}]' if n % 5 == 0 else "",
    }  # fmt: skip


def as_text(rows: list[dict[str, str]], *, separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read_back(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
