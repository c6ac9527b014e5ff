"""Our open pages over git's smart HTTP, read only, so that a stock `git clone` is a client."""

from federation.serve_git.server import GitServer, ServeLimits

__all__ = ["GitServer", "ServeLimits"]
