"""A row of a list as the text of its page: made, or brought into the one that is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.actions.known_pages import KnownPages
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, InvalidRevision, LicenceRefused, Problem
from app.domain.exchange import Facts
from app.domain.page import Page, Redirect, parse_file
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.rules import Rules
from app.domain.tables.merging import Brought, bring, composed
from app.domain.towns import Town, same_name

MANY_TOWNS = 60
TWICE = "{where} et {other} parlent de la même page, « {page} »."
LEADS_ELSEWHERE = "cette adresse renvoie vers une autre page."


@dataclass(frozen=True, slots=True)
class Intended:
    """The page as the row wants it; `blob` is what stands there now."""

    path: PagePath
    brought: Brought
    now: Page | None
    blob: BlobId | None


class FactsIntake:
    """Rows in order; each page is spoken of once."""

    def __init__(self, wiki: Wiki, rules: Rules, *, theirs: bool) -> None:
        self._wiki, self._rules, self._theirs = wiki, rules, theirs
        self._known = KnownPages(wiki)
        self._spoken: dict[PagePath, str] = {}
        self._today = wiki.clock.now().date().isoformat()

    def intended(self, facts: Facts, *, again: bool = False) -> Intended:
        """`again`: the page moved on since this row was taken. Raises InvalidPage, InvalidPath,
        LicenceRefused."""
        path = self._known.path_of(facts)
        if (other := self._spoken.get(path)) and not again:
            told = {"where": facts.where, "other": other, "page": str(path)}
            raise InvalidPage([Problem("", TWICE, told)])
        intended = self._intended(path, facts)
        self._spoken[path] = facts.where
        if intended.now is None:
            self._known.made(path, {**_nested(facts.values), **_numbered(facts)})
        return intended

    def _intended(self, path: PagePath, facts: Facts) -> Intended:
        self._require_open(facts)
        blob = self._wiki.store.blob_of(path.file)
        if blob is None:
            return Intended(path, Brought(self._made(facts)), None, None)
        now = parse_file(path, self._wiki.store.read_blob(blob))
        if isinstance(now, Redirect):
            raise InvalidPage([Problem("", LEADS_ELSEWHERE)])
        self._require_flow(facts, now)
        brought = bring(
            now, facts, self._filled(facts), base=self._base(path, facts), theirs=self._theirs,
            on=self._today,
        )  # fmt: skip
        return Intended(path, brought, now, blob)

    def _made(self, facts: Facts) -> str:
        site, kind = self._wiki.site, self._wiki.kinds.get(facts.kind)
        if kind is None:
            told = {"kind": facts.kind[:40]}
            raise InvalidPage(
                [Problem("kind", "« {kind} » n’est pas un genre de page d’ici.", told)]
            )
        order = tuple(field.alias or name for name, field in kind.schema.model_fields.items())
        return composed(
            facts, self._filled(facts), order=order, lang=site.lang, licence=site.licence,
            page_id=facts.own.get("id") or self._wiki.clock.page_id(), on=self._today,
        )  # fmt: skip

    def _require_open(self, facts: Facts) -> None:
        licence = facts.source.licence if facts.source else ""
        if licence and not self._rules.licences.is_open(licence):
            raise LicenceRefused(
                source=licence[:60], target=self._wiki.site.licence,
                advice="Seule une liste sous licence ouverte, connue ici, peut être reprise.",
            )  # fmt: skip

    def _require_flow(self, facts: Facts, now: Page) -> None:
        """What the list says becomes part of the page's facts."""
        licence = facts.source.licence if facts.source else ""
        target = now.word("data_licence") or now.licence
        if licence and licence != target and not self._rules.licences.may_flow(licence, target):
            raise LicenceRefused(
                source=licence, target=target,
                advice="Les faits de cette page ont une autre licence.",
            )  # fmt: skip

    def _base(self, path: PagePath, facts: Facts) -> Mapping[str, Any] | None:
        """The front matter that a row of our own was written from: it says of which version."""
        said = facts.own.get("revision", "")
        try:
            found = self._wiki.index.revision(path, RevisionId(said)) if said else None
        except InvalidRevision:
            return None
        if found is None or found.blob is None:
            return None
        page = parse_file(path, self._wiki.store.read_blob(found.blob))
        return None if isinstance(page, Redirect) else page.front

    def _filled(self, facts: Facts) -> dict[str, Any]:
        """What the town of the row tells that the row does not say."""
        town = self._town(facts)
        if town is None:
            return {}
        codes = town.postcodes if len(town.postcodes) == 1 else ("",)
        told = {
            "territory.country": "FR", "territory.region": town.region,
            "territory.department": town.department, "territory.city": town.name,
            "territory.insee": town.insee, "territory.postcode": codes[0],
            "coordinates": list(town.point) if town.point else None,
        }  # fmt: skip
        return {k: v for k, v in told.items() if v and k not in facts.values}

    def _town(self, facts: Facts) -> Town | None:
        """The one town that the row can mean, by its code or its name with its postal code or its
        department; None where it is not sure."""
        said = facts.values
        if said.get("territory.country", "FR") != "FR":
            return None
        gazetteer = self._wiki.gazetteer
        if code := said.get("territory.insee"):
            return gazetteer.town(str(code))
        name = str(said.get("territory.city", ""))
        if not name:
            return None
        if postcode := str(said.get("territory.postcode", "")):
            fitting = same_name(gazetteer.towns(postcode, size=MANY_TOWNS), name)
            return fitting[0] if len(fitting) == 1 else None
        department = str(said.get("territory.department", ""))
        if not department:
            return None
        fitting = same_name(gazetteer.towns(name, size=MANY_TOWNS), name, department=department)
        return fitting[0] if len(fitting) == 1 else None


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    territory = {k.partition(".")[2]: v for k, v in values.items() if k.startswith("territory.")}
    return {**values, "territory": territory}


def _numbered(facts: Facts) -> dict[str, Any]:
    number = facts.own.get("source_id", "")
    if facts.source is None or not number:
        return {}
    return {"source": [{"title": facts.source.title, "id": number}]}
