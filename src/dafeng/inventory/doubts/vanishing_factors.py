"""Does a factor of the place make the emissions of a fossil fuel vanish?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, FactorRecord
from dafeng.dossier.vocabulary import terms
from dafeng.errors import Fault, Severity
from dafeng.inventory.quantities import FOSSIL_GROUPS, FactorBook
from dafeng.language import Text, number

#: Factors that multiply the use of a fuel; a zero of any of them is a zero of its CO2.
_MULTIPLIED: Final = ("ncv", "carbon_content", "emission_factor")


def vanishing_factors(dossier: Dossier, book: FactorBook) -> Iterator[Fault]:
    """Yield an error for every factor of a fossil fuel that is zero or below.

    Parameters
    ----------
    dossier
        The place's records.
    book
        Factors in use.
    """
    for record in dossier.factors:
        if record.quantity not in _MULTIPLIED or record.subject not in book.carriers:
            continue
        value = record.amount.value
        if book.group(record.subject) in FOSSIL_GROUPS and value is not None and value <= 0:
            yield _not_positive(record, value)


def _not_positive(record: FactorRecord, value: float) -> Fault:
    name, what = reference.carriers()[record.subject].name, terms("factor")[record.quantity].name
    shown = f"{number(value)} {record.amount.unit}"
    return Fault(
        "inventory.factor.not_positive",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{name.zh}的{what.zh}为 {shown}：化石燃料的排放会因此为零或为负",
            f"{what.en} of {name.en} is {shown}: a fossil fuel would emit nothing or less",
        ),
        Text(
            "填实测值；没有实测值就删去这一行，改用因子集的值",
            "enter a measured value, or remove the row and the factor set's value is used",
        ),
    )
