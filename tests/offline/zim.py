"""Real readers of a ZIM file: Debian's zimcheck and kiwix-serve."""

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx

from tests import loopback


def zimcheck(file: Path) -> str:
    """What it says that is no mere progress; `` where all is well."""
    done = subprocess.run(
        ["zimcheck", "-A", str(file)], capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode == 0 and "Overall Test Status: Pass" in said:
        return "".join(re.findall(r"^\[(?:ERROR|WARNING)\].*\n(?:  .*\n)*", said, re.MULTILINE))
    return said


@dataclass(frozen=True, slots=True)
class Kiwix:
    """A served file. Paths are within it."""

    url: str
    book: str
    client: httpx.Client

    def page(self, path: str) -> httpx.Response:
        return self.client.get(f"{self.url}/{self.book}/{path}", follow_redirects=True)

    def found(self, words: str) -> list[str]:
        """Paths of the pages that hold them, the best first."""
        asked = {"pattern": words, "content": self.book, "pageLength": "50"}
        html = self.client.get(f"{self.url}/search", params=asked).text
        return re.findall(rf'<li>\s*<a href="/{self.book}/([^"]+)"', html)

    def suggested(self, words: str) -> list[str]:
        """Titles."""
        asked = {"term": words, "content": self.book}
        said = self.client.get(f"{self.url}/suggest", params=asked).json()
        return [unescape(one["value"]) for one in said if one["kind"] == "path"]


@contextmanager
def kiwix(file: Path) -> Iterator[Kiwix]:
    """kiwix-serve on a free port of the loopback, until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = ["kiwix-serve", "--address", "127.0.0.1", "--port", port, str(file)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        # It says where it is to be read once it can be.
        said = server.stdout.readline()
        assert f"127.0.0.1:{port}" in said, said
        with loopback.Client(timeout=60) as client:
            yield Kiwix(f"http://127.0.0.1:{port}", file.stem, client)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
