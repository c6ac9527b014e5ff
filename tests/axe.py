"""What axe finds in a page, by the rules that every screen is held to."""

from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
EVERY: dict[str, object] = {"runOnly": {"type": "tag", "values": _TAGS}}
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# The rules that hold are left in the page: told here, they would take longer than to check them.
_RUN = """async ([options, within]) => {
  const where = within ? document.querySelector(within) : document;
  const found = await axe.run(where, { ...options, resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes: [{ target, html }] }) => [id, target, html]);
}"""


def violations(
    page: Page, options: dict[str, object] = EVERY, *, within: str | None = None
) -> list[tuple[str, list[str], str]]:
    """Of each rule that does not hold: its name, and its first element as a selector and as HTML.

    `within` is the selector of the one element to look at, in place of the whole document.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    return [(rule, at, html[:160]) for rule, at, html in page.evaluate(_RUN, [options, within])]
