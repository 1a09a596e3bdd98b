"""Which pages of the manual hold sections that the code states already?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.manual import commands, data, dossier, measures, methods, plan, results, rules

from dafeng.language import Language

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
MARK: Final = re.compile(r"<!-- begin:(\S+) -->\n.*?<!-- end -->", re.DOTALL)

SECTIONS: Final[dict[str, Callable[[Language], str]]] = {
    "identity": dossier.identity,
    "tables": dossier.tables,
    "words": dossier.words,
    "units": dossier.units,
    "balance": dossier.balance,
    "rules": dossier.rules,
    "account-rules": dossier.account_rules,
    "commands": commands.commands,
    "names": commands.names,
    "bases": methods.bases,
    "drivers": methods.drivers,
    "assumptions": methods.assumptions,
    "words-of": methods.words_of,
    "reference-tables": data.reference_tables,
    "sources": data.sources,
    "marks": data.marks,
    "measure-counts": measures.counts,
    "measure-list": measures.listing,
    "measure-powers": measures.decisions,
    "energy-prices": measures.prices,
    "plan-rules": rules.plan_rules,
    "rule-counts": rules.rule_counts,
    "guide-list": rules.guide_list,
    "guide-indicators": rules.guide_indicators,
    "guide-keys": rules.guide_keys,
    "result-names": plan.result_names,
    "plan-sections": plan.plan_sections,
    "result-tables": results.result_tables,
    "result-keys": results.result_keys,
    "manifest-keys": results.manifest_keys,
    "netcdf": results.netcdf,
    "iamc": results.iamc,
}


def page(path: Path) -> str:
    """Return a page with its generated sections as they should be."""
    language: Language = "zh" if path.parent.name == "zh" else "en"

    def made(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- begin:{name} -->\n\n{SECTIONS[name](language)}\n<!-- end -->"

    return MARK.sub(made, path.read_text(encoding="utf-8"))


def pages() -> tuple[Path, ...]:
    """Return the pages that hold generated sections."""
    every = sorted(DOCS.rglob("*.md"))
    return tuple(p for p in every if MARK.search(p.read_text(encoding="utf-8")))
