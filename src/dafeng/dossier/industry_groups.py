"""Which names sum up industries across sectors (六大高耗能行业), and are no sector themselves?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dafeng.dossier.vocabulary import find_sector
from dafeng.dossier.wording import key, of_which, split_brackets, without_enumerator

#: Sector under which figures of such a group stand until they are held by industry.
GROUP: Final = "group of industries"

#: Divisions of GB/T 4754 that are energy-intensive by the definition of the statistical bureau.
_INTENSIVE: Final = ("C25", "C26", "C30", "C31", "C32", "D44")

#: Names of such groups.
_INTENSIVE_NAMES: Final = frozenset(
    key(name)
    for name in (
        *("六大高耗能行业", "六大高耗能", "高耗能行业", "高耗能产业", "六大高耗能产业"),
        *("六大高耗能工业", "六大高耗能行业合计", "高耗能行业合计", "六个高耗能行业"),
        *("energy-intensive industries", "six energy-intensive industries"),
        "six major energy-intensive industries",
    )
)
_OTHER_NAMES: Final = frozenset(
    key(name)
    for name in (
        *("高技术制造业", "高技术产业", "高新技术产业", "高新技术制造业", "装备制造业"),
        *(
            "先进制造业",
            "战略性新兴产业",
            "原材料工业",
            "原材料制造业",
            "消费品制造业",
            "消费品工业",
        ),
        *("轻工业", "重工业", "传统制造业", "high-tech manufacturing", "equipment manufacturing"),
        *("high-technology manufacturing", "light industry", "heavy industry"),
    )
)


#: Words of groups that are divisions of manufacturing alone.
_MADE: Final = re.compile(r"制造业|manufacturing", re.IGNORECASE)
#: Sectors that the industries of a group lie in.
_WITHIN: Final = ("industry", "industry of the sheet", "manufacturing", "other_manufacturing")


@lru_cache(maxsize=16384)
def is_industry_group(label: str) -> bool:
    """Say whether a label names such a group, be it the name of a sector too (轻工业)."""
    bare = of_which(without_enumerator(label))[1]
    return bool(_names(bare) & (_INTENSIVE_NAMES | _OTHER_NAMES))


def is_manufacturing(label: str) -> bool:
    """Say whether a group holds divisions of manufacturing alone (高技术制造业)."""
    return _MADE.search(label) is not None


def sectors_of_groups(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return the sectors of rows; a group that names a sector is one where nothing overlaps it.

    Steel, chemicals and light industry side by side are sectors. Beside all industry, beside
    divisions of the same sector, or beside other groups, light industry sums up others.

    Parameters
    ----------
    rows
        Label and sector of each row of a table.
    """
    groups = {label for label, sector in rows if sector == GROUP}
    taken = {sector for _, sector in rows}
    marked = any(of_which(without_enumerator(label))[0] for label in groups)
    if len(groups) != 1 or marked or taken.intersection(_WITHIN):
        return [sector for _, sector in rows]
    own = find_sector(groups.pop()) or GROUP
    return [own if sector == GROUP else sector for _, sector in rows]


def divisions_of(label: str) -> tuple[str, ...]:
    """Return the divisions that a group consists of, if its name says so."""
    bare = of_which(without_enumerator(label))[1]
    return _INTENSIVE if _names(bare) & _INTENSIVE_NAMES else ()


def _names(bare: str) -> frozenset[str]:
    return frozenset((key(bare), key(split_brackets(bare)[0])))
