"""Who is served next."""

import asyncio

import pytest

from federation.serve_git.slots import Crowded, FairSlots, household


async def settled():
    """Every task has gone as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


class Queue:
    """Clients of some slots, served in the order that is kept."""

    def __init__(self, slots):
        self.slots, self.served, self.tasks, self.leave = slots, [], [], asyncio.Event()

    async def come(self, name):
        async def be_served():
            async with self.slots.held(name[0]):
                self.served.append(name)
                await self.leave.wait()

        self.tasks.append(asyncio.create_task(be_served()))
        await settled()
        return self.tasks[-1]

    async def empty(self):
        self.leave.set()
        return await asyncio.gather(*self.tasks, return_exceptions=True)


def test_addresses_take_turns_however_many_times_each_asks():
    async def run():
        queue = Queue(FairSlots(1, wait_s=20))
        for name in ("a1", "a2", "a3", "a4", "b1", "b2", "c1"):
            await queue.come(name)
        await queue.empty()
        return queue.served, queue.slots.free

    assert asyncio.run(run()) == (["a1", "a2", "b1", "c1", "a3", "b2", "a4"], 1)


def test_never_more_are_served_at_once_than_there_are_slots():
    async def run():
        queue = Queue(FairSlots(2, wait_s=20))
        for name in ("a1", "a2", "a3", "b1"):
            await queue.come(name)
        served, waiting = list(queue.served), queue.slots.waiting
        await queue.empty()
        return served, waiting, len(queue.served), queue.slots.free

    assert asyncio.run(run()) == (["a1", "a2"], 2, 4, 2)


def test_who_leaves_the_queue_gives_up_the_turn():
    async def run():
        queue = Queue(FairSlots(1, wait_s=20))
        await queue.come("a1")
        leaving = await queue.come("b1")
        await queue.come("b2")
        leaving.cancel()
        await settled()
        await queue.empty()
        return queue.served, queue.slots.free, queue.slots.waiting

    assert asyncio.run(run()) == (["a1", "b2"], 1, 0)


def test_who_leaves_at_the_moment_of_their_turn_passes_it_on():
    async def run():
        queue = Queue(FairSlots(1, wait_s=20))
        first = await queue.come("a1")
        leaving = await queue.come("b1")
        await queue.come("c1")
        first.cancel()
        await asyncio.sleep(0)
        leaving.cancel()
        await settled()
        served = list(queue.served)
        await queue.empty()
        return served, queue.slots.free

    served, free = asyncio.run(run())
    assert served[-1] == "c1"
    assert free == 1


def test_who_waited_too_long_is_told_so():
    async def run():
        queue = Queue(FairSlots(1, wait_s=0))
        await queue.come("a1")
        with pytest.raises(Crowded):
            async with queue.slots.held("b"):
                pass
        await queue.empty()
        return queue.slots.free, queue.slots.waiting

    assert asyncio.run(run()) == (1, 0)


def test_a_queue_is_bounded_for_each_address_and_for_all():
    async def run():
        queue = Queue(FairSlots(1, wait_s=20, waiting_limit=3, per_address_limit=2))
        for name in ("a0", "a1", "a2", "a3", "b1", "c1"):
            await queue.come(name)
        done = await queue.empty()
        return queue.served, [type(one) for one in done if one is not None]

    served, refused = asyncio.run(run())
    assert served == ["a0", "a1", "b1", "a2"]
    assert refused == [Crowded, Crowded]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_line_counts_as_one_client(address, client):
    assert household(address) == client
