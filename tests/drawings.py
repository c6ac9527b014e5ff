"""Drawings for tests: one with all that may be, and what must not come in."""

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 450">'
GOOD = f"""<?xml version="1.0" encoding="UTF-8"?>
{OPEN}
<title>Une table ronde</title><desc>Six chaises autour d’une table.</desc>
<defs>
<linearGradient id="jour" x1="0" y1="0" x2="1" y2="0" gradientUnits="objectBoundingBox">
<stop offset="0" stop-color="#fff"/><stop offset="100%" stop-color="rgb(200, 220, 240)"/></linearGradient>
<marker id="fleche" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6" orient="auto">
<path d="M0 0 L10 5 L0 10 z" fill="#333"/></marker>
</defs>
<rect width="800" height="450" fill="url(#jour)"/>
<g transform="translate(400 225) rotate(-4.5)" stroke="#333" stroke-width="3" fill="none">
<circle r="90"/><ellipse rx="40" ry="20"/><line x1="0" y1="0" x2="90" y2="1e1" marker-end="url(#fleche)"/>
<polyline points="0,0 10,10"/><polygon points="0,0 10,10 5,5"/>
</g>
<text x="20" y="40" font-family="sans-serif" font-size="24" text-anchor="start">Qui <tspan dy="4">vient ?</tspan></text>
</svg>
""".encode()  # noqa: E501


def drawing(inside: str = "", *, start: str = OPEN) -> bytes:
    return f"{start}{inside}</svg>".encode()


# What is refused -> the word that the sentence names, or `` where the file is damaged or bare.
HOSTILE = {
    "script": (drawing("<script>alert(1)</script>"), "script"),
    "handler": (drawing('<rect onload="alert(1)"/>'), "onload"),
    "handler of the root": (drawing(start=OPEN.replace(" view", ' onload="x()" view')), "onload"),
    "page inside": (drawing("<foreignObject><p/></foreignObject>"), "foreignObject"),
    "html": (drawing('<p xmlns="http://www.w3.org/1999/xhtml">a</p>'), "xmlns=http"),
    "style": (drawing("<style>@import url(//a.example)</style>"), "style"),
    "style attribute": (drawing('<rect style="fill:red"/>'), "style"),
    "class": (drawing('<rect class="a"/>'), "class"),
    "picture": (drawing('<image href="https://a.example/x.png"/>'), "image"),
    "use": (drawing('<use href="#a"/>'), "use"),
    "link": (drawing('<a href="javascript:alert(1)"><rect/></a>'), "a"),
    "href": (drawing('<path href="#a"/>'), "href"),
    "xlink": (
        drawing('<g xlink:href="#a"/>', start=OPEN[:-1] + ' xmlns:xlink="http://www.w3.org/1999/xlink">'),
        "xmlns:xlink",
    ),
    "animation": (drawing('<set attributeName="href" to="javascript:x()"/>'), "set"),
    "filter": (drawing('<rect filter="url(#f)"/>'), "filter"),
    "address": (drawing('<rect fill="url(https://a.example/x)"/>'), "fill"),
    "address without scheme": (drawing('<rect fill="url(a.svg)"/>'), "fill"),
    "address in capitals": (drawing('<rect fill="URL(a.svg#x)"/>'), "fill"),
    "address beside a reference": (drawing('<rect fill="url(#a) url(b)"/>'), "fill"),
    "escape": (drawing('<rect fill="u\\72l(#a)"/>'), "fill"),
    "second property": (drawing('<rect fill="red;background:x"/>'), "fill"),
    "entity for a colon": (drawing('<rect fill="javascript&#58;x"/>'), "fill"),
    "doctype": (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">' + drawing(), "DOCTYPE"),
    "entities": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + drawing("<text>&b;</text>"),
        "DOCTYPE",
    ),
    "instruction": (b'<?xml-stylesheet href="a.css"?>' + drawing(), "?xml-stylesheet"),
    "comment": (drawing("<!-- dessin de l’atelier -->"), "<!-- -->"),
    "cdata": (drawing("<text><![CDATA[<script>]]></text>"), "CDATA"),
    "metadata": (drawing("<metadata>a</metadata>"), "metadata"),
    "editor": (
        drawing(start=OPEN[:-1] + ' xmlns:inkscape="http://www.inkscape.org/x">'), "xmlns:inkscape",
    ),
    "svg inside": (drawing('<svg viewBox="0 0 1 1"/>'), "svg"),
    "words outside": (drawing("<g>bonjour</g>"), "bonjour"),
    "marker in a marker": (
        drawing('<defs><marker id="a"><path d="M0 0" marker-mid="url(#b)"/></marker></defs>'),
        "marker-mid",
    ),
    "another encoding": (b'<?xml version="1.0" encoding="UTF-7"?>' + drawing(), "encoding=UTF-7"),
    "no namespace": (b'<svg viewBox="0 0 8 8"><rect/></svg>', "svg"),
    "another root": (b'<g xmlns="http://www.w3.org/2000/svg"><svg/></g>', ""),
    "no size": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
    "no width": (drawing(start=OPEN.replace("0 0 800 450", "0 0 0 450")), "viewBox"),
    "size without end": (drawing(start=OPEN.replace("0 0 800 450", "0 0 inf nan")), "viewBox"),
    "too wide": (drawing(start=OPEN.replace("0 0 800 450", "0 0 30000 1")), "viewBox"),
    "cut": (drawing()[:-3], "abîmé"),
    "more after it": (drawing() + b"PK\3\4", "abîmé"),
    "no utf-8": (drawing("<text>\xe9</text>").decode().encode("latin-1"), "abîmé"),
    "too deep": (drawing("<g>" * 40 + "</g>" * 40), "chargé"),
    "too many": (drawing("<rect/>" * 5_001), "chargé"),
    "too heavy": (drawing(f"<text>{'a' * 256 * 1024}</text>"), "chargé"),
}  # fmt: skip
