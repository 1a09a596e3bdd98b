"""Do two processes of a year stand for the same CO2?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from dafeng import reference
from dafeng.dossier.records import ProcessRecord
from dafeng.errors import Fault, Severity
from dafeng.language import Text


def counted_twice(records: Iterable[ProcessRecord]) -> Iterator[Fault]:
    """Yield every process beside another of the same year that stands for the same CO2.

    Cement by its own factor counts the CO2 of its clinker; crude steel from converters that of
    the pig iron; a factor of another source counts the same product once more. Which processes
    stand for one another is said by ``counts`` of the process table.

    Parameters
    ----------
    records
        Processes of the place; a cell without a figure, or with 0, counts nothing.
    """
    known = reference.process_factors()
    entered = [
        (r.year, of, r)
        for r in records
        if r.amount.value and r.process in known
        for of in known[r.process].counts
    ]
    for (year, _), found in groupby(sorted(entered, key=itemgetter(0, 1)), key=itemgetter(0, 1)):
        same = [record for _, _, record in found]
        for record in same:
            if record.process != same[0].process:
                yield _twice(year, record, same)


def _twice(year: int, record: ProcessRecord, same: Sequence[ProcessRecord]) -> Fault:
    own, first = reference.process_name(record.process), reference.process_name(same[0].process)
    other = same[0].amount.place
    return Fault(
        "inventory.process.counted_twice",
        Severity.ERROR,
        record.amount.place,
        Text(
            f"{year} 年同时填报了“{own.zh}”和“{first.zh}”（{other}），两者计的是同一部分排放",
            f"{own.en} and {first.en} ({other}) are both entered in {year}, and stand for the same "
            "CO2",
        ),
        Text(
            "只保留一项：有熟料产量用熟料，有转炉钢产量用转炉钢；不同产品须分别计算时，"
            "把合计排放（tCO2）填在保留的一项中",
            "keep one of them: clinker where it is known, crude steel where converters make it; "
            "where both hold CO2 of their own, enter the sum (tCO2) under the one you keep",
        ),
    )
