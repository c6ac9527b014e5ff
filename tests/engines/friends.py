"""A friend's open repository, as a visit leaves it here."""

import subprocess
from pathlib import Path

OPEN = "refs/heads/open"


def publish(theirs: Path, folder: Path) -> Path:
    """All that stands in main at `theirs`, fetched into `folder` as its open branch."""
    if not folder.exists():
        subprocess.run(["git", "init", "--bare", "-q", str(folder)], check=True)
        (folder / "HEAD").write_text(f"ref: {OPEN}\n")
    subprocess.run(
        ["git", "fetch", "-q", "--no-tags", str(theirs), f"+refs/heads/main:{OPEN}"],
        cwd=folder, check=True,
    )  # fmt: skip
    return folder
