"""The vocabulary of schema.org as the package `schema-dts` ships it, and what breaks it.

Every type, every property of a type and what each may hold stand there as TypeScript, a line each.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parents[2] / "node_modules" / "schema-dts" / "dist" / "schema.d.ts"
_BASE = re.compile(r"(?:export )?interface (\w+)Base extends (.+) \{")
_LEAF = re.compile(r"export interface (\w+)Leaf extends (.+) \{")
_PROPERTY = re.compile(r'    "(\w+)"\??: SchemaValue<(.+), "\w+">;')
_ALIAS = re.compile(r"export type (\w+) = (.+);")
_PARENT = re.compile(r"(\w+)Base\b")
_TEXTS = {"Text", "Date", "DateTime", "Time", "CssSelectorType", "XPathType", "PronounceableText"}
_NUMBERS = {"Number", "Integer", "Float"}
_ADDRESS = re.compile(r"(?:https?|mailto|tag):\S+")


@dataclass
class Vocabulary:
    parents: dict[str, list[str]] = field(default_factory=dict)
    properties: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    unions: dict[str, list[str]] = field(default_factory=dict)

    def ranges(self, kind: str) -> dict[str, list[str]]:
        """What each property of a type may hold, those of its ancestors too."""
        found: dict[str, list[str]] = {}
        for parent in self.parents.get(kind, []):
            found |= self.ranges(parent) if parent != kind else {}
        return found | self.properties.get(kind, {})

    def narrower(self, kind: str) -> set[str]:
        """The type, and every one below it."""
        return {kind} | {
            one
            for part in self.unions.get(kind, [])
            if re.fullmatch(r"[A-Z]\w*", part) and part not in (kind, f"{kind}Leaf")
            for one in self.narrower(part)
        }


@cache
def schema_org() -> Vocabulary:
    made, current = Vocabulary(), ""
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        if base := _BASE.match(line):
            current = base[1]
            made.parents.setdefault(current, []).extend(_PARENT.findall(base[2]))
        elif leaf := _LEAF.match(line):
            made.parents.setdefault(leaf[1], []).extend(_PARENT.findall(leaf[2]))
        elif alias := _ALIAS.match(line):
            made.unions[alias[1]] = alias[2].split(" | ")
        elif said := _PROPERTY.match(line):
            made.properties.setdefault(current, {})[said[1]] = said[2].split(" | ")
    return made


def faults(node: dict[str, Any], where: str = "") -> list[str]:
    """What in a node is no schema.org: unknown types, properties of another type, wrong values."""
    kind = node.get("@type")
    if kind is None:
        return [] if set(node) == {"@id"} else [f"{where}: no type"]
    known = schema_org()
    if kind not in known.parents:
        return [f"{where}: no type is called {kind}"]
    ranges = known.ranges(kind)
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in ranges:
            found.append(f"{where}: {kind} has no {name}")
            continue
        for one in value if isinstance(value, list) else [value]:
            here = f"{where}/{kind}.{name}"
            if not _fits(one, ranges[name]):
                found.append(f"{here}: {one!r} is none of {ranges[name]}")
            if isinstance(one, dict):
                found += faults(one, here)
    return found


def _fits(value: object, ranges: list[str]) -> bool:
    known = schema_org()
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return "IdReference" in ranges
        return any(value.get("@type") in known.narrower(one) for one in ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return bool(_NUMBERS.intersection(ranges))
    if _TEXTS.intersection(ranges):
        return True
    said = [part for one in ranges for part in known.unions.get(one, [])]
    named = f'"{value}"' in said or ("string" in said and "URL" not in ranges)
    return named or ("URL" in ranges and bool(_ADDRESS.fullmatch(str(value))))
