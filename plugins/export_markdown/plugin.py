"""Way out: a folder of page files that `import_markdown` reads back, with their attribution."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.exchange import ExportedMedium, Exporter
from app.domain.rows import PageRow
from app.hooks import hookimpl


def write(pages: Iterable[PageRow], media: Iterable[ExportedMedium], out: Path) -> None:
    """`pages/<kind>/<slug>.md`, `media/<aa>/...` and `ATTRIBUTION.md`, bytes as they are kept."""
    credits = []
    for row in pages:
        file = out / "pages" / row.path.kind / f"{row.path.slug}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(row.text.encode())
        credits.append(f"- {row.title} ({row.path}) : {row.licence}, {row.updated_by}\n")
    for medium in media:
        file = out / medium.name.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(medium.data)
        (out / medium.name.sidecar).write_bytes(medium.sidecar)
    out.mkdir(parents=True, exist_ok=True)
    (out / "ATTRIBUTION.md").write_text("# Attribution\n\n" + "".join(credits), encoding="utf-8")


@hookimpl
def register_exporters() -> list[Exporter]:
    return [Exporter("markdown", write)]
