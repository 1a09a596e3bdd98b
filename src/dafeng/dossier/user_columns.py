"""Does a column name users of energy, or rows of its balance?"""

from __future__ import annotations

from typing import Final

from dafeng.dossier.energy_rows import find_balance_row, user_of
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.wording import key

#: What heads their column.
USER_HEADERS: Final = frozenset(
    map(key, ("行业", "部门", "项目", "指标", "产业", "分类", "类别", "用电分类", "行业名称"))
) | frozenset(map(key, ("分行业", "指标名称", "sector", "industry", "item", "user")))
#: Headers of columns of words beside the figures.
REMARKS: Final = frozenset(
    map(
        key,
        (
            "备注",
            "说明",
            "注",
            "来源",
            "数据来源",
            "资料来源",
            "remarks",
            "remark",
            "notes",
            "source",
        ),
    )
)


def names_users(sheet: RawSheet, header: int, column: int, least: int = 3) -> bool:
    """Say whether most labels below a header are rows of a balance or users of energy.

    Parameters
    ----------
    sheet, header, column
        Where the labels stand.
    least
        How many there must be.
    """
    rows = range(header + 1, len(sheet.rows) + 1)
    labels = [t for r in rows if (t := sheet.text(r, column)) and not sheet.blank_row(r)]
    known = sum(find_balance_row(t) is not None or user_of(t) is not None for t in labels)
    return known >= least and 2 * known >= len(labels)
