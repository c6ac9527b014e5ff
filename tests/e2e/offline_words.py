"""A file written offline for a page of a served wiki, and the way to its screens in a browser."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests import loopback
from tests.e2e.peopled import BASE_URL
from tests.written_offline import entry, file_of, page

CAFE, URL = "/lieux/cafe-plum", "/-/contribution"
HOST = BASE_URL.removeprefix("http://")


def entry_of(sort: str, mark: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {**entry(sort, on=mark, **said), "key": str(uuid4())}


def marked(url: str) -> tuple[dict[str, Any], str]:
    """The café as a kit made now shows it, and its file."""
    shown = loopback.get(f"{url}{CAFE}.json", timeout=60).raise_for_status().json()
    mark = page(
        "place/cafe-plum", id=shown["id"], base=shown["blob"], title=shown["title"], origin=HOST
    )
    return mark, shown["text"]


def written(url: str) -> bytes:
    """One text of each sort, and of each fate."""
    mark, text = marked(url)
    away = page("method/repas-partage", origin="drome.example", title="Repas partagé")
    unit = page("mini_cool/nulle-part", origin=HOST, title="Une page qui n’est plus là")
    answers = [{"question": "Où ?", "chosen": ["Là"], "right": True}]
    return file_of(
        entry_of("correction", mark, text=text + "\nEt le jeudi soir.\n", note="Le jeudi soir"),
        entry_of("remark", mark, text="Et le lundi ?\n\nNous passons ce jour-là.", question=True),
        entry_of("trial", away, result="Trente personnes, deux fois par mois."),
        entry_of("quiz", unit, shown=True, right=1, answers=answers, **{"of": 2}),
    )


def choose(page: Page, data: bytes) -> None:
    sent = {"name": "camille.maillage.json", "mimeType": "application/json", "buffer": data}
    page.set_input_files("#champ-file", files=[sent])
    page.locator("button[value=read]").click()
    page.wait_for_selector("#textes, .error")


def seen(page: Page) -> None:
    choose(page, written(page.url.removesuffix(URL)))


def sent(page: Page) -> None:
    seen(page)
    page.locator("button[value=send]").click()
    page.wait_for_selector("text=Gardez les adresses de suivi.")


def damaged(page: Page) -> None:
    choose(page, written(page.url.removesuffix(URL))[:-300])


def followed(page: Page) -> None:
    sent(page)
    page.locator("a[href*='/-/remarques/suivi/']").first.click()
    page.wait_for_selector("#mots")


def to_answer(page: Page) -> None:
    sent(page)
    page.goto(page.url.removesuffix(URL) + "/-/propositions")
    page.locator("a[href*='/-/remarques/']").first.click()
    page.wait_for_selector("#champ-answer")
