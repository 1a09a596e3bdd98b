"""What is a measure, and in which words is it described?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.language import Text

FIELDS: Final[dict[str, Text]] = {
    "energy_supply": Text("能源供应", "energy supply"),
    "industry": Text("工业", "industry"),
    "buildings": Text("建筑", "buildings"),
    "transport": Text("交通", "transport"),
    "waste": Text("废弃物", "waste"),
    "agriculture": Text("农业", "agriculture"),
    "sinks": Text("碳汇", "sinks"),
}

LEVERS: Final[dict[str, Text]] = {
    "intensity": Text("节能", "energy saved"),
    "switch": Text("燃料替代", "carrier switched"),
    "activity": Text("减量", "activity lowered"),
    "supply": Text("非化石供应", "non-fossil supply"),
    "process": Text("过程减排", "process CO2 avoided"),
    "capture": Text("捕集", "CO2 captured"),
    "sink": Text("碳汇（另列）", "uptake (apart)"),
    "methane": Text("甲烷（另列）", "methane (apart)"),
    "n2o": Text("氧化亚氮（另列）", "nitrous oxide (apart)"),
}

MATURITIES: Final[dict[str, Text]] = {
    "mature": Text("成熟", "mature"),
    "commercial": Text("商业化", "commercial"),
    "demonstration": Text("示范", "demonstration"),
    "pilot": Text("试点", "pilot"),
}

#: Climate zones of buildings (GB 50176).
CLIMATE_ZONES: Final[dict[str, Text]] = {
    "severe_cold": Text("严寒", "severe cold"),
    "cold": Text("寒冷", "cold"),
    "hot_summer_cold_winter": Text("夏热冬冷", "hot summer and cold winter"),
    "hot_summer_warm_winter": Text("夏热冬暖", "hot summer and warm winter"),
    "mild": Text("温和", "mild"),
}

#: How good the figure of a cost or of a potential is.
MARKS: Final[dict[str, Text]] = {
    "A": Text("国内官方或同行评议", "Chinese official or peer-reviewed"),
    "B": Text("国内行业", "Chinese industry"),
    "C": Text("国外", "from abroad"),
    "M": Text("凭记忆或判断", "from memory or judgement"),
    "O": Text("本地填报", "the place's own"),
}

#: On what a potential is a share, or of what it is a multiple.
POTENTIAL_BASES: Final[dict[str, Text]] = {
    "energy": Text("所涉能耗的份额", "share of the energy touched"),
    "heat_fuel": Text("电厂供热用燃料的份额", "share of the plants' fuel for heat"),
    "process": Text("过程排放的份额", "share of process CO2"),
    "co2": Text("所涉二氧化碳的份额", "share of the CO2 touched"),
    "demand": Text("用电（用热）量的份额", "share of the demand for electricity or heat"),
    "population": Text("每人", "per head"),
    "primary": Text("每百万元第一产业增加值", "per million yuan of primary value added"),
    "sink": Text("现有碳汇的份额", "share of the present sink"),
    "product": Text("每吨产品", "per tonne of product"),
}

#: Unit of the yearly effect by lever; a supply of heat is counted in TJ.
UNITS: Final = {
    "intensity": "TJ",
    "switch": "TJ",
    "activity": "TJ",
    "supply": "MWh",
    "process": "t",
    "capture": "t",
    "sink": "tCO2e",
    "methane": "tCO2e",
    "n2o": "tCO2e",
}

#: Levers whose effect is no CO2 of the account; they are reported apart and never netted.
APART: Final = ("sink", "methane", "n2o")


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with the range that its sources leave open; low <= central <= high."""

    low: float
    central: float
    high: float

    def times(self, factor: float) -> Span:
        """Return the span scaled by a factor that is not negative."""
        return Span(self.low * factor, self.central * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the library.

    Parameters
    ----------
    id, name
        Identifier and name in both languages.
    field
        Field of action.
    sectors
        Sectors, or parents of sectors, on which it acts; () for all.
    lever
        What it moves; see `LEVERS`.
    carriers
        Carrier groups of the energy it touches (avoided, replaced or generated).
    target
        Carrier group that takes over (switch), "" otherwise.
    ratio
        Energy of the target per energy replaced [TJ/TJ] (switch).
    effect_unit
        ``TJ``, ``MWh``, ``t`` or ``tCO2e`` [per year].
    potential
        At full deployment, of its base: a share [-], or effect units per unit of the base.
    potential_basis
        What the potential is a share or a multiple of; see `POTENTIAL_BASES`.
    build_rate
        Share of the potential that can be added in a year [1/a].
    lifetime
        Technical life [a].
    investment
        Per yearly effect [yuan per effect unit/a].
    running_cost, savings
        Yearly, besides energy [yuan per effect unit]; energy is priced by `energy_prices`.
    penalty
        Further energy used per effect [TJ per effect unit] by carrier group; negative is saved.
    price_base
        Year of the prices.
    maturity, prerequisites, exclusions, co_benefits
        State of the technique, ids that must come first, ids that cannot go along, by-effects.
    quality
        A Chinese official or peer-reviewed figure, B Chinese industry, C foreign, M from memory.
    source, source_year, licence
        Id of the source, year of its figures, terms.
    note
        How the quoted figure was turned into effect units.
    base_share
        Part of the rows it can touch at all where the place does not state the product [-]; a
        national share.
    product, product_energy
        Product that it is about ("" if none), and energy of the touched carriers per tonne [TJ/t].
    price
        Id of the energy price of what it supplies or of the carrier that takes over; "" for the
        price of that carrier to the sector.
    potential_quality, potential_source
        Mark and source of the potential, as `quality` and `source` are of the cost.
    hours
        Full-load hours at which its cost was quoted per kW [h/a]; 0 where it was not.
    power
        Id among `dafeng.reference.powers`: who decides; "" where the place does not say.
    zones
        Climate zones in which it makes sense; () for all.
    """

    id: str
    name: Text
    field: str
    sectors: tuple[str, ...]
    lever: str
    carriers: tuple[str, ...]
    target: str
    ratio: float
    effect_unit: str
    potential: Span
    potential_basis: str
    build_rate: float
    lifetime: float
    investment: Span
    running_cost: float
    savings: float
    penalty: tuple[tuple[str, float], ...]
    price_base: int
    maturity: str
    prerequisites: tuple[str, ...]
    exclusions: tuple[str, ...]
    co_benefits: tuple[str, ...]
    quality: str
    source: str
    source_year: int
    licence: str
    note: str
    base_share: float = 1.0
    product: str = ""
    product_energy: float = 0.0
    price: str = ""
    potential_quality: str = "M"
    potential_source: str = ""
    hours: float = 0.0
    power: str = ""
    zones: tuple[str, ...] = ()

    @property
    def apart(self) -> bool:
        """Say whether its effect is reported beside the account and never netted."""
        return self.lever in APART
