"""Kits in words: what can be chosen, what it would weigh, how far it is, what came out."""

from collections.abc import Iterator, Mapping
from mimetypes import guess_type

from app.actions.ask_kit import KitMaking, before
from app.actions.find_pages import settled
from app.actions.standing_kits import latest_kits
from app.domain.exchange import Exporter
from app.domain.kit import Pictures, Weight, about_bytes
from app.domain.selection import Selection
from app.domain.taking import KitAsk, KitJob, KitState, MadeKit
from app.theme.parts import Fact, Link
from app.web.addresses import TAKE_AWAY
from app.web.reading.choices import chosen_links, facets_of
from app.web.reading.context import Reading
from app.web.reading.queries import address, facet_pairs, selection_pairs
from app.web.views.sheet import Section
from app.web.views.taking import ChooseKit, KitFormat, KitScreen, PicturesChoice

CHOOSE = TAKE_AWAY
KITS = "/-/emporter/kits"
FILES = "/-/emporter/fichiers"
LATEST = "/-/emporter/dernier"
FORMAT, FORM, PICTURES = "format", "forme", "images"
# Parameters of these screens that select nothing.
SETTINGS = (FORMAT, FORM, PICTURES)
# Those that may say what cannot be.
WHERE_AND_WHEN = ("near", "within", "since")
_PICTURES = {
    Pictures.light: "Légères, pour un téléphone ou une ligne lente",
    Pictures.full: "Entières, telles qu’elles sont gardées",
    Pictures.none: "Aucune image",
}


def choose_view(
    reading: Reading, making: KitMaking, selection: Selection, *, asked: KitAsk,
    errors: tuple[tuple[str, str], ...] = (),
) -> ChooseKit:  # fmt: skip
    """`asked` says what is ticked; its selection is that of `selection`."""
    index = reading.wiki.index
    chosen = settled(reading.wiki, selection.but(include_hidden=False))
    open_ones = chosen.but(open_only=True)
    weight, facets = index.weigh(open_ones), facet_pairs(selection)
    settings = [pair for pair in _settings(asked) if pair[1]]
    pairs = selection_pairs(selection)
    fit = {name: one for name, one in making.formats.items() if not (one.whole and pairs)}
    stay = tuple(_stay(reading, chosen))
    return ChooseKit(
        action=CHOOSE, total=weight.pages, facets=facets_of(reading, "", selection,
                                                            index.facets(open_ones)),
        query=selection.words,
        since=selection.updated_since.isoformat() if selection.updated_since else "",
        kept=tuple(p for p in pairs if p not in facets and p[0] not in ("q", "since"))
        + tuple(settings),
        chosen=chosen_links(reading, selection, CHOOSE, settings),
        clear_url=address(CHOOSE, settings), selected=tuple(pairs), stay=stay,
        stay_total=index.count(chosen) - weight.pages,
        formats=tuple(_formats(reading, fit, weight, asked)),
        entire=tuple(
            Link(reading.say(one.label or name), address(CHOOSE, format=name))
            for name, one in making.formats.items() if name not in fit
        ),
        pictures=tuple(
            PicturesChoice(one.value, reading.say(words), _picture_bytes(weight, one),
                           one is asked.pictures)
            for one, words in _PICTURES.items()
        ), errors=errors,
    )  # fmt: skip


def _settings(asked: KitAsk) -> list[tuple[str, str]]:
    pictures = "" if asked.pictures is Pictures.light else asked.pictures.value
    return [(FORMAT, asked.format), (FORM, asked.form), (PICTURES, pictures)]


def _picture_bytes(weight: Weight, pictures: Pictures) -> int:
    return about_bytes(weight, pictures) - about_bytes(weight, Pictures.none)


def _formats(
    reading: Reading, formats: Mapping[str, Exporter], weight: Weight, asked: KitAsk
) -> Iterator[KitFormat]:
    ticked = asked.format if asked.format in formats else next(iter(formats), "")
    for name, one in formats.items():
        yield KitFormat(
            name, reading.say(one.label or name), reading.say(one.use) if one.use else "",
            about_bytes(weight, asked.pictures, one.bulk) if weight.pages else 0,
            tuple((form, reading.say(words)) for form, words in one.forms),
            asked.form if name == ticked else "", name == ticked,
        )  # fmt: skip


def _stay(reading: Reading, chosen: Selection) -> Iterator[Fact]:
    """(why, how many) of the pages that remain here, by licence."""
    index = reading.wiki.index
    every = {g.key: g.count for g in index.figures(chosen, "licence").groups}
    taken = {g.key: g.count for g in index.figures(chosen.but(open_only=True), "licence").groups}
    policy = reading.rules.licences
    for licence, count in every.items():
        left = count - taken.get(licence, 0)
        if left and policy.is_open(licence):
            yield Fact(reading.say("Qui ne sont plus partagées"), left, kind="number")
        elif left:
            label = reading.licence(licence).label
            said = reading.say("Licence {label} : elle ne permet pas de les emporter")
            yield Fact(said.format(label=label), left, kind="number")


def kit_view(reading: Reading, making: KitMaking, job: KitJob, *, fixed: bool) -> KitScreen:
    exporter = making.formats.get(job.ask.format)
    selection, made = Selection.parse(job.ask.query), job.made
    shown = made if job.state is KitState.ready else None
    url = f"{KITS}/{job.id}"
    return KitScreen(
        title=reading.say(_TITLES[job.state]), words=job.words or reading.say("Toutes les pages"),
        format=format_words(reading, exporter, job.ask), state=job.state.value, url=url,
        state_url=f"{url}.json", said=said_of(reading, making, job),
        why=_why(reading, job), done=job.done, of=job.of, fixed=fixed,
        filename=shown.filename if shown else "", file_url=file_url(job) if shown else "",
        size_bytes=shown.size_bytes if shown else 0, made_at=shown.made_at if shown else None,
        sha256=shown.sha256 if shown else "", facts=tuple(_facts(reading, shown)),
        use=reading.say(exporter.use) if exporter and exporter.use else "",
        licences=tuple(_licences(reading, shown)), stay=shown.stay if shown else 0,
        stayed=tuple(_stayed(reading, shown)), moved=bool(shown and shown.moved), action=CHOOSE,
        again=(*selection_pairs(selection), *(p for p in _whole(job.ask) if p[1])),
        choose_url=address(CHOOSE, [*selection_pairs(selection), *_whole(job.ask)]),
    )  # fmt: skip


_TITLES = {
    KitState.waiting: "Votre fichier se prépare",
    KitState.making: "Votre fichier se prépare",
    KitState.ready: "Votre fichier est prêt",
    KitState.failed: "Le fichier n’a pas pu être préparé",
    KitState.gone: "Ce fichier n’est plus gardé",
}


def _whole(ask: KitAsk) -> list[tuple[str, str]]:
    return [(FORMAT, ask.format), (FORM, ask.form), (PICTURES, ask.pictures.value)]


def file_url(job: KitJob) -> str:
    return f"{FILES}/{job.id}/{job.made.filename}" if job.made else ""


def format_words(reading: Reading, exporter: Exporter | None, ask: KitAsk) -> str:
    """« À imprimer (PDF), livret à plier »: a form is named where there are others."""
    if exporter is None:
        return ask.format
    form = dict(exporter.forms).get(ask.form, "") if len(exporter.forms) > 1 else ""
    said = [reading.say(exporter.label or exporter.name), *([reading.say(form)] if form else [])]
    return ", ".join(said)


def said_of(reading: Reading, making: KitMaking, job: KitJob) -> str:
    """How far it is, in a sentence."""
    number = reading.writing.number
    if job.state is KitState.making and job.of:
        said = reading.say("Pages prêtes : {done} sur {of}.")
        return said.format(done=number(job.done), of=number(job.of))
    if job.state is KitState.making:
        return reading.say("La préparation commence.")
    if job.state is KitState.waiting and (ahead := before(making, job)):
        if ahead == 1:
            return reading.say("Un autre fichier passe avant.")
        return reading.say("{n} autres fichiers passent avant.").format(n=number(ahead))
    if job.state is KitState.waiting:
        return reading.say("C’est le prochain.")
    return reading.say(_TITLES[job.state])


def _why(reading: Reading, job: KitJob) -> str:
    if job.state is not KitState.failed:
        return ""
    return reading.reason(job.reason)


def _facts(reading: Reading, made: MadeKit | None) -> Iterator[Fact]:
    if made is None:
        return
    say = reading.say
    yield Fact(say("Pages"), made.pages, kind="number")
    yield Fact(say("Poids"), reading.writing.weight(made.size_bytes))
    yield Fact(say("Pages telles qu’elles étaient le"), reading.writing.moment(made.at))
    yield Fact(say("Préparé le"), reading.writing.moment(made.made_at))
    yield Fact(say("Version"), made.revision[:12])


def _licences(reading: Reading, made: MadeKit | None) -> Iterator[Fact]:
    for licence, count in made.licences if made else ():
        known = reading.licence(licence)
        yield Fact(known.label, count, known.url, "number")


def _stayed(reading: Reading, made: MadeKit | None) -> Iterator[Link]:
    for one in made.stayed if made else ():
        yield Link(one.title, one.url, reading.licence(one.licence).label)


def latest_rows(reading: Reading, making: KitMaking) -> Iterator[tuple[Fact, ...]]:
    """(what, as of when, weight, address) of each of the network's own files."""
    for name, job in latest_kits(making).items():
        if job.made is None:
            continue
        words = format_words(reading, making.formats.get(name), job.ask)
        url = f"{LATEST}/{name}"
        yield (
            Fact("", words, f"{KITS}/{job.id}"),
            Fact("", reading.writing.moment(job.made.at)),
            Fact("", reading.writing.weight(job.made.size_bytes)), Fact("", url, url),
        )  # fmt: skip


def media_type(filename: str) -> str:
    return guess_type(filename)[0] or "application/octet-stream"


def kits_sections(reading: Reading, making: KitMaking) -> Iterator[Section]:
    """What the page of ways says of files to read elsewhere; nothing where no form is there."""
    if not making.formats:
        return
    say = reading.say
    yield Section(
        title=say("Un fichier à lire sans réseau"),
        anchor="fichier",
        paragraphs=(
            say("Tout le wiki, ou les pages que vous choisissez, telles qu’on les lit ici."),
        ),
        columns=(say("Forme"), say("Pour lire où ?")),
        rows=tuple(
            (
                Fact("", say(one.label or name), address(CHOOSE, format=name)),
                Fact("", say(one.use) if one.use else ""),
            )
            for name, one in making.formats.items()
        ),
        actions=(Link(say("Choisir les pages"), CHOOSE),),
    )
    rows = tuple(latest_rows(reading, making))
    if rows:
        yield Section(
            title=say("Tout le wiki, déjà prêt"),
            anchor="prets",
            paragraphs=(say("À ces adresses, toujours le plus récent."),),
            columns=tuple(
                say(name)
                for name in ("Fichier", "Pages telles qu’elles étaient le", "Poids", "Son adresse")
            ),
            rows=rows,
            actions=(Link(say("Suivre les nouveaux fichiers"), f"{KITS}.atom"),),
        )
