"""What does the label of a row of a balance mean?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from dafeng.dossier.energy_rows import (
    INDUSTRY,
    USE,
    BalanceRow,
    find_balance_row,
    is_industry_total,
    is_small_industry,
)
from dafeng.dossier.industry_groups import GROUP, is_industry_group
from dafeng.dossier.records import Flow
from dafeng.dossier.vocabulary import find_sector, is_industry, is_total
from dafeng.dossier.wording import key, of_which, split_brackets, without_enumerator
from dafeng.language import same

#: Words that head the rows below them and say no more.
HEADINGS: Final = frozenset(
    key(word)
    for word in (
        *("在总量中", "在消费量中", "在消费总量中", "其中", "按行业分", "分行业", "按产业分"),
        *("按部门分", "按用途分", "全行业用电分类", "分行业用电", "按三次产业分", "产业用电分类"),
        "of which",
    )
)


#: Generation as a whole, and its kinds that stand under the same flow: they split it
#: (`dafeng.dossier.generation`), be they marked as parts or not.
_GENERATION: Final = "generation"
_GENERATED: Final = ("power", "fuel_power", "waste_power")

#: Rows by which the form that works fill in is known.
OF_WORKS: Final = frozenset(("industrial_use", "other_use"))


@lru_cache(maxsize=16384)
def meaning_of(label: str) -> BalanceRow | None:
    """Return what a row label means: a balance row, a sector, a group of them, or a total."""
    if is_industry_group(label):
        return BalanceRow(GROUP, "value", Flow.FINAL_CONSUMPTION, GROUP, "", same(label))
    _, bare = of_which(without_enumerator(label))
    name, _ = split_brackets(bare)
    found = find_balance_row(bare) or find_balance_row(name)
    if found is not None:
        return _industry(found) if is_industry(found.sector) else found
    if is_industry_total(bare) or is_industry_total(name) or is_small_industry(name):
        return BalanceRow("industry", "value", Flow.FINAL_CONSUMPTION, INDUSTRY, "", same(bare))
    if is_total(bare) or is_total(name):
        return BalanceRow("total", "total", None, "", "", same(bare))
    sector = find_sector(bare) or find_sector(name)
    if sector is None:
        plain = USE.sub("", name)
        return meaning_of(plain) if plain and plain != name else None
    return BalanceRow(sector, "value", Flow.FINAL_CONSUMPTION, sector, "", same(bare))


def _industry(row: BalanceRow) -> BalanceRow:
    return BalanceRow(row.id, row.role, row.flow, INDUSTRY, row.sign, row.name)


def is_part(label: str, found: BalanceRow | None, parent: BalanceRow) -> bool:
    """Say whether a row marked as 其中 fills the cell of the row above it, or none of its own."""
    if not of_which(without_enumerator(label))[0] or parent.role not in ("value", "parent"):
        return False
    if found is None:
        return True
    if found.role in ("of_which", "child", "section", "total") or found.sector == GROUP:
        return False
    if parent.id == _GENERATION and found.id in _GENERATED:
        return False
    within = found.flow is parent.flow and found.sector == parent.sector
    turned = parent.flow is Flow.FINAL_CONSUMPTION and found.flow is not parent.flow
    return within or turned


def is_prose(label: str) -> bool:
    """Say whether a label is a sentence."""
    return len(label) > 20 and re.search(r"[。；;]", label) is not None  # noqa: PLR2004 - a sentence


def is_of_works(labels: Iterable[str]) -> bool:
    """Say whether labels are those of the form that works fill in, which has no signs.

    Parameters
    ----------
    labels
        Labels of the rows of a table.
    """
    return any(row is not None and row.id in OF_WORKS for row in map(meaning_of, labels))
