"""Way out: a folder of page files that `import_markdown` reads back, with their attribution."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.exchange import (
    ATTRIBUTION,
    ExportedMedium,
    Exporter,
    credit_line,
    file_in_export,
)
from app.domain.kit import Bulk
from app.domain.rows import PageRow
from app.hooks import hookimpl


def write(pages: Iterable[PageRow], media: Iterable[ExportedMedium], out: Path) -> None:
    """`pages/<kind>/<slug>.md`, `media/<aa>/...` and `ATTRIBUTION.md`, bytes as they are kept."""
    credits = []
    for row in pages:
        file = out / file_in_export(row.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(row.text.encode())
        credits.append(credit_line(row))
    for medium in media:
        file = out / medium.name.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(medium.data)
        (out / medium.name.sidecar).write_bytes(medium.sidecar)
    out.mkdir(parents=True, exist_ok=True)
    (out / ATTRIBUTION).write_text("# Attribution\n\n" + "".join(credits), encoding="utf-8")


@hookimpl
def register_exporters() -> list[Exporter]:
    use = "Pour un autre wiki ou un logiciel : les textes tels qu’ils sont écrits, et leurs images."
    return [
        Exporter(
            "markdown", write, label="Les textes (Markdown)", use=use,
            bulk=Bulk(empty=1_000, page=300),
        )
    ]  # fmt: skip
