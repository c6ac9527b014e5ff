"""A person who writes with the keyboard alone: nothing is reached but by pressing keys."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400
_HAS_FOCUS = "e => e === document.activeElement || e.contains(document.activeElement)"


def reach(page: Page, target: Locator, *, back: bool = False) -> Locator:
    """Press Tab until the focus is there, as someone does who has no mouse."""
    expect(target).to_be_visible()
    page.wait_for_load_state()
    for _ in range(MOST_TABS):
        if target.evaluate(_HAS_FOCUS):
            return target
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"the keyboard does not lead to {target}")


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
    for _ in range(MOST_TABS):
        if any(one.evaluate(_HAS_FOCUS) for one in radios.all()):
            break
        page.keyboard.press("Tab")
    for _ in range(radios.count()):
        if wanted.evaluate(_HAS_FOCUS):
            break
        page.keyboard.press("ArrowDown")
    if not wanted.is_checked():
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()
