"""What paper does without goes; words, links and where they lead stay."""

from lxml import etree

from app.theme.books import light_xml

PAGE = """<!DOCTYPE html><html lang="fr"><body>
<section class="sheet chapter method" id="method-a"><p class="kind">Méthode</p>
<section class="facts"><h2 id="method-a--fiche">Fiche</h2><dl>
<div><dt>Forme</dt><dd><a href="https://a.example/">Atelier</a></dd></div>
<div><dt>Activités</dt><dd>Une très longue liste de tout ce que l’on y fait</dd></div></dl>
</section>
<div class="prose"><div class="part-head"><h2 id="method-a--s-un">Un</h2></div>
<p>Texte<sup><a href="#method-a--n-1" id="method-a--r-1">1</a></sup></p>
<ol class="steps"><li><div><h3>Écrire <em>tôt</em></h3><p class="meta"><span>20 min</span></p>
<p>À tous.</p>
<p>Et vite.</p></div></li><li><div><p class="meta">5 min</p></div></li></ol>
<aside id="method-a--n-1"><p>Note <a href="#method-a--r-1">↩</a></p></aside></div>
<div class="beside"><div class="related"><h2>Lieux</h2><ul class="index">
<li><a href="#place-b"><b>Ici</b>, <span>Nantes</span></a></li>
<li><a href="#place-c"><b>Là</b></a></li></ul></div></div>
<section class="attribution"><p>CC BY-SA 4.0</p><p>Version du 1 janvier.</p></section></section>
<section class="sheet index" id="index"><ul class="index"><li id="lettre-a">A</li></ul></section>
</body></html>"""


def test_words_links_and_what_they_lead_to_stay():
    root = etree.fromstring(light_xml(PAGE))
    said = " ".join("".join(root.itertext()).split())
    assert "Forme Atelier" in said
    assert "Écrire tôt 20 min À tous." in said
    assert "Ici, Nantes · Là" in said
    assert "CC BY-SA 4.0 Version du 1 janvier." in said
    links = {link.get("href") for link in root.iter("a")}
    assert links == {"https://a.example/", "#method-a--n-1", "#method-a--r-1", "#place-b",
                     "#place-c"}  # fmt: skip
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert ids == {"method-a", "method-a--n-1", "method-a--r-1", "index", "lettre-a"}


def test_boxes_that_only_a_screen_needs_go_and_others_stay():
    root = etree.fromstring(light_xml(PAGE))
    assert [box.get("class") for box in root.iter("div")] == [
        None, "wide", "prose", "beside", "related",
    ]  # fmt: skip
    assert not root.findall(".//span")
    steps = root.find(".//ol[@class='steps']")
    assert [len(step.findall("p")) for step in steps] == [2, 1]
