"""The non-fossil share of the nation, by the coal-consumption method.

To a tenth of a point the published shares cannot be reproduced from the tables of the project:
they hold the generation of each source, but neither the nation's energy consumption nor the
rate of the year nor the non-fossil energy that is used directly (solar heat, geothermal energy,
biomass). The first two stand here from memory; of the third it is known that 95 % of non-fossil
energy is used as electricity (the ministries' answers to the guide of June 2026), so that power
alone comes to the published share less at most a twentieth of it.
"""

from __future__ import annotations

import pytest

from dafeng import reference
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    Identity,
)
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.energy_total import thermal_rate
from dafeng.inventory.non_fossil import non_fossil_share
from dafeng.language import Text

#: Year: energy consumption [万tce], non-fossil share [%] (中国统计年鉴 and communiqués), coal for
#: electricity supplied by plants above 6 MW [gce/kWh] (国家能源局, 中电联); all from memory.
PUBLISHED = {
    2019: (487_488, 15.3, 306.4),
    2020: (498_314, 15.9, 305.5),
    2021: (525_896, 16.7, 302.5),
    2022: (540_956, 17.6, 301.5),
    2023: (572_000, 17.9, 301.6),
}
NON_FOSSIL = ("hydro", "nuclear", "wind", "solar", "bioenergy")
#: Share of non-fossil energy that is used as electricity [-].
AS_POWER = 0.95


def nation(year: int) -> Dossier:
    """Return the nation: fossil energy as published, non-fossil electricity of the tables."""
    whole, share, rate = PUBLISHED[year]
    known = reference.national()
    power = known.generation[year] * sum(known.generation_mix[year][s] for s in NON_FOSSIL)
    lines = (
        (Flow.FINAL_CONSUMPTION, "steel", "raw_coal", whole * (1 - share / 100), "万吨标准煤"),
        (Flow.PRODUCTION, "", "electricity", power * 10, "亿千瓦时"),
        (Flow.FINAL_CONSUMPTION, "steel", "electricity", power * 10, "亿千瓦时"),
    )
    identity = Identity(
        *("000000", Text("全国", "China"), "city", "330000", ("000000",), Text("全国", "China")),
        *(year, "provincial-guideline-2025", "average", "CN", 2020, ""),
    )
    energy = tuple(EnergyRecord(year, f, s, c, Amount(v, u)) for f, s, c, v, u in lines)
    stated = FactorRecord("thermal_rate", "", "", year, Amount(rate, "gce/kWh"))
    return Dossier(identity, energy, factors=(stated,))


@pytest.mark.parametrize("year", PUBLISHED)
def test_power_alone_comes_to_the_published_share_less_what_is_used_directly(year: int) -> None:
    dossier = nation(year)
    rate = thermal_rate(dossier, year)
    found = non_fossil_share(compile_inventory(dossier), thermal_rate=rate).share.values[0] * 100
    published = PUBLISHED[year][1]
    assert AS_POWER * published < found < published


def test_the_share_grows_as_published() -> None:
    """What the tables lack hardly changes from year to year."""
    shares = {}
    for year in (2019, 2023):
        dossier = nation(year)
        rate = thermal_rate(dossier, year)
        found = non_fossil_share(compile_inventory(dossier), thermal_rate=rate)
        shares[year] = 100 * found.share.values[0]
    published = PUBLISHED[2023][1] - PUBLISHED[2019][1]
    assert shares[2023] - shares[2019] == pytest.approx(published, abs=0.2)
