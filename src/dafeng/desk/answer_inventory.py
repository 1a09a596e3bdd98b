"""``dafeng inventory``: what does the place emit, on which basis, how sure?"""

from __future__ import annotations

from pathlib import Path

from dafeng.desk import account
from dafeng.desk import inventory_amounts as amounts
from dafeng.desk import inventory_quality as quality
from dafeng.desk.answers import Answer
from dafeng.desk.building import open_account
from dafeng.desk.settings import SEED
from dafeng.inventory.account import estimated_share
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
    return Answer("inventory", place, tables, facts, (remark,), opened.faults)
