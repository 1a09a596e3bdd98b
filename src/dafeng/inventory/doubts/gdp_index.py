"""Is an index of GDP an index (previous year = 100), or a growth rate?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import units
from dafeng.dossier.records import ActivityRecord, Dossier
from dafeng.errors import DafengError, Fault, Severity
from dafeng.language import Text

#: GDP of a place over that of the year before [-]: 840 published indices of prefectures lie within
#: 0.947 and 1.300; new parks may double.
INDEX: Final = (0.6, 2.5)

#: A growth rate that was taken for an index [%].
_GROWTH: Final = (-30.0, 45.0)


def check_gdp_index(dossier: Dossier) -> Iterator[Fault]:
    """Yield figures of the GDP index that cannot be one, and what was probably meant.

    Parameters
    ----------
    dossier
        The place's records.
    """
    for record in dossier.activity:
        if record.variable != "gdp_index" or record.sector or record.amount.value is None:
            continue
        try:
            ratio = units.convert(record.amount.value, record.amount.unit, "1")
        except DafengError:
            continue
        if not INDEX[0] <= ratio <= INDEX[1]:
            yield _no_index(record, ratio)


def _meant(stated: float, ratio: float) -> list[str]:
    """Return what the index may be: 100 plus a growth rate, a ratio times 100, or itself [%]."""
    found = []
    if _GROWTH[0] <= 100 * ratio <= _GROWTH[1]:
        found.append(f"{100 * (1 + ratio):.5g}")
    if INDEX[0] <= stated <= INDEX[1]:
        found.append(f"{100 * stated:.5g}")
    if INDEX[0] <= ratio / 100 <= INDEX[1]:
        found.append(f"{ratio:.5g}")
    return found


def _no_index(record: ActivityRecord, ratio: float) -> Fault:
    stated = record.amount.value or 0.0
    meant = _meant(stated, ratio)
    zh = f"；像是增速、比值或漏写 % 的指数，应写 {' 或 '.join(meant)}（单位 %）" if meant else ""
    write = f"write {' or '.join(meant)} (unit %)"
    en = f": it looks like a growth rate, a ratio or an index without its %; {write}"
    return Fault(
        "inventory.gdp_index.implausible",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{record.year} 年地区生产总值指数 {stated:g}{record.amount.unit} 会使 GDP 变为上年的 "
            f"{ratio:.3g} 倍{zh}",
            f"the GDP index {stated:g} {record.amount.unit} of {record.year} would make GDP "
            f"{ratio:.3g} times that of the year before{en if meant else ''}",
        ),
        Text(
            "指数以上年为 100：增长 8.4% 写 108.4",
            "the index of the previous year is 100: a growth of 8.4 % is 108.4",
        ),
    )
