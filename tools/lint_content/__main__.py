"""`python -m tools.lint_content [FOLDER]`: what is to be put right in the content."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.lint_content.links import check_wiki
from tools.lint_content.reading import ContentPage, Fault, read_pages
from tools.lint_content.spelling import check_spelling
from tools.lint_content.texts import (
    check_card,
    check_contacts,
    check_media,
    check_pictures,
    check_quizzes,
    check_sentences,
)

CONTENT = Path(__file__).parents[2] / "content"


def faults(root: Path) -> Iterator[Fault]:
    pages = read_pages(root)
    for page in pages:
        yield from _page(page, root)
    yield from check_media(root, pages)
    yield from check_spelling(pages)
    yield from check_wiki(root, pages)


def _page(page: ContentPage, root: Path) -> Iterator[Fault]:
    yield from check_card(page)
    yield from check_contacts(page)
    yield from check_pictures(page, root)
    yield from check_quizzes(page)
    yield from check_sentences(page)


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else CONTENT
    found = sorted(set(faults(root)))
    for fault in found:
        print(f"{root.name}/{fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
