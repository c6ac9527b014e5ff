"""A log written page by page, and the projection that reads it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.page import Redirect
from app.domain.page_path import PagePath, RevisionId
from app.domain.revision import Change, Signature
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.fakes import MemoryStore

ADA = Signature("Ada Lovelace", "01arz3ndektsv4rrffq69g5fav@alpha.example")
BOB = Signature("Bob Moog", "01arz3ndektsv4rrffq69g5faw@alpha.example")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def page_id(number: int) -> str:
    return f"01ARZ3NDEKTSV4RRFFQ69G{number:04d}"


def page_text(title: str = "Café Plum", body: str = "Un café.\n", **front: object) -> str:
    keys = {"id": page_id(1), "title": title, "lang": "fr", "licence": "CC-BY-SA-4.0"} | front
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)
    return f"---\n{lines}---\n\n{body}"


class Log:
    """Commits a minute apart, from noon of 1 March 2026."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self._minutes = 0

    def commit(
        self,
        files: dict[str, str | None],
        *,
        author: Signature = ADA,
        note: str = "",
        trailers: tuple[tuple[str, str], ...] = (),
    ) -> RevisionId:
        """`files` by `kind/slug` for pages, by their own name for others."""
        self._minutes += 1
        return self.store.commit(
            Change(
                files={
                    _file(name): None if text is None else text.encode(errors="surrogateescape")
                    for name, text in files.items()
                },
                expects={}, author=author, at=NOON + timedelta(minutes=self._minutes),
                note=note or f"change {self._minutes}", trailers=trailers,
            )
        )  # fmt: skip

    def move(self, old: str, new: str) -> RevisionId:
        data = self.store.read(_file(old))
        assert data is not None
        number = data.decode().split("id: ")[1].split("\n")[0]
        left = Redirect(PagePath.parse(old), number).file_bytes().decode()
        return self.commit({old: left, new: data.decode()})


def _file(name: str) -> str:
    return name if name.count("/") != 1 or "." in name else PagePath.parse(name).file


class Wiki(Log):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.file = folder / "projection.sqlite"
        self.sql = SqlProjection(self.file, MarkdownRenderer())

    def save(self, files: dict[str, str | None], **options: object) -> RevisionId:
        revision = self.commit(files, **options)  # type: ignore[arg-type]
        self.catch_up()
        return revision

    def catch_up(self) -> None:
        self.sql.apply(list(self.store.log(self.sql.bookmark())), self.store)

    def row(self, name: str):  # type: ignore[no-untyped-def]
        return self.sql.page(PagePath.parse(name))

    def events(self, name: str) -> list[str]:
        rows, _ = self.sql.history(PagePath.parse(name), after=None, size=100)
        return [row.event for row in rows]
