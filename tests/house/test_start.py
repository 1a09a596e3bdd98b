"""Starting is quick: heavy libraries are imported only by what needs them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BARE = ("-c", "pass")


def cpu_seconds(arguments: tuple[str, ...], repeats: int = 5) -> float:
    """Return the least processor time of several runs: other load does not count."""
    best = float("inf")
    for _ in range(repeats):
        before = os.times()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = os.times()
        spent = after.children_user + after.children_system
        best = min(best, spent - before.children_user - before.children_system)
    return best


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        (("-c", "import dafeng"), 0.15),
        (("-m", "dafeng.cli.main", "--help"), 0.3),
    ],
)
def test_starting_costs_little(arguments: tuple[str, ...], limit: float) -> None:
    assert cpu_seconds(arguments) - cpu_seconds(BARE) < limit


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys; import dafeng.cli.main as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'scipy','polars','matplotlib','typst','xarray','pandas','docx','openpyxl'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
