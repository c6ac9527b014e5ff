"""How we reach other instances: over HTTP and git, at addresses that were checked first."""

from federation.http.addresses import Network, Resolve, Target
from federation.http.http_wire import HttpWire, Patience

__all__ = ["HttpWire", "Network", "Patience", "Resolve", "Target"]
