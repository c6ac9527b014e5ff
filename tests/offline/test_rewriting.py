"""A page that is finished for the web stands alone after one pass."""

from app.domain.kinds import KINDS
from app.theme.offline.addresses import KitAddresses
from app.theme.offline.rewriting import Rewriter, Symbols, Words

ICONS = (
    '<svg><symbol fill="none" id="place" viewBox="0 0 2 2"><path d="M0 0"/></symbol>'
    '<symbol id="page" viewBox="0 0 2 2"><path d="M1 1"/></symbol></svg>'
)
CONTOURS = (
    '<svg><symbol id="france" viewBox="0 0 9 9"><path id="bretagne" d="M2 2"/></symbol></svg>'
)
MEDIA = {"/media/a.png": "media/aa/a.webp"}


def rewritten(html: str, root: str = "../../") -> str:
    pages = frozenset({"/lieux/x", "/lieux/y"})
    kit = KitAddresses("https://wiki.example", KINDS, pages)
    return Rewriter(kit, Symbols.of(ICONS, CONTOURS), MEDIA.get, Words()).page(html, root=root)


def test_links_lead_to_files_and_say_when_they_leave():
    html = rewritten('<a href="/lieux/x?a=1#b">X</a> <a class="more" href="/lieux/z">Z</a>')
    assert '<a href="../../lieux/x_/x.html#b">X</a>' in html
    assert (
        '<a class="more outside" href="https://wiki.example/lieux/z">'
        '<span class="unseen">(sur le web) </span>Z</a>'
    ) in html


def test_dots_of_a_drawing_get_no_words():
    html = rewritten('<svg><a href="/lieux/z" tabindex="-1"><circle r="1"/></a></svg>')
    assert html == (
        '<svg><a href="https://wiki.example/lieux/z" tabindex="-1"><circle r="1"/></a></svg>'
    )


def test_symbols_are_in_the_page_once():
    use = '<svg><use href="/-/static/icons.0123.svg#place"/></svg>'
    html = rewritten(f"<body>{use}{use}</body>")
    assert html.count('<use href="#i.place"/>') == 2
    assert html.count('id="i.place"') == 1
    assert "i.page" not in html
    assert html.index("<symbol") < html.index("</body>")


def test_a_region_brings_the_country_that_holds_it():
    html = rewritten('<body><svg><use href="/-/static/contours.svg#bretagne"/></svg></body>')
    assert '<use href="#c.bretagne"/>' in html
    assert 'id="c.france"' in html
    assert 'id="c.bretagne"' in html


def test_a_picture_becomes_one_plain_image():
    html = rewritten(
        '<picture><source type="image/webp" srcset="/media/a.png/400.webp 400w" sizes="9vw">'
        '<img alt="Un &gt; deux" src="/media/a.png" width="9" height="6" srcset="x"></picture>'
    )
    assert html == ('<img alt="Un &gt; deux" src="../../media/aa/a.webp" width="9" height="6">')


def test_what_does_not_travel_is_said_in_words():
    html = rewritten('<img alt="Un four" src="/media/b.png"><audio src="/media/c.mp3"></audio>')
    assert html == (
        '<span class="absent">Image non emportée : Un four</span>'
        '<span class="absent">Image non emportée : sans description</span>'
    )


def test_what_is_loaded_comes_from_the_kit():
    html = rewritten(
        '<link rel="stylesheet" href="/-/static/look.css"><script src="kit:maillage/kit.js">'
        '</script><form action="/recherche"></form><link rel="canonical" href="https://a.example/">'
    )
    assert 'href="../../maillage/look.css"' in html
    assert 'src="../../maillage/kit.js"' in html
    assert 'action="../../recherche/index.html"' in html
    assert 'href="https://a.example/"' in html


def test_the_way_to_correct_a_part_stays_on_the_web():
    html = rewritten(
        '<div class="part-head"><h2 id="a">A</h2><a rel="nofollow" href="/lieux/x/edit?partie=a">'
        'Modifier<span class="unseen"> la partie</span></a></div><p>B</p>'
    )
    assert html == '<h2 id="a">A</h2><p>B</p>'


def test_words_that_look_like_tags_are_left_alone():
    html = "<p>&lt;a href=&quot;/lieux/x&quot;&gt; <code>&lt;img src=/media/b.png&gt;</code></p>"
    assert rewritten(html) == html
