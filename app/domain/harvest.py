"""What libraries gather of our pages: each that is, or was, shared with the world."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rows import PageRow


@dataclass(frozen=True, slots=True)
class SharedPage:
    """`key` is the page's id, or its kind/slug where it has none; it stands so since `at`.

    `page` is None where it is shared no longer: deleted, taken back, closed, or a draft again.
    """

    key: str
    kind: str
    at: datetime
    page: PageRow | None


@dataclass(frozen=True, slots=True)
class Harvest:
    """Which of them are asked for: those of a `kind` (`` is all), that stand as they are since
    `begin` or later, and since `end` or before, both to the second."""

    kind: str = ""
    begin: datetime | None = None
    end: datetime | None = None
