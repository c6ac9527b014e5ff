"""Sample screens behind a real address, for browsers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.theme import Theme
from tests.theme.samples import SCREENS, shown

TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json",
         ".svg": "image/svg+xml", ".woff2": "font/woff2",
         ".html": "text/html; charset=utf-8"}  # fmt: skip
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
POLICY += "; connect-src 'self'; form-action 'self'; base-uri 'none'"


def body_in(sent: bytes) -> str:
    """The field `body`, whichever way the form was sent."""
    in_parts = re.search(rb'name="body"\r\n\r\n(.*?)\r\n--', sent, re.DOTALL)
    if in_parts:
        return in_parts[1].decode()
    return parse_qs(sent.decode(), keep_blank_values=True)["body"][0]


@contextmanager
def served(theme: Theme) -> Iterator[str]:
    """Where `/<screen>.html` shows a sample, under a policy as strict as the real one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path)
            if path.path.startswith("/-/static/"):
                file = theme.files.path(path.path.rsplit("/", 1)[1])
                kind = TYPES[file.suffix if file else ".js"]
                self._send(file.read_bytes() if file else None, kind, kept=True)
            elif path.path == "/-/suggest":
                said = parse_qs(path.query)["q"][0]
                found = [
                    {"title": f"{said} {n}", "url": f"/page.html?{n}", "kind": "Lieu"}
                    for n in (1, 2)
                ]
                self._send(json.dumps(found).encode(), "application/json")
            else:
                name = path.path.strip("/").removesuffix(".html")
                html = shown(theme, name).encode() if name in SCREENS else None
                self._send(html, TYPES[".html"])

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(f"<p>Aperçu : {body_in(sent)}</p>".encode(), TYPES[".html"])

        def _send(self, content: bytes | None, kind: str, *, kept: bool = False) -> None:
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            if kept:
                self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
