"""An instance that is copied often keeps its repositories in few files.

A folder for each loose object was half of what a copy took.
"""

import subprocess
from pathlib import Path


def packed(data: Path) -> None:
    """The repositories of a closed instance, each in one pack."""
    for repository in data.glob("*.git"):
        git = ["git", f"--git-dir={repository}"]
        subprocess.run([*git, "repack", "-adq"], check=True)
        subprocess.run([*git, "prune-packed", "-q"], check=True)
