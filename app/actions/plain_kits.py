"""Pages for machines among the files that people ask for: lists, and folders of Markdown."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.actions.export_pages import export_pages
from app.actions.wiki import Wiki
from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.domain.selection import Selection


def with_plain_kits(wiki: Wiki, exporters: Mapping[str, Exporter]) -> dict[str, Exporter]:
    """The same, where each that has words for people can be asked for as a file."""
    return {name: _as_kit(wiki, one) for name, one in exporters.items()}


def _as_kit(wiki: Wiki, exporter: Exporter) -> Exporter:
    if exporter.write_kit is not None or not exporter.label:
        return exporter

    def write_kit(kit: Kit, out: Path) -> None:
        export_pages(wiki, exporter, Selection.parse(kit.query), out)

    return replace(exporter, write_kit=write_kit)
