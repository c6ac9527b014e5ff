"""Mail people what is new to them, as often as each of them wants it."""

from contextlib import suppress
from datetime import timedelta

from app.actions.news import Followed, News, Told, news_of
from app.actions.wiki import Wiki
from app.domain.addresses import page_url
from app.domain.discussion import people_in, with_names
from app.domain.erasure import ERASED_NAME
from app.domain.errors import Busy
from app.domain.mail import Letter, Line, Quote, Step
from app.domain.people import Person
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal, ProposalState
from app.domain.watching import NoticeSort, Rhythm

LEASE = "digest"
STOP = "stop-digest"
STOP_LIFE = timedelta(days=365)
STOP_URL = "/-/avis/arret"
# People looked at in one round, and what one letter tells at most of each sort.
AT_ONCE, SHOWN = 200, 15
QUOTED = 240
_ANSWERS = {
    ProposalState.accepted: "Votre proposition pour « {title} » est acceptée :",
    ProposalState.declined: "Votre proposition pour « {title} » a une réponse :",
    ProposalState.stale: "« {title} » n’est plus là, votre proposition est sans suite :",
}


def send_digests(wiki: Wiki, *, wait: bool = False) -> int:
    """Queue the letters of those whose turn it is; how many. Nothing where another process is at
    it, unless told to `wait` for it."""
    with suppress(Busy), wiki.lock.hold(LEASE, wait=wait):
        return sum(_told(wiki, person) for person in _due(wiki))
    return 0


def _due(wiki: Wiki) -> list[Person]:
    """Those who were told nothing for a day at least, and want to be, as many as one round takes;
    whose turn it is."""
    now = wiki.clock.now()
    lately = wiki.watching.mailed_since(now - timedelta(days=1))
    found: list[Person] = []
    for person in wiki.people.all():
        if person.id in lately or len(found) >= AT_ONCE:
            continue
        habits = wiki.watching.habits(person.id, since=person.joined_at)
        period = habits.rhythm.period
        if period is not None and now - habits.mailed_at >= period:
            found.append(person)
    return found


def _told(wiki: Wiki, person: Person) -> bool:
    """Whether there was something to tell. Either way the next turn is a period away."""
    now = wiki.clock.now()
    habits = wiki.watching.habits(person.id, since=person.joined_at)
    news = news_of(wiki, person, since=habits.mailed_at)
    letters = [letter_of(wiki, person, news, habits.rhythm)] if news.total else []
    wiki.watching.mailed(person.id, letters, at=now)
    return bool(letters)


def letter_of(wiki: Wiki, person: Person, news: News, rhythm: Rhythm) -> Letter:
    lines: list[Line] = [Phrase("Bonjour {name},", name=person.name)]
    for told in news.told[:SHOWN]:
        lines += _of_notice(wiki, told)
    lines += [_of_answer(one) for one in news.answers[:SHOWN]]
    for followed in [one for one in news.followed if one.fresh][:SHOWN]:
        lines += _of_page(wiki, followed)
    lines += [
        Step(
            Phrase("Ce que vous cherchez sous « {name} » a du nouveau ({n}) :",
                   name=one.search.name, n=one.fresh),
            f"/-/recherches/{one.search.id}",
        )
        for one in [one for one in news.searches if one.fresh][:SHOWN]
    ]  # fmt: skip
    lines.append(Step(Phrase("Tout voir, et choisir ce que vous recevez :"), "/-/avis"))
    often = "chaque jour" if rhythm is Rhythm.daily else "chaque semaine"
    lines.append(Phrase("Cette lettre part {often}, quand il y a du nouveau.", often=Phrase(often)))
    subject = Phrase("{site} : du nouveau pour vous ({n})", site=wiki.site.name, n=news.total)
    stop = Step(Phrase("Ne plus recevoir cette lettre :"), STOP_URL, STOP, person.id, STOP_LIFE)
    return Letter(subject, tuple(lines), person=person.id, unsubscribe=stop)


def _of_notice(wiki: Wiki, told: Told) -> list[Line]:
    url, title = page_url(told.page.path, wiki.kinds), told.page.title
    if told.comment is None:
        label = Phrase("Une question attend votre réponse à propos de « {title} » :", title=title)
        return [Step(label, f"/-/questions/{told.notice.ref}")]
    names = _names(wiki, told)
    name = names.get(told.comment.person, told.comment.name)
    said = " ".join(with_names(told.comment.text, names).split())
    words = said if len(said) <= QUOTED else said[: QUOTED - 1].rstrip() + "…"
    mention = told.notice.sort is NoticeSort.mention
    label = (
        Phrase("{name} vous appelle à propos de « {title} » :", name=name, title=title)
        if mention
        else Phrase("{name} répond à propos de « {title} » :", name=name, title=title)
    )
    return [Step(label, f"{url}/discussion#m-{told.comment.id}"), Quote(words)]


def _names(wiki: Wiki, told: Told) -> dict[str, str]:
    assert told.comment is not None
    wanted = {told.comment.person, *people_in(told.comment.text)} - {""}
    found = {one: wiki.people.get(one) for one in wanted}
    return {one: person.name if person else ERASED_NAME for one, person in found.items()}


def _of_answer(proposal: Proposal) -> Line:
    label = Phrase(_ANSWERS[proposal.state], title=proposal.title)
    return Step(label, f"/-/propositions/{proposal.id}")


def _of_page(wiki: Wiki, followed: Followed) -> list[Line]:
    assert followed.page is not None
    url, title = page_url(followed.page.path, wiki.kinds), followed.page.title
    lines: list[Line] = []
    if followed.changed:
        label = Phrase("« {title} », que vous suivez, a changé :", title=title)
        lines.append(Step(label, f"{url}/history"))
    if followed.messages:
        label = Phrase("« {title} » : {n} nouveaux messages :", title=title, n=followed.messages)
        lines.append(Step(label, f"{url}/discussion"))
    return lines
