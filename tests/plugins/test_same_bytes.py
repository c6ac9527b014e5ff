"""Books are the same, whichever process writes them."""

import os
import subprocess
import sys

from tests.actions.kits import new_wiki
from tests.plugins.books import fill

WRITES = """
import hashlib, sys
from pathlib import Path
from app.main import open_instance
from app.settings import Settings
from tests.plugins.books import written

one = open_instance(Settings(data=Path(sys.argv[1])))
FORMS = (("epub", ""), ("pdf", "page"), ("pdf", "booklet"), ("pdf", "poster"), ("pdf", "cards"))
for name, form in FORMS:
    out = written(one, name, Path(sys.argv[2]) / f"{name}-{form}", form=form)
    print(name, form, hashlib.sha256(out.read_bytes()).hexdigest())
one.close()
"""


def test_another_process_gives_the_same_bytes(tmp_path):
    one = new_wiki(tmp_path / "data")
    fill(one)
    one.close()
    said = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        done = subprocess.run(
            [sys.executable, "-c", WRITES, str(tmp_path / "data"), str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
