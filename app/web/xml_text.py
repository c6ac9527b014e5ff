"""Texts as XML holds them, whatever pages say."""

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# What XML 1.0 cannot hold, however it is escaped.
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(value: str) -> str:
    return escape(UNFIT.sub("", value))


def xml_attribute(value: str) -> str:
    """With its quotes."""
    return quoteattr(UNFIT.sub("", value))


def moment(at: datetime) -> str:
    """UTC, to the second: 2026-11-22T10:00:00Z."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
