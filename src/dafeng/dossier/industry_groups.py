"""Which names sum up industries across sectors (六大高耗能行业), and are no sector themselves?"""

from __future__ import annotations

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


@lru_cache(maxsize=16384)
def is_industry_group(label: str) -> bool:
    """Say whether a label names such a group; the name of a sector must be marked as a part."""
    marked, bare = of_which(without_enumerator(label))
    if not _names(bare) & (_INTENSIVE_NAMES | _OTHER_NAMES):
        return False
    return marked or find_sector(bare) is None


def divisions_of(label: str) -> tuple[str, ...]:
    """Return the divisions that a group consists of, if its name says so."""
    bare = of_which(without_enumerator(label))[1]
    return _INTENSIVE if _names(bare) & _INTENSIVE_NAMES else ()


def _names(bare: str) -> frozenset[str]:
    return frozenset((key(bare), key(split_brackets(bare)[0])))
