"""The library of pictures and files, one medium, and how pages show them."""

import re

import pytest

from app.actions.media import MediumWords, add_medium
from app.domain.media import MediaQuery
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.engines.pictures import encoded, halves, noise

URL = "/-/media"
JSON = {"Accept": "application/json"}
WORDS = {"alt": "La salle", "authors": "Ève", "licence": "CC-BY-SA-4.0"}
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
LARGE = 21 * 1024 * 1024


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def png(shade=0, size=(900, 450)):
    return encoded("png", halves(*size).rotate(shade))


def kept(alpha, data=None, role=Role.contributor, **words):
    said = {"alt": "La salle", "authors": "Ève", "licence": "CC-BY-SA-4.0"} | words
    return add_medium(alpha.wiki, data or png(), MediumWords(**said), by=alpha.reader(role)).name


def script(alpha, client, data, **words):
    said = {"csrf": alpha.csrf(client)} | WORDS | words
    files = {"file": ("x.png", data, "image/png")}
    return client.post(URL, data=said, files=files, headers=JSON)


def page(body, status="published", **front):
    keys = {"kind": "page", "title": "Le jardin", "lang": "fr", "licence": "CC-BY-SA-4.0",
            "status": status, "summary": "Un jardin."} | front  # fmt: skip
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in keys.items()) + f"---\n\n{body}\n"


def test_a_script_is_told_how_to_show_what_it_sent(alpha, writer):
    answer = script(alpha, writer, png())
    said = answer.json()

    assert answer.status_code == 201
    assert said["markdown"] == f"![La salle]({said['url']})"
    assert (said["width"], said["height"], said["alt"]) == (900, 450, "La salle")
    assert said["path"] == f"media/{said['sha256'][:2]}/{said['sha256']}.png"


@pytest.mark.parametrize(
    ("data", "words", "status", "field"),
    [(b"<svg onload=x />", {}, 422, "file"), (b"%PDF-" + b"x" * LARGE, {}, 413, "file"),
     (png(), {"alt": ""}, 422, "alt"), (png(), {"authors": ""}, 422, "authors"),
     (PDF, {"alt": ""}, 422, "title"), (png(), {"licence": "WTFPL"}, 422, "licence")],
    ids=["svg", "too large", "no words", "no author", "no title", "licence"],
)  # fmt: skip
def test_a_script_is_told_what_is_wrong_and_where(same_alpha, data, words, status, field):
    answer = script(same_alpha, same_alpha.signed_in(Role.contributor), data, **words)

    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"][0].isupper()


def test_a_script_without_a_session_or_a_token_is_refused(alpha, writer):
    files = {"file": ("x.png", png(), "image/png")}
    stranger = alpha.client.post(URL, data=WORDS, files=files, headers=JSON)
    other = writer.post(URL, data=WORDS, files=files, headers=JSON)

    assert (stranger.status_code, other.status_code) == (401, 403)
    assert alpha.wiki.index.media_named([]) == {}


def test_a_photograph_of_eight_megabytes_is_taken_and_reduced(alpha, writer):
    answer = script(alpha, writer, encoded("jpg", noise(3600, 2400), quality=90))

    assert answer.status_code == 201
    assert (answer.json()["width"], answer.json()["size_bytes"] < 5 * 1024 * 1024) == (1600, True)


def test_a_decorative_picture_needs_no_words_and_is_not_told_as_lacking_any(alpha, writer):
    script(alpha, writer, png(), alt="", decorative="yes")

    assert "La salle" not in writer.get(f"{URL}?sans=alt").text
    assert "Aucun fichier ne répond" in writer.get(f"{URL}?sans=alt").text


def test_the_library_is_searched_by_words_kind_and_what_is_lacking(alpha, writer):
    kept(alpha, title="Façade d’été")
    kept(alpha, png(90), alt="", title="Sans mots")
    kept(alpha, PDF, alt="", title="Plan du lieu")

    def names(query):
        return re.findall(r'<h3><a href="[^"]*">([^<]*)', writer.get(f"{URL}?{query}").text)

    assert names("q=facade") == ["Façade d’été"]
    assert names("sorte=document") == ["Plan du lieu"]
    assert names("sans=alt") == ["Sans mots"]
    assert sorted(names("sans=page")) == ["Façade d’été", "Plan du lieu", "Sans mots"]
    assert len(names("page=99&q=&sorte=")) == 3
    assert writer.get(f"{URL}?q=%00%25_'&sorte=x&sans=x&page=1").status_code == 200


def test_uses_follow_a_page_as_it_is_written_moved_and_deleted(alpha):
    name = kept(alpha)
    index, steward = alpha.wiki.index, alpha.signed_in()

    def uses():
        return [str(row.path) for row in index.media_uses(str(name))]

    assert uses() == []
    alpha.save("page/jardin", page(f"![x](/media/{name})"))
    assert uses() == ["page/jardin"]
    base = str(index.page_by_id(index.media_uses(str(name))[0].id).revision)
    steward.post("/pages/jardin/move", data={"csrf": alpha.csrf(steward), "slug": "le-jardin",
                                             "base": base})  # fmt: skip
    assert uses() == ["page/le-jardin"]
    alpha.save("page/le-jardin", page("Rien.", id=index.media_uses(str(name))[0].id))
    assert uses() == []


def test_a_stranger_sees_in_the_library_what_pages_show_and_no_more(alpha):
    shown, hidden = kept(alpha, title="Vue"), kept(alpha, png(90), title="Cachée")
    alpha.save("page/jardin", page(f"![x](/media/{shown})"))
    alpha.save("page/brouillon", page(f"![x](/media/{hidden})", status="draft", title="Secret"))
    library = alpha.client.get(URL).text

    assert "Vue" in library
    assert "Cachée" not in library
    assert alpha.client.get(f"{URL}/{hidden}").status_code == 404
    assert alpha.client.get(f"{URL}/{shown}").status_code == 200
    assert "Secret" not in alpha.signed_in(Role.contributor).get(f"{URL}/{hidden}").text
    assert "Secret" in alpha.signed_in(Role.reviewer).get(f"{URL}/{hidden}").text


def correct(alpha, client, name, **words):
    said = {"csrf": alpha.csrf(client), "title": "", **WORDS} | words
    return client.post(f"{URL}/{name}", data=said)


def test_anyone_who_writes_puts_the_words_of_a_medium_right(alpha):
    name = kept(alpha, role=Role.steward)
    other = alpha.signed_in(Role.contributor)

    assert correct(alpha, other, name, alt="La grande salle").status_code == 303
    assert "La grande salle" in other.get(f"{URL}/{name}").text
    assert alpha.wiki.index.media_named([str(name)])[str(name)].words.alt == "La grande salle"


def test_a_licence_changes_along_a_flow_or_by_who_sent_it(alpha):
    theirs = kept(alpha, role=Role.steward)
    mine = kept(alpha, png(90))
    writer = alpha.signed_in(Role.contributor)
    laundered = correct(alpha, writer, theirs, licence="CC0-1.0", alt="Gardé ?")

    assert laundered.status_code == 422
    assert 'id="err-champ-licence"' in laundered.text
    assert "Gardé ?" in laundered.text
    assert correct(alpha, writer, theirs, licence="LAL-1.3").status_code == 303
    assert correct(alpha, writer, mine, licence="CC0-1.0").status_code == 303


def test_sending_a_picture_again_does_not_change_its_licence(alpha):
    name = kept(alpha, role=Role.steward)
    kept(alpha, licence="CC0-1.0", authors="Moi", role=Role.contributor)
    words = alpha.wiki.index.media_named([str(name)])[str(name)].words

    assert (words.licence, words.authors) == ("CC-BY-SA-4.0", "Ève")


def test_a_page_shows_pictures_at_their_size_and_in_a_lighter_format(alpha):
    name = kept(alpha)
    alpha.save("page/jardin", page(f"![La salle](/media/{name})"))
    html = alpha.client.get("/pages/jardin").text

    assert f'srcset="/media/{name}/400.webp 400w, /media/{name}/800.webp 800w,' in html
    assert f'<img src="/media/{name}" width="900" height="450"' in html
    assert re.search(r'alt="La salle" [^>]*loading="lazy"', html) or 'loading="lazy"' in html
    copy = alpha.client.get(f"/media/{name}/400.webp")
    assert (copy.status_code, copy.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in copy.headers["cache-control"]
    again = alpha.client.get(
        f"/media/{name}/400.webp", headers={"If-None-Match": copy.headers["etag"]}
    )
    assert again.status_code == 304


def test_a_copy_at_any_other_width_is_not_made(same_alpha):
    name, read = kept(same_alpha), same_alpha.client.get
    widths = ("401", "1600", "0", "-400", "0400", "400.5", "x", "99999999", "٤٠٠")

    found = {width: read(f"/media/{name}/{width}.webp").status_code for width in widths}
    assert found == dict.fromkeys(widths, 404)
    assert read(f"/media/{'0' * 64}.png/400.webp").status_code == 404


def test_what_a_page_names_and_nobody_has_is_a_line_that_names_it(alpha):
    gone = "0" * 64
    body = f"![La grange](/media/{gone}.png)\n\n[Le plan](/media/{gone}.pdf)"
    alpha.save("page/jardin", page(body))
    html = alpha.client.get("/pages/jardin").text

    assert '<span class="absent">Fichier introuvable ici\u00a0: La grange</span>' in html
    assert "Le plan</span>" in html
    assert f"/media/{gone}" not in html.split("<main")[1].split("</main")[0]


def test_a_document_is_told_with_its_kind_and_size(alpha):
    name = kept(alpha, PDF, title="Plan du lieu", alt="")
    alpha.save("page/jardin", page(f"Voici le [Plan du lieu](/media/{name})."))

    assert f"Plan du lieu (PDF, {len(PDF)}\u00a0o)</a>" in alpha.client.get("/pages/jardin").text


@pytest.mark.parametrize(
    ("title", "name"),
    [("Plan d’été", "Plan%20d%20%C3%A9t%C3%A9.pdf"),
     ('x"; evil=1\r\nSet-Cookie: a=b', "x%20evil%201%20Set-Cookie%20a%20b.pdf"),
     ("../../etc/passwd", "etc%20passwd.pdf"), ("\u202efdp.exe", "fdp.exe.pdf")],
)  # fmt: skip
def test_a_file_is_taken_away_under_its_title_and_nothing_else(same_alpha, title, name):
    sent = kept(same_alpha, PDF + title.encode(), title=title, alt="")
    answer = same_alpha.client.get(f"/media/{sent}")

    assert f"filename*=UTF-8''{name}" in answer.headers["content-disposition"]
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].isascii()
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]


# The form of a page, without a script.
FORM = {"title": "Le jardin", "lang": "fr", "status": "published", "summary": "Un jardin.",
        "licence": "CC-BY-SA-4.0", "base": "", "do": "save", "kind": "page",
        "shown": "title lang status summary licence"}  # fmt: skip


def write(alpha, client, data, *, name="Le plan.png", **said):
    token = {"csrf": alpha.csrf(client)} if "maillage" in client.cookies else {}
    files = {"file.body": (name, data, "image/png")}
    return client.post("/pages/jardin/edit", data=FORM | token | said, files=files)


def body_of(answer):
    return re.search(r"<textarea[^>]*data-body[^>]*>\n?(.*?)</textarea>", answer.text, re.S)[1]


def test_a_picture_sent_with_a_page_is_at_the_end_of_its_text(alpha, writer):
    answer = write(alpha, writer, png(), body="Un jardin.", **{"alt.body": "Des choux"})
    row = alpha.wiki.index.page(alpha.wiki.index.media_uses(_only(alpha))[0].path)

    assert answer.status_code == 303
    assert row.text.endswith(f"Un jardin.\n\n![Des choux](/media/{_only(alpha)})\n")


def _only(alpha):
    rows, total = alpha.wiki.index.media(MediaQuery(), offset=0, size=5)
    assert total == 1
    return str(rows[0].name)


def test_a_picture_is_not_lost_where_the_rest_is_to_be_put_right(alpha, writer):
    answer = write(alpha, writer, png(), body="Mon texte.", title="", **{"alt.body": "Des choux"})

    assert answer.status_code == 422
    assert body_of(answer) == f"Mon texte.\n\n![Des choux](/media/{_only(alpha)})\n"


def test_a_picture_without_words_is_kept_and_its_words_are_asked_once(alpha, writer):
    answer = write(alpha, writer, png(), body="Mon texte.")

    assert answer.status_code == 422
    assert "entre les crochets" in answer.text
    assert f"![](/media/{_only(alpha)})" in body_of(answer)


@pytest.mark.parametrize(
    ("data", "word"), [(b"<svg/>", "PNG"), (b"\xff\xd8\xff" + b"x" * LARGE, "20 Mio")]
)
def test_a_refused_file_leaves_the_text_as_it_was(same_alpha, data, word):
    alpha = same_alpha
    answer = write(alpha, alpha.signed_in(Role.contributor), data, body="Un long texte.")

    assert answer.status_code == 422
    assert body_of(answer).strip() == "Un long texte."
    assert word in answer.text.replace("\u00a0", " ")
    assert alpha.wiki.index.page(alpha_path()) is None


def alpha_path():
    return PagePath("page", "jardin")


def test_a_session_that_ended_keeps_the_text_though_not_the_file(same_alpha):
    client = same_alpha.stranger()
    client.cookies.set("maillage", "ended")
    files = {"file.body": ("x.png", png(), "image/png")}
    answer = client.post("/pages/jardin/edit", data=FORM | {"body": "Mon texte."}, files=files)

    assert answer.status_code in (401, 403, 422)
    assert "Mon texte." in answer.text


@pytest.mark.parametrize(
    "name", ["\u202egnp.exe", "../../x.png", "a\r\nb.png", "x" * 250, "", 'a"b.png', "\0.png"]
)
def test_the_name_of_a_file_names_nothing(alpha, writer, name):
    write(alpha, writer, png(), name=name, body="Mon texte.", **{"alt.body": "x"})
    rows = alpha.wiki.index.media_named([_only(alpha)]) if name else {}
    for row in rows.values():
        assert row.words.title.isprintable()
        assert len(row.words.title) <= 80
        assert "/" not in row.words.title


def test_what_is_far_too_large_is_told_and_not_kept_in_memory(same_alpha):
    answer = same_alpha.signed_in(Role.contributor).post(
        URL, content=b"x" * (65 * 1024 * 1024),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )  # fmt: skip

    assert answer.status_code == 413
    assert "64 Mio" in answer.text.replace("\u00a0", " ")
