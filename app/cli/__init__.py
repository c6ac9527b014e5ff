"""The command line: parse, call one action, print.

Exit codes: 0 done, 1 the thing asked for failed (one sentence on standard error), 2 wrong usage.

`app.main` is imported by what opens a wiki, when it does: all engines come with it, and whoever
asks for help, or mistypes, would wait for them three times as long.
"""

import sys

import typer

from app.cli import care, exchange, instance, keys, kit, network, people, proposals, upkeep, usb
from app.domain.errors import WikiError
from app.settings import SettingRefused

app = typer.Typer(
    name="maillage",
    help="Maillage : un wiki de tiers-lieux, tenu par son réseau.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
instance.register(app)
people.register(app)
exchange.register(app)
kit.register(app)
network.register(app)
proposals.register(app)
usb.register(app)
keys.register(app)
upkeep.register(app)
care.register(app)


def main() -> None:
    """Run a command; a failure is one sentence, never a traceback."""
    try:
        app()
    except WikiError as error:
        _fail(str(error))
    except SettingRefused as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.strerror or error} : {error.filename or ''}".rstrip(" :"))
    except KeyboardInterrupt:
        _fail("Arrêté.")


def _fail(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    raise SystemExit(1)
