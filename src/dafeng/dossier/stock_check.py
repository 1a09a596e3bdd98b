"""Do the stocks of a place fit together, and are they those of the base year?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from dafeng import units
from dafeng.dossier.records import Dossier, RouteRecord, VehicleRecord
from dafeng.dossier.rules import Findings
from dafeng.dossier.schema import tables
from dafeng.dossier.vocabulary import terms
from dafeng.errors import Place
from dafeng.language import number

#: Years by which a stock may miss the base year.
TOLERANCE: Final = 2

#: How far the drives of a class may differ from its total [-].
_SUM: Final = 0.01


def check_stocks(dossier: Dossier, findings: Findings) -> None:
    """Report stocks that miss the base year or do not add up; see `dafeng.dossier.check`."""
    _near_base(dossier, "vehicles", dossier.vehicles, findings)
    _near_base(dossier, "buildings", dossier.buildings, findings)
    _near_base(dossier, "routes", dossier.routes, findings)
    _drives(dossier.vehicles, findings)
    _outputs(dossier, findings)


def _near_base(dossier: Dossier, table: str, records: Iterable[object], findings: Findings) -> None:
    """Say that a table has no row from which a stock can start."""
    years = {int(getattr(r, "year", 0)) for r in records}
    base = dossier.identity.base_year
    if years and all(abs(y - base) > TOLERANCE for y in years):
        listed = ", ".join(map(str, sorted(years)))
        findings.add(
            "stock.base_year",
            Place(file=table),
            table=tables()[table].name,
            base=base,
            years=listed,
        )


def _drives(records: Iterable[VehicleRecord], findings: Findings) -> None:
    """Compare the drives of a class with its total."""
    parts: dict[tuple[int, str], list[float]] = defaultdict(list)
    whole: dict[tuple[int, str], VehicleRecord] = {}
    for record in records:
        if record.variable != "stock" or record.amount.value is None:
            continue
        key = record.year, record.vehicle_class
        if record.drive:
            parts[key].append(units.convert(record.amount.value, record.amount.unit, "辆"))
        else:
            whole[key] = record
    for key, record in whole.items():
        if not parts[key] or record.amount.value is None:
            continue
        total = units.convert(record.amount.value, record.amount.unit, "辆")
        found = math.fsum(parts[key])
        if abs(found - total) > _SUM * total:
            name = terms("vehicle_class")[record.vehicle_class].name
            findings.add(
                "stock.sum", record.amount.place, name=name, total=number(total), sum=number(found)
            )


def _outputs(dossier: Dossier, findings: Findings) -> None:
    """Compare the routes of a product with its output in the table of activity."""
    routes: dict[tuple[int, str], list[RouteRecord]] = defaultdict(list)
    for route in dossier.routes:
        routes[route.year, route.product].append(route)
    for record in dossier.activity:
        found = routes.get((record.year, record.sector))
        if record.variable != "output" or not found or record.amount.value is None:
            continue
        total = units.convert(record.amount.value, record.amount.unit, "t")
        values = [r.amount for r in found]
        made = math.fsum(units.convert(a.value, a.unit, "t") for a in values if a.value is not None)
        if abs(made - total) > _SUM * total:
            name = terms("product")[record.sector].name
            findings.add(
                "stock.sum", values[0].place, name=name, total=number(total), sum=number(made)
            )
