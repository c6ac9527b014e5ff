"""What one document of the index holds, as Tantivy is told."""

import tantivy

from app.domain.finding.french import GAP
from app.domain.selection import FACETS

# Raise it when words, weights or columns change: older indexes are then built anew.
VERSION = 6

# Whose page it is: `marks.key_of`, the friend (`self` for ours), a number that stands for them.
KEY, ORIGIN, NUMBER = "key", "origin", "number"
# Words in reading order, those of the title and the first of the summary again; words that share
# the place of another and stand nowhere else; each with what it is worth there; the whole title.
BODY, TOP, BESIDE, WORTH, NAME = "body", "top", "beside", "worth", "name"
# Where a word stands that the page has: in one of these and no other.
PRESENT = (BODY, BESIDE)
# Beginnings of the title and of its words, and what orders suggestions.
TYPED, SHORTNESS = "typed", "shortness"
# What it came from (see `finding.family`).
FAMILY, PARENT = "family", "parent"
# Names under which others lead to it, those that it leads to and how many (see `finding.leading`).
NAMES, LEADS, LEADING = "names", "leads", "leading"
LAT, LON, AT = "lat", "lon", "at"
# By what scores are multiplied; what tells equals apart; texts to put in order.
GAIN, ALPHABET = "gain", "alphabet"
BY_TITLE, BY_RECENT, BY_OPENED = "by_title", "by_recent", "by_opened"
FACTS, TEXT, MARK = "facts", "text", "mark"

# The document that bears the mark; no page has this key.
MARK_KEY = "-"
OURS = "self"
WORDS = "words"


def facet_field(facet: str) -> str:
    return ORIGIN if facet == "origin" else f"facet_{facet}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    plain = {"tokenizer_name": "raw", "index_option": "basic"}
    for name in (BODY, TOP):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    for name in (BESIDE, WORTH, TYPED):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="basic")
    for name in (KEY, NAME, FAMILY, PARENT, NAMES, LEADS):
        builder.add_text_field(name, **plain)
    for facet in FACETS:
        builder.add_text_field(facet_field(facet), fast=True, **plain)
    for name in (BY_TITLE, BY_RECENT, BY_OPENED):
        builder.add_text_field(name, fast=True, **plain)
    builder.add_unsigned_field(NUMBER, indexed=True, fast=True)
    for name in (SHORTNESS, ALPHABET, LEADING):
        builder.add_unsigned_field(name, fast=True)
    builder.add_integer_field(AT, indexed=True, fast=True)
    for name in (LAT, LON):
        builder.add_float_field(name, indexed=True, fast=True)
    builder.add_float_field(GAIN, fast=True)
    for name in (FACTS, TEXT, MARK):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


SCHEMA = _schema()


def words_analyzer() -> tantivy.TextAnalyzer:
    """Terms come analysed already, parted by spaces."""
    parted = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return parted.filter(tantivy.Filter.custom_stopword([GAP])).build()
