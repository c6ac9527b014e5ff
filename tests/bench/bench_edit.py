"""What a first visit to the form of a page weighs: every byte that comes over the line."""

from collections import defaultdict
from collections.abc import Iterator

from playwright.sync_api import CDPSession

from tests.bench.report import Measure
from tests.bench.screens import signed_in

BAR_KB = 350.0
FORM = "/lieux/banc-de-mesure/edit"


def measure() -> Iterator[Measure]:
    """With visual mode come in, since it is what newcomers meet."""
    with signed_in() as (context, url):
        page = context.new_page()
        weights = _listen(context.new_cdp_session(page))
        page.goto(f"{url}{FORM}", wait_until="networkidle")
        first = _total(weights)
        page.locator("[data-writer]").scroll_into_view_if_needed()
        page.wait_for_selector("[data-writer][data-mode=visual]")
        page.wait_for_load_state("networkidle")
        told = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in sorted(weights.items()))
    yield Measure("the form of a page, before one comes near the text", first, "kB")
    whole = sum(weights.values()) / 1000
    yield Measure("the form of a page, visual mode included", whole, "kB", BAR_KB, note=told)


def _total(weights: dict[str, float]) -> float:
    return sum(weights.values()) / 1000


def _listen(session: CDPSession) -> dict[str, float]:
    """Bytes by kind of resource, headers included, as they arrive compressed."""
    kinds: dict[str, str] = {}
    weights: defaultdict[str, float] = defaultdict(float)
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))

    def came(event: dict[str, object]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        weights[kind] += float(str(event["encodedDataLength"]))

    session.on("Network.loadingFinished", came)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return weights
