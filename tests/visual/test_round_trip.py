"""Visual mode gives back what it was given, whatever was written and whatever is touched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.engines.markdown import MarkdownRenderer
from tests.visual.growing import grown
from tests.visual.staging import VISUAL, mount, stage

CONTENT = Path(__file__).parents[2] / "content" / "pages"
RENDERER = MarkdownRenderer()
ROUND = """async ([address, texts, step]) => {
  const visual = await import(address);
  return texts.map((text) => {
    try {
      return { lost: false, ...visual.rewritten(text, { step }) };
    } catch {
      return { lost: true, text, same: false, blocks: 0, opaque: 0 };
    }
  });
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with stage(browser) as page:
        yield page


def bodies() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))]
    return [text.split("\n---\n", 1)[1] for text in texts if text.startswith("---\n")]


def html(text: str) -> str:
    return RENDERER.render(text.replace("\r\n", "\n"), kind="page", lang="fr").html


def touched(page: Page, texts: list[str], *, step: int = 1) -> list[dict[str, Any]]:
    return list(page.evaluate(ROUND, [VISUAL, texts, step]))


def differing(texts: list[str], found: list[dict[str, Any]]) -> list[str]:
    pairs = zip(texts, found, strict=True)
    return [text for text, one in pairs if html(text) != html(one["text"])]


def told(name: str, found: list[dict[str, Any]]) -> str:
    blocks, opaque = sum(one["blocks"] for one in found), sum(one["opaque"] for one in found)
    refused = sum(one["lost"] for one in found)
    kept = f"{opaque} kept as written, {refused} refused"
    return f"{name}: {len(found)} pages, {blocks} blocks, {kept}"


def test_every_page_of_the_content_survives_the_touch_of_every_block(page: Page) -> None:
    texts = bodies()
    found = touched(page, texts)
    print(told("content", found))
    assert len(texts) > 300
    assert all(one["same"] for one in found)
    assert sum(one["opaque"] for one in found) == 0
    assert differing(texts, found) == []


def test_five_hundred_grown_pages_survive_the_touch_of_every_block(page: Page) -> None:
    texts = grown(500)
    found = touched(page, texts)
    print(told("grown", found))
    assert differing(texts, found) == []
    assert all(one["same"] for one in found)
    assert sum(one["opaque"] for one in found) * 20 < sum(one["blocks"] for one in found)


@pytest.mark.parametrize("step", [2, 3])
def test_a_touched_block_leaves_its_neighbours_as_they_were(page: Page, step: int) -> None:
    texts = grown(120, seed=step)
    assert differing(texts, touched(page, texts, step=step)) == []


def test_what_is_too_much_is_refused_with_a_sentence(page: Page) -> None:
    ask = "async ([address, text]) => (await import(address)).loss(text, {})"
    assert page.evaluate(ask, [VISUAL, "un [[lien]]\n"]) is None
    lost = page.evaluate(ask, [VISUAL, "|" * 50_000])
    assert "trop long" in lost["sentence"]
    assert lost["before"] == lost["after"]


def test_an_untouched_page_is_given_back_byte_for_byte(page: Page) -> None:
    texts = [*bodies()[::12], *grown(40, seed=7), "", "\n", "a", "\ufeffa\r\n", "```\nouvert\n\n"]
    assert [text for text in texts if mount(page, text) != text] == []
