"""Fifty people write the same page at once through its form; then every sentence is asked for."""

import subprocess
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from random import Random

import httpx
import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests import loopback
from tests.e2e.filled import Filled, form_of, forms_of
from tests.e2e.peopled import peopled
from tests.e2e.servers import maillage, served
from tests.e2e.writers import Writer, token, words_of
from tests.web.pages import CONSEIL

PAGE = PagePath("method", "conseil-de-place")
URL = "/methodes/conseil-de-place"
PEOPLE = 50
WITHIN_S = 120
EARLY, TWICE, AGAIN, TIRED, EXPIRED, WRONG = (
    range(0, 8), range(8, 14), range(14, 22), range(22, 28), range(28, 31), range(31, 34),
)  # fmt: skip
"""Who opens long before posting; posts the same form twice; writes a second time; gives up at the
first conflict; whose session ends in the middle; who leaves the title empty at first."""

LONG = CONSEIL.replace(
    "Une réunion ouverte à qui veut.",
    "\n\n".join(
        f"## Partie {n}\n\nLe conseil se tient, semaine {n}, dans la grande salle.\n\n- un point\n"
        f"- un autre\n\nOn note ce qui est dit à la {n}e heure."
        for n in range(1, 9)
    ),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The fifty, when all is over, and the folder of the wiki."""
    data = tmp_path_factory.mktemp("fifty") / "data"
    names = [f"Personne {number:02}" for number in range(PEOPLE)]
    people = dict.fromkeys(names, Role.contributor)
    sessions = peopled(data, pages={str(PAGE): LONG}, people=people)
    with served(data, workers=2) as server, ExitStack() as stack:
        writers = [
            Writer(number, name, _client(stack, server.url, sessions[name][0]), URL, Random(number))
            for number, name in enumerate(names)
        ]
        spare = {n: _client(stack, server.url, sessions[names[n]][1]) for n in EXPIRED}
        _all_write(writers, spare)
    return data, writers


def _client(stack: ExitStack, url: str, secret: str) -> httpx.Client:
    limits = httpx.Limits(max_keepalive_connections=0)
    cookies = {"maillage": secret}
    client = loopback.Client(base_url=url, cookies=cookies, limits=limits, timeout=120)
    return stack.enter_context(client)


def _all_write(writers: list[Writer], spare: dict[int, httpx.Client]) -> None:
    """All have the form before them when the first one posts; the early ones post last."""
    opened, posted = threading.Barrier(PEOPLE), threading.Barrier(PEOPLE)

    def write(writer: Writer) -> None:
        try:
            form = writer.open()
            wanted = _fill(writer, form)
            opened.wait(WITHIN_S)
            if writer.number in EARLY:
                posted.wait(WITHIN_S)
            _post(writer, form, wanted, spare)
            if writer.number not in EARLY:
                posted.wait(WITHIN_S)
        except BaseException:
            opened.abort()
            posted.abort()
            raise

    with ThreadPoolExecutor(PEOPLE) as pool:
        done = [pool.submit(write, writer) for writer in writers]
    faults = [fault for one in done if (fault := one.exception()) is not None]
    # What broke first, not those who then waited for it in vain.
    for fault in sorted(faults, key=lambda one: isinstance(one, threading.BrokenBarrierError)):
        raise fault


def _fill(writer: Writer, form: Filled) -> list[str]:
    """Types three or four sentences in as many places of the form; gives those sentences."""
    before = len(writer.typed)
    for place in writer.choices.sample(PLACES, writer.choices.randint(3, 4)):
        place(writer, form)
    return writer.typed[before:]


def _in_title(writer: Writer, form: Filled) -> None:
    writer.write_over(form, "title")


def _in_summary(writer: Writer, form: Filled) -> None:
    writer.write_over(form, "summary")


def _in_a_step(writer: Writer, form: Filled) -> None:
    name = f"steps.{writer.choices.randint(0, 1)}.text"
    form.put(name, f"{form.one(name)}\n\n{writer.sentence()}")


def _as_a_step(writer: Writer, form: Filled) -> None:
    empty = next(n for n in form.values if n.startswith("steps.") and n.endswith(".title")
                 and not form.one(n))  # fmt: skip
    form.put(empty, writer.sentence())
    form.put(empty.replace(".title", ".text"), writer.sentence())


def _as_a_lesson(writer: Writer, form: Filled) -> None:
    name = f"lessons.{writer.choices.choice(['works', 'does_not'])}"
    form.put(name, f"{form.one(name)}\n{writer.sentence()}")


def _in_a_paragraph(writer: Writer, form: Filled) -> None:
    week = f"semaine {writer.choices.randint(1, 8)}, dans la grande salle."
    form.put("body", form.one("body").replace(week, f"{week} {writer.sentence()}"))


def _as_a_paragraph(writer: Writer, form: Filled) -> None:
    hour = f"à la {writer.choices.randint(1, 8)}e heure."
    form.put("body", form.one("body").replace(hour, f"{hour}\n\n{writer.sentence()}"))


def _at_the_end(writer: Writer, form: Filled) -> None:
    form.put("body", f"{form.one('body')}\n\n## Et encore\n\n{writer.sentence()}")


PLACES = [_in_title, _in_summary, _in_a_step, _as_a_step, _as_a_lesson, _in_a_paragraph,
          _in_a_paragraph, _as_a_paragraph, _as_a_paragraph, _at_the_end]  # fmt: skip


def _post(writer: Writer, form: Filled, wanted: list[str], spare: dict[int, httpx.Client]) -> None:
    if writer.number in TIRED:
        writer.patience = 1
    if writer.number in EXPIRED:
        form = _signed_out(writer, form, wanted, spare[writer.number])
    if writer.number in WRONG:
        _without_title(writer, form, wanted)
    writer.send(form, wanted)
    if writer.number in TWICE:
        # What the first one saved may have been taken out since, by someone who saw it.
        writer.send(form, [one for one in wanted if one not in writer.kept])
    if writer.number in AGAIN:
        form = writer.open()
        writer.send(form, _fill(writer, form))


def _signed_out(writer: Writer, form: Filled, wanted: list[str], other_tab: httpx.Client) -> Filled:
    """The session is closed; the text comes back whole, and is sent again from a new one."""
    csrf = {"csrf": form.one("csrf")}
    assert writer.client.post("/-/deconnexion", data=csrf).status_code == 303
    form.put("do", "save")
    answer = writer.client.post(f"{URL}/edit", data=form.values)
    assert answer.status_code == 401
    writer.given_back(answer, wanted)
    again = next(one for one in forms_of(answer.text) if one.action == f"{URL}/edit")
    writer.client = other_tab
    again.put("csrf", writer.open().one("csrf"))
    return again


def _without_title(writer: Writer, form: Filled, wanted: list[str]) -> None:
    """A form that cannot be taken comes back with every word of it."""
    title, form.values["do"] = form.values["title"], ["save"]
    answer = writer.client.post(f"{URL}/edit", data=form.values | {"title": [""]})
    assert answer.status_code == 422
    writer.given_back(answer, [one for one in wanted if one not in title])
    filled = form_of(answer.text, f"{URL}/edit").values
    form.values = filled | {"title": title}


def test_each_sentence_is_in_the_history_or_was_given_back(told):
    data, writers = told
    versions = [words_of(text) for _, text in _versions(data)]
    missing = [
        (writer.name, one)
        for writer in writers
        for one in writer.kept
        if not any(one in version for version in versions)
    ]
    assert missing == []
    for writer in writers:
        assert set(writer.typed) == set(writer.kept) | set(writer.back), writer.name


def test_each_success_is_a_version_by_its_writer_that_holds_what_was_typed(told):
    data, writers = told
    versions = _versions(data)
    written = Counter(author for author, _ in versions)
    for writer in writers:
        theirs = [words_of(text) for author, text in versions if author == writer.name]
        assert all(any(one in text for text in theirs) for one in writer.kept), writer.name
        # Who kept nothing of their own writes no version; nor does the second of two equal posts,
        # unless others took its words out meanwhile.
        least = writer.successes - writer.emptied - (writer.number in TWICE)
        assert least <= written[writer.name] <= writer.successes, writer.name


def test_nobody_takes_out_what_they_had_not_seen(told):
    data, writers = told
    by_name = {writer.name: writer for writer in writers}
    every = [one for writer in writers for one in writer.typed]
    for (_, before), (author, after) in pairwise(_versions(data)):
        old, new = words_of(before), words_of(after)
        taken_out = [token(one) for one in every if one in old and one not in new]
        seen = "\n".join(by_name[author].over)
        assert [word for word in taken_out if word not in seen] == [], author


def test_the_page_says_what_the_last_version_says_and_history_forgets_no_one(told):
    data, writers = told
    versions = _versions(data)
    assert sum(writer.conflicts for writer in writers) > 0
    assert any(writer.back for writer in writers)
    assert sum(writer.successes for writer in writers) > PEOPLE // 2
    assert all(old != new for (_, old), (_, new) in pairwise(versions))
    with served(data) as server:
        raw = loopback.get(f"{server.url}{URL}/raw", timeout=60)
        assert raw.text == versions[-1][1]
        listed = _listed(f"{server.url}/api/v1/pages/{PAGE}/history")
    assert listed == [author for author, _ in reversed(versions)]


def _listed(url: str) -> list[str]:
    """Who wrote each version, newest first, as the wiki tells it."""
    found, cursor = [], {}
    while cursor is not None:
        said = loopback.get(url, params=cursor, timeout=60).json()
        found += [one["author"] for one in said["items"]]
        cursor = {"cursor": said["next_cursor"]} if said["next_cursor"] else None
    return found


def test_the_wiki_is_sound_and_nothing_broke(told):
    data, _ = told
    done = maillage("check", data=data)
    assert done.returncode == 0, done.stdout + done.stderr


def _versions(data: Path) -> list[tuple[str, str]]:
    """(author, text) of each version of the page, oldest first, as any git says it."""
    log = _git(data, "log", "--reverse", "--format=%H %an", "main", "--", PAGE.file)
    lines = [line.split(" ", 1) for line in log.decode().splitlines()]
    return [
        (author, _git(data, "show", f"{revision}:{PAGE.file}").decode())
        for revision, author in lines
    ]


def _git(data: Path, *arguments: str) -> bytes:
    command = ["git", "--git-dir", str(data / "pages.git"), *arguments]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
