"""With what does a place start of which nothing is published: its identity and empty tables?"""

from __future__ import annotations

from dafeng import reference
from dafeng.dossier.identity import DEFAULTS, DEFAULTS_ABROAD
from dafeng.dossier.records import Dossier, Identity
from dafeng.errors import UnknownNameError
from dafeng.language import Text
from dafeng.reference import PRICE_BASE, Division, Pilot


def blank_dossier(place: str | Pilot) -> Dossier:
    """Return a dossier with the identity of a place and no figures.

    The base year is the last one with a published grid factor; the place changes it as it likes.

    Parameters
    ----------
    place
        Code, park id or name in either language; or the place as it describes itself.

    Raises
    ------
    UnknownNameError
        If no place, or more than one, has this name.
    """
    return Dossier(_identity(reference.find_place(place) if isinstance(place, str) else place))


def _identity(place: Division | Pilot) -> Identity:
    kind: str = place.kind
    if isinstance(place, Pilot):
        code, province, hosts = place.id, place.province, place.hosts
    else:
        code, province = place.code, place.parent or place.code
        hosts = (code,)
    defaults = DEFAULTS_ABROAD if reference.is_country(province) else DEFAULTS
    return Identity(
        code=code,
        name=place.name,
        kind=kind,
        province=province,
        hosts=hosts,
        boundary=Text("待填写", "to be stated"),
        base_year=_latest_factor(),
        factor_set=defaults["factor_set"],
        grid_kind=defaults["grid_kind"],
        grid_area=province,
        price_base=PRICE_BASE,
        programme="",
    )


def _latest_factor() -> int:
    years = [f.year for f in reference.grid_factors() if f.kind.value == DEFAULTS["grid_kind"]]
    if not years:
        raise UnknownNameError(Text("没有电网因子", "no grid factor is kept"))
    return max(years)
