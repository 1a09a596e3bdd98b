"""What dossier does a place start from on day one?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.axes import Axis, year_axis
from dafeng.dossier.host_figures import CITY_STATISTICS, FIRST_ESTIMATE
from dafeng.dossier.identity import DEFAULTS
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    Identity,
    NotationKey,
    ProcessRecord,
    PublishedRecord,
    Quality,
    SourceRecord,
)
from dafeng.errors import UnknownNameError
from dafeng.inventory.anchoring import last_year
from dafeng.inventory.downscaling import STRUCTURE_YEAR, Estimate, estimate, summed
from dafeng.inventory.first_stocks import estimated_vehicles
from dafeng.inventory.panel import Panel, panel_series
from dafeng.inventory.place_drivers import gdp_of, population_of, share_of
from dafeng.inventory.place_gdp import PlaceGdp, real_gdp
from dafeng.language import Text
from dafeng.reference import PRICE_BASE, Division, Pilot, PlaceSeries

#: Programme id of the national pilots; a place outside has "".
PROGRAMME: Final = "ndrc-carbon-peaking-pilots"

#: Process that stands for all process CO2 of an estimate (CEADs counts cement).
PROCESS: Final = "cement"

_DIGITS: Final = 8

#: Boundary of a city: all of it.
_WHOLE_AREA: Final = Text("行政区域全域", "whole administrative area")

#: How GDP at constant prices is estimated where a place publishes no GDP, or no index.
#: How far a share by CO2 leads: over the pilots whose GDP and population are published.
_FAR_OFF: Final = Text(
    "这样分摊可差二至三倍，请填公布数",
    "may be two or three times off: enter the published figure",
)
_SHARED_LEVEL: Final = Text(
    f"{PRICE_BASE} 年按碳排放占比分摊全省地区生产总值（{_FAR_OFF.zh}）",
    f"GDP of the province in {PRICE_BASE} by the place's share of CO2 ({_FAR_OFF.en})",
)
_CARRIED_LEVEL: Final = Text(
    f"{PRICE_BASE} 年地区生产总值（缺则按全省增速推至该年）",
    f"GDP of {PRICE_BASE} (carried there by the province's growth if missing)",
)
_TYPICAL_GROWTH: Final = Text(
    "缺少实际增速的年份按有公布指数地区的中位数推算（非当年价增速）",
    "years without a real growth rate follow the median published index (no nominal growth)",
)


#: Electricity used by a place of which neither is known.
_NO_USE: Final = Amount(
    None,
    "万千瓦时",
    notation=NotationKey.NE,
    source=FIRST_ESTIMATE,
    comment="没有 GDP 或人口，用电未估算 / not estimated: GDP or population unknown",
)


def first_dossier(place: str | Pilot | Division) -> Dossier:
    """Return the dossier a place starts from: published series and estimates with ranges.

    A park starts from the sum of its hosts, with a note that its own share is not known.

    Parameters
    ----------
    place
        A pilot or prefecture, or its code, id or name.

    Raises
    ------
    UnknownNameError
        If the place is unknown or no published series of it is kept.
    """
    return _started(place, reference.place_series)


def first_dossier_from_panel(
    place: str | Pilot | Division, rows: Panel, latest: int | None = None
) -> Dossier:
    """Return the first dossier of a pilot or prefecture whose series stand in a panel file.

    Parameters
    ----------
    place
        As for `first_dossier`.
    rows
        Rows of a panel with the columns ``city_adcode, year, gdp_nominal_yi, gdp_index_prev100,
        share_primary, share_secondary, share_tertiary, pop_resident_wan, pop_interp_wan,
        co2_edgar8_t, co2_ceads_mt``; an empty cell is a missing figure.
    latest
        Last year that can have figures; None where nobody says what day it is.

    Raises
    ------
    UnknownNameError
        If the panel has no row of the code.
    InputError
        If a cell is no finite number or a year cannot be used; all are listed.
    """
    return _started(place, lambda code: panel_series(code, rows, latest))


def _started(place: str | Pilot | Division, series_of: Callable[[str], PlaceSeries]) -> Dossier:
    found = reference.find_place(place) if isinstance(place, str) else place
    pilot = found if isinstance(found, Pilot) else _pilot_of(found)
    if pilot is not None:
        series = [series_of(host) for host in pilot.hosts]
        return _dossier(_pilot_identity(pilot, series), series)
    if not isinstance(found, Division):
        raise UnknownNameError(Text(f"未知地区 {place}", f"unknown place {place}"))
    own = [series_of(found.code)]
    return _dossier(_city_identity(found, own), own)


def _pilot_of(place: Division) -> Pilot | None:
    return next((p for p in reference.pilots() if p.id == place.code), None)


def _pilot_identity(pilot: Pilot, series: Sequence[PlaceSeries]) -> Identity:
    return Identity(
        code=pilot.id,
        name=pilot.name,
        kind=pilot.kind,
        province=pilot.province,
        hosts=pilot.hosts,
        boundary=_boundary(pilot),
        base_year=min(last_year(s, STRUCTURE_YEAR) for s in series),
        factor_set=DEFAULTS["factor_set"],
        grid_kind=DEFAULTS["grid_kind"],
        grid_area=pilot.province,
        price_base=PRICE_BASE,
        programme=PROGRAMME,
    )


def _boundary(pilot: Pilot) -> Text:
    if pilot.kind == "city":
        return _WHOLE_AREA
    hosts = [reference.division(host).name for host in pilot.hosts]
    zh, en = "、".join(h.zh for h in hosts), ", ".join(h.en for h in hosts)
    return Text(
        f"所有数字为所在地（{zh}）全域之和，园区自身份额未知，须以园区数据替换",
        f"all figures are those of the whole host area ({en}); the park's own share is not known "
        "and must be entered",
    )


def _city_identity(place: Division, series: Sequence[PlaceSeries]) -> Identity:
    province = place.parent or place.code
    return Identity(
        code=place.code,
        name=place.name,
        kind=place.kind,
        province=province,
        hosts=(place.code,),
        boundary=_WHOLE_AREA,
        base_year=min(last_year(s, STRUCTURE_YEAR) for s in series),
        factor_set=DEFAULTS["factor_set"],
        grid_kind=DEFAULTS["grid_kind"],
        grid_area=province,
        price_base=PRICE_BASE,
        programme="",
    )


def _dossier(identity: Identity, series: Sequence[PlaceSeries]) -> Dossier:
    years = year_axis(STRUCTURE_YEAR, max(identity.base_year, STRUCTURE_YEAR))
    whole = summed([estimate(s, identity.province, years) for s in series])
    return Dossier(
        identity,
        energy=tuple(_energy(whole, identity)),
        activity=tuple(_activity(series, identity, years)),
        process=tuple(_process(whole)),
        published=tuple(_published(series)),
        sources=_sources(whole),
        vehicles=estimated_vehicles(series, identity, FIRST_ESTIMATE),
    )


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _amount(values: tuple[float, float, float], unit: str, comment: str) -> Amount:
    central, low, high = (_round(v) for v in values)
    return Amount(
        central,
        unit,
        low=min(low, high),
        high=max(low, high),
        quality=Quality.ESTIMATE,
        source=FIRST_ESTIMATE,
        comment=comment,
    )


def _energy(whole: Estimate, identity: Identity) -> Iterable[EnergyRecord]:
    factors = reference.fuel_factor_set(identity.factor_set)
    note = "省级清单降尺度估算 / scaled down from the province"
    for i, year in enumerate(whole.years):
        for s, sector in enumerate(whole.sectors):
            for c, carrier in enumerate(whole.carriers):
                if not whole.co2[i, s, c]:
                    continue
                rate = factors[carrier].co2_per_tj
                values = (whole.co2, whole.co2_low, whole.co2_high)
                amounts = [float(v[i, s, c]) / rate for v in values]
                burnt = sector == "power_heat"
                signed = [-a for a in amounts] if burnt else amounts
                flow = Flow.POWER if burnt else Flow.FINAL_CONSUMPTION
                amount = _amount((signed[0], signed[1], signed[2]), "TJ", note)
                yield EnergyRecord(year, flow, "" if burnt else sector, carrier, amount)
        yield from _power(whole, i, year)


def _power(whole: Estimate, i: int, year: int) -> Iterable[EnergyRecord]:
    used = "按全国单位增加值和人均用电估算 / from the nation's use per value added and head"
    made = "由发电供热排放推算 / from CO2 of power and heat"
    for s, sector in enumerate(whole.sectors):
        values = (whole.power[i, s], whole.power_low[i, s], whole.power_high[i, s])
        if values[0]:
            amount = _amount((values[0] / 10, values[1] / 10, values[2] / 10), "万千瓦时", used)
            yield EnergyRecord(year, Flow.FINAL_CONSUMPTION, sector, "electricity", amount)
    if not whole.power[i].any():
        yield EnergyRecord(year, Flow.FINAL_CONSUMPTION, "", "electricity", _NO_USE)
    local = (whole.generated[i], whole.generated_low[i], whole.generated_high[i])
    if local[0]:
        amount = _amount((local[0] / 10, local[1] / 10, local[2] / 10), "万千瓦时", made)
        yield EnergyRecord(year, Flow.POWER, "", "electricity", amount)
    absent = Amount(
        None,
        "万千瓦时",
        notation=NotationKey.NE,
        source=FIRST_ESTIMATE,
        comment="本地水风光核发电未知 / local hydro, wind, solar and nuclear generation unknown",
    )
    yield EnergyRecord(year, Flow.PRODUCTION, "", "electricity", absent)


def _process(whole: Estimate) -> Iterable[ProcessRecord]:
    rate = reference.process_factors()[PROCESS].value
    note = "由工业过程排放反算 / worked back from process CO2"
    for i, year in enumerate(whole.years):
        if whole.process[i]:
            values = (whole.process[i], whole.process_low[i], whole.process_high[i])
            amount = _amount((values[0] / rate, values[1] / rate, values[2] / rate), "t", note)
            yield ProcessRecord(year, PROCESS, amount)


def _activity(
    series: Sequence[PlaceSeries], identity: Identity, years: Axis[int]
) -> Iterable[ActivityRecord]:
    known = sorted({y for s in series for y in s.years} | set(years))
    real = real_gdp(series, identity.province, identity.base_year)
    for year in known:
        yield from _population(series, identity, year)
        yield from _gdp(series, identity, year, real)
        yield from _shares(series, identity, year)


def _whole(series: Sequence[PlaceSeries], name: str, year: int) -> float | None:
    values = [getattr(s, name).get(year) for s in series]
    return None if any(v is None for v in values) else math.fsum(values)


def _population(
    series: Sequence[PlaceSeries], identity: Identity, year: int
) -> Iterable[ActivityRecord]:
    published = _whole(series, "population", year)
    if published is not None:
        yield ActivityRecord(year, "population", "", _reported(published, "万人"))
        return
    guesses = [population_of(s, identity.province, year) for s in series]
    if year <= identity.base_year and all(g is not None for g in guesses):
        total = math.fsum(g for g in guesses if g is not None)
        yield ActivityRecord(year, "population", "", _guess(total, series, "万人"))


def _guess(value: float, series: Sequence[PlaceSeries], unit: str) -> Amount:
    wide = any(not s.gdp_current for s in series)
    factor = 1.5 if wide else 1.05
    note = "按省级数据推算 / derived from the province"
    if any(not s.population_interpolated for s in series):
        note = (
            f"按碳排放占比分摊全省人口（{_FAR_OFF.zh}） / "
            f"population of the province by the place's share of CO2 ({_FAR_OFF.en})"
        )
    return _amount((value, value / factor, value * factor), unit, note)


def _reported(value: float, unit: str) -> Amount:
    return Amount(_round(value), unit, source=CITY_STATISTICS)


def _gdp(
    series: Sequence[PlaceSeries], identity: Identity, year: int, real: Mapping[int, PlaceGdp]
) -> Iterable[ActivityRecord]:
    current = _whole(series, "gdp_current", year)
    if current is not None:
        yield ActivityRecord(year, "gdp", "", _reported(current, "亿元"), "current")
    if year in real:
        amount = _real_amount(real[year], series, stated=current is not None)
        yield ActivityRecord(year, "gdp", "", amount, str(identity.price_base))
    if len(series) == 1 and year in series[0].gdp_index:
        yield ActivityRecord(year, "gdp_index", "", _reported(series[0].gdp_index[year], "%"))


def _real_amount(found: PlaceGdp, series: Sequence[PlaceSeries], *, stated: bool) -> Amount:
    if found.published:
        note = "" if stated else "由公布的增长指数推得 / follows from the published index"
        return replace(_reported(found.value, "亿元"), comment=note)
    level = _SHARED_LEVEL if any(not s.gdp_current for s in series) else _CARRIED_LEVEL
    note = f"{level.zh}，{_TYPICAL_GROWTH.zh} / {level.en}, {_TYPICAL_GROWTH.en}"
    return _amount((found.value, found.low, found.high), "亿元", note)


def _shares(
    series: Sequence[PlaceSeries], identity: Identity, year: int
) -> Iterable[ActivityRecord]:
    for kind in ("primary", "secondary", "tertiary"):
        if any(year not in getattr(s, f"share_{kind}") for s in series):
            continue
        weights = [1.0] if len(series) == 1 else [_weight(s, identity, year) for s in series]
        if not all(weights):
            continue
        mean = math.fsum(
            w * share_of(s, kind, year) for w, s in zip(weights, series, strict=True)
        ) / math.fsum(weights)
        yield ActivityRecord(year, "value_added_share", kind, _reported(100 * mean, "%"))


def _weight(series: PlaceSeries, identity: Identity, year: int) -> float:
    """Return the GDP of one of several hosts [亿元]; 0 where it is not known."""
    return gdp_of(series, identity.province, year) or 0.0


def _published(series: Sequence[PlaceSeries]) -> Iterable[PublishedRecord]:
    for name, attribute in (("edgar-v8", "co2_edgar"), ("ceads", "co2_ceads")):
        years = set.intersection(*(set(getattr(s, attribute)) for s in series))
        for year in sorted(years):
            value = math.fsum(getattr(s, attribute)[year] for s in series)
            yield PublishedRecord(year, name, Amount(_round(value), "tCO2", source=name))


def _sources(whole: Estimate) -> tuple[SourceRecord, ...]:
    return (
        SourceRecord(
            FIRST_ESTIMATE,
            f"降尺度估算：{whole.anchor.method.zh} / downscaled: {whole.anchor.method.en}",
            "Dafeng",
        ),
        SourceRecord(
            CITY_STATISTICS,
            "省市统计年鉴和公报汇编 / compiled from yearbooks and communiqués",
            "官方统计 / official statistics",
        ),
        SourceRecord("edgar-v8", "EDGAR v8.0", "European Commission JRC and IEA", "2023"),
        SourceRecord(
            "ceads",
            "CEADs city inventories, Shan et al. 2022, doi:10.1016/j.scib.2022.08.024",
            "CEADs",
            "2022",
            "free with citation",
        ),
    )
