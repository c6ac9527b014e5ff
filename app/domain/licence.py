"""Licences: which are known, which are open, and what may flow into what.

The policy is a file of `pages.git`, so that each commit is judged by its own tree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.errors import InvalidPage, Problem
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

LICENCES_FILE = "network/licences.yaml"


@dataclass(frozen=True, slots=True)
class Licence:
    """`id` is SPDX, or `all-rights-reserved`; `use` is what a reader may do, in one sentence."""

    id: str
    label: str
    url: str
    open: bool
    use: str


_SHARE = (
    "Vous pouvez reprendre et adapter cette page, en citant ses auteurs et sous la même licence."
)
_CITE = "Vous pouvez reprendre et adapter cette page, en citant ses auteurs."
_FREE = "Vous pouvez reprendre et adapter cette page sans condition."
_CLOSED = "Cette page se lit ici ; elle ne peut pas être reprise sans l’accord de ses auteurs."
_CC = "https://creativecommons.org/"

KNOWN = (
    Licence("CC0-1.0", "CC0 1.0", f"{_CC}publicdomain/zero/1.0/deed.fr", True, _FREE),
    Licence("CC-BY-4.0", "CC BY 4.0", f"{_CC}licenses/by/4.0/deed.fr", True, _CITE),
    Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", f"{_CC}licenses/by-sa/4.0/deed.fr", True, _SHARE),
    Licence("CC-BY-SA-3.0", "CC BY-SA 3.0", f"{_CC}licenses/by-sa/3.0/deed.fr", True, _SHARE),
    Licence(
        "etalab-2.0", "Licence Ouverte 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", True, _CITE,
    ),
    Licence(
        "ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", True, _SHARE
    ),
    Licence("LAL-1.3", "Licence Art Libre 1.3", "https://artlibre.org/", True, _SHARE),
    Licence("MIT", "MIT", "https://spdx.org/licenses/MIT.html", True, _CITE),
    Licence("Apache-2.0", "Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0", True, _CITE),
    Licence("CC-BY-NC-4.0", "CC BY-NC 4.0", f"{_CC}licenses/by-nc/4.0/deed.fr", False, _CLOSED),
    Licence("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", f"{_CC}licenses/by-nc-sa/4.0/", False, _CLOSED),
    Licence("CC-BY-ND-4.0", "CC BY-ND 4.0", f"{_CC}licenses/by-nd/4.0/deed.fr", False, _CLOSED),
    Licence("CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0", f"{_CC}licenses/by-nc-nd/4.0/", False, _CLOSED),
    Licence("all-rights-reserved", "Tous droits réservés", "", False, _CLOSED),
)  # fmt: skip

# One-way arrows; anything not reached by following them is refused.
FLOWS = {
    "CC0-1.0": ("*",),
    "etalab-2.0": ("CC-BY-4.0",),
    "CC-BY-4.0": ("CC-BY-SA-4.0",),
    "CC-BY-SA-3.0": ("CC-BY-SA-4.0",),
    "CC-BY-SA-4.0": ("LAL-1.3",),
    "LAL-1.3": ("CC-BY-SA-4.0",),
}


@dataclass(frozen=True, slots=True)
class LicencePolicy:
    """The licences an instance knows and the flows it allows. Deny by default."""

    licences: Mapping[str, Licence]
    flows: Mapping[str, tuple[str, ...]]

    def is_open(self, licence: str) -> bool:
        known = self.licences.get(licence)
        return known is not None and known.open

    def open_ids(self) -> list[str]:
        return sorted(known.id for known in self.licences.values() if known.open)

    def may_flow(self, source: str, target: str) -> bool:
        """True where a text under `source` may be part of one under `target`."""
        if source not in self.licences or target not in self.licences:
            return False
        seen, ahead = {source}, [source]
        while ahead:
            for step in self.flows.get(ahead.pop(), ()):
                if step == "*":
                    return True
                if step not in seen:
                    seen.add(step)
                    ahead.append(step)
        return target in seen

    def targets(self, source: str) -> list[str]:
        """Licences that a text under `source` may go to, itself included."""
        return [known for known in self.licences if self.may_flow(source, known)]


def _policy(licences: Iterable[Licence], flows: Mapping[str, tuple[str, ...]]) -> LicencePolicy:
    return LicencePolicy({known.id: known for known in licences}, flows)


DEFAULT_POLICY = _policy(KNOWN, FLOWS)


def policy_file(policy: LicencePolicy = DEFAULT_POLICY) -> bytes:
    """The policy as the file an instance keeps and its steward may narrow or widen."""
    licences = {
        known.id: {"label": known.label, "url": known.url, "open": known.open, "use": known.use}
        for known in policy.licences.values()
    }
    flows = {source: list(targets) for source, targets in policy.flows.items()}
    return (dump_entry("licences", licences) + dump_entry("flows", flows)).encode()


def read_policy(data: bytes | None) -> LicencePolicy:
    """The policy in a tree; the default one where the tree has none.

    Raises InvalidPage where the file cannot be understood: nothing is open by accident.
    """
    if data is None:
        return DEFAULT_POLICY
    try:
        values = load_mapping(data.decode()).values
        licences = [
            Licence(id, said["label"], said["url"], said["open"] is True, said["use"])
            for id, said in values["licences"].items()
        ]
        flows = {source: tuple(targets) for source, targets in values["flows"].items()}
    except (YamlRefused, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InvalidPage(
            [Problem(LICENCES_FILE, "la liste des licences n’est pas lisible.")]
        ) from error
    return _policy(licences, flows)
