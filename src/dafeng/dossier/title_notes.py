"""Is a row above a header a remark beside the title, and not the title itself?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.wording import narrow

_NOTE: Final = re.compile(
    r"^\s*[(【\[*※]*\s*(?:注\s*(?:[:\d*]|释|意|明)|备注|附注|说明|资料来源|数据来源|来源\s*:|口径\s*:"
    r"|notes?\b|sources?\b|remarks?\b)"
    r"|采用|摘自|引自|据.{0,20}(?:编制|整理|推算|折算)|按照?.{0,24}(?:编制|整理|折算|计算)",
    re.IGNORECASE,
)
#: A remark that says what the table itself is.
_ITSELF: Final = re.compile(
    r"本表(?:数据|各数)?(?:均|都|只|仅)?(?:为|系|是|含|反映)"
    r"|\bthis table (?:is|holds|shows|covers)\b",
    re.IGNORECASE,
)
#: Words of a title of statistics.
_TITLE: Final = re.compile(r"平衡表|消费|消耗|用量|主要指标|统计表|情况", re.IGNORECASE)


def is_note(text: str) -> bool:
    """Say whether a row above a header remarks on the table, as notes and sources do.

    One that says what the table itself holds (``本表为…``) counts as its title.

    Parameters
    ----------
    text
        A row above the header, or the name of a sheet.
    """
    plain = narrow(text).strip()
    found = _NOTE.search(plain)
    if found is None or _ITSELF.search(plain):
        return False
    return found.start() == 0 or _TITLE.search(plain) is None
