"""How much a selection weighs."""

from app.domain.kit import LIGHT_WIDTH, Weight
from app.domain.selection import Selection
from app.engines.sql.database import Database
from app.engines.sql.selecting import among, source_of, where

# About what a copy as wide as a telephone weighs.
_LIGHT_BYTES = 60_000
_TEXTS = "SELECT count(*), COALESCE(sum(length(p.text)), 0) FROM pages p JOIN chosen c ON c.n = p.n"
_MEDIA = f"""
SELECT COALESCE(sum(CASE WHEN m.width > 0 THEN m.size_bytes END), 0),
  COALESCE(sum(CASE WHEN m.width > {LIGHT_WIDTH} THEN min(m.size_bytes, {_LIGHT_BYTES})
    WHEN m.width > 0 THEN m.size_bytes END), 0),
  COALESCE(sum(CASE WHEN m.width > 0 THEN 0 ELSE m.size_bytes END), 0)
FROM media m WHERE m.name IN
  (SELECT u.medium FROM chosen c JOIN media_uses u ON u.page = c.n)
"""


class Weights:
    _database: Database

    def weigh(self, selection: Selection) -> Weight:
        arms, named = where(selection), among(selection)
        found = " UNION ALL ".join(
            f"SELECT p.n FROM {source_of(selection)} WHERE {arm.text}" for arm in arms
        )
        begun = f"{named.text}, " if named.text else "WITH "
        chosen = f"{begun}chosen(n) AS ({found}) "
        values = (*named.values, *(value for arm in arms for value in arm.values))
        pages, text = self._database.row(chosen + _TEXTS, values) or (0, 0)
        shown, light, other = self._database.row(chosen + _MEDIA, values) or (0, 0, 0)
        return Weight(pages, text, shown, light, other)
