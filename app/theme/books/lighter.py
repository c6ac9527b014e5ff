"""Pages made lighter for paper: what carries nothing there gives way to what it holds.

Each element is laid out, drawn and tagged: fewer of them take less time, and the words, the links
and what they lead to stay.
"""

from lxml import etree, html

from app.theme.books.tree import classes, document, has_class, xml_written

# Boxes that only a screen needs, to set something beside something.
_BOXES = frozenset(("part-head", "table-box"))
# Signs of a fact that leaves room for another beside it.
_WIDE_FACT = 44


def light_xml(text: str) -> bytes:
    """A whole document of a book's sheets, as XML."""
    root = document(text)
    for sheet in root.iter("section"):
        if has_class(sheet, "chapter"):
            _lighten(sheet)
    return xml_written(root)


def _lighten(sheet: html.HtmlElement) -> None:
    _unwrap(sheet)
    _timed(sheet)
    _run_on(sheet)
    _wide(sheet)
    _named(sheet)


def _unwrap(sheet: html.HtmlElement) -> None:
    for box in list(sheet.iter("div", "span", "p", "b")):
        if _carries_nothing(box):
            box.drop_tag()


def _carries_nothing(box: html.HtmlElement) -> bool:
    above, names = box.getparent(), classes(box)
    if box.tag == "div":
        plain = not box.attrib and (above.tag == "li" or has_class(above, "notice"))
        return plain or bool(names & _BOXES)
    if box.tag == "span":
        return not box.attrib or "state" in names
    if box.tag == "p":
        # An entry that is one paragraph.
        alone = len(above) == 1 and not f"{above.text or ''}{box.tail or ''}".strip()
        return not box.attrib and above.tag == "li" and alone
    return not box.attrib and above.tag == "a" and _in_index(above)


def _in_index(link: html.HtmlElement) -> bool:
    """Does it stand in a list of titles alone?"""
    entry = link.getparent()
    items = entry.getparent()
    return items is not None and has_class(items, "index") and entry.find("br") is None


def _timed(sheet: html.HtmlElement) -> None:
    """How long a step takes stands beside its title."""
    for title in list(sheet.iter("h3")):
        line, entry = title.getnext(), title.getparent()
        in_steps = entry.tag == "li" and has_class(entry.getparent(), "steps")
        if in_steps and line is not None and line.get("class") == "meta" and not len(line):
            _end(title, " ")
            small = html.Element("small")
            small.text = line.text
            title.append(small)
            title.tail = line.tail
            entry.remove(line)


def _run_on(sheet: html.HtmlElement) -> None:
    """Titles of other pages are one paragraph, and so is what is said at the foot."""
    for items in sheet.iter("ul"):
        entries = list(items.iterchildren("li"))
        if has_class(items, "index") and not any(len(one.findall("br")) for one in entries):
            items.set("class", "index row")
            items.text = None
            _parted(entries, " · ")
    for foot in sheet.iter("section"):
        if has_class(foot, "attribution"):
            _parted(list(foot), " ")


def _parted(entries: list[html.HtmlElement], sign: str) -> None:
    for one in entries:
        one.tail = None
        if one is not entries[-1]:
            _end(one, sign)


def _end(element: html.HtmlElement, sign: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + sign
    else:
        element.text = (element.text or "").rstrip() + sign


def _wide(sheet: html.HtmlElement) -> None:
    """Facts stand two in a row, but for long ones."""
    for facts in sheet.iter("section"):
        if has_class(facts, "facts"):
            for row in facts.iter("div"):
                if row.getparent().tag == "dl":
                    _fact(row)


def _fact(row: html.HtmlElement) -> None:
    if len(row.text_content()) > _WIDE_FACT:
        row.set("class", "wide")
    for label in row.iterchildren("dt"):
        _end(label, " ")
        label.tail = None


def _named(sheet: html.HtmlElement) -> None:
    """Names of places in the page to which nothing leads go."""
    led = {link.get("href", "")[1:] for link in sheet.iter("a")}
    for element in sheet.iter(etree.Element):
        name = element.get("id", "")
        if element is not sheet and name and name not in led:
            del element.attrib["id"]
