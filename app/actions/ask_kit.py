"""Ask for a kit, and see what became of it: it is made in the background, once for all who ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.actions.find_pages import settled
from app.actions.make_kit import mark_of_kit
from app.actions.wiki import Wiki
from app.domain.errors import KitsWait, NotFound, Refused, TooMany
from app.domain.exchange import Exporter
from app.domain.kit import Draw, KitChoice, Pictures
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.selection import Selection
from app.domain.taking import KitAsk, KitBounds, KitJob, KitState, in_one_order
from app.ports import Kits

LOCK = "kits"
# A stranger's address may ask for so many new ones in so many seconds, and have so many waiting.
ASKS, ASKS_WINDOW_S = 12, 3_600
WAITING_EACH = 3
_FULL_RETRY_S = 300


@dataclass(frozen=True, slots=True)
class KitMaking:
    """What kits are made with. `software` names the version of it: another writes other bytes."""

    exporters: Mapping[str, Exporter]
    draw: Draw
    shelf: Kits
    bounds: KitBounds = field(default_factory=KitBounds)
    software: str = ""

    @property
    def formats(self) -> dict[str, Exporter]:
        """Those that write pages as they are shown, by name, in the order in which people want
        them."""
        kits = [one for one in self.exporters.values() if one.write_kit is not None]
        kits.sort(key=lambda one: (one.rank, (one.label or one.name).casefold()))
        return {one.name: one for one in kits}


def kit_ask(
    making: KitMaking, selection: Selection, *, format: str, form: str = "", pictures: str = "",
    lang: str,
) -> KitAsk:  # fmt: skip
    """Checked at the door. Raises Refused on a format, form or weight of pictures that is none, and
    on a choice of pages where all go or none."""
    exporter = making.formats.get(format)
    if exporter is None:
        raise Refused(
            reason=Phrase("« {name} » n’est pas un format proposé ici.", name=format[:40])
        )
    form, query = exporter.require_form(form), str(in_one_order(selection))
    exporter.require_choice(query)
    if pictures and pictures not in list(Pictures):
        said = Phrase("« {name} » n’est pas un choix d’images.", name=pictures[:40])
        raise Refused(reason=said)
    return KitAsk(format, form, Pictures(pictures or Pictures.light), query, lang)


def mark_of_ask(wiki: Wiki, making: KitMaking, ask: KitAsk) -> str:
    choice = KitChoice(ask.pictures, ask.form, ask.lang)
    return mark_of_kit(wiki, ask.format, Selection.parse(ask.query), choice, making.software)


def ask_kit(
    wiki: Wiki, making: KitMaking, ask: KitAsk, *, by: Reader, address: str = "",
    standing: bool = False,
) -> KitJob:  # fmt: skip
    """The job: of what is there or waits already for whoever asks for the same, else a new one.

    Raises Refused where no page is selected; TooMany, KitsWait: not now.
    """
    with wiki.lock.hold(LOCK):
        mark, jobs = mark_of_ask(wiki, making, ask), making.shelf.jobs()
        if (same := _same(making, jobs, ask, mark)) is not None:
            return _stands(making, same) if standing else same
        if count_of(wiki, ask) == 0:
            raise Refused(reason=Phrase("aucune page ouverte ne répond à ce choix."))
        asker = str(by.person.id) if by.person else address
        if not standing:
            _require_pace(wiki, making, jobs, by, asker)
        job = KitJob(
            mark, ask, KitState.waiting, wiki.clock.now(), mark,
            words=making.draw(ask.lang, wiki.clock.now()).words(Selection.parse(ask.query)),
            asker=asker, standing=standing,
        )  # fmt: skip
        making.shelf.put(job)
        return job


def count_of(wiki: Wiki, ask: KitAsk) -> int:
    """How many pages the kit would hold."""
    chosen = Selection.parse(ask.query).but(open_only=True, include_hidden=False)
    return wiki.index.count(settled(wiki, chosen))


def _same(making: KitMaking, jobs: list[KitJob], ask: KitAsk, mark: str) -> KitJob | None:
    """What holds that very thing, or will: a job that waits is made of the newest pages."""
    for job in jobs:
        if job.state is KitState.waiting and job.ask == ask:
            return job
        if job.state is KitState.making and job.mark == mark:
            return job
        if job.state is KitState.ready and job.mark == mark and making.shelf.file(job):
            making.shelf.wanted(job.id)
            return job
    return None


def _stands(making: KitMaking, job: KitJob) -> KitJob:
    """What somebody asked for already is one of the network's own from now on; what is being made
    is told so once it is ready."""
    if not job.standing and job.state is not KitState.making:
        job = replace(job, standing=True)
        making.shelf.put(job)
    return job


def _require_pace(
    wiki: Wiki, making: KitMaking, jobs: list[KitJob], by: Reader, asker: str
) -> None:
    waiting = [job for job in jobs if not job.ended]
    if len(waiting) >= making.bounds.waiting:
        raise KitsWait(seconds=_FULL_RETRY_S)
    if by.has(Role.steward):
        return
    if sum(job.asker == asker for job in waiting) >= WAITING_EACH:
        raise KitsWait(seconds=_FULL_RETRY_S)
    tries = wiki.people.count_attempt(
        f"kit:{asker}", now=wiki.clock.now(), limit=ASKS, window_s=ASKS_WINDOW_S
    )
    if tries > ASKS:
        raise TooMany(seconds=ASKS_WINDOW_S)


def kit_job(making: KitMaking, job_id: str) -> KitJob:
    """How far it is; one whose file went away is `gone`. Raises NotFound."""
    job = making.shelf.job(job_id)
    if job is None:
        raise NotFound()
    if job.state is KitState.ready and making.shelf.file(job) is None:
        return replace(job, state=KitState.gone)
    return job


def before(making: KitMaking, job: KitJob) -> int:
    """How many are made before that one."""
    waiting = [one for one in making.shelf.jobs() if not one.ended]
    return sum(turn(one) < turn(job) for one in waiting)


def turn(job: KitJob) -> tuple[bool, bool, float, str]:
    """What is under way first, then people's, then the network's own; first come, first made."""
    return (job.state is not KitState.making, job.standing, job.asked_at.timestamp(), job.id)
