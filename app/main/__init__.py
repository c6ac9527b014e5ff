"""Where the rooms are joined: engines are chosen, plugins found, routes mounted.

Imported only by the command line, the server and tests.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from app import hooks
from app.actions.ask_kit import KitMaking
from app.actions.dump import lines_exporter
from app.actions.mail import Post
from app.actions.plain_kits import with_plain_kits
from app.actions.wiki import Wiki
from app.domain.errors import Refused
from app.domain.exchange import Exporter, Importer
from app.domain.finding.synonyms import SYNONYMS_FILE, AskGroups, Groups, read_groups
from app.domain.kinds import with_kinds
from app.domain.kit import Compiled, Draw, Drawing
from app.domain.page_path import BlobId
from app.domain.site import Site
from app.domain.templates import TEMPLATES_FOLDER
from app.engines import site_file
from app.engines.archive import BUNDLE, RECORDS, copy_database, read_archive, write_archive
from app.engines.clock import SystemClock
from app.engines.drawn_pages import DrawnPages
from app.engines.gazetteer import BuiltGazetteer
from app.engines.git_store import GitStore
from app.engines.images import PillowImages
from app.engines.images.copies import Copies
from app.engines.kept_files import KeptFiles
from app.engines.kit_shelf import KitShelf
from app.engines.likeness import Lookalikes
from app.engines.locks import FileLocks
from app.engines.markdown import MarkdownRenderer
from app.engines.parked import ParkedFiles
from app.engines.searching import ChosenSearch
from app.engines.site_file import read_site, write_site
from app.engines.sql.database import Database
from app.engines.sql.migrations import migrate
from app.engines.sql.projection import SqlProjection
from app.main import chosen
from app.main.records import RECORD_PORTS, open_records
from app.main.stamp import stamp_of
from app.ports import FullText, MailSender, SearchEngine
from app.settings import SettingRefused, Settings
from federation.keys import RING_FILE, KeyRing
from federation.mirrors import PeerMirrors
from federation.open_bundle import bundle_exporter
from federation.open_repo import OpenRepository
from federation.records import FederationRecords
from federation.service import Service
from federation.wire import Wire
from plugins.export_csv import plugin as export_csv
from plugins.export_epub import plugin as export_epub
from plugins.export_geojson import plugin as export_geojson
from plugins.export_markdown import plugin as export_markdown
from plugins.export_pdf import plugin as export_pdf
from plugins.export_static import plugin as export_static
from plugins.export_zim import plugin as export_zim
from plugins.import_csv import plugin as import_csv
from plugins.import_geojson import plugin as import_geojson
from plugins.import_markdown import plugin as import_markdown
from plugins.search_tantivy import plugin as search_tantivy

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.theme import Theme

HOUSE = Path(__file__).resolve().parent.parent.parent
CONTENT = HOUSE / "content"
BUILT_IN = (
    import_markdown, import_csv, import_geojson, export_markdown, export_csv, export_geojson,
    export_static, export_epub, export_pdf, export_zim, search_tantivy,
)  # fmt: skip
ENTRY_POINTS = "maillage"
KEYS = "keys"
FONT = "text.woff2"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Instance:
    """A wiki that is open, with its ways in and out. Close it when done."""

    wiki: Wiki
    federation: Service
    importers: dict[str, Importer]
    exporters: dict[str, Exporter]
    draw: Draw
    making: KitMaking

    def close(self) -> None:
        self.federation.close()
        self.wiki.store.close()
        for name in RECORD_PORTS:
            getattr(self.wiki, name).close()
        for projection in self.wiki.projections:
            projection.close()


@cache
def plugins() -> pluggy.PluginManager:
    """Our own plugins, and those that installed packages name under `maillage`: read once, since
    every package there is must be asked."""
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    for plugin in BUILT_IN:
        manager.register(plugin)
    manager.load_setuptools_entrypoints(ENTRY_POINTS)
    manager.check_pending()
    return manager


def create_instance(data: Path, site: Site) -> str:
    """The empty folder of a new instance, and the words of its recovery key, told this once.

    Raises Refused where there is one already.
    """
    if (data / site_file.NAME).exists():
        raise Refused(reason=f"« {data} » contient déjà un wiki.")
    data.mkdir(parents=True, exist_ok=True)
    GitStore.create(data / "pages.git").close()
    _, words = KeyRing.create(data / KEYS)
    write_site(data, site)
    return words


def open_instance(settings: Settings, *, wire: Wire | None = None) -> Instance:
    """`wire` reaches other instances (over the network unless it is given).

    Raises Refused where the folder holds no instance.
    """
    data = settings.data
    site = read_site(data)
    manager = plugins()
    store = GitStore(data / "pages.git")
    renderer = MarkdownRenderer()
    projection = SqlProjection(data / "projection.sqlite", renderer)
    search = ChosenSearch(
        data / "search", _engines(manager), renderer, setting=settings.search,
        synonyms=_synonyms(store), host=site.host, readings=projection,
    )  # fmt: skip
    clock, locks = SystemClock(), FileLocks(data / "locks")
    copies = Copies(data / "cache" / "pictures", limit_bytes=settings.copies_bytes)
    open_repo = OpenRepository(data / "open.git", clock=clock)
    mirrors = PeerMirrors(data / "peers", GitStore.mirror)
    kept = Database(data / RECORDS, durable=True)
    records = FederationRecords(kept, migrate)
    wiki = Wiki(
        site=site,
        store=store,
        index=projection,
        search=search,
        projections=(projection, search, open_repo),
        mirror_projections=(projection, search),
        engines=search,
        mirrors=mirrors,
        proposals=records,
        renderer=renderer,
        images=PillowImages(lock=locks, copies=copies, font=partial(_font, settings)),
        gazetteer=BuiltGazetteer(),
        parking=ParkedFiles(data / "cache" / "lists"),
        drawn=DrawnPages(data / "cache" / "drawn", partial(_stamp, manager, settings)),
        files=KeptFiles(data / "cache" / "dumps", locks),
        likeness=Lookalikes(projection),
        probe=chosen.probe(settings),
        care=chosen.care(settings),
        clock=clock,
        lock=locks,
        **open_records(kept),
        kinds=dict(with_kinds(k for found in manager.hook.register_page_kinds() for k in found)),
    )
    service = Service(
        wiki, ring=_ring(data), records=records, mirrors=mirrors, open_repo=open_repo,
        wire=wire or chosen.network(settings), settings=chosen.federation(settings),
    )  # fmt: skip
    exporters = _exporters(manager, wiki, open_repo)
    draw = partial(_drawing, wiki, settings)
    return Instance(
        wiki,
        service,
        {one.name: one for found in manager.hook.register_importers() for one in found},
        exporters,
        draw,
        KitMaking(
            with_plain_kits(wiki, exporters), draw, KitShelf(data / "cache" / "kits"),
            chosen.kit_bounds(settings), chosen.own_version(),
        ),
    )  # fmt: skip


def _stamp(manager: pluggy.PluginManager, settings: Settings) -> str:
    known = (f"{one.project_name} {one.version}" for _, one in manager.list_plugin_distinfo())
    return stamp_of(HOUSE, theme_folders(settings), known)


def _exporters(
    manager: pluggy.PluginManager, wiki: Wiki, open_repo: OpenRepository
) -> dict[str, Exporter]:
    """By name: those that reach the wiki itself, and plugins'."""
    own = (lines_exporter(wiki), bundle_exporter(wiki, open_repo))
    return {one.name: one for one in (*own, *chain(*manager.hook.register_exporters()))}


def theme_folders(settings: Settings) -> list[Path]:
    """The instance's own theme where it has one, over the one that is chosen.

    Raises SettingRefused where there is no such theme.
    """
    chosen = HOUSE / "themes" / settings.theme
    if not chosen.is_dir():
        known = ", ".join(sorted(one.name for one in chosen.parent.iterdir() if one.is_dir()))
        raise SettingRefused(f"MAILLAGE_THEME : « {settings.theme} » n’est pas un thème ({known}).")
    own = settings.data / "theme"
    return [*([own] if own.is_dir() else []), chosen]


def _drawing(wiki: Wiki, settings: Settings, lang: str, at: datetime) -> Drawing:
    """What draws pages to be taken away. A command that takes none away has no use for the web."""
    from app.theme import Theme
    from app.web.reading.kits import drawing

    compiled = Compiled(settings.data / "cache" / "compiled", _stamp(plugins(), settings))
    theme = Theme(theme_folders(settings), compiled=compiled)
    return replace(drawing(wiki, theme, lang, at), compiled=compiled)


def _font(settings: Settings) -> Path | None:
    """The theme's own, where the front end is built. Only a server asks."""
    from app.theme.files import Files

    files = Files([*theme_folders(settings), HOUSE / "themes" / "default"])
    return files.path(files.manifest.get(FONT, FONT))


def _engines(manager: pluggy.PluginManager) -> dict[str, SearchEngine]:
    """By name: the core's, and those of plugins."""
    found = [one for some in manager.hook.register_search_engines() for one in some]
    return {one.name: one for one in (SearchEngine("whoosh", _whoosh), *found)}


def _whoosh(folder: Path, groups: AskGroups) -> FullText:
    # A command that neither writes nor searches has no use for the library.
    from app.engines.search_whoosh import WhooshIndex

    return WhooshIndex(folder, groups)


def _ring(data: Path) -> KeyRing:
    """The keys of the instance. A folder from before there were any gets new ones."""
    if not (data / KEYS / RING_FILE).exists():
        ring, _ = KeyRing.create(data / KEYS)
        log.warning("this instance had no keys: new ones were made, without recovery words")
        return ring
    return KeyRing.open(data / KEYS)


@contextmanager
def instance(settings: Settings) -> Iterator[Instance]:
    """An instance for the length of a `with` block."""
    opened = open_instance(settings)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def worker_lock(settings: Settings) -> Iterator[None]:
    """Held by a server for as long as it runs. Raises Busy where another one runs already."""
    with FileLocks(settings.data / "locks").hold("server", wait=False):
        yield


def starter_lists() -> dict[str, bytes]:
    """The vocabularies a new instance starts with, by their place in `pages.git`."""
    folder = CONTENT / "vocabularies"
    return {f"network/vocabularies/{f.name}": f.read_bytes() for f in sorted(folder.glob("*.yaml"))}


def starter_templates() -> dict[str, bytes]:
    """The templates of pages that come with the software, by their place in `pages.git`."""
    folder = CONTENT / TEMPLATES_FOLDER
    return {f"{TEMPLATES_FOLDER}{f.name}": f.read_bytes() for f in sorted(folder.glob("*.md"))}


def back_up(opened: Instance, data: Path, out: Path) -> None:
    """Everything that cannot be derived, as one file: the keys too, so keep it where keys are."""
    site, keys = data / site_file.NAME, data / KEYS / RING_FILE
    write_archive(
        out,
        {
            BUNDLE: opened.wiki.store.bundle,
            RECORDS: lambda to: copy_database(data / RECORDS, to),
            site_file.NAME: lambda to: _copy(site, to),
            RING_FILE: lambda to: _copy(keys, to),
        },
    )


def _copy(source: Path, target: str) -> None:
    Path(target).write_bytes(source.read_bytes())


def restore_from(file: Path, data: Path) -> None:
    """An instance from a backup, in an empty folder; what is derived is still to be rebuilt."""
    read_archive(file, data)
    GitStore.from_bundle(data / "pages.git", data / BUNDLE).close()
    (data / BUNDLE).unlink()
    if (data / RING_FILE).exists():
        (data / KEYS).mkdir(mode=0o700)
        (data / RING_FILE).rename(data / KEYS / RING_FILE)


def _synonyms(store: GitStore) -> AskGroups:
    """The groups of the wiki's own file, read again whenever it is another."""

    @lru_cache(maxsize=1)
    def read(blob: BlobId | None) -> Groups:
        return read_groups(store.read_blob(blob) if blob else None)

    return lambda: read(store.blob_of(SYNONYMS_FILE))


def _spoken(theme: "Theme", said: str, lang: str) -> str:
    """A phrase of a letter, with the spaces of French."""
    from app.theme.theme import breathing

    words = theme.phrase(said, lang=lang)
    return breathing(words) if theme.spoken(lang) == "fr" else words


def create_app(settings: Settings, *, sender: MailSender | None = None) -> "FastAPI":
    """The web application of the instance in `settings.data`. `sender` takes its letters, in place
    of the server that the settings name."""
    # A command has no use for the web: it would wait for it twice as long.
    from app.theme import Theme
    from app.web.application import build_application
    from app.web.tiles import Tiles
    from federation.routes import make_router

    opened = open_instance(settings)
    compiled = settings.data / "cache"
    compiled.mkdir(parents=True, exist_ok=True)
    theme = Theme(theme_folders(settings), cache_folder=compiled)
    theme.check()
    post = Post(
        sender or chosen.mail(settings, opened.wiki.site),
        partial(_spoken, theme),
    )
    return build_application(
        opened.wiki, theme, opened.federation, opened.making, post,
        routers=[make_router(opened.federation)],
        tiles=Tiles(settings.tiles, settings.tiles_credit), cache_bytes=settings.cache_bytes,
        on_close=opened.close,
    )  # fmt: skip


def served() -> "FastAPI":
    """What a server's worker builds, from the environment alone."""
    settings = Settings()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    os.environ.pop("GIT_DIR", None)
    return create_app(settings)
