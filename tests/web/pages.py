"""The pages of the wiki that tests read and write."""

from app.domain.exchange import Draft
from app.domain.page_path import PagePath


def text(kind: str, title: str, front: str = "", body: str = "", *, status: str = "") -> str:
    """A whole page file; `front` holds further lines of front matter."""
    lines = ["---", f"kind: {kind}", f'title: "{title}"', "lang: fr", "licence: CC-BY-SA-4.0"]
    if status:
        lines.append(f"status: {status}")
    lines += [front.strip("\n")] if front.strip() else []
    return "\n".join([*lines, "---", "", body.strip("\n"), ""])


CAFE = text(
    "place",
    "Café PLUM",
    """
summary: Un café, une librairie et une salle de spectacle à Lautrec.
themes: [modele-economique]
tags: [librairie]
territory: {country: FR, region: occitanie, department: "81", city: Lautrec}
coordinates: [43.706, 2.138]
setting: [rural]
opened: 2010
legal_status: scic
turnover_eur: 357000
activities: [restauration-cafe-librairie, programmation-culturelle]
networks: [organisation/reseau-occitan, organisation/jamais-ecrite]
methods: [method/conseil-de-place]
works: [Trois métiers sous un toit]
does_not_work: [Le bar tenu par les seuls bénévoles]
economic_model:
  - {creation: Un lieu de vie, distribution: Repas et concerts, capture: Le bar, revenues: [bar]}
governance:
  model: L’assemblée élit un conseil.
  bodies: [{name: Assemblée, members: les sociétaires, decides: le cap}]
figures: [{name: Sociétaires, value: 245, unit: personnes, date: 2019, source: Étude}]
opening_hours: Tu-Sa 10:00-23:00
access: {wheelchair: plain-pied, transport: car 765}
contact: {website: "https://cafe.example/"}
source: {title: Étude CAE, url: "https://etude.example/"}
""",
    """
## Ce qui s’y passe

On y déjeune. Voir [[method/conseil-de-place]] et [[Une page attendue]].

## L’histoire

Le café ouvre en 2010, dans un village de colline.
""",
)
ATELIERS = text(
    "place",
    "Les Ateliers",
    """
summary: Un atelier partagé à Castres.
territory: {country: FR, region: occitanie, department: "81", city: Castres}
coordinates: [43.606, 2.241]
opened: 2014
legal_status: association
turnover_eur: 100000
verified_on: 2026-10-02
""",
    "Des machines et des gens, près du [[Café PLUM]].",
)
VERGNE = text(
    "place",
    "La Vergne",
    """
territory: {country: FR, region: pays-de-la-loire, department: "85", city: La Roche-sur-Yon}
opened: 2016
legal_status: scic
""",
    "Un village sans point sur la carte.",
)
SECRET = text(
    "place",
    "Lieu secret",
    """
summary: Un projet que personne ne connaît encore.
territory: {country: FR, region: occitanie, city: Albi}
coordinates: [43.928, 2.148]
networks: [organisation/reseau-occitan]
methods: [method/conseil-de-place]
""",
    "Le mot zanzibar n’est écrit que dans ce brouillon sur le [[Café PLUM]].",
    status="draft",
)
CONSEIL = text(
    "method",
    "Conseil de Place",
    """
summary: Décider à plusieurs, une fois par mois.
themes: [gouvernance-financement]
form: how-to
duration_min: 90
people_min: 5
people_max: 30
cost_eur: 0
difficulty: 2
audience: [équipes de lieux]
materials: [{name: Un tableau, quantity: 1}]
steps:
  - {title: Ouvrir, text: "Dire l’ordre du jour, voir le [[Café PLUM]]", duration_min: 10}
  - {title: Décider, text: "- par consentement\\n- et non au **vote**"}
difficulties: [{problem: Personne ne vient, answer: Nourrir les gens}]
lessons: {works: [La date fixe], does_not: [Le soir], could: [Le midi], will_not: [Le dimanche]}
resources: [{title: Un guide, url: "https://guide.example/"}]
trials: [{place: place/cafe-plum, date: 2019, result: Adopté, adapted: plus court}]
variants: [method/seulement-un-nom]
""",
    "Une réunion ouverte à qui veut.",
)
STUB = text("method", "Seulement un nom", "stub: true\nform: event-format")
LICENCE_UNIT = text(
    "mini_cool",
    "Choisir une licence",
    """
objective: À la fin, je sais choisir une licence ouverte.
audience: [équipes de lieux]
duration_min: 75
skills: [Lire une licence]
prerequisites: [mini_cool/jamais-ecrite]
sequence:
  - {title: Comprendre, medium: text, text: "Une **licence** est une autorisation."}
  - {title: Regarder, medium: video-link, url: "https://film.example/v"}
  - {title: Ouvrir un document, medium: exercise, text: "Choisissez-en un."}
evaluation:
  - {type: self, text: Répondez., quiz: [licence-1]}
  - {type: evidence, text: Un document porte une mention.}
recognition: On peut dire que vous avez publié un document.
places: [place/cafe-plum]
methods: [method/conseil-de-place]
""",
    """
Beaucoup de lieux veulent partager.

:::quiz id=licence-1
Une fiche sans licence : que faire ?

- [ ] La recopier
  > Il faut demander.
- [x] Demander
  > Oui.
:::

:::quiz id=libre
Une autre question ?

- [x] Oui
  > Bien.
- [ ] Non
  > Non.
:::

## Pour aller plus loin

Lire le reste.
""",
)
NETWORK = text(
    "organisation",
    "Réseau occitan",
    "type: network\nscope: Occitanie\nwebsite: https://reseau.example/\n"
    "members: [place/les-ateliers]",
    "Il réunit des lieux.",
)
PORTAL = text(
    "portal",
    "Portail des lieux",
    """
summary: Tout ce qu’il faut pour commencer.
queries:
  - {title: Lieux en fiches, select: kind=place region=occitanie, view: cards}
  - {title: Lieux en tableau, select: kind=place, view: table}
  - {title: Lieux sur la carte, select: kind=place, view: map}
  - {title: Méthodes, select: kind=method, view: list}
  - {title: Rien, select: kind=place tag=absent}
""",
    'Entrez.\n\n:::list kind=place region=occitanie view=table title="Nos lieux"\n:::',
)
PLAIN = {
    "bienvenue": ("Bienvenue", "Voici le wiki."),
    "mentions-legales": ("Mentions légales", "Qui édite."),
    "confidentialite": ("Vie privée", "Rien n’est suivi."),
    "accessibilite": ("Accessibilité", "Écrivez-nous."),
    "ecrire-sa-premiere-page": ("Écrire sa première page", "Trois phrases."),
}
EVIL = text(
    "page",
    "<script>alert(1)</script> & co",
    "summary: '<img src=x onerror=alert(2)>'\ntags: [mechant]\n"
    "source: {title: '<b>source</b>', url: 'https://x.example/?a=1&b=2'}",
    "Du texte <script>alert(3)</script>.",
)
STARTERS = [
    Draft(PagePath("place", "cafe-plum"), CAFE),
    Draft(PagePath("place", "les-ateliers"), ATELIERS),
    Draft(PagePath("place", "la-vergne"), VERGNE),
    Draft(PagePath("place", "lieu-secret"), SECRET),
    Draft(PagePath("method", "conseil-de-place"), CONSEIL),
    Draft(PagePath("method", "seulement-un-nom"), STUB),
    Draft(PagePath("mini_cool", "choisir-une-licence"), LICENCE_UNIT),
    Draft(PagePath("organisation", "reseau-occitan"), NETWORK),
    Draft(PagePath("portal", "portail-des-lieux"), PORTAL),
    *(
        Draft(PagePath("page", slug), text("page", name, "", body))
        for slug, (name, body) in PLAIN.items()
    ),
    Draft(PagePath("page", "mechante"), EVIL),
]  # fmt: skip
