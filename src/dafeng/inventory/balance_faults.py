"""What is wrong with aggregates and records of the balance, in words?"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng import reference
from dafeng.errors import DafengError, Fault, Place, Severity
from dafeng.inventory.entry import DELIVERED
from dafeng.language import Text, significant


def differs(year: int, cell: tuple[str, str], sums: Sequence[float], place: Place) -> Fault:
    """Return that an aggregate states something else than the sum of its parts."""
    row, column = reference.sector_name(cell[0]), reference.carrier_name(cell[1])
    stated, itemised = sums
    return Fault(
        "inventory.aggregate.differs",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年{column.zh}：“{row.zh}”为 {significant(stated)} TJ，"
            f"分项之和为 {significant(itemised)} TJ；按分项计",
            f"{column.en} in {year}: {row.en} states {significant(stated)} TJ, its parts "
            f"sum to {significant(itemised)} TJ; the parts count",
        ),
        Text("核对合计行与分项行", "check the aggregate row against its parts"),
    )


def part_remains(year: int, carrier: str, sector: str, rest: float, place: Place) -> Fault:
    """Return that a sector has more than its parts, which stays under it."""
    column, row = reference.carrier_name(carrier), reference.sector_name(sector)
    return Fault(
        "inventory.aggregate.remainder",
        Severity.NOTE,
        place,
        Text(
            f"{year} 年{column.zh}：“{row.zh}”有 {significant(rest)} TJ 未分到子行业，记在该行业"
            "本身",
            f"{column.en} in {year}: {significant(rest)} TJ of {row.en} are not itemised and "
            "stay under it",
        ),
        Text("如有数据，请补充子行业", "add the missing parts if they are known"),
    )


def total_remains(year: int, carrier: str, rest: float, place: Place) -> Fault:
    """Return that a part of total final consumption belongs to no sector."""
    bought = carrier in DELIVERED
    column = reference.carrier_name(carrier)
    return Fault(
        "inventory.total.not_itemised",
        Severity.NOTE if bought else Severity.ERROR,
        place,
        Text(
            f"{year} 年{column.zh}：终端消费合计中有 {significant(rest)} TJ 未分到行业，"
            + ("计入总量，不分行业" if bought else "未计入排放"),
            f"{column.en} in {year}: {significant(rest)} TJ of total final consumption belong to "
            "no sector " + ("and count in the total only" if bought else "and are not counted"),
        ),
        Text("把这部分消费分到行业", "assign this consumption to sectors"),
    )


def unusable(place: Place, error: DafengError) -> Fault:
    """Return that a record cannot become energy."""
    return Fault(
        f"inventory.record.{error.code}",
        Severity.ERROR,
        place,
        error.text,
        Text("改正单位、品种或行业", "correct the unit, the carrier or the sector"),
    )
