"""A small plan from a few lines of text: the examples that stand beside the rules.

Settings come first, one ``name: value`` a line; then tables, each under ``[name]``, with columns
apart by ``|``. Tables of energy or activity make a dossier. The rule page prints the same text
that the tests run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dafeng.dossier.identity_keys import Entry
from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import InputError, Place
from dafeng.language import same
from dafeng.plan.foreign import read_plan_tables
from dafeng.plan.rules.subject import (
    Account,
    History,
    Path,
    Results,
    Subject,
    of_dossier,
    of_tables,
)
from dafeng.reference.guides import guide

#: Year in which an example is checked unless it says otherwise.
TODAY: Final = 2026

#: Units of the figures of an account, by id.
_UNITS: Final = {
    "energy_total_thermal": "tce",
    "gdp": "亿元",
    "population": "万人",
    "non_fossil_share_thermal": "-",
    "co2_intensity": "t/万元",
    "energy_intensity_thermal": "tce/万元",
    "co2_per_tce": "t/tce",
}
_GUIDES: Final = {"city": "city-2023", "park": "park-2023"}


def subject_of(text: str) -> Subject:
    """Return the plan that an example describes.

    Parameters
    ----------
    text
        Settings and tables.

    Raises
    ------
    InputError
        If a dossier that it describes has no identity.
    """
    settings, sheets = _parts(text)
    kind = settings.get("kind", "city")
    chosen = guide(settings.get("guide", _GUIDES[kind]))
    today = int(settings.get("today", TODAY))
    if "dossier" in settings:
        subject = of_dossier(chosen, today, _dossier(settings, sheets))
    else:
        tables, _ = read_plan_tables(sheets)
        subject = of_tables(chosen, today, tables, kind)
    base = settings.get("base_year")
    return replace(
        subject,
        code=settings.get("place", subject.code),
        base_year=int(base) if base else subject.base_year,
        account=_account(settings["account"]) if "account" in settings else None,
        results=Results((_path(settings["path"]),)) if "path" in settings else None,
        history=_history(settings["history"]) if "history" in settings else None,
    )


def _parts(text: str) -> tuple[dict[str, str], list[RawSheet]]:
    settings: dict[str, str] = {}
    sheets: list[tuple[str, list[tuple[str | None, ...]]]] = []
    for line in text.splitlines():
        if line.startswith("["):
            sheets.append((line.strip("[] "), []))
        elif sheets and line.strip():
            sheets[-1][1].append(tuple(cell.strip() or None for cell in line.split("|")))
        elif line.strip():
            name, _, value = line.partition(":")
            settings[name.strip()] = value.strip()
    return settings, [RawSheet(name, "", tuple(rows)) for name, rows in sheets]


def _dossier(settings: Mapping[str, str], sheets: list[RawSheet]) -> Dossier:
    entries = {"code": settings["dossier"], "base_year": int(settings.get("base_year", "2023"))}
    entries |= {"price_base": 2020}
    entries |= {k: settings[k] for k in ("boundary", "factor_set", "grid_area") if k in settings}
    identity = {key: Entry(value, Place(field=key)) for key, value in entries.items()}
    dossier, faults = parse(sheets, identity)
    if dossier is None:
        raise InputError(faults)
    return dossier


def _figures(text: str) -> dict[str, float]:
    return {k: float(v) for k, _, v in (part.partition("=") for part in text.split())}


def _account(text: str) -> Account:
    stated = _figures(text)
    values = {k: (stated[k], unit) for k, unit in _UNITS.items() if k in stated}
    return Account(
        int(stated.get("year", 2023)), stated["co2"], values, stated.get("estimated", 0.0)
    )


def _path(text: str) -> Path:
    """Return a path that rises by 1 % a year up to its peak and falls by 1 % a year after it."""
    stated = _figures(text)
    peak, p10 = int(stated["peak"]), int(stated["p10"])
    years = tuple(range(int(stated.get("first", 2023)), int(stated.get("last", 2060)) + 1))
    middle = tuple(stated["level"] * 0.99 ** abs(year - peak) for year in years)
    return Path(
        id="enhanced",
        name=same("enhanced"),
        years=years,
        low=tuple(0.9 * v for v in middle),
        middle=middle,
        high=tuple(1.1 * v for v in middle),
        non_fossil=tuple(stated.get("non_fossil", 0.25) for _ in years),
        p10=p10 if p10 <= years[-1] else None,
        by_year={y: 0.0 if y < p10 else 0.1 if y < peak else 0.6 for y in years},
    )


def _history(text: str) -> History:
    """Return series that grow at a steady rate from a first to a last year."""
    stated = _figures(text)
    years = range(int(stated["first"]), int(stated["last"]) + 1)

    def series(name: str) -> dict[int, float]:
        rate = 1 + stated.get(f"{name}_rate", 0.0)
        return {y: stated[name] * rate ** (y - years[0]) for y in years} if name in stated else {}

    return History(series("co2"), series("gdp"), series("population"), same("example"))
