"""A newcomer's notebook runs and ends in a chart."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = (
    Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "from_workbook_to_fan_chart.ipynb"
)
MOST_LINES = 15


def test_notebook_goes_from_a_workbook_to_the_fan_chart(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    lines = [line for cell in code for line in cell.source.splitlines() if line.strip()]
    assert len(lines) < MOST_LINES
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    shown = [output for cell in code for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "stream"], (
        "nothing is warned of"
    )
    assert "<svg" in shown[-1].data["image/svg+xml"]
    assert (tmp_path / "hangzhou.xlsx").exists()


def test_notebook_is_kept_without_output() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    kept = [c for c in notebook.cells if c.get("outputs") or c.get("execution_count")]
    assert not kept
