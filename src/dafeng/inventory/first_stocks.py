"""Which stocks can a place start from on day one, before it has entered any?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Amount, Identity, Quality, VehicleRecord
from dafeng.dossier.stock_check import TOLERANCE
from dafeng.inventory.place_drivers import population_of
from dafeng.reference import PlaceSeries
from dafeng.reference.stocks import private_cars

#: How far a place's cars per head may lie from its province's, as a factor (project's judgement:
#: within provinces ownership of prefectures differs by about this much either way).
SPREAD: Final = 1.5

_DIGITS: Final = 8


def estimated_vehicles(
    series: Sequence[PlaceSeries], identity: Identity, source: str
) -> tuple[VehicleRecord, ...]:
    """Return the private cars of a place as its province's per head times its population.

    Nothing if the province's figure lies farther from the base year than a stock may.

    Parameters
    ----------
    series
        Yearly series of the place's hosts.
    identity
        Who the place is.
    source
        Id of the source of estimates.
    """
    cars = private_cars().get(identity.province)
    if cars is None or abs(cars.year - identity.base_year) > TOLERANCE:
        return ()
    people = [population_of(s, identity.province, cars.year) for s in series]
    whole = reference.province_series(identity.province).population.get(cars.year)
    if not whole or any(p is None for p in people):
        return ()
    value = cars.value * math.fsum(p for p in people if p is not None) / whole
    low, central, high = (
        float(f"{value * factor:.{_DIGITS}g}") for factor in (1 / SPREAD, 1.0, SPREAD)
    )
    comment = "按全省人均私人汽车推算 / private cars per head of the province"
    amount = Amount(
        central,
        cars.unit,
        low=low,
        high=high,
        quality=Quality.ESTIMATE,
        source=source,
        comment=comment,
    )
    return (VehicleRecord(cars.year, "private_car", "", "stock", amount),)
