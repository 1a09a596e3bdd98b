"""How much energy is a recorded amount, and how much CO2 does it hold?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Amount, Dossier, FactorRecord, Quality
from dafeng.dossier.standard_coal import standard_coal
from dafeng.errors import Fault, InputError, Place, Severity, UnitError, UnknownNameError
from dafeng.language import Text

#: Carrier groups whose use emits fossil CO2.
FOSSIL_GROUPS: Final = ("coal", "oil", "gas")

#: Relative half width of a figure without a stated range (GHG Protocol uncertainty guidance).
QUALITY_HALF_WIDTH: Final = {
    Quality.MEASURED: 0.05,
    Quality.REPORTED: 0.10,
    Quality.CALCULATED: 0.15,
    Quality.ESTIMATE: 0.30,
}

#: Relative half width of a CO2 factor of a group that no table names.
OTHER_HALF_WIDTH: Final = 0.1

#: What electricity is by its own heat [GJ/MWh].
GJ_PER_MWH: Final = 3.6


@dataclass(frozen=True, slots=True)
class ResolvedFactor:
    """The factor that holds for one carrier, sector and year.

    Parameters
    ----------
    ncv
        Net calorific value [GJ/unit]; None if neither the set nor the place states one.
    unit
        Physical unit of the carrier.
    carbon_content
        Carbon per energy [tC/TJ].
    oxidation
        Share of carbon that is oxidised [-].
    origin
        Id of the factor set, or ``local`` where the place's own figure took part.
    """

    ncv: float | None
    unit: str
    carbon_content: float
    oxidation: float
    origin: str

    @property
    def co2_per_tj(self) -> float:
        """Return carbon content x oxidation x 44/12 [t/TJ]."""
        return self.carbon_content * self.oxidation * 44 / 12


class FactorBook:
    """The factor set that a dossier names, with the place's own factors laid over it.

    A local figure beats the set; one for the sector beats one for all sectors, one for the year
    beats one for all years.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.set = reference.fuel_factor_set(dossier.identity.factor_set)
        self.carriers = reference.carriers()
        self._local = {(f.quantity, f.subject, f.sector, f.year): f for f in dossier.factors}

    def local(self, quantity: str, subject: str, sector: str, year: int) -> FactorRecord | None:
        """Return the place's own factor that fits best, or None."""
        for where, when in ((sector, year), (sector, None), ("", year), ("", None)):
            record = self._local.get((quantity, subject, where, when))
            if record is not None and record.amount.value is not None:
                return record
        return None

    def group(self, carrier: str) -> str:
        """Return the group of a carrier."""
        return self.carriers[carrier].group

    def emits(self, carrier: str) -> bool:
        """Say whether the use of a carrier emits fossil CO2.

        Other energy (waste, mixed by-products) does so only where the place states its carbon.
        """
        if self.group(carrier) == "other":
            stated = {quantity for quantity, subject, _, _ in self._local if subject == carrier}
            return bool(stated & {"carbon_content", "emission_factor"})
        return self.group(carrier) in FOSSIL_GROUPS

    def resolve(self, carrier: str, sector: str, year: int) -> ResolvedFactor:
        """Return the factor of a carrier that emits.

        Raises
        ------
        UnknownNameError
            If the set has no factor for the carrier and the place states none.
        """
        unit = self.carriers[carrier].unit
        ncv = self._value("ncv", carrier, sector, year, f"GJ/{unit}")
        base = self.set.factors.get(carrier)
        heat = ncv
        if heat is None and base is not None:
            heat = units.convert(base.ncv, f"GJ/{base.unit}", f"GJ/{unit}")
        direct = self.local("emission_factor", carrier, sector, year)
        if direct is not None:
            per_tj = emission_factor_per_tj(direct.amount, unit, heat)
            if per_tj is not None:
                return ResolvedFactor(heat, unit, per_tj * 12 / 44, 1.0, "local")
        carbon = self._value("carbon_content", carrier, sector, year, "tC/TJ")
        oxidation = self._value("oxidation", carrier, sector, year, "1")
        if carbon is not None and oxidation is not None and (ncv is not None or base is None):
            return ResolvedFactor(ncv, unit, carbon, oxidation, "local")
        if base is None:
            raise self._missing(carrier, sector, year)
        touched = any(x is not None for x in (ncv, carbon, oxidation))
        return ResolvedFactor(
            heat,
            unit,
            base.carbon_content if carbon is None else carbon,
            base.oxidation if oxidation is None else oxidation,
            "local" if touched else self.set.id,
        )

    def energy(self, amount: Amount, carrier: str, sector: str, year: int) -> float:
        """Return an amount as energy [TJ].

        ``TJ = quantity x NCV``; standard coal by 29.3076 GJ/tce; electricity by 3.6 GJ/MWh.

        Raises
        ------
        UnitError
            If the unit is neither energy nor the carrier's own kind of quantity, or if
            electricity is given as standard coal without its convention.
        UnknownNameError
            If a calorific value is needed and missing.
        """
        value = amount.value
        if value is None:
            raise ValueError("an amount without a figure has no energy")
        try:
            energy = units.convert(value, amount.unit, "TJ")
        except UnitError:
            return self._from_quantity(value, amount.unit, carrier, sector, year)
        if self.group(carrier) == "electricity" and units.unit(amount.unit).coal:
            raise _electricity_as_coal(amount.unit)
        return energy

    def standard_coal(self, amount: Amount, carrier: str, sector: str, year: int) -> float:
        """Return an amount as standard coal [tce], by which energy totals count.

        ``quantity x coefficient`` of GB/T 2589 and the statistical yearbook for a figure in
        physical units, unless the place states a calorific value of its own or the coefficient
        was not verified; else ``energy / 29.3076``.

        References
        ----------
        GB/T 2589-2020, annex A.
        """
        own = self.local("ncv", carrier, sector, year) is not None
        published = reference.standard_coals().get(carrier)
        usable = published is not None and published.verification != "M"
        coal = standard_coal(amount, carrier) if usable and not own else None
        if coal is not None:
            return coal
        return self.energy(amount, carrier, sector, year) * 1000 / float(units.GJ_PER_TCE)

    def _from_quantity(
        self, value: float, unit: str, carrier: str, sector: str, year: int
    ) -> float:
        own = self.carriers[carrier].unit
        quantity = units.convert(value, unit, own)
        if self.emits(carrier):
            ncv = self.resolve(carrier, sector, year).ncv
        else:
            ncv = self._value("ncv", carrier, sector, year, f"GJ/{own}")
        if ncv is None:
            raise self._missing(carrier, sector, year)
        return quantity * ncv / 1000

    def _value(
        self, quantity: str, carrier: str, sector: str, year: int, target: str
    ) -> float | None:
        record = self.local(quantity, carrier, sector, year)
        return None if record is None else figure(record.amount, target)

    def _missing(self, carrier: str, sector: str, year: int) -> UnknownNameError:
        name = self.carriers[carrier].name
        partial = any(subject == carrier for _, subject, _, _ in self._local)
        where = reference.sector_name(sector) if sector else Text("该品种", "it")
        zh = f"，本地因子也不适用于 {year} 年“{where.zh}”" if partial else ""
        en = f", and no local one holds for {where.en} in {year}" if partial else ""
        return UnknownNameError(
            Text(
                f"因子集“{self.set.name.zh}”没有“{name.zh}”的因子{zh}",
                f"factor set “{self.set.name.en}” has no factor for {name.en}{en}",
            )
        )


def figure(amount: Amount, target: str) -> float:
    """Return a factor in the target unit; bare numbers and per cent count as shares.

    Raises
    ------
    UnitError
        If the unit cannot become the target's.
    """
    if amount.value is None:
        raise ValueError("a factor needs a figure")
    if amount.unit in ("", "-", "1") and target in ("", "-", "1"):
        return amount.value
    if amount.unit in ("%", "％") and target == "1":
        return amount.value / 100
    return units.convert(amount.value, amount.unit, target)


def emission_factor_per_tj(amount: Amount, unit: str, ncv: float | None) -> float | None:
    """Return a stated CO2 factor per energy [t/TJ], or None where a calorific value is missing.

    ``f [t/TJ] = f [t/unit] / NCV [GJ/unit] x 1000``; one stated per energy or per tonne of
    standard coal (29.3076 GJ) needs no calorific value.

    Parameters
    ----------
    amount
        The factor.
    unit
        Physical unit of the carrier.
    ncv
        Net calorific value [GJ/unit].

    Raises
    ------
    UnitError
        If its unit is neither CO2 per energy nor CO2 per the carrier's kind of quantity.
    """
    try:
        return figure(amount, "tCO2/TJ")
    except UnitError:
        per_unit = figure(amount, f"tCO2/{unit}")
    return per_unit / ncv * 1000 if ncv else None


def half_width(amount: Amount) -> float:
    """Return the relative half width (95 %) of an amount, stated or by its quality [-].

    Where one end alone is stated, the other lies as far off as the quality says.
    """
    usual = QUALITY_HALF_WIDTH[amount.quality]
    if not amount.value:
        return usual
    away = usual * abs(amount.value)
    low = amount.value - away if amount.low is None else amount.low
    high = amount.value + away if amount.high is None else amount.high
    return abs(high - low) / 2 / abs(amount.value)


@dataclass(frozen=True, slots=True)
class FactorUse:
    """A figure that needs a factor: carrier, sector and year in which it is burnt, its place."""

    carrier: str
    sector: str
    year: int
    place: Place


def missing_factors(book: FactorBook, uses: Iterable[FactorUse]) -> None:
    """Raise one error that lists every carrier without a factor, with its first place by sector.

    A factor of the place may hold for one sector or one year alone.

    Raises
    ------
    InputError
        If any carrier that emits has no factor.
    """
    faults: dict[tuple[str, str], Fault] = {}
    for use in uses:
        try:
            book.resolve(use.carrier, use.sector, use.year)
        except UnknownNameError as error:
            faults.setdefault(
                (use.carrier, use.sector),
                Fault(
                    "inventory.factor.missing",
                    Severity.ERROR,
                    use.place,
                    error.text,
                    Text(
                        "在因子表中填入热值、含碳量和氧化率，或改用其他因子集",
                        "enter its calorific value, carbon content and oxidation among the "
                        "factors, or name another factor set",
                    ),
                ),
            )
    if faults:
        raise InputError(list(faults.values()))


def factor_half_widths(book: FactorBook, carrier: str, *, physical: bool) -> tuple[float, float]:
    """Return the relative half widths (95 %) down and up of a carrier's CO2 factor [-].

    Bounds of the set where it states them, otherwise the default of the carrier's group; the
    calorific value takes part only where activity was recorded in physical units.

    Parameters
    ----------
    book
        Factors in use.
    carrier
        Carrier id.
    physical
        Whether any amount of the carrier stood in tonnes or cubic metres.
    """
    default = _group_half_widths().get(book.group(carrier), OTHER_HALF_WIDTH)
    base = book.set.factors.get(carrier)
    if base is None:
        return default, default
    carbon = _bounds(base.carbon_content, base.cc_low, base.cc_high)
    heat = _bounds(base.ncv, base.ncv_low, base.ncv_high) if physical else (0.0, 0.0)
    if carbon is None or heat is None or not base.bounds_reproduced:
        return default, default
    return math.hypot(carbon[0], heat[0]), math.hypot(carbon[1], heat[1])


@lru_cache(maxsize=1)
def _group_half_widths() -> dict[str, float]:
    """Return the half width of a CO2 factor whose set states no bounds, by group of carriers."""
    table = reference.table("factor_uncertainty")
    group, half = table.columns.index("group"), table.columns.index("half_width")
    return {row[group]: float(row[half]) for row in table.rows}


def _bounds(value: float, low: float | None, high: float | None) -> tuple[float, float] | None:
    if low is None or high is None or not value:
        return None
    return max(1 - low / value, 0.0), max(high / value - 1, 0.0)


def _electricity_as_coal(unit: str) -> UnitError:
    return UnitError(
        Text(
            f"电力以“{unit}”给出，须注明当量值或等价值；请改用千瓦时类单位",
            f"electricity in {unit!r}: say whether by the equivalent (当量值) or the thermal "
            "value (等价值), or give it in kWh",
        )
    )
