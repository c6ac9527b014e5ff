"""Kits that are asked for: made once, in the background, whole or told why not."""

import errno
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.ask_kit import ASKS, KitMaking, ask_kit, before, kit_ask, kit_job
from app.actions.make_asked_kits import MAKER, make_asked_kits
from app.domain.errors import KitsWait, NotFound, Refused, TooMany
from app.domain.people import STRANGER
from app.domain.selection import Selection
from app.domain.taking import TRIES, KitBounds, KitJob, KitState
from app.engines.kit_shelf import KitShelf
from app.main import Instance
from tests.actions.kits import new_wiki, page, write
from tests.actions.paper import exporter, folder, sheet

CLOSED = "CC-BY-NC-ND-4.0"


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    write(opened, "method/repas", page("Repas partagé"))
    write(opened, "method/ferme", page("Fermée", licence=CLOSED))
    write(opened, "page/accueil", page("Bienvenue"))
    yield opened
    opened.close()


def making(one: Instance, tmp_path: Path, *ways, **bounds) -> KitMaking:
    ways = ways or (exporter(), exporter("dossier", folder, ending=""))
    bounds = {"reserve_bytes": 0} | bounds
    return KitMaking(
        {way.name: way for way in ways}, one.draw, KitShelf(tmp_path / "kits"), KitBounds(**bounds)
    )


def ask(one: Instance, room: KitMaking, query: str = "", *, address: str = "a", **how) -> KitJob:
    said = kit_ask(room, Selection.parse(query), lang="fr", **{"format": "feuille"} | how)
    return ask_kit(one.wiki, room, said, by=STRANGER, address=address)


def made(one: Instance, room: KitMaking, job: KitJob) -> KitJob:
    make_asked_kits(one.wiki, room)
    return kit_job(room, job.id)


def test_a_kit_is_made_and_says_what_it_is(one, tmp_path):
    room = making(one, tmp_path)
    job = ask(one, room, "kind=method")
    assert (job.state, job.words, before(room, job)) == (KitState.waiting, "Méthode", 0)
    done = made(one, room, job)
    kit, file = done.made, room.shelf.file(done)
    assert (done.state, done.done, done.asker) == (KitState.ready, 1, "")
    assert file.read_text().splitlines() == [kit.revision, "light", "Repas partagé"]
    assert kit.filename == f"alpha-methode-{kit.at.date()}.txt"
    assert (kit.pages, kit.licences, kit.size_bytes) == (
        1, (("CC-BY-SA-4.0", 1),), file.stat().st_size,
    )  # fmt: skip
    assert kit.sha256 == room.shelf.sum(file)
    assert (kit.stay, kit.stayed[0].title, kit.moved) == (1, "Fermée", False)


def test_a_folder_is_packed_into_the_same_bytes_each_time(one, tmp_path):
    rooms = [making(one, tmp_path / name) for name in "ab"]
    files = [room.shelf.file(made(one, room, ask(one, room, format="dossier"))) for room in rooms]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].suffix == ".zip"
    with zipfile.ZipFile(files[0]) as archive:
        assert archive.namelist() == ["pages/accueil.txt", "pages/repas.txt"]
        assert archive.testzip() is None


def test_fifty_who_ask_for_the_same_at_once_share_one_job(one, tmp_path):
    written = []

    def counts(kit, out):
        written.append(kit.query)
        sheet(kit, out)

    room = making(one, tmp_path, exporter(write=counts))
    orders = ("kind=method lang=fr", "lang=fr kind=method")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: ask(one, room, orders[n % 2], address=str(n)), range(50)))
    assert len({job.id for job in found}) == len(room.shelf.jobs()) == 1
    assert made(one, room, found[0]).state is KitState.ready
    again = ask(one, room, orders[1], address="other")
    assert (again.state, again.id, len(written)) == (KitState.ready, found[0].id, 1)


def test_another_revision_is_another_kit_and_waiting_ones_take_the_newest(one, tmp_path):
    room = making(one, tmp_path)
    first = ask(one, room, "kind=method")
    write(one, "method/compost", page("Compost"))
    assert ask(one, room, "kind=method").id == first.id
    done = made(one, room, first)
    assert done.made.pages == 2
    assert ask(one, room, "kind=method").id == first.id
    write(one, "method/cuisine", page("Cuisine"))
    assert ask(one, room, "kind=method").id != first.id


def test_a_page_written_meanwhile_is_told(one, tmp_path):
    def slow(kit, out):
        write(one, "method/compost", page("Compost"))
        sheet(kit, out)

    room = making(one, tmp_path, exporter(write=slow))
    assert made(one, room, ask(one, room)).made.moved


@pytest.mark.parametrize("how", [{"format": "rien"}, {"form": "x"}, {"pictures": "énormes"}])
def test_what_is_not_offered_is_refused(one, tmp_path, how):
    with pytest.raises(Refused):
        ask(one, making(one, tmp_path), **how)


def test_a_selection_without_open_pages_is_refused(one, tmp_path):
    room = making(one, tmp_path)
    for query in ("kind=place", f"licence={CLOSED}", "q=zzzzzz"):
        with pytest.raises(Refused, match="aucune page"):
            ask(one, room, query)
    assert room.shelf.jobs() == []


def test_an_exporter_that_fails_is_told_and_tried_again_only_when_asked(one, tmp_path):
    tries = []

    def fails(_kit, out):
        tries.append(out)
        out.write_text("à moitié")
        raise ValueError("a page that nobody foresaw")

    room = making(one, tmp_path, exporter(write=fails))
    job = made(one, room, ask(one, room))
    assert (job.state, "imprévue" in job.reason) == (KitState.failed, True)
    make_asked_kits(one.wiki, room)
    assert len(tries) == 1
    assert not list((tmp_path / "kits").glob("*/*"))
    assert ask(one, room).state is KitState.waiting
    make_asked_kits(one.wiki, room)
    assert len(tries) == 2


def test_a_full_disk_is_told_and_leaves_nothing(one, tmp_path):
    def full(_kit, out):
        out.write_text("à moitié")
        raise OSError(errno.ENOSPC, "No space left on device")

    room = making(one, tmp_path, exporter(write=full))
    job = made(one, room, ask(one, room))
    assert (job.state, "rien n’est écrit" in job.reason) == (KitState.failed, True)
    assert not list((tmp_path / "kits").glob("*/*"))
    tight = making(one, tmp_path / "tight", reserve_bytes=2**62)
    assert "plus assez de place" in made(one, tight, ask(one, tight)).reason


def test_what_a_stopped_server_was_making_is_taken_up_again(one, tmp_path):
    room = making(one, tmp_path)
    job = ask(one, room)
    room.shelf.put(replace(job, state=KitState.making, began=1, done=1, of=2))
    half = room.shelf.place(job.id, ".alpha.1.part.txt")
    half.write_text("à moitié")
    done = made(one, room, job)
    assert (done.state, done.began, half.exists()) == (KitState.ready, 2, False)


def test_what_brings_the_server_down_each_time_is_given_up(one, tmp_path):
    room = making(one, tmp_path)
    job = ask(one, room)
    room.shelf.put(replace(job, state=KitState.making, began=TRIES))
    assert "arrêté 3 fois" in made(one, room, job).reason


def test_a_server_that_stops_lets_go_and_counts_no_try(one, tmp_path):
    stopped = threading.Event()

    def stops(kit, out):
        stopped.set()
        sheet(kit, out)

    room = making(one, tmp_path, exporter(write=stops))
    job = ask(one, room)
    make_asked_kits(one.wiki, room, stopped=stopped.is_set)
    left = kit_job(room, job.id)
    assert (left.state, left.began) == (KitState.waiting, 0)
    assert not list((tmp_path / "kits").glob("*/*"))


def test_one_maker_is_at_work(one, tmp_path):
    room = making(one, tmp_path)
    ask(one, room)
    held, free = threading.Event(), threading.Event()

    def other():
        with one.wiki.lock.hold(MAKER):
            held.set()
            free.wait(30)

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(30)
    assert make_asked_kits(one.wiki, room) == 0
    free.set()
    thread.join(30)
    assert make_asked_kits(one.wiki, room) == 1


def test_few_wait_for_one_visitor_and_not_many_in_all(one, tmp_path):
    room = making(one, tmp_path, waiting=5)
    choices = ("", "kind=method", "kind=page", "lang=fr", "-kind=page", "-kind=method")
    for query in choices[:3]:
        ask(one, room, query)
    with pytest.raises(KitsWait):
        ask(one, room, choices[3])
    assert ask(one, room, choices[0]).state is KitState.waiting
    for query in choices[3:5]:
        ask(one, room, query, address="b")
    with pytest.raises(KitsWait):
        ask(one, room, choices[5], address="c")


def test_a_visitor_who_asks_on_and_on_is_slowed_down(one, tmp_path):
    room = making(one, tmp_path)
    for number in range(ASKS):
        ask(one, room, f"-tag=x{number}")
        make_asked_kits(one.wiki, room)
    with pytest.raises(TooMany):
        ask(one, room, "-tag=more")
    assert ask(one, room, "-tag=x0").state is KitState.ready


def test_files_go_by_age_and_by_room_and_their_address_says_how_to_have_them_again(one, tmp_path):
    room = making(one, tmp_path, limit_bytes=150)
    first = made(one, room, ask(one, room, "kind=method"))
    assert first.state is KitState.ready
    second = made(one, room, ask(one, room, "kind=page"))
    third = made(one, room, ask(one, room, "lang=fr"))
    states = [kit_job(room, job.id).state for job in (first, second, third)]
    assert states.count(KitState.ready) < 3
    assert sum(job.made.size_bytes for job in (first, second, third)
               if kit_job(room, job.id).state is KitState.ready) <= 150  # fmt: skip
    gone = next(job for job in (first, second, third) if not room.shelf.file(job))
    assert ask(one, room, gone.ask.query).state is KitState.waiting


def test_a_file_larger_than_all_that_is_kept_is_refused(one, tmp_path):
    room = making(one, tmp_path, limit_bytes=10)
    job = made(one, room, ask(one, room))
    assert (job.state, "Prenez moins de pages" in job.reason) == (KitState.failed, True)


def test_what_was_deleted_under_the_cache_is_made_again(one, tmp_path):
    room = making(one, tmp_path)
    job = made(one, room, ask(one, room))
    room.shelf.file(job).unlink()
    assert kit_job(room, job.id).state is KitState.gone
    assert ask(one, room).state is KitState.waiting
    assert made(one, room, job).state is KitState.ready
    for file in (tmp_path / "kits").glob("*.json"):
        file.write_text("{")
    with pytest.raises(NotFound):
        kit_job(room, job.id)
    with pytest.raises(NotFound):
        kit_job(room, "../../etc/passwd")
    assert made(one, room, ask(one, room)).state is KitState.ready
