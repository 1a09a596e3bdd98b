"""Write the lock files from pyproject.toml; run by ``make lock``.

The files hold names, versions and hashes alone, so that any package index can serve them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOCKS = {
    "requirements.lock": ["--group", "build"],
    "requirements-load.lock": ["--group", "build", "--group", "load"],
    "requirements-postgres.lock": ["--group", "build", "--extra", "postgres"],
    "requirements-test.lock": ["--group", "build", "--group", "test"],
}


def main() -> None:
    """Resolve each lock for Python 3.11 and newer, on every platform."""
    root = Path(__file__).resolve().parents[1]
    for name, groups in LOCKS.items():
        command = [
            *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"),
            *("--no-header", "--no-annotate", "--quiet", "--output-file", name, *groups),
        ]
        subprocess.run(command, cwd=root, check=True)
        print(f"{name}: {sum('==' in x for x in (root / name).read_text().splitlines())} packages")


if __name__ == "__main__":
    main()
