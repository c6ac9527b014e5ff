"""What a feed validator finds fault with: the grammar of RFC 4287, what it says beside, and what
a stock reader stumbles over."""

from pathlib import Path

import feedparser
from lxml import etree

GRAMMAR = etree.RelaxNG(file=str(Path(__file__).parent / "grammars" / "atom.rng"))
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed_faults(data: bytes) -> list[str]:
    """Sentences; none where the feed is sound."""
    tree = etree.fromstring(data)
    if not GRAMMAR.validate(tree):
        return [str(error) for error in GRAMMAR.error_log]
    return [*_beside_the_grammar(tree), *_stumbled(data, tree)]


def _beside_the_grammar(tree: etree._Element) -> list[str]:
    faults = []
    [here] = tree.xpath("a:link[@rel='self']/@href", namespaces=ATOM) or [""]
    if not here.startswith(("http://", "https://")):
        faults.append("no address of its own")
    ids = tree.xpath("//a:id/text()", namespaces=ATOM)
    if len(set(ids)) < len(ids):
        faults.append("an id comes twice")
    moments = tree.xpath("a:entry/a:updated/text()", namespaces=ATOM)
    [latest] = tree.xpath("a:updated/text()", namespaces=ATOM)
    if moments and max(moments) != latest:
        faults.append("not as new as its newest entry")
    for one in (tree, *tree.findall("a:entry", ATOM)):
        alternates = one.xpath("a:link[@rel='alternate']", namespaces=ATOM)
        kinds = [(link.get("type"), link.get("hreflang")) for link in alternates]
        if not kinds or len(set(kinds)) < len(kinds):
            faults.append("no alternate, or two of one type")
        if not one.findtext("a:title", "", ATOM).strip():
            faults.append("a title without words")
    return faults


def _stumbled(data: bytes, tree: etree._Element) -> list[str]:
    read = feedparser.parse(data)
    faults = [f"a reader stumbles: {read.bozo_exception}"] if read.bozo else []
    if len(read.entries) != len(tree.findall("a:entry", ATOM)):
        faults.append("a reader misses entries")
    if not all(e.get("updated_parsed") and e.get("link") and e.get("author") for e in read.entries):
        faults.append("a reader misses a date, a link or an author")
    return faults
