"""Time in UTC, and page ids that sort by when they were given."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from app.domain.page_path import is_page_id
from app.engines.clock import SystemClock


class ClockThatStands(SystemClock):
    at = datetime(2026, 3, 1, tzinfo=UTC)

    def now(self):
        return self.at


def test_now_is_in_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_ids_are_lawful_and_only_grow():
    clock = SystemClock()
    ids = [clock.page_id() for _ in range(1000)]

    assert all(map(is_page_id, ids))
    assert ids == sorted(set(ids))


def test_ids_grow_within_a_millisecond_and_when_time_is_set_back():
    clock = ClockThatStands()
    first, second = clock.page_id(), clock.page_id()
    clock.at -= timedelta(days=1)

    assert first < second < clock.page_id()


def test_an_id_begins_with_its_time():
    clock = ClockThatStands()
    clock.at = datetime(2016, 7, 30, 22, 36, 16, 385_000, tzinfo=UTC)

    assert clock.page_id()[:10] == "01ARYZ6S41"  # the example of the ULID specification


def test_threads_never_get_the_same_id():
    clock = SystemClock()
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: clock.page_id(), range(2000)))

    assert len(set(ids)) == 2000


def test_a_fork_does_not_go_on_from_the_same_number():
    clock = ClockThatStands()
    clock.page_id()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(write, clock.page_id().encode())
        os._exit(0)
    os.waitpid(pid, 0)
    os.close(write)
    with os.fdopen(read) as theirs:
        assert theirs.read() != clock.page_id()
