"""What a page must satisfy to be saved here: its kind's schema and the instance's own lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.domain.errors import InvalidPage, Problem
from app.domain.kinds import KINDS, PageKind
from app.domain.licence import DEFAULT_POLICY, LicencePolicy
from app.domain.page import Page
from app.domain.vocabulary import Vocabulary

_SENTENCES = {
    "missing": "à remplir.",
    "string_type": 'ce doit être un texte : écrivez-le entre guillemets, "comme ceci".',
    "int_type": "ce doit être un nombre entier.",
    "int_from_float": "ce doit être un nombre entier.",
    "float_type": "ce doit être un nombre.",
    "bool_type": "ce doit être true ou false.",
    "list_type": "ce doit être une liste.",
    "dict_type": "ce doit être un groupe de clés.",
    "model_type": "ce doit être un groupe de clés.",
    "model_attributes_type": "ce doit être un groupe de clés.",
    "string_too_long": "{max_length} signes au plus.",
    "string_too_short": "à remplir.",
    "too_long": "{max_length} éléments au plus.",
    "too_short": "il en faut au moins {min_length}.",
    "greater_than_equal": "ce doit être au moins {ge}.",
    "less_than_equal": "ce doit être au plus {le}.",
    "finite_number": "ce doit être un nombre.",
}
_PROBLEMS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Rules:
    """The lists that an instance judges by, as they stand in its tree.

    An instance that keeps no list of themes takes any.
    """

    kinds: Mapping[str, PageKind] = field(default_factory=lambda: KINDS)
    licences: LicencePolicy = DEFAULT_POLICY
    themes: Vocabulary = field(default_factory=lambda: Vocabulary("themes"))

    def check(self, page: Page) -> list[Problem]:
        """What is to be put right before this page may be saved; empty when nothing is."""
        kind = self.kinds.get(page.path.kind)
        if kind is None:
            return [Problem("kind", "« {kind} » n’est pas un genre de page d’ici.",
                            {"kind": page.path.kind})]  # fmt: skip
        problems = list(_schema_problems(kind, page.front))
        told = {problem.field for problem in problems}
        listed = (*self._kind(page), *self._licences(page), *self._themes(page))
        problems += [problem for problem in listed if problem.field not in told]
        return problems[:_PROBLEMS_SHOWN]

    def require(self, page: Page) -> None:
        """Raises InvalidPage with all the problems."""
        if problems := self.check(page):
            raise InvalidPage(problems)

    def _kind(self, page: Page) -> Iterable[Problem]:
        if page.word("kind") != page.path.kind:
            yield Problem(
                "kind",
                "le genre « {said} » n’est pas celui de l’adresse ({kind}).",
                {"said": str(page.front.get("kind", ""))[:40], "kind": page.path.kind},
            )

    def _licences(self, page: Page) -> Iterable[Problem]:
        for key in ("licence", "data_licence"):
            said = page.front.get(key)
            if isinstance(said, str) and said not in self.licences.licences:
                yield Problem(
                    key, "la licence « {said} » n’est pas connue ici.", {"said": said[:60]}
                )

    def _themes(self, page: Page) -> Iterable[Problem]:
        for theme in page.words("themes"):
            if any(self.themes) and theme not in self.themes:
                yield Problem(
                    "themes", "le thème « {said} » n’est pas dans la liste.", {"said": theme[:60]}
                )


def _schema_problems(kind: PageKind, front: Mapping[str, Any]) -> Iterable[Problem]:
    try:
        kind.schema.model_validate(front)
    except ValidationError as error:
        seen = set()
        for said in error.errors(include_url=False):
            where = _where(said["loc"])
            if where not in seen:
                seen.add(where)
                yield _problem(where, said)


def _where(loc: tuple[str | int, ...]) -> str:
    """`steps.2.title`, people's counting; the names pydantic gives to branches are left out."""
    parts = (str(p + 1) if isinstance(p, int) else p for p in loc)
    return ".".join(p for p in parts if p and not p.startswith(("function", "list[", "constrained"))
                    and p not in ("int", "str", "float"))  # fmt: skip


def _problem(where: str, said: Any) -> Problem:
    params = dict(said.get("ctx") or {})
    if said["type"] == "told":
        return Problem(where, params.pop("sentence"), params)
    sentence = _SENTENCES.get(said["type"], "cette valeur ne convient pas.")
    return Problem(where, sentence, params)
