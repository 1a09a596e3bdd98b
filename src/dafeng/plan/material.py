"""What does the plan document speak of? All results of one build, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dafeng import reference
from dafeng.axes import Floats
from dafeng.dossier.records import Dossier, SourceRecord
from dafeng.drivers.decomposition import Decomposition
from dafeng.errors import Fault
from dafeng.inventory.account import Inventory, estimated_share
from dafeng.inventory.comparable import known_totals
from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.status import PeakStatus
from dafeng.plan.binding import Bound
from dafeng.plan.promise import Promise
from dafeng.reference.guides import Guide
from dafeng.scenarios.ensemble import Ensemble

#: Names of groups of carriers.
GROUPS: Final[dict[str, Text]] = {
    "coal": Text("煤", "coal"),
    "oil": Text("油", "oil"),
    "gas": Text("气", "gas"),
    "heat": Text("热力", "heat"),
    "electricity": Text("电力", "electricity"),
    "non_fossil": Text("非化石能源", "non-fossil energy"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the base year.

    Parameters
    ----------
    id, name
        What it is: ``population``, ``gdp``, ``energy_total``, ``non_fossil_share``, ...
    value, unit
        The figure; None if it cannot be made from what was handed in.
    year
        Year of the figure.
    basis
        Convention or denominator variant on which it stands.
    reason
        Why there is no figure.
    """

    id: str
    name: Text
    value: float | None
    unit: str
    year: int
    basis: Text | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Total of one basis with its 95 % range.

    Parameters
    ----------
    basis, year
        What is uncertain.
    approach
        ``approach-1`` (error propagation) or ``monte-carlo``.
    central, low, high
        [t].
    """

    basis: str
    year: int
    approach: str
    central: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PublishedSeries:
    """CO2 of the place as somebody has published it [t] (year)."""

    id: str
    name: Text
    years: tuple[int, ...]
    values: Floats
    source: str = ""


@dataclass(frozen=True, slots=True)
class TapioState:
    """Decoupling of emissions from economic output over one window.

    Parameters
    ----------
    series
        Id of the series of emissions.
    period
        First and last year.
    state
        Name of the Tapio state.
    elasticity
        Relative change of CO2 over relative change of output [-]; None where output stood still.
    """

    series: str
    period: tuple[int, int]
    state: Text
    elasticity: float | None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A point of a driver path as it was used, with its range and source.

    Parameters
    ----------
    low, central, high
        2.5 %, 50 % and 97.5 % points in `unit`.
    carrier
        Carrier or group from which energy use moves, for drivers that move it; "" otherwise.
    """

    scenario: str
    driver: Text
    sector: str
    year: int
    low: float | None
    central: float
    high: float | None
    unit: str
    source: Text
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """With what the build was made.

    Parameters
    ----------
    version
        Version of Dafeng.
    seed, draws
        Of the ensembles.
    input_hash
        Content hash of the dossier.
    factor_set, grid_kind
        Factors used.
    guide, guide_hash
        Id and version of the guide, and the hash of the file that it was read from.
    guide_file
        Name of that file; "" for a guide that comes with Dafeng.
    portfolio
        Whether a portfolio was to be chosen.
    """

    version: str
    seed: int
    draws: int
    input_hash: str
    factor_set: str
    grid_kind: str
    guide: str = ""
    guide_hash: str = ""
    guide_file: str = ""
    portfolio: bool = True


@dataclass(frozen=True, slots=True)
class PlanMaterial:
    """All results of one build.

    Parameters
    ----------
    dossier, inventory
        What was handed in, and the account made from it.
    basis
        Basis on which the plan argues: ``assessment`` for a city, ``park`` for a park.
    totals
        Totals by basis [t] (year of the inventory).
    sectors
        Id and name of the sectors of `by_sector`.
    by_sector
        CO2 on `basis` [t] (year, sector).
    reconciliation
        Steps from one basis to another in the base year: name and tonnes.
    indicators
        Indicators of the base year by id.
    uncertainty
        Ranges of the base year's totals, each with its approach.
    published
        Published series.
    decompositions
        Effects of drivers, of the inventory and of published series.
    tapio
        Decoupling states.
    statuses
        Outcome of the peak rule for each series.
    status_probability
        Over the uncertainty of the inventory: series id -> status -> probability.
    past_remarks
        What of the past could not be worked out, and why.
    ensembles, outlooks
        By scenario id, in the order in which they are shown.
    assumptions, sources
        What stands behind the futures and the figures.
    faults
        What checks have found.
    provenance
        With what the build was made.
    guide
        Guide by which the plan is laid out.
    promise, promise_reason
        The chosen portfolio, or why there is none.
    named
        Results by the names under which the place's own words can refer to them.
    """

    dossier: Dossier
    inventory: Inventory
    basis: str
    totals: Mapping[str, Floats]
    sectors: tuple[tuple[str, Text], ...]
    by_sector: Floats
    provenance: Provenance
    reconciliation: tuple[tuple[Text, float | None], ...] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    uncertainty: tuple[Uncertainty, ...] = ()
    published: tuple[PublishedSeries, ...] = ()
    decompositions: tuple[Decomposition, ...] = ()
    tapio: tuple[TapioState, ...] = ()
    statuses: tuple[PeakStatus, ...] = ()
    status_probability: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    past_remarks: tuple[Text, ...] = ()
    ensembles: Mapping[str, Ensemble] = field(default_factory=dict)
    outlooks: Mapping[str, PeakOutlook] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    faults: tuple[Fault, ...] = ()
    guide: Guide = field(default_factory=lambda: reference.guide("city-2023"))
    promise: Promise | None = None
    promise_reason: Text | None = None
    named: Mapping[str, Bound] = field(default_factory=dict)

    @property
    def base_year(self) -> int:
        """Return the year from which the futures start."""
        return self.dossier.identity.base_year

    @property
    def base(self) -> int:
        """Return the position of the base year on the inventory's axis."""
        return self.inventory.years.index(self.base_year)

    @property
    def known_totals(self) -> dict[str, tuple[float | None, ...]]:
        """Return totals by basis [t] (year); None where electricity that counts is not known."""
        return known_totals(self.inventory)

    @property
    def estimated_share(self) -> float:
        """Return the share of combustion CO2 of the base year that rests on estimates [-]."""
        return estimated_share(self.inventory, self.base_year)

    def carrier_name(self, carrier: str) -> Text:
        """Return the name of a carrier or group; an id without name stands for itself."""
        known = reference.carriers()
        return known[carrier].name if carrier in known else GROUPS.get(carrier, same(carrier))
