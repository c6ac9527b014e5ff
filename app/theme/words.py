"""The words of each language, and how it writes numbers and dates."""

import gettext
import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_currency, format_decimal

SOURCE_LANGUAGE = "fr"
PARIS = ZoneInfo("Europe/Paris")
NO_BREAK = "\u00a0"
THIN = "\u202f"


class Source(gettext.NullTranslations):
    """French, the language that templates are written in: zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 (the signature is gettext's)
        return self.ngettext(msgid1, msgid2, n)


Wrong = Callable[[Path, Exception], None]


def read_words(
    folders: Iterable[Path], lang: str, wrong: Wrong = lambda _file, _error: None
) -> gettext.NullTranslations:
    """The catalogue of a language: theme folders laid over one another, the first one wins.

    A word that no catalogue has is shown in French. A file that cannot be read is left out, and
    told to `wrong`.
    """
    words: gettext.NullTranslations = Source()
    for folder in reversed(list(folders)):
        file = folder / "locale" / lang / "messages.po"
        if not file.is_file():
            continue
        try:
            layer = _compiled(file, lang)
        except (PoFileError, UnicodeError, ValueError, OSError) as error:
            wrong(file, error)
            continue
        layer.add_fallback(words)
        words = layer
    return words


def _compiled(file: Path, lang: str) -> gettext.GNUTranslations:
    """One of its own, to lay over others; its sentences are those of all that were read so."""
    found = file.stat()
    return copy(_read(file, lang, found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=16)
def _read(file: Path, lang: str, *_as_it_stands: int) -> gettext.GNUTranslations:
    """Kept for as long as the file stays as it is: thousands of sentences take a while to read."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale=lang)
    out = BytesIO()
    write_mo(out, catalogue)
    return gettext.GNUTranslations(BytesIO(out.getvalue()))


def languages(folders: Iterable[Path]) -> tuple[str, ...]:
    """French, then every language that a theme folder has a catalogue of: a folder whose name is
    no code of a language is none."""
    named = {file.parent.name for f in folders for file in f.glob("locale/*/messages.po")}
    found = {name for name in named if _CODE.fullmatch(name)}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Names that people here would not use.
_CALLED = {("fr", "gsw"): "alsacien"}


def own_name(code: str) -> str:
    """English, Français, Brezhoneg: a language in its own words; the code where none are known."""
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return _capital(name or code)


def name_in(code: str, lang: str) -> str:
    """Anglais, Breton: a language in the words of `lang`; the code where it has none."""
    base = code.split("-")[0]
    said = _CALLED.get((lang, base)) or _locale(lang).languages.get(base)
    region = f" ({code})" if said and code != base else ""
    return _capital(f"{said or code}{region}")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _locale(lang: str) -> Locale:
    """The source language where nothing is known of `lang`."""
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE_LANGUAGE)


class Writing:
    """How a language writes numbers, money and dates. Moments are shown in `zone`."""

    def __init__(self, lang: str, zone: tzinfo = PARIS) -> None:
        self.lang = lang
        self.zone = zone
        self.locale = _locale(lang)

    def number(self, value: float | str | None) -> str:
        """357 000 in French, with narrow no-break spaces; text is left as it is."""
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, bool):
            return str(value)
        return format_decimal(value, locale=self.locale)

    def money(self, value: float | str | None, currency: str = "EUR") -> str:
        """357 000 €; cents only where there are some."""
        if value is None or isinstance(value, str):
            return value or ""
        if float(value).is_integer():
            whole = _whole(self.locale)
            return format_currency(
                value, currency, whole, locale=self.locale, currency_digits=False
            )
        return format_currency(value, currency, locale=self.locale)

    def long_date(self, value: date | str | None) -> str:
        """21 novembre 2026. A year alone, or a text that is no date, is left as it is."""
        return self._written(value, "long")

    def day(self, value: date | str | None) -> str:
        """21 nov.: for lists, where a `datetime` attribute says the year."""
        pattern = "d MMM" if self.locale.language != "en" else "MMM d"
        return self._written(value, pattern)

    def month(self, value: date | str | None) -> str:
        """novembre 2026."""
        return self._written(value, "MMMM y")

    def language(self, code: str) -> str:
        """The name of a language, in this one: Anglais."""
        return name_in(code, self.lang)

    def weekdays(self) -> tuple[str, ...]:
        """lun., mar. ... from Monday."""
        names = get_day_names("abbreviated", locale=self.locale)
        return tuple(str(names[number]) for number in range(7))

    def moment(self, value: datetime | None) -> str:
        """21 novembre 2026, 18 h 04."""
        if value is None:
            return ""
        return f"{self.long_date(value)}, {self.hour(value)}"

    def hour(self, value: datetime | None) -> str:
        """18 h 04 in French."""
        if value is None:
            return ""
        local = self._local(value)
        if self.locale.language == SOURCE_LANGUAGE:
            return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"
        return format_time(local, "short", locale=self.locale)

    def duration(self, minutes: float | str | None) -> str:
        """25 min, 3 h 30."""
        if minutes is None or isinstance(minutes, str):
            return minutes or ""
        hours, rest = divmod(round(minutes), 60)
        if not hours:
            return f"{rest}{NO_BREAK}min"
        return f"{hours}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02}" if rest else "")

    def weight(self, size_bytes: int) -> str:
        """340 ko, 1,2 Mo (kB and MB in English)."""
        unit = ("o", "ko", "Mo", "Go") if self.locale.language == "fr" else ("B", "kB", "MB", "GB")
        value, step = float(size_bytes), 0
        while value >= 1000 and step < len(unit) - 1:
            value, step = value / 1000, step + 1
        shown = round(value, 1) if value < 10 and step else round(value)
        return f"{format_decimal(shown, locale=self.locale)}{NO_BREAK}{unit[step]}"

    def iso(self, value: date | None) -> str:
        """For `datetime` attributes."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return value.isoformat() if value else ""

    def _written(self, value: date | str | None, pattern: str) -> str:
        if isinstance(value, str):
            value = _parsed(value)
        if value is None or isinstance(value, str):
            return value or ""
        shown = self._local(value) if isinstance(value, datetime) else value
        return _dated(shown.year, shown.month, shown.day, pattern, self.locale)

    def _local(self, value: datetime) -> datetime:
        return value.astimezone(self.zone) if value.tzinfo else value


@lru_cache(4096)
def _dated(year: int, month: int, day: int, pattern: str, locale: Locale) -> str:
    return format_date(date(year, month, day), pattern, locale=locale)


def _parsed(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _whole(locale: Locale) -> str:
    """The locale's pattern of money without its decimals."""
    return str(locale.currency_formats["standard"].pattern).replace(".00", "")
