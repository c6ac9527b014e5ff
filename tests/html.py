"""What the validator of HTML that browsers' makers use says of pages."""

import subprocess
from pathlib import Path

_JAR = Path(__file__).parents[1] / "node_modules/vnu-jar/build/dist/vnu.jar"


def invalid(folder: Path) -> list[str]:
    """The errors of every HTML file in `folder`, as `file:line.column-line.column: error: why`."""
    # A short life: what makes Java fast in the long run would cost more than the check.
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", str(_JAR)]
    asked = [*java, "--errors-only", "--skip-non-html", "--exit-zero-always", str(folder)]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)
    return [line.replace(f"file:{folder.as_posix()}/", "") for line in ran.stderr.splitlines()]
