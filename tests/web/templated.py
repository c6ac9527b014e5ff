"""A wiki with the templates that come with the software."""

from collections.abc import Iterator
from pathlib import Path

from app.actions.rights import wiki_signature
from app.domain.revision import Change
from app.main import starter_templates
from tests.web.conftest import Alpha, serve_alpha


def bring_in(alpha: Alpha, files: dict[str, bytes]) -> None:
    """Files as git alone would bring them: checked by nobody."""
    author, now = wiki_signature(alpha.wiki), alpha.wiki.clock.now()
    alpha.wiki.store.commit(Change(files, dict.fromkeys(files), author, now, "Reçu"))


def serve_templated(folder: Path) -> Iterator[Alpha]:
    for alpha in serve_alpha(folder / "alpha"):
        bring_in(alpha, starter_templates())
        yield alpha
