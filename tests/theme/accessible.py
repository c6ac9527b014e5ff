"""What is wrong for somebody in the screens: `python -m tests.theme.accessible [SCREEN …]`.

Every sample screen in both themes, with scripts and without, light and wide, dark and narrow, then
on paper for who chose dark: what axe finds, what scrolls sideways on a telephone, what moves for
who asked for less of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from app.theme.theme import DEFAULT_FOLDER
from tests.axe import violations
from tests.browsers import chromium
from tests.compiled import quick_theme
from tests.theme.samples import SCREENS
from tests.theme.serving import served

THEMES = {"default": quick_theme(), "rivage": quick_theme(DEFAULT_FOLDER.parent / "rivage")}
LOOKS = (("light", False, "screen"), ("dark", True, "screen"), ("dark", False, "print"))
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
MOVES = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  return [style.transitionDuration, style.animationDuration]
    .some(said => said.split(', ').some(time => parseFloat(time) > 0.01));
}).length"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
# axe is a script: before it comes, what the page is without any is made to last.
_WITHOUT = """(() => {
  document.querySelectorAll('body noscript').forEach(one => one.replaceWith(...one.childNodes));
  for (const sheet of document.styleSheets)
    for (let at = sheet.cssRules.length - 1; at >= 0; at--)
      if (sheet.cssRules[at].media?.mediaText.includes('scripting: enabled')) sheet.deleteRule(at);
})()"""


@dataclass(frozen=True, slots=True)
class Eye:
    """One page of a browser that looks at screens, with their scripts or without."""

    page: Page
    devices: CDPSession

    def go(self, url: str, *, scripts: bool) -> None:
        self._let_scripts(scripts)
        self.page.goto(url)
        if not scripts:
            self.page.evaluate(_WITHOUT)
            self._let_scripts(True)

    def _let_scripts(self, run: bool) -> None:
        self.devices.send("Emulation.setScriptExecutionDisabled", {"value": not run})

    def put(self, scheme: str, *, narrow: bool, media: str = "screen") -> None:
        self.page.emulate_media(media=media, color_scheme=scheme, reduced_motion="reduce")
        self.page.set_viewport_size(NARROW if narrow else WIDE)

    def wrong(self, *, axe: bool = True, pressed: bool = True) -> list[object]:
        """What is wrong in the screen as it stands, in the words of axe or in ours.

        Nobody presses paper: how large a link is matters where it is `pressed` alone.
        """
        said = violations(self.page) if axe else []
        found: list[object] = [one for one in said if pressed or one[0] != "target-size"]
        if (over := self.page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{over} pixels too wide")
        if moving := self.page.evaluate(MOVES):
            found.append(f"{moving} elements move")
        return found


@contextmanager
def eye(browser: Browser) -> Iterator[Eye]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield Eye(page, context.new_cdp_session(page))
    context.close()


def main(names: list[str]) -> int:
    """Say each thing that is wrong; 1 where there is any."""
    told = 0
    with chromium() as browser, eye(browser) as looking:
        for theme in THEMES:
            with served(THEMES[theme]) as where:
                for name in names or SCREENS:
                    for scripts in (True, False):
                        looking.go(f"{where}/{name}.html", scripts=scripts)
                        for scheme, narrow, media in LOOKS:
                            looking.put(scheme, narrow=narrow, media=media)
                            running = "scripts" if scripts else "no scripts"
                            how = f"{theme}, {scheme}, {media}, {running}"
                            for one in looking.wrong(pressed=media == "screen"):
                                told += 1
                                print(f"{name} ({how}): {one}", flush=True)
    print(f"{len(names or SCREENS)} screens, {told} things wrong.")
    return min(told, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
