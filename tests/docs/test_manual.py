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
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")

#: Sections that quote docstrings, which the code has in English alone.
ENGLISH_ONLY = {"names"}


@pytest.fixture(scope="module", autouse=True)
def tools_are_found() -> Iterator[None]:
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return what links to the headings of a page are called."""
    lines = FENCE.sub("", page.read_text("utf-8")).splitlines()
    names = [line.lstrip("#").strip().lower() for line in lines if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", name).replace(" ", "-") for name in names}


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


def test_no_page_states_the_number_of_rules_for_plans_by_hand() -> None:
    generated = re.compile(r"<!-- begin:.*?<!-- end -->", re.DOTALL)
    stated = re.compile(
        r"\b\d{3} (?:plan )?rules|\d{3} ?条规则|\d{3} of plans|方案[^。\d]{0,4}\d{3} ?条"
    )
    every = (*ROOT.glob("README*.md"), *ROOT.glob("changelog.d/*.md"), *DOCS.rglob("*.md"))
    found = {p.name: stated.findall(generated.sub("", p.read_text("utf-8"))) for p in every}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_every_section_is_used_and_no_page_is_without_its_twin() -> None:
    from tools.manual.pages import MARK, SECTIONS, pages

    used = {match[1] for p in pages() for match in MARK.finditer(p.read_text("utf-8"))}
    assert used == set(SECTIONS)
    english, chinese = ({p.name for p in folder.glob("*.md")} for folder in BOTH)
    assert english - chinese == set(), "pages without a Chinese twin"
    assert chinese - english == set(), "pages without an English twin"


@pytest.mark.parametrize("name", sorted({p.name for folder in BOTH for p in folder.glob("*.md")}))
def test_twins_name_each_other_and_hold_the_same_sections(name: str) -> None:
    from tools.manual.pages import MARK

    english, chinese = (read(folder, name) for folder in BOTH)
    assert f"](zh/{name})" in english
    assert f"](../{name})" in chinese
    sections = [[match[1] for match in MARK.finditer(page)] for page in (english, chinese)]
    assert sections[1] == [s for s in sections[0] if s not in ENGLISH_ONLY]


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_link_inside_the_manual_leads_to_a_heading_in_the_same_language(folder: Path) -> None:
    wrong = []
    for page in sorted(folder.glob("*.md")):
        for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
            name, _, anchor = target.partition("#")
            found = (page.parent / name).resolve() if name else page
            own = found.parent == folder or found.parent not in BOTH
            twin = found.name == page.name or anchor == "from-python"
            known = found.exists() and (not anchor or anchor in anchors(found))
            if not (known and (own or twin)):
                wrong.append(f"{page.name}: {target}")
    assert wrong == []


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


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_driver_is_in_the_methods(folder: Path) -> None:
    page = read(folder, "methods.md")
    assert [d.id for d in DRIVERS if f"| `{d.id}` |" not in page] == []


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_feature_row_is_filled(folder: Path) -> None:
    rows = re.findall(r"^\| ([A-Z]\d+) \|(.*)\|$", read(folder, "features.md"), re.MULTILINE)
    numbers = [number for number, _ in rows]
    parts = {"A": 9, "B": 7, "C": 3, "D": 5, "E": 6, "F": 9, "G": 5, "H": 4, "I": 11}
    parts |= {"L": 9, "M": 3, "N": 3, "O": 3, "P": 4, "Q": 2}
    expected = {f"{part}{n}" for part, last in parts.items() for n in range(1, last + 1)}
    assert expected <= set(numbers)
    assert len(numbers) == len(set(numbers))
    assert all(cell.strip() for _, row in rows for cell in row.split("|"))


@pytest.mark.parametrize("folder", BOTH, ids=["en", "zh"])
def test_every_page_is_in_the_contents(folder: Path) -> None:
    contents = read(folder, "index.md")
    pages = [p.name for p in folder.glob("*.md") if p.name != "index.md"]
    assert [p for p in pages if f"]({p})" not in contents] == []
