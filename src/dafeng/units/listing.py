"""Which units can be named in the manual?"""

from __future__ import annotations

from functools import lru_cache

from dafeng.units.kinds import Unit
from dafeng.units.reading import unit
from dafeng.units.spellings import DEFINITIONS

_MULTIPLES = (
    "万吨,亿吨,万重量箱,gce,kgce,tce,ktce,Mtce,万吨标准煤,亿吨标准煤,gCO2,kgCO2,tCO2,ktCO2,"
    "MtCO2,GtCO2,万吨二氧化碳,亿吨二氧化碳,kgC,tC,万吨碳,kgCO2e,tCO2e,MtCO2e,万吨二氧化碳当量,"
    "万吉焦,万千瓦时,亿千瓦时,万千瓦,亿千瓦,万立方米,亿立方米,万平方米,亿平方米,万元,亿元,万亿元,"
    "万人,亿人,万户,万辆,亿人公里,亿吨公里,万车公里,亿车公里,"
    "tCO2/TJ,tC/TJ,kgCO2/kWh,tCO2/MWh,tCO2/GJ,GJ/t,TJ/Gg,GJ/万立方米,kJ/kg,kgce/kg,kgce/m3,"
    "tce/万元,tCO2/万元,tCO2/tce,tCO2/t,tCO2/人,kgce/kWh,gce/kWh,元/t,元/kWh,万元/人,tce/人,kWh/m2"
)


@lru_cache(maxsize=1)
def known() -> tuple[Unit, ...]:
    """Return the units of the manual: every simple one and the multiples and ratios in use."""
    simple = [unit(atom.latin) for atom, _ in DEFINITIONS]
    return (*simple, *(unit(text) for text in _MULTIPLES.split(",")))
