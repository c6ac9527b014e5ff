"""Who is served next: never more than so many at once, each address in its turn.

The slots are those of one process: a server of two workers serves twice as many.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address, ip_network


class Crowded(Exception):
    """Too many wait already, or the wait was too long."""


class FairSlots:
    """At most `count` at a time; the rest waits at most `wait_s`, round-robin by address.

    For one event loop.
    """

    def __init__(
        self, count: int, *, wait_s: float, waiting_limit: int = 128, per_address_limit: int = 32
    ) -> None:
        self._free, self._wait_s = count, wait_s
        self._waiting_limit, self._per_address_limit = waiting_limit, per_address_limit
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    @property
    def free(self) -> int:
        return self._free

    @asynccontextmanager
    async def held(self, address: str) -> AsyncIterator[None]:
        """A slot for the length of the block. Raises Crowded."""
        await self._take(address)
        try:
            yield
        finally:
            self._give_back()

    async def _take(self, address: str) -> None:
        if self._free:
            self._free -= 1
            return
        mine = self._waiting.get(address, ())
        if len(mine) >= self._per_address_limit or self.waiting >= self._waiting_limit:
            raise Crowded
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        try:
            async with asyncio.timeout(self._wait_s):
                await turn
        except TimeoutError as error:
            self._leave(address, turn)
            raise Crowded from error
        except BaseException:
            self._leave(address, turn)
            raise

    def _leave(self, address: str, turn: asyncio.Future[None]) -> None:
        """Out of the queue; a turn that came at that very moment goes to the next one."""
        if turn.done() and not turn.cancelled():
            self._give_back()
        elif address in self._waiting:
            self._waiting[address].remove(turn)
            if not self._waiting[address]:
                del self._waiting[address]

    def _give_back(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        address, queue = self._waiting.popitem(last=False)
        turn = queue.popleft()
        if queue:
            self._waiting[address] = queue
        if turn.cancelled():
            self._give_back()
        else:
            turn.set_result(None)


def household(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one line of IPv6 is given."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
