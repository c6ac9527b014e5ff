"""A small wiki with all that a book must hold, and its kits."""

from pathlib import Path

from app.actions.make_kit import make_kit, write_kit
from app.domain.kit import Kit, KitChoice, Pictures
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import page, picture, write

LONG = " ".join(["Une méthode au titre interminable"] * 6)[:200]
METHOD = """---
title: Repas partagé
lang: fr
licence: CC-BY-SA-4.0
summary: Manger ensemble, chaque jeudi.
themes: [communautes-reseaux/documenter]
territory: {country: FR, region: occitanie}
duration_min: 90
steps:
  - {title: Inviter, text: Écrire à tous.}
  - {title: Cuisiner, text: Avec ce que chacun apporte.}
difficulties:
  - {problem: Personne ne cuisine., answer: Commander une soupe.}
---
"""
BODY = """Le cœur du repas[^1], et son [[Compost]]. Voir [[Fermée]] et [[Rien encore]].

[^1]: Une note à l’écart.

![Une table mise](/media/{medium})

:::quiz
Que fait-on d’abord ?

- [x] Inviter
  > Oui, une semaine avant.
- [ ] Manger
  > Trop tôt : voyez [[Compost]].
:::

| Pour | Il faut |
|---|---|
| dix | une table |
"""
HOSTILE = (
    "Fin ]]> &amp; <b>gras</b> &lt;script&gt; &#1; \u202e et <![CDATA[ <!-- --> "
    "[x](http://exa mple) [y](http://[::1)"
)


def fill(one: Instance) -> None:
    """Pages of several kinds, languages and licences, some made to hurt."""
    shown, closed = picture(one), picture(one, licence="CC-BY-NC-ND-4.0", side=700)
    write(one, "method/compost", page("Compost", "Revenir au [[Repas partagé]]."))
    write(one, "method/repas", METHOD + BODY.format(medium=shown.name))
    write(one, "method/ferme", page("Fermée", licence="CC-BY-NC-ND-4.0"))
    write(one, "method/longue", page(LONG, f"![Une cour](/media/{closed.name})\n\n{HOSTILE}"))
    write(one, "page/maqha", page("مقهى العمل المشترك", "نص قصير.", lang="ar"))
    write(one, "page/nested", page("Emboîtée", "\n".join("  " * n + "- un" for n in range(20))))
    # More than a sheet holds, and a word that no column does.
    rows = (f"| {n} | {'œuf' * (41 if n == 2 else 1)} |" for n in range(60))
    table = "\n".join(["| a | b |", "|---|---|", *rows])
    write(one, "page/table", page("Grande table", table))
    write(one, "place/atelier", page("L’Atelier", territory="{country: FR, region: bretagne}"))


def kit_of(one: Instance, query: str = "", *, pictures: Pictures = Pictures.light, **how) -> Kit:
    return make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice(pictures, **how))


def written(one: Instance, name: str, out: Path, query: str = "", **how) -> Path:
    """The file that the exporter of that name makes of the selection."""
    write_kit(one.exporters[name], kit_of(one, query, **how), out)
    return out
