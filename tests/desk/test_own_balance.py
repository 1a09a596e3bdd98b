"""The main path of a planner: start from estimates, add the place's own balance, check, account."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dafeng import reference
from dafeng.desk.checking import check_dossier
from dafeng.desk.opening import examine
from dafeng.desk.starting import new
from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, Severity
from dafeng.inventory.compile import compile_inventory

Rows = list[list[str | float | None]]

#: Carriers of the balance with their units; made-up figures of one city for 2022.
COLUMNS = {
    "raw_coal": "原煤（万吨）",
    "coke": "焦炭（万吨）",
    "gasoline": "汽油（万吨）",
    "diesel": "柴油（万吨）",
    "natural_gas": "天然气（亿立方米）",
    "heat": "热力（万百万千焦）",
    "electricity": "电力（亿千瓦时）",
}
BALANCE: Rows = [
    ["一、可供本地区消费的能源量", 570, 20, 30, 40, 10, None, 160],
    ["1.一次能源生产量", None, None, None, None, None, None, 10],
    ["2.外省（区、市）调入量", 570, 20, 30, 40, 10, None, 150],
    ["二、加工转换投入（-）产出（+）量", -470, None, None, None, -2, 1000, 100],
    ["1.火力发电", -420, None, None, None, -1, None, 100],
    ["2.供热", -50, None, None, None, -1, 1000, None],
    ["三、损失量", None, None, None, None, 0.2, 50, 5],
    ["四、终端消费量", 100, 20, 30, 40, 7.8, 950, 255],
    ["1.农、林、牧、渔业", 1, None, 1, 8, None, None, 5],
    ["2.工业", 95, 20, 2, 10, 5.5, 900, 170],
    ["3.建筑业", None, None, 1, 4, None, None, 4],
    ["4.交通运输、仓储和邮政业", None, None, 10, 15, 0.3, None, 6],
    ["5.批发和零售业、住宿和餐饮业", 1, None, 3, 1, 0.5, 20, 20],
    ["6.其他", 1, None, 5, 1, 0.2, 30, 15],
    ["7.居民生活", 2, None, 8, 1, 1.3, None, 35],
    ["城镇", 0.5, None, 6, 0.5, 1.2, None, 20],
    ["乡村", 1.5, None, 2, 0.5, 0.1, None, 15],
    ["五、平衡差额", 0, 0, 0, 0, 0, 0, 0],
    ["六、消费量合计", 570, 20, 30, 40, 10, 1000, 260],
]
#: Fuel burnt: final use and input of power and heat plants [10^4 t, 10^8 m3].
BURNT = {"raw_coal": 570, "coke": 20, "gasoline": 30, "diesel": 40, "natural_gas": 9.8}
#: How many units of the factor set make one unit of the table.
SCALE = {"natural_gas": 1e8 / 1e4}


def _others() -> list[str]:
    fuels = [c for c in reference.carriers().values() if c.group not in ("non_fossil", "other")]
    return [f"{c.name.zh}（{c.unit}）" for c in fuels if c.id not in COLUMNS]


def _table() -> Rows:
    """Return the balance; the city uses none of the other carriers, and says so."""
    others = _others()
    title: Rows = [["湖州市2022年能源平衡表（实物量）"], ["项目", *COLUMNS.values(), *others]]
    none = {"一、可供本地区消费的能源量", "四、终端消费量", "2.外省（区、市）调入量", "2.工业"}
    return title + [[*row, *([0.0 if row[0] in none else None] * len(others))] for row in BALANCE]


def _as_text(folder: Path) -> None:
    with (folder / "湖州市2022年能源平衡表.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_table())


def _as_workbook(folder: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "统计年鉴.xlsx") as book:
        sheet = book.add_worksheet("2022年能源平衡表")
        for i, row in enumerate(_table()):
            sheet.write_row(i, 0, row)


def _by_hand() -> float:
    """Return CO2 of the fuels burnt [t]: quantity x NCV x carbon content x oxidation x 44/12."""
    factors = reference.fuel_factor_set("provincial-guideline-2025").factors
    total = 0.0
    for carrier, quantity in BURNT.items():
        f = factors[carrier]
        units = quantity * SCALE.get(carrier, 1e4)
        total += units * f.ncv / 1000 * f.carbon_content * f.oxidation * 44 / 12
    return total


def _serious(faults: tuple[Fault, ...]) -> list[str]:
    return [f"{f.rule} {f.place}" for f in faults if f.severity is not Severity.NOTE]


@pytest.mark.parametrize("add", [_as_text, _as_workbook])
def test_an_own_balance_takes_the_place_of_the_estimates_of_its_year(
    add: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "湖州"
    new("330500", folder)
    before = compile_inventory(_dossier(folder))
    add(folder)
    assert not _serious(check_dossier(folder))
    after = compile_inventory(_dossier(folder))
    year = after.years.labels.index(2022)
    assert after.energy_co2[year].sum() == pytest.approx(_by_hand(), rel=1e-9)
    assert not after.estimated[year][after.energy_co2[year] > 0].any()
    others = [i for i, y in enumerate(after.years.labels) if y != 2022]
    assert np.allclose(
        after.energy_co2.sum(axis=(1, 2))[others],
        before.energy_co2.sum(axis=(1, 2))[others],
        rtol=1e-12,
    )


def test_carriers_without_a_column_keep_their_estimates_and_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "湖州"
    new("330500", folder)
    rows: Rows = [["2022年能源平衡表"], ["项目", *COLUMNS.values()], *BALANCE]
    with (folder / "能源平衡表.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = [f for f in check_dossier(folder) if f.severity is not Severity.NOTE]
    assert [f.rule for f in found] == ["energy.estimate.beside"]
    assert "液化石油气" in found[0].message.zh


def _dossier(folder: Path) -> Dossier:
    dossier, _ = examine(folder)
    assert dossier is not None
    return dossier
