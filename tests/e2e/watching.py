"""A browser in which nothing hostile may happen: what ran, where it went, what stands in a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, Route

# Nothing of ours asks, so that whatever does is another's; a page cannot undo what was set first.
_CANARY = """
window.pwned = (...said) => { window.__pwned_binding(`pwned(${said}) at ${location.href}`); };
for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = () => window.__pwned_binding(`${name} at ${location.href}`);
"""
# What no page of ours ever holds, wherever words from people stand.
_INSPECT = """
() => {
  const found = [];
  const bad = /^[\\s\\x00-\\x20]*(javascript|data|vbscript|blob|filesystem|view-source|feed|jar):/i;
  const walk = (root) => {
    for (const one of root.querySelectorAll('*')) {
      const tag = one.localName;
      for (const {name, value} of one.attributes) {
        if (/^on/i.test(name)) found.push(`${tag}[${name}]`);
        if (/^(xlink:)?href$|^src$|action$|^data$|^poster$/.test(name) && bad.test(value))
          found.push(`${tag}[${name}=${value.slice(0, 40)}]`);
        if (name === 'srcdoc') found.push(`${tag}[${name}]`);
        if (name === 'formaction' && new URL(value, location).origin !== location.origin)
          found.push(`${tag}[${name}=${value.slice(0, 40)}]`);
      }
      if (['iframe', 'object', 'embed', 'base', 'frame'].includes(tag)) found.push(tag);
      if (tag === 'script' && !one.src && !/^application\\/(ld\\+)?json$/.test(one.type))
        found.push(`script: ${one.textContent.slice(0, 60)}`);
      if (tag === 'meta' && one.httpEquiv) found.push('meta http-equiv');
      const link = one instanceof HTMLAnchorElement && one.href;
      if (link && !/^(https?|mailto|tel|geo):$/.test(one.protocol)) found.push(`a ${one.protocol}`);
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  walk(document);
  return found;
}
"""
# Everything that waits for a hand: links and buttons are pressed, none leads anywhere.
_TOUCH = """
() => {
  document.addEventListener('click', (e) => e.preventDefault(), true);
  document.addEventListener('submit', (e) => e.preventDefault(), true);
  for (const one of document.querySelectorAll('details')) one.open = true;
  const events = ['pointerover', 'pointerenter', 'mouseover', 'mouseenter', 'mousemove', 'focusin',
    'focus', 'blur', 'focusout', 'animationstart', 'animationend', 'toggle', 'beforetoggle'];
  const acts = ({name}) => name.startsWith('on');
  const handled = (one) => one.tabIndex >= 0 || [...one.attributes].some(acts);
  let touched = 0;
  for (const one of document.body.querySelectorAll('*')) {
    touched += 1;
    if (handled(one)) for (const name of events) one.dispatchEvent(new Event(name));
    if (one.matches('a, area, svg *') && !/^(https?):/.test(one.protocol || 'http:')) one.click?.();
  }
  return touched;
}
"""


@dataclass
class Watch:
    """`ran` is what must stay empty; `seen` counts the screens looked at."""

    home: str
    context: BrowserContext
    ran: list[str] = field(default_factory=list)
    seen: int = 0

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("dialog", self._dialog)
        page.on("framenavigated", lambda frame: self._went(frame.url))
        return page

    def look(self, page: Page) -> None:
        """Inspect the screen, touch all of it, inspect again."""
        self.seen += 1
        for _ in range(2):
            self.ran += [f"{what} at {page.url[:200]}" for what in page.evaluate(_INSPECT)]
            page.evaluate(_TOUCH)

    def visit(self, page: Page, address: str) -> int:
        """The status; a download or an address that no browser takes is none."""
        try:
            answer = page.goto(f"{self.home}{address}", wait_until="load")
        except Error as error:
            if not ("Download" in str(error) or "ERR_INVALID" in str(error)):
                raise
            return 0
        self.look(page)
        return answer.status if answer else 0

    def show(self, page: Page, html: str) -> None:
        """An answer to a form, as a screen of its own."""

        def answer(route: Route) -> None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

        page.route("**/shown-here", answer)
        self.visit(page, "/shown-here")
        page.unroute("**/shown-here")

    def _dialog(self, dialog) -> None:
        if dialog.type != "beforeunload":
            self.ran.append(f"dialog {dialog.message}")
        dialog.accept()

    def _went(self, url: str) -> None:
        if not url.startswith((self.home, "about:blank", "chrome-error:")):
            self.ran.append(f"went to {url[:200]}")

    def _asked(self, request: Request) -> None:
        """Only told: who holds requests back has every screen load all of its files again."""
        if not request.url.startswith((self.home, "data:image/", "blob:" + self.home)):
            at = request.headers.get("referer", "")
            self.ran.append(f"asked {request.url[:200]} at {at[:200]}")


@contextmanager
def watched(
    browser: Browser, home: str, *, secret: str = "", bypass_csp: bool = False
) -> Iterator[Watch]:
    """A browser of somebody, with our policy or, to see what it would hide, without."""
    context = browser.new_context(bypass_csp=bypass_csp, viewport={"width": 1280, "height": 900})
    watch = Watch(home, context)
    context.expose_binding("__pwned_binding", lambda _, said: watch.ran.append(said))
    context.add_init_script(_CANARY)
    context.on("request", watch._asked)
    if secret:
        context.add_cookies([{"name": "maillage", "value": secret, "url": home}])
    context.set_default_timeout(60_000)
    yield watch
    context.close()
