"""Is a stated CO2 factor the product of the calorific value, carbon and oxidation beside it?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from dafeng import units
from dafeng.dossier.other_rows import factor_subject_name
from dafeng.dossier.records import Amount, Dossier, FactorRecord
from dafeng.errors import DafengError, Fault, Severity
from dafeng.inventory.quantities import FactorBook, emission_factor_per_tj, figure
from dafeng.language import Text, significant

#: What a stated CO2 factor replaces.
_PARTS: Final = ("carbon_content", "oxidation")

#: How near a factor must come to its product, and how far printed rounding may take it off [-].
_NEAREST: Final = 2e-4
_WIDEST: Final = 0.01


def factors_beside(dossier: Dossier, book: FactorBook) -> Iterator[Fault]:
    """Yield an error where a CO2 factor contradicts the parts beside it, a note where it agrees.

    ``f [tCO2/TJ] = carbon [tC/TJ] x oxidation x 44/12``; what the place does not state of the
    calorific value, the carbon content and the oxidation is that of the factor set. They agree
    within half a unit of the last digit of each.

    Parameters
    ----------
    dossier
        The place's records.
    book
        Factors in use.
    """
    for record in dossier.factors:
        if record.quantity != "emission_factor" or record.subject not in book.carriers:
            continue
        beside = [r for r in dossier.factors if _meet(r, record) and r.quantity in _PARTS]
        if not beside or record.amount.value is None:
            continue
        made = _per_tj(record, dossier, book)
        if made is None or any(abs(own / of_parts - 1) > gap for own, of_parts, gap in made):
            yield from (_twice(record, other, made) for other in beside)
        else:
            yield _agrees(record, beside[0])


def _meet(first: FactorRecord, second: FactorRecord) -> bool:
    """Say whether two factors are of one fuel and hold for one sector and year."""
    pairs = (first.sector, second.sector), (first.year, second.year)
    return first.subject == second.subject and all(not a or not b or a == b for a, b in pairs)


def _per_tj(
    record: FactorRecord, dossier: Dossier, book: FactorBook
) -> list[tuple[float, float, float]] | None:
    """Return the factor, the product of its parts [tCO2/TJ] and the gap allowed, for each match.

    None where a unit does not fit or a part is known to nobody.
    """
    unit = book.carriers[record.subject].unit
    base = book.set.factors.get(record.subject)
    published = {
        "ncv": None if base is None else units.convert(base.ncv, f"GJ/{base.unit}", f"GJ/{unit}"),
        "carbon_content": None if base is None else base.carbon_content,
        "oxidation": None if base is None else base.oxidation,
    }
    targets = {"ncv": f"GJ/{unit}", "carbon_content": "tC/TJ", "oxidation": "1"}
    try:
        stated = [
            _stated(record, dossier, (quantity, target)) or [(published[quantity], 0.0)]
            for quantity, target in targets.items()
        ]
        return [_compared(record.amount, unit, parts) for parts in product(*stated)]
    except (DafengError, ValueError, ZeroDivisionError):
        return None


def _stated(
    record: FactorRecord, dossier: Dossier, which: tuple[str, str]
) -> list[tuple[float | None, float]]:
    """Return the figures that a place states of a part, each with its rounding [-]."""
    quantity, target = which
    found = [r.amount for r in dossier.factors if r.quantity == quantity and _meet(r, record)]
    return [(figure(a, target), _rounding(a)) for a in found if a.value is not None]


def _compared(
    amount: Amount, unit: str, parts: Sequence[tuple[float | None, float]]
) -> tuple[float, float, float]:
    (ncv, ncv_gap), (carbon, carbon_gap), (oxidation, oxidation_gap) = parts
    own = emission_factor_per_tj(amount, unit, ncv)
    if own is None or not carbon or not oxidation:
        raise ValueError("a part of the factor is not known")
    gap = math.fsum((_rounding(amount), ncv_gap, carbon_gap, oxidation_gap))
    return own, carbon * oxidation * 44 / 12, min(max(gap, _NEAREST), _WIDEST)


def _rounding(amount: Amount) -> float:
    """Return half a unit of the last digit of a figure, relative to it [-]."""
    value = abs(amount.value or 0.0)
    decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return 0.5 * 10.0**-decimals / value if value else 0.0


def _twice(
    record: FactorRecord, other: FactorRecord, made: list[tuple[float, float, float]] | None
) -> Fault:
    name = factor_subject_name(record.quantity, record.subject)
    apart = None if made is None else max(made, key=lambda m: abs(m[0] / m[1] - 1))
    zh, en = "", ""
    if apart is not None:
        value = significant((record.amount.value or 0.0) * apart[1] / apart[0], 5)
        zh = f"，而由热值、含碳量和氧化率算得 {value} {record.amount.unit}"
        en = f"; calorific value, carbon and oxidation make {value} {record.amount.unit}"
    return Fault(
        "inventory.factor.twice",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{name.zh}的二氧化碳排放因子与 {other.amount.place} 的含碳量或氧化率并存{zh}",
            f"{name.en} has a CO2 emission factor and, at {other.amount.place}, carbon "
            f"content or oxidation as well{en}",
        ),
        Text("只保留其中一种，或更正不符的数", "keep one of the two, or correct what differs"),
    )


def _agrees(record: FactorRecord, other: FactorRecord) -> Fault:
    name = factor_subject_name(record.quantity, record.subject)
    value = significant(record.amount.value or 0.0)
    return Fault(
        "inventory.factor.agrees",
        Severity.NOTE,
        record.amount.place,
        Text(
            f"{name.zh}的二氧化碳排放因子 {value} {record.amount.unit} 与 {other.amount.place} "
            "一行的热值、含碳量、氧化率之积相符，作为核对",
            f"the CO2 emission factor of {name.en}, {value} {record.amount.unit}, is the product "
            f"of calorific value, carbon and oxidation at {other.amount.place}: a check that holds",
        ),
        Text("无需处理", "nothing to do"),
    )
