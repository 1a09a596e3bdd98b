"""Write those sections of the manual that the code states already.

Run ``python tools/manual.py``; ``--check`` writes nothing and fails where a page is behind. A
generated section stands between ``<!-- begin:NAME -->`` and ``<!-- end -->``; everything else on a
page is written by hand.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final, cast

from dafeng.language import Language, Text

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
MARK: Final = re.compile(r"<!-- begin:(\S+) -->\n.*?<!-- end -->", re.DOTALL)

#: Draws of the small build whose files are described.
DRAWS: Final = 16

Section = Callable[[Language], str]


def tabulated(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", r"\|").replace("\n", " ")


def _code(value: object) -> str:
    return f"`{value}`" if str(value) else ""


def _say(language: Language, zh: str, en: str) -> str:
    return Text(zh, en)[language]


def identity(language: Language) -> str:
    """Return the keys of ``dossier.toml``."""
    from dafeng.dossier.identity import DEFAULTS, KEYS

    head = _say(language, "项|节|含义|默认", "key|section|meaning|default").split("|")
    rows = [
        (
            _code("id" if k == "programme" else k),
            section,
            name[language],
            _code(DEFAULTS.get(k, "")),
        )
        for k, (section, name) in KEYS.items()
    ]
    return tabulated(head, rows)


def tables(language: Language) -> str:
    """Return every table of a dossier with its columns."""
    from dafeng.dossier.schema import tables as schemas

    head = _say(
        language, "列|表头|类型|必填|也可写作", "column|header|kind|required|also called"
    ).split("|")
    yes = _say(language, "是", "yes")
    parts = []
    for table in schemas().values():
        rows = [
            (
                _code(c.id),
                f"{c.header.zh} / {c.header.en}",
                c.kind,
                yes if c.required else "",
                "、".join(c.synonyms),
            )
            for c in table.columns
        ]
        names = "、".join(table.synonyms)
        called = _say(language, f"表名也可为：{names}", f"Also called: {names}")
        title = f"### `{table.id}` {table.name.zh} / {table.name.en}"
        parts.append(f"{title}\n\n{called}\n\n{tabulated(head, rows)}")
    return "\n".join(parts)


def words(language: Language) -> str:
    """Return the closed lists of words."""
    from dafeng.dossier.vocabulary import terms

    kinds = {
        "flow": Text("流向", "Flows"),
        "notation": Text("缺项代号", "Notation keys"),
        "quality": Text("数据质量", "Quality"),
        "variable": Text("活动指标", "Activity variables"),
        "factor": Text("因子", "Factors"),
        "scenario": Text("情景", "Scenarios"),
    }
    head = _say(language, "代码|写作|也可写作|单位", "id|written|also called|unit").split("|")
    parts = []
    for kind, title in kinds.items():
        rows = [
            (_code(t.id), f"{t.name.zh} / {t.name.en}", "、".join(t.synonyms), t.unit)
            for t in terms(kind).values()
        ]
        parts.append(f"### {title[language]}\n\n{tabulated(head, rows)}")
    return "\n".join(parts)


def units(language: Language) -> str:
    """Return the units that the manual names."""
    from dafeng.units.listing import known

    del language
    return ", ".join(_code(unit.symbol) for unit in known()) + "\n"


def balance(language: Language) -> str:
    """Return the rows of an energy balance table that are known."""
    from dafeng.dossier.rules import rows

    head = _say(language, "行|作用|流向|部门|也可写作", "row|role|flow|sector|also called").split(
        "|"
    )
    found = [
        (
            f"{row['zh']} / {row['en']}",
            row["role"],
            _code(row["flow"]),
            _code(row["sector"]),
            row["synonyms"].replace("|", "、"),
        )
        for row in rows("balance_rows")
    ]
    return tabulated(head, found)


def rules(language: Language) -> str:
    """Return the rules that cells and records are held to."""
    from dafeng.dossier.rules import rules as catalogue

    head = _say(language, "规则|级别|说明|改法", "rule|severity|message|remedy").split("|")
    rows = [
        (_code(r.id), r.severity.value, r.message[language], r.remedy[language])
        for r in catalogue().values()
    ]
    return tabulated(head, rows)


def account_rules(language: Language) -> str:
    """Return the rules of the account, read from where the code states them."""
    found: dict[str, tuple[str, str, str]] = {}
    folder = ROOT / "src" / "dafeng" / "inventory"
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fault":
                rule, severity, _place, message, remedy = node.args
                texts = (_wording(message, language), _wording(remedy, language))
                found[_words(rule)] = (_severity(severity), *texts)
    head = _say(language, "规则|级别|说明|改法", "rule|severity|message|remedy").split("|")
    return tabulated(head, [(_code(rule), *found[rule]) for rule in sorted(found)])


def _wording(node: ast.expr, language: Language) -> str:
    if isinstance(node, ast.Call) and len(node.args) == len(("zh", "en")):
        return _words(node.args[0 if language == "zh" else 1])
    return "…"


def _words(node: ast.expr) -> str:
    """Return a text as it stands in the code, with an ellipsis for each value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    return "…"


def _severity(node: ast.expr) -> str:
    names = [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
    return " / ".join(dict.fromkeys(n.lower() for n in names)) or "warning / error"


def commands(language: Language) -> str:
    """Return what each command says of itself."""
    import os
    import subprocess

    environment = {**os.environ, "DAFENG_LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, __file__, "--helps"],
        env=environment, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    texts: dict[str, str] = json.loads(done.stdout)
    return "\n".join(f"### `{name}`\n\n```text\n{text}```\n" for name, text in texts.items())


def helps() -> dict[str, str]:
    """Return the help of each command, in the language of this process."""
    import click
    from dafeng.cli.main import dafeng

    def found(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
        yield context.command_path, command.get_help(context) + "\n"
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    yield from found(inner, click.Context(inner, context, name))

    return dict(found(dafeng, click.Context(dafeng, info_name="dafeng", terminal_width=80)))


def names(language: Language) -> str:
    """Return the public names with the first sentence of each."""
    import dafeng

    del language
    rows = []
    for name in dafeng.__all__:
        value = getattr(dafeng, name)
        first = (inspect.getdoc(value) or "").split("\n\n")[0]
        rows.append((_code(f"dafeng.{name}"), value.__module__, first))
    return tabulated(("name", "home", "what it does"), rows)


def bases(language: Language) -> str:
    """Return which parts of the account each basis takes."""
    from dafeng.inventory.bases import (
        BASIS_NAMES,
        BASIS_PARTS,
        PART_NAMES,
        PART_SCOPES,
        Basis,
        Part,
    )

    head = ["part", "scope", *(_code(basis.value) for basis in Basis)]
    rows: list[Sequence[object]] = [
        (
            PART_NAMES[part][language],
            PART_SCOPES[part],
            *("✓" if part in BASIS_PARTS[basis] else "" for basis in Basis),
        )
        for part in Part
    ]
    rows.append(("name", "", *(BASIS_NAMES[basis][language] for basis in Basis)))
    return tabulated(head, rows)


def drivers(language: Language) -> str:
    """Return every driver that a scenario moves."""
    from dafeng.scenarios.catalogue import DRIVERS

    rows = [
        (_code(d.id), d.name[language], d.unit, d.scope.value, f"{d.low:g} … {d.high:g}")
        for d in DRIVERS
    ]
    return tabulated(("driver", "what it is", "unit", "paths per", "held inside"), rows)


def assumptions(language: Language) -> str:
    """Return the default paths of the three scenarios."""
    from dafeng.scenarios.defaults import Row
    from dafeng.scenarios.defaults import rows as defaults

    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in defaults():
        key = (row.driver, row.sector, row.carrier, row.scenario)
        groups.setdefault(key, []).append(row)
    years = sorted({row.year for row in defaults()})
    lines = []
    for driver, sector, carrier, scenario in sorted(groups, key=_order):
        points = {row.year: row for row in groups[driver, sector, carrier, scenario]}
        shown = [_range(points[year]) if year in points else "" for year in years]
        stands = sorted({row.basis for row in points.values()})
        where = " ".join(x for x in (sector, f"from {carrier}" if carrier else "") if x)
        lines.append((_code(driver), where or "all", scenario, *shown, ", ".join(stands)))
    del language
    return tabulated(("driver", "where", "scenario", *map(str, years), "basis"), lines)


def _order(key: tuple[str, str, str, str]) -> tuple[int, str, str, int]:
    from dafeng.scenarios.catalogue import DRIVERS
    from dafeng.scenarios.defaults import SCENARIOS

    driver, sector, carrier, scenario = key
    ids = [d.id for d in DRIVERS]
    return ids.index(driver), sector, carrier, SCENARIOS.index(scenario)


def _range(row: Any) -> str:
    if row.low == row.high:
        return f"{row.central:g}"
    return f"{row.central:g} ({row.low:g} … {row.high:g})"


def words_of(language: Language) -> str:
    """Return on whose word the default paths stand."""
    from dafeng.scenarios.defaults import bases as stated

    rows = [
        (_code(b.id), b.text[language], b.citation or "–", "yes" if b.judgement else "")
        for b in stated().values()
    ]
    return tabulated(("basis", "what it says", "document", "the project's judgement alone"), rows)


def reference_tables(language: Language) -> str:
    """Return the reference tables with rows, sources and licences."""
    from dafeng import reference

    rows = []
    for name, title in reference.tables().items():
        table = reference.table(name)
        at = [table.columns.index(c) for c in ("source", "licence")]
        sources = sorted({row[at[0]] for row in table.rows})
        licences = sorted({row[at[1]] for row in table.rows})
        shown = f"{len(sources)} sources" if name == "sources" else ", ".join(map(_code, sources))
        terms = "as listed below" if name == "sources" else "; ".join(licences)
        what = f"{title[language]}. {table.description[language]}"
        rows.append((_code(name), what, len(table.rows), shown, terms))
    return tabulated(("table", "content", "rows", "source", "licence"), rows)


def sources(language: Language) -> str:
    """Return the documents behind the reference tables."""
    from dafeng import reference

    rows = [
        (_code(s.id), s.title[language], s.publisher, s.year, s.licence)
        for s in reference.sources().values()
    ]
    return tabulated(("id", "document", "publisher", "year", "licence"), rows)


def marks(language: Language) -> str:
    """Return how many rows of each table carry which mark, and those from memory by name."""
    from dafeng import reference

    del language
    rows = []
    for name in reference.tables():
        table = reference.table(name)
        if "verification" not in table.columns:
            continue
        at = table.columns.index("verification")
        counts = {mark: sum(row[at] == mark for row in table.rows) for mark in "ADSM"}
        label = next(c for c in ("id", "kind", "carrier", "group") if c in table.columns)
        column = table.columns.index(label)
        named = sorted({row[column] for row in table.rows if row[at] == "M" and row[column]})
        rows.append((_code(name), *counts.values(), ", ".join(map(_code, named))))
    return tabulated(("table", "A", "D", "S", "M", "rows marked M"), rows)


def _built() -> Path:
    """Return the results of a small build, made once."""
    import dafeng

    folder = Path(_SCRATCH.name)
    if not (folder / "results").exists():
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            dafeng.new("330100", folder, language="en", force=True)
            dafeng.compile_plan(folder, options=dafeng.Options(draws=DRAWS), languages=())
    return folder / "results"


_SCRATCH: Final = tempfile.TemporaryDirectory()


def result_tables(language: Language) -> str:
    """Return the columns of each table of the results."""
    import polars as pl

    del language
    rows = []
    for path in sorted(_built().glob("*.parquet")):
        columns = [f"`{n}` {str(k).lower()}" for n, k in pl.read_parquet_schema(path).items()]
        rows.append((_code(path.stem), ", ".join(columns)))
    return tabulated(("table", "columns"), rows)


def result_keys(language: Language) -> str:
    """Return the keys of ``results.json``."""
    from dafeng.files.results_json import SCHEMA

    del language
    rows = [
        (_code(key), found.get("type", ""), found.get("description", _code(found.get("const", ""))))
        for key, found in SCHEMA["properties"].items()
    ]
    return tabulated(("key", "type", "what it holds"), rows)


def manifest_keys(language: Language) -> str:
    """Return the keys of ``manifest.json``."""
    del language
    found = json.loads((_built() / "manifest.json").read_text(encoding="utf-8"))
    kinds = {str: "text", int: "number", dict: "object", list: "list"}
    return tabulated(("key", "type"), [(_code(k), kinds[type(v)]) for k, v in found.items()])


def netcdf(language: Language) -> str:
    """Return the variables of ``futures.nc``."""
    from dafeng.files.ensemble_dataset import read_dataset

    del language
    futures = read_dataset(_built() / "futures.nc")
    rows = [
        (
            _code(name),
            ", ".join(map(str, v.dims)),
            v.attrs.get("units", ""),
            v.attrs.get("long_name", ""),
        )
        for name, v in futures.data_vars.items()
    ]
    return tabulated(("variable", "dimensions", "unit", "what it is"), rows)


def iamc(language: Language) -> str:
    """Return the variables of the IAMC layout, percentiles left out."""
    import polars as pl

    del language
    frame = pl.read_csv(_built() / "futures_iamc.csv").select("Variable", "Unit").unique()
    rows = [r for r in sorted(frame.rows()) if "Percentile" not in r[0]]
    return tabulated(("variable", "unit"), [(_code(name), unit) for name, unit in rows])


SECTIONS: Final[dict[str, Section]] = {
    "identity": identity,
    "tables": tables,
    "words": words,
    "units": units,
    "balance": balance,
    "rules": rules,
    "account-rules": account_rules,
    "commands": commands,
    "names": names,
    "bases": bases,
    "drivers": drivers,
    "assumptions": assumptions,
    "words-of": words_of,
    "reference-tables": reference_tables,
    "sources": sources,
    "marks": marks,
    "result-tables": result_tables,
    "result-keys": result_keys,
    "manifest-keys": manifest_keys,
    "netcdf": netcdf,
    "iamc": iamc,
}


def page(path: Path) -> str:
    """Return a page with its generated sections as they should be."""
    language = cast(Language, "zh" if path.parent.name == "zh" else "en")

    def made(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- begin:{name} -->\n\n{SECTIONS[name](language)}\n<!-- end -->"

    return MARK.sub(made, path.read_text(encoding="utf-8"))


def pages() -> tuple[Path, ...]:
    """Return the pages that hold generated sections."""
    every = sorted(DOCS.rglob("*.md"))
    return tuple(p for p in every if MARK.search(p.read_text(encoding="utf-8")))


def main() -> None:
    """Write the sections, or say which pages are behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--helps", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.helps:
        sys.stdout.write(json.dumps(helps(), ensure_ascii=False))
        return
    behind = [p for p in pages() if page(p) != p.read_text(encoding="utf-8")]
    for path in behind:
        print(path.relative_to(ROOT))
        if not chosen.check:
            path.write_text(page(path), encoding="utf-8")
    sys.exit(1 if chosen.check and behind else 0)


if __name__ == "__main__":
    main()
