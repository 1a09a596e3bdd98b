"""On whose figures does a build stand, beside the place's own?"""

from __future__ import annotations

from collections.abc import Iterator

from dafeng import reference
from dafeng.dossier.records import Dossier, SourceRecord
from dafeng.errors import UnknownNameError
from dafeng.inventory.account import Inventory


def sources(dossier: Dossier, inventory: Inventory) -> tuple[SourceRecord, ...]:
    """Return the dossier's sources and after them the documents of the factors in use."""
    known = reference.sources()
    own = {record.id for record in dossier.sources}
    used = [key for key in dict.fromkeys(_documents(dossier, inventory)) if key in known]
    return (*dossier.sources, *(_record(known[key]) for key in used if key not in own))


def _documents(dossier: Dossier, inventory: Inventory) -> Iterator[str]:
    factors = reference.fuel_factor_set(inventory.factor_set)
    for carrier, origin in inventory.factors_used:
        if origin == inventory.factor_set:
            yield from (factors[carrier].source, factors[carrier].ncv_source)
    for process in inventory.processes:
        yield reference.process_factor(process).source
    for year in inventory.years:
        try:
            yield reference.grid_factor(
                dossier.identity.grid_area, year, inventory.grid_kind
            ).document
        except UnknownNameError:
            continue


def _record(source: reference.Source) -> SourceRecord:
    zh, en = source.title.zh, source.title.en
    title = zh if zh == en else f"{zh} / {en}"
    return SourceRecord(source.id, title, source.publisher, str(source.year), source.licence)
