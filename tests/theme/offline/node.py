"""The theme's own modules run by node, as the browser will run them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
MODULES = ROOT / "themes/default/assets/js/offline"


def ran(program: str, given: object = None) -> Any:
    """What the module `program` gives as `answer(value)`; `given` is what it was handed.

    Bare imports are those of the front end; `OURS` stands for the folder of the kit's modules.
    """
    node = Path(sys.executable).with_name("node")
    whole = (
        "import { readFileSync } from 'node:fs';\n"
        "const given = JSON.parse(readFileSync(0, 'utf8'));\n"
        "const answer = (value) => process.stdout.write(JSON.stringify(value));\n"
    ) + program.replace("OURS", MODULES.as_uri())
    done = subprocess.run(
        [node, "--input-type=module", "-e", whole], input=json.dumps(given), cwd=ROOT,
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
