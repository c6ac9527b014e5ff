"""Coming in, one's own rooms, councils, the steward's room, a page's file and address."""

from dataclasses import replace

from app.domain.people import OwnSession
from app.web import views as v
from app.web.views.asking import Ask, AskField
from app.web.views.care import CareGroup
from app.web.views.council import CouncilMember, CouncilRoom
from app.web.views.moderation import ModerationLine, ModerationLog
from app.web.views.own import Devices, OwnData, PublicPage
from app.web.views.tools import Delete, EditSource, Gauge, Kept, Move, StewardRoom
from tests.theme.samples.common import LONG, ME, NOW, Screen
from tests.theme.samples.network import ALARM, WELL

CAFE, FAR = v.Link("Café PLUM", "/lieux/cafe-plum"), v.Link(LONG, "/methodes/bilan")
SECRET = "https://alpha.example/-/invitation?jeton=" + "x" * 43
DOORS = (v.Option("open", "Tout le monde", True), v.Option("no", "Sur invitation"))
ASK = Ask(
    title="S’inscrire", action="/-/inscription", lead="Un nom, une adresse, et c’est tout.",
    buttons=(("go", "S’inscrire"), ("", "Plus tard")), told=("On vous écrira une fois.",),
    fields=(
        AskField(name="name", label="Nom", help="Celui que l’on lira."),
        AskField(name="email", label="Adresse", value="ana@", type="email", autocomplete="email"),
        AskField(name="about", label="Mots", value="Menuisière", type="text-area", required=False),
        AskField(name="door", label="Qui entre ?", type="choice", options=DOORS),
        AskField(name="shown", label="Ma page est publique", value="yes", type="tick"),
        AskField(name="who", label="Invitée par", value="L. M.", type="shown"),
    ),
    hidden=(("jeton", "x"),), moment="m", first=v.Link("Tout emporter", "/x.zip"),
    links=(v.Link("J’ai un compte", "/-/connexion"),), trail=(v.Link("Votre compte", "/-/compte"),),
    errors=(("email", "Cette adresse n’est pas entière."),), tone="",
)  # fmt: skip
SENT = Ask(title="Le courriel est parti", action="", buttons=(), told=("Regardez votre boîte.",))
COUNCIL = CouncilRoom(
    title="Café PLUM", kind="place", page_url="/lieux/cafe-plum", action="/x", exists=True,
    name="Les habitués du samedi", count=3, inside=True, steward=True, me="1", link=SECRET,
    members=(CouncilMember("1", v.Link("L. M.", "/x")), CouncilMember("2", v.Link("Bo", ""))),
    waiting=1,
)  # fmt: skip
ROWS = [{"Nom": "L. M.", "Adresse": "l@example.org", "Page publique": True}]
SOURCE = EditSource(
    kind="place", title="Café PLUM", action="/lieux/cafe-plum/edit", base="a" * 40,
    text="---\nkind: place\n---\nOn y déjeune.", form_url="/lieux/cafe-plum/edit",
    errors=("La ligne 2 ne se lit pas.",), trail=(v.Link("Lieux", "/lieux"),),
)  # fmt: skip
KEPT = Kept(
    title="Vous n’êtes plus connecté", sentence="Votre texte est gardé ci-dessous.", action="/x",
    hidden=(("title", "Café PLUM"),), text="On y déjeune.", sign_in_url="/-/connexion",
    may_propose=True,
)  # fmt: skip
MOVE = Move(
    title="Café PLUM", url="/lieux/cafe-plum", prefix="/lieux/", slug="Café !", action="/x",
    base="a" * 40, error="Des minuscules, des chiffres et des tirets.", delete_url="/y",
)  # fmt: skip
DELETE = Delete(title=LONG, url="/m", action="/x", base="a" * 40, backlinks=(CAFE, FAR), more=12,
                error="La page vient de changer.")  # fmt: skip
ROOM = StewardRoom(
    gauges=(Gauge("Pages", "1 204"), Gauge("Sauvegarde", "hier", "good"),
            Gauge("Disque", "presque plein", "caution")),
    rooms=(v.Link("Personnes", "/-/personnes", "12"), v.Link(LONG, "/x")),
    care=(CareGroup("Ce qui vieillit", (v.Link("Faits à vérifier", "/x", "12"), FAR)),),
    broken=(FAR,), drafts=(CAFE,), proposals=(CAFE,), friends=(WELL, ALARM),
    templates=(FAR,), theme=(("templates/home.html, 12", "UndefinedError: nothing"),),
)  # fmt: skip

SCREENS: dict[str, Screen] = {
    "ask": ("ask.html", ASK, {}),
    "ask-sent": ("ask.html", SENT, {}),
    "council": ("council.html", COUNCIL, {"person": ME}),
    "council-outside": (
        "council.html",
        replace(COUNCIL, members=(), inside=False, steward=False, link="", waiting=0),
        {},
    ),
    "council-empty": (
        "council.html",
        replace(COUNCIL, members=(), count=0, link=""),
        {"person": ME},
    ),
    "council-none": (
        "council.html",
        replace(
            COUNCIL,
            exists=False,
            name="",
            members=(),
            count=0,
            inside=False,
            link="",
            waiting=0,
            errors=(("name", "Donnez un nom au conseil."),),
        ),
        {"person": ME},
    ),
    "devices": (
        "devices.html",
        Devices(
            "/x",
            (
                OwnSession("1", "Firefox, Linux", NOW, NOW, True),
                OwnSession("2", "", NOW, NOW, False),
            ),
        ),
        {"person": ME},
    ),
    "public-page": (
        "public_page.html",
        PublicPage(
            LONG, ("Menuisière.", "J’ouvre le samedi."), ("https://bo.example/",), (CAFE, FAR), True
        ),
        {},
    ),
    "public-page-empty": ("public_page.html", PublicPage("Bo", (), (), (), True), {}),
    "own-data": (
        "own_data.html",
        OwnData("Vos données", "fr", (("Votre compte", ROWS), ("Vos avis", []))),
        {},
    ),
    "moderation": (
        "moderation.html",
        ModerationLog(
            (
                ModerationLine(NOW, "Message caché", "relecture", "Publicité", "/x"),
                ModerationLine(NOW, "Personne bloquée", "administration", "", ""),
            )
        ),
        {},
    ),
    "moderation-none": ("moderation.html", ModerationLog(()), {}),
    "intendance": ("intendance.html", ROOM, {"person": ME}),
    "intendance-well": (
        "intendance.html",
        StewardRoom(gauges=ROOM.gauges[:1], rooms=ROOM.rooms),
        {"person": ME},
    ),
    "edit-source": ("edit_source.html", SOURCE, {"person": ME}),
    "edit-source-stranger": (
        "edit_source.html",
        replace(
            SOURCE, errors=(), byline_asked=True, minor_asked=False, send="Proposer", title=LONG
        ),
        {},
    ),
    "kept": ("kept.html", KEPT, {}),
    "kept-signed-in": (
        "kept.html",
        replace(KEPT, sign_in_url="", text="", may_propose=False),
        {"person": ME},
    ),
    "move": ("move.html", MOVE, {"person": ME}),
    "delete": ("delete.html", DELETE, {"person": ME}),
}
