"""Which carriers does an estimate of one carrier stand for?"""

from __future__ import annotations

from typing import Final

#: Carriers that provincial inventories do not tell apart (Shan et al. 2018, doi:10.1038/
#: sdata.2017.201, merge the balance's fuels into seventeen): what is estimated by the first may
#: be any of the others.
_WITHIN: Final = {
    "raw_coal": ("anthracite", "bituminous_coal", "lignite"),
    "other_gas": ("blast_furnace_gas", "converter_gas"),
    "other_petroleum_products": ("naphtha", "petroleum_coke"),
    "natural_gas": ("lng",),
}


def kinds(carrier: str) -> tuple[str, ...]:
    """Return the carriers whose use an estimate of a carrier includes besides its own.

    Parameters
    ----------
    carrier
        Carrier id of the estimate.
    """
    return _WITHIN.get(carrier, ())


def estimated_as(carrier: str) -> str:
    """Return the carrier by which provincial inventories count a carrier.

    Parameters
    ----------
    carrier
        Carrier id of an entry.
    """
    return next((coarse for coarse, finer in _WITHIN.items() if carrier in finer), carrier)
