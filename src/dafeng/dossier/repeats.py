"""Does a record stand twice?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dafeng.dossier.energy_rows import BY_SECTOR, INDUSTRY, SHEET_INDUSTRY
from dafeng.dossier.project_headings import without_projects
from dafeng.dossier.records import EnergyRecord, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.sector_groups import GROUPS
from dafeng.dossier.vocabulary import carrier_name, processes, sector_name, terms
from dafeng.errors import Place
from dafeng.language import Text, same

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "energy": ("year", "flow", "sector", "carrier"),
    "activity": ("year", "variable", "sector", "price_base"),
    "process": ("year", "process"),
    "factors": ("quantity", "subject", "sector", "year"),
    "published": ("year", "series"),
    "assumptions": ("scenario", "driver", "sector", "carrier", "year"),
    "sources": ("id",),
    "vehicles": ("year", "vehicle_class", "drive", "variable"),
    "buildings": ("year", "kind", "built", "variable"),
    "plants": ("name", "technology", "start"),
    "routes": ("year", "product", "route"),
}
#: Parts of a key that are words of a closed list, with the list.
_TERMS: Final = {
    "flow": "flow",
    "quality": "quality",
    "price_base": "price",
    "scenario": "scenario",
    "quantity": "factor",
    "vehicle_class": "vehicle_class",
    "drive": "drive",
    "kind": "building",
    "technology": "plant_technology",
    "product": "product",
    "route": "route",
}
#: Lists of the variables, by table.
_VARIABLES: Final = {
    "activity": "variable",
    "vehicles": "vehicle_variable",
    "buildings": "building_variable",
}
_ROW_KEYS: Final = {"measures": "id", "projects": "id", "tasks": "id", "reforms": "id"}


def without_repeats(
    table: str,
    records: Sequence[Any],
    findings: Findings,
    drivers: Mapping[str, Text] | None = None,
) -> tuple[Any, ...]:
    """Return the records without those that repeat an earlier one; each is reported.

    An estimate and an entry of the place may stand side by side: the entry replaces it later.

    Parameters
    ----------
    table
        Id of the table.
    records
        Its records in the order of the input.
    findings
        Takes the repeats, with the place of the first.
    drivers
        Names of drivers by id, for messages.
    """
    first: dict[tuple[Any, ...], Place] = {}
    apart = without_projects(records) if table == "projects" else ()
    repeats: list[_Repeat] = []
    kept = []
    for record in records:
        place = _place(record)
        key = None if place in apart else _key(table, record)
        if key is None or key not in first:
            kept.append(record)
            if key is not None:
                first[key] = place
            continue
        values = {"other": str(first[key]), "text": key[0]}
        words = _words(table, key, drivers or {})
        if table == "energy" and _same_total(record, kept):
            findings.add("energy.total.repeated", place, key=words, other=str(first[key]))
            continue
        rule = "source.duplicate" if table == "sources" else "row.duplicate"
        rule = "code.duplicate" if table in _ROW_KEYS else rule
        repeats.append((rule, place, first[key], {"key": words, **values}))
    _tell(repeats, findings)
    return tuple(kept)


def _tell(repeats: Sequence[_Repeat], findings: Findings) -> None:
    """Report each repeat; those of one table of energy or activity by another as one."""
    tables: dict[tuple[str, ...], list[_Repeat]] = {}
    for repeat in repeats:
        rule, place, first, _ = repeat
        spot = place.file, place.sheet, first.file, first.sheet
        apart = rule == "row.duplicate" and spot[:2] != spot[2:]
        tables.setdefault((*spot, "" if apart else str(len(tables))), []).append(repeat)
    for (*_, alone), found in tables.items():
        rule, place, first, values = found[0]
        if alone or len(found) < _MANY:
            for rule, place, _, values in found:
                findings.add(rule, place, **values)
            continue
        other = " ".join(t for t in (first.file, first.sheet) if t)
        findings.add("rows.duplicate", place, count=len(found), other=other, key=values["key"])


#: Repeats of one table by another that are told as one.
_MANY: Final = 5
_Repeat = tuple[str, Place, Place, dict[str, object]]

#: Sectors that are sums of others: equal ones that stand twice say one thing.
_SUMS: Final = ("", SHEET_INDUSTRY, *GROUPS)


def _same_total(record: EnergyRecord, kept: Sequence[EnergyRecord]) -> bool:
    """Say whether a total over sectors, or of industry or a class, is stated before and equal."""
    if record.sector not in _SUMS or record.flow not in BY_SECTOR:
        return False
    spot = record.year, record.flow, record.sector, record.carrier, _figure(record)
    return any((r.year, r.flow, r.sector, r.carrier, _figure(r)) == spot for r in kept)


def _figure(record: EnergyRecord) -> tuple[object, ...]:
    amount = record.amount
    return amount.value, amount.unit, amount.notation, amount.quality


def _key(table: str, record: Any) -> tuple[Any, ...] | None:
    if table in _ROW_KEYS:
        identifier = record[_ROW_KEYS[table]]
        return (identifier,) if identifier else None
    names = _KEYS.get(table)
    if names is None:
        return None
    amount = getattr(record, "amount", None)
    estimated = amount is not None and amount.quality is Quality.ESTIMATE
    return (*(getattr(record, n) for n in names), "estimate" if estimated else "")


def _words(table: str, key: tuple[Any, ...], drivers: Mapping[str, Text]) -> Text:
    """Return a key in the reader's words."""
    names = (*_KEYS.get(table, ("id",)), "quality")
    pairs = zip(names, key, strict=False)
    words = [_word(table, n, str(k), drivers) for n, k in pairs if k not in ("", None)]
    return Text(" / ".join(w.zh for w in words), " / ".join(w.en for w in words))


def _word(table: str, name: str, value: str, drivers: Mapping[str, Text]) -> Text:
    kind = _VARIABLES.get(table, "") if name == "variable" else _TERMS.get(name, "")
    term = terms(kind).get(value) if kind else None
    if term is not None:
        return term.name
    if name == "price_base":
        return _PRICES.format(year=value)
    if name == "sector":
        return _INDUSTRY if value in (INDUSTRY, SHEET_INDUSTRY) else sector_name(value)
    if name in ("carrier", "subject", "process"):
        return processes().get(value) or carrier_name(value)
    return drivers.get(value, same(value)) if name == "driver" else same(value)


_INDUSTRY: Final = Text("工业", "Industry")
_PRICES: Final = Text("{year} 年价", "prices of {year}")


def _place(record: Any) -> Place:
    amount = getattr(record, "amount", None)
    place: Place = amount.place if amount is not None else record.place
    return place
