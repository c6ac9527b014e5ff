"""Versions, the form, two texts that cross."""

from dataclasses import replace
from datetime import timedelta

from app.web import views as v
from tests.theme.samples.common import BY_SA, EMPTY_HEAD, ME, NOW, TEXT, Screen, lieu


def version(n: int, **changes: object) -> v.Version:
    full = v.Version(
        f"{n:040x}",
        NOW - timedelta(days=n * 40),
        ("L. M.", "S. H.", "I. V.")[n % 3],
        "Comment le restaurant porte la librairie",
        f"/lieux/cafe-plum?revision={n}",
        f"/lieux/cafe-plum/diff?new={n}",
        current=n == 0,
        size_change=(120, -40, 1300)[n % 3],
    )
    return replace(full, **changes)


VERSIONS = (
    version(0),
    version(1, note="", minor=True),
    version(2, origin="La Trame"),
    version(3, event="created"),
)

W = v.Word


def compare_full() -> v.Compare:
    return v.Compare(
        head=lieu(),
        old=version(2),
        new=version(0),
        summary="Entre le 3 mars et le 21 novembre : deux champs changés, un paragraphe "
        "ajouté, un récrit.",
        fields=(
            v.ChangedBlock(
                "changed",
                "Activités",
                (W("same", "Restaurant, librairie"), W("added", ", résidence d’artistes")),
            ),
        ),
        blocks=(
            v.ChangedBlock(
                "changed",
                "Le modèle économique",
                (
                    W("same", "Le restaurant porte "),
                    W("removed", "tout"),
                    W("added", "les charges fixes"),
                    W("same", "."),
                ),
                "L. M., 21 novembre",
            ),
            v.ChangedBlock(
                "added", "après « L’histoire »", (W("added", "« Le livre fait revenir. »"),)
            ),
            v.ChangedBlock(
                "moved", "« Qui décide »", (), "Vient maintenant après « Les chiffres »."
            ),
        ),
        versions=VERSIONS,
        compare_url="/lieux/cafe-plum/diff",
        swap_url="/lieux/cafe-plum/diff?old=0",
        restore_url="/lieux/cafe-plum/restore",
        may_restore=True,
        authors=(("L. M.", 6), ("S. H.", 1)),
        previous=v.Link("Le changement d’avant", "/x"),
        next=v.Link("Le changement d’après", "/y"),
    )


def figure_row(number: str, what: str = "", label: str = "") -> v.Row:
    name = f"figures.{number}"
    return v.Row(
        label or "Chiffre 1",
        (
            v.Field(name=f"{name}.name", label="Quoi", value=what),
            v.Field(name=f"{name}.value", label="Combien", widget="number", unit="€"),
            v.Field(name=f"{name}.date", label="Quand", widget="year", placeholder="2018"),
            v.Field(name=f"{name}.source", label="D’après", value="Étude CAE et tiers-lieux"),
            v.Field(
                name=f"{name}.media",
                label="Image",
                widget="media",
                picture="/media/aa.jpg" if what else "",
                help="Une photo ou un dessin. Exemple : la table, vue d’en haut.",
            ),
        ),
        name,
        movable=bool(what),
    )


def day(key: str, label: str, wrong: bool = False) -> v.Row:
    ends = tuple(
        v.Field(
            name=f"opening_hours.{key}.{n}",
            label=said,
            value="midi" if wrong and n == 0 else "",
            error="« midi » n’est pas une heure." if wrong and n == 0 else "",
        )
        for n, said in enumerate(("de", "à", "puis de", "à"))
    )
    return v.Row(
        label, (*ends, v.Field(name=f"opening_hours.{key}.off", label="fermé", widget="switch"))
    )


def week() -> v.Field:
    rest = v.Field(name="opening_hours.other", label="Autres horaires", value="PH off")
    return v.Field(
        name="opening_hours",
        label="Horaires",
        widget="hours",
        help="De telle heure à telle heure.",
        rows=(day("Mo", "Lundi"), day("Tu", "Mardi", wrong=True), v.Row(rest.label, (rest,))),
    )


OPTIONS = tuple(
    v.Option(x, n, x in ("scic", "rural"))
    for x, n in (
        ("association", "Association"),
        ("scic", "Scic"),
        ("scop", "Scop"),
        ("rural", "Rural ou semi-rural"),
        ("urbain", "Urbain"),
    )
)


def typed_fields(wrong: bool) -> tuple[v.Field, ...]:
    return (
        v.Field(name="title", label="Nom du lieu", value="Café PLUM", required=True),
        v.Field(
            name="summary",
            label="En deux phrases",
            widget="textarea",
            required=True,
            limit=280,
            value="Pôle d’innovation sociale " * 12,
            help="280 signes au plus. C’est ce qu’on lit dans les listes.",
            error="Ce résumé fait 315 signes. Retirez-en 35." if wrong else "",
        ),
        v.Field(
            name="territory.city",
            label="Commune",
            widget="town",
            value="Lautrec",
            required=True,
            help="Le département et la région se remplissent seuls : Tarn, Occitanie.",
        ),
        v.Field(
            name="opened",
            label="Année d’ouverture",
            widget="year",
            value="20100",
            help="L’année seule suffit : 2010.",
            error="« 20100 » n’est pas une année. Vouliez-vous dire 2010 ?" if wrong else "",
        ),
    )


def chosen_fields() -> tuple[v.Field, ...]:
    return (
        v.Field(name="legal_status", label="Forme juridique", widget="select", options=OPTIONS[:3]),
        v.Field(
            name="setting",
            label="Milieu",
            widget="checkboxes",
            options=OPTIONS[3:],
            help="Plusieurs réponses possibles.",
        ),
        v.Field(name="dominant", label="Plutôt", widget="radio", options=OPTIONS[3:]),
        v.Field(
            name="figures",
            label="Chiffres datés",
            widget="rows",
            help="Un chiffre sans date ni source ne vieillit pas bien.",
            rows=(figure_row("0", "Chiffre d’affaires"),),
            blank=figure_row("__n__", label="Chiffre __n__"),
            add_label="Ajouter un chiffre",
        ),
    )


def more_fields() -> tuple[v.Field, ...]:
    return (
        v.Field(
            name="works",
            label="Ce qui marche",
            widget="list",
            help="Une chose par ligne.",
            value="Trois métiers\nLa répétition ouverte",
        ),
        v.Field(
            name="methods",
            label="Méthodes utilisées",
            widget="reference",
            value="Conseil des usagers",
            picks="method",
        ),
        week(),
        v.Field(name="contact.website", label="Site", widget="url"),
        v.Field(name="verified_on", label="Vérifié le", widget="date", value="2026-11-21"),
        v.Field(
            name="contact.form",
            label="On peut nous écrire par le formulaire",
            widget="switch",
            value="yes",
        ),
    )


def fields(wrong: bool = True) -> tuple[v.Group, ...]:
    return (
        v.Group("La fiche du lieu", typed_fields(wrong) + chosen_fields()),
        v.Group("Pour en dire plus", more_fields(), folded=True),
    )


def edit(**changes: object) -> v.Edit:
    full = v.Edit(
        kind="place",
        title="Café PLUM",
        action="/lieux/cafe-plum/edit",
        groups=fields(),
        body="On y déjeune.\n\nOn y répète.",
        licence=BY_SA,
        base="a" * 40,
        trail=(v.Link("Lieux", "/lieux"), v.Link("Café PLUM", "/lieux/cafe-plum")),
        errors=(
            v.FieldError("champ-summary", "Le résumé dépasse de 35 signes"),
            v.FieldError("champ-opened", "L’année d’ouverture n’est pas une année"),
        ),
        proposes=True,
        reviewers="L. M. ou S. H.",
        cancel_url="/lieux/cafe-plum",
        note="La librairie fournit aussi les écoles",
    )
    return replace(full, **changes)


def edit_new() -> v.Edit:
    kinds = tuple(
        v.Link(n, f"/-/ecrire?kind={k}", kind=k, current=k == "place")
        for k, n in (
            ("place", "Un lieu"),
            ("method", "Une méthode"),
            ("mini_cool", "Une mini-COOL"),
            ("page", "Une page"),
        )
    )
    return edit(
        title="",
        new=True,
        base="",
        errors=(),
        groups=fields(wrong=False),
        kinds=kinds,
        proposes=False,
        preview=TEXT,
        similar=(v.Link("Café Plum", "/lieux/cafe-plum", "Lautrec"),),
        body_error="Le texte dépasse 256 Kio.",
    )


SCREENS: dict[str, Screen] = {
    "history": (
        "history.html",
        v.History(
            head=lieu(),
            versions=(replace(VERSIONS[0], thanks=2, may_thank=True), *VERSIONS[1:]),
            thank_url="/lieux/cafe-plum/thank",
            compare_url="/lieux/cafe-plum/diff",
            restore_url="/lieux/cafe-plum/restore",
            may_restore=True,
            authors=(("L. M.", 6), ("S. H.", 1)),
            next_url="?cursor=x",
        ),
        {},
    ),
    "history-one": (
        "history.html",
        v.History(head=EMPTY_HEAD, versions=VERSIONS[:1], compare_url="/x"),
        {},
    ),
    "compare": ("compare.html", compare_full(), {}),
    "compare-beside": (
        "compare.html",
        replace(
            compare_full(),
            beside=True,
            view_url="/x",
            blocks=(
                v.ChangedBlock("same", "4 passages inchangés", kept=("Un.", "Deux."), folded=True),
                v.ChangedBlock("spaced", "Passage 5", (W("same", "Des blancs."),), "Des blancs."),
                v.ChangedBlock(
                    "changed",
                    "Passage 6, sous « L’histoire »",
                    (W("same", "Le bar "), W("removed", "ouvre"), W("added", "ferme")),
                    pictures=(("added", "/media/x.png"), ("removed", "/media/y.png")),
                    take_url="/edit?reprend=x",
                ),
                *compare_full().blocks,
                v.ChangedBlock("same", "1 passage inchangé", kept=("La fin.",)),
            ),
        ),
        {},
    ),
    "compare-same": (
        "compare.html",
        v.Compare(head=lieu(), old=version(1), new=version(0), summary="Rien n’a changé."),
        {},
    ),
    "raw": (
        "raw.html",
        v.Source(
            head=lieu(),
            text="---\nkind: place\ntitle: Café PLUM\n---\n\n<b>Texte</b>",
            download_url="/lieux/cafe-plum/raw?download=1",
        ),
        {},
    ),
    "edit": ("edit.html", edit(), {"scripts": ("edit.js",)}),
    "edit-new": ("edit.html", edit_new(), {"scripts": ("edit.js",), "person": ME}),
}
