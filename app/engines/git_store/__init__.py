"""PageStore over a bare git repository. Nothing outside this folder imports GitPython.

Bare, so there is no work tree to leave dirty. A save is one `git fast-import`, under a lock between
threads and processes; reads go through one long-lived `git cat-file`.
"""

from app.engines.git_store.store import GitStore

__all__ = ["GitStore"]
