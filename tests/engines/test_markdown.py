"""The dialect: what an author writes and what a reader gets."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from re import findall

import pytest

from app.domain.blocks import split_blocks
from app.domain.links import LinkTarget
from app.domain.outline import Heading
from app.engines.markdown import MarkdownRenderer
from app.engines.markdown.parser import build_parser

SHA = "ab" * 32
renderer = MarkdownRenderer()


def html(body: str, *, lang: str = "fr") -> str:
    return renderer.render(body, kind="page", lang=lang).html


def test_raw_html_is_shown_as_text() -> None:
    assert html("Un <b>mot</b>\n\n<div>bloc</div>") == (
        "<p>Un &lt;b&gt;mot&lt;/b&gt;</p>\n<p>&lt;div&gt;bloc&lt;/div&gt;</p>\n"
    )


def test_the_text_is_left_as_written() -> None:
    assert html('Est-ce "vrai" ? Oui... -- (c)') == '<p>Est-ce "vrai" ? Oui... -- (c)</p>\n'


def test_no_break_spaces_are_kept() -> None:
    assert html("«\u00a0oui\u00a0»\u202f!") == "<p>«\u00a0oui\u00a0»\u202f!</p>\n"


def test_the_highest_heading_becomes_a_second_level() -> None:
    assert "<h2" in html("# Un")
    assert "<h2" in html("### Un")
    assert "<h1" not in html("Un\n==")


def test_no_level_of_heading_is_skipped() -> None:
    assert findall(r"<(h\d)", html("# a\n\n#### b\n\n## c\n\n###### d")) == ["h2", "h3", "h3", "h4"]


def test_anchors_are_unique_and_of_their_own() -> None:
    page = renderer.render("# Où ?\n\n# Où ?\n\n# !!!\n\n# Ou 2", kind="page", lang="fr")
    anchors = [heading.anchor for heading in page.outline.headings]
    assert anchors == ["s-ou", "s-ou--2", "s-titre", "s-ou-2"]
    assert findall(r'id="([^"]+)"', page.html) == anchors


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("[[Café PLUM]]", LinkTarget(title="cafe plum"), "Café PLUM"),
        ("[[Café PLUM|le café]]", LinkTarget(title="cafe plum"), "le café"),
        ("[[place/cafe-plum]]", LinkTarget(kind="place", slug="cafe-plum"), "place/cafe-plum"),
        ("[[place/cafe-plum|ici]]", LinkTarget(kind="place", slug="cafe-plum"), "ici"),
        (
            "[[alpha.example:8001/method/x|là]]",
            LinkTarget(host="alpha.example:8001", kind="method", slug="x"),
            "là",
        ),
    ],
)
def test_a_wiki_link_is_a_placeholder(text: str, target: LinkTarget, label: str) -> None:
    page = renderer.render(text, kind="page", lang="fr")
    assert page.outline.links == (target,)
    (shown,) = findall(r'<a data-wiki="([^"]+)"[^>]*>([^<]+)</a>', page.html)
    assert (unescape(shown[0]), shown[1]) == (str(target), label)


def test_a_link_without_words_of_its_own_says_so() -> None:
    assert 'data-bare="yes"' in html("[[place/x]]")
    assert "data-bare" not in html("[[place/x|ici]] [[Un titre]]")


def test_placeholders_are_in_the_order_of_the_outline() -> None:
    body = "[[B]] [[A]]\n\n| [[C|c]] |\n|---|\n| [[A\\|a]] |\n\n[^n] [[D]]\n\n[^n]: [[E & F]]\n"
    page = renderer.render(body, kind="page", lang="fr")
    shown = [unescape(target) for target in findall(r'data-wiki="([^"]+)"', page.html)]
    assert shown == [str(target) for target in page.outline.links]
    assert shown == ["b", "a", "c", "a", "d", "e & f"]


@pytest.mark.parametrize(
    "body",
    ["`[[Non]]`", "```\n[[Non]]\n```", "    [[Non]]", "\\[[Non]]", "[[]]", "[[ ]]", "[[a\nb]]"],
)
def test_what_is_no_wiki_link_stays_text(body: str) -> None:
    page = renderer.render(body, kind="page", lang="fr")
    assert page.outline.links == ()
    assert "data-wiki" not in page.html


def test_bars_outside_wiki_links_are_kept() -> None:
    page = renderer.render(
        "`[[a|b]]` et a|b\n\n```\n[[c|d]]\n```\n\n:::autre [[e|f]]\n:::", kind="page", lang="fr"
    )
    assert "<p><code>[[a|b]]</code> et a|b</p>" in page.html
    assert "[[e|f]]\u00a0»" in page.html
    assert page.outline.text == "[[a|b]] et a|b\n[[c|d]]\n[[e|f]]"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Voir https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("« https://a.example »", "https://a.example"),
        ("HTTP://a.example/?q=1&r=2,", "HTTP://a.example/?q=1&r=2"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("[ici](https://a.example/y)", "https://a.example/y"),
    ],
)
def test_an_address_is_a_link_out(text: str, url: str) -> None:
    page = renderer.render(text, kind="page", lang="fr")
    assert page.outline.urls == (url,)
    assert 'rel="external noopener"' in page.html


@pytest.mark.parametrize(
    "text", ["example.org", "www.example.org", "a@b.example", "https://", "xhttp://a"]
)
def test_bare_words_are_no_links(text: str) -> None:
    assert html(text) == f"<p>{text}</p>\n"


def test_links_inside_the_site_carry_no_mark() -> None:
    page = renderer.render(
        "[ici](/lieux/x) [là](#s-a) [moi](mailto:a@b.example)", kind="page", lang="fr"
    )
    assert "rel=" not in page.html
    assert page.outline.urls == ()


def test_a_picture_alone_is_a_figure_with_its_title_as_caption() -> None:
    assert html(f'![Une *salle*](media/{SHA}.jpg "La grande salle")') == (
        f'<figure><img src="/media/{SHA}.jpg" alt="Une salle" loading="lazy" decoding="async">'
        "<figcaption>La grande salle</figcaption></figure>\n"
    )


def test_a_picture_in_a_sentence_stays_in_it() -> None:
    shown = html(f"Ici ![x](/media/{SHA}.png) là")
    assert shown.startswith("<p>Ici <img ")
    assert "figure" not in shown


def test_media_are_told_once_each() -> None:
    body = (
        f"![a](media/{SHA}.jpg) ![b](/media/{SHA}.jpg) [c](media/{SHA}.pdf) ![d](media/{SHA}.mp3)"
    )
    names = (f"{SHA}.jpg", f"{SHA}.pdf", f"{SHA}.mp3")
    assert renderer.outline(body).media == names


def test_a_sound_can_be_heard() -> None:
    assert f'<audio controls="" preload="none" src="/media/{SHA}.ogg"' in html(
        f"![x](media/{SHA}.ogg)"
    )


@pytest.mark.parametrize(
    "address", ["https://a.example/x.png", "//a.example/x.png", "x.png", "/media/x.png", "../x.png"]
)
def test_no_picture_is_loaded_from_elsewhere(address: str) -> None:
    shown = html(f"![une carte]({address}) [![dans un lien]({address})](/x)")
    assert "<img" not in shown
    assert ">une carte</a>" in shown
    assert "dans un lien</a>" in shown


def test_a_table_stacks_and_its_cells_name_their_column() -> None:
    shown = html("| Poste | Coût |  |\n|---|--:|---|\n| Loyer | 5 | x |")
    assert '<table class="table stack">' in shown
    assert '<th class="number" scope="col">Coût</th>\n<td></td>' in shown
    assert '<td class="number" data-label="Coût">5</td>\n<td>x</td>' in shown


def test_a_wide_table_scrolls_by_keyboard() -> None:
    wide = "|a|b|c|d|e|\n|-|-|-|-|-|\n|1|2|3|4|5|"
    assert '<div class="table-box" role="region" tabindex="0" aria-label="Tableau">' in html(wide)


def test_task_lists_have_words_for_their_boxes() -> None:
    shown = html("- [x] un\n- [ ] deux")
    assert 'aria-label="Fait" disabled="" checked="">' in shown
    assert 'aria-label="À faire"' in shown


def test_footnotes_stand_at_the_end_and_none_is_lost() -> None:
    shown = html("Un[^a] et deux[^a].\n\n[^a]: La note\n[^b]: Jamais appelée\n")
    assert findall(r'id="([nr]-[^"]+)"', shown) == ["r-1", "r-1-2", "n-1", "n-2"]
    assert findall(r'href="#([^"]+)"', shown) == ["n-1", "n-1", "r-1", "r-1-2"]
    assert "Jamais appelée" in shown


def test_the_words_added_are_in_the_page_s_language() -> None:
    assert 'aria-label="To do"' in html("- [ ] x", lang="en-GB")


def test_the_outline_is_that_of_the_page() -> None:
    quiz = ":::quiz id=q\nx ?\n\n- [x] y\n:::\n"
    body = f"# T\n\n[[A]] https://a.example ![x](media/{SHA}.png)\n\n{quiz}"
    outline = renderer.outline(body)
    assert outline == renderer.render(body, kind="page", lang="fr").outline
    assert outline.headings == (Heading(2, "T", "s-t", 0),)
    assert outline.quizzes == ("q",)


def test_the_plain_text_has_a_line_per_block_and_no_markup() -> None:
    body = (
        "# Un *titre*\n\nDes **mots** [liés](https://a.example)[^1]\nsuite [[place/x|ici]] "
        "`code`.\n\n"
        "|a|b|\n|-|-|\n|c|[[d|e]]|\n\n:::note attention Gare\nAu loup\n:::\n\n"
        ":::list kind=place\n:::\n\n"
        ":::quiz id=z\nQui ?\n\n- [x] Moi\n  > Oui.\n:::\n\n[^1]: Une note\n"
    )
    assert renderer.outline(body).text.split("\n") == [
        "Un titre", "Des mots liés suite ici code.", "a · b", "c · e", "Gare", "Au loup", "Qui ?",
        "Moi", "Oui.", "Une note",
    ]  # fmt: skip


def test_a_field_has_no_anchors_and_its_own_ids() -> None:
    one, other = (
        renderer.render_field("# A\n\nx[^1]\n\n[^1]: n"),
        renderer.render_field("y[^1]\n\n[^1]: n"),
    )
    assert "<h4>A</h4>" in one
    assert not set(findall(r'id="([^"]+)"', one)) & set(findall(r'id="([^"]+)"', other))


def test_a_field_takes_the_scope_and_level_it_is_given() -> None:
    shown = renderer.render_field("## A\n\nx[^1]\n\n[^1]: n", scope="step-2", heading_level=3)
    assert "<h3>A</h3>" in shown
    assert 'id="n-step-2-1"' in shown


def test_threads_may_share_a_renderer() -> None:
    bodies = [
        f"# T{n}\n\n[[L{n}]]\n\n:::quiz id=q{n}\nx ?\n\n- [x] y\n:::\n\nz[^1]\n\n[^1]: {n}"
        for n in range(40)
    ]
    alone = [html(body) for body in bodies]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(html, bodies)) == alone


def test_the_version_names_what_the_html_depends_on() -> None:
    assert renderer.version.startswith("2+markdown-it-")
    assert "nh3-" in renderer.version


NORMAL = [
    "Un paragraphe\nsur deux lignes.",
    "# Titre",
    "Titre\n---",
    "- a\n- b\n\n  suite\n- c\n  1. d",
    "2. x\n3. y",
    "> dit\n> encore\nsuite",
    "```\n# x\n\n:::\n```",
    "    code\n\n    code",
    "***",
    "|a|b|\n|-|-|\n|[[c|d]]|e|",
    ":::note\na\n\n:::quiz\n- [x] b\n:::\n\nc\n:::",
    "[^1]: note\n\n    suite",
    "- [x] oui\n  > bravo\n- [ ] non",
    "* a\n\n  ```\n  x\n\n  y\n  ```\n\n* b",
    "::::steps\n# Un\n\n:::note\nx\n::::",
    "1) a\n   - b\n\n     c",
]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n"])
def test_blocks_are_those_of_the_parser(gap: str) -> None:
    for first in NORMAL:
        for second in NORMAL:
            body = gap.join([first, second, "Fin."]) + "\n"
            assert starts_of(body) == parsed_starts_of(body), body


def starts_of(body: str) -> list[int]:
    found, line = [], 0
    for block in split_blocks(body):
        found += [line] if block.strip() else []
        line += block.count("\n")
    return found


def parsed_starts_of(body: str) -> list[int]:
    tokens: list = []
    md = build_parser()
    md.block.parse(body, md, {}, tokens)
    return [
        t.map[0] for t in tokens if t.level == 0 and t.map and t.nesting >= 0 and t.type != "inline"
    ]
