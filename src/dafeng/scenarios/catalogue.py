"""Which drivers can a scenario move, in which unit, and what varies together?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng.language import Text

#: Classes of the economy in the order of their axis; households belong to none.
CLASSES: Final[tuple[str, ...]] = ("primary", "secondary", "tertiary")


class Scope(StrEnum):
    """Over which labels a driver has separate paths, and separate uncertainty."""

    PLACE = "place"
    CLASS = "class"
    SECTOR = "sector"
    PROCESS_SECTOR = "process_sector"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Driver:
    """One thing that a scenario moves.

    Parameters
    ----------
    id
        As written in the dossier's assumptions.
    name
        Name for readers.
    unit
        ``1/a`` for yearly rates of change, ``-`` for shares, otherwise as named.
    scope
        Labels over which it has paths.
    low, high
        Bounds outside which a value has no meaning; draws are held inside them.
    sources
        For transfers: carrier groups from which energy use moves.
    target
        For transfers: carrier group to which it moves.
    """

    id: str
    name: Text
    unit: str
    scope: Scope
    low: float
    high: float
    sources: tuple[str, ...] = ()
    target: str = ""


def _rate(driver: str, zh: str, en: str, scope: Scope, low: float = -0.3) -> Driver:
    return Driver(driver, Text(zh, en), "1/a", scope, low, 0.3)


def _shift(target: str, zh: str, en: str, sources: tuple[str, ...]) -> Driver:
    text = Text(f"转为{zh}的用能份额", f"share of energy use moved to {en}")
    return Driver(f"shift_to_{target}", text, "-", Scope.TRANSFER, 0.0, 1.0, sources, target)


#: Every driver, in the order of its random numbers; append, never insert.
DRIVERS: Final[tuple[Driver, ...]] = (
    _rate("population_growth", "常住人口增长率", "growth of resident population", Scope.PLACE),
    _rate("gdp_growth", "地区生产总值增长率", "growth of gross domestic product", Scope.PLACE),
    _rate(
        "structure",
        "产业增加值增速与GDP增速之差",
        "growth of an industry class less growth of GDP",
        Scope.CLASS,
    ),
    _rate(
        "output_gap",
        "行业活动水平增速与所属产业增速之差",
        "growth of a sector's activity less that of its class (households: of population)",
        Scope.SECTOR,
    ),
    _rate(
        "energy_intensity",
        "单位活动水平能耗变化率",
        "change of energy use per unit of activity",
        Scope.SECTOR,
    ),
    _shift("electricity", "电力", "electricity", ("coal", "oil", "gas")),
    _shift("gas", "天然气", "gas", ("coal", "oil")),
    _shift(
        "non_fossil",
        "直接利用的非化石能源",
        "non-fossil energy used directly",
        ("coal", "oil", "gas", "heat"),
    ),
    Driver(
        "electricity_replacement",
        Text("单位电力替代的燃料量（倍）", "fuel replaced by one unit of electricity"),
        "-",
        Scope.PLACE,
        0.5,
        6.0,
    ),
    _rate("grid_factor", "外购电排放因子变化率", "change of the grid factor", Scope.PLACE),
    _rate(
        "process_intensity",
        "单位产出工业过程排放变化率",
        "change of process CO2 per unit of activity",
        Scope.PROCESS_SECTOR,
    ),
    _rate(
        "local_fossil_power",
        "本地化石能源发电量变化率",
        "change of local generation from fossil fuel",
        Scope.PLACE,
    ),
    Driver(
        "local_non_fossil_power",
        Text(
            "新增本地非化石发电量占用电量比重",
            "added local non-fossil generation as a share of electricity use",
        ),
        "-",
        Scope.PLACE,
        0.0,
        3.0,
    ),
    Driver(
        "carbon_capture",
        Text(
            "捕集并封存的直接排放份额（不计捕集本身的能耗）",
            "share of direct CO2 captured and stored, without the energy that capture takes",
        ),
        "-",
        Scope.SECTOR,
        0.0,
        0.95,
    ),
    Driver(
        "sinks",
        Text("碳汇（单列，不抵扣）", "uptake by sinks (reported apart, never netted)"),
        "t/a",
        Scope.PLACE,
        -1e12,
        1e12,
    ),
)

#: Rank correlation between the labels of one driver (project's judgement).
WITHIN_DRIVER: Final[float] = 0.5

#: Rank correlation between drivers (project's judgement): fast growth goes with fast renewal
#: of plant (falling intensity) and with people moving in; electrification and a cleaner grid
#: are pushed by the same policy.
BETWEEN_DRIVERS: Final[tuple[tuple[str, str, float], ...]] = (
    ("gdp_growth", "population_growth", 0.3),
    ("gdp_growth", "energy_intensity", -0.3),
    ("shift_to_electricity", "grid_factor", -0.3),
    ("shift_to_electricity", "shift_to_gas", -0.2),
    ("grid_factor", "local_non_fossil_power", -0.2),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One path of one driver: the driver and the labels for which it stands."""

    driver: str
    sector: str = ""
    carrier: str = ""


def driver(driver_id: str) -> Driver:
    """Return a driver by id.

    Raises
    ------
    KeyError
        If there is no such driver.
    """
    return _BY_ID[driver_id]


_BY_ID: Final[dict[str, Driver]] = {d.id: d for d in DRIVERS}

#: Ids of the drivers that move energy from one carrier group to another.
TRANSFERS: Final[tuple[str, ...]] = tuple(d.id for d in DRIVERS if d.scope is Scope.TRANSFER)

#: Names of the drivers by id, for whoever reads a dossier's assumptions.
NAMES: Final[dict[str, Text]] = {d.id: d.name for d in DRIVERS}
