"""What a place hands in, as typed records: each figure with unit, source, quality and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from dafeng import units
from dafeng.dossier.row_places import cell_of
from dafeng.errors import NOWHERE, Place
from dafeng.language import Text
from dafeng.reference.own_places import is_country


class NotationKey(StrEnum):
    """Why a figure is absent (Global Protocol for Community-Scale inventories, IPCC 2006).

    ``NO`` not occurring, ``NE`` not estimated, ``IE`` included elsewhere, ``C`` confidential.
    """

    NO = "NO"
    NE = "NE"
    IE = "IE"
    C = "C"


class Quality(StrEnum):
    """How good a figure is; the range is used where the record states none.

    ``measured`` ±5 %, ``reported`` ±10 %, ``calculated`` ±15 %, ``estimate`` ±30 %
    (GHG Protocol uncertainty guidance, classes high to poor).
    """

    MEASURED = "measured"
    REPORTED = "reported"
    CALCULATED = "calculated"
    ESTIMATE = "estimate"


class Flow(StrEnum):
    """Rows of a Chinese energy balance table; transformation is input (-) and output (+)."""

    PRODUCTION = "production"
    INFLOW = "inflow"
    OUTFLOW = "outflow"
    STOCK_CHANGE = "stock_change"
    POWER = "power"
    HEAT = "heat"
    COAL_WASHING = "coal_washing"
    COKING = "coking"
    REFINING = "refining"
    GAS_WORKS = "gas_works"
    LIQUEFACTION = "liquefaction"
    BRIQUETTING = "briquetting"
    RECOVERY = "recovery"
    LOSS = "loss"
    FINAL_CONSUMPTION = "final_consumption"
    NON_ENERGY = "non_energy"
    STATISTICAL_DIFFERENCE = "statistical_difference"
    TOTAL_CONSUMPTION = "total_consumption"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure, or the reason why there is none.

    Parameters
    ----------
    value
        The figure in `unit`; None if and only if `notation` is set.
    unit
        Canonical unit symbol known to `dafeng.units`.
    notation
        Reason for an absent figure.
    low, high
        Range in that unit, the 2.5 % and 97.5 % points; None if not stated.
    quality, source
        How the figure came about, and its id in the sources table; empty if not stated.
    comment, place
        What the user wrote beside it, and where it stands in the input.
    """

    value: float | None
    unit: str
    notation: NotationKey | None = None
    low: float | None = None
    high: float | None = None
    quality: Quality = Quality.REPORTED
    source: str = ""
    comment: str = ""
    place: Place = NOWHERE

    def __post_init__(self) -> None:
        if (self.value is None) == (self.notation is None):
            raise ValueError("an amount has either a value or a notation key")

    def in_unit(self, unit: str) -> float:
        """Return the figure in another unit of the same dimension; a price base stays as it is.

        Raises
        ------
        ValueError
            If there is a reason instead of a figure.
        """
        if self.value is None:
            raise ValueError("an absent figure was not left out")
        plain = self.unit.partition("@")[0]
        return self.value if plain == unit else units.convert(self.value, plain, unit)


@dataclass(frozen=True, slots=True)
class EnergyRecord:
    """One cell of an energy balance.

    Parameters
    ----------
    year, flow, sector, carrier
        Position in the balance. `sector` is a sector id for final consumption, non-energy use
        and optional elsewhere ("" = not split by sector).
    amount
        Quantity in physical or energy units; transformation input negative, output positive.
    """

    year: int
    flow: Flow
    sector: str
    carrier: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """A driver of energy use in one year.

    Parameters
    ----------
    year
        Year of the figure.
    variable
        ``population``, ``gdp``, ``gdp_index``, ``value_added``, ``value_added_share``,
        ``floor_area``, ``vehicles``, ``output`` ...
    sector
        Sector id, product id (for ``output``) or "".
    amount
        The figure.
    price_base
        For money: the base year as text (``2020``) or ``current``; "" otherwise.
    """

    year: int
    variable: str
    sector: str
    amount: Amount
    price_base: str = ""


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """Output of an industrial process that emits CO2 outside combustion."""

    year: int
    process: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """A local factor that replaces one of the named set.

    Parameters
    ----------
    quantity
        ``ncv``, ``carbon_content``, ``oxidation``, ``emission_factor``, ``grid``, ``heat``,
        ``process``, ``thermal_rate`` (等价值 rate of electricity).
    subject
        Carrier id, process id, or "" for grid and heat.
    sector
        Sector id if it holds for that sector alone (oxidation), otherwise "".
    year
        Year for which it holds; None for all years.
    amount
        The factor with its unit.
    """

    quantity: str
    subject: str
    sector: str
    year: int | None
    amount: Amount


#: How the series of the place's own account begin, by basis; no published series may.
OWN_SERIES: Final = "inventory:"


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """A CO2 total of the place that somebody has published (EDGAR, CEADs, a yearbook)."""

    year: int
    series: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class AssumptionRecord:
    """One point of a driver path with its range.

    Parameters
    ----------
    scenario
        Scenario id (``frozen``, ``current_policy``, ``enhanced`` or the place's own).
    driver
        Driver id, see `dafeng.scenarios`.
    sector, carrier
        Where it applies; "" for all.
    year
        Year of the point.
    low, central, high
        2.5 %, 50 % and 97.5 % points in `unit`.
    form
        How the path runs between its points: ``linear``, ``growth``, ``logistic``, ``table``; ""
        where that is not stated.
    """

    scenario: str
    driver: str
    sector: str
    carrier: str
    year: int
    low: float | None
    central: float
    high: float | None
    unit: str
    source: str = ""
    place: Place = NOWHERE
    form: str = ""


@dataclass(frozen=True, slots=True)
class VehicleRecord:
    """Vehicles of one class and drive ("" = all): ``stock``, ``sales`` or ``distance`` a year."""

    year: int
    vehicle_class: str
    drive: str
    variable: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class BuildingRecord:
    """Floor area (``area``), or what of it is ``retrofitted``, of one kind and year built."""

    year: int
    kind: str
    built: int | None
    variable: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class PlantRecord:
    """One power or heat unit: years, full-load hours [h/a], efficiency [-], capacity.

    None where the end is not settled, or hours and efficiency are those of the technology.
    """

    name: str
    technology: str
    start: int
    end: int | None
    hours: float | None
    efficiency: float | None
    amount: Amount


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """Output of a product by one process route."""

    year: int
    product: str
    route: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where a figure comes from."""

    id: str
    title: str
    publisher: str = ""
    year: str = ""
    licence: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that later rooms interpret (measures, projects, tasks, reforms, ...).

    `values` holds the text of each cell by canonical column id, `columns` its column in the sheet.
    """

    values: tuple[tuple[str, str], ...]
    place: Place = NOWHERE
    columns: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, column: str) -> str:
        return dict(self.values).get(column, "")

    def at(self, column: str) -> Place:
        """Return the place of a cell, or of the one that it belongs to where it has none itself."""
        found = cell_of(column, self.columns)
        return replace(self.place, column=found) if found else replace(self.place, field=column)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the place is, and on which bases its figures stand (``dossier.toml``).

    Parameters
    ----------
    code
        Six-digit division code (GB/T 2260) or park id.
    name, kind
        Official name; ``city``, ``park`` or ``province``.
    province
        Province code; that of the country (two capital letters) of a place abroad.
    hosts
        Codes of the prefectures in which a park lies; the city's own code otherwise; none abroad.
    boundary
        What is inside.
    base_year
        Year from which the future starts.
    factor_set, grid_kind
        Ids of the fuel factor set and of the kind of grid factor.
    grid_area
        Division code whose grid factor holds.
    price_base, programme
        Year of constant prices; programme id.
    places
        Where each key stands.
    status
        Of the plan: ``draft``, ``review`` or ``issued``; "" if not said.
    """

    code: str
    name: Text
    kind: str
    province: str
    hosts: tuple[str, ...]
    boundary: Text
    base_year: int
    factor_set: str
    grid_kind: str
    grid_area: str
    price_base: int
    programme: str
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    status: str = ""

    @property
    def abroad(self) -> bool:
        """Say whether the place lies in another country, whose code stands for the province."""
        return is_country(self.province)

    def place(self, key: str) -> Place:
        """Return where a key stands, or should stand."""
        return self.places.get(key, Place(file="dossier.toml", field=key))


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that a place has handed in, parsed and typed."""

    identity: Identity
    energy: tuple[EnergyRecord, ...] = ()
    activity: tuple[ActivityRecord, ...] = ()
    process: tuple[ProcessRecord, ...] = ()
    factors: tuple[FactorRecord, ...] = ()
    published: tuple[PublishedRecord, ...] = ()
    assumptions: tuple[AssumptionRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    measures: tuple[Row, ...] = ()
    projects: tuple[Row, ...] = ()
    tasks: tuple[Row, ...] = ()
    reforms: tuple[Row, ...] = ()
    targets: tuple[Row, ...] = ()
    actuals: tuple[Row, ...] = ()
    vehicles: tuple[VehicleRecord, ...] = ()
    buildings: tuple[BuildingRecord, ...] = ()
    plants: tuple[PlantRecord, ...] = ()
    routes: tuple[RouteRecord, ...] = ()
    texts: tuple[Row, ...] = ()
