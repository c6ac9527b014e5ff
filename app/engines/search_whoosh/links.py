"""Which documents of a segment lead where, and which of them are of a family."""

from app.domain.finding.leading import names_of
from app.domain.finding.scoring import Votes, spread
from app.engines.search_whoosh.columns import Columns


class Links:
    """`leads`: by document, the names that it leads to; `leading` the other way round. `named`:
    the document of a name. `keys` and `parents`: see `finding.family`."""

    def __init__(self, columns: Columns) -> None:
        self.leads = columns.leads
        self.names = [
            names_of(path, title, columns.origin(doc))
            for doc, (path, title) in enumerate(zip(columns.paths, columns.titles, strict=True))
        ]
        self.named: dict[str, list[int]] = {}
        self.leading: dict[str, list[int]] = {}
        for doc, names in enumerate(self.names):
            for name in names:
                self.named.setdefault(name, []).append(doc)
            for name in self.leads[doc]:
                self.leading.setdefault(name, []).append(doc)
        self.keys = {key: doc for doc, (key, _parent) in enumerate(columns.families) if key}
        self.parents = {key: parent for key, parent in columns.families if key and parent}

    def gains(self, votes: Votes) -> dict[int, float]:
        """What each document gains by votes."""
        found: dict[int, float] = {}
        # Most names of the votes are of other segments.
        for name in filter(self.named.__contains__, votes.got):
            for doc in self.named[name]:
                found[doc] = found.get(doc, 0.0) + votes.got[name]
        for name in filter(self.leading.__contains__, votes.given):
            value = votes.given[name]
            for doc in self.leading[name]:
                found[doc] = found.get(doc, 0.0) + value / spread(len(self.leads[doc]))
        return found
