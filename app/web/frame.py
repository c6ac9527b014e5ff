"""A whole screen from a view: the frame around it, the template, the answer."""

from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.kinds.terms import REGIONS
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from app.theme import Theme
from app.theme.frame import Flash, Frame, Language, Person
from app.theme.words import own_name
from app.web.context import reader_of, session_of, wiki_of
from app.web.joined import joined_flash

FLASH_COOKIE = "maillage-dit"
LANG_COOKIE = "maillage-langue"
WAITING_COUNTED = 50
# What may be said once on the next screen, by name: nothing a link could make up is ever shown.
FLASHES = {
    "saved": Flash("C’est enregistré. Merci !", saved=True),
    "merged": Flash(
        "C’est enregistré, avec ce que d’autres ont changé entre-temps.",
        detail="Relisez la page : leurs changements et les vôtres s’y trouvent.",
        saved=True,
    ),
    "unchanged": Flash("Rien n’avait changé : la page est comme elle était.", tone=""),
    "restored": Flash("La version est rétablie."),
    "moved": Flash("La page a changé d’adresse. L’ancienne y mène toujours."),
    "deleted": Flash("La page est supprimée. On peut la rétablir depuis ses versions."),
    "welcome": Flash("Bienvenue."),
    "welcome-dead": Flash(
        "Bienvenue. Les courriels à votre adresse reviennent : plus rien n’y est envoyé.",
        tone="caution",
        detail="Changez-la depuis votre compte, ou dites qu’elle remarche.",
    ),
    "signed-out": Flash("Vous êtes déconnecté.", tone=""),
    "role": Flash("Le rôle est changé."),
    "taken-in": Flash("La personne est accueillie : un courriel la prévient."),
    "decline": Flash("La demande est déclinée. Rien n’est gardé de cette personne."),
    "block": Flash("Le compte est suspendu. Ce qui est écrit reste."),
    "unblock": Flash("Le compte est rouvert."),
    "revoked": Flash("L’invitation ne sert plus.", tone=""),
    "council": Flash("C’est fait."),
    "council-joined": Flash("Bienvenue au conseil : vous enregistrez cette page."),
    "door": Flash("C’est enregistré : la règle vaut dès maintenant."),
    "closed-sessions": Flash("C’est fait : l’appareil est déconnecté."),
    "profile": Flash("Votre page publique est enregistrée.", saved=True),
    "address-asked": Flash(
        "Deux courriels sont partis, à l’ancienne adresse et à la nouvelle.",
        detail="Dites oui depuis chacun. D’ici là, rien ne change.",
    ),
    "erased": Flash("Votre compte est effacé. Plus rien ici ne porte votre nom.", tone=""),
    "mailbox": Flash("Les courriels repartent vers votre adresse."),
    "joined": Flash("La personne est inscrite."),
    "password": Flash("Le mot de passe est changé. Les autres appareils sont déconnectés."),
    "asked": Flash("La demande est ouverte. Chaque auteur la trouvera dans son compte."),
    "agreed": Flash("La réponse est notée. Merci."),
    "withdrawn-ask": Flash("La demande est retirée. La licence ne change pas.", tone=""),
    "licence": Flash("La licence est changée, avec l’accord de tous les auteurs.", saved=True),
    "united": Flash(
        "Les deux pages n’en font plus qu’une.",
        detail="L’adresse de l’autre mène ici. Ses versions se lisent depuis celles de cette page.",
        saved=True,
    ),
    "verified": Flash("Merci : la page est marquée comme vérifiée aujourd’hui."),
    "friend": Flash(
        "C’est un réseau ami.",
        detail="Ses pages arrivent à la prochaine visite. Vous pouvez la faire tout de suite.",
    ),
    "slice": Flash("Le choix est enregistré. Les listes et la recherche le suivent."),
    "blocked": Flash("C’est bloqué. Rien n’est effacé, et on peut débloquer."),
    "unblocked": Flash("C’est débloqué."),
    "forgotten": Flash("Ce réseau n’est plus un réseau ami. Ses pages ne sont plus montrées ici."),
    "adopted": Flash(
        "La page est à nous maintenant.",
        detail="Adaptez-la : ses auteurs, sa source et sa licence sont gardés.",
    ),
    "proposed": Flash(
        "Votre proposition est prête. Elle sera envoyée dès que possible.", saved=True
    ),
    "remark-answered": Flash("C’est noté. La personne le lira par son lien."),
    "remark-withdrawn": Flash("Votre mot est retiré.", tone=""),
    "talk-said": Flash("C’est dit.", saved=True),
    "talk-held": Flash(
        "Votre message est gardé. Un relecteur le lit d’abord, à cause de ses liens.",
        tone="caution",
        saved=True,
    ),
    "talk-asked": Flash("Merci ! Votre message est envoyé, et gardé.", saved=True),
    "talk-changed": Flash("Votre message est corrigé.", saved=True),
    "talk-withdrawn": Flash("Votre message est retiré.", tone=""),
    "talk-hidden": Flash("Le message est caché. La raison se lit à sa place."),
    "talk-shown": Flash("Tout le monde peut lire ce message."),
    "talk-resolved": Flash("Le fil est résolu. Il reste lisible plus bas."),
    "talk-reopened": Flash("Le fil est rouvert."),
    "follows": Flash("Vous suivez cette page : ce qui y change se lira dans vos avis."),
    "follows-not": Flash("Vous ne suivez plus cette page.", tone=""),
    "all-read": Flash("Tout est marqué comme lu."),
    "rhythm": Flash("C’est noté."),
    "asked-place": Flash("Votre question est envoyée, et gardée.", saved=True),
    "answered-place": Flash("La réponse est envoyée à qui demandait.", saved=True),
    "question-closed": Flash("C’est noté : la question est close.", tone=""),
    "question-gone": Flash("Votre question est retirée. Rien n’en est gardé.", tone=""),
    "answerers": Flash("C’est enregistré : ces personnes recevront les questions."),
    "tried": Flash("Merci ! L’essai est dans la page, avec votre nom.", saved=True),
    "remark-published": Flash("Le mot est dans la discussion, signé comme il l’était."),
    "offered": Flash("Merci ! Votre texte est proposé, et gardé.", saved=True),
    "corrected": Flash("Merci : votre correction a pris la place de la proposition.", saved=True),
    "accepted-here": Flash("C’est accepté. La personne le lira sur sa page de suivi.", saved=True),
    "declined-here": Flash("La réponse est enregistrée. La personne la lira."),
    "protected": Flash("C’est enregistré : qui veut écrire cette page le saura."),
    "policy": Flash("C’est enregistré : la règle vaut dès maintenant."),
    "thanked": Flash("Merci transmis."),
    "thanked-already": Flash("Vous aviez déjà dit merci pour cette version.", tone=""),
    "withdrawn": Flash("La proposition est retirée."),
    "accepted": Flash("C’est accepté et publié. L’autre réseau l’apprendra.", saved=True),
    "declined": Flash("La réponse est enregistrée. L’autre réseau l’apprendra."),
    "taken": Flash("Leurs changements sont pris.", saved=True),
    "closed": Flash("La page n’est plus partagée. Elle reste lue ici."),
    "retracted": Flash("La page est retirée de ce que nous partageons."),
    "medium": Flash("La fiche du fichier est corrigée.", saved=True),
    "search-kept": Flash("La recherche est gardée. Vous verrez ici ce qui y arrive."),
    "feed-renewed": Flash("Le fil a une autre adresse. L’ancienne ne mène plus à rien."),
    "translating": Flash(
        "La traduction est commencée : c’est un brouillon.",
        detail="Écrivez par-dessus le texte de l’original, puis publiez.",
    ),
    "followed": Flash("C’est noté : la traduction suit de nouveau son original.", saved=True),
    "reopened": Flash("La page est de nouveau partagée."),
}


def theme_of(request: Request) -> Theme:
    return request.app.state.theme


def lang_of(request: Request) -> str:
    """The reader’s choice where the theme speaks that language, else the site’s first one."""
    asked = request.cookies.get(LANG_COOKIE, "")
    theme = theme_of(request)
    return asked if asked in theme.languages else wiki_of(request).site.lang


def _languages(request: Request) -> tuple[Language, ...]:
    """The languages that the theme speaks, each with the address that switches to it."""
    # An address to go on to is not repeated: whoever made it up must find it nowhere.
    kept = request.url.query and "vers" not in request.query_params
    query = f"?{request.url.query}" if kept else ""
    here = quote(request.url.path + query, safe="/")
    return tuple(
        Language(code, own_name(code), f"/-/langue?code={code}&vers={here}")
        for code in theme_of(request).languages
    )


def _waiting(request: Request) -> int:
    """How many proposals, remarks and held messages wait for whoever may review them."""
    session, proposals = session_of(request), wiki_of(request).proposals
    if session is None or not session.person.role.at_least(Role.reviewer):
        return 0
    states = (ProposalState.delivered,)
    found = len(proposals.all(way=Way.incoming, states=states, size=WAITING_COUNTED))
    held = wiki_of(request).discussions.count_held()
    return min(found + held + wiki_of(request).remarks.count_waiting(), WAITING_COUNTED)


def _flash(request: Request) -> Flash | None:
    """What the screen before left to say, by name; a merge may tell with whom."""
    name, _, about = request.cookies.get(FLASH_COOKIE, "").partition(".")
    if name != "merged" or not about:
        return FLASHES.get(name)
    theme, lang = theme_of(request), lang_of(request)
    say = partial(theme.say, lang=lang)
    return joined_flash(wiki_of(request), reader_of(request), about, say) or FLASHES[name]


def make_frame(request: Request, title: str, **more: Any) -> Frame:
    """The surroundings of a screen; `more` are fields of Frame."""
    site = wiki_of(request).site
    session, lang = session_of(request), lang_of(request)
    person = Person(session.person.name, session.person.role.value) if session else None
    given = {
        "canonical": f"{site.base_url}{request.url.path}",
        "languages": _languages(request),
        "flash": _flash(request),
        "waiting": _waiting(request),
        "news": request.app.state.notices.count(session.person) if session else 0,
        "notices": wiki_of(request).watching.unread(session.person.id) if session else 0,
        **more,
    }
    return Frame(
        site_name=site.name,
        title=title,
        lang=lang,
        region=REGIONS.label(site.region, lang) if site.region else "",
        person=person,
        csrf=session.csrf if session else "",
        **given,
    )


def screen(
    request: Request, template: str, view: object, *, title: str, status: int = 200, **more: Any
) -> HTMLResponse:
    """The rendered screen. Signed-in readers' screens, and those that failed, are never kept."""
    frame = make_frame(request, title, **more)
    html = theme_of(request).render(template, view, lang=frame.lang, frame=frame)
    answer = HTMLResponse(html, status_code=status)
    if frame.flash is not None:
        answer.delete_cookie(FLASH_COOKIE)
    if frame.person is not None or frame.flash is not None or status != 200:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def tell_next(answer: Any, flash: str, about: str = "") -> Any:
    """Let the next screen say it once. `flash` is a name of FLASHES; `about` goes with `merged`
    (`joined.Joined.said`)."""
    assert flash in FLASHES
    said = f"{flash}.{about}" if about else flash
    answer.set_cookie(FLASH_COOKIE, said, max_age=60, httponly=True, samesite="lax")
    return answer
