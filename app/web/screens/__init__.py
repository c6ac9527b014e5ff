"""The screens: one file each."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from fastapi.routing import APIRoute


@cache
def routes() -> tuple[APIRoute, ...]:
    """Those of every screen of this folder that has some (`router`), by name.

    `pages` comes last: its addresses (`/{prefix}/{slug}`) would answer for others.
    """
    names = sorted(
        (found.name for found in iter_modules(__path__)), key=lambda n: (n == "pages", n)
    )
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = [route for one in modules if hasattr(one, "router") for route in one.router.routes]
    for route in found:
        route.include_in_schema = False
    return tuple(found)
