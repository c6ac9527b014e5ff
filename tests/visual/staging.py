"""A bare page in real Chromium that loads the built visual mode under the real policy."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route

from app.theme import Theme

HERE = "http://visual.example"
THEME = Theme()
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}


# Read once: another build may replace the folder meanwhile.
def _built(name: str) -> tuple[str, bytes]:
    address = THEME.asset(name)
    file = THEME.files.path(address.rsplit("/", 1)[1])
    return address, file.read_bytes() if file else b""


BUILT = {name: _built(name) for name in ("visual.js", "visual.css", "look.css")}
VISUAL = BUILT["visual.js"][0]
SHELL = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<link rel="stylesheet" href="{look}"><link rel="stylesheet" href="{visual}"></head><body>{words}
<main><h1>Essai</h1><button type="button" id="before">Avant</button>
<div class="writer"><div id="holder"></div></div>
<button type="button" id="after">Après</button></main></body></html>"""
MOUNT = """async ([address, text]) => {
  const visual = await import(address);
  window.visual = visual;
  window.changes = [];
  window.asked = [];
  window.editor?.destroy();
  document.querySelector("#holder").replaceChildren();
  const suggest = async (query) => {
    asked.push(query);
    return ["Café PLUM", "Café du coin"].map((title) => ({ title, url: "/a", kind: "Lieu" }));
  };
  const takePicture = async ({ name }) => ({ markdown: `![${name}](/media/x.png)`, alt: name });
  window.editor = await visual.mountVisual(document.querySelector("#holder"), {
    text, suggest, takePicture,
    onChange: (now) => { changes.push(now); document.body.dataset.told = now; },
    words: { label: "Le texte", pages: "Pages", found: "{n} pages", wanted: "à écrire" },
  });
  return editor.text();
}"""


def shell() -> str:
    words = THEME.environment("fr").get_template("_visual_words.html").render()
    return SHELL.format(look=BUILT["look.css"][0], visual=BUILT["visual.css"][0], words=words)


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(HERE)
    content = next((content for at, content in BUILT.values() if path == at), None)
    headers = {"Content-Security-Policy": POLICY}
    if path == "/":
        route.fulfill(body=shell(), headers={**headers, "Content-Type": "text/html; charset=utf-8"})
    elif content is not None:
        kind = TYPES["." + path.rsplit(".", 1)[1]]
        route.fulfill(body=content, headers={**headers, "Content-Type": kind})
    else:
        route.fulfill(status=404)


@contextmanager
def stage(browser: Browser) -> Iterator[Page]:
    """A page where nothing may complain, not even the security policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", _answer)
    page.goto(HERE + "/")
    yield page
    context.close()
    assert [c for c in complaints if "404" not in c] == []


def mount(page: Page, text: str) -> str:
    """What visual mode gives for the text before anybody touches it."""
    return str(page.evaluate(MOUNT, [VISUAL, text]))
