"""Figures with their charts, as a screen of sections, and every piece of the theme."""

from app.theme.charts import bar_chart, curve_chart, year_chart
from app.theme.parts import Fact, Link
from app.web.screens.style import style_page
from app.web.views.sheet import Section, Sheet
from tests.theme.samples.common import LONG, Screen

COLUMNS = ("Ouverture", "Lieux", "Cumul", "Montants publiés", "Somme", "Moyenne", "Médiane")
COUNTS = {1999: 2, 2004: 1, 2016: 1_204, 2017: 35}


def _row(label: str, count: int) -> tuple[Fact, ...]:
    money = tuple(Fact("", amount, kind="money") for amount in (6_477_000, 308_429, ""))
    counted = (Fact("", count, kind="number", href="/lieux"), Fact("", count, kind="number"))
    return (Fact("", label, href="/lieux"), *counted, Fact("", 21, kind="number"), *money)


SCREENS: dict[str, Screen] = {
    "style": ("style.html", style_page(str), {}),
    "figures": (
        "sheet.html",
        Sheet(
            title="Chiffres et sources",
            sections=(
                Section(
                    title="Par année d’ouverture", anchor="annees", columns=COLUMNS,
                    rows=tuple(_row(str(year), count) for year, count in COUNTS.items()),
                    charts=(year_chart(COUNTS, label="Ouvertures, année par année"),
                            curve_chart(COUNTS, label="En tout, à la fin de chaque année")),
                    actions=(Link("Ce tableau, en CSV", "/-/chiffres.csv?par=opened"),),
                ),
                Section(
                    title="Par thème", anchor="themes", columns=COLUMNS,
                    rows=(_row(LONG, 3), _row("Lien", 1)),
                    charts=(bar_chart([(LONG, 3), ("Lien", 1)] * 9, label="Par thème"),),
                ),
            ),
        ),
        {},
    ),
}  # fmt: skip
