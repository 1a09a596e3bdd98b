"""A lever moved on the page of the pathway: the same futures as everywhere, drawn again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dafeng
from dafeng.desk.trying import Trial, tried


@pytest.fixture(name="files", scope="module")
def files_of_a_pilot(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("trying") / "huzhou"
    dafeng.new("330500", folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file()]


#: A figure with its name, as the page traces it: of which scenario, which one, its value.
_FIGURE = re.compile(
    r"id: (?:scenario|peak)\.(current_policy|adjusted)\.([\w.]+); exact value: ([-\d.]+)"
)


def _told(files: dict[str, bytes], **moves: float) -> tuple[dict[str, str], dict[str, str]]:
    """Return the figures of the scenario as it is, and with its levers moved."""
    found = _FIGURE.findall(tried(Trial(files, "current_policy", moves, "en")))
    plain, moved = (
        {name: value for of, name, value in found if of == wanted}
        for wanted in ("current_policy", "adjusted")
    )
    assert "2060.p50" in plain
    assert "none" in plain
    return plain, moved


def test_levers_at_zero_change_nothing(files: dict[str, bytes]) -> None:
    plain, moved = _told(files)
    assert plain == moved


def test_a_lever_moves_the_range_and_the_peak(files: dict[str, bytes]) -> None:
    plain, moved = _told(files, growth=2.0)
    assert float(moved["2060.p50"]) > float(plain["2060.p50"])
    assert float(moved["none"]) > float(plain["none"])
