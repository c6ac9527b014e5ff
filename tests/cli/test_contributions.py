"""`import contribution`: rehearsed, brought in, brought in again, damaged."""

import json

from tests.cli.test_commands import data, maillage, started
from tests.written_offline import entry, file_of, page

__all__ = ["data", "started"]
LIST = "Nom du lieu;Commune;Code postal\nLa Cale;Castres;81100\n"


def test_a_file_is_tried_brought_in_and_harmless_to_bring_again(data, tmp_path):
    places, pages, file = (tmp_path / name for name in ("l.csv", "pages", "c.maillage.json"))
    places.write_text(LIST)
    pages.mkdir()
    assert maillage("import", "csv", str(places), data=data).returncode == 0
    maillage("export", "markdown", str(pages), data=data)
    host = json.loads(maillage("peer", "show", "self", "--json", data=data).stdout)["id"]
    ours = page("place/la-cale", origin=host, title="La Cale")
    theirs = page("place/ailleurs", origin="beta.example", title="Ailleurs")
    file.write_bytes(file_of(entry("remark", 1, on=ours, text="Fermé le lundi.")))

    tried = maillage("import", "contribution", str(file), "--dry-run", data=data)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "Rien n’a été écrit" in tried.stdout
    done = maillage("import", "contribution", str(file), "--json", data=data)
    (line,) = json.loads(done.stdout)["entries"]
    assert (line["fate"], line["page"]) == ("noted", "place/la-cale")
    assert "/-/remarques/suivi/" in line["link"]
    again = maillage("import", "contribution", str(file), data=data)
    assert (again.returncode, "déjà apportée" in again.stdout) == (0, True)

    file.write_bytes(file_of(entry("remark", 2, on=theirs, text="Merci")))
    away = maillage("import", "contribution", str(file), data=data)
    assert (away.returncode, "beta.example" in away.stderr) == (1, True)
    file.write_bytes(file.read_bytes().replace(b"Merci", b"Assez"))
    altered = maillage("import", "contribution", str(file), data=data)
    assert (altered.returncode, "modifié à la main" in altered.stderr) == (1, True)
    assert "Traceback" not in altered.stderr
    assert maillage("import", "contribution", str(tmp_path), data=data).returncode == 1
