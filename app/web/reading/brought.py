"""What a file written offline holds and what becomes of it, in words."""

from app.actions.import_contribution import Brought, Fate, Line
from app.domain.contribution import Correction, Entry, QuizResult, RemarkWords, TrialWords
from app.web.reading.context import Reading
from app.web.views.bringing import BringResult, BroughtLine

SHORT = 300
# Before it is sent, and after; tone; icon.
_FATES: dict[Fate, tuple[str, str, str, str]] = {
    Fate.proposed: ("Sera proposé à la relecture", "Proposé à la relecture", "good", "check"),
    Fate.noted: ("Sera transmis à qui relit", "Transmis à qui relit", "good", "check"),
    Fate.corrected: ("Remplacera ce qui attend déjà", "Corrigé : les nouveaux mots attendent",
                     "good", "check"),
    Fate.known: ("Déjà apporté, attend sa réponse", "Déjà apporté, attend sa réponse", "", "clock"),
    Fate.decided: ("Déjà apporté, a sa réponse", "Déjà apporté, a sa réponse", "", "check"),
    Fate.later: ("Pas cette fois", "Pas cette fois", "caution", "clock"),
    Fate.elsewhere: ("À porter ailleurs", "À porter ailleurs", "caution", "network"),
    Fate.refused: ("Ne peut pas être pris", "N’a pas pu être pris", "bad", "close"),
}  # fmt: skip


def result_view(
    reading: Reading, brought: Brought, action: str, key: str, *, done: bool
) -> BringResult:
    read = brought.contribution
    return BringResult(
        action=action, key=key, signed=_signed(reading, brought), kit=read.kit.host,
        kit_at=read.kit.at, made_at=read.made_at,
        lines=tuple(_line(reading, one, done=done) for one in brought.lines),
        takes=sum(one.fate.taken for one in brought.lines), later=brought.count(Fate.later),
        done=done,
    )  # fmt: skip


def _signed(reading: Reading, brought: Brought) -> str:
    name = reading.say(brought.contribution.name)
    return f"{name}, {brought.contribution.place}" if brought.contribution.place else name


def _line(reading: Reading, line: Line, *, done: bool) -> BroughtLine:
    before, after, tone, symbol = _FATES[line.fate]
    followed = line.link if done or line.fate in (Fate.known, Fate.decided, Fate.refused) else ""
    kind = line.entry.page.path.kind if line.entry else ""
    return BroughtLine(
        title=line.title or reading.say("Texte {number} du fichier").format(number=line.number),
        url=reading.url(line.row.path) if line.row else "",
        kind=kind if kind in reading.wiki.kinds else "",
        sort=_sort(reading, line.entry), text=_text(reading, line.entry),
        fate=reading.say(after if done else before), tone=tone, symbol=symbol,
        why=_why(reading, line), link=followed, belongs=_belongs(reading, line),
    )  # fmt: skip


def _why(reading: Reading, line: Line) -> str:
    if line.fate is Fate.elsewhere and line.entry:
        words = reading.say("Cette page est tenue par {host} : c’est là qu’on apporte ce texte.")
        return words.format(host=line.entry.page.origin)
    return reading.reason(line.why) if line.why else ""


def _belongs(reading: Reading, line: Line) -> str:
    """Only a friend's address is made a link: a file may name any."""
    mirror = reading.mirrors.get(line.entry.page.origin) if line.entry else None
    return f"{mirror.base_url}/-/contribution" if mirror and line.fate is Fate.elsewhere else ""


def _sort(reading: Reading, entry: Entry | None) -> str:
    say = reading.say
    match entry.said if entry else None:
        case Correction():
            return say("Correction")
        case TrialWords():
            return say("On l’a essayée ici")
        case RemarkWords(question=True):
            return say("Question")
        case RemarkWords():
            return say("Remarque")
        case QuizResult():
            return say("Résultat de quiz")
    return ""


def _text(reading: Reading, entry: Entry | None) -> str:
    match entry.said if entry else None:
        case QuizResult(right=right, of=of):
            return reading.say("{right} sur {of}").format(right=right, of=of)
        case RemarkWords(text=text) | TrialWords(result=text):
            return _short(text)
        case Correction(text=text):
            return _short(entry.note or text) if entry else ""
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"
