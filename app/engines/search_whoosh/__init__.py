"""Full text in Whoosh: the embedded engine of small and middle instances.

Whoosh keeps what must be on disk (postings with positions, columns, segments that a commit swaps at
once); matching, ranking, counting and snippets are ours, over arrays that live in memory as long as
their segment does. See `engine.WhooshIndex`.
"""

from app.engines.search_whoosh.engine import WhooshIndex

__all__ = ["WhooshIndex"]
