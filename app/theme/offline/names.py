"""File names that every system takes: case-blind ones, Windows, and the short folders of FAT.

A FAT folder has room for 65,536 entries, and a long name takes several: pages stand in folders of
two letters.
"""

import re
from hashlib import blake2b

# Windows reads these as machines whatever their case and ending.
_MACHINES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9]|lpt[0-9])(?:\.|$)")
_PLAIN = re.compile(r"[a-z0-9.-]")
LONGEST = 72
# Most names: nothing of them is other than the text.
_AS_IT_IS = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,70}[a-z0-9])?")
_KEPT = 48
_MARK_BYTES = 8


def safe_name(text: str, ending: str = "") -> str:
    """A name of its own for every text: at most `LONGEST` characters before the ending.

    Small letters, digits, dots and hyphens stay; all else becomes `_` and its bytes, so that texts
    which differ by their case alone keep different names. `ending` begins with a dot.
    """
    if _AS_IT_IS.fullmatch(text) and not _MACHINES.match(text + ending):
        return text + ending
    name = "".join(one if _PLAIN.match(one) else _escaped(one) for one in text) or "_"
    if name[0] in ".-":
        name = _escaped(name[0]) + name[1:]
    if name[-1] in ".-":
        name = name[:-1] + _escaped(name[-1])
    if _MACHINES.match(name + ending):
        name = "__" + name
    return (name if len(name) <= LONGEST else _shortened(text, name)) + ending


def page_file(folder: str, slug: str) -> str:
    """Where a page stands: `lieux/ca/cafe-plum.html`."""
    letters = re.sub(r"[^a-z0-9]", "_", slug[:2].ljust(2, "_"))
    return f"{folder}/{letters}/{safe_name(slug, '.html')}"


def _escaped(one: str) -> str:
    return "".join(f"_{byte:02x}" for byte in one.encode("utf-8", "surrogatepass"))


def _shortened(text: str, name: str) -> str:
    """Its beginning, and a mark of all of it after two underscores, that no other name has."""
    data = text.encode("utf-8", "surrogatepass")
    mark = blake2b(data, digest_size=_MARK_BYTES).hexdigest()
    return f"{name[:_KEPT].rstrip('._-')}__{mark}"
