"""Beginning a page, documenting an action, templates of pages."""

from dataclasses import replace

from app.web import views as v
from app.web.views.guided import AnswerLine, AskedTogether, Guided
from app.web.views.templates import BrokenTemplate, TemplateEdit, TemplateList, TemplateRow
from app.web.views.tools import KindChoice, TemplateChoice, Write
from tests.theme.samples.common import BY_SA, ME, Screen

LONG = "Un très long titre que personne n’aurait cru possible " * 3
KINDS = tuple(
    KindChoice(name, label, "Ce qu’on y fait, comment il tient.", prefix, name == "method")
    for name, label, prefix in (
        ("place", "Lieu", "lieux"), ("method", "Méthode", "methodes"),
        ("mini_cool", "Mini-COOL", "minicools"), ("page", "Page", "pages"),
    )
)  # fmt: skip
BEGIN = Write(action="/-/ecrire", kinds=KINDS)
TEMPLATES = (
    TemplateChoice("fiche-technique", "Fiche technique", "Une manière de faire.", checked=True),
    TemplateChoice("how-to-en", LONG, LONG, "English"),
    TemplateChoice("", "Page blanche", "Sans consigne."),
)
NAMED = replace(
    BEGIN, title="Repair café", slug="repair-cafe", kind="method", kind_label="Méthode", named=True,
    templates=TEMPLATES, similar=(v.Link("Repair café mobile", "/methodes/rcm", "Méthode"),),
)  # fmt: skip
GROUPS = (
    AskedTogether(1, "Ce qui s’est passé", "Seule la première question attend une réponse.", (
        v.Field(
            name="what", label="Qu’avez-vous fait ?", widget="textarea", required=True,
            help="Par exemple : « Nous avons réparé quarante objets »."),
        v.Field(name="title", label="Quel nom lui donner ?"),
    )),
    AskedTogether(2, "Pour finir", "", (
        v.Field(name="result", label="Où ranger tout cela ?", widget="radio", options=(
            v.Option("method", "Une nouvelle page de méthode", True),
            v.Option("place", "La page d’un lieu"))),
        v.Field(name="target", label="Quelle page compléter ?", widget="reference", lines=1),
    ), True),
)  # fmt: skip
GUIDED = Guided(
    action="/-/documenter", key="/-/documenter|place/cafe-plum", groups=GROUPS, number=2,
    about=v.Link("Café PLUM", "/lieux/cafe-plum"), page="place/cafe-plum", licence=BY_SA,
    answers=(AnswerLine(1, "Ce qui s’est passé", LONG), AnswerLine(1, "Où et quand", "")),
)  # fmt: skip
FIRST = (
    replace(
        GROUPS[0], current=True,
        fields=(replace(GROUPS[0].fields[0], error="à remplir."), GROUPS[0].fields[1]),
    ),
    replace(GROUPS[1], current=False),
)  # fmt: skip
EDIT = TemplateEdit(
    action="/-/modeles/visite", name="visite", text="---\ntemplate: {title: Visite}\n---\n",
    title="Visite d’un lieu", base="a" * 40,
)  # fmt: skip
STEWARD = {"person": replace(ME, role="steward")}
SCREENS: dict[str, Screen] = {
    "write": ("write.html", BEGIN, {"person": ME}),
    "write-wrong": ("write.html", replace(BEGIN, errors=(("titre", "à remplir."),)), {}),
    "write-named": ("write.html", replace(NAMED, templates_url="/-/modeles"), STEWARD),
    "write-taken": (
        "write.html",
        replace(NAMED, title=LONG, taken=True, errors=(("adresse", "déjà celle d’une page."),)),
        {"person": ME},
    ),
    "write-blank": ("write.html", replace(NAMED, templates=(), similar=()), {"person": ME}),
    "guided-first": (
        "documenter.html",
        replace(GUIDED, groups=FIRST, number=1, about=None, page="", answers=(),
                errors=(v.FieldError("champ-what", "Qu’avez-vous fait ? : à remplir."),)),
        {"person": ME},
    ),
    "guided-last": ("documenter.html", GUIDED, {"person": ME}),
    "templates": (
        "modeles.html",
        TemplateList(
            new_url="/-/modeles/nouveau",
            rows=(TemplateRow("Fiche", "Une manière.", "method", "/-/modeles/fiche"),
                  TemplateRow(LONG, LONG, "place", "/-/modeles/long", "English")),
            broken=(BrokenTemplate("casse", "/-/modeles/casse", ("kind : à remplir.", LONG)),),
        ),
        STEWARD,
    ),
    "templates-none": ("modeles.html", TemplateList(new_url="/-/modeles/nouveau"), STEWARD),
    "template": ("modele.html", EDIT, STEWARD),
    "template-new": (
        "modele.html",
        replace(EDIT, new=True, errors=(("name", "à remplir."), ("text", "à revoir."))),
        STEWARD,
    ),
    "template-reads": (
        "modele.html", replace(EDIT, reads=True, kind="page", front=(("tags", "[visite]"),)),
        STEWARD,
    ),
    "template-crossed": (
        "modele.html", replace(EDIT, theirs=LONG * 3, errors=(("text", "Quelqu’un d’autre…"),)),
        STEWARD,
    ),
}  # fmt: skip
