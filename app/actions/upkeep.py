"""What is done when nobody waits: reading on, packing, merging small segments, rendering anew,
changing the search engine."""

from contextlib import suppress

from app.actions.care import keep_missed
from app.actions.catch_up import catch_up
from app.actions.own_data import forget_erased
from app.actions.switch_search import switch_search
from app.actions.wiki import Wiki
from app.domain.errors import Busy


def keep_up(wiki: Wiki) -> bool:
    """One round of upkeep; False where another process of this instance is at it."""
    with suppress(Busy), wiki.lock.hold("worker", wait=False):
        catch_up(wiki)
        forget_erased(wiki)
        keep_missed(wiki)
        wiki.store.maintain()
        with wiki.lock.hold("catch-up"):
            for projection in wiki.projections:
                projection.tidy()
        switch_search(wiki)
        return True
    return False
