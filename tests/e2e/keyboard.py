"""A person who writes with the keyboard alone: nothing is reached but by pressing keys."""

from collections.abc import Callable

from playwright.sync_api import ElementHandle, Locator, Page, expect

MOST_TABS = 400
_HAS_FOCUS = "e => e === document.activeElement || e.contains(document.activeElement)"
# Elements that a script put in place of those that were found are looked for anew.
_WHERE = """all => all.every(e => e.isConnected)
  && (all.some(e => e.contains(document.activeElement)) ? 'there' : 'elsewhere')"""


def reach(page: Page, target: Locator, *, back: bool = False) -> Locator:
    """Press Tab until the focus is there, as someone does who has no mouse."""
    expect(target).to_be_visible()
    page.wait_for_load_state()
    key = "Shift+Tab" if back else "Tab"
    assert _tabbed(page, lambda: [target.element_handle()], key), (
        f"the keyboard does not lead to {target}"
    )
    return target


def _tabbed(page: Page, find: Callable[[], list[ElementHandle]], key: str = "Tab") -> bool:
    """Press the key until one of them has the focus.

    They are found once: to work out all names of a form at each key is most of what it costs.
    """
    found = find()
    for _ in range(MOST_TABS):
        while not (where := page.evaluate(_WHERE, found)):
            found = find()
        if where == "there":
            return True
        page.keyboard.press(key)
    return False


def write(page: Page, target: Locator, text: str) -> None:
    """Into a field, over what it said."""
    reach(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def choose(page: Page, radios: Locator, wanted: Locator) -> None:
    """Of a group of buttons of which one holds, by the arrows."""
    expect(wanted).to_be_visible()
    _tabbed(page, radios.element_handles)
    for _ in range(radios.count()):
        if wanted.evaluate(_HAS_FOCUS):
            break
        page.keyboard.press("ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()
