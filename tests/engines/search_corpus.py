"""Pages, logs and a store in memory for tests of search; and a large corpus to measure with."""

import hashlib
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from app.domain.licence import LICENCES_FILE
from app.domain.links import LinkTarget
from app.domain.outline import Outline, RenderedPage
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import FileChange, LogEntry, Signature

START = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Signature("Anna", "01J00000000000000000000000@alpha.example")


def page_text(title: str, body: str = "", **front: object) -> str:
    lines = [f"title: {title}"]
    lines += [f"{key}: {value}" for key, value in front.items()]
    if "licence" not in front:
        lines.append("licence: CC-BY-SA-4.0")
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


class PlainRenderer:
    """Takes every line as it stands; enough where Markdown is not what is tested."""

    version = "plain"

    def render(self, body: str, *, kind: str, lang: str) -> RenderedPage:
        raise AssertionError((kind, lang, body))

    def outline(self, body: str) -> Outline:
        links: tuple[LinkTarget, ...] = ()
        return Outline((), links, (), (), (), body)


class Log:
    """A log and the blobs it names; `save` gives the entry of one commit."""

    def __init__(self) -> None:
        self.entries: list[LogEntry] = []
        self.blobs: dict[BlobId, bytes] = {}
        self.trees: dict[RevisionId, dict[str, BlobId]] = {}
        self.tree: dict[str, BlobId] = {}

    def save(self, pages: Mapping[str, str | bytes | None]) -> list[LogEntry]:
        """One commit: texts by page path (`place/x`), None to delete."""
        changes = tuple(self._change(file_of(path), text) for path, text in pages.items())
        number = len(self.entries) + 1
        revision = RevisionId(f"{number:040x}")
        entry = LogEntry(revision, ANNA, START + timedelta(hours=number), "", (), changes)
        self.entries.append(entry)
        self.trees = {revision: dict(self.tree)}
        return [entry]

    def _change(self, file: str, text: str | bytes | None) -> FileChange:
        before, after = self.tree.pop(file, None), None
        if text is not None:
            data = text.encode() if isinstance(text, str) else text
            after = BlobId(hashlib.sha1(data, usedforsecurity=False).hexdigest())
            self.blobs[after] = data
            self.tree[file] = after
        return FileChange(file, before, after)

    # What search asks of a PageStore.

    def read_blob(self, blob: BlobId) -> bytes:
        return self.blobs[blob]

    def files(self, at: RevisionId | None = None) -> Iterator[tuple[str, BlobId]]:
        tree = self.trees[at] if at else self.tree
        return iter(sorted(tree.items()))


def file_of(path: str) -> str:
    return path if path == LICENCES_FILE else PagePath.parse(path).file


class Corpus:
    """French-like pages of about 300 words over a Zipf vocabulary; the same for the same seed."""

    def __init__(self, seed: int = 7, words: int = 40_000) -> None:
        self._random = random.Random(seed)
        self.words = self._vocabulary(words)
        weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self._total, so_far = 0.0, []
        for weight in weights:
            self._total += weight
            so_far.append(self._total)
        self._weights = so_far

    def _vocabulary(self, size: int) -> list[str]:
        known = """
            le de tiers-lieu et la les des un lieu projet à pour dans commun méthode coopérative
            atelier territoire association espace réseau partage résidents ruralité gouvernance
            financement scénario documentation communauté coworking fablab formation animation
            économie numérique local culture habitants bail loyer communs collectif""".split()
        heads = "bra cor dé é fa gou ha in jar la mé nou or pré qua ré su tra u vi".split()
        middles = "li to ra mi no ter vé du chan gra po sé ri lo".split()
        tails = "tion ment er age eur ité isme elle ique eau al ance oir ette on ier".split()
        found = dict.fromkeys(known)
        while len(found) < size:
            inner = "".join(self._random.choices(middles, k=self._random.randint(1, 3)))
            found[self._random.choice(heads) + inner + self._random.choice(tails)] = None
        return list(found)

    def text(self, words: int = 300) -> str:
        drawn = self._random.choices(self.words, cum_weights=self._weights, k=words)
        sentences = [" ".join(drawn[at : at + 14]).capitalize() for at in range(0, words, 14)]
        return ". ".join(sentences) + "."

    def page(self, number: int) -> tuple[str, str]:
        """(path, text) of the page of that number."""
        draw = self._random
        kind = draw.choice(["place", "place", "method", "page", "organisation"])
        title = " ".join(draw.choices(self.words[5:3000], k=draw.randint(2, 5)))
        text = page_text(
            title, self.text(draw.randint(150, 450)), summary=self.text(20),
            tags=f"[{', '.join(f'etiquette-{draw.randint(1, 800)}' for _ in range(3))}]",
            themes=f"[theme-{draw.randint(1, 17)}/sous-{draw.randint(1, 137)}]",
            territory=f"{{region: region-{draw.randint(1, 18)}, "
            f"department: '{draw.randint(1, 95):02}', city: ville-{draw.randint(1, 2000)}}}",
            opened=str(draw.randint(1995, 2026)), status="published", lang="fr",
        )  # fmt: skip
        return f"{kind}/page-{number}", text
