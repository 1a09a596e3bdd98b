"""``dafeng inventory``: what does the place emit, on which basis, how sure?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dafeng.desk import account
from dafeng.desk import inventory_amounts as amounts
from dafeng.desk import inventory_quality as quality
from dafeng.desk.answers import Answer, AnswerTable
from dafeng.desk.building import open_account
from dafeng.desk.settings import SEED
from dafeng.dossier.vocabulary import terms
from dafeng.inventory.account import State, estimated_share
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.plan import names


def inventory(path: Path, basis: str | None = None, seed: int = SEED) -> Answer:
    """Compile the inventory of a dossier and show it on every basis.

    Parameters
    ----------
    path
        Folder or workbook.
    basis
        Basis of the tables by sector and carrier; by default that of the plan.
    seed
        Seed of the Monte Carlo range.

    Raises
    ------
    InputError
        If the dossier or its account has errors.
    """
    opened = open_account(path)
    dossier, made = opened.dossier, opened.inventory
    chosen = Basis(basis) if basis else account.plan_basis(dossier)
    year = dossier.identity.base_year
    tables = (
        amounts.totals(made),
        amounts.sectors(made, chosen, year),
        amounts.carriers(made, year),
        amounts.scopes(made, year),
        amounts.steps(made, year),
        amounts.constant_grid(made, year),
        quality.balance(made, year),
        quality.ranges(made, chosen, year, seed),
        *quality.trend(made, chosen),
        quality.indicators(made, dossier, chosen),
        quality.compared(made, dossier),
        quality.completeness(made, year),
        amounts.gpc(made, year),
    )
    share = estimated_share(made, year)
    facts = (
        ("basis", chosen.value),
        ("base_year", year),
        ("factor_set", made.factor_set),
        ("grid_kind", made.grid_kind),
        ("estimated_share", share),
    )
    remark = Text(
        f"分部门数据为{names.BASES[chosen].zh}；估算数据占燃料燃烧排放的{100 * share:.0f}%",
        f"by sector: {names.BASES[chosen].en}; estimates carry "
        f"{100 * share:.0f} % of the CO2 from fuels",
    )
    place = (dossier.identity.code, dossier.identity.name)
    return Answer("inventory", place, tables, facts, (remark, *_keys(tables)), opened.faults)


def _keys(tables: tuple[AnswerTable, ...]) -> Iterator[Text]:
    """Yield what the notation keys mean that stand in place of figures."""
    heads = [[name for name, _ in table.columns] for table in tables]
    used = {
        str(row[head.index("notation")])
        for table, head in zip(tables, heads, strict=True)
        if "notation" in head and "co2" in head
        for row in table.rows
    }
    names = [terms("notation")[s.name].name for s in State if s.name in used - {"VALUE"}]
    codes = [s.name for s in State if s.name in used - {"VALUE"}]
    if codes:
        yield Text(
            "没有数的用标识符："
            + "；".join(f"{c} {n.zh}" for c, n in zip(codes, names, strict=True)),
            "notation keys stand where there is no figure: "
            + "; ".join(f"{c} {n.en.casefold()}" for c, n in zip(codes, names, strict=True)),
        )
