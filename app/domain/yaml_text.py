"""YAML 1.2 core schema, narrowed: no anchors, tags, merge keys, duplicate keys or surprises.

Built on the events of libyaml, so that each rule is checked where the text says it and each
top-level entry knows its lines (forms splice only those they change).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from app.domain.errors import Problem

DEPTH_LIMIT = 20
_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_BASED = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,30}|[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,2})?")
# What YAML 1.1 readers take for an octal or a base-60 number: codes, postcodes and hours.
_AMBIGUOUS = re.compile(r"[-+]?(?:0[0-9_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+)")
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class YamlRefused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Mapping:
    """The `values` of a document, and the lines of each top key, `[first, last)` from 0."""

    values: dict[str, Any]
    lines: dict[str, tuple[int, int]]


def _refuse(sentence: str, mark: Any = None, **params: Any) -> YamlRefused:
    where = "Ligne {line} : " if mark is not None else ""
    line = {"line": mark.line + 1} if mark is not None else {}
    return YamlRefused(Problem("", where + sentence, params | line))


def load_mapping(text: str) -> Mapping:
    """The mapping that `text` says.

    Raises YamlRefused, with one Problem, on anything else.
    """
    try:
        return _Reader(text).mapping()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refuse(
            "l’en-tête n’est pas lisible. Vérifiez les deux-points, les guillemets "
            "et les retraits.",
            mark,
        ) from error


class _Reader:
    """One pass over libyaml's events."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: Callable[[], Any] = yaml.CSafeLoader(text).get_event

    def mapping(self) -> Mapping:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping({}, {})
        start = self._next()
        if not isinstance(start, yaml.MappingStartEvent):
            raise _refuse("l’en-tête doit être une liste de « clé: valeur ».", start.start_mark)
        self._plain(start)
        values, lines = self._top()
        self._next()  # document end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise _refuse("l’en-tête ne peut contenir qu’un seul bloc.")
        return Mapping(values, lines)

    def _top(self) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
        values: dict[str, Any] = {}
        starts: list[tuple[str, int]] = []
        end = 0
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, values)
            starts.append((key, event.start_mark.line))
            values[key] = self._value(self._next(), 1)
        end = self._text.count("\n") + (not self._text.endswith("\n") and bool(self._text))
        ends = [line for _, line in starts[1:]] + [end]
        return values, {k: (a, b) for (k, a), b in zip(starts, ends, strict=True)}

    def _key(self, event: Any, seen: dict[str, Any]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _refuse("une clé doit être un mot.", event.start_mark)
        self._plain(event)
        if event.value == "<<" and not event.style:
            raise _refuse("la fusion de clés « << » n’est pas permise.", event.start_mark)
        if event.value in seen:
            twice = "la clé « {key} » est écrite deux fois."
            raise _refuse(twice, event.start_mark, key=event.value[:80])
        return str(event.value)

    def _plain(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _refuse("les ancres (& et *) ne sont pas permises.", event.start_mark)
        if event.tag is not None:
            raise _refuse("les types « ! » ne sont pas permis.", event.start_mark)

    def _value(self, event: Any, depth: int) -> Any:
        self._plain(event)
        if depth > DEPTH_LIMIT:
            raise _refuse("l’en-tête est trop imbriqué.", event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value) if event.style else scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(event, depth + 1))
            return items
        values: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, values)
            values[key] = self._value(self._next(), depth + 1)
        return values


def scalar(event: Any) -> Any:
    """The value of an unquoted scalar, by the YAML 1.2 core schema."""
    text: str = event.value
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _AMBIGUOUS.fullmatch(text):
        raise _refuse(
            'écrivez "{value}" entre guillemets : sans eux, un code ou une heure '
            "peut être lu comme un nombre.",
            event.start_mark,
            value=text[:40],
        )
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text) or text.strip("+-").isdecimal():
        unusable = "« {value} » n’est pas un nombre utilisable."
        raise _refuse(unusable, event.start_mark, value=text[:40])
    return text


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, data: str) -> Any:
    style = "|" if "\n" in data else None
    if _LINE_BREAKS.search(data) or (style is None and not _reads_back(data)):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


def _reads_back(data: str) -> bool:
    """False for words that a YAML 1.2 reader would not read as text though a 1.1 one does."""
    return not (
        data in _NULL or data in _BOOL or _AMBIGUOUS.fullmatch(data) or _INT.fullmatch(data)
        or _BASED.fullmatch(data) or _FLOAT.fullmatch(data) or _NOT_FINITE.fullmatch(data)
    )  # fmt: skip


def _list(dumper: yaml.SafeDumper, data: list[Any]) -> Any:
    short = all(not isinstance(i, list | dict) and len(str(i)) < 60 for i in data)
    flow = short and sum(len(str(i)) + 2 for i in data) < 88
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


class _FastDumper(yaml.CSafeDumper):
    """The same in libyaml: several times faster, but it escapes signs beyond the basic plane."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


for _one in (_Dumper, _FastDumper):
    _one.add_representer(str, _text)
    _one.add_representer(list, _list)
_ESCAPED = "\\U"
_ENDLESS_LINE = 2**31 - 1


def dump_entry(key: str, value: Any) -> str:
    """`key: value` as lines of YAML that `load_mapping` reads back to the same value."""
    return yaml.dump(
        {key: value}, Dumper=_Dumper, allow_unicode=True, width=10**9, sort_keys=False,
        default_flow_style=False,
    )  # fmt: skip


def dump_mapping(values: dict[str, Any]) -> str:
    """Every entry as `dump_entry` writes it."""
    text = yaml.dump(
        values, Dumper=_FastDumper, allow_unicode=True, width=_ENDLESS_LINE, sort_keys=False,
        default_flow_style=False,
    )  # fmt: skip
    if _ESCAPED not in text:
        return text if values else ""
    return "".join(dump_entry(key, value) for key, value in values.items())
