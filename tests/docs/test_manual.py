"""The manual keeps up with the code: generated sections, public names, commands, rules."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import dafeng
from dafeng.cli.main import dafeng as commands
from dafeng.dossier.rules import rules
from dafeng.dossier.schema import tables
from dafeng.scenarios.catalogue import DRIVERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BOTH = (DOCS, DOCS / "zh")


@pytest.fixture(scope="module", autouse=True)
def tools_are_found() -> Iterator[None]:
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def verbs(command: click.Command, path: str) -> Iterator[str]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from verbs(inner, f"{path} {name}")


def test_generated_sections_are_up_to_date() -> None:
    from tools.manual.pages import page, pages

    behind = [str(p.relative_to(ROOT)) for p in pages() if page(p) != p.read_text("utf-8")]
    assert not behind, f"run python -m tools.manual: {behind}"


def test_every_section_is_used_and_no_page_is_without_its_twin() -> None:
    from tools.manual.pages import MARK, SECTIONS, pages

    used = {match[1] for p in pages() for match in MARK.finditer(p.read_text("utf-8"))}
    assert used == set(SECTIONS)
    twins = {p.name for p in (DOCS / "zh").glob("*.md")}
    assert twins <= {p.name for p in DOCS.glob("*.md")}


@pytest.mark.parametrize("name", dafeng.__all__)
def test_every_public_name_is_in_the_manual(name: str) -> None:
    assert f"`dafeng.{name}`" in read(DOCS, "commands.md")


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_command_is_in_the_manual(folder: Path) -> None:
    page = read(folder, "commands.md")
    assert [v for v in verbs(commands, "dafeng") if f"### `{v}`\n" not in page] == []


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_table_column_and_rule_is_in_the_manual(folder: Path) -> None:
    page = read(folder, "dossier.md")
    assert [r for r in rules() if f"| `{r}` |" not in page] == []
    columns = {c.id for table in tables().values() for c in table.columns}
    assert [c for c in columns if f"| `{c}` |" not in page] == []
    assert [t for t in tables() if f"### `{t}` " not in page] == []


def test_every_driver_is_in_the_methods() -> None:
    page = read(DOCS, "methods.md")
    assert [d.id for d in DRIVERS if f"| `{d.id}` |" not in page] == []


def test_every_feature_row_is_filled() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+) \|(.*)\|$", read(DOCS, "features.md"), re.MULTILINE)
    numbers = [number for number, _ in rows]
    a, b, f, p = (range(1, last + 1) for last in (9, 7, 9, 4))
    expected = [*(f"A{n}" for n in a), *(f"B{n}" for n in b), "C1", "E1", "E4"]
    expected += [*(f"F{n}" for n in f), "G3"]
    assert numbers == [*expected, *(f"P{n}" for n in p)]
    assert all(cell.strip() for _, row in rows for cell in row.split("|"))


def test_every_page_is_in_the_contents() -> None:
    contents = read(DOCS, "index.md")
    pages = [p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if p.name != "index.md"]
    assert [p for p in pages if f"]({p})" not in contents] == []
