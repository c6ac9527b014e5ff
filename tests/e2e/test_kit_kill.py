"""A process that is killed while it makes a file: another makes it, and no half is ever there."""

import os
import signal
from pathlib import Path

import pytest

from app.actions.ask_kit import ask_kit, kit_ask, kit_job
from app.actions.make_asked_kits import make_asked_kits
from app.domain.people import STRANGER
from app.domain.selection import Selection
from app.domain.taking import KitState
from app.failpoint import KITS, VARIABLE
from app.main import instance, open_instance
from app.settings import Settings
from tests.actions.kits import new_wiki, page, write
from tests.e2e.processes import CONTEXT, WITHIN_S


def _make(data: Path, point: str) -> None:
    """What a worker of a server does, until the point kills it."""
    os.environ[VARIABLE] = point
    with instance(Settings(data=data)) as one:
        make_asked_kits(one.wiki, one.making)


@pytest.mark.parametrize("point", KITS)
def test_what_a_killed_process_was_making_is_made_by_the_next(tmp_path: Path, point: str) -> None:
    one = new_wiki(tmp_path / "data")
    write(one, "method/repas", page("Repas partagé"))
    ask = kit_ask(one.making, Selection(), format="static", lang="fr")
    job = ask_kit(one.wiki, one.making, ask, by=STRANGER)
    one.close()

    process = CONTEXT.Process(target=_make, args=(tmp_path / "data", point))
    process.start()
    process.join(WITHIN_S)
    assert process.exitcode == -signal.SIGKILL

    one = open_instance(Settings(data=tmp_path / "data"))
    cut = kit_job(one.making, job.id)
    assert (cut.state, one.making.shelf.file(cut)) == (KitState.making, None)
    assert make_asked_kits(one.wiki, one.making) == 1
    done = kit_job(one.making, job.id)
    assert (done.state, done.began) == (KitState.ready, 2)
    file = one.making.shelf.file(done)
    assert one.making.shelf.sum(file) == done.made.sha256
    assert list(file.parent.iterdir()) == [file]
    one.close()
