"""The screens: one file each."""

from importlib import import_module
from pkgutil import iter_modules

from fastapi import FastAPI


def mount(app: FastAPI) -> None:
    """Add the routes of every screen of this folder that has some (`router`), by name.

    `pages` comes last: its addresses (`/{prefix}/{slug}`) would answer for others.
    """
    names = sorted(
        (found.name for found in iter_modules(__path__)), key=lambda n: (n == "pages", n)
    )
    for name in names:
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "router"):
            app.include_router(module.router, include_in_schema=False)
