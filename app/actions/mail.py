"""Put waiting letters in words, and send them. One process of an instance does at a time."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from app.actions.door import answer_knocks
from app.actions.wiki import Wiki
from app.domain.errors import Busy, InvalidPerson
from app.domain.mail import (
    EmailAddress,
    Letter,
    Line,
    Mail,
    MailboxGone,
    MailRefused,
    MailSubject,
    MailUnsent,
    Quote,
    Step,
    WaitingLetter,
)
from app.failpoint import reached
from app.ports import MailSender

LEASE = "mail"
AT_ONCE = 50
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
log = logging.getLogger(__name__)

Speak = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Post:
    """What letters leave by. `speak` says a phrase in a language."""

    sender: MailSender
    speak: Speak


def send_due(
    wiki: Wiki, post: Post, *, stopped: Callable[[], bool] = lambda: False, wait: bool = False
) -> int:
    """Send the letters that are due; how many left.

    Nothing where another process is at it, unless told to `wait` for it.
    """
    if not wait and not _work(wiki):
        return 0
    with suppress(Busy), wiki.lock.hold(LEASE, wait=wait):
        answer_knocks(wiki)
        sent, going = 0, True
        while going and not stopped() and (due := _due(wiki)):
            left, going = _round(wiki, post, due, stopped)
            sent += left
        return sent
    return 0


def _work(wiki: Wiki) -> bool:
    return bool(wiki.accounts.knocks(size=1) or wiki.outbox.due(now=wiki.clock.now(), size=1))


def _due(wiki: Wiki) -> list[WaitingLetter]:
    return wiki.outbox.due(now=wiki.clock.now(), size=AT_ONCE)


def _round(
    wiki: Wiki, post: Post, due: list[WaitingLetter], stopped: Callable[[], bool]
) -> tuple[int, bool]:
    """How many left, and whether to go on. Where the server is not there, all wait."""
    left = iter(due)
    sent = 0
    try:
        with post.sender.opened() as send:
            for waiting in left:
                if stopped():
                    return sent, False
                try:
                    sent += _try(wiki, post.speak, send, waiting)
                except MailUnsent as error:
                    _put_off(wiki, [waiting], str(error))
                    if error.everything:
                        raise
    except MailUnsent as error:
        log.warning("letters wait, the mail server does not take them: %s", error)
        _put_off(wiki, left, str(error))
        return sent, False
    return sent, True


def _put_off(wiki: Wiki, letters: Iterator[WaitingLetter] | list[WaitingLetter], why: str) -> None:
    for waiting in letters:
        wait = min(FIRST_WAIT * 2 ** min(waiting.tries, 20), LONGEST_WAIT)
        wiki.outbox.put_off(waiting.id, until=wiki.clock.now() + wait, why=why)


def _try(wiki: Wiki, speak: Speak, send: Callable[[Mail], None], waiting: WaitingLetter) -> bool:
    """Whether it left. What never will is dropped."""
    to = _address(wiki, waiting.letter)
    if to is None or wiki.outbox.is_dead(to.key):
        wiki.outbox.done(waiting.id)
        return False
    try:
        send(worded(wiki, speak, waiting, to))
    except MailRefused as error:
        bounced = isinstance(error, MailboxGone)
        times = wiki.outbox.count_bounce(to.key, now=wiki.clock.now()) if bounced else 0
        log.warning("a letter was refused (bounce %d of its address)", times)
        wiki.outbox.done(waiting.id)
        return False
    reached("mail.sent")
    wiki.outbox.done(waiting.id)
    wiki.outbox.forget_bounces(to.key)
    return True


def _address(wiki: Wiki, letter: Letter) -> EmailAddress | None:
    """None where the person is gone, or has no address that mail takes."""
    if letter.address is not None:
        return letter.address
    person = wiki.people.get(letter.person)
    try:
        return EmailAddress(person.email) if person else None
    except InvalidPerson:
        return None


def worded(wiki: Wiki, speak: Speak, waiting: WaitingLetter, to: EmailAddress) -> Mail:
    """The letter in its reader's language, its one-use secrets made now."""
    letter = waiting.letter
    person = wiki.people.get(letter.person) if letter.person else None
    lang = letter.lang or (person.lang if person else "") or wiki.site.lang
    parts = [_words(wiki, speak, letter, line, lang) for line in letter.lines]
    parts.append(f"-- \n{wiki.site.name}\n{wiki.site.base_url}/")
    stop = letter.unsubscribe
    if stop is not None:
        parts[-1] += f"\n{speak(stop.label, lang)} {_url(wiki, letter, stop)}"
    return Mail(
        waiting.id, to, MailSubject(speak(letter.subject, lang)), "\n\n".join(parts) + "\n", lang,
        _url(wiki, letter, stop) if stop else "",
    )  # fmt: skip


def _words(wiki: Wiki, speak: Speak, letter: Letter, line: Line, lang: str) -> str:
    match line:
        case Quote(words):
            return "\n".join(f"> {one}".rstrip() for one in words.splitlines())
        case Step():
            return f"{speak(line.label, lang)}\n{_url(wiki, letter, line)}"
    return speak(line, lang)


def _url(wiki: Wiki, letter: Letter, step: Step) -> str:
    url = f"{wiki.site.base_url}{step.path}"
    if not step.purpose:
        return url
    secret = wiki.tokens.mint(
        step.purpose, now=wiki.clock.now(), life=step.life, about=step.about, person=letter.person
    )
    return f"{url}{'&' if '?' in step.path else '?'}jeton={secret}"
