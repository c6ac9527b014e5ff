"""A theme: Jinja templates over one or several folders, in every language they have words for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from gettext import NullTranslations
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.ext import Extension
from markupsafe import Markup, escape

from app.domain.kit import Compiled
from app.theme.faults import Faults
from app.theme.files import Files
from app.theme.folding import WORDS, FoldingEnvironment
from app.theme.kept_templates import KeptTemplates
from app.theme.kinds import KINDS, look_of
from app.theme.phrases import spoken, translated
from app.theme.words import SOURCE_LANGUAGE, Writing, languages, read_words

DEFAULT_FOLDER = Path(__file__).parents[2] / "themes" / "default"
# `default/home.html` is ours whatever a theme has under that name, so that it can build on it.
OURS = "default"
# The size stands here too, for the moments and the readers that have no stylesheet.
_ICON = Markup(
    '<svg class="icon" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>'
)
Shown = TypeVar("Shown", bound=str)
_MATCH = re.compile("\x02(.*?)\x03", re.DOTALL)
_BREATHES = re.compile(r" ([:;!?»])")
_WRITTEN = ("number", "money", "day", "month", "moment", "hour", "duration", "weight", "iso")


class Theme:
    """Renders views.

    `folders`: theme folders (each with `templates/`, `assets/`, `locale/`), the first one that has
    a file wins; the default theme always comes last. A template of theirs that cannot be drawn
    gives way to the default one, and is one of `faults`. `template_folders`: more folders of
    templates alone (a plugin's). `cache_folder`: where compiled templates are kept between starts.
    `static_url`: what addresses of assets begin with. `reload`: look for changed templates.
    `folds`: for thousands of pages in one language: what is the same each time is said once, see
    `folding`. `compiled`: where templates of kits are kept between starts.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        *,
        template_folders: Iterable[Path] = (),
        cache_folder: Path | None = None,
        static_url: str = "/-/static/",
        reload: bool = False,
        folds: bool = False,
        compiled: Compiled | None = None,
    ) -> None:
        chosen = [Path(f) for f in folders if Path(f).resolve() != DEFAULT_FOLDER]
        self.folders = (*chosen, DEFAULT_FOLDER)
        self.files = Files(self.folders, static_url)
        self.faults = Faults(chosen, cache_folder)
        self.languages = languages(self.folders)
        self._templates = [f / "templates" for f in self.folders] + [*template_folders]
        ours = {OURS: FileSystemLoader(str(DEFAULT_FOLDER / "templates"))}
        self._loader = ChoiceLoader(
            [FileSystemLoader([str(f) for f in self._templates]), PrefixLoader(ours)]
        )
        self._cache = FileSystemBytecodeCache(str(cache_folder)) if cache_folder else None
        self._reload, self._folds, self._compiled = reload, folds, compiled
        self._words: dict[str, NullTranslations] = {}
        self._environments: dict[str, Environment] = {}
        self._chosen, self._more = chosen, tuple(template_folders)

    @cached_property
    def _plain(self) -> "Theme | None":
        """The default theme with this one's files, for when a template of this one fails."""
        if not self._chosen:
            return None
        plain = Theme(template_folders=self._more, static_url=self.files.url)
        plain.files = self.files
        return plain

    def check(self) -> None:
        """Read all words, and every template of the chosen theme: what cannot be read is then known
        as a fault. A command that draws in one language reads what it needs."""
        for lang in self.languages:
            self._said(lang)
        folders = [folder / "templates" for folder in self._chosen]
        for name in sorted({file.name for folder in folders for file in folder.glob("*.html")}):
            try:
                self.environment(SOURCE_LANGUAGE).get_template(name)
            except Exception as error:
                self.faults.meet(name, error)

    def render(self, name: str, view: object, *, lang: str, **frame: object) -> str:
        """The HTML of a template, given as `view` (and `frame=Frame(...)` for a whole screen)."""
        spoken = self.spoken(lang)
        context = {"view": view, "lang": spoken, **frame}
        try:
            return self.environment(spoken).get_template(name).render(context)
        except Exception as error:
            return self._instead(
                name, error, lambda ours: ours.render(name, view, lang=lang, **frame)
            )

    def fragment(self, name: str, macro: str, *values: object, lang: str) -> Markup:
        """What one macro of a template gives: for a list inside a text, or a preview."""
        try:
            module = self.environment(self.spoken(lang)).get_template(name).module
            return Markup(getattr(module, macro)(*values))
        except Exception as error:
            return self._instead(
                name, error, lambda ours: ours.fragment(name, macro, *values, lang=lang)
            )

    def _instead(self, name: str, error: Exception, draw: Callable[["Theme"], Shown]) -> Shown:
        """What the default theme draws where this one failed; the error where it fails too."""
        if self._plain is None:
            raise error
        try:
            shown = draw(self._plain)
        except Exception:
            raise error from None
        self.faults.meet(name, error)
        return shown

    def spoken(self, lang: str) -> str:
        """The language we have words for that is nearest to `lang`."""
        for code in (lang, lang.split("-")[0]):
            if code in self.languages:
                return code
        return SOURCE_LANGUAGE

    def say(self, text: str, *, lang: str) -> str:
        """A French word or sentence of the catalogue, in `lang`."""
        return self._said(self.spoken(lang)).gettext(text)

    def _said(self, lang: str) -> NullTranslations:
        """The words of one of `languages`; a file that cannot be read is one of `faults`."""
        if lang not in self._words:
            self._words[lang] = read_words(self.folders, lang, self.faults.meet_file)
        return self._words[lang]

    def sentence(self, template: str, params: Mapping[str, Any], *, lang: str) -> str:
        """A domain error's template, translated and then filled with its parameters."""
        say = partial(self.say, lang=lang)
        said = sentence(say(template), spoken(params, say))
        return breathing(said) if self.spoken(lang) == SOURCE_LANGUAGE else said

    def phrase(self, text: str, *, lang: str) -> str:
        """The reason of an error, that may come with its values in place."""
        return translated(text, partial(self.say, lang=lang))

    def writing(self, lang: str) -> Writing:
        return _writing(self.spoken(lang))

    def asset(self, name: str) -> str:
        return self.files.asset(name)

    def environment(self, lang: str) -> Environment:
        """Jinja for one language of `languages`; made once."""
        if lang not in self._environments:
            self._environments[lang] = self._made(lang)
        return self._environments[lang]

    def _made(self, lang: str) -> Environment:
        made = (FoldingEnvironment if self._folds else Environment)(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=self._reload,
            bytecode_cache=self._kept(lang),
            extensions=["jinja2.ext.i18n", _Compact],
        )
        made.install_gettext_translations(self._said(lang), newstyle=True)  # type: ignore[attr-defined]
        writing = _writing(lang)
        made.filters |= {name: getattr(writing, name) for name in _WRITTEN}
        made.filters |= {
            "date": writing.long_date,
            "matches": matches,
            "breathing": breathing,
            "stop": stop,
        }
        made.globals |= {
            "asset": self.files.asset,
            "has_asset": self.files.has,
            "icon": self.icon,
            "look_of": look_of,
            "say": self._said(lang).gettext,
            "kinds": KINDS,
            "contours": self.files.contours,
        }
        if isinstance(made, FoldingEnvironment):
            said = self._said(lang).gettext
            made.steady = {WORDS: said, "say": said, "icon": self.icon, "asset": self.files.asset}
        return made

    def _kept(self, lang: str) -> BytecodeCache | None:
        if self._compiled is None:
            return None if self._folds else self._cache
        with suppress(OSError):
            return KeptTemplates(self._compiled, lang if self._folds else "")
        return None

    def icon(self, name: str) -> Markup:
        """An icon of the sprite; it is decoration, a word stands beside it."""
        address = self.files.asset("icons.svg")
        return _drawn(address, name)


class _Compact(Extension):
    """Drops the indentation of templates, that would weigh on slow lines. Text is untouched:
    only blanks that begin a line of a template go."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja's signature)
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


@lru_cache(512)
def _drawn(address: str, name: str) -> Markup:
    return _ICON.format(address, name)


@lru_cache
def _writing(lang: str) -> Writing:
    return Writing(lang)


def sentence(template: str, params: Mapping[str, Any]) -> str:
    """A sentence with its parameters in place; one that lacks a parameter is shown as it is."""
    try:
        return template.format_map(dict(params))
    except (KeyError, IndexError, ValueError):
        return template


def matches(text: str) -> Markup:
    """A search snippet as HTML: what stands between \\x02 and \\x03 is marked."""
    parts = _MATCH.split(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )


def breathing(text: str) -> str:
    """No-break spaces where French typography wants them, for text that people typed.

    Markup stays markup: only blanks change.
    """
    kind = type(text)
    said = _BREATHES.sub("\u00a0\\1", str(text)).replace("« ", "«\u00a0")
    return kind(said) if isinstance(text, Markup) else said


def stop(text: str) -> str:
    """The sentence with its full stop, where what it ends with has none (« L. M. » has one)."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."
