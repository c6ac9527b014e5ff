"""What the world may read of this wiki: a repository apart, derived from the log alone.

It knows main through app.ports.PageStore and never who reads it.
"""

from federation.open_repo.bundles import Bundle
from federation.open_repo.ledger import OpenState
from federation.open_repo.repository import OpenRepository

__all__ = ["Bundle", "OpenRepository", "OpenState"]
